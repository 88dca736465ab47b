//! `ordstyrer eval`: the command in front of [`eval`](super::eval).

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use super::{eval, setup};
use crate::app::App;
use crate::model::{Clock, Stamp, SystemClock};

/// Measure the detectors on a labelled file: precision and recall a kind, and false alarms on
/// look-alikes. Prints counts, never a row's text.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Rows with text, spans, decoys and forms, one JSON object a line.
    file: PathBuf,
    /// The moment against which birth dates are plausible; invented numbers need one after 2036.
    #[arg(long, value_name = "RFC3339", value_parser = super::scan::moment)]
    now: Option<Stamp>,
    /// Print JSON instead of a table.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(file: Option<&Path>, args: &Args) -> anyhow::Result<()> {
    let config = setup::config(file)?;
    let now = args.now.or(config.detect.cpr_today).unwrap_or_else(|| SystemClock.now());
    let mut out = BufWriter::new(std::io::stdout().lock());
    eval::pii(&args.file, &App::detectors(&config)?, now, args.json, &mut out)?;
    Ok(out.flush()?)
}
