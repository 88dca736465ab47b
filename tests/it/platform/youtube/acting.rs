//! Acting on YouTube, and what its refusals mean.

use ordstyrer::model::{Counts, LengthUnit, RemoteId, Target, TaskId};
use ordstyrer::platform::{Error, Sent, Wait};
use serde_json::{Value, json};
use wiremock::matchers::query_param;
use wiremock::{MockServer, ResponseTemplate};

use super::wire::{
    CITIZEN, Wire, asked, comment, error, get, id, list, ok, post, serve_open_thread, serve_pages, value,
    without_status,
};
use crate::platform::network::{Network, Said, answer_all, ever, open, reply, said, target};

async fn writes(server: &MockServer) -> Vec<wiremock::Request> {
    asked(server).await.into_iter().filter(|one| Wire.is_write(one)).collect()
}

#[tokio::test]
async fn held_published_and_rejected_are_hide_unhide_and_delete_and_nobody_is_banned() {
    let (server, platform) = open(&Wire).await;
    post("/comments/setModerationStatus").respond_with(ResponseTemplate::new(204)).mount(&server).await;
    let at = target(&Wire, &said(1, ""));

    assert_eq!(platform.hide(&at, ever()).await, Ok(Sent::Done(None)));
    assert_eq!(platform.unhide(&at, ever()).await, Ok(Sent::Done(None)));
    assert_eq!(platform.delete(&at).await, Ok(Sent::Done(None)));

    let writes = writes(&server).await;
    let sent: Vec<_> = writes.iter().filter_map(|one| value(one, "moderationStatus")).collect();
    assert_eq!(sent, ["heldForReview", "published", "rejected"]);
    for write in &writes {
        assert_eq!(value(write, "id"), Some(id(1)));
        assert_eq!(write.url.query_pairs().count(), 2, "and above all no banAuthor: {}", write.url);
        assert!(write.body.is_empty());
        assert_eq!(write.headers["content-length"], "0", "Google refuses a write that does not say so (411)");
    }
}

#[tokio::test]
async fn a_reply_goes_under_the_comment_at_the_top_whatever_it_answers() {
    let task = TaskId::from_text("t");
    let (server, platform) = open(&Wire).await;
    let dotted = format!("{}.9kommunesvar", id(1));
    let mut answered =
        comment(&Said { parent: Some(1), author: Some("@sofie-e"), ..said(2, "og hvornår?") });
    answered["id"] = json!(dotted);
    let one = get("/comments").and(query_param("id", &dotted));
    one.respond_with(ok(list(&[without_status(answered)], None))).mount(&server).await;
    serve_open_thread(&server, &said(1, "")).await;
    let made = format!("{}.9voressvar", id(1));
    post("/comments").respond_with(ok(json!({ "id": made }))).mount(&server).await;

    let at = Target { remote: RemoteId::new(dotted), post: Some(Wire.post()) };
    let sent = platform.reply(&at, &reply(&task, "Fredag & lørdag 🚧")).await;

    assert_eq!(sent, Ok(Sent::Done(Some(RemoteId::new(made)))));
    let writes = writes(&server).await;
    assert_eq!(writes.len(), 1);
    let body: Value = writes[0].body_json().expect("JSON");
    assert_eq!(
        body,
        json!({ "snippet": { "parentId": id(1), "textOriginal": "@sofie-e Fredag & lørdag 🚧" } })
    );
    assert_eq!(value(&writes[0], "part").as_deref(), Some("snippet"));
}

#[tokio::test]
async fn what_is_held_or_closed_to_replies_is_not_answered() {
    let task = TaskId::from_text("t");
    let held = Said { is_hidden: true, ..said(1, "tilbageholdt") };
    let closed = json!({ "snippet": { "canReply": false } });
    for (comment, threads) in [
        (held, vec![json!({ "snippet": { "canReply": true, "isPublic": false } })]),
        (said(1, "hej"), vec![closed]),
        (said(1, "hej"), vec![]),
    ] {
        let (server, platform) = open(&Wire).await;
        Wire.serve_one(&server, &comment).await;
        let open = get("/commentThreads").and(query_param("id", id(1)));
        open.respond_with(ok(list(&threads, None))).mount(&server).await;

        let sent = platform.reply(&target(&Wire, &said(1, "")), &reply(&task, "Hej")).await;

        assert!(matches!(sent, Err(Error::NotPermitted(_))), "{sent:?}");
        assert!(writes(&server).await.is_empty(), "nothing was written");
    }
}

#[tokio::test]
async fn a_reply_whose_thread_went_or_was_closed_meanwhile_is_no_unknown_one() {
    let task = TaskId::from_text("t");
    for (answer, expected) in [
        (error(404, "commentNotFound"), Ok(Sent::Gone)),
        (error(404, "parentCommentNotFound"), Ok(Sent::Gone)),
        (error(400, "parentCommentIsPrivate"), Err(Error::NotPermitted("what is held cannot be answered"))),
        // It may be there all the same.
        (error(400, "processingFailure"), Ok(Sent::Unknown)),
        (ok(json!({ "id": "../me" })), Ok(Sent::Unknown)),
    ] {
        let (server, platform) = open(&Wire).await;
        Wire.answer_writes(&server, &said(1, "hej"), answer).await;
        let sent = platform.reply(&target(&Wire, &said(1, "")), &reply(&task, "Hej")).await;
        assert_eq!(sent, expected);
    }
    let (server, platform) = open(&Wire).await;
    Wire.answer_writes(&server, &said(1, "hej"), error(400, "commentTextTooLong")).await;
    let sent = platform.reply(&target(&Wire, &said(1, "")), &reply(&task, "Hej")).await;
    assert!(matches!(sent, Err(Error::Refused(_))), "{sent:?}");
}

