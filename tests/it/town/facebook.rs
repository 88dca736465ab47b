//! Against the Graph API's contract sheet.

use std::time::Duration;

use ordstyrer::demo::{Access, Network};
use serde_json::json;

use super::{facebook, keys, texts, town};

const FIELDS: &str = "id,message,created_time,from{id,name},parent{id},is_hidden,can_hide";

fn code(body: &serde_json::Value) -> (i64, Option<i64>) {
    (body["error"]["code"].as_i64().unwrap(), body["error"]["error_subcode"].as_i64())
}

#[tokio::test]
async fn the_page_says_who_it_is_to_its_own_token_only() {
    let (town, _) = town().await;
    let mut client = facebook(&town);
    let path = format!("/v25.0/{}?fields=id,name", town.page(Network::Facebook));

    let known = client.get(&path).await;
    client.token = "EAAother".into();
    let wrong = client.get(&path).await;
    client.token.clear();
    let none = client.get(&path).await;

    assert_eq!((known.status, known.body["name"].as_str()), (200, Some("Lilleby Kommune")));
    assert_eq!(known.headers["facebook-api-version"], "v25.0");
    assert_eq!((wrong.status, code(&wrong.body)), (400, (190, None)));
    assert_eq!((none.status, code(&none.body)), (400, (104, None)));
    assert_eq!(keys(&wrong.body["error"]), ["code", "fbtrace_id", "message", "type"]);
}

#[tokio::test]
async fn a_stream_of_comments_has_the_replies_too_and_just_the_fields_asked_for() {
    let (town, clock) = town().await;
    let client = facebook(&town);
    let post = town.post(Network::Facebook, "Åbent hus");
    let first = town.comment(&post, "Bente Testrup", "Hvornår?");
    clock.advance(Duration::from_secs(61));
    let reply = town.comment(&first, "", "Det vil jeg også vide");

    let path = format!("/{post}/comments?filter=stream&order=reverse_chronological&fields={FIELDS}");
    let answer = client.get(&path).await;

    let data = answer.body["data"].as_array().unwrap();
    assert_eq!(texts(&answer.body["data"], "/id"), [reply.as_str(), first.as_str()]);
    assert_eq!(keys(&data[0]), ["can_hide", "created_time", "id", "is_hidden", "message", "parent"]);
    assert_eq!(data[0]["parent"], json!({"id": first}));
    assert_eq!(data[0]["created_time"], "2026-11-21T12:01:01+0000");
    assert_eq!(keys(&data[1]), ["can_hide", "created_time", "from", "id", "is_hidden", "message"]);
    assert_eq!(keys(&data[1]["from"]), ["id", "name"]);
    let (post_part, comment_part) = (post.split('_').next_back().unwrap(), first.split('_').next().unwrap());
    assert_eq!(post_part, comment_part, "a comment's id begins with the post's own part");
    assert_eq!(keys(&answer.body["paging"]), ["cursors"]);
}

#[tokio::test]
async fn a_page_may_be_short_or_empty_and_still_have_a_next_one() {
    let (town, _) = town().await;
    let client = facebook(&town);
    let post = town.post(Network::Facebook, "Åbent hus");
    let ids: Vec<_> = (0..7).map(|n| town.comment(&post, "Kaj", &format!("nummer {n}"))).collect();
    for gone in &ids[2..5] {
        town.delete(gone);
    }

    let mut path = format!("/{post}/comments?filter=stream&limit=2&fields=id");
    let (mut sizes, mut found) = (Vec::new(), Vec::new());
    loop {
        let answer = client.get(&path).await;
        sizes.push(answer.body["data"].as_array().unwrap().len());
        found.extend(texts(&answer.body["data"], "/id").into_iter().map(str::to_owned));
        let Some(next) = answer.body["paging"]["next"].as_str() else { break };
        assert!(next.contains("access_token=EAA"), "the real one carries the token, so this one does");
        path = next.replacen(&client.base, "", 1);
    }

    assert_eq!(sizes, [2, 0, 1, 1]);
    assert_eq!(found, [&ids[..2], &ids[5..]].concat());
}

