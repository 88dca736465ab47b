//! Against Instagram's contract sheet.

use std::time::Duration;

use ordstyrer::demo::{Network, Town};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::{Client, client, keys, texts, token, town};

const FIELDS: &str = "id,text,timestamp,username,from{id,username},parent_id,hidden,media{permalink}";

fn instagram(town: &Town) -> Client {
    client(town.url(Network::Instagram), token(town, Network::Instagram).expose_secret())
}

fn code(body: &Value) -> (i64, Option<i64>) {
    (body["error"]["code"].as_i64().unwrap(), body["error"]["error_subcode"].as_i64())
}

#[tokio::test]
async fn comments_come_newest_first_fifty_at_most_and_what_answers_them_inside() {
    let (town, clock) = town().await;
    let client = instagram(&town);
    let post = town.post(Network::Instagram, "Åbent hus");
    let mut tops = Vec::new();
    for n in 0..53 {
        tops.push(town.comment(&post, "Bente Ærø", &format!("nummer {n}")));
        clock.advance(Duration::from_secs(1));
    }
    let first = town.comment(&tops[0], "Kaj", "Enig");
    let second = town.comment(&first, "", "Også jeg");
    tops.reverse();

    let path = format!("/v25.0/{post}/comments?limit=100&fields={FIELDS},replies{{{FIELDS}}}");
    let page = client.get(&path).await.body;

    assert_eq!(texts(&page["data"], "/id"), tops[..50]);
    let newest = &page["data"][0];
    assert_eq!(keys(newest), ["from", "hidden", "id", "media", "text", "timestamp", "username"]);
    assert_eq!(newest["username"], "bente.aeroe");
    assert_eq!(newest["timestamp"], "2026-11-21T12:00:52+0000");
    let after = page["paging"]["cursors"]["after"].as_str().unwrap();
    assert!(page["paging"]["next"].as_str().unwrap().contains("access_token=EAA"), "as the real one");
    let rest = client.get(&format!("{path}&after={after}")).await.body;
    assert_eq!(texts(&rest["data"], "/id"), tops[50..]);
    assert!(rest["paging"].get("next").is_none());
    let inside = &rest["data"][2]["replies"]["data"];
    assert_eq!(texts(inside, "/id"), [first.as_str(), second.as_str()], "side by side, oldest first");
    assert_eq!(texts(inside, "/parent_id"), [tops[52].as_str(), tops[52].as_str()]);
    assert!(inside[1].get("from").is_none() && inside[1].get("username").is_none());
    let below = client.get(&format!("/{first}/replies?fields=id")).await.body;
    assert_eq!(below["data"], json!([]), "nothing stands under an answer");
}

#[tokio::test]
async fn answers_have_pages_of_their_own() {
    let (town, _) = town().await;
    let client = instagram(&town);
    let post = town.post(Network::Instagram, "Åbent hus");
    let top = town.comment(&post, "Bente", "Hvornår?");
    let answers: Vec<_> = (0..5).map(|n| town.comment(&top, "Kaj", &format!("nummer {n}"))).collect();

    let page = client.get(&format!("/{post}/comments?fields=id,replies.limit(2){{id}}")).await.body;
    let inside = &page["data"][0]["replies"];
    let mut found: Vec<String> = texts(&inside["data"], "/id").into_iter().map(str::to_owned).collect();
    let mut next = inside["paging"]["next"].as_str().map(str::to_owned);
    assert!(next.as_ref().unwrap().contains(&format!("/{top}/replies?")));
    while let Some(address) = next {
        let after = address.rsplit("after=").next().unwrap();
        let page = client.get(&format!("/{top}/replies?limit=2&fields=id&after={after}")).await.body;
        found.extend(texts(&page["data"], "/id").into_iter().map(str::to_owned));
        next = page["paging"]["next"].as_str().map(str::to_owned);
    }

    assert_eq!(found, answers);
    let served = town.served().len();
    assert_eq!(served, 6, "what stood inside was served too");
}

