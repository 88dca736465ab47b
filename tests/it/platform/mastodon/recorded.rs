//! What a real server (Mitra) answered once, read without loss.

use std::collections::BTreeSet;

use ordstyrer::model::{Incoming, RemoteId, Target, TaskId, Text};
use ordstyrer::platform::{Error, Platform, Sent};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::wire::Wire;
use crate::platform::network::{ever, reply, stamp};
use crate::platform::recordings::Recordings;

const US: &str = "01a1ff98-09e7-72b3-baa1-4555892b9547";
const ROOT: &str = "01a1ff98-c1aa-74c0-90d7-6a7135f605ac";
const CITIZEN: &str = "01a1ff98-c200-7542-ab29-f58c08f7b03d";
const DELETED: &str = "01a1ff98-c264-7923-a822-0412f230e224";

const STREAMS: [&str; 4] = ["10", "11", "12", "24"];
/// What posting answered: to us, to a citizen, twice under one key, and above the instance's own limit.
const MADE: [&str; 7] = ["06", "07", "08", "09", "14", "15", "17"];
const DEAD: [&str; 3] = ["27", "28", "31"];
const ELSEWHERE: [&str; 6] = ["05", "13", "16", "20", "23", "29"];
/// Calls that we never make: nobody registers, signs in, edits, deletes or reads a source here.
const NOT_OURS: [&str; 11] = ["01", "02", "03", "04", "18", "19", "21", "22", "25", "26", "30"];

async fn with(recordings: &Recordings, numbers: &[&str]) -> (MockServer, Box<dyn Platform>) {
    let (server, platform) = recordings.with(&Wire, US, numbers).await;
    // No recording holds our own newest replies.
    Mock::given(path(format!("/api/v1/accounts/{US}/statuses")))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!([])))
        .mount(&server)
        .await;
    (server, platform)
}

fn target(remote: &str) -> Target {
    Target { remote: RemoteId::new(remote), post: Some(RemoteId::new(ROOT)) }
}

/// What a reader sees of it; the recordings hold no entities.
fn seen(html: &str) -> String {
    let parts = html.split('<').map(|part| part.split_once('>').map_or(part, |(_, words)| words));
    parts.collect()
}

/// Everything of a post that was told, against everything that arrived.
fn same(item: &Incoming, told: &Value, number: &str) {
    assert_eq!(item.target.remote.expose(), told["id"], "{number}");
    assert_eq!(item.text.expose(), seen(told["content"].as_str().expect("content")), "{number}");
    assert_eq!(item.parent.as_ref().map(RemoteId::expose), told["in_reply_to_id"].as_str(), "{number}");
    assert_eq!(item.marker.as_deref(), told["edited_at"].as_str(), "{number}");
    assert_eq!(item.handle.as_ref().map(Text::expose), told["account"]["acct"].as_str(), "{number}");
    let name = told["account"]["display_name"].as_str().filter(|name| !name.is_empty());
    assert_eq!(item.author_name.as_ref().map(Text::expose), name, "{number}");
    assert_eq!(Some(item.written_at), told["created_at"].as_str().map(stamp), "{number}");
    assert_eq!(item.is_ours, told["account"]["id"] == US, "{number}");
    assert_eq!(item.images as usize, told["media_attachments"].as_array().map_or(0, Vec::len), "{number}");
    assert!(item.link.is_some(), "{number}");
}

#[test]
fn every_recording_is_accounted_for() {
    let Some(recordings) = Recordings::of("mastodon") else { return };
    let all: [&[&str]; 5] = [&STREAMS, &MADE, &DEAD, &ELSEWHERE, &NOT_OURS];
    let told: BTreeSet<String> = all.concat().iter().map(|number| (*number).to_owned()).collect();
    assert_eq!(told.len(), all.concat().len(), "none stands twice");
    assert_eq!(recordings.numbers(), told.into_iter().collect::<Vec<_>>());
}

