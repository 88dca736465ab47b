//! `ordstyrer reconcile`: the networks' own counts beside ours.

use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;

use super::{say, setup};
use crate::intake::Reckoning;
use crate::model::{Clock, Stamp, SystemClock};
use crate::store::{self, post_day};

/// Hold what we saw against the networks' own counts, by account, post and day. Ends with failure
/// while something is missing.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The first day, as 2026-11-21; without it yesterday.
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// The last day; without it the same as the first.
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Print every post, not only the sums of each account.
    #[arg(long)]
    posts: bool,
    /// Print one line of JSON an organisation.
    #[arg(long)]
    json: bool,
}

#[derive(serde::Serialize)]
struct Told {
    organisation: String,
    from: String,
    to: String,
    #[serde(flatten)]
    sum: Reckoning,
    days: Vec<Row>,
    open: Vec<Open>,
}

#[derive(serde::Serialize)]
struct Row {
    day: String,
    account: String,
    post: String,
    there: Option<i64>,
    grown: i64,
    seen: i64,
    vanished: i64,
    gone_before: i64,
    missing: i64,
}

#[derive(serde::Serialize)]
struct Open {
    account: String,
    post: String,
    there: Option<i64>,
    shown: Option<i64>,
    missing: i64,
    hours: u64,
}

pub(super) async fn run(file: Option<&Path>, args: &Args) -> anyhow::Result<ExitCode> {
    let now = SystemClock.now();
    let from = day(args.from.as_deref())?.unwrap_or_else(|| yesterday(now));
    let to = day(args.to.as_deref())?.unwrap_or_else(|| from.clone());
    let app = setup::open(file).await?;
    let mut is_whole = true;
    for organisation in &app.config.organisations {
        let mut tx = app.db.read().await?;
        let days = post_day::list(&mut tx, &organisation.id, &from, &to).await?;
        let gaps = store::post::gaps(&mut tx, &organisation.id).await?;
        drop(tx);
        is_whole &= gaps.is_empty();
        let told = Told {
            organisation: organisation.id.to_string(),
            from: from.clone(),
            to: to.clone(),
            sum: Reckoning::of(&days),
            days: days.into_iter().map(row).collect(),
            open: gaps.into_iter().map(|gap| open(gap, now)).collect(),
        };
        if args.json { say(&serde_json::to_string(&told)?)? } else { print(&told, args.posts)? }
    }
    Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn day(written: Option<&str>) -> anyhow::Result<Option<String>> {
    let Some(written) = written else { return Ok(None) };
    let start = Stamp::of_day(written).with_context(|| format!("`{written}` is no day, as 2026-11-21"))?;
    Ok(Some(start.later(Duration::from_hours(12)).day()))
}

fn yesterday(now: Stamp) -> String {
    let today = Stamp::of_day(&now.day()).unwrap_or(now);
    today.earlier(Duration::from_hours(12)).day()
}

fn row(day: post_day::Day) -> Row {
    Row {
        day: day.day,
        account: day.account.to_string(),
        post: day.post,
        there: day.there,
        grown: day.grown,
        seen: day.seen,
        vanished: day.vanished,
        gone_before: day.unseen,
        missing: day.gap,
    }
}

fn open((account, post): (crate::model::AccountName, store::post::Post), now: Stamp) -> Open {
    Open {
        account: account.to_string(),
        post: post.post,
        there: post.count_there,
        shown: post.standing.listed,
        missing: post.standing.gap,
        hours: now.since(post.standing.gap_since.unwrap_or(now)).as_secs() / 3600,
    }
}

fn print(told: &Told, posts: bool) -> anyhow::Result<()> {
    let Told { organisation, from, to, sum, .. } = told;
    let span = if from == to { from.clone() } else { format!("{from} to {to}") };
    say(&format!(
        "{organisation}  {span}: {} comments seen for the first time, {} gone since, {} gone before we came, \
         {} missing",
        sum.seen, sum.vanished, sum.gone_before, sum.missing
    ))?;
    for row in told.days.iter().filter(|_| posts) {
        let there = row.there.map_or_else(|| "the network does not say".to_owned(), |n| format!("{n} there"));
        let post = if row.post.is_empty() { "under none of our posts" } else { &row.post };
        say(&format!(
            "  {}  {}  {post}: {there} ({:+}), {} seen, {} gone since, {} gone before, {} missing",
            row.day, row.account, row.grown, row.seen, row.vanished, row.gone_before, row.missing
        ))?;
    }
    for open in &told.open {
        say(&format!(
            "  missing now: {} on {} of {}, for {} hours ({} counted there, {} shown to us)",
            open.missing,
            open.post,
            open.account,
            open.hours,
            open.there.unwrap_or(0),
            open.shown.unwrap_or(0)
        ))?;
    }
    Ok(())
}
