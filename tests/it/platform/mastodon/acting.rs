//! Answering on Mastodon.

use ordstyrer::decide;
use ordstyrer::model::{LengthUnit, TaskId};
use ordstyrer::platform::{Error, Sent};
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, ResponseTemplate};

use super::wire::{Wire, asked, error, get, id, ok, serve_context, status};
use crate::platform::network::{Network, Said, open, reply, said, target};

#[tokio::test]
async fn a_reply_is_as_loud_as_what_it_answers_and_carries_the_tasks_key_each_time() {
    for visibility in ["public", "unlisted"] {
        let (server, platform) = open(&Wire).await;
        let mut parent = status(&said(1, "Hvornår?"));
        parent["visibility"] = json!(visibility);
        get(&format!("/api/v1/statuses/{}", id(1))).respond_with(ok(parent)).mount(&server).await;
        Mock::given(method("POST")).respond_with(ok(json!({ "id": "77" }))).mount(&server).await;
        let task = TaskId::from_text("0193a0c2-0000-7000-8000-000000000001");

        for _ in 0..2 {
            let sent = platform.reply(&target(&Wire, &said(1, "")), &reply(&task, "Fredag")).await;
            assert!(matches!(sent, Ok(Sent::Done(Some(_)))), "{sent:?}");
        }

        let writes: Vec<_> = asked(&server).await.into_iter().filter(|one| Wire.is_write(one)).collect();
        assert_eq!(writes.len(), 2);
        for write in &writes {
            assert_eq!(write.url.path(), "/api/v1/statuses");
            assert_eq!(write.headers["idempotency-key"], task.as_str());
            let body: Value = write.body_json().expect("JSON");
            let expected = json!({
                "status": "@borger@anden.example Fredag",
                "in_reply_to_id": id(1),
                "visibility": visibility,
                "language": "da",
            });
            assert_eq!(body, expected);
        }
    }
}

/// What is sent in answer to somebody of this handle.
async fn sent_to(acct: &Value, words: &str) -> String {
    let (server, platform) = open(&Wire).await;
    let mut parent = status(&said(1, "Hvornår?"));
    parent["account"]["acct"] = acct.clone();
    get(&format!("/api/v1/statuses/{}", id(1))).respond_with(ok(parent)).mount(&server).await;
    Mock::given(method("POST")).respond_with(ok(json!({ "id": "77" }))).mount(&server).await;
    let task = TaskId::from_text("t");
    assert!(platform.reply(&target(&Wire, &said(1, "")), &reply(&task, words)).await.is_ok());
    let write = asked(&server).await.into_iter().find(|one| Wire.is_write(one)).expect("a write");
    write.body_json::<Value>().expect("JSON")["status"].as_str().expect("words").to_owned()
}

#[tokio::test]
async fn the_person_is_named_in_the_answer_and_told_of_it() {
    let longest = "a".repeat(30);
    for acct in
        ["borger", "borger@anden.example", "b.or-g_er", longest.as_str(), &format!("{longest}@anden.example")]
    {
        assert_eq!(sent_to(&json!(acct), "Fredag kl. 16").await, format!("@{acct} Fredag kl. 16"));
    }
    let longer = "a".repeat(31);
    for nobody in [
        json!(null),
        json!(7),
        json!(""),
        json!("@"),
        json!("a@b@c"),
        json!("borger@"),
        json!("bo rger"),
        json!("borger\n@alle"),
        json!("børger"),
        json!(longer),
    ] {
        assert_eq!(sent_to(&nobody, "Fredag kl. 16").await, "Fredag kl. 16", "{nobody}");
    }
}

#[tokio::test]
async fn the_longest_answer_fits_with_the_longest_name() {
    let (_server, platform) = open(&Wire).await;
    let limit = platform.can().reply_limit;
    let link = "https://www.borger.dk/hjaelp/digital-post/skriv-til-kommunen ";
    let words = format!("{link}{}", "å".repeat(limit.most - 24));
    assert!(decide::fits(&words, limit));
    assert!(!decide::fits(&format!("{words}å"), limit), "not one sign longer");

    let sent = sent_to(&json!("a".repeat(30)), &words).await;

    assert_eq!(decide::measure(&sent, limit.unit), 500);
}

