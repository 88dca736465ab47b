//! The lint on texts that somebody wrote who has not seen it: how many of the bad ones it refuses, and how
//! many of the proper ones.
//!
//! One JSON object a line: `text` (our reply), `kind` (`redirect`, `removal` or `answer`), `bad` (it must be
//! refused), and optionally `why` (what is wrong with it, in a word: counted apart), `lang` (`da`, `en`),
//! `comment` and `author` (what it answers, and whose it is). Misses are written as they stand.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;
use serde_json::json;

use super::sheet::{Figure, Sheet};
use crate::decide::lint::{Citizen, Draft, Purpose, Refusal};
use crate::learn::metrics::Rate;
use crate::model::{Language, Stamp};
use crate::screen::Outgoing;

#[derive(Deserialize)]
struct Row {
    text: String,
    kind: Purpose,
    bad: bool,
    #[serde(default)]
    why: Option<String>,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    comment: Option<String>,
    #[serde(default)]
    author: Option<String>,
}

/// Refused, of the bad ones and of the proper ones.
#[derive(Default)]
struct Counts {
    bad: BTreeMap<String, Rate>,
    proper: BTreeMap<String, Rate>,
    why: BTreeMap<String, Rate>,
}

/// Reads the rows and prints both rates with their 95 % intervals; `misses` are the rows that it gets wrong.
///
/// # Errors
/// A file that cannot be read or written, or a line that is no row, named by its number.
pub fn measure(
    path: &Path,
    outgoing: &Outgoing,
    now: Stamp,
    json: bool,
    misses: Option<&Path>,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
    let mut misses = match misses {
        Some(path) => {
            let file = File::create(path).with_context(|| format!("making {}", path.display()))?;
            Some(BufWriter::new(file))
        }
        None => None,
    };
    let mut counts = Counts::default();
    for (number, line) in (1..).zip(BufReader::new(file).lines()) {
        let line = line.with_context(|| format!("reading line {number}"))?;
        if line.trim().is_empty() {
            continue;
        }
        // serde quotes its input in errors: only the line number is told.
        let row: Row = serde_json::from_str(&line)
            .map_err(|_| anyhow::anyhow!("line {number} of {} is no reply", path.display()))?;
        let refusals: Vec<Refusal> =
            row.look(outgoing, now).into_iter().filter(|refusal| refusal.blocks).collect();
        counts.take(&row, !refusals.is_empty());
        if let Some(file) = misses.as_mut().filter(|_| row.bad == refusals.is_empty()) {
            let said: Vec<_> = refusals.iter().map(|refusal| row.said(refusal)).collect();
            let miss = json!({"line": number, "how": if row.bad { "missed" } else { "wrong" },
                "kind": row.kind, "why": row.why, "refused_by": said, "text": row.text});
            writeln!(file, "{miss}")?;
        }
    }
    if let Some(mut file) = misses {
        file.flush()?;
    }
    counts.print(json, out)
}

impl Row {
    fn look(&self, outgoing: &Outgoing, now: Stamp) -> Vec<Refusal> {
        let language = if self.lang.as_deref() == Some("en") { Language::English } else { Language::Danish };
        let to = Citizen { name: self.author.as_deref(), handle: None, words: self.comment.as_deref() };
        outgoing.look(&Draft { words: &self.text, language, purpose: self.kind, to, ours: &[] }, now)
    }

    fn said(&self, refusal: &Refusal) -> serde_json::Value {
        let at = refusal.at.and_then(|(start, end)| self.text.get(start..end));
        json!({"group": refusal.group, "rule": refusal.rule, "at": at})
    }
}

impl Counts {
    fn take(&mut self, row: &Row, is_refused: bool) {
        let side = if row.bad { &mut self.bad } else { &mut self.proper };
        for kind in ["all".to_owned(), super::name(row.kind)] {
            side.entry(kind).or_default().add(is_refused);
        }
        if let Some(why) = row.why.clone().filter(|_| row.bad) {
            self.why.entry(why).or_default().add(is_refused);
        }
    }

    fn print(&self, json: bool, out: &mut impl Write) -> anyhow::Result<()> {
        let mut sheet = Sheet::new("replies: refused by the lint");
        for (kind, rate) in &self.bad {
            let proper = self.proper.get(kind).copied().unwrap_or_default();
            sheet.row(kind, [("bad", Figure::Rate(*rate)), ("proper", Figure::Rate(proper))]);
        }
        for (kind, rate) in self.proper.iter().filter(|(kind, _)| !self.bad.contains_key(*kind)) {
            sheet.row(kind, [("proper", Figure::Rate(*rate))]);
        }
        let mut whys = Sheet::new("bad replies: refused, by what is wrong with them");
        for (why, rate) in &self.why {
            whys.row(why, [("bad", Figure::Rate(*rate))]);
        }
        let sheets = [sheet, whys];
        if json {
            let all: serde_json::Map<_, _> =
                sheets.iter().map(|sheet| (sheet.title().to_owned(), sheet.json())).collect();
            return Ok(writeln!(out, "{}", serde_json::to_string_pretty(&all)?)?);
        }
        sheets.iter().try_for_each(|sheet| sheet.print(out)).map_err(Into::into)
    }
}
