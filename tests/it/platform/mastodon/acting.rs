//! Answering on Mastodon.

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
                "status": "Fredag", "in_reply_to_id": id(1), "visibility": visibility, "language": "da",
            });
            assert_eq!(body, expected);
        }
    }
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
    let descendants = vec![
        status(&ours(2, 1)),
        status(&ours(3, 2)),
        direct,
        status(&Said { parent: Some(1), ..said(5, "Fredag & lørdag") }),
    ];
    serve_context(&server, &id(1), descendants).await;

    let replies = platform.own_replies(&target(&Wire, &said(1, ""))).await.expect("it reads");

    let told: Vec<_> = replies.iter().map(|one| (one.remote.expose(), one.words.as_str())).collect();
    assert_eq!(told, [(id(2).as_str(), "Fredag & lørdag")]);
}

#[tokio::test]
async fn a_leak_can_only_wait_for_a_person_and_a_reply_counts_every_link_alike() {
    let (_server, platform) = open(&Wire).await;
    let can = platform.can();
    assert!(!can.hide && !can.delete && can.reply && can.idempotent_reply);
    assert_eq!((can.reply_limit.most, can.reply_limit.most_bytes), (500, None));
    assert_eq!(can.reply_limit.unit, LengthUnit::GraphemesWithLinks { a_link: 23 });
}
