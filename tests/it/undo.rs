//! Undo: until its moment nothing leaves that a network cannot take back; after it, it is too late; and
//! at the edge it is one or the other, never both.

use std::time::Duration;

use ordstyrer::act::{self, Actor};
use ordstyrer::demo::Network;
use ordstyrer::model::{AccountName, AlarmKind, By, Deed, ModeratorId, Staffed, Stamp, State, TaskState};
use ordstyrer::settle::{self, Choice, Decided, Undone};
use ordstyrer::store::inquiry::Row;
use ordstyrer::store::{self, Engine};

use crate::harness::{
    House, Pretend, Town, engines, minutes, passed, postgres, pretend_house, redirect_with,
};

const UNDO: Duration = Duration::from_mins(2);
/// A millisecond before it is too late.
const ALMOST: Duration = Duration::from_millis(119_999);
const LEAK: &str = "Hej, mit nummer er 311236-4004, kan I se på det?";
const INSULT: &str = "I er nogle kæmpe idioter.";
const WORDS: &str = "Tak for din besked. Skriv sikkert til os via Digital Post. Svar her er kun vejledende.";

fn me() -> By {
    By::Moderator(ModeratorId::from_text("moderator-1"))
}

fn remove(rule: &str) -> Choice {
    Choice::Remove { rule: rule.into() }
}

async fn decide(house: &House, row: &Row, choice: &Choice, now: Stamp) -> Decided {
    let seen = settle::Seen { inquiry: &row.id, version: row.version, can_hide: true };
    settle::decision(
        &house.db,
        &house.vault,
        &house.policy,
        &house.organisation,
        seen,
        choice,
        &me(),
        UNDO,
        now,
    )
    .await
    .unwrap()
}

async fn undo(house: &House, row: &Row, now: Stamp) -> Undone {
    let version = row.version + 1;
    settle::undo(&house.db, &house.vault, &house.organisation, &row.id, version, &me(), now).await.unwrap()
}

async fn taken_in(town: &Town, network: Network, words: &str) -> (String, Row) {
    let post = town.networks.post(network, "Spørg os om alt.");
    let comment = town.networks.comment(&post, "Testborger", words);
    town.turn().await;
    let (row, _) = town.held(network, &comment).await.unwrap();
    (comment, row)
}

#[tokio::test]
async fn a_removal_is_hidden_at_once_deleted_only_when_it_can_no_longer_be_taken_back_and_shown_again_when_it_is()
 {
    for engine in engines() {
        let town = Town::new(engine).await;
        let (kept, row) = taken_in(&town, Network::Facebook, INSULT).await;
        let (deleted, other) = taken_in(&town, Network::Facebook, "I er nogle store idioter.").await;
        for row in [&row, &other] {
            assert_eq!(decide(&town, row, &remove("R7"), town.now()).await, Decided::Done);
        }
        town.later(ALMOST);
        town.turn().await;
        assert!(town.networks.is_hidden(&kept) && town.networks.is_hidden(&deleted), "{engine:?}");
        assert!(!town.networks.is_deleted(&kept) && !town.networks.is_deleted(&deleted), "{engine:?}");

        assert_eq!(undo(&town, &row, town.now()).await, Undone::Done);
        town.later(minutes(5));
        town.turn().await;
        assert!(!town.networks.is_hidden(&kept) && !town.networks.is_deleted(&kept), "{engine:?}: as before");
        let (now_there, _) = town.held(Network::Facebook, &kept).await.unwrap();
        assert_eq!((now_there.state, now_there.rule), (row.state, row.rule.clone()), "{engine:?}");
        assert!(town.networks.is_deleted(&deleted), "{engine:?}: what was not taken back is done");
        assert_eq!(undo(&town, &other, town.now()).await, Undone::Gone, "{engine:?}");
    }
}

