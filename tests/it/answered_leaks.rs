//! Nothing is said under a leak that can be seen: whatever kept it open, it is hidden before the answer
//! goes, and while it cannot be hidden the answer waits.

use std::time::Duration;

use ordstyrer::demo::Network;
use ordstyrer::model::{By, Deed, ModeratorId, State, TaskState};
use ordstyrer::platform::Error;
use ordstyrer::settle::{self, Caps, Choice, Decided, Undone};
use ordstyrer::store::inquiry::Row;
use ordstyrer::store::{self, mailbox_day};

use crate::harness::{
    House, Town, caps, engines, minutes, passed, pretend_house, pretend_house_with, redirect_with,
};

const UNDO: Duration = Duration::from_mins(2);
const LEAK: &str = "Hej, mit nummer er 311236-4004, kan I se på det?";
const WORDS: &str = "Tak for din besked. Skriv sikkert til os via Digital Post. Svar her er kun vejledende.";

fn me() -> By {
    By::Moderator(ModeratorId::from_text("moderator-1"))
}

/// Both ways of answering.
fn answers() -> [Choice; 2] {
    [redirect_with(WORDS), Choice::Answer { reply: passed(WORDS) }]
}

fn no_hides() -> Caps {
    Caps { a_day: 0, ..caps() }
}

async fn decide(house: &House, row: &Row, choice: &Choice, can_hide: bool) -> Decided {
    let seen = settle::Seen { inquiry: &row.id, version: row.version, can_hide };
    let (policy, org, now) = (&house.policy, &house.organisation, house.now());
    settle::decision(&house.db, &house.vault, policy, org, seen, choice, &me(), UNDO, now).await.unwrap()
}

async fn undo(house: &House, row: &Row) -> Undone {
    let (version, now) = (row.version + 1, house.now());
    settle::undo(&house.db, &house.vault, &house.organisation, &row.id, version, &me(), now).await.unwrap()
}

#[tokio::test]
async fn a_leak_whose_hide_was_capped_is_hidden_before_it_is_answered() {
    for engine in engines() {
        for choice in answers() {
            let (house, net, account) = pretend_house_with(engine, no_hides()).await;
            net.comment("c", LEAK, house.now());
            house.turn().await;
            let (row, _) = house.held(&account, "c").await.unwrap();
            assert_eq!((row.state, net.there("c").is_hidden), (State::Queued, false), "{engine:?}");

            assert_eq!(decide(&house, &row, &choice, true).await, Decided::Done);
            house.turn().await;
            assert!(net.there("c").is_hidden, "{engine:?}: at once, it can be taken back");
            assert!(net.there("c").replies.is_empty(), "{engine:?}");
            house.later(UNDO);
            house.turn().await;
            assert_eq!(net.there("c").replies.len(), 1, "{engine:?}");
            assert!(net.there("c").is_hidden, "{engine:?}");
            let (row, _) = house.held(&account, "c").await.unwrap();
            assert_eq!(row.state, State::Hidden, "{engine:?}: an answer is not the end of a leak");
            assert!(row.decide_by.is_some(), "{engine:?}: somebody must still delete it");
        }
    }
}

#[tokio::test]
async fn while_the_network_refuses_the_hide_the_answer_waits_and_goes_once_when_it_is_hidden() {
    for engine in engines() {
        for choice in answers() {
            let (house, net, account) = pretend_house(engine).await;
            net.comment("c", LEAK, house.now());
            net.change("c", |there| there.hide_fails = Some(Error::Refused("a hide is refused here")));
            house.turn().await;
            let (row, _) = house.held(&account, "c").await.unwrap();
            let tasks = house.tasks(&row).await;
            assert!(tasks.iter().all(|task| task.state == TaskState::Parked), "{engine:?}: {tasks:?}");

            decide(&house, &row, &choice, true).await;
            for _ in 0..4 {
                house.later(UNDO);
                house.turn().await;
            }
            assert!(net.there("c").replies.is_empty(), "{engine:?}: nobody is led to it");
            let (row, _) = house.held(&account, "c").await.unwrap();
            assert_eq!((row.state, row.is_urgent), (State::Queued, true), "{engine:?}: and somebody is told");

            net.change("c", |there| there.hide_fails = None);
            decide(&house, &row, &choice, true).await;
            for _ in 0..4 {
                house.later(UNDO);
                house.turn().await;
            }
            assert!(net.there("c").is_hidden, "{engine:?}");
            assert_eq!(net.there("c").replies.len(), 1, "{engine:?}: said once");
        }
    }
}

#[tokio::test]
async fn a_hide_that_is_under_way_or_holds_is_not_asked_for_again() {
    for engine in engines() {
        for is_under_way in [true, false] {
            let (house, net, account) = pretend_house(engine).await;
            net.comment("c", LEAK, house.now());
            if is_under_way {
                net.change("c", |there| there.hide_fails = Some(Error::Unreachable("away")));
            }
            house.turn().await;
            let (row, _) = house.held(&account, "c").await.unwrap();
            decide(&house, &row, &redirect_with(WORDS), true).await;
            house.later(UNDO);
            house.turn().await;
            if is_under_way {
                assert!(net.there("c").replies.is_empty(), "{engine:?}: not before it holds");
                net.change("c", |there| there.hide_fails = None);
            }
            for _ in 0..6 {
                house.later(UNDO);
                house.turn().await;
            }
            let tasks = house.tasks(&row).await;
            let hides = tasks.iter().filter(|task| task.deed == Deed::Hide).count();
            assert_eq!(hides, 1, "{engine:?} {is_under_way}");
            assert_eq!(net.there("c").replies.len(), 1, "{engine:?} {is_under_way}");
        }
    }
}

