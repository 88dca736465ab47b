//! Mastodon's side: lists by the `Link` header, keys that write once, private messages in between.

use std::time::Duration;

use ordstyrer::demo::{Access, Network, Town};
use ordstyrer::model::Stamp;
use serde_json::{Value, json};

use super::{Answer, Client, client, text, texts, token, town};
use secrecy::ExposeSecret;

fn mastodon(town: &Town) -> Client {
    client(town.url(Network::Mastodon), token(town, Network::Mastodon).expose_secret())
}

impl Client {
    async fn publish(&self, key: &str, status: &Value) -> Answer {
        let request = self.http.post(format!("{}/api/v1/statuses", self.base)).json(status);
        self.send(request.header("idempotency-key", key)).await.unwrap()
    }
}

/// The address of the next page without its server.
fn next(answer: &Answer) -> Option<String> {
    let links = answer.headers.get("link")?.to_str().unwrap();
    let next = links.split(", ").find(|link| link.ends_with("rel=\"next\""))?;
    let (address, _) = next.strip_prefix('<').unwrap().split_once('>').unwrap();
    Some(address.split_once("/api/").map(|(_, path)| format!("/api/{path}")).unwrap())
}

async fn notifications(client: &Client, query: &str) -> Vec<Value> {
    let mut all = Vec::new();
    let mut path = Some(format!("/api/v1/notifications?types[]=mention&{query}"));
    while let Some(page) = path {
        let answer = client.get(&page).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        all.extend(answer.body.as_array().unwrap().iter().cloned());
        path = next(&answer);
    }
    all
}

#[tokio::test]
async fn every_mention_is_on_one_page_of_a_walk_and_strange_authors_only_where_they_are_asked_for() {
    let (town, clock) = town().await;
    let client = mastodon(&town);
    for number in 0..25 {
        let author = format!("Borger {number}");
        town.mention(Network::Mastodon, &author, "Hvornår åbner I?");
        clock.advance(Duration::from_secs(1));
    }

    let all = notifications(&client, "include_filtered=true&limit=4").await;
    let known = notifications(&client, "limit=4").await;

    let mut ids: Vec<u64> = all.iter().map(|one| text(&one["id"]).parse().unwrap()).collect();
    assert_eq!(ids.len(), 25);
    assert!(ids.is_sorted_by(|one, other| one > other), "from new to old, each once");
    assert!(known.len() < 25, "some are kept back");
    ids.reverse();
    let from = format!("include_filtered=true&limit=80&min_id={}", ids[20]);
    assert_eq!(client.get(&format!("/api/v1/notifications?{from}")).await.body.as_array().unwrap().len(), 4);
    assert_eq!(all[0]["status"]["content"].as_str().unwrap().matches("<p>").count(), 1);
}

#[tokio::test]
async fn a_thread_shows_every_depth_and_nothing_below_what_is_deleted() {
    let (town, _) = town().await;
    let client = mastodon(&town);
    let post = town.post(Network::Mastodon, "Åbent hus");
    let comment = town.comment(&post, "Kaj Vandel", "Er I <b>sikre</b> & glade?");
    let answer = town.comment(&comment, "Lone Testrup", "Det tror jeg");
    let path = format!("/api/v1/statuses/{post}/context");

    let whole = client.get(&path).await.body;
    let direct = client.get(&format!("/api/v1/statuses/{post}")).await.body["replies_count"].clone();
    town.delete(&comment);
    let cut = client.get(&path).await.body;
    let orphan = client.get(&format!("/api/v1/statuses/{answer}")).await;
    let gone = client.get(&format!("/api/v1/statuses/{comment}")).await;
    let several = client.get(&format!("/api/v1/statuses?id[]={comment}&id[]={answer}")).await.body;

    assert_eq!(texts(&whole["descendants"], "/id"), [comment.as_str(), answer.as_str()]);
    assert!(
        whole["descendants"][0]["content"].as_str().unwrap().contains("&lt;b&gt;sikre&lt;/b&gt; &amp; glade")
    );
    assert_eq!(direct, 1, "an answer to an answer is not counted");
    assert_eq!(cut["descendants"], json!([]));
    assert_eq!((orphan.status, &orphan.body["in_reply_to_id"]), (200, &Value::Null));
    assert_eq!((gone.status, gone.body), (404, json!({"error": "Record not found"})));
    assert_eq!(texts(&several, "/id"), [answer.as_str()]);
}

