//! How Facebook answers, for the contract and for its own tests.

use async_trait::async_trait;
use ordstyrer::model::{RemoteId, Target};
use serde_json::{Value, json};
use wiremock::matchers::{any, method, path};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::platform::meta::{error, serve_pages, vanished, with_app_secret};
use crate::platform::network::{Network, Said};

pub(crate) struct Wire;

pub(super) const PAGE: &str = "1234567890321";

pub(super) fn id(number: u32) -> String {
    format!("901097836652708_{number}")
}

pub(super) fn comment(said: &Said) -> Value {
    let from = if said.is_ours {
        json!({ "id": PAGE, "name": "Testkommune" })
    } else {
        said.author.map_or(Value::Null, |name| json!({ "id": "998877", "name": name }))
    };
    json!({
        "id": id(said.number),
        "message": said.text,
        "created_time": said.at.replace('Z', "+0000"),
        "from": from,
        "parent": said.parent.map(|number| json!({ "id": id(number) })),
        "is_hidden": said.is_hidden,
        "permalink_url": format!("https://www.facebook.com/testkommune/posts/1?comment_id={}", said.number),
    })
}

pub(super) fn of_page(edge: &str) -> String {
    format!("/{PAGE}/{edge}")
}

#[async_trait]
impl Network for Wire {
    fn name(&self) -> &'static str {
        "facebook"
    }

    fn page(&self) -> &'static str {
        PAGE
    }

    fn post(&self) -> RemoteId {
        RemoteId::new(format!("{PAGE}_901097836652708"))
    }

    fn remote(&self, said: &Said) -> RemoteId {
        RemoteId::new(id(said.number))
    }

    async fn greet(&self, server: &MockServer) {
        // The second stream of `pull` and the posts of ads are empty unless a test fills them.
        for edge in ["tagged", "ads_posts"] {
            Mock::given(method("GET"))
                .and(path(of_page(edge)))
                .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "data": [] })))
                .with_priority(9)
                .mount(server)
                .await;
        }
    }

    async fn serve_stream(&self, server: &MockServer, pages: &[Vec<Said>]) {
        let pages: Vec<Vec<Value>> = pages.iter().map(|page| page.iter().map(comment).collect()).collect();
        serve_pages(server, &of_page("visitor_posts"), &pages).await;
    }

    async fn serve_odd_stream(&self, server: &MockServer, items: Vec<Value>) {
        serve_pages(server, &of_page("visitor_posts"), &[items]).await;
    }

    fn author(&self) -> &'static [&'static str] {
        &["from"]
    }

    fn item(&self, said: &Said) -> Value {
        comment(said)
    }

    async fn serve_thread(&self, server: &MockServer, said: &[Said]) {
        let mut pages: Vec<Vec<Value>> =
            said.chunks(2).map(|page| page.iter().map(comment).collect()).collect();
        // A page that Meta emptied for reasons of its own, in the middle.
        pages.insert(1.min(pages.len()), Vec::new());
        serve_pages(server, &format!("/{}/comments", self.post().expose()), &pages).await;
    }

    async fn serve_posts(&self, server: &MockServer, posts: &[(u32, &'static str, u64)]) {
        let post = |(number, at, count): &(u32, &'static str, u64)| {
            json!({
                "id": format!("{PAGE}_{number}"),
                "message": "Vejarbejde på Storegade",
                "created_time": at.replace('Z', "+0000"),
                "comments": { "data": [], "summary": { "total_count": count } },
            })
        };
        let mut pages: Vec<Vec<Value>> =
            posts.chunks(2).map(|page| page.iter().map(post).collect()).collect();
        // As Meta ends a list: a last page without anything.
        pages.push(Vec::new());
        serve_pages(server, &of_page("published_posts"), &pages).await;
    }

    async fn serve_one(&self, server: &MockServer, said: &Said) {
        Mock::given(method("GET"))
            .and(path(format!("/{}", id(said.number))))
            .respond_with(ResponseTemplate::new(200).set_body_json(comment(said)))
            .mount(server)
            .await;
    }

    async fn serve_gone(&self, server: &MockServer) {
        Mock::given(method("GET"))
            .and(path(format!("/{}", self.post().expose())))
            .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "id": self.post().expose() })))
            .with_priority(3)
            .mount(server)
            .await;
        Mock::given(any()).respond_with(vanished()).with_priority(4).mount(server).await;
    }

    async fn serve_kept_from_us(&self, server: &MockServer) {
        Mock::given(any()).respond_with(vanished()).with_priority(4).mount(server).await;
    }

    async fn serve_replies(&self, server: &MockServer, under: &Said, replies: &[Said]) {
        let replies: Vec<Value> = replies.iter().map(comment).collect();
        let (first, rest) = replies.split_at(replies.len().min(1));
        let pages = [first.to_vec(), Vec::new(), rest.to_vec()];
        serve_pages(server, &format!("/{}/comments", id(under.number)), &pages).await;
    }

    async fn answer_writes(&self, server: &MockServer, _target: &Said, answer: ResponseTemplate) {
        for verb in ["POST", "DELETE"] {
            Mock::given(method(verb)).respond_with(answer.clone()).with_priority(3).mount(server).await;
        }
    }

    async fn drop_writes(&self, server: &MockServer, _target: &Said) {
        for verb in ["POST", "DELETE"] {
            let cut = |_: &Request| std::io::Error::other("cut");
            Mock::given(method(verb)).respond_with_err(cut).with_priority(3).mount(server).await;
        }
    }

    fn is_write(&self, request: &Request) -> bool {
        request.method.as_str() != "GET"
    }

    fn replied(&self, remote: &RemoteId) -> ResponseTemplate {
        ResponseTemplate::new(200).set_body_json(json!({ "id": remote.expose() }))
    }

    fn done(&self) -> ResponseTemplate {
        ResponseTemplate::new(200).set_body_json(json!({ "success": true }))
    }

    fn expired(&self) -> ResponseTemplate {
        error(190, Some(463))
    }

    fn forbidden(&self) -> ResponseTemplate {
        error(200, None)
    }

    fn throttled(&self) -> ResponseTemplate {
        error(32, None)
    }

    /// A visitor's post: its id begins with the page's.
    async fn serve_outside(&self, server: &MockServer) -> Target {
        let remote = format!("{PAGE}_77");
        let mut post = comment(&crate::platform::network::said(77, "ude"));
        post["id"] = json!(remote);
        Mock::given(method("GET"))
            .and(path(format!("/{remote}")))
            .respond_with(ResponseTemplate::new(200).set_body_json(post))
            .mount(server)
            .await;
        Target { remote: RemoteId::new(remote), post: None }
    }

    async fn serve_check(&self, server: &MockServer, scopes: &[&str]) {
        crate::platform::meta::serve_check(server, "/me", PAGE, scopes).await;
    }

    /// The same calls where the app demands that we know its secret.
    async fn peculiar(&self) -> Vec<Request> {
        with_app_secret(self, "/me").await
    }

    fn login(&self) -> Option<(&'static str, Value)> {
        None
    }
}

pub(super) fn about(remote: &str) -> Target {
    Target { remote: RemoteId::new(remote), post: Some(Wire.post()) }
}

pub(super) async fn answer_comments(server: &MockServer, body: Value) {
    Mock::given(method("GET"))
        .and(path(format!("/{}/comments", Wire.post().expose())))
        .respond_with(ResponseTemplate::new(200).set_body_json(body))
        .mount(server)
        .await;
}
