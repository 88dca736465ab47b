//! What was done is read back a day later: a reply of ours that is gone, and a comment that we deleted and
//! that is listed again.

use ordstyrer::demo::Network;
use ordstyrer::model::{Deed, State, TaskState};
use ordstyrer::settle::Choice;
use ordstyrer::store;

use crate::harness::{Town, days, engines, hours, minutes, pretend_house, redirect_with};

const CASE: &str = "Hvornår får jeg svar på min ansøgning om plads i vuggestuen?";
const LEAK: &str = "Hej, mit nummer er 311236-4004, kan I se på det?";
const WORDS: &str = "Tak for din besked. Skriv sikkert til os via Digital Post. Svar her er kun vejledende.";

#[tokio::test]
async fn a_reply_is_looked_for_a_day_later_and_one_that_is_gone_is_told_once() {
    for engine in engines() {
        for is_gone in [false, true] {
            let (house, net, account) = pretend_house(engine).await;
            net.comment("c", CASE, house.now());
            house.turn().await;
            let (row, _) = house.held(&account, "c").await.unwrap();
            house.decide(&row, redirect_with(WORDS)).await;
            house.turn().await;
            if is_gone {
                net.change("c", |there| there.replies.clear());
            }
            house.later(hours(12));
            house.turn().await;
            let drifts = async || {
                let mut tx = house.db.read().await.unwrap();
                store::drift::of_inquiry(&mut tx, &house.organisation, &row.id).await.unwrap()
            };
            assert!(drifts().await.is_empty(), "{engine:?}: not before a day");
            for _ in 0..3 {
                house.later(hours(21));
                house.turn().await;
            }
            let kinds: Vec<_> = drifts().await.into_iter().map(|drift| drift.kind).collect();
            let reply = house.tasks(&row).await.into_iter().find(|task| task.deed == Deed::Reply).unwrap();
            assert_eq!(reply.state, TaskState::Done, "{engine:?}");
            if is_gone {
                assert_eq!(kinds, ["reply_gone"], "{engine:?}: once");
            } else {
                assert!(kinds.is_empty() && reply.held_at.is_some(), "{engine:?}: {kinds:?}");
            }
        }
    }
}

#[tokio::test]
async fn what_we_deleted_and_is_listed_again_a_day_later_is_taken_in_as_new() {
    for engine in engines() {
        let (house, net, account) = pretend_house(engine).await;
        net.comment("c", LEAK, house.now());
        house.turn().await;
        let (first, _) = house.held(&account, "c").await.unwrap();
        house.decide(&first, Choice::Remove { rule: "R7".into() }).await;
        house.turn().await;
        house.later(minutes(1));
        house.turn().await;
        assert!(net.there("c").is_deleted && house.held(&account, "c").await.is_none(), "{engine:?}");

        // For a while a list may show what is gone.
        net.change("c", |there| (there.is_deleted, there.is_hidden) = (false, false));
        house.later(hours(2));
        house.turn().await;
        assert!(house.held(&account, "c").await.is_none(), "{engine:?}: not before a day");
        house.later(days(1));
        house.turn().await;
        let (again, _) = house.held(&account, "c").await.expect("it stands there for all to read");
        assert!(again.id != first.id && again.state == State::Hidden, "{engine:?}: {:?}", again.state);
        assert!(net.there("c").is_hidden, "{engine:?}: hidden again");
        let mut tx = house.db.read().await.unwrap();
        let drifts = store::drift::list(&mut tx, &house.organisation, 10).await.unwrap();
        assert_eq!(drifts.len(), 1, "{engine:?}: {drifts:?}");
        assert_eq!(drifts[0].kind, "back_again", "{engine:?}");
    }
}

#[tokio::test]
async fn a_network_that_lists_its_threads_takes_nothing_in_twice() {
    for engine in engines() {
        let town = Town::on(engine, &[Network::Facebook]).await;
        let post = town.networks.post(Network::Facebook, "Spørg os om alt.");
        let comment = town.networks.comment(&post, "Testborger", LEAK);
        town.turn().await;
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        town.decide(&row, Choice::Remove { rule: "R7".into() }).await;
        for _ in 0..4 {
            town.later(hours(13));
            town.turn().await;
        }
        assert!(town.networks.is_deleted(&comment), "{engine:?}");
        assert!(town.held(Network::Facebook, &comment).await.is_none(), "{engine:?}");
        assert!(town.knows(Network::Facebook, &comment).await, "{engine:?}");
    }
}
