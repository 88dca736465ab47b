//! A report with the names of things, as two pages show it: the statistics of the desk and a published month.

use std::collections::BTreeSet;
use std::time::Duration;

use super::chart::{Bars, Chart, Column};
use super::desk::Desk;
use super::frame;
use super::history::named;
use super::report::{Counted, Crossed, Report, Waited};
use super::when;
use super::words::Words;
use crate::model::{AccountName, Stamp};
use crate::store::account::Account;

const A_DAY: Duration = Duration::from_hours(24);

/// What both pages show.
pub(super) struct Numbers {
    pub(super) seen: i64,
    pub(super) removed: i64,
    pub(super) by_machine: i64,
    pub(super) kept: i64,
    pub(super) redirected: i64,
    pub(super) missing: i64,
    pub(super) gone_before: i64,
    pub(super) incoming: Chart,
    pub(super) networks: Vec<(String, i64)>,
    pub(super) grounds: Vec<Row>,
    pub(super) by_ground: Bars,
    pub(super) rules: Vec<Row>,
    pub(super) mailboxes: Vec<(String, i64)>,
    pub(super) by_mailbox: Bars,
    pub(super) staffed: Option<String>,
    pub(super) unstaffed: Option<String>,
}

/// A row of a crossed table: its total, and its cells with the few held back.
pub(super) struct Row {
    pub(super) name: String,
    pub(super) total: i64,
    pub(super) cells: Vec<String>,
}

impl Numbers {
    /// The numbers of a report over the days from `from` on.
    pub(super) fn of(
        desk: &Desk,
        words: Words,
        report: &Report,
        accounts: &[Account],
        from: Stamp,
        days: u32,
    ) -> Self {
        let ground = |id: &str| match id {
            "" => words.say("ground-none"),
            ground => words.say(&format!("ground-{}", ground.replace('_', "-"))),
        };
        let rule = |id: &str| {
            let sentence = desk.policy.guideline(id).map(|line| named(words, &line.da, &line.en));
            sentence.map_or_else(|| id.to_owned(), |sentence| format!("{id} {sentence}"))
        };
        let mailbox = |one: &Counted| {
            let known = desk.mailboxes.get(&one.id).map(|mailbox| named(words, &mailbox.da, &mailbox.en));
            (known.unwrap_or_else(|| one.id.clone()), one.count)
        };
        let mailboxes: Vec<_> = report.mailboxes.iter().map(mailbox).collect();
        let grounds = rows(&report.grounds, ground);
        let by_ground = grounds.iter().map(|row| (row.name.clone(), row.total)).collect();
        Self {
            seen: report.seen,
            removed: report.removed,
            by_machine: report.removed_by_machine,
            kept: report.kept,
            redirected: report.redirected,
            missing: report.missing,
            gone_before: report.gone_before,
            incoming: incoming(words, report, accounts, from, days),
            networks: report.networks.iter().map(|one| (frame::network(words, &one.id), one.count)).collect(),
            by_ground: Bars::of(words.say("statistics-grounds"), by_ground),
            grounds,
            rules: rows(&report.rules, rule),
            by_mailbox: Bars::of(words.say("statistics-mailboxes"), mailboxes.clone()),
            mailboxes,
            staffed: report.staffed.map(|waited| self::waited(words, waited)),
            unstaffed: report.unstaffed.map(|waited| self::waited(words, waited)),
        }
    }
}

fn rows(table: &Crossed, name: impl Fn(&str) -> String) -> Vec<Row> {
    let cell = |cell: &Option<i64>| cell.map_or_else(|| "–".to_owned(), |count| count.to_string());
    let rows = table.rows.iter();
    rows.map(|row| Row { name: name(&row.id), total: row.total, cells: row.cells.iter().map(cell).collect() })
        .collect()
}

fn waited(words: Words, waited: Waited) -> String {
    let count = waited.count.to_string();
    waited.median_minutes.map_or_else(
        || words.about("median-few", &count),
        |minutes| words.about_both("median", words.count("minutes", minutes), &count),
    )
}

/// Comments by day and network.
fn incoming(words: Words, report: &Report, accounts: &[Account], from: Stamp, days: u32) -> Chart {
    let network = |account: &AccountName| {
        accounts.iter().find(|one| one.account == *account).map_or("", |one| one.network.as_str())
    };
    let networks: BTreeSet<&str> = accounts.iter().map(|one| one.network.as_str()).collect();
    let columns = (0..days).map(|at| {
        // Noon, so that a clock change leaves no day out.
        let name = from.later(A_DAY * at + A_DAY / 2).day();
        let of = |known: &&str| {
            let fits = report.days.iter().filter(|day| day.day == name && network(&day.account) == *known);
            fits.map(|day| day.seen).sum()
        };
        Column { name: when::day(words, &name), parts: networks.iter().map(of).collect() }
    });
    let columns = columns.collect();
    let parts = networks.iter().map(|known| frame::network(words, known)).collect();
    Chart::of(words.say("statistics-incoming"), parts, columns)
}
