//! How Mastodon answers, for the contract and for its own tests.

use async_trait::async_trait;
use ordstyrer::model::RemoteId;
use serde_json::{Value, json};
use wiremock::matchers::{header_exists, method, path, query_param, query_param_is_missing};
use wiremock::{Mock, MockBuilder, MockServer, Request, ResponseTemplate};

use crate::platform::network::{Network, Said, TOKEN};

pub(crate) struct Wire;

pub(super) const US: &str = "109348000000000017";
pub(super) const ROOT: &str = "114000000000000001";

pub(super) fn id(number: u32) -> String {
    format!("1141100000{number}")
}

/// As the API shows it, with much that we must not keep.
pub(super) fn status(said: &Said) -> Value {
    let account = said.author.map(|name| {
        json!({
            "id": if said.is_ours { US } else { "998877" },
            "username": "borger",
            "acct": if said.is_ours { "kommune" } else { "borger@anden.example" },
            "display_name": name,
            "note": "<p>KANARIE bor på Storegade 1</p>",
            "avatar": "https://files.example/KANARIE.png",
            "followers_count": 7,
        })
    });
    let escaped = said.text.replace('&', "&amp;").replace('<', "&lt;");
    json!({
        "id": id(said.number),
        "uri": "https://anden.example/users/KANARIE/statuses/1",
        "url": "https://anden.example/@KANARIE/1",
        "created_at": said.at,
        "edited_at": null,
        "account": account,
        "content": format!("<p>{escaped}</p>"),
        "spoiler_text": "",
        "language": "da",
        "in_reply_to_id": said.parent.map_or(ROOT.to_owned(), id),
        "in_reply_to_account_id": if said.parent.is_some() { "998877" } else { US },
        "visibility": "public",
        "replies_count": 0,
        "favourites_count": 3,
        "media_attachments": [],
        "mentions": [{ "id": US, "acct": "kommune" }],
    })
}

pub(super) fn notice(said: &Said) -> Value {
    json!({ "id": format!("9{}", said.number), "type": "mention", "created_at": said.at, "status": status(said) })
}

pub(super) fn ok(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

pub(super) fn error(status: u16) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json!({ "error": "hemmelig besked om 311236-4004" }))
}

pub(super) fn get(at: &str) -> MockBuilder {
    Mock::given(method("GET")).and(path(at))
}

pub(super) fn at_status(id: &str) -> String {
    format!("/api/v1/statuses/{id}")
}

pub(super) fn our_statuses() -> String {
    format!("/api/v1/accounts/{US}/statuses")
}

/// As Mastodon writes it: an address that leads somewhere else here, so that following it shows.
pub(super) fn link(mark: &str) -> String {
    format!(
        "<https://elsewhere.example/api/v1/x?limit=40&max_id={mark}>; rel=\"next\", \
         <https://elsewhere.example/api/v1/x?limit=40&min_id=999>; rel=\"prev\""
    )
}

pub(super) async fn serve_list(server: &MockServer, mock: impl Fn() -> MockBuilder, pages: &[Vec<Value>]) {
    for (number, items) in pages.iter().enumerate() {
        let answer = ok(json!(items));
        let answer = if number + 1 < pages.len() {
            answer.insert_header("link", link(&format!("mark{}", number + 1)).as_str())
        } else {
            answer
        };
        let mock = if number == 0 {
            mock().and(query_param_is_missing("max_id"))
        } else {
            mock().and(query_param("max_id", format!("mark{number}")))
        };
        mock.respond_with(answer).mount(server).await;
    }
}

pub(super) async fn serve_notices(server: &MockServer, items: Vec<Value>) {
    get("/api/v1/notifications").respond_with(ok(json!(items))).mount(server).await;
}

pub(super) async fn serve_context(server: &MockServer, of: &str, descendants: Vec<Value>) {
    let body = json!({ "ancestors": [status_of_a_stranger()], "descendants": descendants });
    get(&format!("{}/context", at_status(of))).respond_with(ok(body)).mount(server).await;
}

fn status_of_a_stranger() -> Value {
    status(&crate::platform::network::said(99, "ovenover"))
}

