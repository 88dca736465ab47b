//! The two ways to log in, the options, and how a token is renewed.

use ordstyrer::model::LengthUnit;
use ordstyrer::platform::{ConnectError, Connection, Error, Grant, Platform, connect};
use secrecy::ExposeSecret;
use serde_json::json;
use toml::Value as Toml;
use url::Url;
use wiremock::matchers::{header, method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::wire::{PAGE, Wire, get, ok};
use crate::platform::network::{Network, TOKEN, connection, ever, open, stamp};

fn with(base: &str, options: &[(&str, Toml)]) -> Connection {
    let mut connection = connection(&Wire, base);
    connection.options = options.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
    connection
}

fn text(word: &str) -> Toml {
    Toml::String(word.to_owned())
}

async fn by_instagram() -> (MockServer, Box<dyn Platform>) {
    let server = MockServer::start().await;
    let connection = with(&server.uri(), &[("login", text("instagram"))]);
    (server, connect("instagram", connection).expect("it connects"))
}

#[test]
fn the_options_are_checked_and_the_log_in_fits_the_address() {
    let refusal = |base: &str, options: &[(&str, Toml)]| {
        let mut tried = with("https://api.example", options);
        tried.base_url = Url::parse(base).expect("an address");
        connect("instagram", tried).err()
    };
    for (base, login) in [
        ("https://graph.facebook.com/v25.0", "facebook"),
        ("https://graph.instagram.com/v25.0", "instagram"),
        ("https://api.example", "facebook"),
        ("https://api.example", "instagram"),
    ] {
        assert_eq!(refusal(base, &[("login", text(login))]), None, "{base} {login}");
    }
    assert_eq!(refusal("https://graph.facebook.com/v25.0", &[]), None);
    for (base, login) in [
        ("https://graph.facebook.com/v25.0", text("instagram")),
        ("https://graph.instagram.com/v25.0", text("facebook")),
        ("https://api.example", text("begge")),
        ("https://api.example", Toml::Boolean(true)),
    ] {
        let refused = refusal(base, &[("login", login)]);
        assert!(matches!(refused, Some(ConnectError::WrongOption("login", _))), "{base}: {refused:?}");
    }
    let refused = refusal("https://graph.instagram.com", &[]);
    assert!(matches!(refused, Some(ConnectError::WrongOption("login", _))), "{refused:?}");
    for most in [Toml::Integer(0), Toml::Integer(2201), Toml::Integer(-1), text("300")] {
        let refused = refusal("https://api.example", &[("max_characters", most)]);
        assert!(matches!(refused, Some(ConnectError::WrongOption("max_characters", _))), "{refused:?}");
    }
}

#[test]
fn a_reply_has_300_characters_unless_more_are_known_to_be_allowed() {
    for (options, most) in [(vec![], 300), (vec![("max_characters", Toml::Integer(2200))], 2200)] {
        let platform = connect("instagram", with("https://api.example", &options)).expect("it connects");
        let limit = platform.can().reply_limit;
        assert_eq!((limit.most, limit.unit, limit.most_bytes), (most, LengthUnit::Utf16, None));
    }
}

#[tokio::test]
async fn with_instagrams_log_in_the_token_says_whose_it_is_and_no_more() {
    for (us, is_ours) in
        [(json!(PAGE), true), (json!(17_841_400_000_000_001_u64), true), (json!("42"), false)]
    {
        let (server, platform) = by_instagram().await;
        get(&server, "/me", ok(&json!({ "user_id": us, "id": "99887766" }))).await;

        let checked = platform.check().await;

        assert_eq!(checked.is_ok(), is_ours, "{us}: {checked:?}");
        assert!(checked.is_err() || checked == Ok(Grant::default()));
        let asked = server.received_requests().await.expect("recorded");
        assert_eq!(asked.len(), 1, "nothing else tells it there");
    }
}

#[tokio::test]
async fn with_instagrams_log_in_nobody_tells_who_tags_us_and_nothing_is_asked() {
    let (server, platform) = by_instagram().await;

    let page = platform.pull(ever(), None).await.expect("it reads");

    assert!(page.items.is_empty() && page.next.is_none());
    assert!(server.received_requests().await.expect("recorded").is_empty());
}

#[tokio::test]
async fn the_token_is_renewed_in_the_header_and_what_comes_back_replaces_it() {
    let (server, platform) = by_instagram().await;
    Mock::given(method("GET"))
        .and(path("/refresh_access_token"))
        .and(query_param("grant_type", "ig_refresh_token"))
        .and(header("authorization", format!("Bearer {TOKEN}").as_str()))
        .respond_with(ok(
            &json!({ "access_token": "nyt-token", "token_type": "bearer", "expires_in": 5_184_000 }),
        ))
        .mount(&server)
        .await;

    let renewed =
        platform.renew(stamp("2026-11-21T12:00:00Z")).await.expect("it answers").expect("it is renewed");

    assert_eq!(renewed.secrets.get("token").map(ExposeSecret::expose_secret), Some("nyt-token"));
    assert_eq!(renewed.ends, Some(stamp("2027-01-20T12:00:00Z")));
    let asked = server.received_requests().await.expect("recorded");
    assert!(asked.iter().all(|request| !request.url.as_str().contains(TOKEN)));
    assert!(!format!("{renewed:?}").contains("nyt-token"));
}

#[tokio::test]
async fn a_token_that_is_dead_too_young_or_comes_back_broken_is_not_replaced() {
    type Is = fn(&Error) -> bool;
    let cases: [(ResponseTemplate, Is); 4] = [
        (Wire.expired(), |error| matches!(error, Error::TokenDead(_))),
        (crate::platform::meta::error(100, None), |error| matches!(error, Error::Refused(_))),
        (ok(&json!({ "access_token": "ny\nt" })), |error| matches!(error, Error::Broken(_))),
        (ok(&json!({ "token_type": "bearer" })), |error| matches!(error, Error::Broken(_))),
    ];
    for (answer, is_right) in cases {
        let (server, platform) = by_instagram().await;
        get(&server, "/refresh_access_token", answer).await;
        let renewed = platform.renew(ever()).await;
        assert!(renewed.as_ref().is_err_and(is_right), "{renewed:?}");
    }
}

#[tokio::test]
async fn a_token_of_facebooks_log_in_is_not_renewed_here() {
    let (server, platform) = open(&Wire).await;
    assert!(platform.renew(ever()).await.expect("it answers").is_none());
    assert!(server.received_requests().await.expect("recorded").is_empty());
}