#[tokio::test]
async fn the_count_has_answers_and_restricted_people_in_it_and_no_list_shows_the_restricted() {
    let (town, _) = town().await;
    let client = instagram(&town);
    let post = town.post(Network::Instagram, "Åbent hus");
    let top = town.comment(&post, "Bente", "Hvornår?");
    town.comment(&top, "Kaj", "Enig");
    let kept_back = town.comment(&post, "Ole", "Hallo?");
    town.restrict(&kept_back, true);
    let gone = town.comment(&post, "Ida", "Nå");
    town.delete(&gone);

    let media =
        client.get(&format!("/{}/media?fields=id,comments_count", town.page(Network::Instagram))).await;
    let list = client.get(&format!("/{post}/comments?fields=id")).await;
    let one = client.get(&format!("/{kept_back}?fields=id")).await;

    assert_eq!(media.body["data"], json!([{ "id": post, "comments_count": 3 }]));
    assert_eq!(texts(&list.body["data"], "/id"), [top.as_str()]);
    assert_eq!((one.status, code(&one.body)), (400, (100, Some(33))));
    assert!(town.inquiries().iter().all(|inquiry| inquiry.id != kept_back), "no poll can find it");
    town.restrict(&kept_back, false);
    assert_eq!(client.get(&format!("/{kept_back}?fields=id")).await.status, 200);
}

#[tokio::test]
async fn a_hidden_comment_is_not_answered_nor_what_stands_under_it_and_our_own_is_not_hidden() {
    let (town, _) = town().await;
    let client = instagram(&town);
    let post = town.post(Network::Instagram, "Åbent hus");
    let top = town.comment(&post, "Bente", "Hvornår?");
    let answer = town.comment(&top, "Kaj", "Enig");
    let ours = town.colleague_replies(&top, "På fredag");

    let hidden = client.form(&format!("/{top}"), &[("hide", "true")]).await;
    assert_eq!((hidden.status, &hidden.body), (200, &json!({ "success": true })));
    assert!(town.is_hidden(&top));
    for at in [&top, &answer] {
        let refused = client.form(&format!("/{at}/replies"), &[("message", "Hej")]).await;
        assert_eq!((refused.status, code(&refused.body)), (400, (100, None)));
    }
    assert!(town.replies_by_us(&top).is_empty());
    let refused = client.form(&format!("/{ours}"), &[("hide", "true")]).await;
    assert_eq!(refused.status, 400);
    let nothing = client.form(&format!("/{top}"), &[("is_hidden", "false")]).await;
    assert_eq!(nothing.status, 400, "the parameter is another one than Facebook's");

    client.form(&format!("/{top}"), &[("hide", "false")]).await;
    let replied = client.form(&format!("/{top}/replies"), &[("message", "Hej")]).await;
    assert_eq!((replied.status, keys(&replied.body)), (200, vec!["id"]));
    let long = "a".repeat(301);
    assert_eq!(client.form(&format!("/{top}/replies"), &[("message", &long)]).await.status, 400);
}

#[tokio::test]
async fn who_asks_a_write_for_fields_is_refused_after_it_was_done() {
    let (town, _) = town().await;
    let client = instagram(&town);
    let post = town.post(Network::Instagram, "Åbent hus");
    let top = town.comment(&post, "Bente", "Hvornår?");

    let refused = client.form(&format!("/{top}/replies?fields=id"), &[("message", "Hej")]).await;

    assert_eq!((refused.status, code(&refused.body)), (400, (20, Some(1_772_107))));
    assert_eq!(town.replies_by_us(&top), ["Hej"]);
}

