//! Reading Bluesky: against the recorded exchanges with the real services, flaws included.

use std::time::Duration;

use ordstyrer::demo::{Network, Town};
use ordstyrer::model::Stamp;
use serde_json::{Value, json};

use super::{Answer, Client, bluesky, client, keys, texts, town};

pub(super) const LIST: &str = "app.bsky.notification.listNotifications";
pub(super) const GATE: &str = "app.bsky.feed.threadgate";
pub(super) const POST: &str = "app.bsky.feed.post";

pub(super) fn error(answer: &Answer) -> (u16, &str) {
    (answer.status, answer.body["error"].as_str().unwrap())
}

pub(super) fn rkey(uri: &str) -> &str {
    uri.split('/').next_back().unwrap()
}

pub(super) async fn put(
    client: &Client,
    town: &Town,
    collection: &str,
    key: &str,
    record: Value,
    swap: Option<Value>,
) -> Answer {
    let mut body =
        json!({"repo": town.page(Network::Bluesky), "collection": collection, "rkey": key, "record": record});
    if let Some(swap) = swap {
        body["swapRecord"] = swap;
    }
    client.procedure("com.atproto.repo.putRecord", &body).await
}

pub(super) fn gate(post: &str, hidden: &[&str]) -> Value {
    json!({"$type": GATE, "post": post, "createdAt": "2026-11-21T12:00:00.000Z", "hiddenReplies": hidden})
}

pub(super) async fn thread(client: &Client, uri: &str) -> Answer {
    client
        .query("app.bsky.feed.getPostThread", &[("uri", uri), ("depth", "100"), ("parentHeight", "0")])
        .await
}

#[tokio::test]
async fn a_session_is_short_is_renewed_once_and_cannot_be_opened_at_every_poll() {
    let (town, clock) = town().await;
    let mut client = client(town.url(Network::Bluesky), "");
    let wrong = json!({"identifier": town.page(Network::Bluesky), "password": "abcd"});
    let refused = client.procedure("com.atproto.server.createSession", &wrong).await;
    let missing = client.query(LIST, &[]).await;
    let session = client.sign_in(&town).await;
    for key in ["accessJwt", "refreshJwt", "did", "didDoc", "handle", "active"] {
        assert!(session.body.get(key).is_some(), "{key}");
    }
    client.token = session.body["accessJwt"].as_str().unwrap().to_owned();
    let fresh = client.query(LIST, &[]).await;
    clock.advance(Duration::from_hours(2));
    let old = client.query(LIST, &[]).await;
    client.token = session.body["refreshJwt"].as_str().unwrap().to_owned();
    let misused = client.query(LIST, &[]).await;
    let renewed = client.post("/xrpc/com.atproto.server.refreshSession", &Value::Null).await;
    let again = client.post("/xrpc/com.atproto.server.refreshSession", &Value::Null).await;
    client.token = "not.a.token".into();
    let unknown = client.query(LIST, &[]).await;
    client.token.clear();
    let mut limited = client.sign_in(&town).await;
    for _ in 0..30 {
        limited = client.sign_in(&town).await;
    }
    town.limit_sign_ins(false);
    let free = client.sign_in(&town).await;

    assert_eq!(error(&refused), (401, "AuthenticationRequired"));
    assert_eq!(error(&missing), (401, "AuthMissing"));
    assert_eq!(fresh.status, 200);
    assert_eq!(error(&old), (400, "ExpiredToken"));
    assert_eq!(error(&misused), (400, "InvalidToken"));
    assert_eq!(renewed.status, 200);
    assert_eq!(error(&again), (400, "ExpiredToken"));
    assert_eq!(error(&unknown), (400, "InvalidToken"));
    assert_eq!(error(&limited), (429, "RateLimitExceeded"));
    for header in
        ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "ratelimit-policy", "retry-after"]
    {
        assert!(limited.headers.contains_key(header), "{header}");
    }
    assert_eq!(free.status, 200);
}

