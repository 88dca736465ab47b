//! Webhooks as the town sends them: signed over the bytes, lost and doubled by seed, tried again.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_lc_rs::hmac;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use ordstyrer::demo::{Call, Network, Subscription, Town};
use serde_json::{Value, json};

use super::{facebook, text, town};

/// An ear that keeps what it hears; it may be told to refuse.
#[derive(Clone, Default)]
struct Ear(Arc<Mutex<Heard>>);

#[derive(Default)]
struct Heard {
    calls: Vec<(String, Vec<u8>)>,
    refuses: bool,
}

async fn hear(State(ear): State<Ear>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let mut heard = ear.0.lock().unwrap();
    if heard.refuses {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    let signature = headers["x-hub-signature-256"].to_str().unwrap().to_owned();
    heard.calls.push((signature, body.to_vec()));
    StatusCode::OK
}

async fn shake(Query(asked): Query<Vec<(String, String)>>) -> (StatusCode, String) {
    let given = |name: &str| asked.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    let is_ours = given("hub.verify_token").as_deref() == Some("et-ord");
    let status = if is_ours { StatusCode::OK } else { StatusCode::FORBIDDEN };
    (status, given("hub.challenge").unwrap_or_default())
}

impl Ear {
    async fn open() -> (Self, url::Url) {
        let ear = Self::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap()).parse().unwrap();
        let router = Router::new().route("/hook", get(shake).post(hear)).with_state(ear.clone());
        tokio::spawn(axum::serve(listener, router).into_future());
        (ear, url)
    }

    fn refuse(&self, refuses: bool) {
        self.0.lock().unwrap().refuses = refuses;
    }

    fn changes(&self) -> Vec<Value> {
        let heard = self.0.lock().unwrap();
        let bodies = heard.calls.iter().map(|(_, body)| serde_json::from_slice::<Value>(body).unwrap());
        bodies
            .flat_map(|body| body["entry"].as_array().unwrap().clone())
            .flat_map(|entry| entry["changes"].as_array().cloned().unwrap_or_default())
            .collect()
    }
}

fn subscription(url: url::Url) -> Subscription {
    let (app_secret, verify_token) = ("hemmelig".into(), "et-ord".into());
    Subscription { url, app_secret, verify_token, dropped: 0.0, doubled: 0.0, direct: 0.0 }
}

async fn hooked_town() -> (Town, ordstyrer::model::ManualClock, Ear, Subscription) {
    let (town, clock) = town().await;
    let (ear, url) = Ear::open().await;
    (town, clock, ear, subscription(url))
}

#[tokio::test]
async fn what_happens_to_a_comment_is_told_signed_over_the_bytes_as_they_are_sent() {
    let (town, _, ear, to) = hooked_town().await;
    town.subscribe(Network::Facebook, to).await.unwrap();
    let post = town.post(Network::Facebook, "Åbent hus");
    let comment = town.comment(&post, "Bente Prøvegaard", "Så dejligt 😍 https://lilleby.example");
    town.edit(&comment, "Mindre dejligt");
    facebook(&town).form(&format!("/{comment}"), &[("is_hidden", "true")]).await;
    facebook(&town).form(&format!("/{comment}/comments"), &[("message", "Tak")]).await;
    town.delete(&comment);

    town.deliver_hooks().await.unwrap();

    let mut told: Vec<_> = ear
        .changes()
        .iter()
        .map(|change| format!("{} {}", text(&change["value"]["item"]), text(&change["value"]["verb"])))
        .collect();
    told.sort();
    assert_eq!(
        told,
        ["comment add", "comment add", "comment edited", "comment hide", "comment remove", "status add"]
    );
    let heard = ear.0.lock().unwrap();
    let key = hmac::Key::new(hmac::HMAC_SHA256, b"hemmelig");
    for (signature, body) in &heard.calls {
        let hex = signature.strip_prefix("sha256=").unwrap();
        let tag: Vec<u8> =
            (0..32).map(|at| u8::from_str_radix(hex.get(at * 2..at * 2 + 2).unwrap(), 16).unwrap()).collect();
        hmac::verify(&key, body, &tag).unwrap();
        assert!(body.is_ascii(), "letters are escaped");
    }
    let all: Vec<u8> = heard.calls.iter().flat_map(|(_, body)| body.clone()).collect();
    let all = String::from_utf8(all).unwrap();
    for escaped in ["\\u00e5", "\\ud83d\\ude0d", "https:\\/\\/lilleby.example"] {
        assert!(all.to_lowercase().contains(escaped) || !all.contains('å'), "{escaped}");
    }
    assert!(all.contains("\\ud83d\\ude0d") && all.contains("https:\\/\\/"), "{all}");
}

