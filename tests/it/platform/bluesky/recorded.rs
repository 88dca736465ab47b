//! What the real services answered once, read without loss.

use std::collections::BTreeSet;

use ordstyrer::model::{Incoming, RemoteId, Stamp, Target, TaskId, Text};
use ordstyrer::platform::{Error, Platform, Sent};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::wire::Wire;
use crate::platform::network::{Network, ever, pull_all, reply, stamp, thread_all};
use crate::platform::recordings::Recordings;

const US: &str = "did:plc:lh777ya3jbzpkevqqqehdefn";
const ROOT: &str = "at://did:plc:lh777ya3jbzpkevqqqehdefn/app.bsky.feed.post/3n2ttkc3wtc2i";
const TROLL: &str = "at://did:plc:dtacvsvns5htwnjogttwum6r/app.bsky.feed.post/3n2ttkc664k2i";
const CITIZEN: &str = "at://did:plc:ytb37yyo5ib44makrcowokux/app.bsky.feed.post/3n2ttkc57ts2i";
const DELETED: &str = "at://did:plc:ytb37yyo5ib44makrcowokux/app.bsky.feed.post/3n2ttkc7acc2i";

/// The streams, as the numbers of their pages.
const STREAMS: [&[&str]; 3] = [&["14"], &["15", "16"], &["41"]];
/// Threads, and which of their replies are hidden.
const THREADS: [(&str, Option<&str>); 2] = [("17", None), ("20", Some(TROLL))];
const POSTS: [&str; 2] = ["18", "38"];
const RECORDS: [&str; 3] = ["23", "39", "40"];
/// What a put answered, and what other writes answered in the same shape.
const WRITTEN: [&str; 12] = ["08", "09", "10", "11", "12", "13", "19", "24", "25", "28", "30", "35"];
/// What other writes were refused with: a put is refused in the same words.
const REFUSED: [&str; 4] = ["27", "29", "31", "32"];
const ELSEWHERE: [&str; 9] = ["05", "06", "07", "21", "22", "26", "33", "34", "42"];
/// Calls that we never make: nobody makes an account, deletes, reports or marks as seen here.
const NOT_OURS: [&str; 8] = ["01", "02", "03", "04", "36", "37", "43", "44"];

fn target(remote: &str) -> Target {
    Target { remote: RemoteId::new(remote), post: Some(RemoteId::new(ROOT)) }
}

async fn with(recordings: &Recordings, numbers: &[&str]) -> (MockServer, Box<dyn Platform>) {
    recordings.with(&Wire, Wire.page(), numbers).await
}

/// Everything of a post that was told, against everything that arrived.
fn same(item: &Incoming, told: &Value, number: &str) {
    let record = &told["record"];
    assert_eq!(item.target.remote.expose(), told["uri"], "{number}");
    assert_eq!(item.text.expose(), record["text"], "{number}");
    assert_eq!(item.marker.as_deref(), told["cid"].as_str(), "{number}");
    assert_eq!(item.handle.as_ref().map(Text::expose), told["author"]["handle"].as_str(), "{number}");
    assert_eq!(
        item.author_name.as_ref().map(Text::expose),
        told["author"]["displayName"].as_str(),
        "{number}"
    );
    assert_eq!(
        item.parent.as_ref().map(RemoteId::expose),
        record["reply"]["parent"]["uri"].as_str(),
        "{number}"
    );
    assert_eq!(item.is_ours, told["author"]["did"] == US, "{number}");
    let claimed = record["createdAt"].as_str().map(stamp);
    let indexed: Option<Stamp> = told["indexedAt"].as_str().map(stamp);
    assert_eq!(Some(item.written_at), claimed.into_iter().chain(indexed).min(), "{number}");
    let link = item.link.as_ref().map(|link| link.expose().to_owned());
    let rkey = item.target.remote.expose().rsplit('/').next().expect("a key");
    assert!(link.is_some_and(|link| link.starts_with("https://") && link.ends_with(rkey)), "{number}");
}

/// The replies of a thread, depth first, as the recording nests them.
fn below<'a>(node: &'a Value, all: &mut Vec<&'a Value>) {
    for reply in node["replies"].as_array().into_iter().flatten() {
        all.push(&reply["post"]);
        below(reply, all);
    }
}

#[test]
fn every_recording_is_accounted_for() {
    let Some(recordings) = Recordings::of("bluesky") else { return };
    let streams = STREAMS.concat();
    let threads = THREADS.map(|(number, _)| number);
    let all: [&[&str]; 8] = [&streams, &threads, &POSTS, &RECORDS, &WRITTEN, &REFUSED, &ELSEWHERE, &NOT_OURS];
    let told: BTreeSet<String> = all.concat().iter().map(|number| (*number).to_owned()).collect();
    assert_eq!(told.len(), all.concat().len(), "none stands twice");
    assert_eq!(recordings.numbers(), told.into_iter().collect::<Vec<_>>());
}

#[tokio::test]
async fn the_recorded_streams_are_read_without_loss() {
    let Some(recordings) = Recordings::of("bluesky") else { return };
    for pages in STREAMS {
        let (server, platform) = with(&recordings, &[&["05"], pages].concat()).await;
        // The walk also asks for our own newest replies; no recording holds them.
        let feed = "/xrpc/app.bsky.feed.getAuthorFeed";
        let none = ResponseTemplate::new(200).set_body_json(json!({"feed": []}));
        Mock::given(method("GET")).and(path(feed)).respond_with(none).mount(&server).await;

        let read = pull_all(&*platform, ever()).await.expect("it reads");

        assert_eq!(read.len(), pages.len(), "{pages:?}");
        for (page, number) in read.iter().zip(pages) {
            let body = recordings.body(number);
            let told = body["notifications"].as_array().expect("a list");
            assert_eq!((page.items.len(), page.unreadable), (told.len(), 0), "{number}");
            assert_eq!(page.next.as_ref().map(|next| next.0.as_str()), body["cursor"].as_str(), "{number}");
            for (item, told) in page.items.iter().zip(told) {
                same(item, told, number);
                let root = &told["record"]["reply"]["root"]["uri"];
                let post = root.as_str().filter(|root| root.contains(US));
                assert_eq!(item.target.post.as_ref().map(RemoteId::expose), post, "{number}");
            }
        }
    }
}

