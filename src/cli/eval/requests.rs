//! Case requests beside general questions and comments that ask for nothing.

use std::collections::BTreeMap;

use super::misses::Misses;
use super::seen::Seen;
use super::sheet::{Figure, Sheet};
use crate::learn::metrics::{Confusion, Rate};
use crate::model::Label;

/// Counts.
#[derive(Default)]
pub(super) struct Requests {
    /// Requests and questions.
    asked: Confusion,
    /// Comments of `benign_hard`, which ask for nothing.
    benign: Confusion,
    /// How many of a subtype were taken for a request.
    subtypes: BTreeMap<(bool, String), Rate>,
}

impl Requests {
    pub(super) fn take(
        &mut self,
        seen: &Seen<'_>,
        is_request: bool,
        misses: &mut Misses,
    ) -> std::io::Result<()> {
        let is_said = seen.says(Label::CaseRequest);
        self.asked.add(is_request, is_said);
        let subtype = seen.row.subtype.clone().unwrap_or_default();
        self.subtypes.entry((is_request, subtype)).or_default().add(is_said);
        seen.judge("case_request", is_request, is_said, misses)
    }

    pub(super) fn take_benign(&mut self, seen: &Seen<'_>) {
        self.benign.add(false, seen.says(Label::CaseRequest));
    }

    pub(super) fn sheets(&self, seed: u64) -> Vec<Sheet> {
        if self.asked == Confusion::default() {
            return Vec::new();
        }
        let mut sheet = Sheet::new("case requests");
        sheet.row("questions as negatives", figures(self.asked, seed));
        if self.benign != Confusion::default() {
            sheet.row("and benign_hard", figures(self.asked.plus(self.benign), seed));
        }
        let mut subtypes = Sheet::new("case requests: taken for one, per subtype");
        for ((is_request, subtype), rate) in &self.subtypes {
            let what = if *is_request { "request" } else { "none" };
            subtypes.row(format!("{what}: {subtype}"), [("said", Figure::Rate(*rate))]);
        }
        vec![sheet, subtypes]
    }
}

/// What says everything about a label that is right or wrong.
pub(super) fn figures(counts: Confusion, seed: u64) -> [(&'static str, Figure); 5] {
    [
        ("F1", Figure::Score(counts.interval(seed, Confusion::f1))),
        ("macro-F1", Figure::Score(counts.interval(seed, Confusion::macro_f1))),
        ("precision", Figure::Rate(counts.precision())),
        ("recall", Figure::Rate(counts.recall())),
        ("false alarms", Figure::Rate(counts.false_alarms())),
    ]
}