#[tokio::test]
async fn an_answer_that_is_taken_back_leaves_the_leak_hidden_for_a_person() {
    for engine in engines() {
        for is_tried in [true, false] {
            let (house, net, account) = pretend_house_with(engine, no_hides()).await;
            net.comment("c", LEAK, house.now());
            house.turn().await;
            let (row, _) = house.held(&account, "c").await.unwrap();
            decide(&house, &row, &redirect_with(WORDS), true).await;
            if is_tried {
                house.turn().await;
            }
            assert_eq!(undo(&house, &row).await, Undone::Done, "{engine:?}");
            for _ in 0..3 {
                house.later(UNDO);
                house.turn().await;
            }
            assert!(net.there("c").is_hidden, "{engine:?}: a leak is never shown by taking an answer back");
            assert!(net.there("c").replies.is_empty(), "{engine:?}");
            let (now_there, _) = house.held(&account, "c").await.unwrap();
            assert_eq!((now_there.state, now_there.rule), (State::Hidden, row.rule.clone()), "{engine:?}");
            assert!(now_there.decide_by.is_some(), "{engine:?}: confirmed or lifted by somebody");
        }
    }
}

#[tokio::test]
async fn a_leak_that_somebody_showed_again_is_not_answered() {
    for engine in engines() {
        let (house, net, account) = pretend_house(engine).await;
        net.comment("c", LEAK, house.now());
        house.turn().await;
        let (row, _) = house.held(&account, "c").await.unwrap();
        decide(&house, &row, &redirect_with(WORDS), true).await;
        net.change("c", |there| there.is_hidden = false);
        house.later(UNDO);
        house.turn().await;
        assert!(net.there("c").replies.is_empty(), "{engine:?}");
        let reply = house.tasks(&row).await.into_iter().find(|task| task.deed == Deed::Reply).unwrap();
        assert_eq!(reply.state, TaskState::Parked, "{engine:?}: a person goes on");
        assert!(reply.due.is_some(), "{engine:?}");
    }
}

#[tokio::test]
async fn what_a_person_let_stand_is_answered_where_it_stands() {
    for engine in engines() {
        let (house, net, account) = pretend_house_with(engine, no_hides()).await;
        net.comment("c", LEAK, house.now());
        house.turn().await;
        let (row, _) = house.held(&account, "c").await.unwrap();
        decide(&house, &row, &Choice::Keep, true).await;
        house.later(UNDO);
        house.turn().await;
        let (row, _) = house.held(&account, "c").await.unwrap();
        decide(&house, &row, &Choice::Answer { reply: passed(WORDS) }, true).await;
        house.later(UNDO);
        house.turn().await;
        assert!(!net.there("c").is_hidden, "{engine:?}: a person said that it stays");
        assert_eq!(net.there("c").replies.len(), 1, "{engine:?}");
    }
}

#[tokio::test]
async fn where_nobody_can_hide_the_answer_asks_its_author_and_the_leak_stays_on_top_of_the_queue() {
    for engine in engines() {
        let town = Town::on(engine, &[Network::Mastodon]).await;
        let post = town.networks.post(Network::Mastodon, "Spørg os om alt.");
        let comment = town.networks.comment(&post, "Testborger", LEAK);
        town.turn().await;
        let (row, _) = town.held(Network::Mastodon, &comment).await.unwrap();
        assert_eq!(decide(&town, &row, &redirect_with(WORDS), false).await, Decided::Done);
        town.later(UNDO);
        town.turn().await;
        assert_eq!(town.networks.replies_by_us(&comment).len(), 1, "{engine:?}");
        let (row, _) = town.held(Network::Mastodon, &comment).await.unwrap();
        assert_eq!((row.state, row.is_urgent), (State::Queued, true), "{engine:?}: everybody can read it");
    }
}

#[tokio::test]
async fn a_redirect_that_is_taken_back_is_not_counted_and_the_one_before_it_still_is() {
    for engine in engines() {
        let town = Town::on(engine, &[Network::Facebook]).await;
        let post = town.networks.post(Network::Facebook, "Spørg os om alt.");
        let comment = town.networks.comment(&post, "Testborger", "Hvornår får vi plads i vuggestuen?");
        town.turn().await;
        let (row, kept) = town.held(Network::Facebook, &comment).await.unwrap();
        let mark = settle::author_in_thread(&town.vault, &row.account, &kept).unwrap();
        let counted = async || {
            let mut tx = town.db.read().await.unwrap();
            let (org, day) = (&town.organisation, town.now().day());
            let days = mailbox_day::list(&mut tx, org, &day, &day).await.unwrap();
            let since = town.now().earlier(town.policy.again_after());
            let last = store::pointed::last(&mut tx, org, &row.account, &mark, since).await.unwrap();
            (days.iter().map(|day| day.count).sum::<i64>(), last)
        };
        decide(&town, &row, &redirect_with(WORDS), true).await;
        assert_eq!(counted().await, (1, Some(town.now())), "{engine:?}");
        undo(&town, &row).await;
        assert_eq!(counted().await, (0, None), "{engine:?}: as if it had not been");

        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        let first = town.now();
        decide(&town, &row, &redirect_with(WORDS), true).await;
        town.later(UNDO + minutes(1));
        town.turn().await;
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        decide(&town, &row, &redirect_with("Skriv sikkert til os via Digital Post. Vejledende svar."), true)
            .await;
        undo(&town, &row).await;
        assert_eq!(counted().await, (1, Some(first)), "{engine:?}: the first one was said");
    }
}