#[tokio::test]
async fn what_is_not_for_everybody_is_not_answered() {
    for visibility in ["direct", "private"] {
        let (server, platform) = open(&Wire).await;
        let mut parent = status(&said(1, "KANARIE"));
        parent["visibility"] = json!(visibility);
        get(&format!("/api/v1/statuses/{}", id(1))).respond_with(ok(parent)).mount(&server).await;
        let task = TaskId::from_text("t");

        let sent = platform.reply(&target(&Wire, &said(1, "")), &reply(&task, "Hej")).await;

        assert!(matches!(sent, Err(Error::NotPermitted(_))), "{sent:?}");
        assert!(!asked(&server).await.iter().any(|one| Wire.is_write(one)), "nothing was written");
    }
}

#[tokio::test]
async fn a_reply_that_they_do_not_take_is_refused_and_one_to_what_just_went_is_gone() {
    let task = TaskId::from_text("t");
    let (server, platform) = open(&Wire).await;
    Wire.answer_writes(&server, &said(1, "hej"), error(422)).await;
    let sent = platform.reply(&target(&Wire, &said(1, "")), &reply(&task, "Hej")).await;
    assert!(matches!(&sent, Err(Error::Refused(_))), "{sent:?}");
    assert!(!format!("{sent:?}").contains("311236"));

    let (server, platform) = open(&Wire).await;
    let at = format!("/api/v1/statuses/{}", id(1));
    get(&at).respond_with(ok(status(&said(1, "hej")))).up_to_n_times(1).mount(&server).await;
    get(&at).respond_with(error(404)).mount(&server).await;
    Mock::given(method("POST")).and(path("/api/v1/statuses")).respond_with(error(404)).mount(&server).await;
    let sent = platform.reply(&target(&Wire, &said(1, "")), &reply(&task, "Hej")).await;
    assert_eq!(sent, Ok(Sent::Gone));

    let (server, platform) = open(&Wire).await;
    Wire.answer_writes(&server, &said(1, "hej"), ResponseTemplate::new(404)).await;
    let sent = platform.reply(&target(&Wire, &said(1, "")), &reply(&task, "Hej")).await;
    assert!(matches!(sent, Err(Error::Refused(_))), "a proxy's 404 says nothing of the comment: {sent:?}");
}

#[tokio::test]
async fn only_our_open_answers_to_the_comment_itself_are_own_replies() {
    let (server, platform) = open(&Wire).await;
    let ours =
        |number, parent| Said { is_ours: true, parent: Some(parent), ..said(number, "Fredag & lørdag") };
    let mut direct = status(&ours(4, 1));
    direct["visibility"] = json!("direct");
    let mut named = status(&ours(6, 1));
    named["content"] = json!(
        "<p><span class=\"h-card\"><a href=\"https://x.example/@borger\">@<span>borger</span></a></span> \
         <span class=\"h-card\"><a href=\"https://x.example/@b\">@b@x.example</a></span> Fredag</p>"
    );
    let descendants = vec![
        status(&ours(2, 1)),
        named,
        status(&ours(3, 2)),
        direct,
        status(&Said { parent: Some(1), ..said(5, "Fredag & lørdag") }),
    ];
    serve_context(&server, &id(1), descendants).await;

    let replies = platform.own_replies(&target(&Wire, &said(1, ""))).await.expect("it reads");

    let told: Vec<_> = replies.iter().map(|one| (one.remote.expose(), one.words.as_str())).collect();
    // Without whom they name: the words are compared with those that we sent.
    assert_eq!(told, [(id(2).as_str(), "Fredag & lørdag"), (id(6).as_str(), "Fredag")]);
}

#[tokio::test]
async fn a_leak_can_only_wait_for_a_person_and_a_reply_counts_every_link_alike() {
    let (_server, platform) = open(&Wire).await;
    let can = platform.can();
    assert!(!can.hide && !can.delete && can.reply && can.idempotent_reply);
    // What is left of 500 when the person is named.
    assert_eq!((can.reply_limit.most, can.reply_limit.most_bytes), (468, None));
    assert_eq!(can.reply_limit.unit, LengthUnit::GraphemesWithLinks { a_link: 23 });
}