#[async_trait]
impl Network for Wire {
    fn name(&self) -> &'static str {
        "mastodon"
    }

    fn page(&self) -> &'static str {
        US
    }

    fn post(&self) -> RemoteId {
        RemoteId::new(ROOT)
    }

    fn remote(&self, said: &Said) -> RemoteId {
        RemoteId::new(id(said.number))
    }

    async fn greet(&self, server: &MockServer) {
        // Nobody of ours answered anything, unless a test says so.
        get(&our_statuses())
            .and(query_param_is_missing("exclude_replies"))
            .respond_with(ok(json!([])))
            .with_priority(9)
            .mount(server)
            .await;
    }

    async fn serve_stream(&self, server: &MockServer, pages: &[Vec<Said>]) {
        let pages: Vec<Vec<Value>> = pages.iter().map(|page| page.iter().map(notice).collect()).collect();
        let mentions = || get("/api/v1/notifications").and(query_param("types[]", "mention"));
        serve_list(server, mentions, &pages).await;
    }

    async fn serve_odd_stream(&self, server: &MockServer, items: Vec<Value>) {
        serve_notices(server, items).await;
    }

    fn author(&self) -> &'static [&'static str] {
        &["account"]
    }

    fn item(&self, said: &Said) -> Value {
        notice(said)
    }

    fn comment_at(&self) -> &'static str {
        "/status"
    }

    fn no_answer(&self) -> &'static str {
        // Lists are bare arrays here, so an array can be one.
        "{}"
    }

    fn circle(&self) -> ResponseTemplate {
        ok(json!([])).insert_header("link", link("igen1").as_str())
    }

    async fn serve_thread(&self, server: &MockServer, said: &[Said]) {
        serve_context(server, ROOT, said.iter().map(status).collect()).await;
    }

    async fn serve_posts(&self, server: &MockServer, posts: &[(u32, &'static str, u64)]) {
        let line = |(number, at, count): &(u32, &'static str, u64)| {
            json!({
                "id": id(*number),
                "created_at": at,
                "account": { "id": US, "acct": "kommune" },
                "content": "<p>Vejarbejde på Storegade</p>",
                "in_reply_to_id": null,
                "visibility": "public",
                "replies_count": count,
            })
        };
        let mut pages: Vec<Vec<Value>> =
            posts.chunks(2).map(|page| page.iter().map(line).collect()).collect();
        if pages.is_empty() {
            pages.push(Vec::new());
        }
        let ours = || {
            get(&our_statuses())
                .and(query_param("exclude_replies", "true"))
                .and(query_param("exclude_reblogs", "true"))
        };
        serve_list(server, ours, &pages).await;
    }

    async fn serve_one(&self, server: &MockServer, said: &Said) {
        get(&at_status(&id(said.number))).respond_with(ok(status(said))).mount(server).await;
    }

    async fn serve_gone(&self, server: &MockServer) {
        Mock::given(method("GET")).respond_with(error(404)).mount(server).await;
    }

    async fn serve_kept_from_us(&self, server: &MockServer) {
        Mock::given(method("GET"))
            .and(header_exists("authorization"))
            .respond_with(error(404))
            .with_priority(2)
            .mount(server)
            .await;
        Mock::given(method("GET"))
            .respond_with(ok(json!({ "id": "1" })))
            .with_priority(3)
            .mount(server)
            .await;
    }

    async fn serve_replies(&self, server: &MockServer, under: &Said, replies: &[Said]) {
        serve_context(server, &id(under.number), replies.iter().map(status).collect()).await;
    }

    async fn answer_writes(&self, server: &MockServer, target: &Said, answer: ResponseTemplate) {
        self.serve_one(server, target).await;
        Mock::given(method("POST")).and(path("/api/v1/statuses")).respond_with(answer).mount(server).await;
    }

    async fn drop_writes(&self, server: &MockServer, target: &Said) {
        self.serve_one(server, target).await;
        let cut = |_: &Request| std::io::Error::other("cut");
        Mock::given(method("POST")).respond_with_err(cut).mount(server).await;
    }

    fn is_write(&self, request: &Request) -> bool {
        request.method.as_str() != "GET"
    }

    fn replied(&self, remote: &RemoteId) -> ResponseTemplate {
        ok(json!({ "id": remote.expose(), "content": "<p>x</p>" }))
    }

    fn done(&self) -> ResponseTemplate {
        ok(json!({ "id": "1" }))
    }

    fn expired(&self) -> ResponseTemplate {
        error(401)
    }

    fn forbidden(&self) -> ResponseTemplate {
        error(403)
    }

    fn throttled(&self) -> ResponseTemplate {
        error(429)
    }

    async fn serve_check(&self, server: &MockServer, scopes: &[&str]) {
        let us = json!({ "id": US, "acct": "kommune", "email": "KANARIE" });
        get("/api/v1/accounts/verify_credentials").respond_with(ok(us)).mount(server).await;
        let app = json!({ "name": "ordstyrer", "scopes": scopes });
        get("/api/v1/apps/verify_credentials").respond_with(ok(app)).mount(server).await;
        let limits = json!({ "max_characters": 500, "characters_reserved_per_url": 23 });
        let instance = json!({ "domain": "social.example", "configuration": { "statuses": limits } });
        get("/api/v2/instance").respond_with(ok(instance)).mount(server).await;
    }

    fn login(&self) -> Option<(&'static str, Value)> {
        None
    }
}

pub(super) async fn asked(server: &MockServer) -> Vec<Request> {
    let asked = server.received_requests().await.expect("recorded");
    for request in &asked {
        assert!(!request.url.as_str().contains(TOKEN));
    }
    asked
}