#[tokio::test]
async fn an_edit_shows_its_time_and_keeps_the_id() {
    let (town, clock) = town().await;
    let client = mastodon(&town);
    let post = town.post(Network::Mastodon, "Åbent hus");
    let comment = town.comment(&post, "Kaj Vandel", "Fint");
    let path = format!("/api/v1/statuses/{comment}");
    assert_eq!(client.get(&path).await.body["edited_at"], Value::Null);
    clock.advance(Duration::from_mins(5));

    town.edit(&comment, "Slet ikke fint");

    let edited = client.get(&path).await.body;
    assert_eq!(text(&edited["edited_at"]), "2026-11-21T12:05:00.000Z");
    assert!(text(&edited["content"]).contains("Slet ikke fint"));
}

#[tokio::test]
async fn a_key_writes_once_within_the_hour() {
    let (town, clock) = town().await;
    let client = mastodon(&town);
    let post = town.post(Network::Mastodon, "Åbent hus");
    let comment = town.comment(&post, "Kaj Vandel", "Hvornår?");
    let reply = json!({"status": "@kaj Kl. 10", "in_reply_to_id": comment, "visibility": "public"});

    let first = client.publish("opgave-1", &reply).await;
    let again = client.publish("opgave-1", &reply).await;
    clock.advance(Duration::from_mins(61));
    let later = client.publish("opgave-1", &reply).await;

    assert_eq!((first.status, again.status, later.status), (200, 200, 200));
    assert_eq!(first.body["id"], again.body["id"]);
    assert_ne!(first.body["id"], later.body["id"]);
    assert_eq!(town.replies_by_us(&comment).len(), 2);
    assert_eq!(town.check(Network::Mastodon).double_replies, 1);
}

#[tokio::test]
async fn what_is_not_valid_is_refused_and_nothing_is_written() {
    let (town, _) = town().await;
    let client = mastodon(&town);
    let link = format!("{} https://lilleby.example/{}", "a".repeat(470), "b".repeat(200));
    let cases = [
        (json!({"status": "  "}), 422),
        (json!({"status": "a".repeat(501)}), 422),
        (json!({"status": "Svar", "in_reply_to_id": "110000000000000000"}), 404),
        (json!({"status": "Svar", "visibility": "everyone"}), 422),
        (json!({"status": "a".repeat(500)}), 200),
        (json!({"status": link}), 200),
    ];
    for (number, (status, expected)) in cases.into_iter().enumerate() {
        let answer = client.publish(&format!("opgave-{number}"), &status).await;
        assert_eq!(answer.status, expected, "{number}: {}", answer.body);
    }
    assert_eq!(town.check(Network::Mastodon).replies, 0);
}

