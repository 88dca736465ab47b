//! `ordstyrer shadows`: what rules on trial matched among real comments, as counts.

use std::path::Path;

use anyhow::Context;

use super::{say, setup};
use crate::model::{Clock, Stamp, SystemClock};
use crate::store::{Reads, shadow_day};

/// Show what the shadow rules matched, by day and rule, beside what the rules in force made of the same
/// comments. A shadow rule runs on every comment and has no effect.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The first day, as 2026-11-21; without it four weeks back.
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// The last day; without it today.
    #[arg(long, value_name = "DAY")]
    to: Option<String>,
    /// Print one line of JSON an organisation.
    #[arg(long)]
    json: bool,
}

#[derive(serde::Serialize)]
struct Told<'a> {
    organisation: &'a str,
    from: &'a str,
    to: &'a str,
    days: Vec<shadow_day::Day>,
}

pub(super) async fn run(file: Option<&Path>, args: &Args) -> anyhow::Result<()> {
    let now = SystemClock.now();
    let from = day(args.from.as_deref(), now.earlier(std::time::Duration::from_hours(28 * 24)))?;
    let to = day(args.to.as_deref(), now)?;
    let app = setup::open(file).await?;
    let main = Reads::of(&app.db);
    for organisation in &app.config.organisations {
        let mut tx = main.begin().await?;
        let days = shadow_day::list(&mut tx, &organisation.id, &from, &to).await?;
        drop(tx);
        let told = Told { organisation: organisation.id.as_str(), from: &from, to: &to, days };
        if args.json { say(&serde_json::to_string(&told)?)? } else { print(&told)? }
    }
    Ok(())
}

pub(super) fn day(written: Option<&str>, otherwise: Stamp) -> anyhow::Result<String> {
    let Some(written) = written else { return Ok(otherwise.day()) };
    Stamp::of_day(written).with_context(|| format!("`{written}` is no day, as 2026-11-21"))?;
    Ok(written.to_owned())
}

fn print(told: &Told<'_>) -> anyhow::Result<()> {
    let Told { organisation, from, to, days } = told;
    if days.is_empty() {
        return say(&format!("{organisation}  {from} to {to}: no shadow rule matched anything"));
    }
    say(&format!("{organisation}  {from} to {to}"))?;
    for shadow_day::Day { day, rule, outcome, matched } in days {
        say(&format!("  {day}  {rule}: {matched}, of which the rules in force made {outcome}"))?;
    }
    Ok(())
}
