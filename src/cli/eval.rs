//! `ordstyrer eval`: measures the detectors on labelled files. It prints counts, never a row's text.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::path::Path;

use anyhow::Context;

use crate::detect::{Comment, Detectors};
use crate::model::{Confidence, Finding, Span, Stamp, Text};

/// Measures findings on a file in the form of `pii.jsonl` and prints, per kind, precision and recall
/// (a finding counts when it and a labelled span share at least 70 % of the longer one), recall per
/// written form of a CPR number, and how many look-alikes of each kind were reported.
///
/// # Errors
/// A file that cannot be read, or a line that is no row, named by its number.
pub fn pii(
    path: &Path,
    detectors: &Detectors,
    cpr_today: Stamp,
    json: bool,
    out: &mut impl Write,
) -> anyhow::Result<()> {
    let file = std::fs::File::open(path).with_context(|| format!("opening {}", path.display()))?;
    let mut report = Report::default();
    for (number, line) in (1..).zip(BufReader::new(file).lines()) {
        let line = line.with_context(|| format!("reading line {number}"))?;
        if line.trim().is_empty() {
            continue;
        }
        // serde quotes its input in errors: only the line number is told.
        let row: Row = serde_json::from_str(&line)
            .map_err(|_| anyhow::anyhow!("line {number} of {} is no labelled row", path.display()))?;
        report.take(row, detectors, cpr_today);
    }
    if json {
        serde_json::to_writer_pretty(&mut *out, &report.figures())?;
        writeln!(out)?;
    } else {
        report.print(out)?;
    }
    Ok(())
}

#[derive(serde::Deserialize)]
struct Row {
    text: String,
    #[serde(default)]
    spans: Vec<Labelled>,
    #[serde(default)]
    decoys: Vec<Labelled>,
    #[serde(default)]
    optional: Vec<Labelled>,
    #[serde(default)]
    forms: Vec<String>,
}

#[derive(serde::Deserialize)]
struct Labelled {
    start: usize,
    end: usize,
    kind: String,
}

impl Labelled {
    fn overlap(&self, span: Span) -> usize {
        self.end.min(span.end).saturating_sub(self.start.max(span.start))
    }

    fn is_found_by(&self, finding: &Finding) -> bool {
        let shared = self.overlap(finding.span);
        let longer = (self.end - self.start).max(finding.span.end - finding.span.start);
        // A number in two parts may be reported as one piece.
        let is_part = self.kind == "cpr_split" && shared == self.end - self.start;
        measured(&self.kind) == name(finding) && (shared * 10 >= longer * 7 || is_part)
    }
}

/// The kind that a label is measured as.
fn measured(kind: &str) -> &str {
    if kind == "cpr_split" { "cpr" } else { kind }
}

fn name(finding: &Finding) -> String {
    serde_json::to_value(finding.kind)
        .ok()
        .and_then(|kind| Some(kind.as_str()?.to_owned()))
        .unwrap_or_default()
}

#[derive(Default, serde::Serialize)]
struct Count {
    labelled: usize,
    found: usize,
    reported: usize,
    right: usize,
    reported_high: usize,
    right_high: usize,
}

#[derive(Default)]
struct Report {
    rows: usize,
    kinds: BTreeMap<String, Count>,
    forms: BTreeMap<String, (usize, usize)>,
    decoys: BTreeMap<String, (usize, usize, usize)>,
}

/// What is printed: the counts with their ratios.
#[derive(serde::Serialize)]
struct Figures<'a> {
    rows: usize,
    kinds: BTreeMap<&'a str, Figure<'a>>,
    cpr_forms: BTreeMap<&'a str, Share>,
    look_alikes: BTreeMap<&'a str, FalseAlarms>,
}

#[derive(serde::Serialize)]
struct Figure<'a> {
    precision: Option<f64>,
    recall: Option<f64>,
    precision_high: Option<f64>,
    #[serde(flatten)]
    count: &'a Count,
}

#[derive(serde::Serialize)]
struct Share {
    labelled: usize,
    found: usize,
}

#[derive(serde::Serialize)]
struct FalseAlarms {
    shown: usize,
    reported: usize,
    reported_high: usize,
}

