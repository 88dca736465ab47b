//! How Bluesky answers, for the contract and for its own tests.

use async_trait::async_trait;
use ordstyrer::model::RemoteId;
use serde_json::{Value, json};
use wiremock::matchers::{body_partial_json, method, path, query_param, query_param_is_missing};
use wiremock::{Mock, MockBuilder, MockServer, Request, ResponseTemplate};

use crate::platform::network::{Network, Said, TOKEN};

pub(crate) struct Wire;

pub(super) const US: &str = "did:plc:lh777ya3jbzpkevqqqehdefn";
pub(super) const CITIZEN: &str = "did:plc:ytb37yyo5ib44makrcowokux";
pub(super) const ROOT: &str = "at://did:plc:lh777ya3jbzpkevqqqehdefn/app.bsky.feed.post/3n2ttkc3wtc2i";

pub(super) fn uri_of(number: u32, is_ours: bool) -> String {
    format!("at://{}/app.bsky.feed.post/3kx{number}", if is_ours { US } else { CITIZEN })
}

pub(super) fn uri(said: &Said) -> String {
    uri_of(said.number, said.is_ours)
}

pub(super) fn cid(number: u32) -> String {
    format!("bafyreigh2akiscaildc{number}")
}

pub(super) fn strong(uri: &str) -> Value {
    json!({ "uri": uri, "cid": "bafyreihzu2xgeit7p4ibpiytwiyv3ywdonk3qunc6ranppxg36ocdexa5m" })
}

/// As a list shows it, with much that we must not keep.
pub(super) fn view(said: &Said) -> Value {
    let parent = said.parent.map_or(ROOT.to_owned(), |number| uri_of(number, false));
    let author = said.author.map(|name| {
        json!({
            "did": if said.is_ours { US } else { CITIZEN },
            "handle": if said.is_ours { "kommune.test" } else { "borger.test" },
            "displayName": name,
            "avatar": "https://cdn.example/avatar.jpg",
            "viewer": { "muted": false },
            "labels": [],
        })
    });
    json!({
        "uri": uri(said),
        "cid": cid(said.number),
        "author": author,
        "record": {
            "$type": "app.bsky.feed.post",
            "text": said.text,
            "createdAt": said.at,
            "langs": ["da"],
            "reply": { "root": strong(ROOT), "parent": strong(&parent) },
        },
        "replyCount": 0,
        "likeCount": 7,
        "indexedAt": said.at,
    })
}

pub(super) fn notification(said: &Said) -> Value {
    let mut view = view(said);
    view["reason"] = json!("reply");
    view["isRead"] = json!(false);
    view
}

pub(super) fn our_post(text: &str) -> Value {
    json!({
        "uri": ROOT,
        "cid": "bafyreihzu2xgeit7p4ibpiytwiyv3ywdonk3qunc6ranppxg36ocdexa5m",
        "author": { "did": US, "handle": "kommune.test" },
        "record": { "$type": "app.bsky.feed.post", "text": text, "createdAt": "2026-11-21T08:00:00Z" },
        "replyCount": 2,
        "indexedAt": "2026-11-21T08:00:00Z",
    })
}

/// The tree of what was said below `parent`.
pub(super) fn nodes(said: &[Said], parent: Option<u32>) -> Vec<Value> {
    let children = said.iter().filter(|one| one.parent == parent);
    let node = |one: &Said| json!({ "post": view(one), "replies": nodes(said, Some(one.number)) });
    children.map(node).collect()
}

pub(super) fn gate(hidden: &[String]) -> Value {
    json!({ "$type": "app.bsky.feed.threadgate", "post": ROOT, "createdAt": "2026-11-21T09:00:00Z", "hiddenReplies": hidden })
}