#[tokio::test]
async fn the_recorded_streams_are_read_without_loss() {
    let Some(recordings) = Recordings::of("mastodon") else { return };
    for number in STREAMS {
        let (_server, platform) = with(&recordings, &[number]).await;

        let page = platform.pull(ever(), None).await.expect("it reads");

        let body = recordings.body(number);
        let told: Vec<&Value> =
            body.as_array().expect("a list").iter().filter(|told| told["type"] == "mention").collect();
        assert_eq!((page.items.len(), page.unreadable, page.private_dropped), (told.len(), 0, 0), "{number}");
        assert!(!told.is_empty(), "{number}");
        for (item, told) in page.items.iter().zip(told) {
            same(item, &told["status"], number);
            let is_answer = told["status"]["in_reply_to_account_id"] == US;
            assert_eq!(item.target.post.is_some(), is_answer, "{number}");
        }
        let recorded = recordings.read(number);
        let link = recorded["response"]["headers"]["link"].as_str();
        let mark = link.and_then(|link| link.split("max_id=").nth(1)).and_then(|rest| rest.split('>').next());
        assert_eq!(page.next.as_ref().map(|next| next.0.as_str()), mark, "{number}");
    }
}

#[tokio::test]
async fn the_recorded_thread_edit_and_deletion_are_seen() {
    let Some(recordings) = Recordings::of("mastodon") else { return };
    let (_server, platform) = with(&recordings, &["13", "20", "23"]).await;

    let page = platform.thread(&RemoteId::new(ROOT), None, None).await.expect("it reads");

    let body = recordings.body("13");
    let told = body["descendants"].as_array().expect("a list");
    assert_eq!((page.items.len(), page.unreadable, page.is_partial), (told.len(), 0, false));
    for (item, told) in page.items.iter().zip(told) {
        same(item, told, "13");
    }
    let edited = platform.reread(&target(CITIZEN)).await.expect("it reads").expect("it is there");
    same(&edited, &recordings.body("20"), "20");
    assert_eq!(edited.marker.as_deref(), Some("2026-11-21T19:32:45.818Z"));
    assert!(matches!(platform.reread(&target(DELETED)).await, Ok(None)));
}

#[tokio::test]
async fn the_recorded_replies_and_refusals_are_understood() {
    let Some(recordings) = Recordings::of("mastodon") else { return };
    let task = TaskId::from_text("t");
    for number in MADE {
        let (server, platform) = with(&recordings, &["20", number]).await;
        let sent = platform.reply(&target(CITIZEN), &reply(&task, "Vejen åbner fredag")).await;
        let made = recordings.body(number)["id"].as_str().map(RemoteId::new);
        assert!(made.is_some());
        assert_eq!(sent, Ok(Sent::Done(made)), "{number}");
        let asked = server.received_requests().await.expect("recorded");
        let write: Value = asked.last().expect("a write").body_json().expect("JSON");
        assert_eq!(write["status"], "@borger Vejen åbner fredag", "as the recorded reply names the person");
    }
    assert_eq!(recordings.body("14")["id"], recordings.body("15")["id"], "one key, one post");

    let (_server, platform) = with(&recordings, &["20", "16"]).await;
    let empty = platform.reply(&target(CITIZEN), &reply(&task, "")).await;
    assert!(matches!(empty, Err(Error::Refused(_))), "{empty:?}");

    for number in DEAD {
        let (_server, platform) = with(&recordings, &[number]).await;
        let dead = platform.pull(ever(), None).await;
        assert!(matches!(dead, Err(Error::TokenDead(_))), "{number}: {dead:?}");
    }
}

#[tokio::test]
async fn our_recorded_reply_is_found_again_by_the_words_that_were_sent() {
    let Some(recordings) = Recordings::of("mastodon") else { return };
    let (server, platform) = with(&recordings, &[]).await;
    let context = json!({ "ancestors": [], "descendants": [recordings.body("14")] });
    Mock::given(method("GET"))
        .and(path(format!("/api/v1/statuses/{CITIZEN}/context")))
        .respond_with(ResponseTemplate::new(200).set_body_json(context))
        .mount(&server)
        .await;

    let found = platform.own_replies(&target(CITIZEN)).await.expect("it reads");

    let words: Vec<_> = found.iter().map(|reply| reply.words.as_str()).collect();
    assert_eq!(words, ["Vejen åbner fredag kl. 16."], "without the person in front");
}

#[tokio::test]
async fn the_recorded_account_and_instance_pass_the_check() {
    let Some(recordings) = Recordings::of("mastodon") else { return };
    // This server has no `apps/verify_credentials` among its recordings: that it answers as one does
    // that knows nothing of it is ours.
    let (server, platform) = with(&recordings, &["05", "29"]).await;
    Mock::given(path("/api/v1/apps/verify_credentials"))
        .respond_with(ResponseTemplate::new(404).set_body_json(json!({ "error": "not found" })))
        .mount(&server)
        .await;
    platform.check().await.expect("the token is ours");
}
