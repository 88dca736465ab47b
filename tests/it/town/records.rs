//! Writing to Bluesky: records of our own repository, and nobody else's.

use ordstyrer::demo::{Access, Network};
use serde_json::{Value, json};

use super::bluesky::{GATE, LIST, POST, error, gate, put, rkey, thread};
use super::{keys, texts, town};

#[tokio::test]
async fn a_thread_gate_hides_is_replaced_and_not_merged_and_guards_its_swap() {
    let (town, _) = town().await;
    let client = super::bluesky(&town).await;
    let post = town.post(Network::Bluesky, "Åbent hus");
    let (a, b) = (town.comment(&post, "Kaj", "a"), town.comment(&post, "Lone", "b"));
    let key = rkey(&post);

    let first = put(&client, &town, GATE, key, gate(&post, &[&a]), Some(Value::Null)).await;
    assert_eq!(keys(&first.body), ["cid", "commit", "uri", "validationStatus"]);
    let swap = Some(first.body["cid"].clone());
    let second = put(&client, &town, GATE, key, gate(&post, &[&b]), swap.clone()).await;
    let stale = put(&client, &town, GATE, key, gate(&post, &[&a, &b]), swap).await;
    let too_many: Vec<String> = (0..301).map(|n| format!("{a}{n}")).collect();
    let too_many: Vec<&str> = too_many.iter().map(String::as_str).collect();
    let refused = put(&client, &town, GATE, key, gate(&post, &too_many), None).await;
    let parameters = [("repo", "lilleby.test"), ("collection", GATE), ("rkey", key)];
    let read = client.query("com.atproto.repo.getRecord", &parameters).await;
    let thread = thread(&client, &post).await;

    assert_eq!((town.is_hidden(&a), town.is_hidden(&b)), (false, true));
    assert_eq!(error(&stale), (400, "InvalidSwap"));
    assert_eq!(error(&refused), (400, "InvalidRequest"));
    assert_eq!(keys(&read.body), ["cid", "uri", "value"]);
    assert_eq!((&read.body["cid"], &read.body["value"]["hiddenReplies"]), (&second.body["cid"], &json!([b])));
    assert_eq!(thread.body["thread"]["replies"].as_array().unwrap().len(), 2, "hiding is done by the apps");
    assert_eq!(thread.body["threadgate"]["record"]["hiddenReplies"], json!([b]));
    assert_eq!(keys(&thread.body["thread"]), ["$type", "post", "replies", "threadContext"]);
    let deeds: Vec<_> =
        town.effects().iter().map(|effect| (effect.deed.as_str(), effect.id.clone())).collect();
    assert_eq!(deeds, [("hide", a.clone()), ("unhide", a), ("hide", b)]);
}

#[tokio::test]
async fn the_same_reply_under_the_same_key_is_one_reply() {
    let (town, _) = town().await;
    let client = super::bluesky(&town).await;
    let post = town.post(Network::Bluesky, "Åbent hus");
    let comment = town.comment(&post, "Kaj", "Hvor er min ansøgning?");
    let reference = async |uri: &str| {
        let posts = client.query("app.bsky.feed.getPosts", &[("uris", uri)]).await;
        json!({"uri": uri, "cid": posts.body["posts"][0]["cid"]})
    };
    let record = json!({"$type": POST, "text": "Skriv til os", "createdAt": "2026-11-21T12:00:00Z", "langs": ["da"],
        "reply": {"root": reference(&post).await, "parent": reference(&comment).await}});

    let first = put(&client, &town, POST, "3lkommune222a", record.clone(), None).await;
    let second = put(&client, &town, POST, "3lkommune222a", record, None).await;

    assert_eq!(keys(&first.body), ["cid", "commit", "uri", "validationStatus"]);
    assert_eq!(keys(&second.body), ["cid", "uri", "validationStatus"]);
    assert_eq!((&first.body["uri"], &first.body["cid"]), (&second.body["uri"], &second.body["cid"]));
    assert_eq!(town.replies_by_us(&comment), ["Skriv til os"]);
    assert_eq!(town.check_all().double_replies, 0);
    let feed =
        client.query("app.bsky.feed.getAuthorFeed", &[("actor", "lilleby.test"), ("limit", "1")]).await;
    assert_eq!(feed.body["feed"][0]["reply"]["parent"]["uri"], json!(comment));
    let own = [("actor", "lilleby.test"), ("filter", "posts_no_replies")];
    let own = client.query("app.bsky.feed.getAuthorFeed", &own).await;
    assert_eq!(texts(&own.body["feed"], "/post/uri"), [post.as_str()]);
    assert_eq!(own.body["feed"][0]["post"]["replyCount"], 1, "only direct replies are counted");
}

#[tokio::test]
async fn only_our_own_records_can_be_written_or_deleted() {
    let (town, _) = town().await;
    let client = super::bluesky(&town).await;
    let post = town.post(Network::Bluesky, "Åbent hus");
    let comment = town.comment(&post, "Kaj", "Fint");
    let delete = async |uri: &str| {
        let body = json!({"repo": uri.split('/').nth(2).unwrap(), "collection": POST, "rkey": rkey(uri)});
        client.procedure("com.atproto.repo.deleteRecord", &body).await
    };

    let theirs = delete(&comment).await;
    let ours = delete(&post).await;
    let again = delete(&post).await;

    assert_eq!(error(&theirs), (401, "AuthenticationRequired"));
    assert!(!town.is_deleted(&comment) && town.is_deleted(&post));
    assert_eq!(keys(&ours.body), ["commit"]);
    assert_eq!((again.status, again.body), (200, json!({})));
}

#[tokio::test]
async fn a_post_is_measured_in_graphemes_and_bytes_and_needs_its_fields() {
    let (town, _) = town().await;
    let client = super::bluesky(&town).await;
    let words = |words: String| json!({"$type": POST, "text": words, "createdAt": "2026-11-21T12:00:00Z"});
    let family = "👨‍👩‍👧‍👦";
    for (n, (record, status, message)) in [
        (words("æ".repeat(300)), 200, ""),
        (words("æ".repeat(301)), 400, "grapheme too big (maximum 300, got 301) at $.record.text"),
        (words(family.repeat(120)), 200, ""),
        (words(family.repeat(121)), 400, "string too big (maximum 3000, got 3025) at $.record.text"),
        (json!({"$type": POST, "text": "x"}), 400, "Missing required key \"createdAt\" at $.record"),
    ]
    .into_iter()
    .enumerate()
    {
        let answer =
            put(&client, &town, POST, &format!("3lkommune222{}", ["a", "b", "c", "d", "e"][n]), record, None)
                .await;
        assert_eq!(answer.status, status);
        assert!(answer.body["message"].as_str().unwrap_or_default().ends_with(message), "{message}");
    }
}

#[tokio::test]
async fn a_revoked_account_cannot_sign_in_and_a_limited_one_cannot_write() {
    let (town, _) = town().await;
    let client = super::bluesky(&town).await;
    let post = town.post(Network::Bluesky, "Åbent hus");

    town.set_access(Network::Bluesky, Access::ReadOnly);
    let refused = put(&client, &town, GATE, rkey(&post), gate(&post, &[]), None).await;
    let read = client.query(LIST, &[]).await;
    town.set_access(Network::Bluesky, Access::Revoked);
    let dead = client.query(LIST, &[]).await;
    let no_entry = client.sign_in(&town).await;

    assert_eq!(refused.status, 403);
    assert_eq!(read.status, 200);
    assert_eq!(error(&dead), (400, "ExpiredToken"));
    assert_eq!(error(&no_entry), (401, "AuthenticationRequired"));
}
