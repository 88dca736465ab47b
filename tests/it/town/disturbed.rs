//! What a network does to its lists, its limits and its tokens, on every network that the town has.

use std::time::Duration;

use ordstyrer::demo::{Call, Fault, Network, Throttling, Town};
use ordstyrer::model::ManualClock;
use secrecy::ExposeSecret;
use serde_json::Value;

use super::{Answer, Client, bluesky, client, facebook, token, town};

/// A list of what stands under a post, and where its items are.
struct Thread {
    path: String,
    items: &'static str,
    id: &'static str,
}

async fn client_of(town: &Town, network: Network) -> Client {
    match network {
        Network::Bluesky => bluesky(town).await,
        Network::Facebook => facebook(town),
        _ => client(town.url(network), token(town, network).expose_secret()),
    }
}

/// The networks that this test knows how to ask; another is asked through its adapter elsewhere.
fn thread(network: Network, post: &str) -> Option<Thread> {
    match network {
        Network::Facebook => Some(Thread {
            path: format!("/{post}/comments?filter=stream&fields=id"),
            items: "/data",
            id: "/id",
        }),
        Network::Mastodon => Some(Thread {
            path: format!("/api/v1/statuses/{post}/context"),
            items: "/descendants",
            id: "/id",
        }),
        Network::Bluesky => Some(Thread {
            path: format!("/xrpc/app.bsky.feed.getPostThread?uri={post}"),
            items: "/thread/replies",
            id: "/post/uri",
        }),
        Network::Instagram | Network::YouTube => None,
    }
}

fn ids(answer: &Answer, thread: &Thread) -> Vec<String> {
    let items = answer.body.pointer(thread.items).and_then(Value::as_array).unwrap();
    items.iter().map(|item| item.pointer(thread.id).unwrap().as_str().unwrap().to_owned()).collect()
}

async fn each(test: impl AsyncFn(&Town, &ManualClock, Network, &Client, String)) {
    for network in Town::all() {
        let (town, clock) = town().await;
        let client = client_of(&town, network).await;
        let post = town.post(network, "Åbent hus");
        if thread(network, &post).is_some() {
            test(&town, &clock, network, &client, post).await;
        }
    }
}

#[tokio::test]
async fn a_list_comes_doubled_or_in_another_order_and_whole_again() {
    each(async |town, clock, network, client, post| {
        let thread = thread(network, &post).unwrap();
        let mut all = Vec::new();
        for _ in 0..5 {
            clock.advance(Duration::from_secs(1));
            all.push(town.comment(&post, "Kaj", "Fint"));
        }
        town.fail_on(network, Call::Thread, Fault::Doubled);
        let doubled = ids(&client.get(&thread.path).await, &thread);
        town.fail_on(network, Call::Thread, Fault::Reordered);
        let reordered = ids(&client.get(&thread.path).await, &thread);
        let plain = ids(&client.get(&thread.path).await, &thread);

        assert_eq!((doubled.len(), reordered.len()), (8, 5), "{network:?}");
        assert_eq!(plain, all, "{network:?}");
        assert_ne!(reordered, all, "{network:?}");
        assert!(all.iter().all(|id| doubled.contains(id) && reordered.contains(id)), "{network:?}");
        assert_eq!(town.served().len(), 5, "{network:?}");
    })
    .await;
}

#[tokio::test]
async fn what_comes_late_stands_there_at_once_and_in_lists_only_later() {
    each(async |town, clock, network, client, post| {
        let thread = thread(network, &post).unwrap();
        town.late(network, 1.0, Duration::from_mins(30));
        let comment = town.comment(&post, "Kaj", "Fint");
        clock.advance(Duration::from_mins(14));
        assert!(ids(&client.get(&thread.path).await, &thread).is_empty(), "{network:?}");
        assert!(town.served().is_empty(), "{network:?}");
        clock.advance(Duration::from_mins(17));
        assert_eq!(ids(&client.get(&thread.path).await, &thread), [comment], "{network:?}");
    })
    .await;
}

#[tokio::test]
async fn a_list_that_was_answered_shifts() {
    each(async |town, _, network, client, post| {
        let thread = thread(network, &post).unwrap();
        let (one, other) = (town.comment(&post, "Kaj", "Fint"), town.comment(&post, "Lone", "Ja"));
        town.fail_on(network, Call::Thread, Fault::Shifted);
        let before = ids(&client.get(&thread.path).await, &thread);
        let after = ids(&client.get(&thread.path).await, &thread);

        assert_eq!(before, [one.clone(), other.clone()], "{network:?}");
        assert_eq!(after.len(), 2, "{network:?}");
        assert!(after.contains(&other) && town.is_deleted(&one), "{network:?}");
    })
    .await;
}

