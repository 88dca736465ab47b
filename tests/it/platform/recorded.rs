//! What the real services answered once, read without loss. The recordings are not part of the
//! project: `ORDSTYRER_SPECS` names the folder that holds `bluesky/recorded`.

use std::path::PathBuf;

use ordstyrer::model::{RemoteId, Target, TaskId};
use ordstyrer::platform::{Connection, Error, Platform, Sent, connect};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::bluesky::Wire;
use super::network::{connection, ever, reply, stamp};

const ROOT: &str = "at://did:plc:lh777ya3jbzpkevqqqehdefn/app.bsky.feed.post/3n2ttkc3wtc2i";
const TROLL: &str = "at://did:plc:dtacvsvns5htwnjogttwum6r/app.bsky.feed.post/3n2ttkc664k2i";
const CITIZEN: &str = "at://did:plc:ytb37yyo5ib44makrcowokux/app.bsky.feed.post/3n2ttkc57ts2i";

#[expect(clippy::disallowed_methods, reason = "the recordings lie outside the project")]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn folder() -> Option<PathBuf> {
    let folder =
        std::env::var("ORDSTYRER_SPECS").ok().map(|specs| PathBuf::from(specs).join("bluesky/recorded"));
    if folder.is_none() {
        println!("skipped: ORDSTYRER_SPECS is not set");
    }
    folder
}

struct Recordings(PathBuf);

impl Recordings {
    fn read(&self, number: &str) -> Value {
        let mut files = std::fs::read_dir(&self.0).expect("the folder of recordings");
        let file = files.find_map(|file| {
            let file = file.expect("an entry").path();
            file.file_name()?.to_str()?.starts_with(number).then_some(file)
        });
        let text = std::fs::read_to_string(file.expect("a recording of this number")).expect("text");
        serde_json::from_str(&text).expect("JSON")
    }

    fn body(&self, number: &str) -> Value {
        self.read(number)["response"]["body"].clone()
    }

    /// Answers the recorded path as it was recorded.
    async fn replay(&self, server: &MockServer, number: &str) {
        let recorded = self.read(number);
        let at = recorded["request"]["path"].as_str().expect("a path");
        let at = at.split('?').next().expect("a path").to_owned();
        let response = &recorded["response"];
        let status =
            response["status"].as_u64().and_then(|status| u16::try_from(status).ok()).expect("a status");
        let mut answer = ResponseTemplate::new(status).set_body_json(&response["body"]);
        for (name, value) in response["headers"].as_object().expect("headers") {
            answer = answer.insert_header(name.as_str(), value.as_str().expect("text"));
        }
        let verb = recorded["request"]["method"].as_str().expect("a method").to_owned();
        Mock::given(method(verb.as_str())).and(path(at)).respond_with(answer).mount(server).await;
    }

    /// A server that replays these, and the adapter.
    async fn with(&self, numbers: &[&str]) -> (MockServer, Box<dyn Platform>) {
        let server = MockServer::start().await;
        for number in numbers {
            self.replay(&server, number).await;
        }
        let connection: Connection = connection(&Wire, &server.uri());
        (server, connect("bluesky", connection).expect("it connects"))
    }
}

fn target(remote: &str) -> Target {
    Target { remote: RemoteId::new(remote), post: Some(RemoteId::new(ROOT)) }
}

#[tokio::test]
async fn the_recorded_stream_is_read_without_loss() {
    let Some(recordings) = folder().map(Recordings) else { return };
    for (number, count) in [("14", 5), ("16", 0), ("41", 4)] {
        let (server, platform) = recordings.with(&["05", number]).await;
        // The walk also asks for our own newest replies; no recording holds them.
        let feed = "/xrpc/app.bsky.feed.getAuthorFeed";
        let none = ResponseTemplate::new(200).set_body_json(json!({"feed": []}));
        Mock::given(method("GET")).and(path(feed)).respond_with(none).mount(&server).await;

        let page = platform.pull(ever(), None).await.expect("it reads");

        assert_eq!((page.items.len(), page.unreadable), (count, 0), "{number}");
        let body = recordings.body(number);
        for (item, told) in page.items.iter().zip(body["notifications"].as_array().expect("a list")) {
            assert_eq!(item.target.remote.expose(), told["uri"]);
            assert_eq!(item.text.expose(), told["record"]["text"]);
            assert_eq!(item.marker.as_deref(), told["cid"].as_str());
            assert_eq!(
                item.handle.as_ref().map(ordstyrer::model::Text::expose),
                told["author"]["handle"].as_str()
            );
            assert_eq!(Some(item.written_at), told["record"]["createdAt"].as_str().map(stamp));
            assert_eq!(
                item.parent.as_ref().map(ordstyrer::model::RemoteId::expose),
                told["record"]["reply"]["parent"]["uri"].as_str()
            );
            assert_eq!(item.target.post.is_some(), told["reason"] == "reply");
            assert!(!item.is_ours);
        }
    }
}

