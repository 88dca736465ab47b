//! The report of a month and the weekly sample: what is counted, what is held back, and who is never counted.

use axum::http::StatusCode;
use ordstyrer::model::{Days, InquiryId, Month, Staffed, Stamp, State};
use ordstyrer::retain;
use ordstyrer::review::hold_back;
use ordstyrer::review::report::Report;
use ordstyrer::store::{self, sample};

use super::browser::Browser;
use super::desk::{Comment, Desk};
use crate::harness::{days, engines, hours};

/// Numbers that are always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

/// Every table of whole numbers with these totals and these shown cells.
fn tables(rows: &[i64], columns: &[i64], shown: &[Vec<Option<i64>>]) -> Vec<Vec<Vec<i64>>> {
    fn fill(
        rows: &[i64],
        columns: &mut Vec<i64>,
        shown: &[Vec<Option<i64>>],
        so_far: &mut Vec<Vec<i64>>,
        found: &mut Vec<Vec<Vec<i64>>>,
    ) {
        let at = so_far.len();
        let Some(total) = rows.get(at) else {
            if columns.iter().all(|left| *left == 0) {
                found.push(so_far.clone());
            }
            return;
        };
        for row in parts(*total, columns, &shown[at]) {
            for (left, value) in columns.iter_mut().zip(&row) {
                *left -= value;
            }
            so_far.push(row.clone());
            fill(rows, columns, shown, so_far, found);
            so_far.pop();
            for (left, value) in columns.iter_mut().zip(&row) {
                *left += value;
            }
        }
    }
    fn parts(total: i64, most: &[i64], shown: &[Option<i64>]) -> Vec<Vec<i64>> {
        let Some((first, rest)) = most.split_first() else {
            return if total == 0 { vec![Vec::new()] } else { Vec::new() };
        };
        let values = shown[0].map_or(0..=total.min(*first), |value| value..=value);
        values
            .filter(|value| *value <= total)
            .flat_map(|value| {
                parts(total - value, rest, &shown[1..]).into_iter().map(move |mut row| {
                    row.insert(0, value);
                    row
                })
            })
            .collect()
    }
    let mut found = Vec::new();
    fill(rows, &mut columns.to_vec(), shown, &mut Vec::new(), &mut found);
    found
}

#[test]
fn no_difference_of_totals_tells_a_cell_that_is_held_back() {
    let mut dice = Dice(7);
    let (mut tried, mut held_back) = (0, 0);
    for _ in 0..400 {
        let (rows, columns) = (2 + dice.below(2), 2 + dice.below(2));
        let table: Vec<Vec<i64>> = (0..rows)
            .map(|_| {
                (0..columns)
                    .map(|_| if dice.below(4) == 0 { 0 } else { i64::try_from(dice.below(9)).unwrap() })
                    .collect()
            })
            .collect();
        let shown = hold_back(&table);
        let row_totals: Vec<i64> = table.iter().map(|row| row.iter().sum()).collect();
        let column_totals: Vec<i64> =
            (0..table[0].len()).map(|at| table.iter().map(|row| row[at]).sum()).collect();
        let possible = tables(&row_totals, &column_totals, &shown);
        assert!(possible.contains(&table));
        let all_are_held = shown.iter().flatten().all(Option::is_none);
        for (row, cells) in table.iter().enumerate() {
            for (column, value) in cells.iter().enumerate() {
                let cell = shown[row][column];
                assert!(cell.is_none_or(|shown| shown == *value), "a wrong number in {table:?}");
                if (1..5).contains(value) {
                    assert_eq!(cell, None, "{value} is shown in {table:?}");
                    let told = possible.iter().all(|other| other[row][column] == *value);
                    assert!(!told || all_are_held, "{value} is told by {shown:?} of {table:?}");
                    held_back += 1;
                }
            }
        }
        tried += 1;
    }
    assert!(tried == 400 && held_back > 300);
}