#[tokio::test]
async fn notifications_look_like_the_recorded_ones() {
    let (town, _) = town().await;
    let client = bluesky(&town).await;
    let post = town.post(Network::Bluesky, "Vejarbejde 🚧");
    let reply = town.comment(&post, "Bente Sandkær", "Hvornår åbner vejen?");
    let nested = town.comment(&reply, "Kaj", "Godt spørgsmål");
    let mention = town.mention(Network::Bluesky, "Lone", "hvor afleverer jeg æøå?");
    town.quote(&post, "Omar", "se lige her");

    let reasons = [("reasons", "reply"), ("reasons", "mention"), ("reasons", "quote"), ("limit", "50")];
    let answer = client.query(LIST, &reasons).await;

    let list = answer.body["notifications"].as_array().unwrap();
    assert_eq!(texts(&answer.body["notifications"], "/reason"), ["quote", "mention", "reply", "reply"]);
    assert!(answer.body.get("cursor").is_none());
    let common =
        ["author", "cid", "indexedAt", "isRead", "labels", "reason", "reasonSubject", "record", "uri"];
    assert_eq!(keys(&list[3]), common);
    assert_eq!(keys(&list[3]["record"]), ["$type", "createdAt", "langs", "reply", "text"]);
    assert_eq!(list[3]["author"]["handle"], "bente-sandkaer.lilleby.test");
    assert_eq!((&list[2]["uri"], &list[2]["reasonSubject"]), (&json!(nested), &json!(post)));
    assert_eq!(list[2]["record"]["reply"]["parent"]["uri"], json!(reply));
    assert_eq!((&list[1]["uri"], list[1].get("reasonSubject")), (&json!(mention), None));
    assert_eq!(list[1]["record"]["text"], "@lilleby.test hvor afleverer jeg æøå?");
    assert_eq!(list[1]["record"]["facets"][0]["index"], json!({"byteStart": 0, "byteEnd": 13}));
    assert_eq!(list[0]["record"]["embed"]["record"]["uri"], json!(post));
    assert!(list.iter().all(|one| one["cid"].as_str().unwrap().starts_with("bafyrei")));
}

#[tokio::test]
async fn small_pages_lose_replies_of_one_moment_as_they_really_do() {
    let (town, clock) = town().await;
    let client = bluesky(&town).await;
    let post = town.post(Network::Bluesky, "Åbent hus");
    clock.advance(Duration::from_mins(1));
    for n in 0..6 {
        town.comment(&post, "Kaj", &format!("nummer {n}"));
    }
    town.like(&post, "Lone");
    town.comment(&post, "Kaj", "nummer 7");

    let first = client.query(LIST, &[("limit", "3"), ("reasons", "reply")]).await;
    let cursor = first.body["cursor"].as_str().unwrap();
    let second = client.query(LIST, &[("limit", "3"), ("reasons", "reply"), ("cursor", cursor)]).await;
    let whole = client.query(LIST, &[("limit", "100"), ("reasons", "reply")]).await;

    assert_eq!(cursor, "2026-11-21T12:01:00.000Z");
    assert_eq!(first.body["notifications"].as_array().unwrap().len(), 2);
    assert_eq!(second.body["notifications"].as_array().unwrap().len(), 0);
    assert!(second.body.get("cursor").is_none());
    assert_eq!(whole.body["notifications"].as_array().unwrap().len(), 7);
}

