//! What one of Meta's tokens may do, and the proof that goes with it.

use ordstyrer::model::TaskId;
use ordstyrer::platform::{Error, Grant, Platform, connect};
use secrecy::SecretString;
use serde_json::{Value, json};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::wire::error;
use crate::platform::network::{
    Network, TOKEN, connection, every_read, open, pull_all, reply, said, stamp, target, thread_all,
};
use crate::platform::{facebook, instagram};

/// Another secret that must never be seen.
const APP_SECRET: &str = "app-hemmelighed-91c2";
/// HMAC-SHA256 of the token under it, made with another program.
const PROOF: &str = "3a489c49269a454d66a94e6dee148aa22c5525301ac055179a4857a81414dde0";

fn networks() -> [Box<dyn Network>; 2] {
    [Box::new(facebook::Wire), Box::new(instagram::Wire)]
}

fn ok(body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

/// A server on which the token is ours, and says this of itself.
async fn saying(
    network: &dyn Network,
    debugged: ResponseTemplate,
    permissions: ResponseTemplate,
) -> (MockServer, Box<dyn Platform>) {
    let (server, platform) = open(network).await;
    let us = ok(&json!({ "id": network.page() }));
    for at in ["/me".to_owned(), format!("/{}", network.page())] {
        Mock::given(method("GET"))
            .and(path(at))
            .respond_with(us.clone())
            .with_priority(5)
            .mount(&server)
            .await;
    }
    Mock::given(method("POST")).and(path("/debug_token")).respond_with(debugged).mount(&server).await;
    let at = "/me/permissions";
    Mock::given(method("GET")).and(path(at)).respond_with(permissions).mount(&server).await;
    (server, platform)
}

fn debugged(scopes: &[&str], ends: i64, access_ends: i64) -> ResponseTemplate {
    ok(&json!({ "data": {
        "app_id": "1", "type": "PAGE", "application": "Prøve", "is_valid": true, "scopes": scopes,
        "expires_at": ends, "data_access_expires_at": access_ends, "a_field_of_tomorrow": [1],
    }}))
}

#[tokio::test]
async fn a_token_says_what_it_may_and_until_when_and_is_named_in_the_body_alone() {
    let scopes = ["pages_show_list", "pages_read_engagement"];
    let day = |days: i64| 1_800_000_000 + days * 86_400;
    for (ends, access_ends, expected) in [
        (0, 0, None),
        (day(60), 0, Some(day(60))),
        (0, day(90), Some(day(90))),
        (day(60), day(90), Some(day(60))),
        (day(90), day(60), Some(day(60))),
    ] {
        for network in networks() {
            let (server, platform) =
                saying(&*network, debugged(&scopes, ends, access_ends), error(100, None)).await;

            let grant = platform.check().await.expect("it is ours");

            let ends = expected.map(|seconds| ordstyrer::model::Stamp::from_ms(seconds * 1000));
            let scopes = Some(scopes.map(str::to_owned).to_vec());
            assert_eq!(grant, Grant { scopes, ends }, "{}", network.name());
            let asked = server.received_requests().await.expect("recorded");
            let about_it = asked.iter().find(|one| one.url.path() == "/debug_token").expect("it was asked");
            let body = String::from_utf8(about_it.body.clone()).expect("text");
            assert!(body.contains("method=get") && body.contains(&format!("input_token={TOKEN}")), "{body}");
            assert!(asked.iter().all(|one| !one.url.as_str().contains(TOKEN)));
        }
    }
}

#[tokio::test]
async fn where_the_token_may_not_be_looked_at_its_permissions_are_asked_for_and_else_nothing_is_known() {
    let granted = ok(&json!({ "data": [
        { "permission": "pages_show_list", "status": "granted" },
        { "permission": "pages_messaging", "status": "declined" },
        { "permission": "instagram_basic", "status": "granted", "more": {} },
    ]}));
    for network in networks() {
        for refusal in [error(100, None), error(10, None), error(100, Some(33)), ResponseTemplate::new(404)] {
            let (_server, platform) = saying(&*network, refusal.clone(), granted.clone()).await;
            let scopes = vec!["pages_show_list".to_owned(), "instagram_basic".to_owned()];
            assert_eq!(platform.check().await, Ok(Grant { scopes: Some(scopes), ends: None }));

            let (_server, platform) = saying(&*network, refusal.clone(), refusal).await;
            assert_eq!(platform.check().await, Ok(Grant::default()), "{}", network.name());
        }
    }
}

#[tokio::test]
async fn a_token_that_opens_private_messages_is_refused_whoever_tells_of_it() {
    for network in networks() {
        for scope in ordstyrer::platform::needs(network.name()).expect("known").refused {
            let told = debugged(&["pages_show_list", scope], 0, 0);
            let granted = ok(&json!({ "data": [{ "permission": scope, "status": "granted" }] }));
            for (debugged, permissions) in [(told, error(100, None)), (error(100, None), granted)] {
                let (_server, platform) = saying(&*network, debugged, permissions).await;
                let checked = platform.check().await;
                let Err(Error::NotPermitted(cause)) = checked else { panic!("{scope}: {checked:?}") };
                assert!(cause.contains("private messages"), "{cause}");
            }
        }
    }
}

#[tokio::test]
async fn a_dead_token_or_a_network_in_trouble_is_not_taken_for_one_that_tells_nothing() {
    for network in networks() {
        let invalid = ok(&json!({ "data": { "is_valid": false, "scopes": [] } }));
        for answer in [invalid, network.expired()] {
            let (_server, platform) = saying(&*network, answer, error(100, None)).await;
            assert!(matches!(platform.check().await, Err(Error::TokenDead(_))), "{}", network.name());
        }
        for answer in [ResponseTemplate::new(502), network.throttled(), ok(&json!({ "hvem": 1 }))] {
            let (_server, platform) = saying(&*network, answer, ok(&json!({ "data": [] }))).await;
            let checked = platform.check().await;
            assert!(
                matches!(checked, Err(Error::Unreachable(_) | Error::Throttled(_) | Error::Broken(_))),
                "{}: {checked:?}",
                network.name()
            );
        }
    }
}

#[tokio::test]
async fn the_proof_goes_with_every_call_in_the_body_of_a_write_and_the_app_secret_goes_nowhere() {
    for network in networks() {
        let (server, _) = open(&*network).await;
        let mut connection = connection(&*network, &server.uri());
        connection.secrets = connection.secrets.with("app_secret", SecretString::from(APP_SECRET));
        let platform = connect(network.name(), connection).expect("it connects");
        network.serve_stream(&server, &[vec![said(1, "a")]]).await;
        network.serve_thread(&server, &[said(1, "a"), said(2, "b"), said(3, "c")]).await;
        network.answer_writes(&server, &said(1, "a"), network.done()).await;
        pull_all(&*platform, stamp("2026-01-01T00:00:00Z")).await.expect("it reads");
        thread_all(&*platform, &network.post(), None).await.expect("it reads");
        every_read(&*network, &*platform).await;
        let (task, target) = (TaskId::from_text("t"), target(&*network, &said(1, "")));
        platform.hide(&target, stamp("2026-11-21T12:00:00Z")).await.expect("it is sent");
        platform.delete(&target).await.expect("it is sent");
        platform.reply(&target, &reply(&task, "Hej")).await.expect("it is sent");

        let asked = server.received_requests().await.expect("recorded");

        let (writes, reads): (Vec<_>, Vec<_>) = asked.iter().partition(|one| network.is_write(one));
        assert!(writes.len() >= 3 && reads.len() > 5, "{} {}", writes.len(), reads.len());
        for read in reads {
            let proof =
                read.url.query_pairs().find(|(key, _)| key == "appsecret_proof").map(|(_, proof)| proof);
            assert_eq!(proof.as_deref(), Some(PROOF), "{}", read.url);
        }
        for write in &writes {
            assert_eq!(write.url.query(), None);
            let body = String::from_utf8(write.body.clone()).expect("text");
            assert!(body.contains(&format!("appsecret_proof={PROOF}")), "{} {body}", write.url);
        }
        for request in &asked {
            let all =
                format!("{} {:?} {}", request.url, request.headers, String::from_utf8_lossy(&request.body));
            assert!(!all.contains(APP_SECRET));
            assert!(!request.url.as_str().contains(TOKEN));
        }
    }
}

#[tokio::test]
async fn without_the_apps_secret_no_proof_is_sent() {
    for network in networks() {
        let (server, platform) = open(&*network).await;
        every_read(&*network, &*platform).await;
        let asked = server.received_requests().await.expect("recorded");
        assert!(asked.iter().all(|one| !one.url.as_str().contains("appsecret_proof")));
        assert!(!asked.is_empty());
    }
}