#[test]
fn what_is_not_small_is_not_held_back() {
    assert_eq!(hold_back(&[vec![5, 9], vec![0, 12]]), [[Some(5), Some(9)], [Some(0), Some(12)]]);
    assert_eq!(hold_back(&[]), Vec::<Vec<Option<i64>>>::new());
    assert_eq!(hold_back(&[vec![2, 7]]), [[None, None]], "one row is told by its total");
    let large = hold_back(&[vec![3, 20, 30], vec![10, 40, 60], vec![50, 70, 90]]);
    let held = large.iter().flatten().filter(|cell| cell.is_none()).count();
    assert_eq!(held, 4, "no more than a round of four: {large:?}");
}

async fn decide(browser: &mut Browser<'_>, id: &InquiryId, deed: &str, rule: &str) {
    let version = [("version", "1"), ("regel", rule)];
    assert_eq!(browser.post(&format!("/ko/{id}/{deed}"), &version).await.status, StatusCode::SEE_OTHER);
}

async fn report(desk: &Desk, month: &str) -> Option<Report> {
    let mut tx = desk.db.read().await.unwrap();
    let month = Month::parse(month).unwrap();
    let staffed = Staffed::default();
    Report::of_month(&mut tx, &desk.organisation, &staffed, &month, desk.now()).await.unwrap()
}

#[tokio::test]
async fn a_month_counts_each_removal_once_and_says_nothing_before_it_is_over() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut mette = desk.signed("Mette").await;
        for _ in 0..6 {
            let id = desk.comment(Comment { rule: "R6", ..Comment::of("Prøve") }).await;
            decide(&mut mette, &id, "fjern", "R6").await;
        }
        // Hidden by the machine, and confirmed; and hidden by it, and lifted.
        let leak = || Comment { state: State::Hidden, rule: "R7", ..Comment::of("Prøve") };
        let (confirmed, lifted) = (desk.comment(leak()).await, desk.comment(leak()).await);
        decide(&mut mette, &confirmed, "fjern", "R7").await;
        decide(&mut mette, &lifted, "behold", "").await;
        assert!(report(&desk, "2026-11").await.is_none(), "on {engine:?}");
        let early = mette.get("/statistik/maaned/2026-11").await;
        assert!(early.status == StatusCode::OK && early.body.contains("Måneden er ikke slut"));

        desk.later(days(14));
        let over = report(&desk, "2026-11").await.unwrap();
        assert_eq!((over.removed, over.removed_by_machine, over.kept), (8, 1, 1), "on {engine:?}: {over:?}");
        assert_eq!(over.grounds.rows.iter().map(|row| row.total).sum::<i64>(), over.removed);
        let october = report(&desk, "2026-10").await.unwrap();
        assert_eq!((october.removed, october.seen), (0, 0), "another month, on {engine:?}");

        let mut eva = desk.signed("Eva").await;
        let page = eva.get("/statistik/maaned/2026-11").await.body;
        assert!(page.contains("Moderering i november 2026") && page.contains("<b>8</b>fjernet"), "{page}");
        assert!(!page.contains("Mette") && !page.contains(confirmed.as_str()), "on {engine:?}");
        for path in ["/statistik/maaned/2026-13", "/statistik/maaned/x", "/statistik/maaned/2026-1"] {
            assert_eq!(eva.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        assert!(eva.get("/statistik").await.body.contains("/statistik/maaned/2026-11"));
    }
}

#[test]
fn a_month_ends_where_the_danish_month_ends() {
    let bounds = |month: &str| Month::parse(month).unwrap().bounds().unwrap();
    assert_eq!(bounds("2026-10").0, Stamp::parse("2026-09-30T22:00:00Z").unwrap());
    assert_eq!(bounds("2026-10").1, Stamp::parse("2026-10-31T23:00:00Z").unwrap());
    assert_eq!(bounds("2026-12").1, Stamp::parse("2026-12-31T23:00:00Z").unwrap());
    assert!(Month::parse("2026-13").unwrap().bounds().is_none());
    let monday = Stamp::parse("2026-11-22T23:30:00Z").unwrap().monday();
    assert_eq!(monday.day(), "2026-11-23", "half past midnight on a Danish Monday");
}

