//! A month that is over, as a report that the municipality can publish: the same page is for the screen and
//! for paper, and `ordstyrer report` says the same numbers.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::numbers::Numbers;
use super::report::Report;
use super::signed::Signed;
use super::statistics::STATISTICS;
use super::when::Moment;
use super::words::Words;
use crate::model::{Month, Stamp};
use crate::store::account;

/// How many months back the statistics lead.
const MONTHS: usize = 6;

#[derive(Template)]
#[template(path = "monthly.html")]
struct Page {
    frame: Frame,
    organisation: String,
    month: String,
    made: Moment,
    /// `None` while the month is not over.
    numbers: Option<Numbers>,
}

/// `GET /statistik/maaned/{month}`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    Path(month): Path<String>,
) -> Result<Response, Failure> {
    let (desk, owner, words) = (&reception.desk, &signed.organisation.id, signed.words);
    let now = desk.clock.now();
    let month = Month::parse(&month).ok_or(Failure::Missing)?;
    let (from, until) = month.bounds().ok_or(Failure::Missing)?;
    let frame = frame::around(&reception, &signed, STATISTICS, now).await?;
    let mut tx = desk.db.read().await?;
    let report = Report::of_month(&mut tx, owner, &desk.settings.staffed, &month, now).await?;
    let accounts = account::list(&mut tx, owner).await?;
    drop(tx);
    // A month with a clock change is an hour short or long.
    let days = (until.since(from).as_secs() + 12 * 3600) / (24 * 3600);
    let days = u32::try_from(days).unwrap_or(31);
    let page_of_it = Page {
        frame,
        organisation: signed.organisation.name.clone(),
        month: name(words, &month),
        made: Moment::of(words, now, now),
        numbers: report.map(|report| Numbers::of(desk, words, &report, &accounts, from, days)),
    };
    page(StatusCode::OK, &page_of_it)
}

/// The months that are over, the newest first, by address and name.
pub(super) fn over(words: Words, now: Stamp) -> Vec<(String, String)> {
    let mut months = Vec::with_capacity(MONTHS);
    let mut first = now.month().bounds().map(|(first, _)| first);
    while let Some(begins) = first.filter(|_| months.len() < MONTHS) {
        let month = begins.earlier(Duration::from_hours(48)).month();
        months.push((format!("{STATISTICS}/maaned/{}", month.as_str()), name(words, &month)));
        first = month.bounds().map(|(first, _)| first);
    }
    months
}

/// `oktober 2026`
fn name(words: Words, month: &Month) -> String {
    let (year, number) = month.as_str().split_once('-').unwrap_or((month.as_str(), ""));
    words.about(&format!("whole-month-{}", number.trim_start_matches('0')), year)
}
