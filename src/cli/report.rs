//! `ordstyrer report`: a month that is over, as it can be published.

use std::path::Path;

use anyhow::{Context, bail};

use super::{say, setup};
use crate::model::{Clock, Month, SystemClock};
use crate::review::report::{Crossed, Report, Waited};

/// Say what happened in a month that is over: comments, removals by ground, redirects, times and gaps, ready
/// to be published. Totals of removals always stand; a small cell of a crossed table is held back.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The month, as 2026-10.
    #[arg(long, value_name = "MONTH")]
    month: String,
    /// One organisation only.
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(serde::Serialize)]
struct Told<'a> {
    organisation: &'a str,
    month: &'a str,
    #[serde(flatten)]
    report: &'a Report,
}

pub(super) async fn run(file: Option<&Path>, args: &Args) -> anyhow::Result<()> {
    let month = Month::parse(&args.month).filter(|month| month.bounds().is_some());
    let month = month.with_context(|| format!("`{}` is no month, as 2026-10", args.month))?;
    let app = setup::open(file).await?;
    let organisation = setup::organisation(&app.config, args.organisation.as_deref())?;
    let mut tx = app.db.read().await?;
    let staffed = &app.config.alarm.staffed;
    let report = Report::of_month(&mut tx, &organisation.id, staffed, &month, SystemClock.now()).await?;
    let Some(report) = report else {
        bail!("{} is not over: two reports of one month could tell what each holds back", args.month)
    };
    if args.json {
        let told = Told { organisation: &organisation.name, month: month.as_str(), report: &report };
        return say(&serde_json::to_string(&told)?);
    }
    print(&organisation.name, month.as_str(), &report)
}

fn print(organisation: &str, month: &str, report: &Report) -> anyhow::Result<()> {
    say(&format!("{organisation}, {month}"))?;
    say(&format!(
        "  {} comments seen, {} removed ({} by the machine alone), {} kept by a person, {} redirected",
        report.seen, report.removed, report.removed_by_machine, report.kept, report.redirected
    ))?;
    for network in &report.networks {
        say(&format!("  seen on {}: {}", network.id, network.count))?;
    }
    crossed("removed", &report.grounds)?;
    crossed("flagged under", &report.rules)?;
    for mailbox in &report.mailboxes {
        say(&format!("  redirected to {}: {}", mailbox.id, mailbox.count))?;
    }
    for (when, waited) in [("staffed", report.staffed), ("other", report.unstaffed)] {
        if let Some(waited) = waited {
            say(&format!("  from written to hidden, {when} hours: {}", time(waited)))?;
        }
    }
    say(&format!(
        "  counted by a network and not shown to us: {}; gone before we came: {}",
        report.missing, report.gone_before
    ))
}

fn crossed(what: &str, table: &Crossed) -> anyhow::Result<()> {
    for row in &table.rows {
        let cells = row.cells.iter().zip(table.columns).map(|(cell, name)| match cell {
            Some(count) => format!("{name} {count}"),
            None => format!("{name} held back"),
        });
        let cells: Vec<_> = cells.collect();
        let id = if row.id.is_empty() { "without a ground" } else { &row.id };
        say(&format!("  {what} {id}: {} ({})", row.total, cells.join(", ")))?;
    }
    Ok(())
}

fn time(waited: Waited) -> String {
    waited.median_minutes.map_or_else(
        || format!("too few to say ({})", waited.count),
        |minutes| format!("median {minutes} min of {}", waited.count),
    )
}