#[tokio::test]
async fn a_private_message_stands_among_the_others_and_looking_at_it_alone_is_counted() {
    let (town, _) = town().await;
    let client = mastodon(&town);
    let post = town.post(Network::Mastodon, "Åbent hus");
    let direct = town.direct(Network::Mastodon, "Kaj Vandel", "Mellem os");
    let below = town.direct_under(&post, "Lone Testrup", "Også mellem os");

    let listed = notifications(&client, "include_filtered=true").await;
    let thread = client.get(&format!("/api/v1/statuses/{post}/context")).await.body;

    let kinds: Vec<_> = listed.iter().map(|one| one["status"]["visibility"].clone()).collect();
    assert!(kinds.iter().all(|kind| kind == "direct" || kind == "private"), "{kinds:?}");
    assert_eq!(texts(&thread["descendants"], "/id"), [below.as_str()]);
    assert_eq!(town.private_touched(Network::Mastodon), 0, "a list brings them unasked");
    assert!(town.inquiries().is_empty(), "they are none of ours");
    assert_eq!(town.private().len(), 2);

    client.get(&format!("/api/v1/statuses/{direct}")).await;
    client.get(&format!("/api/v1/statuses/{below}/context")).await;
    client.publish("opgave-1", &json!({"status": "Nej", "in_reply_to_id": direct})).await;
    client.get(&format!("/api/v1/statuses?id[]={post}&id[]={below}")).await;
    client.get("/api/v1/conversations").await;
    assert_eq!(town.private_touched(Network::Mastodon), 5);
}

#[tokio::test]
async fn a_stranger_sees_what_is_for_everybody_and_nothing_else() {
    let (town, _) = town().await;
    let stranger = client(town.url(Network::Mastodon), "");
    let post = town.post(Network::Mastodon, "Åbent hus");
    let direct = town.direct(Network::Mastodon, "Kaj Vandel", "Mellem os");

    assert_eq!(stranger.get(&format!("/api/v1/statuses/{post}")).await.status, 200);
    assert_eq!(stranger.get(&format!("/api/v1/statuses/{direct}")).await.status, 404);
    assert_eq!(stranger.get("/api/v1/notifications").await.status, 401);
}

#[tokio::test]
async fn the_token_may_read_only_or_nothing_and_another_one_is_refused() {
    let (town, _) = town().await;
    let us = mastodon(&town);
    let check = "/api/v1/accounts/verify_credentials";
    assert_eq!(us.get(check).await.body["id"], town.page(Network::Mastodon).as_str());

    town.set_access(Network::Mastodon, Access::ReadOnly);
    assert_eq!(us.get(check).await.status, 200);
    assert_eq!(us.publish("opgave-1", &json!({"status": "Hej"})).await.status, 403);
    town.set_access(Network::Mastodon, Access::Revoked);
    let revoked = us.get(check).await;
    assert_eq!((revoked.status, revoked.body), (401, json!({"error": "The access token was revoked"})));
    town.set_access(Network::Mastodon, Access::Full);
    assert_eq!(client(town.url(Network::Mastodon), "et andet ord").get(check).await.status, 401);
}

#[tokio::test]
async fn three_hundred_calls_in_five_minutes_and_the_next_one_waits() {
    let (town, clock) = town().await;
    let client = mastodon(&town);
    clock.advance(Duration::from_mins(1));
    let path = "/api/v1/accounts/verify_credentials";
    for _ in 0..300 {
        assert_eq!(client.get(path).await.status, 200);
    }
    assert_eq!(town.quotas_exceeded(Network::Mastodon), 0);

    let refused = client.get(path).await;

    assert_eq!((refused.status, refused.body), (429, json!({"error": "Too many requests"})));
    let reset = refused.headers["x-ratelimit-reset"].to_str().unwrap();
    assert_eq!((reset, reset.len()), ("2026-11-21T12:05:00.000000Z", 27));
    assert_eq!(town.quotas_exceeded(Network::Mastodon), 1);
    clock.advance(
        Duration::from_millis(Stamp::parse(reset).unwrap().ms().unsigned_abs())
            .checked_sub(since_1970(&clock))
            .unwrap(),
    );
    assert_eq!(client.get(path).await.headers["x-ratelimit-remaining"], "299");
    assert_eq!(town.quotas_exceeded(Network::Mastodon), 1);
}

fn since_1970(clock: &ordstyrer::model::ManualClock) -> Duration {
    use ordstyrer::model::Clock;
    Duration::from_millis(clock.now().ms().unsigned_abs())
}