#[tokio::test]
async fn the_recorded_threads_are_read_without_loss() {
    let Some(recordings) = folder().map(Recordings) else { return };
    for (number, hidden) in [("17", None), ("20", Some(TROLL))] {
        let (_server, platform) = recordings.with(&["05", number]).await;

        let page = platform.thread(&RemoteId::new(ROOT), None, None).await.expect("it reads");

        assert_eq!((page.items.len(), page.unreadable, page.next), (3, 0, None), "{number}");
        for item in &page.items {
            let is_hidden = hidden.is_some_and(|uri| item.target.remote.expose() == uri);
            assert_eq!(item.is_hidden, Some(is_hidden), "{number}");
        }
        let words: Vec<_> = page.items.iter().map(|item| item.text.expose()).collect();
        assert_eq!(words, ["Hvornår er vejen åben igen?", "svar på svaret", "I er alle idioter"]);
    }
}

#[tokio::test]
async fn the_recorded_edit_and_deletion_are_seen() {
    let Some(recordings) = folder().map(Recordings) else { return };
    let (_server, platform) = recordings.with(&["05", "38", "40"]).await;
    let edited = platform.reread(&target(CITIZEN)).await.expect("it reads").expect("it is there");
    assert_eq!(edited.text.expose(), "Hvornår er vejen åben igen? (rettet)");
    assert_eq!(edited.marker.as_deref(), Some("bafyreidtl6q4padyh5fphl5os5amijxxtowfr2rrt26bczzvxqmp5epctu"));
    assert_eq!(edited.is_hidden, Some(false), "there is no gate");
    let deleted = "at://did:plc:ytb37yyo5ib44makrcowokux/app.bsky.feed.post/3n2ttkc7acc2i";
    assert!(matches!(platform.reread(&target(deleted)).await, Ok(None)));

    let (_server, platform) = recordings.with(&["05", "42"]).await;
    assert!(platform.own_replies(&target(deleted)).await.expect("it reads").is_empty());
}

#[tokio::test]
async fn the_recorded_writes_are_understood() {
    let Some(recordings) = folder().map(Recordings) else { return };
    let (server, platform) = recordings.with(&["05", "23", "21"]).await;
    assert_eq!(platform.hide(&target(TROLL), ever()).await, Ok(Sent::Done(None)));
    let asked = server.received_requests().await.expect("recorded");
    let put: Value = asked.last().expect("a write").body_json().expect("JSON");
    assert_eq!(put["swapRecord"], recordings.body("23")["cid"]);
    assert_eq!(put["record"]["hiddenReplies"], json!([TROLL]));

    let (_server, platform) = recordings.with(&["05", "23", "22"]).await;
    let swapped = platform.hide(&target(TROLL), ever()).await;
    assert!(matches!(swapped, Err(Error::Unreachable(_))), "the recorded swap never rests: {swapped:?}");

    let (_server, platform) = recordings.with(&["05", "18", "24"]).await;
    let task = TaskId::from_text("t");
    let sent = platform.reply(&target(CITIZEN), &reply(&task, "Vejen åbner fredag")).await;
    let made = recordings.body("24")["uri"].as_str().map(RemoteId::new);
    assert_eq!(sent, Ok(Sent::Done(made)));

    // Recorded of `createRecord`; `putRecord` refuses in the same words.
    for (number, is_unknown) in [("27", false), ("31", false), ("32", false), ("26", true)] {
        let (server, platform) = recordings.with(&["05", "18"]).await;
        let recorded = recordings.read(number);
        let status =
            recorded["response"]["status"].as_u64().and_then(|s| u16::try_from(s).ok()).expect("a status");
        Mock::given(path("/xrpc/com.atproto.repo.putRecord"))
            .respond_with(ResponseTemplate::new(status).set_body_json(&recorded["response"]["body"]))
            .mount(&server)
            .await;
        let sent = platform.reply(&target(CITIZEN), &reply(&task, "x")).await;
        assert_eq!(sent == Ok(Sent::Unknown), is_unknown, "{number}: {sent:?}");
        assert!(!matches!(sent, Err(Error::TokenDead(_))), "{number}");
    }
}

#[tokio::test]
async fn the_recorded_sessions_are_understood() {
    let Some(recordings) = folder().map(Recordings) else { return };
    let (_server, platform) = recordings.with(&["06"]).await;
    assert!(matches!(platform.check().await, Err(Error::TokenDead(_))));

    for number in ["33", "34"] {
        let (server, platform) = recordings.with(&["05", "07", number]).await;
        let dead = platform.pull(ever(), None).await;
        assert!(matches!(dead, Err(Error::TokenDead(_))), "{number}: {dead:?}");
        let asked = server.received_requests().await.expect("recorded");
        let renewed = asked.iter().filter(|request| request.url.path().ends_with("refreshSession"));
        assert_eq!(renewed.count(), 1, "{number}");
    }
}