#[tokio::test]
async fn media_of_others_stand_in_the_list_of_tags_and_nothing_can_be_done_there() {
    let (town, _) = town().await;
    let client = instagram(&town);
    let theirs = town.mention(Network::Instagram, "Bente Ærø", "Se bare @lilleby.kommune");
    let tags =
        format!("/{}/tags?fields=id,caption,username,permalink,timestamp", town.page(Network::Instagram));

    let listed = client.get(&tags).await.body;

    assert_eq!(texts(&listed["data"], "/id"), [theirs.as_str()]);
    assert_eq!(keys(&listed["data"][0]), ["caption", "id", "permalink", "timestamp", "username"]);
    for path in [format!("/{theirs}?fields=id"), format!("/{theirs}/comments")] {
        assert_eq!(code(&client.get(&path).await.body), (100, Some(33)), "{path}");
    }
    assert_eq!(code(&client.form(&format!("/{theirs}"), &[("hide", "true")]).await.body), (100, Some(33)));
    assert_eq!(code(&client.delete(&format!("/{theirs}")).await.body), (100, Some(33)));
}

#[tokio::test]
async fn an_answer_goes_alone_and_a_comment_takes_all_along() {
    let (town, _) = town().await;
    let client = instagram(&town);
    let post = town.post(Network::Instagram, "Åbent hus");
    let top = town.comment(&post, "Bente", "Hvornår?");
    let answer = town.comment(&top, "Kaj", "Enig");
    let below = town.comment(&answer, "Ole", "Også jeg");

    client.delete(&format!("/{answer}")).await;
    assert!(town.is_deleted(&answer) && !town.is_deleted(&below));
    town.delete(&top);
    assert!(town.is_deleted(&below));
    assert_eq!(code(&client.delete(&format!("/{top}")).await.body), (100, Some(33)));
}

#[tokio::test]
async fn a_token_is_renewed_once_a_day_the_old_one_goes_on_and_a_dead_one_does_not() {
    let (town, clock) = town().await;
    let mut client = instagram(&town);
    let path = "/refresh_access_token?grant_type=ig_refresh_token";

    let renewed = client.get(path).await.body;
    assert_eq!(keys(&renewed), ["access_token", "expires_in", "token_type"]);
    assert_eq!(renewed["access_token"], token(&town, Network::Instagram).expose_secret());
    assert_eq!(client.get(path).await.status, 400, "the new one is too young");
    clock.advance(Duration::from_hours(24));
    assert_eq!(client.get(path).await.status, 200);
    let me = client.get("/me?fields=user_id,username").await.body;
    assert_eq!(me["user_id"], town.page(Network::Instagram));
    assert_ne!(me["id"], me["user_id"], "an id for each app");

    town.expire_token(Network::Instagram);
    assert_eq!(code(&client.get("/me").await.body), (190, Some(463)));
    client.token = token(&town, Network::Instagram).expose_secret().to_owned();
    assert_eq!(client.get("/me").await.status, 200);
}

#[tokio::test]
async fn a_token_tells_of_itself_to_a_post_that_is_a_read_and_the_use_stands_in_the_headers() {
    let (town, _) = town().await;
    for (network, kind, scope) in [
        (Network::Instagram, "instagram", "instagram_manage_comments"),
        (Network::Facebook, "pages", "pages_manage_engagement"),
    ] {
        let ours = token(&town, network);
        let client = client(town.url(network), ours.expose_secret());

        let told =
            client.form("/debug_token", &[("method", "get"), ("input_token", ours.expose_secret())]).await;
        let other = client.form("/debug_token", &[("method", "get"), ("input_token", "EAAother")]).await;
        let write = client.form("/debug_token", &[("input_token", ours.expose_secret())]).await;

        assert!(told.body["data"]["scopes"].as_array().unwrap().contains(&json!(scope)));
        assert_eq!(
            (&told.body["data"]["is_valid"], &other.body["data"]["is_valid"]),
            (&json!(true), &json!(false))
        );
        assert_eq!(write.status, 400);
        let used: Value =
            serde_json::from_str(told.headers["x-business-use-case-usage"].to_str().unwrap()).unwrap();
        assert_eq!(used[town.page(network)][0]["type"], kind);
    }
}
