//! What was not read is not called whole, and what cannot be read is not waited for.

use ordstyrer::demo::Network;
use ordstyrer::model::{AccountName, Clock, OrganisationId, Stamp, SystemClock};
use ordstyrer::store::{self, Db, Schema};

use super::Desk;

/// Notes a whole pull of every account of the town.
async fn read(desk: &Desk, at: Stamp) {
    let address = format!("sqlite:{}", desk.home.path("ordstyrer.db").display());
    let db = Db::open(&address, Schema::Main).await.unwrap();
    let mut tx = db.write().await.unwrap();
    let org = OrganisationId::from_text("by");
    for network in desk.networks.networks() {
        let name = AccountName::from_text(format!("by-{}", network.name()));
        store::account::ensure(&mut tx, &org, &name, network.name(), at).await.unwrap();
        assert!(store::account::pulled(&mut tx, &org, &name, 0, at, true, at).await.unwrap());
    }
    tx.commit().await.unwrap();
    db.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_day_that_was_not_read_to_its_end_is_no_success_though_nothing_is_missing() {
    let desk = Desk::new().await;
    let never = desk.run(&["reconcile"]);
    assert_eq!(never.code, Some(1), "{never:?}");
    assert!(never.out.contains("0 missing"), "{never:?}");
    assert!(never.out.contains("not read to its end ever: by-facebook"), "{never:?}");

    let now = SystemClock.now();
    let today = Stamp::of_day(&now.day()).unwrap();
    read(&desk, today.earlier(std::time::Duration::from_mins(1))).await;
    let early = desk.run(&["reconcile", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&early.out).expect("one line of JSON");
    assert_eq!(early.code, Some(1), "{early:?}");
    assert_eq!(told["unread"].as_array().map(Vec::len), Some(desk.networks.networks().len()), "{told}");
    let before = today.earlier(std::time::Duration::from_hours(36)).day();
    assert_eq!(desk.run(&["reconcile", "--from", &before]).code, Some(0), "the day before was read");

    read(&desk, today).await;
    desk.does(&["reconcile"], "0 missing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backfill_does_not_wait_for_an_account_that_needs_a_person_first() {
    let desk = Desk::new().await;
    let account = "by-bluesky";
    desk.does(&["account", "add", account, "--secrets", &desk.secrets(Network::Bluesky)], "stored");
    let since = Stamp::of_day(&SystemClock.now().day()).unwrap().rfc3339();
    let ended = desk.run(&["backfill", "--since", &since]);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.out.contains("by-bluesky  done"), "{ended:?}");
    assert!(ended.err.contains("not waited for"), "{ended:?}");
    assert!(ended.err.contains("by-facebook: no token yet"), "{ended:?}");
    assert!(!ended.err.contains("by-bluesky: "), "{ended:?}");
    desk.does(&["backfill", "--since", &since, "--account", account], "done");
}