#[tokio::test]
async fn a_reply_leaves_only_when_it_can_no_longer_be_taken_back_and_then_undo_is_refused() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let words = "Hvornår får jeg svar på min ansøgning om plads i vuggestuen?";
        let (comment, row) = taken_in(&town, Network::Facebook, words).await;
        decide(&town, &row, &redirect_with(WORDS), town.now()).await;
        town.later(ALMOST);
        town.turn().await;
        assert!(town.networks.replies_by_us(&comment).is_empty(), "{engine:?}: not yet");
        town.later(Duration::from_millis(1));
        assert_eq!(undo(&town, &row, town.now()).await, Undone::TooLate, "{engine:?}: the moment itself");
        town.turn().await;
        assert_eq!(town.networks.replies_by_us(&comment), [WORDS], "{engine:?}");
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        assert_eq!(row.state, State::Redirected, "{engine:?}");
    }
}

#[tokio::test]
async fn a_lifted_hide_is_not_shown_before_it_can_no_longer_be_taken_back() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let (comment, row) = taken_in(&town, Network::Facebook, LEAK).await;
        decide(&town, &row, &Choice::Keep, town.now()).await;
        town.later(ALMOST);
        town.turn().await;
        assert!(town.networks.is_hidden(&comment), "{engine:?}: a leak that was shown cannot be unshown");
        assert_eq!(undo(&town, &row, town.now()).await, Undone::Done, "{engine:?}");
        town.later(minutes(10));
        town.turn().await;
        assert!(town.networks.is_hidden(&comment), "{engine:?}");
        let (now_there, _) = town.held(Network::Facebook, &comment).await.unwrap();
        assert_eq!((now_there.state, now_there.decide_by), (State::Hidden, row.decide_by), "{engine:?}");
    }
}

#[tokio::test]
async fn an_answer_to_a_hidden_leak_waits_for_the_hide_and_does_not_end_the_leak() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Spørg os om alt.");
        let comment = town.networks.comment(&post, "Testborger", LEAK);
        // The hide is refused for now, and tried again.
        town.networks.fail_on(
            Network::Facebook,
            ordstyrer::demo::Call::Hide,
            ordstyrer::demo::Fault::BadGateway,
        );
        town.worker.turn().await.unwrap();
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        decide(&town, &row, &redirect_with(WORDS), town.now()).await;
        let tasks = town.tasks(&row).await;
        let reply = tasks.iter().find(|task| task.deed == Deed::Reply).unwrap();
        let hide = tasks.iter().find(|task| task.deed == Deed::Hide).unwrap();
        if hide.state != TaskState::Done {
            assert_eq!(reply.after.as_ref(), Some(&hide.id), "{engine:?}: hide first");
        }
        for _ in 0..6 {
            town.later(minutes(2));
            town.worker.turn().await.unwrap();
        }
        assert!(town.networks.is_hidden(&comment), "{engine:?}");
        assert_eq!(town.networks.replies_by_us(&comment), [WORDS], "{engine:?}");
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        assert_eq!(row.state, State::Hidden, "{engine:?}: its author and friends see it still");
        assert!(row.decide_by.is_some(), "{engine:?}: somebody must still delete it");
    }
}

#[tokio::test]
async fn an_answer_in_ones_own_words_never_shows_a_hidden_leak_again() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let (comment, row) = taken_in(&town, Network::Facebook, LEAK).await;
        let answer = Choice::Answer { reply: passed(WORDS) };
        assert_eq!(decide(&town, &row, &answer, town.now()).await, Decided::Done);
        for _ in 0..4 {
            town.later(minutes(2));
            town.turn().await;
        }
        assert!(town.networks.is_hidden(&comment), "{engine:?}");
        assert_eq!(town.networks.replies_by_us(&comment), [WORDS], "{engine:?}");
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        assert_eq!(row.state, State::Hidden, "{engine:?}: an answer is not the end of a leak");
    }
}

#[tokio::test]
async fn what_overtook_a_removal_cannot_be_taken_back_and_the_removal_does_not_come_after_it() {
    for engine in engines() {
        for second in [Choice::Keep, redirect_with(WORDS)] {
            let town = Town::new(engine).await;
            let (comment, row) = taken_in(&town, Network::Facebook, INSULT).await;
            decide(&town, &row, &remove("R7"), town.now()).await;
            let (removed, _) = town.held(Network::Facebook, &comment).await.unwrap();
            assert_eq!(decide(&town, &removed, &second, town.now()).await, Decided::Done);
            // What the removal had asked for went with it, so there is nothing to go back to.
            assert_eq!(undo(&town, &removed, town.now()).await, Undone::Stale, "{engine:?} {second:?}");
            for _ in 0..4 {
                town.later(minutes(2));
                town.turn().await;
            }
            assert!(!town.networks.is_deleted(&comment), "{engine:?} {second:?}");
        }
    }
}

