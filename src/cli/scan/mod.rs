//! `ordstyrer scan`: screens text without a database. It keeps nothing, and what it says of a broken
//! line is its number.

pub(super) mod comment;
pub(super) mod lines;
mod record;

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

use self::lines::{Line, Lines};
use self::record::Screener;
use super::{complain, setup};
use crate::app::App;
use crate::model::{Clock, Stamp, SystemClock};

/// Screen comments without a database: one JSON object a comment, in the order of the input.
///
/// Offsets count Unicode scalar values of the given text, the end is exclusive. A leak in the
/// author's name counts in the decision; findings point into the text only. A line that cannot be
/// read is named by its number on standard error, the rest goes on, and the exit code is then 1.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How a line is read: jsonl = {"id","text","author"?,"post"?}, other keys ignored; text = one comment
    /// a line, its number is its id.
    #[arg(long, value_enum, default_value_t = comment::Format::Jsonl)]
    format: comment::Format,
    /// The moment to judge at, also for the birth date in a CPR number; without it, now.
    #[arg(long, value_name = "RFC3339", value_parser = moment)]
    now: Option<Stamp>,
    /// The files to read; without any, standard input.
    files: Vec<PathBuf>,
}

/// A moment on the command line.
pub(super) fn moment(text: &str) -> Result<Stamp, &'static str> {
    Stamp::parse(text).ok_or("a moment is written as 2040-01-01T12:00:00Z")
}

pub(super) fn run(file: Option<&Path>, args: &Args) -> anyhow::Result<ExitCode> {
    let config = setup::config(file)?;
    let now = args.now.or(config.detect.cpr_today).unwrap_or_else(|| SystemClock.now());
    let screener = Screener { detectors: App::detectors(&config)?, config: &config, now };
    let mut out = BufWriter::with_capacity(64 << 10, io::stdout().lock());
    let mut scan = Scan { screener, format: args.format, out: &mut out, broken: 0, before: 0 };
    let mut result = Ok(());
    if args.files.is_empty() {
        result = scan.read(io::stdin().lock(), None);
    }
    for path in &args.files {
        let file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
        result = result.and_then(|()| scan.read(file, Some(path)));
    }
    let broken = scan.broken;
    result = result.and_then(|()| Ok(out.flush()?));
    match result {
        // Who reads us has enough: nothing is wrong.
        Err(error) if is_closed_pipe(&error) => {}
        other => other?,
    }
    Ok(if broken == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

struct Scan<'a, W> {
    screener: Screener<'a>,
    format: comment::Format,
    out: &'a mut W,
    broken: u64,
    /// Lines of the inputs that were read already.
    before: u64,
}

impl<W: Write> Scan<'_, W> {
    fn read(&mut self, input: impl Read, from: Option<&Path>) -> anyhow::Result<()> {
        let mut lines = Lines::new(input);
        let before = self.before;
        while let Some((number, line)) = lines.next().context("reading the input")? {
            self.before = before + number;
            let Line::Whole(line) = line else {
                self.broken(number, from, "is too long");
                continue;
            };
            if line.trim_ascii().is_empty() {
                continue;
            }
            match comment::parse(line, self.format, self.before) {
                Ok(comment) => self.screener.write(&comment, self.out)?,
                Err(what) => self.broken(number, from, what),
            }
        }
        Ok(())
    }

    fn broken(&mut self, number: u64, from: Option<&Path>, what: &str) {
        self.broken += 1;
        let place = from.map(|path| format!("{}: ", path.display())).unwrap_or_default();
        complain(&format!("{place}line {number} {what}"));
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let io = |cause: &(dyn std::error::Error + 'static)| {
        let direct = cause.downcast_ref::<io::Error>().map(io::Error::kind);
        direct
            .or_else(|| cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind))
    };
    error.chain().any(|cause| io(cause) == Some(io::ErrorKind::BrokenPipe))
}
