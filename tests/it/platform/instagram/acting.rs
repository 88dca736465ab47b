//! What we do on Instagram: hide, show, answer.

use ordstyrer::model::{RemoteId, Target, TaskId};
use ordstyrer::platform::{Error, Sent};
use serde_json::json;
use wiremock::ResponseTemplate;

use super::wire::{Wire, about, comment, get, id, ok, replies_of};
use crate::platform::meta::{error, serve_pages};
use crate::platform::network::{Network, Said, ever, open, reply, said, target};

async fn writes(server: &wiremock::MockServer) -> Vec<wiremock::Request> {
    let asked = server.received_requests().await.expect("recorded");
    asked.into_iter().filter(|request| Wire.is_write(request)).collect()
}

#[tokio::test]
async fn hide_and_show_are_one_form_field() {
    for hidden in [true, false] {
        let (server, platform) = open(&Wire).await;
        Wire.answer_writes(&server, &said(1, ""), Wire.done()).await;

        let sent = if hidden {
            platform.hide(&about(1), ever()).await
        } else {
            platform.unhide(&about(1), ever()).await
        };

        assert_eq!(sent, Ok(Sent::Done(None)));
        let asked = writes(&server).await.remove(0);
        assert_eq!(asked.url.path(), format!("/{}", id(1)));
        assert_eq!(asked.body, format!("hide={hidden}").as_bytes());
    }
}

#[tokio::test]
async fn no_write_asks_for_fields_or_carries_anything_in_its_address() {
    let (server, platform) = open(&Wire).await;
    Wire.answer_writes(&server, &said(1, ""), Wire.replied(&RemoteId::new(id(2)))).await;
    let task = TaskId::from_text("t");
    let sent = platform.reply(&about(1), &reply(&task, "Hej")).await;
    assert_eq!(sent, Ok(Sent::Done(Some(RemoteId::new(id(2))))));
    platform.hide(&about(1), ever()).await.expect("it is sent");
    platform.delete(&about(1)).await.expect("it is sent");

    let writes = writes(&server).await;

    assert_eq!(writes.len(), 3);
    for write in writes {
        assert_eq!(write.url.query(), None, "{}", write.url);
        let body = String::from_utf8(write.body).expect("text");
        assert!(!body.contains("fields"), "{body}");
    }
}

#[tokio::test]
async fn a_comment_that_was_written_and_answered_400_is_unknown_and_found_and_never_sent_again() {
    let written = |subcode| {
        ResponseTemplate::new(400).set_body_json(json!({ "error": {
            "message": "This API call does not support the requested response format",
            "type": "OAuthException", "code": 20, "error_subcode": subcode, "fbtrace_id": "AbC",
        }}))
    };
    for answer in [written(Some(1_772_107)), written(None), error(1, None), error(2, None)] {
        let (server, platform) = open(&Wire).await;
        Wire.answer_writes(&server, &said(1, "Hvornår?"), answer).await;
        let task = TaskId::from_text("t");

        let sent = platform.reply(&about(1), &reply(&task, "Fredag kl. 16")).await;

        assert_eq!(sent, Ok(Sent::Unknown));
        assert_eq!(writes(&server).await.len(), 1, "it is sent once");
        let ours = Said { is_ours: true, parent: Some(1), ..said(50, "Fredag kl. 16") };
        serve_pages(&server, &replies_of(1), &[vec![comment(&ours)]]).await;
        let found = platform.own_replies(&about(1)).await.expect("it reads");
        assert_eq!(found.iter().map(|one| one.words.as_str()).collect::<Vec<_>>(), ["Fredag kl. 16"]);
    }
}

#[tokio::test]
async fn a_hidden_comment_is_not_answered_and_the_reason_is_a_sentence() {
    let (server, platform) = open(&Wire).await;
    let hidden = Said { is_hidden: true, ..said(1, "grim") };
    Wire.answer_writes(&server, &hidden, Wire.replied(&RemoteId::new(id(2)))).await;
    let task = TaskId::from_text("t");

    let sent = platform.reply(&target(&Wire, &hidden), &reply(&task, "Hej")).await;

    let Err(Error::Refused(cause)) = sent else { panic!("{sent:?}") };
    assert!(cause.contains("hidden"), "{cause}");
    assert!(writes(&server).await.is_empty());
}

#[tokio::test]
async fn an_answer_to_an_answer_is_looked_for_under_the_comment_at_the_top() {
    let (server, platform) = open(&Wire).await;
    let answer = Said { parent: Some(1), ..said(2, "Og på søndag?") };
    Wire.serve_one(&server, &answer).await;
    let ours = Said { is_ours: true, parent: Some(1), ..said(50, "Også søndag") };
    serve_pages(&server, &replies_of(1), &[vec![comment(&answer)], vec![comment(&ours)]]).await;
    // Nothing stands under an answer.
    serve_pages(&server, &replies_of(2), &[vec![]]).await;

    let found = platform.own_replies(&about(2)).await.expect("it reads");

    assert_eq!(found.iter().map(|one| one.words.as_str()).collect::<Vec<_>>(), ["Også søndag"]);
}

#[tokio::test]
async fn an_id_that_is_none_is_refused_before_a_write_too() {
    let (server, platform) = open(&Wire).await;
    let task = TaskId::from_text("t");
    let strange = Target { remote: RemoteId::new("me"), post: Some(Wire.post()) };
    assert!(matches!(platform.hide(&strange, ever()).await, Err(Error::Refused(_))));
    assert!(matches!(platform.delete(&strange).await, Err(Error::Refused(_))));
    assert!(matches!(platform.reply(&strange, &reply(&task, "Hej")).await, Err(Error::Refused(_))));
    get(&server, "/", ok(&json!({}))).await;
    assert!(server.received_requests().await.expect("recorded").is_empty());
}