#[tokio::test]
async fn too_many_calls_are_said_in_every_form_and_coming_too_early_is_counted() {
    each(async |town, clock, network, client, post| {
        let path = thread(network, &post).unwrap().path;
        let forms = [Throttling::EVERYWHERE.as_slice(), &Throttling::META, &Throttling::GOOGLE].concat();
        for how in forms {
            let before = town.quotas_exceeded(network);
            town.fail_next(network, Fault::ThrottledAs(how, Duration::from_secs(90)));
            let told = client.get(&path).await;
            let early = client.get(&path).await;
            clock.advance(Duration::from_secs(90));
            let in_time = client.get(&path).await;

            assert!([400, 403, 429].contains(&told.status), "{network:?} {how:?}: {}", told.status);
            assert_eq!((early.status, in_time.status), (200, 200), "{network:?} {how:?}");
            let said = ["retry-after", "ratelimit-reset", "x-ratelimit-reset"]
                .iter()
                .filter(|name| told.headers.get(**name).is_some_and(|value| !value.is_empty()));
            let counted = town.quotas_exceeded(network) - before;
            match how {
                Throttling::Seconds => assert_eq!(told.headers["retry-after"], "90"),
                Throttling::Date => {
                    assert!(told.headers["retry-after"].to_str().unwrap().ends_with(" GMT"), "{network:?}");
                }
                Throttling::Epoch | Throttling::Iso => assert!(said.count() > 0, "{network:?}"),
                Throttling::MetaMinutes => assert_eq!(told.body["error"]["code"], 4),
                Throttling::Unsaid => assert!(!told.headers.contains_key("retry-after")),
                Throttling::GoogleRate | Throttling::GoogleUserRate | Throttling::GoogleQuota => {
                    assert!(
                        told.body["error"]["errors"][0]["reason"].as_str().unwrap().ends_with("Exceeded")
                    );
                }
            }
            let says_when = !matches!(
                how,
                Throttling::Unsaid
                    | Throttling::GoogleRate
                    | Throttling::GoogleUserRate
                    | Throttling::GoogleQuota
            );
            assert_eq!(counted, u64::from(says_when), "{network:?} {how:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn every_answer_tells_the_towns_own_time() {
    each(async |_, _, network, client, post| {
        let answer = client.get(&thread(network, &post).unwrap().path).await;
        assert_eq!(answer.headers["date"], "Sat, 21 Nov 2026 12:00:00 GMT", "{network:?}");
    })
    .await;
}

#[tokio::test]
async fn a_limit_is_kept_counted_and_over_in_time() {
    each(async |town, clock, network, client, post| {
        let path = thread(network, &post).unwrap().path;
        clock.advance(Duration::from_hours(25));
        let client =
            if network == Network::Bluesky { client_of(town, network).await } else { client.clone() };
        town.set_quota(network, 10);
        let mut statuses = Vec::new();
        for _ in 0..14 {
            statuses.push(client.get(&path).await.status);
        }
        let served = statuses.iter().filter(|status| **status == 200).count();
        assert!((9..=10).contains(&served), "{network:?}: {statuses:?}");
        assert_eq!(town.quotas_exceeded(network), 14 - served as u64, "{network:?}");
        clock.advance(Duration::from_mins(62));
        assert_eq!(client.get(&path).await.status, 200, "{network:?}");
    })
    .await;
}

#[tokio::test]
async fn metas_percentages_rise_with_calls_and_fall_with_time() {
    let (town, clock) = town().await;
    let client = facebook(&town);
    town.set_quota(Network::Facebook, 10);
    let percent = |answer: &Answer| {
        let usage: Value = serde_json::from_str(answer.headers["x-app-usage"].to_str().unwrap()).unwrap();
        usage["call_count"].as_u64().unwrap()
    };
    let first = percent(&client.get("/me").await);
    for _ in 0..8 {
        client.get("/me").await;
    }
    let last = percent(&client.get("/me").await);
    let refused = client.get("/me").await;
    clock.advance(Duration::from_mins(61));
    let fallen = percent(&client.get("/me").await);

    assert_eq!((first, last, fallen), (10, 100, 10));
    assert_eq!((refused.status, &refused.body["error"]["code"]), (400, &4.into()));
    let usage = refused.headers["x-business-use-case-usage"].to_str().unwrap();
    let usage: Value = serde_json::from_str(usage).unwrap();
    let minutes = &usage[town.page(Network::Facebook)][0]["estimated_time_to_regain_access"];
    assert!((60..=61).contains(&minutes.as_u64().unwrap()), "{minutes}");
}

#[tokio::test]
async fn an_outage_answers_nobody_and_ends() {
    each(async |town, _, network, client, post| {
        let path = thread(network, &post).unwrap().path;
        town.outage(network, true);
        assert!(client.try_get(&path).await.is_err(), "{network:?}");
        town.outage(network, false);
        assert_eq!(client.get(&path).await.status, 200, "{network:?}");
    })
    .await;
}

#[tokio::test]
async fn a_token_dies_at_its_time_and_there_is_another() {
    each(async |town, clock, network, client, post| {
        let path = thread(network, &post).unwrap().path;
        let old = token(town, network);
        town.expire_token_at(network, ordstyrer::model::Clock::now(clock).later(Duration::from_mins(10)));
        assert_eq!(client.get(&path).await.status, 200, "{network:?}");
        clock.advance(Duration::from_mins(10));
        assert!([400, 401].contains(&client.get(&path).await.status), "{network:?}");
        assert_ne!(token(town, network).expose_secret(), old.expose_secret(), "{network:?}");
        assert_eq!(client_of(town, network).await.get(&path).await.status, 200, "{network:?}");
    })
    .await;
}