#[tokio::test]
async fn the_count_of_a_post_depends_on_the_filter_and_the_plain_list_drops_comments() {
    let (town, _) = town().await;
    let client = facebook(&town);
    let post = town.post(Network::Facebook, "Åbent hus");
    let first = town.comment(&post, "Kaj", "et");
    town.comment(&first, "Kaj", "to");
    let hidden = town.comment(&post, "Kaj", "tre");
    client.form(&format!("/{hidden}"), &[("is_hidden", "true")]).await;

    let page = town.page(Network::Facebook);
    let counted = async |edge: &str| {
        let answer = client.get(&format!("/{page}/published_posts?fields=message,created_time,{edge}")).await;
        answer.body["data"][0]["comments"]["summary"]["total_count"].as_i64().unwrap()
    };
    let plain = client.get(&format!("/{post}/comments")).await;

    assert_eq!(counted("comments.limit(0).summary(true)").await, 1);
    assert_eq!(counted("comments.order(chronological).limit(0).summary(true)").await, 2);
    assert_eq!(counted("comments.filter(stream).limit(0).summary(total_count)").await, 3);
    assert_eq!(texts(&plain.body["data"], "/id"), [first.as_str()]);
    assert_eq!(keys(&plain.body["data"][0]), ["created_time", "from", "id", "message"]);
}

#[tokio::test]
async fn hiding_twice_is_harmless_and_deleting_twice_says_that_it_is_gone() {
    let (town, _) = town().await;
    let client = facebook(&town);
    let post = town.post(Network::Facebook, "Åbent hus");
    let comment = town.comment(&post, "Kaj", "I er nogle klovne");
    let reply = town.comment(&comment, "Lone", "Enig");
    let path = format!("/{comment}");

    for _ in 0..2 {
        assert_eq!(client.form(&path, &[("is_hidden", "true")]).await.body, json!({"success": true}));
        assert!(town.is_hidden(&comment));
    }
    let shown = client.get(&format!("{path}?fields=is_hidden")).await;
    assert_eq!(shown.body["is_hidden"], true);
    client.post(&path, &json!({"is_hidden": false})).await;
    assert!(!town.is_hidden(&comment));

    assert_eq!(client.delete(&path).await.body, json!({"success": true}));
    let again = client.delete(&path).await;
    let read = client.get(&path).await;
    assert_eq!((again.status, code(&again.body)), (400, (100, Some(33))));
    assert_eq!((read.status, code(&read.body)), (400, (100, Some(33))));
    assert!(town.is_deleted(&comment) && town.is_deleted(&reply));
    let deeds: Vec<_> = town.effects_on(&comment).iter().map(|effect| effect.deed.as_str()).collect();
    assert_eq!(deeds, ["hide", "unhide", "delete"]);
}

#[tokio::test]
async fn a_reply_that_is_sent_twice_stands_there_twice() {
    let (town, _) = town().await;
    let client = facebook(&town);
    let post = town.post(Network::Facebook, "Åbent hus");
    let comment = town.comment(&post, "Kaj", "Hvor er min ansøgning?");
    town.colleague_replies(&comment, "Skriv til os");
    let path = format!("/{comment}/comments");

    let first = client.form(&path, &[("message", "Skriv til os")]).await;
    client.form(&path, &[("message", "Skriv til os")]).await;
    let own = client.get(&format!("{path}?filter=stream&fields=from,message,can_hide")).await;

    assert_eq!(keys(&first.body), ["id"]);
    assert_eq!(town.replies_by_us(&comment), ["Skriv til os", "Skriv til os"]);
    assert_eq!((town.check_all().replies, town.check_all().double_replies), (2, 1));
    assert_eq!(texts(&own.body["data"], "/from/id"), vec![town.page(Network::Facebook); 3]);
    assert_eq!(own.body["data"][0]["can_hide"], false);
    let refused =
        client.form(&format!("/{}", first.body["id"].as_str().unwrap()), &[("is_hidden", "true")]).await;
    assert_eq!(code(&refused.body), (100, None));
}

