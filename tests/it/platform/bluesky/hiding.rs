//! Hiding by threadgate.

use ordstyrer::model::{RemoteId, Target};
use ordstyrer::platform::{Error, Sent};
use serde_json::json;
use wiremock::MockServer;
use wiremock::matchers::body_partial_json;

use super::wire::{ROOT, US, Wire, error, gate, get, logins, ok, post, puts, uri_of};
use crate::platform::network::{Network, ever, open, said, stamp, target};

#[tokio::test]
async fn the_first_hide_under_a_post_makes_its_gate() {
    let (server, platform) = open(&Wire).await;
    Wire.answer_writes(&server, &said(1, "grim"), Wire.done()).await;

    let sent = platform.hide(&target(&Wire, &said(1, "")), stamp("2026-11-21T12:00:00Z")).await;

    assert_eq!(sent, Ok(Sent::Done(None)));
    let expected = json!({
        "repo": US,
        "collection": "app.bsky.feed.threadgate",
        "rkey": "3n2ttkc3wtc2i",
        "swapRecord": null,
        "record": {
            "$type": "app.bsky.feed.threadgate",
            "post": ROOT,
            "createdAt": "2026-11-21T12:00:00.000Z",
            "hiddenReplies": [uri_of(1, false)],
        },
    });
    assert_eq!(puts(&server).await, [expected], "and nobody is kept from answering: no `allow`");
}

/// A gate that somebody made in the app: only followers may answer, one reply is hidden.
async fn serve_used_gate(server: &MockServer, cid: &str, hidden: &[String], times: u64) {
    let mut value = gate(hidden);
    value["allow"] = json!([{ "$type": "app.bsky.feed.threadgate#followerRule" }]);
    value["a_field_of_tomorrow"] = json!({ "kept": true });
    get("com.atproto.repo.getRecord")
        .respond_with(ok(json!({ "uri": "at://x", "cid": cid, "value": value })))
        .up_to_n_times(times)
        .mount(server)
        .await;
}

#[tokio::test]
async fn hiding_and_showing_keep_what_else_stands_in_the_gate() {
    for hidden in [true, false] {
        let (server, platform) = open(&Wire).await;
        let (this, other) = (uri_of(1, false), uri_of(2, false));
        let before = if hidden { vec![other.clone()] } else { vec![other.clone(), this.clone()] };
        serve_used_gate(&server, "bafygate7", &before, 9).await;
        post("com.atproto.repo.putRecord").respond_with(Wire.done()).mount(&server).await;
        let target = target(&Wire, &said(1, ""));
        let now = stamp("2026-11-21T12:00:00Z");

        let sent =
            if hidden { platform.hide(&target, now).await } else { platform.unhide(&target, now).await };

        assert_eq!(sent, Ok(Sent::Done(None)));
        let put = puts(&server).await.remove(0);
        assert_eq!(put["swapRecord"], "bafygate7");
        assert_eq!(put["record"]["allow"], json!([{ "$type": "app.bsky.feed.threadgate#followerRule" }]));
        assert_eq!(put["record"]["a_field_of_tomorrow"], json!({ "kept": true }));
        assert_eq!(put["record"]["createdAt"], "2026-11-21T09:00:00Z");
        let after = if hidden { vec![other, this] } else { vec![other] };
        assert_eq!(put["record"]["hiddenReplies"], json!(after));
    }
}

#[tokio::test]
async fn asking_twice_writes_once() {
    let (server, platform) = open(&Wire).await;
    serve_used_gate(&server, "bafygate7", &[uri_of(1, false)], 9).await;
    let now = stamp("2026-11-21T12:00:00Z");

    assert_eq!(platform.hide(&target(&Wire, &said(1, "")), now).await, Ok(Sent::AlreadyDone));
    assert_eq!(platform.unhide(&target(&Wire, &said(2, "")), now).await, Ok(Sent::AlreadyDone));

    assert!(puts(&server).await.is_empty());
}

