//! Whether we saw all of it: the networks' own counts beside ours, by day and by post.

use std::collections::BTreeMap;
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
use super::signed::Signed;
use super::when::Moment;
use super::words::Words;
use crate::intake::Reckoning;
use crate::model::{AccountName, OrganisationId, Stamp};
use crate::store::account::Account;
use crate::store::post_day::{self, Day};
use crate::store::{self, Tx, account, post};

/// Where it stands.
pub(super) const COUNTS: &str = "/afstemning";

const A_DAY: Duration = Duration::from_hours(24);
const DAYS: u32 = 14;
const MOST_POSTS: usize = 20;

#[derive(Template)]
#[template(path = "counts.html")]
struct Page {
    frame: Frame,
    gaps: Vec<Gap>,
    days: Vec<Line>,
    threads: Vec<Thread>,
}

struct Gap {
    account: String,
    written: String,
    there: i64,
    listed: i64,
    missing: i64,
    since: String,
}

struct Line {
    day: String,
    account: String,
    posts: usize,
    grown: i64,
    seen: i64,
    vanished: i64,
    gone_before: i64,
    missing: i64,
}

struct Thread {
    account: String,
    written: String,
    there: Option<i64>,
    seen: i64,
    read: Option<String>,
}

/// The sentence on every page.
pub(super) struct Yesterday {
    pub(super) sentence: String,
    pub(super) is_whole: bool,
}

/// Whether all of yesterday was seen, by `accounts`, those that are read at all. Where nothing was
/// read, nothing can be missing: so that says nothing.
pub(super) async fn yesterday(
    tx: &mut Tx,
    owner: &OrganisationId,
    accounts: &[&Account],
    words: Words,
    now: Stamp,
) -> Result<Yesterday, store::Error> {
    // Twelve hours before today's noon is yesterday on every day of the year, also at a clock change.
    let today = Stamp::of_day(&now.day()).unwrap_or(now);
    let day = today.earlier(A_DAY / 2).day();
    let sum = Reckoning::of(&post_day::list(tx, owner, &day, &day).await?);
    let open: i64 = post::gaps(tx, owner).await?.iter().map(|(_, post)| post.standing.gap).sum();
    let unread: Vec<_> = accounts.iter().filter(|account| !account.is_read_until(today)).collect();
    let mut sentences = vec![if open > 0 {
        words.about_both("yesterday-missing", sum.seen.to_string(), open.to_string())
    } else if unread.is_empty() {
        words.count("yesterday-whole", sum.seen)
    } else {
        words.count("yesterday-seen", sum.seen)
    }];
    sentences.extend(unread.iter().map(|account| match account.pulled_at {
        Some(at) => {
            words.about_both("unread-since", account.account.as_str(), Moment::of(words, at, now).shown)
        }
        None => words.about("unread-ever", account.account.as_str()),
    }));
    Ok(Yesterday { sentence: sentences.join(". "), is_whole: open == 0 && unread.is_empty() })
}

/// `GET /afstemning`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let (owner, words) = (&signed.organisation.id, signed.words);
    let now = reception.desk.clock.now();
    let frame = frame::around(&reception, &signed, COUNTS, now).await?;
    let mut tx = reception.desk.db.read().await?;
    let from = now.earlier(A_DAY * DAYS);
    let days = post_day::list(&mut tx, owner, &from.day(), &now.day()).await?;
    let gaps = post::gaps(&mut tx, owner).await?;
    let mut threads = Vec::new();
    for account in account::list(&mut tx, owner).await? {
        let posts = post::list(&mut tx, owner, &account.account, from).await?;
        threads.extend(posts.into_iter().take(MOST_POSTS).map(|post| Thread {
            account: account.account.to_string(),
            written: Moment::of(words, post.written_at, now).shown,
            there: post.count_there,
            seen: post.seen,
            read: post.full_at.map(|at| Moment::of(words, at, now).shown),
        }));
    }
    drop(tx);
    let gaps = gaps.into_iter().map(|(account, post)| Gap {
        account: account.to_string(),
        written: Moment::of(words, post.written_at, now).shown,
        there: post.count_there.unwrap_or(0),
        listed: post.standing.listed.unwrap_or(0),
        missing: post.standing.gap,
        since: Moment::of(words, post.standing.gap_since.unwrap_or(now), now).shown,
    });
    page(StatusCode::OK, &Page { frame, gaps: gaps.collect(), days: lines(&days), threads })
}

/// A line for each account and day, newest first.
fn lines(days: &[Day]) -> Vec<Line> {
    let mut grouped: BTreeMap<(&str, &AccountName), Vec<&Day>> = BTreeMap::new();
    for day in days {
        grouped.entry((&day.day, &day.account)).or_default().push(day);
    }
    let line = |((day, account), rows): ((&str, &AccountName), Vec<&Day>)| {
        let sum = Reckoning::of(rows.iter().copied());
        Line {
            day: day.to_owned(),
            account: account.to_string(),
            posts: rows.iter().filter(|row| !row.post.is_empty()).count(),
            grown: rows.iter().map(|row| row.grown).sum(),
            seen: sum.seen,
            vanished: sum.vanished,
            gone_before: sum.gone_before,
            missing: sum.missing,
        }
    };
    grouped.into_iter().rev().map(line).collect()
}
