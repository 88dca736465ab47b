//! Hiding and deleting, and whether a comment is gone.

use ordstyrer::model::{RemoteId, Target, TaskId};
use ordstyrer::platform::{Error, Sent};
use serde_json::json;
use wiremock::matchers::{any, path};
use wiremock::{Mock, ResponseTemplate};

use super::wire::{PAGE, Wire, about, id};
use crate::platform::meta::{error, vanished};
use crate::platform::network::{Network, ever, open, reply, said, target};

#[tokio::test]
async fn a_write_that_meta_calls_a_passing_error_or_a_duplicate_is_unknown() {
    let transient = ResponseTemplate::new(400)
        .set_body_json(json!({ "error": { "message": "", "code": 99, "is_transient": true } }));
    for answer in [error(1, None), error(2, None), error(20, Some(1_772_107)), error(506, None), transient] {
        let (server, platform) = open(&Wire).await;
        Wire.answer_writes(&server, &said(1, ""), answer).await;
        let task = TaskId::from_text("t");
        let sent = platform.reply(&target(&Wire, &said(1, "")), &reply(&task, "Hej")).await;
        assert_eq!(sent, Ok(Sent::Unknown));
    }
}

#[tokio::test]
async fn hide_and_show_are_one_form_field() {
    for hidden in [true, false] {
        let (server, platform) = open(&Wire).await;
        Wire.answer_writes(&server, &said(1, ""), Wire.done()).await;
        let target = target(&Wire, &said(1, ""));

        let sent = if hidden {
            platform.hide(&target, ever()).await
        } else {
            platform.unhide(&target, ever()).await
        };

        assert_eq!(sent, Ok(Sent::Done(None)));
        let asked = server.received_requests().await.expect("recorded").remove(0);
        assert_eq!(asked.url.path(), format!("/{}", id(1)));
        assert_eq!(asked.body, format!("is_hidden={hidden}").as_bytes());
    }
    let (server, platform) = open(&Wire).await;
    let no = ResponseTemplate::new(200).set_body_json(json!({ "success": false }));
    Wire.answer_writes(&server, &said(1, ""), no).await;
    let sent = platform.hide(&target(&Wire, &said(1, "")), ever()).await;
    assert!(matches!(sent, Err(Error::Refused(_))), "{sent:?}");
}

#[tokio::test]
async fn a_visitors_post_and_what_stood_under_it_are_gone_when_other_visitors_can_still_be_read() {
    let visitors = Target { remote: RemoteId::new("55_66"), post: None };
    let below = Target { remote: RemoteId::new("66_77"), post: Some(RemoteId::new("55_66")) };
    for target in [visitors, below] {
        let (server, platform) = open(&Wire).await;
        let none = ResponseTemplate::new(200).set_body_json(json!({ "data": [] }));
        let others = format!("/{PAGE}/visitor_posts");
        Mock::given(path(others)).respond_with(none).with_priority(3).mount(&server).await;
        Mock::given(any()).respond_with(vanished()).with_priority(4).mount(&server).await;
        assert!(matches!(platform.reread(&target).await, Ok(None)));
        assert_eq!(platform.delete(&target).await, Ok(Sent::Gone));

        let (server, platform) = open(&Wire).await;
        let ours = ResponseTemplate::new(200).set_body_json(json!({ "id": PAGE }));
        Mock::given(path(format!("/{PAGE}"))).respond_with(ours).with_priority(3).mount(&server).await;
        Mock::given(any()).respond_with(vanished()).with_priority(4).mount(&server).await;
        let kept = platform.reread(&target).await;
        assert!(matches!(kept, Err(Error::NotPermitted(_))), "everybody sees our page: {kept:?}");
    }
}

#[tokio::test]
async fn a_gone_comment_is_not_gone_while_the_confirmation_fails() {
    let (server, platform) = open(&Wire).await;
    Mock::given(path(format!("/{}", id(1)))).respond_with(vanished()).mount(&server).await;
    Mock::given(path(format!("/{}", Wire.post().expose())))
        .respond_with(ResponseTemplate::new(502))
        .mount(&server)
        .await;

    assert!(matches!(platform.reread(&about(&id(1))).await, Err(Error::Unreachable(_))));
    let deleted = platform.delete(&about(&id(1))).await;
    assert!(deleted.is_err(), "{deleted:?}");
}