#[tokio::test]
async fn a_list_that_somebody_else_changed_is_read_again() {
    let (server, platform) = open(&Wire).await;
    serve_used_gate(&server, "bafygate7", &[], 1).await;
    serve_used_gate(&server, "bafygate8", &[uri_of(2, false)], 9).await;
    post("com.atproto.repo.putRecord")
        .and(body_partial_json(json!({ "swapRecord": "bafygate7" })))
        .respond_with(error(400, "InvalidSwap"))
        .mount(&server)
        .await;
    post("com.atproto.repo.putRecord")
        .and(body_partial_json(json!({ "swapRecord": "bafygate8" })))
        .respond_with(Wire.done())
        .mount(&server)
        .await;

    let sent = platform.hide(&target(&Wire, &said(1, "")), ever()).await;

    assert_eq!(sent, Ok(Sent::Done(None)));
    let put = puts(&server).await.remove(1);
    assert_eq!(put["record"]["hiddenReplies"], json!([uri_of(2, false), uri_of(1, false)]));
}

#[tokio::test]
async fn a_list_that_never_rests_is_left_for_later() {
    let (server, platform) = open(&Wire).await;
    serve_used_gate(&server, "bafygate7", &[], 99).await;
    post("com.atproto.repo.putRecord").respond_with(error(400, "InvalidSwap")).mount(&server).await;

    let sent = platform.hide(&target(&Wire, &said(1, "")), ever()).await;

    assert!(matches!(sent, Err(Error::Unreachable(_))), "{sent:?}");
    assert_eq!(puts(&server).await.len(), 4);
}

#[tokio::test]
async fn the_three_hundred_and_first_hide_is_refused_and_writes_nothing() {
    for (count, is_refused) in [(299, false), (300, true)] {
        let (server, platform) = open(&Wire).await;
        let full: Vec<String> = (1000..1000 + count).map(|number| uri_of(number, false)).collect();
        serve_used_gate(&server, "bafygate7", &full, 9).await;
        post("com.atproto.repo.putRecord").respond_with(Wire.done()).mount(&server).await;

        let sent = platform.hide(&target(&Wire, &said(1, "")), ever()).await;

        assert_eq!(
            matches!(sent, Err(Error::Refused(cause)) if cause.contains("300")),
            is_refused,
            "{sent:?}"
        );
        assert_eq!(puts(&server).await.is_empty(), is_refused);
    }
}

#[tokio::test]
async fn a_gate_that_we_do_not_understand_is_never_overwritten() {
    for value in [
        json!({ "hiddenReplies": "alle" }),
        json!({ "hiddenReplies": [17] }),
        json!({ "hiddenReplies": null }),
        json!([]),
        json!(null),
    ] {
        let (server, platform) = open(&Wire).await;
        get("com.atproto.repo.getRecord")
            .respond_with(ok(json!({ "uri": "at://x", "cid": "bafy", "value": value })))
            .mount(&server)
            .await;
        let sent = platform.hide(&target(&Wire, &said(1, "")), ever()).await;
        assert!(matches!(sent, Err(Error::Broken(_))), "{value}: {sent:?}");
        assert!(puts(&server).await.is_empty(), "{value}");
    }
}

#[tokio::test]
async fn only_under_our_own_posts_can_we_hide() {
    let (server, platform) = open(&Wire).await;
    let remote = Wire.remote(&said(1, ""));
    for post in [None, Some(RemoteId::new(uri_of(9, false)))] {
        let target = Target { remote: remote.clone(), post };
        assert_eq!(platform.hide(&target, ever()).await, Ok(Sent::Unsupported));
        assert_eq!(platform.unhide(&target, ever()).await, Ok(Sent::Unsupported));
    }
    assert!(puts(&server).await.is_empty());
}

#[tokio::test]
async fn a_401_on_a_write_does_not_stop_the_account() {
    let (server, platform) = open(&Wire).await;
    Wire.answer_writes(&server, &said(1, ""), error(401, "AuthenticationRequired")).await;

    let sent = platform.hide(&target(&Wire, &said(1, "")), ever()).await;

    assert!(matches!(sent, Err(Error::NotPermitted(_))), "{sent:?}");
    assert_eq!(logins(&server).await, 1);
}