#[tokio::test]
async fn a_sample_is_drawn_once_a_week_from_what_is_still_stored_on_both_engines() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut mette = desk.signed("Mette").await;
        let mut decided = Vec::new();
        for at in 0..8 {
            let id = desk.comment(Comment { rule: "R6", ..Comment::of(&format!("Prøve {at}")) }).await;
            decide(&mut mette, &id, if at < 6 { "fjern" } else { "behold" }, "R6").await;
            decided.push(id);
        }
        let alone = desk.comment(Comment { rule: "R10", ..Comment::of("Alene") }).await;
        decide(&mut mette, &alone, "behold", "").await;
        desk.comment(Comment { rule: "R6", ..Comment::of("Ikke afgjort") }).await;

        desk.later(days(4));
        let mut torben = desk.signed("Torben").await;
        let before = torben.get("/statistik/stikproeve").await.body;
        assert!(before.contains("Træk stikprøven") && before.contains("16. nov."), "on {engine:?}: {before}");
        for _ in 0..3 {
            torben.post("/statistik/stikproeve", &[]).await;
        }
        let mut tx = desk.db.read().await.unwrap();
        let picked = sample::list(&mut tx, &desk.organisation, "2026-11-16").await.unwrap();
        drop(tx);
        assert_eq!(picked.len(), 5, "five of eight, once, and none that stands alone, on {engine:?}");
        assert!(picked.iter().all(|one| decided.contains(&one.candidate.inquiry)));

        let page = torben.get("/statistik/stikproeve").await.body;
        assert!(!page.contains("Mette"), "who decided is no part of it");
        let (first, second) = (&picked[0].candidate.inquiry, &picked[1].candidate.inquiry);
        let judge = |id: &InquiryId| format!("/statistik/stikproeve/{id}");
        let week = ("uge", "2026-11-16");
        torben.post(&judge(first), &[week, ("dom", "ens")]).await;
        let form = [week, ("dom", "forskellig"), ("hvorfor", "harsher")];
        torben.post(&judge(second), &form).await;
        let page = torben.get("/statistik/stikproeve").await.body;
        assert!(page.contains("som de andre") && page.contains("hårdere end de andre"), "{page}");
        for form in [
            vec![week, ("dom", "forskellig")],
            vec![week, ("dom", "forskellig"), ("hvorfor", "fordi det var Mette")],
            vec![week, ("dom", "værst")],
        ] {
            assert_eq!(torben.post(&judge(first), &form).await.status, StatusCode::BAD_REQUEST, "{form:?}");
        }
        let outside = torben.post(&judge(&alone), &[week, ("dom", "ens")]).await;
        assert_eq!(outside.status, StatusCode::NOT_FOUND, "not in the sample");
        let mut tx = desk.db.read().await.unwrap();
        let counts = sample::count(&mut tx, &desk.organisation, "2026-01-01").await.unwrap();
        drop(tx);
        assert_eq!((counts[0].same, counts[0].different, counts[0].open), (1, 1, 3), "on {engine:?}");
        let trail: Vec<_> = desk.trail().await.into_iter().map(|(_, what)| what).collect();
        assert!(trail.contains(&"sample_drawn:2026-11-16".to_owned()));

        // What retention destroys is out of it, and what was said of it is still counted.
        desk.later(days(400) + hours(1));
        let settings = retain::Settings { horizon: Days(14), residue: Days(30), warnings: Days(90) };
        retain::run(&desk.db, &desk.vault, &desk.organisation, &settings, desk.now()).await.unwrap();
        let mut tx = desk.db.read().await.unwrap();
        assert!(sample::list(&mut tx, &desk.organisation, "2026-11-16").await.unwrap().is_empty());
        let counts = sample::count(&mut tx, &desk.organisation, "2026-01-01").await.unwrap();
        assert!(counts.is_empty(), "after four hundred days nothing is left, on {engine:?}");
        assert!(!store::sample::is_drawn(&mut tx, &desk.organisation, "2026-11-16").await.unwrap());
    }
}
