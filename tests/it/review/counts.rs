//! Whether we saw all of it, as a moderator reads it.

use std::time::Duration;

use ordstyrer::model::{AccountName, OrganisationId, Stamp};
use ordstyrer::store::post::Standing;
use ordstyrer::store::{self, post_day};

use super::desk::Desk;
use crate::harness::engines;

const DAY: Duration = Duration::from_hours(24);

async fn yesterday(desk: &Desk, owner: &OrganisationId, seen: i64, gap: i64) {
    let account = AccountName::from_text("prøveby-fb");
    let at = desk.now().earlier(DAY);
    let mut tx = desk.db.write().await.unwrap();
    store::post::note(&mut tx, owner, &account, "9_9", at, "m", Some(seen + gap)).await.unwrap();
    let since = (gap > 0).then_some(at);
    let standing = Standing { listed: Some(seen), gap, gap_since: since, ..Standing::default() };
    store::post::read(&mut tx, owner, &account, "9_9", Some(seen + gap), Some(&standing), at).await.unwrap();
    let moved = post_day::Moved { seen, gap: Some((gap, since)), ..post_day::Moved::default() };
    post_day::add(&mut tx, owner, &account, &at.day(), "9_9", &moved).await.unwrap();
    tx.commit().await.unwrap();
}

/// Notes that every account was read to its end then.
async fn read(desk: &Desk, at: Stamp) {
    let mut tx = desk.db.write().await.unwrap();
    for name in ["prøveby-fb", "prøveby-bsky", "prøveby-mstdn"].map(AccountName::from_text) {
        let name = &name;
        assert!(store::account::pulled(&mut tx, &desk.organisation, name, 0, at, true, at).await.unwrap());
    }
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_day_on_which_an_account_was_not_read_to_its_end_is_never_called_whole() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        yesterday(&desk, &desk.organisation, 1, 0).await;
        let mut browser = desk.signed("ulæst").await;
        let body = browser.get("/ko").await.body;
        assert!(body.contains("I går: 1 kommentar set. prøveby-bsky er aldrig læst til ende"), "{body}");
        assert!(!body.contains("ingen mangler") && body.contains("yesterday late"), "{engine:?}");

        let today = Stamp::of_day(&desk.now().day()).unwrap();
        read(&desk, today.earlier(Duration::from_secs(1))).await;
        let body = browser.get("/ko").await.body;
        assert!(body.contains("prøveby-fb er ikke læst til ende siden "), "{engine:?}: {body}");
        assert!(!body.contains("ingen mangler"), "{engine:?}");

        let mut tx = desk.db.write().await.unwrap();
        let closed = AccountName::from_text("nedlagt");
        store::account::ensure(&mut tx, &desk.organisation, &closed, "facebook", desk.now()).await.unwrap();
        tx.commit().await.unwrap();
        read(&desk, today).await;
        let body = browser.get("/ko").await.body;
        assert!(body.contains("I går: 1 kommentar set, ingen mangler"), "{engine:?}: {body}");
    }
}

#[tokio::test]
async fn every_page_says_whether_all_of_yesterday_was_seen() {
    let desk = Desk::new().await;
    yesterday(&desk, &desk.organisation, 312, 0).await;
    read(&desk, desk.now()).await;
    let mut browser = desk.signed("hel").await;
    for page in ["/ko", "/afstemning", "/adgangskode"] {
        let body = browser.get(page).await.body;
        assert!(body.contains("I går: 312 kommentarer set, ingen mangler"), "{page}");
    }
}

#[tokio::test]
async fn what_is_missing_is_said_with_its_number_and_stands_on_the_page() {
    let desk = Desk::new().await;
    yesterday(&desk, &desk.organisation, 310, 2).await;
    read(&desk, desk.now()).await;
    let mut browser = desk.signed("mangel").await;
    assert!(browser.get("/ko").await.body.contains("I går: 310 kommentarer set. 2 mangler nu"));
    let page = browser.get("/afstemning").await.body;
    assert!(page.contains("tæller flere kommentarer, end det viser os"), "{page}");
    browser.language = "en";
    let page = browser.get("/afstemning").await.body;
    assert!(page.contains("310") && page.contains("312"), "both counts stand there");
}

#[tokio::test]
async fn another_municipality_sees_nothing_of_it() {
    let desk = Desk::new().await;
    yesterday(&desk, &OrganisationId::from_text("naboby"), 99, 7).await;
    read(&desk, desk.now()).await;
    let body = desk.signed("egen").await.get("/afstemning").await.body;
    assert!(body.contains("I går: 0 kommentarer set, ingen mangler"), "{body}");
}

#[test]
fn a_danish_day_begins_at_danish_midnight_on_both_sides_of_a_clock_change() {
    for (moment, day) in [
        ("2026-10-24T21:59:59Z", "2026-10-24"),
        ("2026-10-24T22:00:00Z", "2026-10-25"),
        ("2026-10-25T22:59:59Z", "2026-10-25"),
        ("2026-10-25T23:00:00Z", "2026-10-26"),
        ("2026-03-28T23:00:00Z", "2026-03-29"),
        ("2026-03-29T21:59:59Z", "2026-03-29"),
    ] {
        let at = Stamp::parse(moment).unwrap();
        assert_eq!(at.day(), day, "{moment}");
        let begin = Stamp::of_day(day).unwrap();
        assert!(begin <= at && at.since(begin) <= Duration::from_hours(25), "{moment}");
    }
    assert_eq!(Stamp::of_day("2026-02-30"), None);
}

#[test]
fn a_networks_day_ends_at_its_own_midnight() {
    let (day, passed, ends) = Stamp::parse("2026-11-21T12:00:00Z").unwrap().day_of("America/Los_Angeles");
    assert_eq!((day.as_str(), ends), ("2026-11-21", Stamp::parse("2026-11-22T08:00:00Z").unwrap()));
    assert!((passed - 4.0 / 24.0).abs() < 1e-9, "{passed}");
}
