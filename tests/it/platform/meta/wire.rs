//! What Meta's networks answer alike.

use ordstyrer::platform::connect;
use secrecy::SecretString;
use serde_json::{Value, json};
use wiremock::matchers::{method, path, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::platform::network::{Network, TOKEN, connection, ever, pull_all, said, stamp, target};

/// As Meta writes it: `next` is an address that holds the token and leads somewhere else.
pub(crate) fn list(items: &[Value], after: Option<&str>) -> Value {
    match after {
        Some(after) => json!({
            "data": items,
            "paging": {
                "cursors": { "before": "QVFIUb", "after": after },
                "next": format!("https://elsewhere.example/v25.0/x?access_token={TOKEN}&after={after}"),
            },
        }),
        None => json!({ "data": items, "paging": { "cursors": { "before": "b", "after": "end" } } }),
    }
}

pub(crate) fn error(code: i64, subcode: Option<i64>) -> ResponseTemplate {
    ResponseTemplate::new(400).set_body_json(json!({ "error": {
        "message": "hemmelig besked om 311236-4004",
        "type": "OAuthException",
        "code": code,
        "error_subcode": subcode,
        "fbtrace_id": "AbC",
    }}))
}

pub(crate) fn vanished() -> ResponseTemplate {
    error(100, Some(33))
}

pub(crate) async fn serve_pages(server: &MockServer, at: &str, pages: &[Vec<Value>]) {
    for (number, items) in pages.iter().enumerate() {
        let next = (number + 1 < pages.len()).then(|| format!("mark{}", number + 1));
        let mock = Mock::given(method("GET")).and(path(at));
        let mock = if number == 0 {
            mock.and(query_param_is_missing("after"))
        } else {
            mock.and(query_param("after", format!("mark{number}")))
        };
        let body = list(items, next.as_deref());
        mock.respond_with(ResponseTemplate::new(200).set_body_json(body)).mount(server).await;
    }
}

/// The token is ours (`page`, asked for at `us`), and may do this.
pub(crate) async fn serve_check(server: &MockServer, us: &str, page: &str, scopes: &[&str]) {
    let ok = |body: Value| ResponseTemplate::new(200).set_body_json(body);
    let named = json!({ "id": page });
    Mock::given(method("GET")).and(path(us)).respond_with(ok(named)).mount(server).await;
    let seen = json!({ "data": { "is_valid": true, "scopes": scopes, "expires_at": 0 } });
    Mock::given(method("POST")).and(path("/debug_token")).respond_with(ok(seen)).mount(server).await;
}

/// A check, a list and a write of an app that demands that we know its secret. The token does not tell of
/// itself what it may: the longer way is asked.
pub(crate) async fn with_app_secret(network: &dyn Network, us: &str) -> Vec<Request> {
    let server = MockServer::start().await;
    network.greet(&server).await;
    Mock::given(method("POST"))
        .and(path("/debug_token"))
        .respond_with(error(100, None))
        .with_priority(1)
        .mount(&server)
        .await;
    serve_check(&server, us, network.page(), &[]).await;
    let granted = vec![json!({ "permission": "pages_show_list", "status": "granted" })];
    serve_pages(&server, "/me/permissions", &[granted]).await;
    network.serve_stream(&server, &[vec![]]).await;
    network.answer_writes(&server, &said(1, "hej"), network.done()).await;
    let mut connection = connection(network, &server.uri());
    connection.secrets = connection.secrets.with("app_secret", SecretString::from("app-hemmelighed"));
    let platform = connect(network.name(), connection).expect("it connects");
    assert!(platform.check().await.is_ok());
    assert!(pull_all(&*platform, ever()).await.is_ok());
    assert!(platform.hide(&target(network, &said(1, "")), stamp("2026-11-21T12:00:00Z")).await.is_ok());
    server.received_requests().await.expect("recorded")
}