pub(super) fn ok(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

pub(super) fn error(status: u16, name: &str) -> ResponseTemplate {
    let body = json!({ "error": name, "message": "hemmelig besked om 311236-4004" });
    ResponseTemplate::new(status).set_body_json(body)
}

pub(super) fn get(nsid: &str) -> MockBuilder {
    Mock::given(method("GET")).and(path(format!("/xrpc/{nsid}")))
}

pub(super) fn post(nsid: &str) -> MockBuilder {
    Mock::given(method("POST")).and(path(format!("/xrpc/{nsid}")))
}

pub(super) fn session(number: u32) -> Value {
    json!({
        "did": US,
        "handle": "kommune.test",
        "accessJwt": format!("access-{number}"),
        "refreshJwt": format!("refresh-{number}"),
        "email": "kommune@example.test",
    })
}

/// The threadgate of our post: absent, or with these hidden replies.
pub(super) async fn serve_gate(server: &MockServer, hidden: Option<Vec<String>>) {
    let answer = match hidden {
        Some(hidden) => ok(json!({ "uri": "at://x", "cid": "bafygate1", "value": gate(&hidden) })),
        None => error(400, "RecordNotFound"),
    };
    get("com.atproto.repo.getRecord")
        .and(query_param("collection", "app.bsky.feed.threadgate"))
        .respond_with(answer)
        .mount(server)
        .await;
}

pub(super) async fn serve_posts_now(server: &MockServer, views: Vec<Value>) {
    get("app.bsky.feed.getPosts").respond_with(ok(json!({ "posts": views }))).mount(server).await;
}

#[async_trait]
impl Network for Wire {
    fn name(&self) -> &'static str {
        "bluesky"
    }

    fn page(&self) -> &'static str {
        "kommune.test"
    }

    fn post(&self) -> RemoteId {
        RemoteId::new(ROOT)
    }

    fn remote(&self, said: &Said) -> RemoteId {
        RemoteId::new(uri(said))
    }

    async fn greet(&self, server: &MockServer) {
        post("com.atproto.server.createSession")
            .and(body_partial_json(json!({ "identifier": "kommune.test", "password": TOKEN })))
            .respond_with(ok(session(1)))
            .with_priority(1)
            .mount(server)
            .await;
        post("com.atproto.server.refreshSession")
            .respond_with(ok(session(2)))
            .with_priority(1)
            .mount(server)
            .await;
        // Nobody of ours answered anything, unless a test says so.
        get("app.bsky.feed.getAuthorFeed")
            .and(query_param("filter", "posts_with_replies"))
            .respond_with(ok(json!({ "feed": [] })))
            .with_priority(9)
            .mount(server)
            .await;
    }

    async fn serve_stream(&self, server: &MockServer, pages: &[Vec<Said>]) {
        for (number, page) in pages.iter().enumerate() {
            let items: Vec<Value> = page.iter().map(notification).collect();
            let mut body = json!({ "notifications": items, "priority": false });
            if number + 1 < pages.len() {
                body["cursor"] = json!(format!("mark{}", number + 1));
            }
            let mock = get("app.bsky.notification.listNotifications");
            let mock = if number == 0 {
                mock.and(query_param_is_missing("cursor"))
            } else {
                mock.and(query_param("cursor", format!("mark{number}")))
            };
            mock.respond_with(ok(body)).mount(server).await;
        }
    }

    async fn serve_odd_stream(&self, server: &MockServer, items: Vec<Value>) {
        get("app.bsky.notification.listNotifications")
            .respond_with(ok(json!({ "notifications": items })))
            .mount(server)
            .await;
    }

    fn author(&self) -> &'static [&'static str] {
        &["author"]
    }

    fn item(&self, said: &Said) -> Value {
        notification(said)
    }

    async fn serve_thread(&self, server: &MockServer, said: &[Said]) {
        let hidden: Vec<String> = said.iter().filter(|one| one.is_hidden).map(uri).collect();
        let body = json!({
            "thread": { "post": our_post("Vejarbejde"), "replies": nodes(said, None) },
            "threadgate": { "uri": "at://x", "record": gate(&hidden) },
        });
        get("app.bsky.feed.getPostThread").respond_with(ok(body)).mount(server).await;
    }

    async fn serve_posts(&self, server: &MockServer, posts: &[(u32, &'static str, u64)]) {
        let line = |(number, at, count): &(u32, &'static str, u64)| {
            json!({ "post": {
                "uri": uri_of(*number, true),
                "cid": cid(*number),
                "author": { "did": US, "handle": "kommune.test" },
                "record": { "text": "Vejarbejde på Storegade", "createdAt": at },
                "replyCount": count,
                "indexedAt": at,
            }})
        };
        let mut pages: Vec<_> = posts.chunks(2).collect();
        if pages.is_empty() {
            pages.push(&[]);
        }
        for (number, page) in pages.iter().enumerate() {
            let mut body = json!({ "feed": page.iter().map(line).collect::<Vec<_>>() });
            if number + 1 < pages.len() {
                body["cursor"] = json!(format!("mark{}", number + 1));
            }
            let mock = get("app.bsky.feed.getAuthorFeed");
            let mock = if number == 0 {
                mock.and(query_param_is_missing("cursor"))
            } else {
                mock.and(query_param("cursor", format!("mark{number}")))
            };
            mock.respond_with(ok(body)).mount(server).await;
        }
    }

    async fn serve_one(&self, server: &MockServer, said: &Said) {
        serve_posts_now(server, vec![view(said)]).await;
        serve_gate(server, said.is_hidden.then(|| vec![uri(said)])).await;
    }

    async fn serve_gone(&self, server: &MockServer) {
        serve_posts_now(server, Vec::new()).await;
        get("com.atproto.repo.getRecord").respond_with(error(400, "RecordNotFound")).mount(server).await;
        get("app.bsky.feed.getPostThread").respond_with(error(400, "NotFound")).mount(server).await;
    }

    async fn serve_kept_from_us(&self, server: &MockServer) {
        serve_posts_now(server, Vec::new()).await;
        get("com.atproto.repo.getRecord")
            .respond_with(ok(json!({ "uri": "at://x", "cid": "bafy", "value": {} })))
            .mount(server)
            .await;
    }

    async fn serve_replies(&self, server: &MockServer, under: &Said, replies: &[Said]) {
        let body = json!({ "thread": {
            "post": view(under),
            "replies": replies.iter().map(|one| json!({ "post": view(one) })).collect::<Vec<_>>(),
        }});
        get("app.bsky.feed.getPostThread")
            .and(query_param("uri", uri(under)))
            .respond_with(ok(body))
            .mount(server)
            .await;
    }

    async fn answer_writes(&self, server: &MockServer, target: &Said, answer: ResponseTemplate) {
        serve_posts_now(server, vec![view(target), our_post("Vejarbejde")]).await;
        serve_gate(server, None).await;
        post("com.atproto.repo.putRecord").respond_with(answer).mount(server).await;
    }

    async fn drop_writes(&self, server: &MockServer, target: &Said) {
        serve_posts_now(server, vec![view(target), our_post("Vejarbejde")]).await;
        serve_gate(server, None).await;
        let cut = |_: &Request| std::io::Error::other("cut");
        post("com.atproto.repo.putRecord").respond_with_err(cut).mount(server).await;
    }

    fn is_write(&self, request: &Request) -> bool {
        request.url.path().starts_with("/xrpc/com.atproto.repo.") && request.method.as_str() == "POST"
    }

    fn replied(&self, remote: &RemoteId) -> ResponseTemplate {
        ok(json!({ "uri": remote.expose(), "cid": "bafynew" }))
    }

    fn done(&self) -> ResponseTemplate {
        ok(json!({ "uri": "at://x", "cid": "bafygate2" }))
    }

    fn expired(&self) -> ResponseTemplate {
        error(400, "ExpiredToken")
    }

    fn forbidden(&self) -> ResponseTemplate {
        error(403, "Forbidden")
    }

    fn throttled(&self) -> ResponseTemplate {
        error(429, "RateLimitExceeded")
    }

    async fn serve_check(&self, server: &MockServer, scopes: &[&str]) {
        let claims = json!({ "scope": scopes.join(" "), "sub": US }).to_string();
        let claims = base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, claims);
        let mut open = session(1);
        open["accessJwt"] = json!(format!("eyJhbGciOiJIUzI1NiJ9.{claims}.c2lnbmF0dXJl"));
        post("com.atproto.server.createSession").respond_with(ok(open)).with_priority(1).mount(server).await;
        let us = json!({ "did": US, "handle": "kommune.test", "active": true });
        get("com.atproto.server.getSession").respond_with(ok(us)).mount(server).await;
    }

    /// The renewal of a session that ran out.
    async fn peculiar(&self) -> Vec<Request> {
        let (server, platform) = crate::platform::network::open(self).await;
        let list = || get("app.bsky.notification.listNotifications");
        list().respond_with(self.expired()).up_to_n_times(1).with_priority(1).mount(&server).await;
        serve_empty_stream(&server).await;
        let page = platform.pull(crate::platform::network::ever(), None).await;
        assert!(page.is_ok(), "{page:?}");
        server.received_requests().await.expect("recorded")
    }

    fn login(&self) -> Option<(&'static str, Value)> {
        Some(("com.atproto.server.createSession", session(1)))
    }
}

pub(super) async fn asked(server: &MockServer, nsid: &str) -> Vec<Request> {
    let asked = server.received_requests().await.expect("recorded");
    asked.into_iter().filter(|request| request.url.path() == format!("/xrpc/{nsid}")).collect()
}

pub(super) async fn logins(server: &MockServer) -> usize {
    asked(server, "com.atproto.server.createSession").await.len()
}

pub(super) async fn puts(server: &MockServer) -> Vec<Value> {
    let asked = asked(server, "com.atproto.repo.putRecord").await;
    asked.iter().map(|request| request.body_json().expect("JSON")).collect()
}

pub(super) async fn serve_empty_stream(server: &MockServer) {
    get("app.bsky.notification.listNotifications")
        .respond_with(ok(json!({ "notifications": [] })))
        .mount(server)
        .await;
}
