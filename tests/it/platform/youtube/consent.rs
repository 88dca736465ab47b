//! The consent: a refresh token that is exchanged for access tokens of an hour.

use ordstyrer::platform::{ConnectError, Error, Secrets, connect};
use serde_json::{Value, json};
use wiremock::matchers::header;
use wiremock::{MockServer, Request, ResponseTemplate};

use super::wire::{FORCE_SSL, Wire, asked, error, get, list, ok, token, tokens};
use crate::platform::network::{Network, TOKEN, connected, connection, ever, open};

async fn exchanges(server: &MockServer) -> Vec<Request> {
    let asked = server.received_requests().await.expect("recorded");
    asked.into_iter().filter(|request| request.url.path() == "/token").collect()
}

fn stream() -> wiremock::MockBuilder {
    get("/commentThreads")
}

/// The n-th exchange gives the n-th token.
async fn serve_tokens(server: &MockServer, date: Option<&str>) {
    for number in 1..4 {
        let mut answer = ok(token(number));
        if let Some(date) = date {
            answer = answer.insert_header("date", date);
        }
        tokens().respond_with(answer).up_to_n_times(1).mount(server).await;
    }
}

#[tokio::test]
async fn the_secrets_go_in_the_body_once_and_the_access_token_in_a_header() {
    let (server, platform) = open(&Wire).await;
    stream().respond_with(ok(list(&[], None))).mount(&server).await;

    let calls = (0..20).map(|_| platform.pull(ever(), None));
    let outcomes = futures_util::future::join_all(calls).await;

    assert!(outcomes.iter().all(Result::is_ok));
    let exchanges = exchanges(&server).await;
    assert_eq!(exchanges.len(), 1, "many calls at once exchange once");
    let form: Vec<(String, String)> = url::form_urlencoded::parse(&exchanges[0].body).into_owned().collect();
    let expected = [
        ("grant_type", "refresh_token"),
        ("refresh_token", TOKEN),
        ("client_id", "123456789012-kommune.apps.example"),
        ("client_secret", "klienthemmelighed"),
    ];
    assert_eq!(form, expected.map(|(key, value)| (key.to_owned(), value.to_owned())));
    assert_eq!(exchanges[0].url.query(), None);
    for request in asked(&server).await {
        assert_eq!(request.headers["authorization"], "Bearer access-1");
        assert!(!request.url.as_str().contains("access-1") && !request.url.as_str().contains(TOKEN));
    }
}

#[tokio::test]
async fn a_token_that_is_not_accepted_is_renewed_once_for_all() {
    let server = MockServer::start().await;
    serve_tokens(&server, None).await;
    stream()
        .and(header("authorization", "Bearer access-1"))
        .respond_with(error(401, "authError"))
        .mount(&server)
        .await;
    stream()
        .and(header("authorization", "Bearer access-2"))
        .respond_with(ok(list(&[], None)))
        .mount(&server)
        .await;
    let platform = connected(&Wire, &server.uri());

    let outcomes = futures_util::future::join_all((0..10).map(|_| platform.pull(ever(), None))).await;

    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(exchanges(&server).await.len(), 2);

    let (server, platform) = open(&Wire).await;
    stream().respond_with(error(401, "authError")).mount(&server).await;
    assert!(matches!(platform.pull(ever(), None).await, Err(Error::TokenDead(_))));
    assert_eq!(asked(&server).await.len(), 2, "once more, and not again and again");
}

