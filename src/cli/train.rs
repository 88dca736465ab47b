//! `ordstyrer train`: makes the models of `config/model` from labelled data. The same data and the same
//! seed give the same bytes; the program reads the new files when it is built again.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;

use crate::detect::{Detectors, Lists};
use crate::learn::{Bench, Held, TIMES, corpus, danish, english, train};

/// Train the models for offence, case requests, spam and areas; writes comment.bin, area.bin and card.md.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The folder with a.jsonl, b.jsonl and c.jsonl: labelled comments, one author a file.
    #[arg(long, value_name = "DIR")]
    corpus: PathBuf,
    /// Danish comments labelled OFF or NOT, with folds.
    #[arg(long, value_name = "FILE")]
    danish: PathBuf,
    /// English tweets: class and text, parted by a tab.
    #[arg(long, value_name = "FILE")]
    english: PathBuf,
    /// Hashes of texts that are kept back for checking and must not be learnt from.
    #[arg(long, value_name = "FILE")]
    held: PathBuf,
    /// Where the models are written.
    #[arg(long, value_name = "DIR", default_value = "config/model")]
    out: PathBuf,
    /// The seed of everything that is drawn by lot.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Print the figures as JSON instead of the card.
    #[arg(long)]
    json: bool,
}

/// The most English rows: they are there for English comments and must not drown the Danish ones.
const MOST_ENGLISH: usize = 3000;

pub(super) fn run(args: &Args) -> anyhow::Result<()> {
    let held = Held::read(&args.held)?;
    let mut rows = corpus(&args.corpus, &held)?;
    rows.extend(danish(&args.danish, &held)?);
    rows.extend(english(&args.english, &held, MOST_ENGLISH)?);
    // The shipped lists and no municipality's own: the models are for everybody.
    let detectors = Detectors::new(&Lists::shipped())?;
    tell(&format!("reading {} rows", rows.len()));
    let bench = Bench::new(rows, &detectors, TIMES, args.seed)?;
    let mut trained = train(&bench, args.seed, &mut tell)?;
    std::fs::create_dir_all(&args.out).with_context(|| format!("making {}", args.out.display()))?;
    for (name, model) in [("comment.bin", &trained.comment), ("area.bin", &trained.area)] {
        let bytes = model.write();
        trained.card.file(name, bytes.len());
        write(&args.out.join(name), &bytes)?;
    }
    let card = trained.card.markdown();
    write(&args.out.join("card.md"), card.as_bytes())?;
    let mut out = std::io::stdout().lock();
    if args.json {
        serde_json::to_writer_pretty(&mut out, &trained.card)?;
        writeln!(out)?;
    } else {
        out.write_all(card.as_bytes())?;
    }
    Ok(())
}

fn tell(what: &str) {
    eprintln!("ordstyrer: {what}");
}

fn write(file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(file, bytes).with_context(|| format!("writing {}", file.display()))
}
