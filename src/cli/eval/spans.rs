//! Findings beside labelled places: per kind, per written form, and the look-alikes that were reported.

use std::collections::BTreeMap;

use super::misses::{Miss, Misses};
use super::rows::{Labelled, kind, name};
use super::seen::Seen;
use super::sheet::{Figure, Sheet};
use crate::learn::metrics::{Places, Rate};
use crate::model::{Confidence, Finding, Kind};

/// The places of one kind.
#[derive(Default)]
struct Tally {
    /// Rows that have or were given one, with 70 % of the longer place shared.
    rows: Vec<Places>,
    /// The same, where any character shared is enough.
    touched: Places,
    exact: Rate,
    high: Rate,
}

/// Counts of places.
pub(super) struct Spans {
    title: String,
    seed: u64,
    kinds: BTreeMap<String, Tally>,
    all: Tally,
    split: Rate,
    forms: BTreeMap<String, Rate>,
    decoys: BTreeMap<String, (Rate, Rate)>,
}

impl Spans {
    pub(super) fn new(title: impl Into<String>, seed: u64) -> Self {
        let (kinds, forms, decoys) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self {
            title: title.into(),
            seed,
            kinds,
            all: Tally::default(),
            split: Rate::default(),
            forms,
            decoys,
        }
    }

    /// Counts the kinds that are wanted.
    pub(super) fn take(
        &mut self,
        seen: &Seen<'_>,
        is_wanted: impl Fn(Kind) -> bool,
        misses: &mut Misses,
    ) -> std::io::Result<()> {
        let row = seen.row;
        let is_wanted_name = |name: &str| kind(name).is_none_or(&is_wanted);
        let findings: Vec<&Finding> =
            seen.reading.findings.iter().filter(|one| is_wanted(one.kind)).collect();
        let mut counts: BTreeMap<String, Places> = BTreeMap::new();
        for (nth, label) in row.spans.iter().enumerate().filter(|(_, label)| is_wanted_name(label.measured()))
        {
            let found = findings.iter().any(|finding| is_found(label, finding));
            let place = counts.entry(label.measured().to_owned()).or_default();
            place.labelled += 1;
            place.found += usize::from(found);
            if let Some(form) = row.forms.get(nth) {
                self.forms.entry(form.clone()).or_default().add(found);
            }
            if label.kind == "cpr_split" {
                self.split.add(found);
            }
            let exact =
                findings.iter().any(|one| one.span == label.span() && name(one.kind) == label.measured());
            let touched = findings.iter().any(|finding| touches(label, finding));
            for tally in [self.kinds.entry(label.measured().to_owned()).or_default(), &mut self.all] {
                tally.exact.add(exact);
                tally.touched.labelled += 1;
                tally.touched.found += usize::from(touched);
            }
            if !found {
                let miss =
                    Miss { how: "missed", what: label.measured(), span: Some(label.span()), rule: None };
                misses.add(seen, &miss)?;
            }
        }
        let mut wrong = Vec::new();
        for finding in &findings {
            let right = row.spans.iter().any(|label| is_found(label, finding));
            // An optional place is neither right nor wrong.
            if !right && row.optional.iter().any(|label| label.overlap(finding.span) > 0) {
                continue;
            }
            let what = name(finding.kind);
            let place = counts.entry(what.clone()).or_default();
            place.reported += 1;
            place.right += usize::from(right);
            let touched = row.spans.iter().any(|label| touches(label, finding));
            for tally in [self.kinds.entry(what.clone()).or_default(), &mut self.all] {
                tally.touched.reported += 1;
                tally.touched.right += usize::from(touched);
                if finding.confidence == Confidence::High {
                    tally.high.add(right);
                }
            }
            if !right {
                let rule = Some(finding.rule.as_str());
                misses.add(seen, &Miss { how: "wrong", what: &what, span: Some(finding.span), rule })?;
                wrong.push(*finding);
            }
        }
        for decoy in &row.decoys {
            let mut hits = wrong.iter().filter(|finding| decoy.overlap(finding.span) > 0);
            let (reported, high) = self.decoys.entry(decoy.kind.clone()).or_default();
            reported.add(hits.clone().next().is_some());
            high.add(hits.any(|finding| finding.confidence == Confidence::High));
        }
        if !counts.is_empty() {
            self.all.rows.push(counts.values().copied().fold(Places::default(), Places::plus));
        }
        for (kind, places) in counts {
            self.kinds.entry(kind).or_default().rows.push(places);
        }
        Ok(())
    }

    pub(super) fn sheets(&self) -> Vec<Sheet> {
        let mut kinds = Sheet::new(format!("{}: kinds", self.title));
        for (kind, tally) in &self.kinds {
            kinds.row(kind, tally.columns(self.seed));
        }
        kinds.row("all kinds together", self.all.columns(self.seed));
        if self.split.of > 0 {
            kinds.row("cpr, split parts", [("recall", Figure::Rate(self.split))]);
        }
        let mut sheets = vec![kinds];
        if !self.forms.is_empty() {
            let mut forms = Sheet::new(format!("{}: written forms", self.title));
            for (form, rate) in &self.forms {
                forms.row(form, [("recall", Figure::Rate(*rate))]);
            }
            sheets.push(forms);
        }
        if !self.decoys.is_empty() {
            let mut decoys = Sheet::new(format!("{}: look-alikes", self.title));
            for (kind, (reported, high)) in &self.decoys {
                decoys.row(
                    kind,
                    [("reported", Figure::Rate(*reported)), ("reported high", Figure::Rate(*high))],
                );
            }
            sheets.push(decoys);
        }
        sheets
    }
}

impl Tally {
    fn columns(&self, seed: u64) -> [(&'static str, Figure); 7] {
        let sum = self.rows.iter().copied().fold(Places::default(), Places::plus);
        [
            ("precision", Figure::Rate(sum.precision())),
            ("recall", Figure::Rate(sum.recall())),
            ("f1", Figure::Score(Places::f1_of(&self.rows, seed))),
            ("exact", Figure::Rate(self.exact)),
            ("precision, any overlap", Figure::Rate(self.touched.precision())),
            ("recall, any overlap", Figure::Rate(self.touched.recall())),
            ("precision of high", Figure::Rate(self.high)),
        ]
    }
}

/// At least 70 % of the longer of the two is shared. A number in two parts may be reported as one piece.
fn is_found(label: &Labelled, finding: &Finding) -> bool {
    let shared = label.overlap(finding.span);
    let longer = (label.end - label.start).max(finding.span.end - finding.span.start);
    let is_part = label.kind == "cpr_split" && shared == label.end - label.start;
    label.measured() == name(finding.kind) && (shared * 10 >= longer * 7 || is_part)
}

fn touches(label: &Labelled, finding: &Finding) -> bool {
    label.measured() == name(finding.kind) && label.overlap(finding.span) > 0
}
