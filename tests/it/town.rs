//! The simulated town speaks as the networks do: asked here with a bare client, because an adapter
//! and the town it is tested against must not agree by being the same code.

#![expect(clippy::unwrap_used, reason = "the helpers of tests are tests too")]

mod bluesky;
mod citizens;
mod disturbed;
mod facebook;
mod faults;
mod hooks;
mod instagram;
mod mastodon;
mod records;
mod youtube;

use std::sync::Arc;
use std::time::Duration;

use ordstyrer::demo::{Network, Town};
use ordstyrer::model::{ManualClock, Stamp};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

#[derive(Clone)]
struct Client {
    http: reqwest::Client,
    base: String,
    token: String,
}

struct Answer {
    status: u16,
    headers: reqwest::header::HeaderMap,
    body: Value,
}

async fn town() -> (Town, ManualClock) {
    let clock = ManualClock::at(Stamp::parse("2026-11-21T12:00:00Z").unwrap());
    (Town::start(Arc::new(clock.clone()), 7).await.unwrap(), clock)
}

#[expect(clippy::disallowed_methods, reason = "the town is asked without our adapters' client")]
fn client(base: &url::Url, token: &str) -> Client {
    let http = reqwest::Client::builder().timeout(Duration::from_secs(2)).build().unwrap();
    let base = base.as_str().trim_end_matches('/').to_owned();
    Client { http, base, token: token.to_owned() }
}

fn facebook(town: &Town) -> Client {
    client(town.url(Network::Facebook), token(town, Network::Facebook).expose_secret())
}

/// Signed in.
async fn bluesky(town: &Town) -> Client {
    let mut client = client(town.url(Network::Bluesky), "");
    let session = client.sign_in(town).await;
    client.token = text(&session.body["accessJwt"]);
    client
}

impl Client {
    async fn send(&self, request: reqwest::RequestBuilder) -> Result<Answer, reqwest::Error> {
        let request = if self.token.is_empty() { request } else { request.bearer_auth(&self.token) };
        let response = request.send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await?;
        let body = serde_json::from_str(&text).unwrap_or(Value::String(text));
        Ok(Answer { status, headers, body })
    }

    async fn try_get(&self, path: &str) -> Result<Answer, reqwest::Error> {
        self.send(self.http.get(format!("{}{path}", self.base))).await
    }

    async fn get(&self, path: &str) -> Answer {
        self.try_get(path).await.unwrap()
    }

    async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(self.http.post(format!("{}{path}", self.base)).json(body)).await.unwrap()
    }

    async fn form(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.send(self.http.post(format!("{}{path}", self.base)).form(form)).await.unwrap()
    }

    async fn delete(&self, path: &str) -> Answer {
        self.send(self.http.delete(format!("{}{path}", self.base))).await.unwrap()
    }

    /// An XRPC query, its parameters escaped.
    async fn query(&self, method: &str, parameters: &[(&str, &str)]) -> Answer {
        self.send(self.http.get(format!("{}/xrpc/{method}", self.base)).query(parameters)).await.unwrap()
    }

    async fn procedure(&self, method: &str, body: &Value) -> Answer {
        self.post(&format!("/xrpc/{method}"), body).await
    }

    async fn sign_in(&self, town: &Town) -> Answer {
        let (who, word) = (town.page(Network::Bluesky), token(town, Network::Bluesky));
        let body = json!({"identifier": who, "password": word.expose_secret()});
        self.procedure("com.atproto.server.createSession", &body).await
    }
}

/// The token or app password of our page.
fn token(town: &Town, network: Network) -> SecretString {
    town.secrets(network).get("token").unwrap().clone()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

fn texts<'a>(list: &'a Value, pointer: &str) -> Vec<&'a str> {
    list.as_array().unwrap().iter().map(|item| item.pointer(pointer).unwrap().as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_dropped_town_answers_nobody_not_even_on_an_open_connection() {
    let (town, _) = town().await;
    let facebook = facebook(&town);
    assert_eq!(facebook.get("/me").await.status, 200);

    drop(town);

    assert!(facebook.try_get("/me").await.is_err());
}

#[tokio::test]
async fn only_what_stood_in_a_full_answer_counts_as_served() {
    let (town, _) = town().await;
    let facebook = facebook(&town);
    let post = town.post(Network::Facebook, "Åbent hus");
    let seen = town.comment(&post, "Bente", "Hvornår?");
    let path = format!("/{post}/comments?filter=stream");
    assert!(town.served().is_empty());

    town.fail_next(Network::Facebook, ordstyrer::demo::Fault::Truncated);
    facebook.get(&path).await;
    assert!(town.served().is_empty());

    facebook.get(&path).await;
    let unseen = town.comment(&post, "Kaj", "Kommer også");

    assert_eq!(town.served().iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), [seen.as_str()]);
    assert!(!town.comment_now(&unseen).unwrap().is_served);
    assert_eq!((town.check_all().written, town.check_all().served), (2, 1));
}
