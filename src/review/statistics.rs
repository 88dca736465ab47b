//! Numbers of the last thirty days. A hide counts as a removal. Totals of removals are never held back;
//! in a table that crosses two things, a cell under five is.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::monthly;
use super::numbers::Numbers;
use super::report::Report;
use super::rights::Action;
use super::signed::Signed;
use crate::model::Stamp;
use crate::store::{account, post};

/// Where it stands.
pub(super) const STATISTICS: &str = "/statistik";
const A_DAY: Duration = Duration::from_hours(24);
const DAYS: u32 = 30;

#[derive(Template)]
#[template(path = "statistics.html")]
struct Page {
    frame: Frame,
    numbers: Numbers,
    /// What is missing just now, whenever it was written.
    missing: i64,
    /// Months that can be published, by address and name.
    months: Vec<(String, String)>,
    judges_sample: bool,
}

/// `GET /statistik`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let (desk, owner, words) = (&reception.desk, &signed.organisation.id, signed.words);
    let now = desk.clock.now();
    let frame = frame::around(&reception, &signed, STATISTICS, now).await?;
    let from = Stamp::of_day(&now.earlier(A_DAY * (DAYS - 1)).day()).unwrap_or(now);
    // Until the end of this moment.
    let span = (from, now.later(Duration::from_millis(1)));
    let mut tx = desk.db.read().await?;
    let report = Report::between(&mut tx, owner, &desk.settings.staffed, span).await?;
    let accounts = account::list(&mut tx, owner).await?;
    let gaps = post::gaps(&mut tx, owner).await?;
    drop(tx);
    let page_of_it = Page {
        frame,
        numbers: Numbers::of(desk, words, &report, &accounts, from, DAYS),
        missing: gaps.iter().map(|(_, post)| post.standing.gap).sum(),
        months: monthly::over(words, now),
        judges_sample: signed.may(Action::JudgeSample),
    };
    page(StatusCode::OK, &page_of_it)
}