#[tokio::test]
async fn by_the_networks_own_clock_a_token_is_renewed_before_it_ends() {
    let server = MockServer::start().await;
    serve_tokens(&server, Some("Sat, 21 Nov 2026 10:00:00 GMT")).await;
    for date in ["Sat, 21 Nov 2026 10:57:58 GMT", "Sat, 21 Nov 2026 10:58:01 GMT"] {
        let answer = ok(list(&[], None)).insert_header("date", date);
        stream().respond_with(answer).up_to_n_times(1).mount(&server).await;
    }
    stream().respond_with(ok(list(&[], None))).mount(&server).await;
    let platform = connected(&Wire, &server.uri());

    for _ in 0..3 {
        platform.pull(ever(), None).await.expect("it reads");
    }

    let tokens: Vec<_> = asked(&server)
        .await
        .iter()
        .map(|one| one.headers["authorization"].to_str().expect("text").to_owned())
        .collect();
    assert_eq!(tokens, ["Bearer access-1", "Bearer access-1", "Bearer access-2"]);
    assert_eq!(exchanges(&server).await.len(), 2, "nothing had to be refused first");
}

#[tokio::test]
async fn a_consent_that_was_taken_back_is_a_dead_token_and_a_server_in_trouble_is_not() {
    type Is = fn(&Error) -> bool;
    let dead: Is = |error| matches!(error, Error::TokenDead(_));
    let unreachable: Is = |error| matches!(error, Error::Unreachable(_));
    let oauth = |status: u16, name: &str| {
        ResponseTemplate::new(status)
            .set_body_json(json!({ "error": name, "error_description": "311236-4004" }))
    };
    let cases: [(&str, ResponseTemplate, Is); 11] = [
        ("revoked", oauth(400, "invalid_grant"), dead),
        ("another client", oauth(401, "invalid_client"), dead),
        ("a deleted client", oauth(401, "deleted_client"), dead),
        ("not for us", oauth(400, "unauthorized_client"), dead),
        ("a bad request", oauth(400, "invalid_request"), |error| matches!(error, Error::Refused(_))),
        ("too often", oauth(429, "rate_limit_exceeded"), |error| matches!(error, Error::Throttled(_))),
        (
            "too often, as the API says it",
            ResponseTemplate::new(403).set_body_json(json!({ "error": { "code": 403,
                "errors": [{ "reason": "rateLimitExceeded" }] } })),
            |error| matches!(error, Error::Throttled(_)),
        ),
        ("500", oauth(500, "internal_failure"), unreachable),
        ("503", ResponseTemplate::new(503), unreachable),
        ("a page", ResponseTemplate::new(200).set_body_raw("<p>", "text/html"), |error| {
            matches!(error, Error::Broken(_))
        }),
        ("no token", ok(json!({ "expires_in": 3599 })), |error| matches!(error, Error::Broken(_))),
    ];
    for (case, answer, is_right) in cases {
        let server = MockServer::start().await;
        tokens().respond_with(answer).mount(&server).await;
        let platform = connected(&Wire, &server.uri());

        let read = platform.pull(ever(), None).await.expect_err("no token");
        let target = crate::platform::network::target(&Wire, &crate::platform::network::said(1, ""));
        let write = platform.hide(&target, ever()).await;

        assert!(is_right(&read), "{case}: {read:?}");
        assert_eq!(write, Err(read.clone()), "{case}: nothing was sent, so nothing is unknown");
        assert!(!format!("{read}{read:?}").contains("311236"));
        assert!(asked(&server).await.is_empty(), "{case}");
        assert_eq!(exchanges(&server).await.len(), 2, "{case}: each call tries once");
    }
}

async fn checked(answer: Value) -> Result<ordstyrer::platform::Grant, Error> {
    let server = MockServer::start().await;
    tokens().respond_with(ok(answer)).with_priority(1).mount(&server).await;
    Wire.greet(&server).await;
    connected(&Wire, &server.uri()).check().await
}

