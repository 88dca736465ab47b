//! `bench scan`: the whole `scan` process, JSON in and out, beside Presidio on the same comments by
//! processor time, and its memory at two sizes.

mod presidio;
mod process;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context;
use serde_json::json;

use self::process::Spent;
use crate::cli::demo::Temporary;
use crate::demo::Citizens;
use crate::model::{Clock, SystemClock};

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Comments that are made and scanned; memory is measured at a tenth of them too.
    #[arg(long, default_value_t = 200_000, value_name = "N", value_parser = clap::value_parser!(u32).range(10..))]
    comments: u32,
    /// The seed of the comments.
    #[arg(long, default_value_t = 1, value_name = "SEED")]
    seed: u64,
    /// A Python that has presidio-analyzer; without it, that part is skipped with the reason.
    #[arg(long, default_value = "python3", value_name = "FILE")]
    python: PathBuf,
    /// How many of the comments Presidio reads: it takes a hundred times longer.
    #[arg(long, default_value_t = 10_000, value_name = "N")]
    slice: usize,
    /// Print one line of JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let folder = Temporary::new(SystemClock.now())?;
    let (all, tenth) = (folder.0.join("all.jsonl"), folder.0.join("tenth.jsonl"));
    write(args, &all, args.comments)?;
    write(args, &tenth, args.comments / 10)?;
    let small = scan(&tenth, &folder.0)?;
    let spent = scan(&all, &folder.0)?;
    let presidio = presidio::read(&args.python, &all, &folder.0, args.slice)?;
    report(args, small, spent, presidio)
}

/// Equal seeds write equal comments, so the smaller file is the beginning of the larger one.
fn write(args: &Args, path: &Path, count: u32) -> anyhow::Result<()> {
    let mut citizens = Citizens::new(args.seed);
    let mut out = BufWriter::new(File::create(path).context("writing comments")?);
    for id in 0..count {
        let (author, text) = citizens.remark();
        writeln!(out, "{}", json!({"id": id, "text": text, "author": author}))?;
    }
    Ok(out.flush()?)
}

fn scan(comments: &Path, folder: &Path) -> anyhow::Result<Spent> {
    let out = File::create(folder.join("scanned.jsonl")).context("making the output")?;
    let program = std::env::current_exe().context("finding this program")?;
    let mut command = Command::new(program);
    // Invented numbers are born in 2036.
    command.arg("scan").args(["--now", "2040-01-01T12:00:00Z"]).arg(comments).current_dir(folder);
    process::run(command.stdin(Stdio::null()).stdout(out), "scan")
}

fn report(
    args: &Args,
    small: Spent,
    spent: Spent,
    presidio: Result<presidio::Read, String>,
) -> anyhow::Result<()> {
    let ours = f64::from(args.comments) / spent.cpu.as_secs_f64().max(1e-9);
    let build = if cfg!(debug_assertions) { "debug" } else { "release" };
    let mut out = std::io::stdout();
    if args.json {
        let line = json!({
            "build": build, "comments": args.comments, "seed": args.seed,
            "scan": {"cpu_seconds": spent.cpu.as_secs_f64(), "wall_seconds": spent.wall.as_secs_f64(),
                "per_cpu_second": ours, "peak_kb": spent.peak_kb, "peak_kb_at_a_tenth": small.peak_kb},
            "presidio": match &presidio {
                Ok(read) => json!({"comments": read.read, "cpu_seconds": read.seconds,
                    "per_cpu_second": read.rate()}),
                Err(why) => json!({"skipped": why}),
            },
            "ratio": presidio.as_ref().ok().map(|read| ours / read.rate()),
        });
        writeln!(out, "{line}")?;
        return Ok(());
    }
    writeln!(
        out,
        "scan ({build} build): {} comments in {:.2} s of processor time ({ours:.0}/s), {:.2} s by the clock, \
         start included; at most {} kB of memory, {} kB at a tenth of the comments",
        args.comments,
        spent.cpu.as_secs_f64(),
        spent.wall.as_secs_f64(),
        spent.peak_kb,
        small.peak_kb
    )?;
    match presidio {
        Ok(read) => {
            writeln!(
                out,
                "Presidio (blank pipeline, default recognisers): the first {} of them in {:.2} s of processor \
                 time ({:.0}/s), loading not counted",
                read.read,
                read.seconds,
                read.rate()
            )?;
            writeln!(out, "ratio by processor time: {:.0}", ours / read.rate())?;
        }
        Err(why) => writeln!(out, "Presidio skipped: {why}")?,
    }
    Ok(())
}
