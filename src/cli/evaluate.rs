//! `ordstyrer eval`: the command in front of [`eval`](super::eval).

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::{eval, setup};
use crate::app::App;
use crate::model::{Clock, Stamp, SystemClock};

/// Measure detectors and policy on labelled files, every figure with its 95 % interval (Wilson for
/// rates, seeded bootstrap for F1), and count what the machine would hide that must stand. Files of
/// every kind are told apart by their fields. Prints counts, never a row's text.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
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

pub(super) fn run(file: Option<&Path>, args: &Args) -> anyhow::Result<()> {
    let config = setup::config(file)?;
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