#[tokio::test]
async fn a_backdated_reply_is_listed_last_and_only_the_thread_and_its_count_give_it_away() {
    let (town, clock) = town().await;
    let client = bluesky(&town).await;
    let post = town.post(Network::Bluesky, "Åbent hus");
    let honest = town.comment(&post, "Kaj", "Hvornår?");
    clock.advance(Duration::from_mins(1));
    let old = town.backdated(&post, "Lone", "for længe siden", Stamp::parse("2020-01-01T00:00:00Z").unwrap());
    let future = town.backdated(&post, "Omar", "i morgen", Stamp::parse("2030-01-01T00:00:00Z").unwrap());

    let list = client.query(LIST, &[("reasons", "reply")]).await;
    let posts = client.query("app.bsky.feed.getPosts", &[("uris", &post)]).await;
    let thread = thread(&client, &post).await;

    let notices = &list.body["notifications"];
    assert_eq!(texts(notices, "/uri"), [future.as_str(), honest.as_str(), old.as_str()]);
    assert_eq!(
        texts(notices, "/indexedAt"),
        ["2026-11-21T12:01:00.000Z", "2026-11-21T12:00:00.000Z", "2020-01-01T00:00:00.000Z"]
    );
    assert_eq!(posts.body["posts"][0]["replyCount"], 3);
    assert!(texts(&thread.body["thread"]["replies"], "/post/uri").contains(&old.as_str()));
}

#[tokio::test]
async fn deep_replies_and_those_below_a_hidden_one_are_not_announced_but_stand_in_the_thread() {
    let (town, _) = town().await;
    let client = bluesky(&town).await;
    let post = town.post(Network::Bluesky, "Åbent hus");
    let mut chain = vec![town.comment(&post, "Kaj", "1")];
    for level in 2..=6 {
        chain.push(town.comment(&chain[level - 2], "Kaj", &level.to_string()));
    }
    let hidden = town.comment(&post, "Lone", "skjules");
    put(&client, &town, GATE, rkey(&post), gate(&post, &[&hidden]), None).await;
    let below = town.comment(&hidden, "Omar", "under den skjulte");

    let list = client.query(LIST, &[("reasons", "reply")]).await;
    let thread = thread(&client, &post).await;

    let announced = texts(&list.body["notifications"], "/uri");
    assert_eq!(
        chain.iter().map(|uri| announced.contains(&uri.as_str())).collect::<Vec<_>>(),
        [true, true, true, true, false, false]
    );
    assert!(announced.contains(&hidden.as_str()) && !announced.contains(&below.as_str()));
    let whole = thread.body.to_string();
    assert!(chain.iter().chain([&hidden, &below]).all(|uri| whole.contains(uri.as_str())));
    assert_eq!(town.served().len(), 8);
}

#[tokio::test]
async fn an_edit_is_another_cid_at_the_same_address_and_a_deletion_is_an_absence() {
    let (town, clock) = town().await;
    let client = bluesky(&town).await;
    let post = town.post(Network::Bluesky, "Åbent hus");
    let (kept, gone) = (town.comment(&post, "Kaj", "Fint"), town.comment(&post, "Lone", "Øv"));
    let child = town.comment(&gone, "Omar", "Hvorfor?");
    let both = [("uris", kept.as_str()), ("uris", gone.as_str())];
    let before = client.query("app.bsky.feed.getPosts", &both).await;
    clock.advance(Duration::from_mins(1));

    town.edit(&kept, "Fint (rettet)");
    town.delete(&gone);

    let after = client.query("app.bsky.feed.getPosts", &both).await;
    assert_eq!(texts(&after.body["posts"], "/uri"), [kept.as_str()]);
    assert_eq!(after.body["posts"][0]["record"]["text"], "Fint (rettet)");
    assert_ne!(after.body["posts"][0]["cid"], before.body["posts"][0]["cid"]);
    let list = client.query(LIST, &[("reasons", "reply")]).await;
    assert!(!texts(&list.body["notifications"], "/uri").contains(&gone.as_str()));
    let (repo, key) = (gone.split('/').nth(2).unwrap(), rkey(&gone));
    let record = client
        .query("com.atproto.repo.getRecord", &[("repo", repo), ("collection", POST), ("rkey", key)])
        .await;
    assert_eq!(error(&record), (400, "RecordNotFound"));
    assert_eq!(error(&thread(&client, &gone).await), (400, "NotFound"));
    assert!(!thread(&client, &post).await.body.to_string().contains(&child), "not reached any more");
}