#[tokio::test]
async fn only_what_we_wrote_is_an_own_reply_and_in_the_words_that_we_sent() {
    let (server, platform) = open(&Wire).await;
    let mut ours = comment(&Said { parent: Some(1), is_ours: true, ..said(2, "Se Åbent hus") });
    ours["snippet"]["textOriginal"] = json!("@sofie-e Se https://youtu.be/x");
    let mut untold = comment(&Said { parent: Some(1), is_ours: true, ..said(3, "Fredag") });
    untold["snippet"]["textOriginal"] = json!(null);
    let theirs = comment(&Said { parent: Some(1), ..said(4, "Fredag") });
    let of_it = || get("/comments").and(query_param("parentId", id(1)));
    serve_pages(&server, of_it, &[vec![theirs, ours], vec![untold]]).await;

    // Asked of a reply, the thread of it is meant.
    let at = Target { remote: RemoteId::new(format!("{}.9svar", id(1))), post: Some(Wire.post()) };
    let own = platform.own_replies(&at).await.expect("it reads");

    let words: Vec<_> = own.iter().map(|one| one.words.as_str()).collect();
    assert_eq!(words, ["Se https://youtu.be/x", "Fredag"]);

    let (server, platform) = open(&Wire).await;
    get("/comments").respond_with(ok(list(&[json!({ "id": id(2) })], None))).mount(&server).await;
    let odd = platform.own_replies(&at).await;
    assert!(matches!(odd, Err(Error::Broken(_))), "it may be ours, and then a second one would be sent");
}

#[tokio::test]
async fn a_comment_is_gone_for_a_write_only_in_youtubes_own_words_and_where_the_channel_is_ours() {
    let at = target(&Wire, &said(1, ""));
    for (answer, is_gone) in [
        (error(404, "commentNotFound"), true),
        (ResponseTemplate::new(404), false),
        (ResponseTemplate::new(404).set_body_json(json!({ "message": "no route" })), false),
        (error(404, "notImplemented"), false),
        (error(400, "commentNotFound"), false),
    ] {
        let (server, platform) = open(&Wire).await;
        post("/comments/setModerationStatus").respond_with(answer).mount(&server).await;
        let sent = platform.hide(&at, ever()).await;
        assert_eq!(sent == Ok(Sent::Gone), is_gone, "{sent:?}");
        assert_eq!(sent.is_err(), !is_gone);
    }
    let (server, platform) = open(&Wire).await;
    post("/comments/setModerationStatus").respond_with(error(404, "commentNotFound")).mount(&server).await;
    let another = json!({ "id": CITIZEN });
    get("/channels").respond_with(ok(list(&[another], None))).with_priority(2).mount(&server).await;
    let sent = platform.hide(&at, ever()).await;
    assert!(matches!(sent, Err(Error::NotPermitted(_))), "{sent:?}");
}

#[tokio::test]
async fn the_reason_decides_before_the_status() {
    type Is = fn(&Error) -> bool;
    let forbidden: Is = |error| matches!(error, Error::NotPermitted(_));
    let throttled: Is = |error| *error == Error::Throttled(Wait::Unsaid);
    let refused: Is = |error| matches!(error, Error::Refused(_));
    let dead: Is = |error| matches!(error, Error::TokenDead(_));
    let passing: Is = |error| matches!(error, Error::Unreachable(_));
    for (status, reason, is_right) in [
        (403, "forbidden", forbidden),
        (403, "insufficientPermissions", forbidden),
        (403, "ineligibleAccount", forbidden),
        (403, "accessNotConfigured", forbidden),
        (401, "youtubeSignupRequired", forbidden),
        (403, "a reason of tomorrow", forbidden),
        (403, "rateLimitExceeded", throttled),
        (403, "userRateLimitExceeded", throttled),
        (429, "a reason of tomorrow", throttled),
        (401, "authError", dead),
        (400, "operationNotSupported", refused),
        (400, "processingFailure", passing),
        (503, "backendError", passing),
    ] {
        let (server, platform) = open(&Wire).await;
        answer_all(&server, error(status, reason)).await;
        let error = platform.pull(ever(), None).await.expect_err("an error");
        assert!(is_right(&error), "{status} {reason}: {error:?}");
        assert!(!format!("{error}{error:?}").contains("311236"));
        let error = platform.hide(&target(&Wire, &said(1, "")), ever()).await;
        assert!(error.as_ref().map_or_else(is_right, |sent| *sent == Sent::Unknown), "{reason}: {error:?}");
    }
}

#[tokio::test]
async fn what_it_can_do_and_how_long_a_reply_may_be() {
    let (_server, platform) = open(&Wire).await;
    let can = platform.can();
    assert!(can.hide && can.delete && can.reply && !can.idempotent_reply);
    assert_eq!(can.counts, Counts::All);
    let limit = can.reply_limit;
    assert_eq!((limit.most, limit.unit, limit.most_bytes), (9968, LengthUnit::Utf16, None));
}
