//! A network on which nobody can hide what another wrote: a leak waits for a person, above everything
//! else, it is tracked until its author deletes it, and nothing is ever tried that cannot be done.

use ordstyrer::demo::{Call, Fault, Network};
use ordstyrer::model::{Deed, State, TaskState};
use ordstyrer::settle::{Choice, Decided};
use ordstyrer::store::inquiry;

use crate::harness::{Town, engines, minutes, redirect_with};

const LEAK: &str = "Hej, mit nummer er 311236-4004, kan I se på det?";
const CASE: &str =
    "Jeg har søgt om plads i vuggestuen for tre måneder siden, hvornår får jeg svar på min ansøgning?";
const REPLY: &str = "Tak for din besked. Skriv sikkert til os via Digital Post. Svar her er kun vejledende.";

async fn town(engine: ordstyrer::store::Engine) -> Town {
    Town::on(engine, &[Network::Mastodon]).await
}

fn redirect() -> Choice {
    redirect_with(REPLY)
}

#[tokio::test]
async fn a_leak_stands_first_in_the_queue_and_nothing_is_tried() {
    for engine in engines() {
        let town = town(engine).await;
        let post = town.networks.post(Network::Mastodon, "Vi holder åbent hus på rådhuset.");
        let harmless = town.networks.comment(&post, "Testborger", CASE);
        let leak = town.networks.comment(&post, "Testborger", LEAK);
        let mut parked = town.turn().await.parked;

        let (row, kept) = town.held(Network::Mastodon, &leak).await.unwrap();
        assert_eq!((row.state, row.is_urgent, row.decide_by), (State::Queued, true, None), "{engine:?}");
        assert_eq!(kept.text.unwrap().expose(), "@lilleby Hej, mit nummer er ••••••-••••, kan I se på det?");
        let mut tx = town.db.read().await.unwrap();
        let queue = inquiry::open(&mut tx, &town.organisation, town.now(), 0, 10).await.unwrap();
        drop(tx);
        let (other, _) = town.held(Network::Mastodon, &harmless).await.unwrap();
        let order: Vec<_> = queue.iter().map(|row| row.id.clone()).collect();
        assert_eq!(order, [row.id.clone(), other.id], "{engine:?}: the leak is first");

        assert_eq!(town.decide(&row, Choice::Remove { rule: "R7".into() }).await, Decided::Unable);
        for _ in 0..3 {
            town.later(minutes(2));
            parked += town.turn().await.parked;
        }
        let (still, _) = town.held(Network::Mastodon, &leak).await.unwrap();
        assert_eq!((still.state, still.version, still.is_urgent), (State::Queued, row.version, true));
        let waits = town.tasks(&still).await;
        assert!(matches!(waits.as_slice(), [task] if task.waits_for_author()), "{engine:?}: {waits:?}");

        assert_eq!(town.decide(&still, Choice::Keep).await, Decided::Done);
        town.later(minutes(2));
        parked += town.turn().await.parked;
        let (closed, _) = town.held(Network::Mastodon, &leak).await.unwrap();
        assert_eq!(closed.state, State::Kept);
        let ended = town.tasks(&closed).await;
        assert!(ended.iter().all(|task| task.state == TaskState::Cancelled), "{engine:?}: {ended:?}");
        assert_eq!(parked, 0, "{engine:?}");
        assert!(town.networks.effects_on(&leak).is_empty(), "{engine:?}: nothing was tried there");
    }
}

#[tokio::test]
async fn a_removal_is_refused_on_a_network_that_cannot_and_taken_on_one_that_can() {
    let town = Town::on(ordstyrer::store::Engine::Sqlite, &[Network::Mastodon, Network::Facebook]).await;
    for (network, decided) in [(Network::Mastodon, Decided::Unable), (Network::Facebook, Decided::Done)] {
        let post = town.networks.post(network, "Åbent hus.");
        let comment = town.networks.comment(&post, "Testborger", CASE);
        town.turn().await;
        let (row, _) = town.held(network, &comment).await.unwrap();
        assert_eq!(town.decide(&row, Choice::Remove { rule: "R6".into() }).await, decided, "{network:?}");
    }
}

#[tokio::test]
async fn the_reply_names_the_person_and_our_copy_of_it_does_not() {
    for engine in engines() {
        let town = town(engine).await;
        let post = town.networks.post(Network::Mastodon, "Spørg os om alt.");
        let comment = town.networks.comment(&post, "Testborger", CASE);
        town.turn().await;
        let (row, kept) = town.held(Network::Mastodon, &comment).await.unwrap();
        let handle = kept.handle.unwrap().expose().to_owned();

        assert_eq!(town.decide(&row, redirect()).await, Decided::Done);
        for _ in 0..3 {
            town.later(minutes(1));
            town.turn().await;
        }

        assert_eq!(town.networks.replies_by_us(&comment), [format!("@{handle} {REPLY}")], "{engine:?}");
        let tasks = town.tasks(&row).await;
        assert_eq!(tasks.iter().map(|task| task.deed).collect::<Vec<_>>(), [Deed::Reply]);
        assert_eq!(tasks[0].words.as_deref(), Some(REPLY), "{engine:?}: no handle is stored in the clear");
    }
}

#[tokio::test]
async fn a_reply_whose_answer_was_lost_is_found_again_though_it_names_the_person() {
    for engine in engines() {
        for fault in [Fault::AnswerLost, Fault::Truncated, Fault::Dropped] {
            let town = town(engine).await;
            let post = town.networks.post(Network::Mastodon, "Spørg os om alt.");
            let comment = town.networks.comment(&post, "Testborger", CASE);
            town.turn().await;
            let (row, _) = town.held(Network::Mastodon, &comment).await.unwrap();
            town.decide(&row, redirect()).await;
            town.networks.fail_on(Network::Mastodon, Call::Reply, fault);
            let mut parked = 0;
            for _ in 0..6 {
                town.later(minutes(1));
                parked += town.turn().await.parked;
            }

            assert_eq!(town.networks.replies_by_us(&comment).len(), 1, "{engine:?} {fault:?}");
            let tasks = town.tasks(&row).await;
            assert!(tasks.iter().all(|task| task.state == ordstyrer::model::TaskState::Done), "{fault:?}");
            assert_eq!(parked, 0, "{engine:?} {fault:?}");
        }
    }
}
