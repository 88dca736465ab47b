//! How Instagram answers, for the contract and for its own tests.

use async_trait::async_trait;
use ordstyrer::model::{RemoteId, Target};
use ordstyrer::platform::connect;
use serde_json::{Value, json};
use wiremock::matchers::{any, method, path, query_param};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use crate::platform::meta::{error, list, serve_pages, vanished, with_app_secret};
use crate::platform::network::{Network, Said, connection, ever, said};

pub(crate) struct Wire;

pub(super) const PAGE: &str = "17841400000000001";
const MEDIA: &str = "17900000000000001";

pub(super) fn id(number: u32) -> String {
    format!("1789{number:013}")
}

fn user(said: &Said) -> Option<&'static str> {
    if said.is_ours { Some("testkommune") } else { said.author.map(|_| Wire.sofie()) }
}

pub(super) fn comment(said: &Said) -> Value {
    let account = if said.is_ours { PAGE } else { "998877" };
    let mut comment = json!({
        "id": id(said.number),
        "text": said.text,
        "timestamp": said.at.replace('Z', "+0000"),
        "hidden": said.is_hidden,
        "media": { "id": MEDIA, "permalink": "https://www.instagram.com/p/Cabc123/" },
    });
    if let Some(user) = user(said) {
        comment["username"] = json!(user);
        comment["from"] = json!({ "id": account, "username": user });
    }
    if let Some(parent) = said.parent {
        comment["parent_id"] = json!(id(parent));
    }
    comment
}

/// Media of somebody else in which we are tagged.
pub(super) fn medium(said: &Said) -> Value {
    json!({
        "id": id(said.number),
        "caption": said.text,
        "timestamp": said.at.replace('Z', "+0000"),
        "username": user(said),
        "permalink": "https://www.instagram.com/p/Cdef456/",
    })
}

pub(super) fn of_page(edge: &str) -> String {
    format!("/{PAGE}/{edge}")
}

pub(super) fn replies_of(number: u32) -> String {
    format!("/{}/replies", id(number))
}

pub(super) fn comments() -> String {
    format!("/{MEDIA}/comments")
}

pub(super) fn about(number: u32) -> Target {
    Target { remote: RemoteId::new(id(number)), post: Some(Wire.post()) }
}

pub(super) async fn get(server: &MockServer, at: &str, answer: ResponseTemplate) {
    Mock::given(method("GET")).and(path(at)).respond_with(answer).with_priority(3).mount(server).await;
}

