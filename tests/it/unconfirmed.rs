//! What persons owe: a hide that nobody confirms, a task that nobody takes. It is alarmed by its
//! deadline, it goes on to the next, and it comes to an end.

use ordstyrer::demo::{Access, Network};
use ordstyrer::model::{AlarmKind, Deed, State, TaskState};
use ordstyrer::settle::Choice;
use ordstyrer::store;

use crate::harness::{Town, days, engines, hours, minutes, pretend_house};

const LEAK: &str = "Hej, mit nummer er 311236-4004, kan I se på det?";

#[tokio::test]
async fn a_hide_that_nobody_confirms_alarms_and_ends_as_the_policy_says_before_our_copy_goes() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
        let comment = town.networks.comment(&post, "Testborger", LEAK);
        town.turn().await;
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        assert!(town.alarms(AlarmKind::Unconfirmed).await.is_empty(), "{engine:?}: somebody has an hour");

        // It is Saturday: the deadline of a day comes before the first staffed hour.
        town.later(hours(24));
        town.turn().await;
        let overdue = town.alarms(AlarmKind::Overdue).await;
        assert_eq!((overdue.len(), overdue[0].step), (1, 1), "{engine:?}: the next in line is told");
        assert_eq!(overdue[0].inquiry.as_ref(), Some(&row.id));
        town.later(days(27));
        town.turn().await;
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        assert_eq!(row.state, State::Hidden, "{engine:?}: still before a person");
        assert_eq!(town.alarms(AlarmKind::Overdue).await.len(), 1, "{engine:?}: one cause alarms once");

        town.later(days(1));
        town.turn().await;
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        assert_eq!(row.state, State::Removed, "{engine:?}: a leak stays hidden");
        assert!(
            town.networks.is_hidden(&comment) && !town.networks.is_deleted(&comment),
            "{engine:?}: no machine deletes"
        );
        town.later(days(2));
        town.turn().await;
        assert!(
            town.held(Network::Facebook, &comment).await.is_none(),
            "{engine:?}: our copy goes in its time"
        );
    }
}

#[tokio::test]
async fn a_hide_that_is_no_leak_any_more_is_shown_again_when_nobody_confirms_it() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
        let comment = town.networks.comment(&post, "Testborger", LEAK);
        town.turn().await;
        town.networks.edit(&comment, "Hvor er det dejligt!");
        town.later(hours(2));
        town.turn().await;
        town.later(days(30));
        town.turn().await;
        town.later(minutes(2));
        town.turn().await;
        assert!(!town.networks.is_hidden(&comment), "{engine:?}: no machine silences anybody for good");
        let held = town.held(Network::Facebook, &comment).await;
        assert!(held.is_none_or(|(row, _)| row.state == State::Kept), "{engine:?}");
    }
}

#[tokio::test]
async fn on_a_working_day_a_hide_is_alarmed_after_its_first_staffed_hour_and_not_when_it_was_confirmed() {
    for engine in engines() {
        let town = Town::new(engine).await;
        // Monday morning.
        town.later(hours(44));
        let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
        let (left, seen) = (
            town.networks.comment(&post, "Testborger", LEAK),
            town.networks.comment(&post, "Testborger", "Mit cpr er 311236-4012."),
        );
        town.turn().await;
        let (row, _) = town.held(Network::Facebook, &seen).await.unwrap();
        town.decide(&row, Choice::Remove { rule: "R7".into() }).await;
        town.later(minutes(59));
        town.turn().await;
        assert!(town.alarms(AlarmKind::Unconfirmed).await.is_empty(), "{engine:?}");
        town.later(minutes(2));
        town.turn().await;
        let alarms = town.alarms(AlarmKind::Unconfirmed).await;
        let (row, _) = town.held(Network::Facebook, &left).await.unwrap();
        assert_eq!(
            alarms.iter().map(|alarm| alarm.inquiry.clone()).collect::<Vec<_>>(),
            [Some(row.id)],
            "{engine:?}"
        );
    }
}

#[tokio::test]
async fn a_parked_task_has_an_owner_and_a_deadline_and_is_never_forgotten_with_its_inquiry() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
        let comment = town.networks.comment(&post, "Testborger", "I er nogle kæmpe idioter.");
        town.turn().await;
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        town.decide(&row, Choice::Remove { rule: "R6".into() }).await;
        town.networks.set_access(Network::Facebook, Access::ReadOnly);
        town.later(minutes(1));
        town.worker.turn().await.unwrap();
        let task = town.tasks(&row).await.remove(0);
        assert_eq!(task.state, TaskState::Parked, "{engine:?}");
        assert_eq!(task.owner.as_deref(), Some("moderator-1"), "{engine:?}: who decided goes on with it");
        let due = task.due.unwrap();
        assert!(due > town.now() && due <= town.now().later(hours(24)), "{engine:?}");
        assert!(town.alarms(AlarmKind::Overdue).await.is_empty(), "{engine:?}: not before its deadline");
        town.later(hours(25));
        town.worker.turn().await.unwrap();
        assert_eq!(town.alarms(AlarmKind::Overdue).await.len(), 1, "{engine:?}");
        // The networks' own terms would end it at 30 days where nothing refreshes our copy; it is read again.
        town.later(days(20));
        town.worker.turn().await.unwrap();
        assert!(town.held(Network::Facebook, &comment).await.is_some(), "{engine:?}: its task is open");
    }
}

