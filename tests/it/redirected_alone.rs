//! Where an organisation turned it on, the machine points a case request to its mailbox, once, in words that
//! passed the lint, and so that it can be taken back; everything else it leaves to a person.

use std::sync::Arc;

use ordstyrer::decide::{Mailboxes, Policy};
use ordstyrer::model::{AccountName, AlarmKind, By, ModeratorId, State, TaskState};
use ordstyrer::settle::{self, Caps, Choice, Undone};
use ordstyrer::store::{self, Engine};
use ordstyrer::worker::Worker;

use crate::harness::{House, Pretend, caps, engines, hours, minutes, pretend_house};

const CASE: &str =
    "Hvor ligger min ansøgning om plads i vuggestue henne, jeg har ventet på svar i tre måneder?";
const TABLE: &str = "[redirect_alone]\npages = [\"prøveby-net\"]\nscore_percent = 90\nfrom_hour = 8\nto_hour = 16\nweekends = true\noldest_hours = 24\n\n[[guidelines]]\nid = \"R1\"";

fn policy(table: &str) -> Arc<Policy> {
    let shipped = include_str!("../../config/policy.toml");
    let whole = shipped.replacen("[[guidelines]]\nid = \"R1\"", table, 1);
    Arc::new(Policy::parse(&whole, "p.toml").unwrap())
}

fn verified() -> Mailboxes {
    let shipped = include_str!("../../config/mailboxes.toml");
    Mailboxes::parse(&shipped.replace("verified = \"\"", "verified = \"2026-11-20\""), "m").unwrap()
}

struct Given {
    house: House,
    net: Pretend,
    account: AccountName,
    worker: Worker,
}

impl Given {
    async fn with(engine: Engine, table: &str, caps: Caps, mailboxes: Mailboxes) -> Self {
        let (house, net, account) = Box::pin(pretend_house(engine)).await;
        let worker = house.redirecting_worker(&policy(table), caps, mailboxes, vec![net.connected(&account)]);
        Self { house, net, account, worker }
    }

    async fn on(engine: Engine) -> Self {
        Self::with(engine, TABLE, caps(), verified()).await
    }

    fn asks(&self, author: &str, id: &str, words: &str) {
        self.net.comment_by(author, id, words, self.house.now());
    }

    async fn turn(&self) {
        let report = self.worker.turn().await.unwrap();
        assert!(report.troubles.is_empty(), "{:?}", report.troubles);
    }

    async fn state(&self, id: &str) -> State {
        self.house.held(&self.account, id).await.unwrap().0.state
    }

    fn replies(&self, id: &str) -> usize {
        self.net.there(id).replies.len()
    }

    /// Some minutes, with turns in between.
    async fn wait(&self) {
        for _ in 0..3 {
            self.house.later(minutes(2));
            self.turn().await;
        }
    }
}

#[tokio::test]
async fn a_sure_request_is_answered_once_after_the_time_in_which_it_can_be_taken_back() {
    for engine in engines() {
        let given = Given::on(engine).await;
        given.asks("Karen Prøve", "c", CASE);
        given.turn().await;
        assert_eq!(given.state("c").await, State::Redirected, "{engine:?}");
        given.house.later(minutes(2).saturating_sub(std::time::Duration::from_millis(1)));
        given.turn().await;
        assert_eq!(given.replies("c"), 0, "{engine:?}: a reply cannot be taken back once it is there");
        given.wait().await;
        let said = given.net.there("c").replies;
        let [(_, words, _)] = said.as_slice() else { panic!("{engine:?}: {said:?}") };
        assert!(words.contains("Digital Post") && words.contains("vejledende"), "{words}");
        assert!(!words.contains("Karen") && !words.contains("vuggestue"), "{words}");

        let (row, _) = given.house.held(&given.account, "c").await.unwrap();
        let mut tx = given.house.db.read().await.unwrap();
        let verdicts = store::verdict::of_inquiry(&mut tx, &given.house.organisation, &row.id).await.unwrap();
        let [one] = verdicts.as_slice() else { panic!("{verdicts:?}") };
        assert_eq!((one.by.as_str(), one.is_automatic), ("machine", true), "{engine:?}: on record");
        assert!(one.mailbox.is_some() && one.rule == "N1", "{engine:?}");
        let listed = store::verdict::before(
            &mut tx,
            &given.house.organisation,
            &store::Reach::ALL,
            given.house.now(),
            10,
        );
        assert_eq!(listed.await.unwrap().len(), 1, "{engine:?}: in the list of decisions");
    }
}