#[tokio::test]
async fn visitors_and_mentions_have_their_own_lists_and_a_mention_is_not_ours_to_hide() {
    let (town, _) = town().await;
    let client = facebook(&town);
    let page = town.page(Network::Facebook);
    let visit = town.visitor_post(Network::Facebook, "Kaj Vandel", "Hul i vejen");
    let mention = town.mention(Network::Facebook, "Lone Fiktum", "Tak til kommunen");

    let visits =
        client.get(&format!("/{page}/visitor_posts?fields=id,message,created_time,from{{id,name}}")).await;
    let tagged = client.get(&format!("/{page}/tagged?fields=id,message,from")).await;
    let hidden = client.form(&format!("/{visit}"), &[("is_hidden", "true")]).await;
    let refused = client.form(&format!("/{mention}"), &[("is_hidden", "true")]).await;

    assert_eq!(texts(&visits.body["data"], "/from/name"), ["Kaj Vandel"]);
    assert_eq!(texts(&tagged.body["data"], "/id"), [mention.as_str()]);
    assert_eq!(hidden.body, json!({"success": true}));
    assert_eq!((refused.status, code(&refused.body)), (403, (200, None)));
}

#[tokio::test]
async fn an_edit_changes_the_words_and_nothing_that_a_poll_for_newer_things_would_see() {
    let (town, clock) = town().await;
    let client = facebook(&town);
    let post = town.post(Network::Facebook, "Åbent hus");
    let comment = town.comment(&post, "Kaj", "Fint");
    clock.advance(Duration::from_hours(1));

    town.edit(&comment, "Fint (rettet)");
    let now = client.get(&format!("/{comment}?fields=message,created_time")).await;
    let newer = client.get(&format!("/{post}/comments?filter=stream&since=2026-11-21T12:30:00Z")).await;

    assert_eq!(now.body["message"], "Fint (rettet)");
    assert_eq!(now.body["created_time"], "2026-11-21T12:00:00+0000");
    assert!(newer.body["data"].as_array().unwrap().is_empty());
    assert_eq!(town.comment_now(&comment).unwrap().version, 2);
}

#[tokio::test]
async fn a_wrong_question_is_refused_and_not_guessed_at() {
    let (town, _) = town().await;
    let client = facebook(&town);
    let post = town.post(Network::Facebook, "Åbent hus");
    for (path, expected) in [
        (format!("/{post}?fields=id,shoe_size"), 100),
        (format!("/{post}?fields=from{{id"), 100),
        (format!("/{post}/comments?after=abc"), 100),
        (format!("/{post}/comments?filter=all"), 100),
        (format!("/{post}/comments?limit=many"), 100),
        (format!("/{post}/likes"), 2500),
        ("/1_2".to_owned(), 100),
    ] {
        let answer = client.get(&path).await;
        assert_eq!((answer.status, code(&answer.body).0), (400, expected), "{path}");
    }
}

#[tokio::test]
async fn a_token_without_the_right_may_read_and_a_revoked_one_may_nothing() {
    let (town, _) = town().await;
    let client = facebook(&town);
    let post = town.post(Network::Facebook, "Åbent hus");
    let comment = town.comment(&post, "Kaj", "Fint");
    let hide = async || client.form(&format!("/{comment}"), &[("is_hidden", "true")]).await;

    town.set_access(Network::Facebook, Access::ReadOnly);
    let (read, refused) = (client.get(&format!("/{comment}")).await, hide().await);
    town.set_access(Network::Facebook, Access::Revoked);
    let dead = client.get(&format!("/{comment}")).await;
    town.set_access(Network::Facebook, Access::Full);
    let renewed = hide().await;

    assert_eq!(read.status, 200);
    assert_eq!(code(&refused.body), (200, None));
    assert_eq!(code(&dead.body), (190, Some(460)));
    assert_eq!(renewed.status, 200);
}