#[tokio::test]
async fn a_leak_that_cannot_be_hidden_rings_at_once() {
    for engine in engines() {
        let town = Town::new(engine).await;
        town.networks.set_access(Network::Facebook, Access::ReadOnly);
        let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
        town.networks.comment(&post, "Testborger", LEAK);
        town.worker.turn().await.unwrap();
        let alarms = town.alarms(AlarmKind::LeakVisible).await;
        assert_eq!(alarms.len(), 1, "{engine:?}");
        assert_eq!(alarms[0].next_at, town.now(), "{engine:?}: also on a Saturday");
    }
}

#[tokio::test]
async fn what_somebody_else_did_on_the_network_is_recorded_and_an_open_leak_rings() {
    for engine in engines() {
        let (house, net, account) = pretend_house(engine).await;
        net.comment("leak", LEAK, house.now());
        net.comment("kept", "Hvornår åbner I?", house.now());
        net.comment("goes", "Hvornår lukker I?", house.now());
        house.turn().await;
        assert!(net.there("leak").is_hidden);
        house.later(hours(2));
        house.turn().await;
        let drifts = |id: &'static str| {
            let (house, account) = (&house, &account);
            async move {
                let (row, _) = house.held(account, id).await.unwrap();
                let mut tx = house.db.read().await.unwrap();
                let seen = store::drift::of_inquiry(&mut tx, &house.organisation, &row.id).await.unwrap();
                (row, seen.into_iter().map(|drift| drift.kind).collect::<Vec<_>>())
            }
        };
        assert_eq!(drifts("leak").await.1, Vec::<String>::new(), "{engine:?}: as we left it");

        net.change("leak", |there| there.is_hidden = false);
        net.change("kept", |there| there.is_hidden = true);
        net.change("goes", |there| there.is_deleted = true);
        for _ in 0..3 {
            house.later(hours(2));
            house.turn().await;
        }
        let (row, seen) = drifts("leak").await;
        assert_eq!(seen, ["shown_there"], "{engine:?}: once");
        assert_eq!((row.state, row.is_urgent), (State::Queued, true), "{engine:?}: before a person");
        assert_eq!(house.alarms(AlarmKind::LeakVisible).await.len(), 1, "{engine:?}");
        assert!(!net.there("leak").is_hidden, "{engine:?}: no machine overrules a colleague");
        assert_eq!(drifts("kept").await.1, ["hidden_there"], "{engine:?}");
        let mut tx = house.db.read().await.unwrap();
        let all = store::drift::list(&mut tx, &house.organisation, 10).await.unwrap();
        assert!(all.iter().any(|drift| drift.kind == "vanished"), "{engine:?}: and it was not us");
        drop(tx);

        // What we removed ourselves is no drift.
        net.comment("ours", "Mit cpr er 311236-4012.", house.now());
        house.turn().await;
        let (row, _) = house.held(&account, "ours").await.unwrap();
        house.decide(&row, Choice::Remove { rule: "R7".into() }).await;
        for _ in 0..3 {
            house.later(hours(1));
            house.turn().await;
        }
        assert!(net.there("ours").is_deleted);
        let mut tx = house.db.read().await.unwrap();
        let seen = store::drift::of_inquiry(&mut tx, &house.organisation, &row.id).await.unwrap();
        assert!(seen.is_empty(), "{engine:?}: {seen:?}");
    }
}

#[tokio::test]
async fn a_hide_is_read_back_a_day_later() {
    for engine in engines() {
        let (house, net, account) = pretend_house(engine).await;
        net.comment("leak", LEAK, house.now());
        house.turn().await;
        house.later(hours(20));
        house.turn().await;
        let (row, _) = house.held(&account, "leak").await.unwrap();
        let hide =
            |tasks: Vec<store::task::Task>| tasks.into_iter().find(|task| task.deed == Deed::Hide).unwrap();
        assert_eq!(hide(house.tasks(&row).await).held_at, None, "{engine:?}");
        house.later(hours(5));
        house.turn().await;
        assert_eq!(hide(house.tasks(&row).await).held_at, Some(house.now()), "{engine:?}");
    }
}