#[tokio::test]
async fn the_check_tells_the_scopes_and_refuses_a_consent_that_opens_more_than_youtube() {
    let granted = |scope: &str| {
        let mut answer = token(1);
        answer["scope"] = json!(scope);
        answer
    };
    let fine = checked(granted(&format!("openid {FORCE_SSL}"))).await.expect("it is enough");
    assert_eq!(fine.scopes, Some(vec!["openid".to_owned(), FORCE_SSL.to_owned()]));
    assert_eq!(fine.ends, None);
    let mut untold = token(1);
    untold.as_object_mut().expect("an object").remove("scope");
    assert_eq!(checked(untold).await.expect("it is not told").scopes, None);
    for more in [
        "https://mail.google.com/",
        "https://www.googleapis.com/auth/gmail.readonly",
        "https://www.googleapis.com/auth/chat.messages",
        "https://www.googleapis.com/auth/drive",
        "https://www.googleapis.com/auth/contacts.readonly",
    ] {
        let refused = checked(granted(&format!("{FORCE_SSL} {more}"))).await;
        assert!(matches!(refused, Err(Error::NotPermitted(_))), "{more}: {refused:?}");
    }
}

#[tokio::test]
async fn the_consent_of_another_channel_fails_the_check() {
    for items in [vec![], vec![json!({ "id": "UCborgerborgerborgerbor1" })], vec![json!(7)]] {
        let (server, platform) = open(&Wire).await;
        get("/channels").respond_with(ok(list(&items, None))).with_priority(2).mount(&server).await;
        let refused = platform.check().await;
        assert!(matches!(refused, Err(Error::NotPermitted(_))), "{refused:?}");
        let request = &asked(&server).await[0];
        assert!(request.url.query().is_some_and(|query| query.contains("mine=true")));
    }
}

#[test]
fn every_secret_is_needed_and_the_exchange_goes_where_anything_may_go() {
    let base = "https://youtube.googleapis.com";
    let refused = |change: &dyn Fn(&mut ordstyrer::platform::Connection)| {
        let mut connection = connection(&Wire, base);
        change(&mut connection);
        connect("youtube", connection).err()
    };
    for missing in ["client_id", "client_secret"] {
        let without = |connection: &mut ordstyrer::platform::Connection| {
            let all = Wire.secrets();
            let kept = all.iter().filter(|(name, _)| *name != missing);
            connection.secrets =
                kept.fold(Secrets::default(), |kept, (name, secret)| kept.with(name, secret.clone()));
        };
        let error = refused(&without).expect("it is refused");
        assert_eq!(error, ConnectError::Secret(missing, "is missing or empty"));
    }
    for (address, is_allowed) in [
        ("https://oauth2.googleapis.com/token", true),
        ("http://127.0.0.1:8000/token", true),
        ("http://oauth2.googleapis.com/token", false),
        ("https://10.0.0.1/token", false),
        ("https://user:word@oauth2.googleapis.com/token", false),
        ("token", false),
    ] {
        let with = |connection: &mut ordstyrer::platform::Connection| {
            connection.options.insert("token_url".to_owned(), toml::Value::String(address.to_owned()));
        };
        let error = refused(&with);
        assert_eq!(error.is_none(), is_allowed, "{address}: {error:?}");
        assert!(
            error.is_none_or(|error| matches!(error, ConnectError::WrongOption("token_url", _))),
            "{address}"
        );
    }
    let without = |connection: &mut ordstyrer::platform::Connection| connection.options.clear();
    assert_eq!(refused(&without), None, "without a word the exchange is Google's");
    let names: Vec<_> =
        ordstyrer::platform::secrets("youtube").expect("known").iter().map(|secret| secret.name).collect();
    assert_eq!(names, ["token", "client_id", "client_secret"]);
    let terms = ordstyrer::platform::terms("youtube");
    assert_eq!(terms.refresh_within.map(|days| days.0), Some(30));
    assert_eq!(terms.after_access.map(|days| days.0), Some(7));
}

#[tokio::test]
async fn a_refresh_token_does_not_end_so_there_is_nothing_to_renew() {
    let (server, platform) = open(&Wire).await;
    assert!(platform.renew(ever()).await.expect("it is no error").is_none());
    assert!(asked(&server).await.is_empty() && exchanges(&server).await.is_empty());
}
