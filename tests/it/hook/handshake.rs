//! The handshake.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ordstyrer::hook::Network;
use ordstyrer::store::Engine;
use secrecy::SecretString;

use super::ears::{Ears, TOKEN, settings};

fn ask(mode: &str, challenge: &str, token: &str) -> Request<Body> {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("hub.mode", mode)
        .append_pair("hub.challenge", challenge)
        .append_pair("hub.verify_token", token)
        .finish();
    Request::get(format!("{}?{query}", Network::Facebook.path())).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn the_challenge_is_told_back_to_whoever_knows_the_token() {
    let ears = Ears::new(Engine::Sqlite).await;
    let answer = ears.hook.router();
    let answer = tower::ServiceExt::oneshot(answer, ask("subscribe", "1158201444", TOKEN)).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["content-type"], "text/plain");
    let body = axum::body::to_bytes(answer.into_body(), 100).await.unwrap();
    assert_eq!(&body[..], b"1158201444");
    assert_eq!(ears.counts.handshakes.get(), 1);
}

#[tokio::test]
async fn a_wrong_token_mode_or_challenge_is_refused_without_a_word() {
    let ears = Ears::new(Engine::Sqlite).await;
    let long = "1".repeat(65);
    let longer = format!("{TOKEN}x");
    let tries = [
        ("subscribe", "1", "et-verify-toke"),
        ("subscribe", "1", longer.as_str()),
        ("subscribe", "1", ""),
        ("unsubscribe", "1", TOKEN),
        ("", "1", TOKEN),
        ("subscribe", "", TOKEN),
        ("subscribe", "<b>1</b>", TOKEN),
        ("subscribe", "-1", TOKEN),
        ("subscribe", long.as_str(), TOKEN),
    ];
    for (mode, challenge, token) in tries {
        let answer = ears.ask(ask(mode, challenge, token)).await;
        assert_eq!(answer, (StatusCode::FORBIDDEN, String::new()), "{mode} {challenge} {token}");
    }
    let bare = Request::get(Network::Facebook.path()).body(Body::empty()).unwrap();
    assert_eq!(ears.ask(bare).await.0, StatusCode::FORBIDDEN);
    assert_eq!(ears.counts.handshakes_refused.get(), u64::try_from(tries.len() + 1).unwrap());
    assert_eq!(ears.counts.handshakes.get(), 0);
}

#[tokio::test]
async fn both_tokens_are_known_while_they_are_changed_and_each_network_has_its_own() {
    let mut settings = settings();
    settings.channels[0].verify_tokens = vec![SecretString::from("det-nye"), SecretString::from("det-gamle")];
    let ears = Ears::with(Engine::Sqlite, settings).await;
    for (token, status) in [
        ("det-nye", StatusCode::OK),
        ("det-gamle", StatusCode::OK),
        // Instagram's.
        (TOKEN, StatusCode::FORBIDDEN),
    ] {
        assert_eq!(ears.ask(ask("subscribe", "7", token)).await.0, status, "{token}");
    }
}
