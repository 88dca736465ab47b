//! What a real server answered once, read without loss. The recordings are not part of the project:
//! `ORDSTYRER_SPECS` names the folder that holds `mastodon/recorded`.

use std::path::PathBuf;

use ordstyrer::model::{RemoteId, Target, TaskId};
use ordstyrer::platform::{Error, Platform, Sent, connect};
use serde_json::Value;
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::wire::Wire;
use crate::platform::network::{connection, ever, reply, stamp};

const US: &str = "01a1ff98-09e7-72b3-baa1-4555892b9547";
const ROOT: &str = "01a1ff98-c1aa-74c0-90d7-6a7135f605ac";
const CITIZEN: &str = "01a1ff98-c200-7542-ab29-f58c08f7b03d";
const DELETED: &str = "01a1ff98-c264-7923-a822-0412f230e224";

#[expect(clippy::disallowed_methods, reason = "the recordings lie outside the project")]
fn folder() -> Option<PathBuf> {
    let folder =
        std::env::var("ORDSTYRER_SPECS").ok().map(|specs| PathBuf::from(specs).join("mastodon/recorded"));
    if folder.is_none() {
        println!("skipped: ORDSTYRER_SPECS is not set");
    }
    folder
}

fn read(folder: &PathBuf, number: &str) -> Value {
    let mut files = std::fs::read_dir(folder).expect("the folder of recordings");
    let file = files.find_map(|file| {
        let file = file.expect("an entry").path();
        file.file_name()?.to_str()?.starts_with(number).then_some(file)
    });
    let text = std::fs::read_to_string(file.expect("a recording of this number")).expect("text");
    serde_json::from_str(&text).expect("JSON")
}

/// A server that answers the recorded paths as they were recorded, and the adapter.
async fn with(folder: &PathBuf, numbers: &[&str]) -> (MockServer, Box<dyn Platform>) {
    let server = MockServer::start().await;
    for number in numbers {
        let recorded = read(folder, number);
        let at = recorded["request"]["path"].as_str().and_then(|at| at.split('?').next()).expect("a path");
        let response = &recorded["response"];
        let status = response["status"].as_u64().and_then(|status| u16::try_from(status).ok());
        let mut answer = ResponseTemplate::new(status.expect("a status")).set_body_json(&response["body"]);
        for (name, value) in response["headers"].as_object().expect("headers") {
            answer = answer.insert_header(name.as_str(), value.as_str().expect("text"));
        }
        let verb = recorded["request"]["method"].as_str().expect("a method");
        Mock::given(method(verb)).and(path(at)).respond_with(answer).mount(&server).await;
    }
    Mock::given(path(format!("/api/v1/accounts/{US}/statuses")))
        .respond_with(ResponseTemplate::new(200).set_body_json(serde_json::json!([])))
        .mount(&server)
        .await;
    let mut connection = connection(&Wire, &server.uri());
    US.clone_into(&mut connection.page);
    (server, connect("mastodon", connection).expect("it connects"))
}

fn target(remote: &str) -> Target {
    Target { remote: RemoteId::new(remote), post: Some(RemoteId::new(ROOT)) }
}

#[tokio::test]
async fn the_recorded_mentions_are_read_without_loss() {
    let Some(folder) = folder() else { return };
    for (number, count, next) in [("10", 3, None), ("12", 1, Some("2")), ("24", 2, None)] {
        let (_server, platform) = with(&folder, &[number]).await;

        let page = platform.pull(ever(), None).await.expect("it reads");

        assert_eq!((page.items.len(), page.unreadable, page.private_dropped), (count, 0, 0), "{number}");
        assert_eq!(page.next.map(|cursor| cursor.0).as_deref(), next, "{number}");
        let body = read(&folder, number)["response"]["body"].clone();
        for (item, told) in page.items.iter().zip(body.as_array().expect("a list")) {
            let status = &told["status"];
            assert_eq!(item.target.remote.expose(), status["id"]);
            assert_eq!(item.parent.as_ref().map(RemoteId::expose), status["in_reply_to_id"].as_str());
            assert_eq!(item.marker.as_deref(), status["edited_at"].as_str());
            assert_eq!(item.handle.as_ref().map(ordstyrer::model::Text::expose), Some("borger"));
            assert_eq!(Some(item.written_at), status["created_at"].as_str().map(stamp));
            assert!(!item.is_ours && !item.text.is_empty() && !item.text.expose().contains('<'));
        }
    }
}

#[tokio::test]
async fn the_recorded_thread_edit_and_deletion_are_seen() {
    let Some(folder) = folder() else { return };
    let (_server, platform) = with(&folder, &["13", "20", "23"]).await;

    let page = platform.thread(&RemoteId::new(ROOT), None, None).await.expect("it reads");
    let words: Vec<_> = page.items.iter().map(|item| item.text.expose()).collect();
    assert_eq!(words, ["@kommune hvornår er vejen åben igen?", "svar uden omtale"]);
    assert_eq!(page.unreadable, 0);

    let edited = platform.reread(&target(CITIZEN)).await.expect("it reads").expect("it is there");
    assert_eq!(edited.text.expose(), "@kommune hvornår er vejen åben igen? (rettet)");
    assert_eq!(edited.marker.as_deref(), Some("2026-11-21T19:32:45.818Z"));
    assert!(matches!(platform.reread(&target(DELETED)).await, Ok(None)));
}

#[tokio::test]
async fn the_recorded_reply_and_refusals_are_understood() {
    let Some(folder) = folder() else { return };
    let task = TaskId::from_text("t");
    let (server, platform) = with(&folder, &["20", "14"]).await;
    let sent = platform.reply(&target(CITIZEN), &reply(&task, "Vejen åbner fredag")).await;
    let made = read(&folder, "14")["response"]["body"]["id"].as_str().map(RemoteId::new);
    assert_eq!(sent, Ok(Sent::Done(made)));
    assert!(server.received_requests().await.is_some());

    let (_server, platform) = with(&folder, &["20", "16"]).await;
    let empty = platform.reply(&target(CITIZEN), &reply(&task, "")).await;
    assert!(matches!(empty, Err(Error::Refused(_))), "{empty:?}");

    for number in ["27", "28", "31"] {
        let (_server, platform) = with(&folder, &[number]).await;
        let dead = platform.pull(ever(), None).await;
        assert!(matches!(dead, Err(Error::TokenDead(_))), "{number}: {dead:?}");
    }
}

#[tokio::test]
async fn the_recorded_account_and_instance_pass_the_check() {
    let Some(folder) = folder() else { return };
    // This server has no `apps/verify_credentials` among its recordings: that it answers as one does
    // that knows nothing of it is ours.
    let (server, platform) = with(&folder, &["05", "29"]).await;
    Mock::given(path("/api/v1/apps/verify_credentials"))
        .respond_with(ResponseTemplate::new(404).set_body_json(serde_json::json!({ "error": "not found" })))
        .mount(&server)
        .await;
    assert_eq!(platform.check().await, Ok(()));
}