impl Report {
    fn take(&mut self, row: Row, detectors: &Detectors, cpr_today: Stamp) {
        self.rows += 1;
        let text = Text::new(row.text);
        let comment = Comment { text: &text, author_name: None, handle: None, post: None };
        let findings = detectors.read(&comment, cpr_today).findings;
        for (nth, label) in row.spans.iter().enumerate() {
            let is_found = findings.iter().any(|finding| label.is_found_by(finding));
            let count = self.kinds.entry(measured(&label.kind).to_owned()).or_default();
            count.labelled += 1;
            count.found += usize::from(is_found);
            if let Some(form) = row.forms.get(nth).filter(|_| measured(&label.kind) == "cpr") {
                let form = self.forms.entry(form.clone()).or_default();
                form.0 += 1;
                form.1 += usize::from(is_found);
            }
        }
        let mut wrong: BTreeSet<usize> = BTreeSet::new();
        for (nth, finding) in findings.iter().enumerate() {
            let is_right = row.spans.iter().any(|label| label.is_found_by(finding));
            // An optional span is neither right nor wrong.
            if !is_right && row.optional.iter().any(|label| label.overlap(finding.span) > 0) {
                continue;
            }
            let is_high = usize::from(finding.confidence == Confidence::High);
            let count = self.kinds.entry(name(finding)).or_default();
            count.reported += 1;
            count.reported_high += is_high;
            count.right += usize::from(is_right);
            count.right_high += if is_right { is_high } else { 0 };
            if !is_right {
                wrong.insert(nth);
            }
        }
        for decoy in &row.decoys {
            let hits = || {
                findings
                    .iter()
                    .enumerate()
                    .filter(|(nth, finding)| wrong.contains(nth) && decoy.overlap(finding.span) > 0)
            };
            let count = self.decoys.entry(decoy.kind.clone()).or_default();
            count.0 += 1;
            count.1 += usize::from(hits().next().is_some());
            count.2 += usize::from(hits().any(|(_, finding)| finding.confidence == Confidence::High));
        }
    }

    fn figures(&self) -> Figures<'_> {
        let kinds = self.kinds.iter().map(|(kind, count)| {
            let figure = Figure {
                precision: ratio(count.right, count.reported),
                recall: ratio(count.found, count.labelled),
                precision_high: ratio(count.right_high, count.reported_high),
                count,
            };
            (kind.as_str(), figure)
        });
        Figures {
            rows: self.rows,
            kinds: kinds.collect(),
            cpr_forms: self
                .forms
                .iter()
                .map(|(form, count)| (form.as_str(), Share { labelled: count.0, found: count.1 }))
                .collect(),
            look_alikes: self
                .decoys
                .iter()
                .map(|(kind, count)| {
                    let alarms = FalseAlarms { shown: count.0, reported: count.1, reported_high: count.2 };
                    (kind.as_str(), alarms)
                })
                .collect(),
        }
    }

    fn print(&self, out: &mut impl Write) -> anyhow::Result<()> {
        let figures = self.figures();
        writeln!(out, "{} rows", figures.rows)?;
        writeln!(out, "\nkind           precision  recall  labelled  found  reported  right  high (right)")?;
        for (kind, figure) in &figures.kinds {
            let count = figure.count;
            writeln!(
                out,
                "{kind:<14} {:>9}  {:>6}  {:>8}  {:>5}  {:>8}  {:>5}  {:>4} ({})",
                shown(figure.precision),
                shown(figure.recall),
                count.labelled,
                count.found,
                count.reported,
                count.right,
                count.reported_high,
                count.right_high,
            )?;
        }
        writeln!(out, "\nwritten form of a CPR number   found of labelled")?;
        for (form, share) in &figures.cpr_forms {
            writeln!(out, "{form:<30} {} of {}", share.found, share.labelled)?;
        }
        writeln!(out, "\nlook-alike                     reported of shown (of these high)")?;
        for (kind, alarms) in &figures.look_alikes {
            writeln!(out, "{kind:<30} {} of {} ({})", alarms.reported, alarms.shown, alarms.reported_high)?;
        }
        Ok(())
    }
}

fn ratio(part: usize, whole: usize) -> Option<f64> {
    let number = |count: usize| u32::try_from(count).map(f64::from).ok();
    (whole > 0).then(|| Some(number(part)? / number(whole)?)).flatten()
}

fn shown(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.3}"))
}