#[tokio::test]
async fn until_its_moment_a_person_takes_it_back_and_decides_instead() {
    for engine in engines() {
        let given = Given::on(engine).await;
        given.asks("Karen Prøve", "c", CASE);
        given.turn().await;
        let (row, _) = given.house.held(&given.account, "c").await.unwrap();
        let (house, by) = (&given.house, By::Moderator(ModeratorId::from_text("moderator-1")));
        let undone = settle::undo(&house.db, &house.vault, &house.organisation, &row.id, 1, &by, house.now());
        assert_eq!(undone.await.unwrap(), Undone::Done, "{engine:?}");
        given.wait().await;
        assert_eq!((given.replies("c"), given.state("c").await), (0, State::Queued), "{engine:?}");
        // It does not count as said: who asks again is answered.
        given.asks("Karen Prøve", "again", CASE);
        given.turn().await;
        assert_eq!(given.state("again").await, State::Redirected, "{engine:?}");
    }
}

#[tokio::test]
async fn who_asks_twice_in_a_thread_is_answered_once_and_then_by_a_person() {
    for engine in engines() {
        let given = Given::on(engine).await;
        // In one page, and in the next one.
        given.asks("Karen Prøve", "first", CASE);
        given.asks("Karen Prøve", "second", &format!("{CASE} Hallo?"));
        given.asks("Bo Prøve", "other", CASE);
        given.turn().await;
        given.asks("Karen Prøve", "third", CASE);
        given.turn().await;
        given.wait().await;
        let said: Vec<_> = ["first", "second", "third"].map(|id| given.replies(id)).into();
        assert_eq!(said.iter().sum::<usize>(), 1, "{engine:?}: {said:?}");
        assert_eq!(given.replies("other"), 1, "{engine:?}");
        assert_eq!(given.state("third").await, State::Queued, "{engine:?}");
        // Nor after an edit.
        given.net.change("first", |there| there.words = format!("{CASE} Nu?"));
        given.house.later(hours(2));
        given.turn().await;
        given.wait().await;
        assert!(given.replies("first") <= 1, "{engine:?}");
    }
}

#[tokio::test]
async fn what_is_not_sure_and_alone_is_left_to_a_person() {
    for engine in engines() {
        let given = Given::on(engine).await;
        given.net.comment("no name", CASE, given.house.now());
        given.asks("A Prøve", "leak", &format!("{CASE} Mit nummer er 311236-4004"));
        given.asks("B Prøve", "health", &format!("{CASE} Min søn har fået konstateret autisme."));
        given.asks("C Prøve", "picture", CASE);
        given.net.change("picture", |there| there.images = 1);
        given.asks("D Prøve", "threat", &format!("{CASE} Ellers slår jeg dig ihjel."));
        let old = given.house.now().earlier(hours(25));
        given.net.comment_by("E Prøve", "old", CASE, old);
        given.turn().await;
        given.wait().await;
        for id in ["no name", "leak", "health", "picture", "threat", "old"] {
            assert_eq!(given.replies(id), 0, "{engine:?}: {id}");
            assert!(matches!(given.state(id).await, State::Queued | State::Hidden), "{engine:?}: {id}");
        }
    }
}

