//! Numbers of the last thirty days. A hide counts as a removal. Totals of removals are never held back;
//! in a table that crosses two things, a cell under five is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::chart::{Chart, Column};
use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::history::named;
use super::signed::Signed;
use super::when;
use super::words::Words;
use crate::model::Stamp;
use crate::store::account::Account;
use crate::store::figures::{self, Decided};
use crate::store::post_day::{self, Day};
use crate::store::{account, post};

/// Where it stands.
pub(super) const STATISTICS: &str = "/statistik";
const A_DAY: Duration = Duration::from_hours(24);
const DAYS: u32 = 30;
const MOST_HIDES: i64 = 10_000;
/// A crossed cell under this could point at somebody.
const FEW: i64 = 5;

#[derive(Template)]
#[template(path = "statistics.html")]
struct Page {
    frame: Frame,
    seen: i64,
    removed: i64,
    kept: i64,
    redirected: i64,
    missing: i64,
    incoming: Chart,
    grounds: Vec<Row>,
    rules: Vec<Row>,
    mailboxes: Vec<(String, i64)>,
    office: Option<String>,
    night: Option<String>,
}

/// A row of a crossed table: its total, and its cells with the few held back.
struct Row {
    name: String,
    total: i64,
    cells: Vec<String>,
}

impl Row {
    fn of(name: String, cells: &[i64]) -> Self {
        Self { name, total: cells.iter().sum(), cells: without_few(cells) }
    }
}

/// The cells, with `<5` for the few. Where only one is held back the total would give it away, so the
/// smallest of the others goes with it.
fn without_few(cells: &[i64]) -> Vec<String> {
    let is_few = |count: i64| (1..FEW).contains(&count);
    let few = cells.iter().filter(|count| is_few(**count)).count();
    let second = (few == 1).then(|| cells.iter().filter(|count| **count >= FEW).min()).flatten();
    let mut second = second.copied();
    cells
        .iter()
        .map(|count| {
            if is_few(*count) {
                format!("<{FEW}")
            } else if second == Some(*count) {
                second = None;
                "–".to_owned()
            } else {
                count.to_string()
            }
        })
        .collect()
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
    let mut tx = desk.db.read().await?;
    let days = post_day::list(&mut tx, owner, &from.day(), &now.day()).await?;
    let accounts = account::list(&mut tx, owner).await?;
    let decided = figures::decided(&mut tx, owner, from).await?;
    let judged = figures::judged(&mut tx, owner, from).await?;
    let pointed = figures::redirected(&mut tx, owner, from).await?;
    let hidden = figures::hidden(&mut tx, owner, from, MOST_HIDES).await?;
    let gaps = post::gaps(&mut tx, owner).await?;
    drop(tx);

    let sum = |outcomes: &[&str]| -> i64 {
        let fits = decided.iter().filter(|one| outcomes.contains(&one.outcome.as_str()));
        fits.map(|one| one.count).sum()
    };
    let (office, night): (Vec<_>, Vec<_>) = hidden.iter().partition(|(written, _)| written.is_office_hours());
    let mailbox = |(id, count): (String, i64)| {
        let known = desk.mailboxes.get(&id).map(|mailbox| named(words, &mailbox.da, &mailbox.en));
        (known.unwrap_or(id), count)
    };
    let rule = |(rule, all, stayed): &(String, i64, i64)| {
        let sentence = desk.policy.guideline(rule).map(|line| named(words, &line.da, &line.en));
        let name = sentence.map_or_else(|| rule.clone(), |sentence| format!("{rule} {sentence}"));
        Row::of(name, &[*stayed, all - stayed])
    };
    let page_of_it = Page {
        frame,
        seen: days.iter().map(|day| day.seen).sum(),
        removed: sum(&["hide", "delete"]),
        kept: sum(&["leave"]),
        redirected: sum(&["redirect"]),
        missing: gaps.iter().map(|(_, post)| post.standing.gap).sum(),
        incoming: incoming(words, &days, &accounts, from),
        grounds: grounds(words, &decided),
        rules: judged.iter().map(rule).collect(),
        mailboxes: pointed.into_iter().map(mailbox).collect(),
        office: median(words, &office),
        night: median(words, &night),
    };
    page(StatusCode::OK, &page_of_it)
}

/// Comments by day and network.
fn incoming(words: Words, days: &[Day], accounts: &[Account], from: Stamp) -> Chart {
    let network = |day: &Day| {
        accounts.iter().find(|one| one.account == day.account).map_or("", |one| one.network.as_str())
    };
    let networks: BTreeSet<&str> = accounts.iter().map(|one| one.network.as_str()).collect();
    let columns = (0..DAYS).map(|at| {
        // Noon, so that a clock change leaves no day out.
        let name = from.later(A_DAY * at + A_DAY / 2).day();
        let of = |known: &&str| {
            days.iter().filter(|day| day.day == name && network(day) == *known).map(|day| day.seen).sum()
        };
        Column { name: when::day(words, &name), parts: networks.iter().map(of).collect() }
    });
    let columns = columns.collect();
    let parts = networks.iter().map(|known| frame::network(words, known)).collect();
    Chart::of(words.say("statistics-incoming"), parts, columns)
}

/// Removals by ground: by a person, and by the machine alone.
fn grounds(words: Words, decided: &[Decided]) -> Vec<Row> {
    let mut rows: BTreeMap<&str, [i64; 2]> = BTreeMap::new();
    for one in decided.iter().filter(|one| matches!(one.outcome.as_str(), "hide" | "delete")) {
        if let Some(cell) = rows.entry(&one.ground).or_default().get_mut(usize::from(one.is_automatic)) {
            *cell += one.count;
        }
    }
    let name = |ground: &str| match ground {
        "" => words.say("ground-none"),
        ground => words.say(&format!("ground-{}", ground.replace('_', "-"))),
    };
    rows.into_iter().map(|(ground, cells)| Row::of(name(ground), &cells)).collect()
}

/// The median time from written to hidden; `None` without any.
fn median(words: Words, hides: &[&(Stamp, Stamp)]) -> Option<String> {
    let mut times: Vec<_> = hides.iter().map(|(written, ended)| ended.since(*written)).collect();
    times.sort_unstable();
    let middle = times.get(times.len() / 2)?;
    let minutes = i64::try_from(middle.as_secs().div_ceil(60)).unwrap_or(i64::MAX);
    Some(words.about_both("median", words.count("minutes", minutes), times.len().to_string()))
}
