//! `ordstyrer eval`: the command in front of [`eval`](super::eval).

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{eval, setup};
use crate::app::App;
use crate::config::Config;
use crate::model::{Clock, Stamp, SystemClock};
use crate::screen::Outgoing;

/// Measure detectors and policy on labelled files, every figure with its 95 % interval (Wilson for
/// rates, seeded bootstrap for F1), and count what the machine would hide that must stand. Files of
/// every kind are told apart by their fields. Prints counts, never a row's text.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Args {
    #[command(subcommand)]
    ours: Option<Ours>,
    /// Labelled rows, one JSON object a line.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The moment against which birth dates are plausible; invented numbers need one after 2036.
    #[arg(long, value_name = "RFC3339", value_parser = super::scan::moment)]
    now: Option<Stamp>,
    /// Print JSON instead of tables.
    #[arg(long)]
    json: bool,
    /// Write what was missed or wrongly said to this file: one JSON object each, with ids and places.
    #[arg(long, value_name = "FILE")]
    misses: Option<PathBuf>,
    /// Write the comments there too; a file may hold what real citizens wrote.
    #[arg(long, requires = "misses")]
    with_text: bool,
}

/// What we say ourselves.
#[derive(Debug, clap::Subcommand)]
enum Ours {
    /// Measure the lint on replies, one JSON object a line: {"text":"…","kind":"redirect|removal|answer",
    /// "bad":true,"why":"…","lang":"da|en","comment":"…","author":"…"}; the last four may be left out.
    /// Prints how many bad and how many proper ones it refuses, each with its 95 % interval.
    Lint {
        /// The replies.
        file: PathBuf,
        /// Write the rows that it gets wrong to this file, with their words and what refused them.
        #[arg(long, value_name = "FILE")]
        misses: Option<PathBuf>,
        /// The moment against which birth dates are plausible.
        #[arg(long, value_name = "RFC3339", value_parser = super::scan::moment)]
        now: Option<Stamp>,
        /// Print JSON instead of tables.
        #[arg(long)]
        json: bool,
    },
    /// Print the reply that would be sent to each labelled comment, and count on every network what of the
    /// comment stands in one: 0 is the aim. For rows with a topic it tells whether the mailbox is the right
    /// one.
    Replies {
        /// Labelled rows, as `eval` takes them.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// The moment against which birth dates are plausible.
        #[arg(long, value_name = "RFC3339", value_parser = super::scan::moment)]
        now: Option<Stamp>,
        /// Print the figures only.
        #[arg(long)]
        quiet: bool,
    },
}

fn ours(config: &Config, ours: &Ours) -> anyhow::Result<()> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let detectors = Arc::new(App::detectors(config)?);
    let lint = Arc::new(config.lint.clone());
    let outgoing = Outgoing::new(Arc::clone(&detectors), lint, config.detect.cpr_today);
    let moment = |now: Option<Stamp>| now.or(config.detect.cpr_today).unwrap_or_else(|| SystemClock.now());
    match ours {
        Ours::Lint { file, misses, now, json } => {
            eval::lint::measure(file, &outgoing, moment(*now), *json, misses.as_deref(), &mut out)?;
        }
        Ours::Replies { files, now, quiet } => {
            let now = moment(*now);
            let tools = eval::replies::Tools { config, detectors: &detectors, outgoing: &outgoing, now };
            eval::replies::measure(files, &tools, *quiet, &mut out)?;
        }
    }
    Ok(out.flush()?)
}

pub(super) fn run(file: Option<&Path>, args: &Args) -> anyhow::Result<()> {
    let config = setup::config(file)?;
    if let Some(ours) = &args.ours {
        return self::ours(&config, ours);
    }
    let now = args.now.or(config.detect.cpr_today).unwrap_or_else(|| SystemClock.now());
    let mut misses = match &args.misses {
        Some(path) => eval::Misses::to(path, args.with_text)?,
        None => eval::Misses::default(),
    };
    let detectors = App::detectors(&config)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    eval::measure(&args.files, (&detectors, &config.policy), now, args.json, &mut misses, &mut out)?;
    Ok(out.flush()?)
}