#[tokio::test]
async fn an_alarm_that_a_decision_acknowledged_rings_again_when_the_decision_is_taken_back() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let (_, row) = taken_in(&town, Network::Facebook, INSULT).await;
        let kind = AlarmKind::Threat;
        let mut tx = town.db.write().await.unwrap();
        let new = store::alarm::New {
            kind,
            account: Some(&row.account),
            inquiry: Some(&row.id),
            cause: "test",
            due: town.now().later(minutes(60)),
            next_at: town.now(),
            step: 0,
        };
        store::alarm::raise(&mut tx, &town.organisation, &new, town.now()).await.unwrap();
        tx.commit().await.unwrap();
        decide(&town, &row, &Choice::Keep, town.now()).await;
        let waiting = async || {
            let mut tx = town.db.read().await.unwrap();
            store::alarm::count_open(&mut tx, &town.organisation, &store::Reach::ALL).await.unwrap()
        };
        assert_eq!(waiting().await, 0, "{engine:?}");
        town.later(minutes(1));
        assert_eq!(undo(&town, &row, town.now()).await, Undone::Done, "{engine:?}");
        assert_eq!(waiting().await, 1, "{engine:?}: a wrong key must not silence a threat");
    }
}

#[tokio::test]
async fn a_decision_is_taken_back_once_and_not_after_another_one() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let (_, row) = taken_in(&town, Network::Facebook, INSULT).await;
        decide(&town, &row, &remove("R6"), town.now()).await;
        let (a, b) = tokio::join!(undo(&town, &row, town.now()), undo(&town, &row, town.now()));
        let done = [a, b].iter().filter(|undone| **undone == Undone::Done).count();
        assert_eq!(done, 1, "{engine:?}: {a:?} {b:?}");
        assert_eq!(undo(&town, &row, town.now()).await, Undone::Stale, "{engine:?}");
        let mut tx = town.db.read().await.unwrap();
        let verdicts = store::verdict::of_inquiry(&mut tx, &town.organisation, &row.id).await.unwrap();
        let undone = verdicts.iter().filter(|verdict| verdict.undone_at.is_some()).count();
        assert_eq!(undone, 1, "{engine:?}: the decision stays on record, as taken back");
    }
}

/// The same numbers each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    /// Within a millisecond of the edge.
    fn near(&mut self, edge: Stamp) -> Stamp {
        Stamp::from_ms(edge.ms() - 1 + i64::try_from(self.roll(3)).unwrap())
    }
}