#[tokio::test]
async fn the_recorded_threads_are_read_without_loss() {
    let Some(recordings) = Recordings::of("bluesky") else { return };
    for (number, hidden) in THREADS {
        let (_server, platform) = with(&recordings, &["05", number]).await;

        let items = thread_all(&*platform, &RemoteId::new(ROOT), None).await.expect("it reads");
        let own = platform.own_replies(&target(ROOT)).await.expect("it reads");

        let body = recordings.body(number);
        let mut told = Vec::new();
        below(&body["thread"], &mut told);
        assert!(!told.is_empty() && own.is_empty(), "{number}: there are replies, and none of ours");
        assert_eq!(items.len(), told.len(), "{number}");
        for (item, told) in items.iter().zip(told) {
            same(item, told, number);
            let is_hidden = hidden.is_some_and(|uri| item.target.remote.expose() == uri);
            assert_eq!(item.is_hidden, Some(is_hidden), "{number}");
        }
    }
    let (_server, platform) = with(&recordings, &["05", "42"]).await;
    assert!(platform.own_replies(&target(DELETED)).await.expect("it reads").is_empty());
}

#[tokio::test]
async fn the_recorded_posts_are_read_without_loss_and_what_is_missing_is_gone() {
    let Some(recordings) = Recordings::of("bluesky") else { return };
    for number in POSTS {
        let (_server, platform) = with(&recordings, &["05", number, "40"]).await;
        let body = recordings.body(number);
        let told = body["posts"].as_array().expect("a list");
        assert!(!told.is_empty());
        for told in told {
            let uri = told["uri"].as_str().expect("an address");
            let here = platform.reread(&target(uri)).await.expect("it reads").expect("it is there");
            same(&here, told, number);
            assert_eq!(here.is_hidden, Some(false), "there is no gate");
        }
        let many = platform.reread_many(&[target(CITIZEN), target(DELETED)]).await;
        assert!(matches!(many.as_slice(), [Ok(Some(_)), Ok(None)]), "{many:?}");
    }
    // The record is there, though the lists do not show it: somebody blocks us.
    let (server, platform) = with(&recordings, &["05", "39"]).await;
    let none = ResponseTemplate::new(200).set_body_json(json!({"posts": []}));
    Mock::given(path("/xrpc/app.bsky.feed.getPosts")).respond_with(none).mount(&server).await;
    let kept = platform.reread(&target(CITIZEN)).await;
    assert!(matches!(kept, Err(Error::NotPermitted(_))), "{kept:?}");
}

#[tokio::test]
async fn the_recorded_writes_are_understood() {
    let Some(recordings) = Recordings::of("bluesky") else { return };
    let (server, platform) = with(&recordings, &["05", "23", "21"]).await;
    assert_eq!(platform.hide(&target(TROLL), ever()).await, Ok(Sent::Done(None)));
    let asked = server.received_requests().await.expect("recorded");
    let put: Value = asked.last().expect("a write").body_json().expect("JSON");
    assert_eq!(put["swapRecord"], recordings.body("23")["cid"]);
    assert_eq!(put["record"]["hiddenReplies"], json!([TROLL]));
    assert_eq!(put["record"]["createdAt"], recordings.body("23")["value"]["createdAt"]);

    let (_server, platform) = with(&recordings, &["05", "23", "22"]).await;
    let swapped = platform.hide(&target(TROLL), ever()).await;
    assert!(matches!(swapped, Err(Error::Unreachable(_))), "the recorded swap never rests: {swapped:?}");

    let answered = async |number: &str| {
        let (server, platform) = with(&recordings, &["05", "18"]).await;
        let put = Mock::given(path("/xrpc/com.atproto.repo.putRecord"));
        put.respond_with(recordings.answer(number)).mount(&server).await;
        let task = TaskId::from_text("t");
        platform.reply(&target(CITIZEN), &reply(&task, "Vejen åbner fredag")).await
    };
    for number in WRITTEN {
        let made = recordings.body(number)["uri"].as_str().map(RemoteId::new);
        assert!(made.is_some());
        assert_eq!(answered(number).await, Ok(Sent::Done(made)), "{number}");
    }
    for number in REFUSED {
        let sent = answered(number).await;
        assert!(matches!(sent, Err(Error::Refused(_) | Error::NotPermitted(_))), "{number}: {sent:?}");
    }
    assert_eq!(answered("26").await, Ok(Sent::Unknown), "500, though nothing was done");
}

#[tokio::test]
async fn the_recorded_sessions_are_understood() {
    let Some(recordings) = Recordings::of("bluesky") else { return };
    let (_server, platform) = with(&recordings, &["06"]).await;
    assert!(matches!(platform.check().await, Err(Error::TokenDead(_))));

    for number in ["33", "34"] {
        let (server, platform) = with(&recordings, &["05", "07", number]).await;
        let dead = platform.pull(ever(), None).await;
        assert!(matches!(dead, Err(Error::TokenDead(_))), "{number}: {dead:?}");
        let asked = server.received_requests().await.expect("recorded");
        let renewed = asked.iter().filter(|request| request.url.path().ends_with("refreshSession"));
        assert_eq!(renewed.count(), 1, "{number}");
    }
}