pub(super) fn ok(body: &Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

#[async_trait]
impl Network for Wire {
    fn name(&self) -> &'static str {
        "instagram"
    }

    fn page(&self) -> &'static str {
        PAGE
    }

    fn post(&self) -> RemoteId {
        RemoteId::new(MEDIA)
    }

    fn sofie(&self) -> &'static str {
        "sofie.eksempel"
    }

    fn keeps_depth(&self) -> bool {
        false
    }

    fn remote(&self, said: &Said) -> RemoteId {
        RemoteId::new(id(said.number))
    }

    async fn greet(&self, server: &MockServer) {
        Mock::given(method("GET"))
            .and(path(format!("/{PAGE}")))
            .and(query_param("fields", "username"))
            .respond_with(ok(&json!({ "username": "testkommune", "id": PAGE })))
            .with_priority(1)
            .mount(server)
            .await;
    }

    async fn serve_stream(&self, server: &MockServer, pages: &[Vec<Said>]) {
        let pages: Vec<Vec<Value>> = pages.iter().map(|page| page.iter().map(medium).collect()).collect();
        serve_pages(server, &of_page("tags"), &pages).await;
    }

    async fn serve_odd_stream(&self, server: &MockServer, items: Vec<Value>) {
        serve_pages(server, &of_page("tags"), &[items]).await;
    }

    fn author(&self) -> &'static [&'static str] {
        &["username"]
    }

    fn item(&self, said: &Said) -> Value {
        medium(said)
    }

    /// Each comment comes with the first answer to it; the others stand on its own list.
    async fn serve_thread(&self, server: &MockServer, said: &[Said]) {
        let mut tops: Vec<Value> = Vec::new();
        for top in said.iter().filter(|one| one.parent.is_none()) {
            let mut inside: Vec<u32> = vec![top.number];
            let mut answers: Vec<Value> = Vec::new();
            for one in said.iter().filter(|one| one.number != top.number) {
                if one.parent.is_some_and(|parent| inside.contains(&parent)) {
                    inside.push(one.number);
                    answers.push(comment(&Said { parent: Some(top.number), ..one.clone() }));
                }
            }
            let mut whole = comment(top);
            if !answers.is_empty() {
                let rest = answers.split_off(1);
                whole["replies"] = list(&answers, (!rest.is_empty()).then_some("mark1"));
                // Meta empties pages for reasons of its own.
                serve_pages(server, &replies_of(top.number), &[answers, Vec::new(), rest]).await;
            }
            tops.push(whole);
        }
        let mut pages: Vec<Vec<Value>> = tops.chunks(2).map(<[Value]>::to_vec).collect();
        pages.insert(1.min(pages.len()), Vec::new());
        serve_pages(server, &comments(), &pages).await;
    }

    async fn serve_posts(&self, server: &MockServer, posts: &[(u32, &'static str, u64)]) {
        let post = |(number, at, count): &(u32, &'static str, u64)| {
            json!({
                "id": id(*number),
                "caption": "Vejarbejde på Storegade",
                "timestamp": at.replace('Z', "+0000"),
                "comments_count": count,
            })
        };
        let mut pages: Vec<Vec<Value>> =
            posts.chunks(2).map(|page| page.iter().map(post).collect()).collect();
        pages.push(Vec::new());
        serve_pages(server, &of_page("media"), &pages).await;
    }

    async fn serve_one(&self, server: &MockServer, said: &Said) {
        get(server, &format!("/{}", id(said.number)), ok(&comment(said))).await;
    }

    async fn serve_gone(&self, server: &MockServer) {
        get(server, &format!("/{MEDIA}"), ok(&json!({ "id": MEDIA }))).await;
        Mock::given(any()).respond_with(vanished()).with_priority(4).mount(server).await;
    }

    async fn serve_kept_from_us(&self, server: &MockServer) {
        Mock::given(any()).respond_with(vanished()).with_priority(4).mount(server).await;
    }

    async fn serve_replies(&self, server: &MockServer, under: &Said, replies: &[Said]) {
        self.serve_one(server, under).await;
        let replies: Vec<Value> = replies.iter().map(comment).collect();
        let (first, rest) = replies.split_at(replies.len().min(1));
        let pages = [first.to_vec(), Vec::new(), rest.to_vec()];
        serve_pages(server, &replies_of(under.number), &pages).await;
    }

    async fn answer_writes(&self, server: &MockServer, target: &Said, answer: ResponseTemplate) {
        self.serve_one(server, target).await;
        for verb in ["POST", "DELETE"] {
            Mock::given(method(verb)).respond_with(answer.clone()).with_priority(3).mount(server).await;
        }
    }

    async fn drop_writes(&self, server: &MockServer, target: &Said) {
        self.serve_one(server, target).await;
        for verb in ["POST", "DELETE"] {
            let cut = |_: &Request| std::io::Error::other("cut");
            Mock::given(method(verb)).respond_with_err(cut).with_priority(3).mount(server).await;
        }
    }

    fn is_write(&self, request: &Request) -> bool {
        request.method.as_str() != "GET"
    }

    fn replied(&self, remote: &RemoteId) -> ResponseTemplate {
        ok(&json!({ "id": remote.expose() }))
    }

    fn done(&self) -> ResponseTemplate {
        ok(&json!({ "success": true }))
    }

    fn expired(&self) -> ResponseTemplate {
        error(190, Some(463))
    }

    fn forbidden(&self) -> ResponseTemplate {
        error(10, None)
    }

    fn throttled(&self) -> ResponseTemplate {
        error(80002, None)
    }

    /// A medium of somebody else, in which we are tagged.
    async fn serve_outside(&self, server: &MockServer) -> Target {
        let said = said(77, "ude");
        serve_pages(server, &of_page("tags"), &[vec![medium(&said)]]).await;
        Target { remote: self.remote(&said), post: None }
    }

    /// The calls where the app demands that we know its secret, and those of Instagram's own log-in.
    async fn peculiar(&self) -> Vec<Request> {
        let mut asked = with_app_secret(self, &format!("/{PAGE}")).await;
        let server = MockServer::start().await;
        get(&server, "/me", ok(&json!({ "user_id": PAGE, "username": "testkommune" }))).await;
        let fresh = json!({ "access_token": "nyt", "expires_in": 5_184_000 });
        get(&server, "/refresh_access_token", ok(&fresh)).await;
        let mut connection = connection(self, &server.uri());
        connection.options.insert("login".to_owned(), toml::Value::String("instagram".to_owned()));
        let platform = connect(self.name(), connection).expect("it connects");
        assert!(platform.check().await.is_ok());
        assert!(matches!(platform.renew(ever()).await, Ok(Some(_))));
        asked.extend(server.received_requests().await.expect("recorded"));
        asked
    }

    async fn serve_check(&self, server: &MockServer, scopes: &[&str]) {
        let us = format!("/{}", self.page());
        crate::platform::meta::serve_check(server, &us, self.page(), scopes).await;
    }

    /// Not a login, but the one read that comes before the others: our own name.
    fn login(&self) -> Option<(&'static str, Value)> {
        Some(("?fields=username", json!({ "username": "testkommune" })))
    }
}
