//! Only what the network signed is heard.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ordstyrer::hook::Network;
use ordstyrer::store::Engine;
use secrecy::SecretString;

use super::ears::{Ears, INSTAGRAMS_SECRET, SECRET, call, comment, settings, signature};
use crate::harness::engines;

async fn is_refused(ears: &Ears, signature: &str) {
    let body = comment(1).to_string();
    let answer = ears.ask(call(Network::Facebook, &body, signature)).await;
    assert_eq!(answer, (StatusCode::UNAUTHORIZED, String::new()), "{signature}");
}

#[tokio::test]
async fn what_is_signed_over_the_raw_body_is_stored_before_it_is_answered() {
    for engine in engines() {
        let ears = Ears::new(engine).await;
        assert_eq!(ears.facebook(&comment(1)).await, StatusCode::OK);
        assert_eq!(ears.hints().await.len(), 1, "{engine:?}");
        assert_eq!((ears.counts.stored.get(), ears.counts.forged.get()), (1, 0));
    }
}

#[tokio::test]
async fn the_same_content_in_other_bytes_is_not_what_was_signed() {
    let ears = Ears::new(Engine::Sqlite).await;
    let sent =
        r#"{"object":"page","entry":[{"id":"1234567890321","time":1795262400,"changes":[]}],"a":"\u00e6"}"#;
    let again = serde_json::from_str::<serde_json::Value>(sent).unwrap().to_string();
    assert_ne!(sent, again);
    let signed = signature(SECRET, sent);
    assert_eq!(ears.ask(call(Network::Facebook, sent, &signed)).await.0, StatusCode::OK);
    assert_eq!(ears.ask(call(Network::Facebook, &again, &signed)).await.0, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn every_kind_of_forgery_is_refused_and_counted() {
    for engine in engines() {
        let ears = Ears::new(engine).await;
        let body = comment(1).to_string();
        let right = signature(SECRET, &body);
        let digits = right.strip_prefix("sha256=").unwrap();
        let cut = |length| digits.chars().take(length).collect::<String>();
        let forgeries = [
            signature("gættet", &body),
            signature("", &body),
            signature(SECRET, &comment(2).to_string()),
            signature(INSTAGRAMS_SECRET, &body),
            String::new(),
            "sha256=".to_owned(),
            digits.to_owned(),
            format!("sha1={}", cut(40)),
            format!("sha1={digits}"),
            format!("sha512={digits}{digits}"),
            format!("SHA256={digits}"),
            format!("sha256={}", cut(62)),
            format!("sha256={}", cut(63)),
            format!("sha256={digits}00"),
            format!("sha256= {digits}"),
            format!("sha256={}zz", cut(62)),
            format!("sha256=0x{}", cut(62)),
            right.repeat(2),
        ];
        for forgery in &forgeries {
            is_refused(&ears, forgery).await;
        }
        let unsigned = Request::post(Network::Facebook.path()).body(Body::from(body.clone())).unwrap();
        assert_eq!(ears.ask(unsigned).await.0, StatusCode::UNAUTHORIZED);
        let older = Request::post(Network::Facebook.path())
            .header("x-hub-signature", &right)
            .body(Body::from(body.clone()))
            .unwrap();
        assert_eq!(ears.ask(older).await.0, StatusCode::UNAUTHORIZED);
        // Two signatures, one of them right: which one is meant is not for us to choose.
        let two = Request::post(Network::Facebook.path())
            .header("x-hub-signature-256", &right)
            .header("x-hub-signature-256", signature("gættet", &body))
            .body(Body::from(body.clone()))
            .unwrap();
        assert_eq!(ears.ask(two).await.0, StatusCode::UNAUTHORIZED);
        assert_eq!(ears.counts.forged.get(), u64::try_from(forgeries.len() + 3).unwrap());
        assert_eq!(ears.hints().await, [], "{engine:?}");
    }
}

#[tokio::test]
async fn a_signature_that_differs_anywhere_is_refused() {
    let ears = Ears::new(Engine::Sqlite).await;
    let body = comment(1).to_string();
    let right = signature(SECRET, &body);
    for place in "sha256=".len()..right.len() {
        let mut digits = right.clone().into_bytes();
        digits[place] = if digits[place] == b'0' { b'1' } else { b'0' };
        is_refused(&ears, std::str::from_utf8(&digits).unwrap()).await;
    }
    assert_eq!(ears.hints().await, []);
}

#[tokio::test]
async fn two_secrets_are_good_while_they_are_rotated_and_the_old_one_is_not_afterwards() {
    for engine in engines() {
        let mut both = settings();
        both.channels[0].app_secrets = vec![SecretString::from("den-nye"), SecretString::from(SECRET)];
        let mut after = settings();
        after.channels[0].app_secrets = vec![SecretString::from("den-nye")];
        let ears = Ears::with(engine, both).await;
        for (number, secret) in [(1, SECRET), (2, "den-nye")] {
            let body = comment(number).to_string();
            let answer = ears.ask(call(Network::Facebook, &body, &signature(secret, &body))).await;
            assert_eq!(answer.0, StatusCode::OK, "{secret}");
        }
        // The event is the same, whichever secret it was signed with.
        let body = comment(1).to_string();
        ears.ask(call(Network::Facebook, &body, &signature("den-nye", &body))).await;
        assert_eq!((ears.hints().await.len(), ears.counts.doubled.get()), (2, 1), "{engine:?}");

        let ears = Ears::with(engine, after).await;
        let body = comment(3).to_string();
        let answer = ears.ask(call(Network::Facebook, &body, &signature(SECRET, &body))).await;
        assert_eq!(answer.0, StatusCode::UNAUTHORIZED);
        let answer = ears.ask(call(Network::Facebook, &body, &signature("den-nye", &body))).await;
        assert_eq!(answer.0, StatusCode::OK);
    }
}

#[tokio::test]
async fn each_network_is_believed_with_its_own_secret_and_about_its_own_things_only() {
    let ears = Ears::new(Engine::Sqlite).await;
    let body = comment(1).to_string();
    // Signed by Instagram's app, but about a page.
    let answer = ears.ask(call(Network::Instagram, &body, &signature(INSTAGRAMS_SECRET, &body))).await;
    assert_eq!(answer.0, StatusCode::OK);
    assert_eq!((ears.hints().await.len(), ears.counts.unknown.get()), (0, 1));
}

#[tokio::test]
async fn a_network_without_a_secret_has_no_address() {
    let mut settings = settings();
    settings.channels.truncate(1);
    let ears = Ears::with(Engine::Sqlite, settings).await;
    let body = comment(1).to_string();
    let answer = ears.ask(call(Network::Instagram, &body, &signature("", &body))).await;
    assert_eq!(answer.0, StatusCode::NOT_FOUND);
}
