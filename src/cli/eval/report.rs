//! All labelled files together: each row goes to the counts of its kind, and the counts to sheets.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Map, Value};

use super::corpus::Corpus;
use super::flags::Flags;
use super::hatecheck::HateCheck;
use super::hides::Hides;
use super::misses::Misses;
use super::offensive::Offensive;
use super::requests::Requests;
use super::rows::Truth;
use super::seen::Seen;
use super::sheet::Sheet;
use super::spam::Spam;
use super::spans::Spans;

/// Any number: the same one gives the same intervals.
const SEED: u64 = 20_260_101;

/// Counts of everything that was read. Leaks, `HateCheck` and the like are counted a file at a time;
/// a corpus as a whole, and requests beside the benign rows of all files.
pub(super) struct Report {
    rows: BTreeMap<String, usize>,
    leaks: BTreeMap<String, Spans>,
    offensive: BTreeMap<String, Offensive>,
    hate: BTreeMap<String, HateCheck>,
    benign: BTreeMap<String, Flags>,
    asked: BTreeMap<String, Flags>,
    spam: BTreeMap<String, Spam>,
    requests: Requests,
    corpus: Option<Corpus>,
    hides: Hides,
}

impl Report {
    pub(super) fn new() -> Self {
        Self {
            rows: BTreeMap::new(),
            leaks: BTreeMap::new(),
            offensive: BTreeMap::new(),
            hate: BTreeMap::new(),
            benign: BTreeMap::new(),
            asked: BTreeMap::new(),
            spam: BTreeMap::new(),
            requests: Requests::default(),
            corpus: None,
            hides: Hides::default(),
        }
    }

    pub(super) fn take(
        &mut self,
        seen: &Seen<'_>,
        truth: &Truth<'_>,
        misses: &mut Misses,
    ) -> std::io::Result<()> {
        let file = seen.file.to_owned();
        *self.rows.entry(file.clone()).or_default() += 1;
        self.hides.take(seen, truth, misses)?;
        match truth {
            Truth::Leaks => {
                let spans = self.leaks.entry(file.clone()).or_insert_with(|| Spans::new(file, SEED));
                spans.take(seen, |_| true, misses)
            }
            Truth::Offensive(is_off) => self.offensive.entry(file).or_default().take(seen, *is_off, misses),
            Truth::Hate(hate) => self.hate.entry(file).or_default().take(seen, *hate, misses),
            Truth::Request(is_request) => {
                let class = if *is_request { "case_request" } else { "none" };
                self.asked.entry(file).or_default().take(class, seen);
                self.requests.take(seen, *is_request, misses)
            }
            Truth::Benign => {
                self.requests.take_benign(seen);
                let flags = self.benign.entry(file).or_default();
                flags.take("all", seen);
                flags.take(seen.row.subtype.as_deref().unwrap_or("unknown"), seen);
                for label in super::flags::LABELS {
                    seen.judge(&super::rows::name(label), false, seen.says(label), misses)?;
                }
                Ok(())
            }
            Truth::Spam(is_spam) => self.spam.entry(file).or_default().take(seen, *is_spam, misses),
            Truth::Corpus { labels, stay } => {
                self.corpus.get_or_insert_with(|| Corpus::new(SEED)).take(seen, labels, *stay, misses)
            }
        }
    }

    fn sheets(&self) -> Vec<Sheet> {
        let mut sheets = vec![self.hides.sheet()];
        sheets.extend(self.leaks.values().flat_map(Spans::sheets));
        sheets.extend(self.offensive.iter().flat_map(|(file, counts)| counts.sheets(file, SEED)));
        sheets.extend(self.hate.iter().flat_map(|(file, counts)| counts.sheets(file, SEED)));
        sheets.extend(self.requests.sheets(SEED));
        sheets.extend(self.asked.iter().chain(&self.benign).map(|(file, flags)| flags.sheet(file)));
        sheets.extend(self.spam.iter().flat_map(|(file, counts)| counts.sheets(file, SEED)));
        sheets.extend(self.corpus.iter().flat_map(Corpus::sheets));
        sheets
    }

    /// Prints every sheet: aligned, or as one JSON object of titles, rows and columns.
    pub(super) fn print(&self, json: bool, out: &mut impl Write) -> anyhow::Result<()> {
        if json {
            let sheets: Map<String, Value> =
                self.sheets().iter().map(|sheet| (sheet.title().to_owned(), sheet.json())).collect();
            serde_json::to_writer_pretty(
                &mut *out,
                &serde_json::json!({"rows": self.rows, "sheets": sheets}),
            )?;
            writeln!(out)?;
            return Ok(());
        }
        for (file, rows) in &self.rows {
            writeln!(out, "{file}: {rows} rows")?;
        }
        for sheet in self.sheets() {
            sheet.print(out)?;
        }
        Ok(())
    }
}
