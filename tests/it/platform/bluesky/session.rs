//! The session with our PDS.

use ordstyrer::platform::Error;
use serde_json::json;
use wiremock::matchers::header;
use wiremock::{MockServer, ResponseTemplate};

use super::wire::{CITIZEN, US, Wire, asked, error, get, logins, ok, post, serve_empty_stream, session};
use crate::platform::network::{Network, TOKEN, connected, ever, open};

#[tokio::test]
async fn many_calls_at_once_log_in_once() {
    let (server, platform) = open(&Wire).await;
    serve_empty_stream(&server).await;

    let calls = (0..20).map(|_| platform.pull(ever(), None));
    let outcomes = futures_util::future::join_all(calls).await;

    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(logins(&server).await, 1);
    for request in asked(&server, "app.bsky.notification.listNotifications").await {
        assert_eq!(request.headers["authorization"], "Bearer access-1");
    }
}

#[tokio::test]
async fn an_expired_session_is_renewed_once_for_all_and_the_password_is_not_used_again() {
    for name in ["ExpiredToken", "InvalidToken"] {
        let (server, platform) = open(&Wire).await;
        let stream = || get("app.bsky.notification.listNotifications");
        stream()
            .and(header("authorization", "Bearer access-1"))
            .respond_with(error(400, name))
            .mount(&server)
            .await;
        stream()
            .and(header("authorization", "Bearer access-2"))
            .respond_with(ok(json!({ "notifications": [] })))
            .mount(&server)
            .await;

        let outcomes = futures_util::future::join_all((0..10).map(|_| platform.pull(ever(), None))).await;

        assert!(outcomes.iter().all(Result::is_ok), "{name}");
        let renewed = asked(&server, "com.atproto.server.refreshSession").await;
        assert_eq!(renewed.len(), 1, "{name}");
        assert_eq!(renewed[0].headers["authorization"], "Bearer refresh-1");
        assert_eq!(logins(&server).await, 1, "{name}");
    }
}

#[tokio::test]
async fn only_when_renewing_is_refused_the_password_is_used_again() {
    for (refusal, expected_logins) in [
        (error(400, "ExpiredToken"), 2),
        (error(400, "InvalidToken"), 2),
        (error(401, "AuthenticationRequired"), 2),
        (error(502, "UpstreamFailure"), 1),
        (error(429, "RateLimitExceeded"), 1),
    ] {
        let server = MockServer::start().await;
        post("com.atproto.server.createSession").respond_with(ok(session(1))).mount(&server).await;
        post("com.atproto.server.refreshSession").respond_with(refusal).mount(&server).await;
        get("app.bsky.notification.listNotifications")
            .respond_with(error(400, "ExpiredToken"))
            .mount(&server)
            .await;
        let platform = connected(&Wire, &server.uri());

        let outcome = platform.pull(ever(), None).await;

        assert_eq!(logins(&server).await, expected_logins);
        assert_eq!(matches!(outcome, Err(Error::TokenDead(_))), expected_logins == 2, "{outcome:?}");
    }
}

#[tokio::test]
async fn a_password_that_is_not_accepted_is_a_dead_token() {
    for (refusal, is_dead) in [
        (error(401, "AuthenticationRequired"), true),
        (error(401, "AuthFactorTokenRequired"), true),
        (error(401, "AccountTakedown"), true),
        (error(429, "RateLimitExceeded"), false),
        (ResponseTemplate::new(500), false),
    ] {
        let server = MockServer::start().await;
        post("com.atproto.server.createSession").respond_with(refusal).mount(&server).await;
        let platform = connected(&Wire, &server.uri());

        let error = platform.check().await.expect_err("no session");

        assert_eq!(matches!(error, Error::TokenDead(_)), is_dead, "{error:?}");
        assert!(!format!("{error}{error:?}").contains(TOKEN));
        assert_eq!(logins(&server).await, 1, "a refused password is not tried twice");
    }
}

#[tokio::test]
async fn a_password_that_opens_direct_messages_fails_the_check() {
    for (scope, is_allowed) in [
        ("com.atproto.appPass", true),
        ("com.atproto.appPassPrivileged", false),
        ("com.atproto.access", false),
        ("atproto transition:generic", true),
        ("atproto transition:generic transition:chat.bsky", false),
    ] {
        let server = MockServer::start().await;
        Wire.serve_check(&server, &[scope]).await;
        let platform = connected(&Wire, &server.uri());
        assert_eq!(platform.check().await.is_ok(), is_allowed, "{scope}");
    }
    for (answer, is_fine) in [
        (json!({ "did": US, "active": true }), true),
        (json!({ "did": US, "active": false, "status": "deactivated" }), false),
        (json!({ "did": CITIZEN }), false),
    ] {
        let (server, platform) = open(&Wire).await;
        get("com.atproto.server.getSession").respond_with(ok(answer.clone())).mount(&server).await;
        assert_eq!(platform.check().await.is_ok(), is_fine, "{answer}");
    }
}
