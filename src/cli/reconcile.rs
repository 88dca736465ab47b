//! `ordstyrer reconcile`: the networks' own counts beside ours.

use std::collections::HashMap;
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context;

use super::{say, setup};
use crate::config::Organisation;
use crate::intake::Reckoning;
use crate::model::{AccountName, Clock, Stamp, SystemClock};
use crate::store::{self, post_day};

/// Hold what we saw against the networks' own counts, by account, post and day. Ends with failure
/// while something is missing, and where an account was not read to its end after the last day.
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

/// From the beginning of a day to the next one's noon, which is in it also at a clock change.
const NOON_AFTER: Duration = Duration::from_hours(36);

#[derive(serde::Serialize)]
struct Told {
    organisation: String,
    from: String,
    to: String,
    #[serde(flatten)]
    sum: Reckoning,
    tombstoned: i64,
    days: Vec<Row>,
    open: Vec<Open>,
    unread: Vec<Unread>,
}

/// An account of which no whole pull went through since: that nothing is missing there says nothing.
#[derive(serde::Serialize)]
struct Unread {
    account: String,
    since: Option<String>,
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
    /// Of what was seen on that day, so many are known by nothing but a tombstone now.
    tombstoned: i64,
    missing: i64,
    /// How old the oldest of the missing is, in hours.
    missing_hours: Option<u64>,
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
    let today = Stamp::of_day(&now.day()).unwrap_or(now);
    // The day after the last one begins; of a day that is not over, what has passed by now counts.
    let ends =
        Stamp::of_day(&to).map_or(today, |to| Stamp::of_day(&to.later(NOON_AFTER).day()).unwrap_or(to));
    let mut is_whole = true;
    for organisation in &app.config.organisations {
        let mut tx = app.db.read().await?;
        let days = post_day::list(&mut tx, &organisation.id, &from, &to).await?;
        let gaps = store::post::gaps(&mut tx, &organisation.id).await?;
        let known = store::account::list(&mut tx, &organisation.id).await?;
        let since = Stamp::of_day(&from).unwrap_or(now);
        let bare = store::tombstone::bare(&mut tx, &organisation.id, since, ends).await?;
        drop(tx);
        let mut tombstoned: HashMap<(String, AccountName, String), i64> = HashMap::new();
        for (account, post, at) in bare {
            *tombstoned.entry((at.day(), account, post.unwrap_or_default())).or_default() += 1;
        }
        let unread = unread(organisation, &known, ends.min(today));
        is_whole &= gaps.is_empty() && unread.is_empty();
        let told = Told {
            organisation: organisation.id.to_string(),
            from: from.clone(),
            to: to.clone(),
            sum: Reckoning::of(&days),
            tombstoned: tombstoned.values().sum(),
            days: days.into_iter().map(|day| row(day, &tombstoned, now)).collect(),
            open: gaps.into_iter().map(|gap| open(gap, now)).collect(),
            unread,
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

/// Its configured accounts that were not read to their end at `edge` or later.
fn unread(organisation: &Organisation, known: &[store::account::Account], edge: Stamp) -> Vec<Unread> {
    let found = organisation.accounts.iter().filter_map(|account| {
        let known = known.iter().find(|known| known.account == account.name);
        let is_read = known.is_some_and(|known| known.is_read_until(edge));
        let since = || known.and_then(|known| known.pulled_at).map(Stamp::rfc3339);
        (!is_read).then(|| Unread { account: account.name.to_string(), since: since() })
    });
    found.collect()
}

fn row(day: post_day::Day, tombstoned: &HashMap<(String, AccountName, String), i64>, now: Stamp) -> Row {
    let key = (day.day.clone(), day.account.clone(), day.post.clone());
    Row {
        tombstoned: tombstoned.get(&key).copied().unwrap_or(0),
        missing_hours: day.gap_since.filter(|_| day.gap > 0).map(|since| now.since(since).as_secs() / 3600),
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

fn open((account, post): (AccountName, store::post::Post), now: Stamp) -> Open {
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
        "{organisation}  {span}: {} comments seen for the first time ({} known by their tombstone only now), \
         {} gone since, {} gone before we came, {} missing",
        sum.seen, told.tombstoned, sum.vanished, sum.gone_before, sum.missing
    ))?;
    for row in told.days.iter().filter(|_| posts) {
        let there = row.there.map_or_else(|| "the network does not say".to_owned(), |n| format!("{n} there"));
        let post = if row.post.is_empty() { "under none of our posts" } else { &row.post };
        say(&format!(
            "  {}  {}  {post}: {there} ({:+}), {} seen, {} tombstoned, {} gone since, {} gone before, {} missing{}",
            row.day,
            row.account,
            row.grown,
            row.seen,
            row.tombstoned,
            row.vanished,
            row.gone_before,
            row.missing,
            row.missing_hours.map_or_else(String::new, |hours| format!(" for {hours} hours"))
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
    for unread in &told.unread {
        let since = unread.since.as_ref().map_or_else(|| "ever".to_owned(), |since| format!("since {since}"));
        say(&format!("  not read to its end {since}: {}", unread.account))?;
    }
    Ok(())
}
