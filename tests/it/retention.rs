//! Retention: what is due goes, what somebody still needs stays, and the receipt tells the truth.

use ordstyrer::demo::{Fault, Network};
use ordstyrer::model::{AccountName, Days, RemoteId, State, Tombstone};
use ordstyrer::retain;
use ordstyrer::settle::Choice;
use ordstyrer::store::{self, Engine, receipt::Receipt};

use crate::harness::{Town, days, engines, hours, minutes, name, settings};

async fn receipts(town: &Town) -> Vec<Receipt> {
    let mut tx = town.db.read().await.unwrap();
    store::receipt::list(&mut tx, &town.organisation, 100).await.unwrap()
}

async fn comment(town: &Town, words: &str) -> String {
    let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
    let comment = town.networks.comment(&post, "Testborger", words);
    town.turn().await;
    comment
}

#[tokio::test]
async fn a_dry_run_counts_and_changes_nothing() {
    for engine in engines() {
        let town = Town::new(engine).await;
        comment(&town, "Hvor er det dejligt!").await;
        town.later(days(40));

        assert_eq!(retain::dry_run(&town.db, &town.organisation, town.now()).await.unwrap(), 1, "{engine:?}");
        assert_eq!(town.count().await, 1);
        assert!(receipts(&town).await.is_empty());
    }
}

#[tokio::test]
async fn a_comment_with_a_task_under_way_stays_until_the_task_has_ended() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let comment = comment(&town, "I er nogle kæmpe idioter.").await;
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        town.decide(&row, Choice::Remove { rule: "R6".into() }).await;
        town.networks.fault_rate(Network::Facebook, 1.0, &[Fault::ServerError]);

        town.later(days(100));
        town.worker.turn().await.unwrap();
        assert_eq!(town.count().await, 1, "{engine:?}: the hide has not been done");

        town.networks.fault_rate(Network::Facebook, 0.0, &[]);
        for _ in 0..3 {
            town.later(hours(1));
            town.worker.turn().await.unwrap();
        }
        assert!(town.networks.is_hidden(&comment));
        assert_eq!(town.count().await, 0, "{engine:?}: done, and its time is over");
    }
}

#[tokio::test]
async fn a_leak_that_nobody_confirmed_or_lifted_is_not_forgotten() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let comment = comment(&town, "mit cpr er 311236-4004").await;
        // Not before the policy ends it, a day before our copy goes.
        town.later(days(28));
        town.turn().await;
        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        assert_eq!(row.state, State::Hidden, "{engine:?}");
        assert!(row.decide_by.unwrap() < town.now(), "its deadline has passed");
        // It does not sink below what is newer.
        let post = town.networks.post(Network::Facebook, "Nye åbningstider igen.");
        town.networks.comment(&post, "Testborger", "I er nogle kæmpe idioter.");
        town.later(hours(1));
        town.turn().await;
        let mut tx = town.db.read().await.unwrap();
        let open = store::inquiry::open(&mut tx, &town.organisation, town.now(), 0, 10).await.unwrap();
        assert_eq!((open.len(), &open[0].id), (2, &row.id), "{engine:?}: the overdue one comes first");
    }
}

#[tokio::test]
async fn forget_destroys_now_and_the_next_pull_does_not_bring_it_back() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let comment = comment(&town, "Hvor er det dejligt!").await;
        let forget = async |remote: &str| {
            retain::forget(
                &town.db,
                &town.vault,
                &town.organisation,
                &name(Network::Facebook),
                &RemoteId::new(remote),
                &settings().retain,
                town.now(),
            )
            .await
            .unwrap()
        };

        assert!(forget("no-such-comment").await.is_none(), "{engine:?}");
        let receipt = forget(&comment).await.unwrap();
        assert_eq!((receipt.destroyed, receipt.is_clean), (1, engine == Engine::Sqlite));
        assert_eq!(receipt.residue_until.is_some(), engine == Engine::Postgres);
        assert!(forget(&comment).await.is_none(), "nothing is held any more");

        town.later(hours(2));
        assert_eq!(town.turn().await.taken_in, 0, "{engine:?}");
        assert_eq!(town.count().await, 0);
        assert!(!town.networks.is_deleted(&comment), "our deletion is local");
    }
}

#[tokio::test]
async fn a_forgotten_comment_that_is_edited_is_a_new_inquiry() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let comment = comment(&town, "Hvor er det dejligt!").await;
        town.later(days(20));
        town.turn().await;
        assert_eq!(town.count().await, 0, "{engine:?}: forgotten");

        town.networks.edit(&comment, "Mit cpr er 311236-4004");
        town.later(hours(1));
        town.turn().await;

        let (row, _) = town.held(Network::Facebook, &comment).await.unwrap();
        assert_eq!(row.state, State::Hidden, "{engine:?}");
    }
}

#[tokio::test]
async fn what_an_organisation_left_that_is_not_configured_any_more_goes_too() {
    for engine in engines() {
        let town = Town::new(engine).await;
        comment(&town, "Hvor er det dejligt!").await;
        let worker = town.worker_of_nobody();

        town.later(days(20));
        worker.turn().await.unwrap();

        assert_eq!(town.count().await, 0, "{engine:?}");
    }
}

#[tokio::test]
async fn tombstones_go_when_their_post_has_left_the_pull_horizon() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let comment = comment(&town, "Hvor er det dejligt!").await;
        town.later(days(60));
        town.turn().await;
        assert!(town.knows(Network::Facebook, &comment).await, "{engine:?}: the post is still read");

        town.later(days(40));
        let report = town.turn().await;
        assert!(!town.knows(Network::Facebook, &comment).await, "{engine:?}");
        assert_eq!(report.taken_in, 0, "and no pull reaches it any more");
        assert_eq!(settings().retain.horizon, Days(90));
    }
}

#[tokio::test]
async fn a_reader_that_keeps_the_log_from_being_emptied_is_told_by_the_receipt_and_made_good() {
    let town = Town::new(Engine::Sqlite).await;
    comment(&town, "Hvor er det dejligt!").await;
    let mut reader = town.db.read().await.unwrap();
    store::inquiry::count(&mut reader, &town.organisation).await.unwrap();

    town.later(days(20));
    town.turn().await;
    let receipt = receipts(&town).await.remove(0);
    assert_eq!((receipt.destroyed, receipt.is_clean), (1, false), "it does not claim what is not so");

    drop(reader);
    town.later(minutes(1));
    town.turn().await;
    let receipt = receipts(&town).await.remove(0);
    assert_eq!((receipt.destroyed, receipt.is_clean), (0, true), "the next run made it good");
}

#[tokio::test]
async fn what_came_by_an_account_that_is_not_configured_any_more_goes_all_the_same() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let account = AccountName::from_text("nedlagt");
        let stone = Tombstone {
            mac: town.vault.tombstone(&account, &RemoteId::new("1")),
            post: None,
            marker: "marker".into(),
            inquiry: None,
            is_ours: false,
            deleted_at: None,
        };
        let mut tx = town.db.write().await.unwrap();
        store::account::ensure(&mut tx, &town.organisation, &account, "facebook", town.now()).await.unwrap();
        store::tombstone::set(&mut tx, &town.organisation, &account, &stone, town.now()).await.unwrap();
        tx.commit().await.unwrap();

        town.later(days(100));
        town.turn().await;

        let mut tx = town.db.read().await.unwrap();
        let left = store::tombstone::get(&mut tx, &town.organisation, &account, &stone.mac).await.unwrap();
        assert_eq!(left, None, "{engine:?}");
    }
}
