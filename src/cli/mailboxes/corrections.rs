//! `ordstyrer mailboxes corrections`: proposed and chosen, as counts.

use std::time::Duration;

use serde::Serialize;

use crate::app::App;
use crate::cli::say;
use crate::cli::shadows::day;
use crate::store::{Reads, mailbox_day};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
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

#[derive(Serialize)]
struct Told<'a> {
    organisation: &'a str,
    from: &'a str,
    to: &'a str,
    /// Redirects in these days.
    redirects: i64,
    /// Those that went where the proposal pointed.
    as_proposed: i64,
    days: Vec<mailbox_day::Day>,
}

pub(in crate::cli) async fn run(app: &App, args: &Args) -> anyhow::Result<()> {
    let now = app.clock.now();
    let from = day(args.from.as_deref(), now.earlier(Duration::from_hours(28 * 24)))?;
    let to = day(args.to.as_deref(), now)?;
    let main = Reads::of(&app.db);
    for organisation in &app.config.organisations {
        let mut tx = main.begin().await?;
        let days = mailbox_day::list(&mut tx, &organisation.id, &from, &to).await?;
        drop(tx);
        let redirects = days.iter().map(|day| day.count).sum();
        let as_proposed = days.iter().filter(|day| day.proposed == day.chosen).map(|day| day.count).sum();
        let organisation = organisation.id.as_str();
        let told = Told { organisation, from: &from, to: &to, redirects, as_proposed, days };
        if args.json { say(&serde_json::to_string(&told)?)? } else { print(&told)? }
    }
    Ok(())
}

fn print(told: &Told<'_>) -> anyhow::Result<()> {
    let Told { organisation, from, to, redirects, as_proposed, days } = told;
    say(&format!("{organisation}  {from} to {to}: {redirects} redirects, {as_proposed} as proposed"))?;
    for mailbox_day::Day { day, proposed, chosen, count } in
        days.iter().filter(|day| day.proposed != day.chosen)
    {
        say(&format!("  {day}  proposed {proposed}, chosen {chosen}: {count}"))?;
    }
    Ok(())
}