/// One round: a decision on each row, then a worker and a moderator race at the edge. Returns how many
/// were taken back and how many were not.
async fn race(
    house: &House,
    (net, account): (&Pretend, &AccountName),
    (rows, choice): (&[(String, Row)], &Choice),
    dice: &mut Dice,
) -> (usize, usize) {
    let staffed = Staffed::default();
    let actor = Actor {
        db: &house.db,
        vault: &house.vault,
        organisation: &house.organisation,
        account,
        platform: net,
        owner: "racer",
        lease: minutes(1),
        staffed: &staffed,
    };
    for (_, row) in rows {
        assert_eq!(decide(house, row, choice, house.now()).await, Decided::Done);
    }
    if dice.roll(2) == 0 {
        act::run(actor, house.now()).await.unwrap();
    }
    let edge = house.now().later(UNDO);
    let (worker_at, start) = (dice.near(edge), dice.roll(2));
    let moments: Vec<Stamp> = rows.iter().map(|_| dice.near(edge)).collect();
    let moderator = async {
        let mut undone = Vec::new();
        if start == 0 {
            tokio::task::yield_now().await;
        }
        for ((_, row), at) in rows.iter().zip(&moments) {
            undone.push(undo(house, row, *at).await);
        }
        undone
    };
    let (acted, undone) = tokio::join!(act::run(actor, worker_at), moderator);
    acted.unwrap();
    house.later(UNDO + minutes(1));
    for _ in 0..2 {
        act::run(actor, house.now()).await.unwrap();
        house.later(minutes(1));
    }
    let mut back = 0;
    for ((id, row), undone) in rows.iter().zip(undone) {
        let there = net.there(id);
        let mut tx = house.db.read().await.unwrap();
        let now_there = store::inquiry::get(&mut tx, &house.organisation, &row.id).await.unwrap().unwrap();
        let is_back = undone == Undone::Done;
        back += usize::from(is_back);
        match choice {
            Choice::Redirect { reply, .. } => {
                let said: Vec<_> = there.replies.iter().map(|(_, words, _)| words.as_str()).collect();
                if is_back {
                    assert!(said.is_empty(), "{undone:?}: shown as taken back, and said there");
                    assert_eq!(now_there.state, row.state);
                } else {
                    assert_eq!(said, [reply.words()], "{undone:?}: shown as decided, and not said once");
                    assert_eq!(now_there.state, State::Redirected);
                }
            }
            Choice::Remove { .. } if is_back => {
                assert!(!there.is_deleted && !there.is_hidden, "shown as taken back, and {there:?}");
                assert_eq!(now_there.state, row.state);
            }
            Choice::Remove { .. } => {
                assert!(there.is_deleted, "{undone:?}: shown as removed, and it stands there");
                assert_eq!(now_there.state, State::Gone);
            }
            Choice::Keep | Choice::Answer { .. } => unreachable!("no race is about it"),
        }
    }
    (back, rows.len() - back)
}

async fn rows(
    house: &House,
    net: &Pretend,
    account: &AccountName,
    name: &str,
    many: usize,
) -> Vec<(String, Row)> {
    let mut rows = Vec::new();
    let ids: Vec<String> = (0..many).map(|at| format!("{name}-{at}")).collect();
    for id in &ids {
        net.comment(id, INSULT, house.now());
    }
    house.turn().await;
    for id in ids {
        let (row, _) = house.held(account, &id).await.unwrap();
        rows.push((id, row));
    }
    rows
}

async fn again(house: &House, rows: &mut [(String, Row)]) {
    let mut tx = house.db.read().await.unwrap();
    for (_, row) in rows {
        *row = store::inquiry::get(&mut tx, &house.organisation, &row.id).await.unwrap().unwrap();
    }
}

/// `replies` rounds about replies and `deletions` rounds about deletions, 50 rows each.
async fn races(engine: Engine, replies: usize, deletions: usize) {
    const AT_ONCE: usize = 50;
    let (house, net, account) = pretend_house(engine).await;
    let mut dice = Dice(2026);
    let (mut back, mut done) = (0, 0);
    let mut those = rows(&house, &net, &account, "reply", AT_ONCE).await;
    for round in 0..replies {
        net.forget_replies();
        let choice = redirect_with(&format!("{WORDS} ({round})"));
        let (undone, stood) = race(&house, (&net, &account), (&those, &choice), &mut dice).await;
        (back, done) = (back + undone, done + stood);
        again(&house, &mut those).await;
    }
    for round in 0..deletions {
        net.forget();
        let those = rows(&house, &net, &account, &format!("delete-{round}"), AT_ONCE).await;
        let choice = remove("R7");
        let (undone, stood) = race(&house, (&net, &account), (&those, &choice), &mut dice).await;
        (back, done) = (back + undone, done + stood);
    }
    println!("{engine:?}: {} races, {back} taken back, {done} done", back + done);
    assert_eq!(back + done, (replies + deletions) * AT_ONCE);
    assert!(back * 10 > back + done && done * 10 > back + done, "both sides win often enough to be a race");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_ten_thousand_races_at_the_edge_the_state_shown_is_the_state_on_the_network() {
    Box::pin(races(Engine::Sqlite, 180, 20)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_races_of_two_connections_at_the_edge_the_state_shown_is_the_state_on_the_network() {
    if postgres::is_there() {
        Box::pin(races(Engine::Postgres, 15, 5)).await;
    } else {
        println!("skipped: PostgreSQL is not installed here");
    }
}
