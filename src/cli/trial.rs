//! `ordstyrer backtest`: the command in front of [`backtest`](super::backtest).

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

use super::backtest::{self, Trial};
use super::setup;
use crate::app::App;
use crate::config::Config;
use crate::model::{Clock, Stamp, SystemClock};
use crate::store::Reads;
use crate::vault::Opener;

/// Try other rules on comments and list whose fate would change; nothing is hidden, sent or stored.
///
/// What is stored is masked: digits that were masked before the first write cannot be found again, so
/// their findings count under both sets of rules. Ids are printed, never words. As JSON every change is
/// a line, and the sum is the last.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The rules to try: a folder with any of policy.toml and the word lists under their shipped names,
    /// or a policy file. What it does not hold is as configured.
    #[arg(long, value_name = "DIR")]
    rules: PathBuf,
    /// Read what is stored and was taken in on this day or later, as 2026-11-21.
    #[arg(long, value_name = "DAY", conflicts_with = "file", required_unless_present = "file")]
    since: Option<String>,
    /// Read comments from a file instead, one JSON object a line with id, text and author, as for scan.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// The moment against which birth dates are plausible; invented numbers need one after 2036.
    #[arg(long, value_name = "RFC3339", value_parser = super::scan::moment)]
    now: Option<Stamp>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(config: Option<&Path>, args: &Args) -> anyhow::Result<ExitCode> {
    let mut out = BufWriter::new(std::io::stdout());
    let unreadable = if let Some(file) = &args.file {
        let trial = trial(&setup::config(config)?, args)?;
        let input = File::open(file).with_context(|| format!("opening {}", file.display()))?;
        backtest::input(&trial, input, args.json, &mut out)?
    } else {
        let since = args.since.as_deref().unwrap_or_default();
        let from = Stamp::of_day(since).with_context(|| format!("`{since}` is no day, as 2026-11-21"))?;
        let app = setup::open(config).await?;
        let trial = trial(&app.config, args)?;
        let organisations: Vec<_> = app.config.organisations.iter().map(|one| one.id.clone()).collect();
        let reading = (&Reads::of(&app.db), &Opener::of(&app.vault));
        backtest::stored(&trial, reading, &organisations, from, args.json, &mut out).await?
    };
    out.flush()?;
    Ok(if unreadable == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn trial(config: &Config, args: &Args) -> anyhow::Result<Trial> {
    let now = args.now.or(config.detect.cpr_today).unwrap_or_else(|| SystemClock.now());
    Trial::new(App::lists(config), config.policy.clone(), &args.rules, now)
}