#[tokio::test]
async fn a_removal_says_no_words_and_a_private_profile_has_no_name() {
    let (town, _, ear, to) = hooked_town().await;
    town.subscribe(Network::Facebook, to).await.unwrap();
    let post = town.post(Network::Facebook, "Åbent hus");
    let comment = town.comment(&post, "", "Hvornår?");
    town.delete(&comment);
    town.deliver_hooks().await.unwrap();

    let changes = ear.changes();
    let of = |verb: &str| {
        let mut all = changes.iter().map(|change| &change["value"]);
        all.find(|value| value["verb"] == verb && value["item"] == "comment").unwrap().clone()
    };
    assert_eq!(of("add")["message"], "Hvornår?");
    assert_eq!((of("add").get("from"), of("remove").get("message")), (None, None));
    assert_eq!((of("add")["post_id"].clone(), of("add")["parent_id"].clone()), (json!(post), json!(post)));
}

#[tokio::test]
async fn a_hook_that_does_not_know_the_token_gets_nothing() {
    let (town, _, ear, to) = hooked_town().await;
    let to = Subscription { verify_token: "et andet".into(), ..to };
    assert!(town.subscribe(Network::Facebook, to.clone()).await.is_err());
    assert!(town.subscribe(Network::Bluesky, to).await.is_err(), "it sends none");
    town.post(Network::Facebook, "Åbent hus");
    town.deliver_hooks().await.unwrap();
    assert!(ear.changes().is_empty());
}

#[tokio::test]
async fn some_are_lost_some_come_twice_and_some_bring_a_direct_message_equally_for_equal_seeds() {
    let run = async || {
        let (town, _, ear, to) = hooked_town().await;
        let to = Subscription { dropped: 0.1, doubled: 0.1, direct: 0.05, ..to };
        town.subscribe(Network::Facebook, to).await.unwrap();
        let post = town.post(Network::Facebook, "Åbent hus");
        for _ in 0..400 {
            town.comment(&post, "Kaj", "Fint");
            town.deliver_hooks().await.unwrap();
        }
        let bodies: Vec<_> = ear.0.lock().unwrap().calls.iter().map(|(_, body)| body.clone()).collect();
        (town.hooked(Network::Facebook), bodies)
    };
    let ((hooked, bodies), (again, _)) = (run().await, run().await);

    assert_eq!(hooked, again);
    assert_eq!(hooked.events, 401);
    assert!((20..=65).contains(&hooked.dropped) && (20..=65).contains(&hooked.doubled), "{hooked:?}");
    assert!((5..=45).contains(&hooked.direct), "{hooked:?}");
    assert_eq!(hooked.heard, bodies.len() as u64);
    let direct = bodies.iter().filter(|body| memchr::memmem::find(body, b"\"messaging\"").is_some()).count();
    assert!(direct > 0);
}

#[tokio::test]
async fn a_refused_call_comes_again_later_and_then_no_more() {
    let (town, clock, ear, to) = hooked_town().await;
    town.subscribe(Network::Facebook, to).await.unwrap();
    ear.refuse(true);
    town.post(Network::Facebook, "Åbent hus");
    town.deliver_hooks().await.unwrap();
    town.deliver_hooks().await.unwrap();
    assert_eq!(town.hooked(Network::Facebook).refused, 1, "not at once");
    ear.refuse(false);
    clock.advance(Duration::from_mins(2));
    town.deliver_hooks().await.unwrap();
    town.deliver_hooks().await.unwrap();
    assert_eq!((town.hooked(Network::Facebook).heard, ear.changes().len()), (1, 1));
    assert!(town.requests().iter().all(|request| request.call != Call::Private));
}
