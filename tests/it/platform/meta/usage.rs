//! How lists slow down before Meta's limits are used up, while deeds go on.

use std::time::Duration;

use ordstyrer::platform::{Error, Platform, Sent, Wait};
use serde_json::json;
use wiremock::matchers::{method, path_regex};
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::platform::network::{Network, Said, connected, ever, open, said, target};
use crate::platform::{facebook, instagram};

const BREATH: Error = Error::Held(Wait::For(Duration::from_mins(1)));

fn networks() -> [Box<dyn Network>; 2] {
    [Box::new(facebook::Wire), Box::new(instagram::Wire)]
}

/// A server whose lists are empty and say that so much is used up.
async fn used(network: &dyn Network, name: &str, value: String) -> (MockServer, Box<dyn Platform>) {
    let (server, platform) = open(network).await;
    let answer = ResponseTemplate::new(200)
        .set_body_json(json!({ "data": [], "id": "17900000000000001" }))
        .insert_header(name, value);
    Mock::given(method("GET"))
        .and(path_regex(".*"))
        .respond_with(answer)
        .with_priority(2)
        .mount(&server)
        .await;
    (server, platform)
}

fn app(percent: f64) -> (&'static str, String) {
    ("x-app-usage", json!({ "call_count": 3, "total_cputime": percent, "total_time": 1 }).to_string())
}

fn business(percent: f64) -> (&'static str, String) {
    let used = json!({ "type": "instagram", "call_count": percent, "total_cputime": 25, "total_time": 25,
        "estimated_time_to_regain_access": 0 });
    ("x-business-use-case-usage", json!({ "17841400000000001": [used] }).to_string())
}

#[tokio::test]
async fn below_three_quarters_nothing_waits() {
    for network in networks() {
        for (name, value) in [app(74.9), business(74.9)] {
            let (_server, platform) = used(&*network, name, value).await;
            for _ in 0..30 {
                assert!(platform.posts(ever()).await.is_ok(), "{} {name}", network.name());
            }
        }
    }
}

#[tokio::test]
async fn from_three_quarters_on_ten_lists_are_begun_between_two_waits() {
    for network in networks() {
        for (name, value) in [app(75.0), business(94.9)] {
            let (_server, platform) = used(&*network, name, value).await;
            let mut waits = Vec::new();
            for nth in 0..36 {
                match platform.thread(&network.post(), None, None).await {
                    Ok(_) => {}
                    Err(error) => {
                        assert_eq!(error, BREATH);
                        waits.push(nth);
                    }
                }
            }
            assert_eq!(waits, [1, 12, 23, 34], "{} {name}", network.name());
        }
    }
}

#[tokio::test]
async fn a_long_list_that_was_begun_is_read_to_its_end_however_slowly() {
    for network in networks() {
        let (server, platform) = open(&*network).await;
        let posts: Vec<_> = (0..60).rev().map(|number| (number, "2026-11-21T10:00:00Z", 0)).collect();
        network.serve_posts(&server, &posts).await;
        let (name, value) = app(80.0);
        let answer =
            ResponseTemplate::new(200).set_body_json(json!({ "data": [] })).insert_header(name, value);
        let streams = "(tags|visitor_posts)$";
        Mock::given(path_regex(streams)).respond_with(answer).with_priority(1).mount(&server).await;
        assert!(platform.pull(ever(), None).await.is_ok(), "from here on it is slow");

        let held = platform.posts(ever()).await;
        assert_eq!(held.err(), Some(BREATH), "{}", network.name());
        let read = platform.posts(ever()).await.expect("after the wait it goes on");
        assert_eq!(read.len(), 60, "{}", network.name());
    }
}

#[tokio::test]
async fn at_nineteen_in_twenty_even_a_list_that_was_begun_stops_and_a_deed_does_not() {
    for network in networks() {
        let (server, platform) = open(&*network).await;
        let (name, value) = business(95.0);
        let done = network.done().insert_header(name, value.as_str());
        network.answer_writes(&server, &said(1, ""), done).await;
        let ours = Said { is_ours: true, parent: Some(1), ..said(50, "Hej") };
        network.serve_replies(&server, &said(1, ""), &[ours]).await;
        network.serve_one(&server, &said(1, "")).await;
        network.serve_thread(&server, &[said(1, "a"), said(2, "b"), said(3, "c")]).await;
        let first = platform.thread(&network.post(), None, None).await.expect("it reads");
        assert!(first.next.is_some());

        for _ in 0..5 {
            let hidden = platform.hide(&target(&*network, &said(1, "")), ever()).await;
            assert_eq!(hidden, Ok(Sent::Done(None)), "a leak is hidden even then");
            assert!(platform.reread(&target(&*network, &said(1, ""))).await.is_ok(), "{}", network.name());
            assert!(platform.own_replies(&target(&*network, &said(1, ""))).await.is_ok(), "nor is an answer");
        }
        let more = platform.thread(&network.post(), None, first.next.as_ref()).await;
        assert_eq!(more.err(), Some(Error::Held(Wait::Unsaid)), "{}", network.name());
        assert!(platform.thread(&network.post(), None, first.next.as_ref()).await.is_ok());
    }
}

#[tokio::test]
async fn one_accounts_use_does_not_slow_another() {
    for network in networks() {
        let (name, value) = app(99.0);
        let (server, busy) = used(&*network, name, value).await;
        assert!(busy.thread(&network.post(), None, None).await.is_ok());
        assert!(busy.thread(&network.post(), None, None).await.is_err());
        let other = connected(&*network, &server.uri());
        assert!(other.thread(&network.post(), None, None).await.is_ok(), "{}", network.name());
    }
}
