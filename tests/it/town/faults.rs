//! Faults: what was done when the answer says, or does not say, that it was.

use std::sync::Arc;
use std::time::Duration;

use ordstyrer::demo::{Call, Fault, Network, Town};
use ordstyrer::model::{ManualClock, Stamp};
use serde_json::{Value, json};

use super::{Client, bluesky, facebook, town};

const BEFORE: [Fault; 6] = [
    Fault::ServerError,
    Fault::BadGateway,
    Fault::Throttled(Duration::from_secs(90)),
    Fault::TokenExpired,
    Fault::PermissionLost,
    Fault::Dropped,
];
const AFTER: [Fault; 3] = [Fault::Truncated, Fault::AnswerLost, Fault::Slow];

async fn hide(client: &Client, comment: &str) -> Option<(u16, Value)> {
    let request = client.http.post(format!("{}/{comment}", client.base)).form(&[("is_hidden", "true")]);
    client.send(request).await.ok().map(|answer| (answer.status, answer.body))
}

#[tokio::test]
async fn a_fault_strikes_the_chosen_call_before_or_after_it_is_done() {
    let (town, _) = town().await;
    let client = facebook(&town);
    let post = town.post(Network::Facebook, "Åbent hus");
    for fault in BEFORE.into_iter().chain(AFTER) {
        let comment = town.comment(&post, "Kaj", "Fint");
        town.fail_on(Network::Facebook, Call::Hide, fault);

        assert_eq!(client.get(&format!("/{comment}")).await.status, 200, "another call is let through");
        let answer = hide(&client, &comment).await;

        assert_eq!(town.is_hidden(&comment), AFTER.contains(&fault), "{fault:?}");
        assert_eq!(town.effects_on(&comment).len(), usize::from(AFTER.contains(&fault)), "{fault:?}");
        let last = town.requests().pop().unwrap();
        assert_eq!((last.call, last.status), (Call::Hide, answer.as_ref().map(|(status, _)| *status)));
        match (fault, answer) {
            (Fault::Dropped | Fault::AnswerLost | Fault::Slow, None) => {}
            (Fault::Truncated, Some((200, Value::String(cut)))) => assert!(cut.starts_with("{\"succ")),
            (Fault::BadGateway, Some((502, Value::String(page)))) => assert!(page.contains("<html>")),
            (Fault::ServerError, Some((500, body))) => assert_eq!(body["error"]["code"], 1),
            (Fault::Throttled(_), Some((400, body))) => assert_eq!(body["error"]["code"], 32),
            (Fault::TokenExpired, Some((400, body))) => assert_eq!(body["error"]["error_subcode"], 463),
            (Fault::PermissionLost, Some((403, body))) => assert_eq!(body["error"]["code"], 200),
            (_, other) => panic!("{fault:?} gave {other:?}"),
        }
        assert_eq!(hide(&client, &comment).await, Some((200, json!({"success": true}))), "it is over");
    }
}

#[tokio::test]
async fn each_network_asks_to_wait_in_its_own_way() {
    let (town, _) = town().await;
    let (facebook, bluesky) = (facebook(&town), bluesky(&town).await);
    for network in [Network::Facebook, Network::Bluesky] {
        town.fail_next(network, Fault::Throttled(Duration::from_secs(90)));
    }

    let minutes = facebook.get("/me").await;
    let seconds = bluesky.query("app.bsky.notification.listNotifications", &[]).await;

    let usage: Value =
        serde_json::from_str(minutes.headers["x-business-use-case-usage"].to_str().unwrap()).unwrap();
    assert_eq!(usage[&town.page(Network::Facebook)][0]["estimated_time_to_regain_access"], 2);
    assert!(!minutes.headers.contains_key("retry-after"));
    assert_eq!((seconds.status, &seconds.headers["retry-after"]), (429, &"90".parse().unwrap()));
    let reset = Stamp::parse("2026-11-21T12:01:31Z").unwrap().ms() / 1000;
    assert_eq!(seconds.headers["ratelimit-reset"], reset.to_string());
}

#[tokio::test]
async fn an_expired_bluesky_token_stays_dead_until_it_is_renewed() {
    let (town, _) = town().await;
    let client = bluesky(&town).await;
    town.fail_next(Network::Bluesky, Fault::TokenExpired);
    for _ in 0..2 {
        let answer = client.query("app.bsky.notification.listNotifications", &[]).await;
        assert_eq!((answer.status, &answer.body["error"]), (400, &json!("ExpiredToken")));
    }
    assert_eq!(client.sign_in(&town).await.status, 200);
}

#[tokio::test]
async fn faults_at_a_rate_follow_the_seed() {
    let statuses = async |seed: u64| {
        let clock = ManualClock::at(Stamp::parse("2026-11-21T12:00:00Z").unwrap());
        let town = Town::start(Arc::new(clock), seed).await.unwrap();
        let client = facebook(&town);
        town.fault_rate(Network::Facebook, 0.3, &[Fault::ServerError, Fault::BadGateway, Fault::AnswerLost]);
        let mut statuses = Vec::new();
        for _ in 0..200 {
            statuses.push(client.try_get("/me").await.ok().map(|answer| answer.status));
        }
        statuses
    };

    let (one, same, other) = (statuses(1).await, statuses(1).await, statuses(2).await);

    assert_eq!(one, same);
    assert_ne!(one, other);
    let failed = one.iter().filter(|status| **status != Some(200)).count();
    assert!((30..=90).contains(&failed), "{failed} of 200 at 30 %");
    for kind in [Some(500), Some(502), None] {
        assert!(one.contains(&kind), "{kind:?}");
    }
}