#[tokio::test]
async fn it_is_silent_when_off_elsewhere_out_of_hours_unverified_halted_or_only_observing() {
    for engine in engines() {
        let off = "[[guidelines]]\nid = \"R1\"";
        let elsewhere = TABLE.replace("prøveby-net", "prøveby-other");
        let evening = TABLE.replace("from_hour = 8", "from_hour = 14");
        for (table, mailboxes) in [
            (off, verified()),
            (elsewhere.as_str(), verified()),
            (evening.as_str(), verified()),
            (TABLE, Mailboxes::shipped()),
        ] {
            let given = Given::with(engine, table, caps(), mailboxes).await;
            given.asks("Karen Prøve", "c", CASE);
            given.turn().await;
            given.wait().await;
            assert_eq!(
                (given.replies("c"), given.state("c").await),
                (0, State::Queued),
                "{engine:?}: {table}"
            );
        }
        for is_halted in [true, false] {
            let given = Given::on(engine).await;
            let mut tx = given.house.db.write().await.unwrap();
            let org = &given.house.organisation;
            if is_halted {
                store::organisation::set_halted(&mut tx, org, Some((given.house.now(), "moderator-1")))
                    .await
                    .unwrap();
            } else {
                let mode = ordstyrer::model::Mode::Observing;
                store::account::set_mode(&mut tx, org, &given.account, mode).await.unwrap();
            }
            tx.commit().await.unwrap();
            given.asks("Karen Prøve", "c", CASE);
            given.turn().await;
            given.wait().await;
            assert_eq!((given.replies("c"), given.state("c").await), (0, State::Queued), "{engine:?}");
        }
    }
}

#[tokio::test]
async fn a_halt_holds_back_what_was_not_sent_yet() {
    for engine in engines() {
        let given = Given::on(engine).await;
        given.asks("Karen Prøve", "c", CASE);
        given.turn().await;
        let mut tx = given.house.db.write().await.unwrap();
        let org = &given.house.organisation;
        store::organisation::set_halted(&mut tx, org, Some((given.house.now(), "moderator-1")))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        given.wait().await;
        assert_eq!(given.replies("c"), 0, "{engine:?}");
    }
}

#[tokio::test]
async fn what_is_past_its_caps_waits_for_a_person_and_leaves_room_for_leaks() {
    for engine in engines() {
        let given = Given::with(engine, TABLE, Caps { an_hour: 2, ..caps() }, verified()).await;
        for at in 0..5 {
            given.asks(&format!("Nummer {at} Prøve"), &format!("c{at}"), CASE);
        }
        given.asks("Leak Prøve", "leak", "Mit nummer er 311236-4004");
        given.turn().await;
        given.wait().await;
        let mut answered = 0;
        for at in 0..5 {
            let id = format!("c{at}");
            answered += given.replies(&id);
            let state = given.state(&id).await;
            assert!(matches!(state, State::Redirected | State::Queued), "{engine:?}: {state:?}");
        }
        assert_eq!(answered, 2, "{engine:?}");
        assert_eq!(given.house.alarms(AlarmKind::Capped).await.len(), 1, "{engine:?}: told once");
        assert!(given.net.there("leak").is_hidden, "{engine:?}: replies use up nothing of what leaks need");
    }
}

#[tokio::test]
async fn when_people_take_back_too_many_it_stops() {
    for engine in engines() {
        let roomy = Caps { an_hour: 1000, a_day: 1000, reversed_percent: 20, reversed_least: 5 };
        let given = Given::with(engine, TABLE, roomy, verified()).await;
        for at in 0..5 {
            given.asks(&format!("Nummer {at} Prøve"), &format!("c{at}"), CASE);
        }
        given.turn().await;
        for at in 0..2 {
            let (row, _) = given.house.held(&given.account, &format!("c{at}")).await.unwrap();
            given.house.decide(&row, Choice::Keep).await;
        }
        given.asks("Bo Prøve", "next", CASE);
        given.turn().await;
        assert_eq!(given.state("next").await, State::Queued, "{engine:?}: two of five were wrong");
        let (row, _) = given.house.held(&given.account, "c0").await.unwrap();
        let tasks = given.house.tasks(&row).await;
        assert!(tasks.iter().all(|task| task.state == TaskState::Cancelled), "{engine:?}: nothing is sent");
    }
}
