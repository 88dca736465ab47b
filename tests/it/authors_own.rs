//! What only its author can delete is tracked, with somebody who has it and a deadline, until it is read back
//! as gone or a person closes it and says why.

use ordstyrer::demo::Network;
use ordstyrer::model::{AlarmKind, State};
use ordstyrer::settle::{Choice, Closed};
use ordstyrer::store::{self, Engine, inquiry::Row};

use crate::harness::{Town, days, engines, hours, minutes, redirect_with};

const LEAK: &str = "Hej, mit nummer er 311236-4004, kan I se på det?";
const WORDS: &str = "Tak for din besked. Skriv sikkert til os via Digital Post. Svar her er kun vejledende.";

async fn leaked(engine: Engine, network: Network) -> (Town, String, Row) {
    let town = Town::on(engine, &[network]).await;
    let post = town.networks.post(network, "Spørg os om alt.");
    let comment = town.networks.comment(&post, "Testborger", LEAK);
    town.turn().await;
    let (row, _) = town.held(network, &comment).await.unwrap();
    (town, comment, row)
}

async fn waits(town: &Town, row: &Row) -> Option<store::task::Task> {
    town.tasks(row).await.into_iter().find(store::task::Task::waits_for_author)
}

/// A removal on a network that hides and does not delete, carried out.
async fn removed(engine: Engine) -> (Town, String, Row) {
    let (town, comment, row) = leaked(engine, Network::Bluesky).await;
    town.decide(&row, Choice::Remove { rule: "R7".into() }).await;
    for _ in 0..2 {
        town.later(minutes(1));
        town.turn().await;
    }
    let (row, _) = town.held(Network::Bluesky, &comment).await.unwrap();
    (town, comment, row)
}

#[tokio::test]
async fn a_hidden_leak_waits_for_its_author_with_an_owner_and_a_deadline_and_not_in_the_queue() {
    for engine in engines() {
        let (town, comment, row) = removed(engine).await;
        assert_eq!(row.state, State::Removed, "{engine:?}: it is decided");
        assert!(town.networks.is_hidden(&comment), "{engine:?}");
        let task = waits(&town, &row).await.expect("it is tracked");
        assert_eq!(task.owner.as_deref(), Some("moderator-1"), "{engine:?}: who decided has it");
        assert!(task.due.is_some_and(|due| due > town.now()), "{engine:?}");
        let mut tx = town.db.read().await.unwrap();
        let parked = store::task::parked(&mut tx, &town.organisation, &store::Reach::ALL, 10).await.unwrap();
        assert_eq!(parked.len(), 1, "{engine:?}: on the list of what waits");
        drop(tx);
        town.later(days(8));
        town.turn().await;
        assert_eq!(town.alarms(AlarmKind::Parked).await.len(), 1, "{engine:?}: past its deadline it rings");
        town.later(days(25));
        town.turn().await;
        assert!(
            town.held(Network::Bluesky, &comment).await.is_some(),
            "{engine:?}: not forgotten while it waits"
        );
    }
}

#[tokio::test]
async fn when_its_author_deletes_it_nobody_waits_any_more() {
    for engine in engines() {
        let (town, comment, row) = removed(engine).await;
        town.networks.delete(&comment);
        town.later(hours(21));
        town.turn().await;
        assert!(waits(&town, &row).await.is_none(), "{engine:?}");
        assert!(town.held(Network::Bluesky, &comment).await.is_none(), "{engine:?}: our copy went with it");
    }
}

#[tokio::test]
async fn a_person_closes_it_once_with_a_reason_and_then_it_goes_in_its_time() {
    for engine in engines() {
        let (town, comment, row) = removed(engine).await;
        assert!(town.close(&row, Closed::NoAnswer).await, "{engine:?}");
        assert!(!town.close(&row, Closed::NoAnswer).await, "{engine:?}: once");
        assert!(waits(&town, &row).await.is_none(), "{engine:?}");
        let mut tx = town.db.read().await.unwrap();
        let lines = store::audit::list(&mut tx, &town.organisation, 0, 1000).await.unwrap();
        drop(tx);
        assert!(
            lines.iter().any(|one| one.line.what == "only_author.closed:no_answer"),
            "{engine:?}: why stands on record"
        );
        town.later(days(31));
        town.turn().await;
        assert!(town.held(Network::Bluesky, &comment).await.is_none(), "{engine:?}");
    }
}

#[tokio::test]
async fn a_leak_that_cannot_even_be_hidden_is_tracked_from_the_first_look_and_through_an_answer() {
    for engine in engines() {
        let (town, comment, row) = leaked(engine, Network::Mastodon).await;
        let task = waits(&town, &row).await.expect("it is tracked");
        assert_eq!(task.owner, None, "{engine:?}: whoever is on duty");
        // An answer may ask its author to delete it; it is not the end of it.
        town.decide(&row, redirect_with(WORDS)).await;
        town.later(minutes(3));
        town.turn().await;
        assert!(waits(&town, &row).await.is_some(), "{engine:?}");
        town.later(days(2));
        town.turn().await;
        assert_eq!(town.alarms(AlarmKind::Overdue).await.len(), 1, "{engine:?}: everybody can read it");

        assert!(town.close(&row, Closed::Reported).await, "{engine:?}");
        let (row, _) = town.held(Network::Mastodon, &comment).await.unwrap();
        assert_eq!(row.state, State::Kept, "{engine:?}: nothing is left to do, so it leaves the queue");
        assert!(
            town.networks.effects_on(&comment).iter().all(|one| one.deed == ordstyrer::model::Deed::Reply)
        );
    }
}

#[tokio::test]
async fn an_edit_that_takes_the_leak_out_ends_the_wait() {
    for engine in engines() {
        let (town, comment, row) = leaked(engine, Network::Mastodon).await;
        town.networks.edit(&comment, "Hej, kan I se på det?");
        town.later(hours(2));
        town.turn().await;
        assert!(waits(&town, &row).await.is_none(), "{engine:?}");
    }
}
