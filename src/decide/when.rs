//! One row of the policy table: what it looks for and what it leads to. A machine never deletes and
//! never answers alone, and hides nothing but a leak unless the row itself says that it shall.

use serde::Deserialize;

use super::{Fault, Guideline, read};
use crate::model::{Confidence, Kind, Label, Outcome, Reading};

/// A row `[[when]]`. The first row that matches decides.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct When {
    #[serde(default)]
    kinds: Vec<Kind>,
    /// The least confidence of a finding; needed beside `kinds`.
    confidence: Option<Confidence>,
    /// Only findings for one of these reasons; empty: for any.
    #[serde(default)]
    reasons: Vec<String>,
    #[serde(default)]
    labels: Vec<Label>,
    pub(super) outcome: Outcome,
    #[serde(default)]
    pub(super) automatic: bool,
    #[serde(default)]
    pub(super) urgent: bool,
    pub(super) rule: String,
    /// Says out loud that the machine shall act alone on something else than a leak.
    #[serde(default)]
    beyond_leaks: bool,
}

/// A row as it can be read by a person.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Findings of one of these kinds.
    pub kinds: &'a [Kind],
    /// At least so sure.
    pub confidence: Option<Confidence>,
    /// Only for one of these reasons; empty: for any.
    pub reasons: &'a [String],
    /// Or what the comment is as a whole.
    pub labels: &'a [Label],
    /// What follows.
    pub outcome: Outcome,
    /// The machine does it alone.
    pub is_automatic: bool,
    /// Above everything else in the queue.
    pub is_urgent: bool,
    /// The guideline that is cited.
    pub rule: &'a str,
}

impl When {
    /// The row, to be read.
    pub(super) fn line(&self) -> Line<'_> {
        Line {
            kinds: &self.kinds,
            confidence: self.confidence,
            reasons: &self.reasons,
            labels: &self.labels,
            outcome: self.outcome,
            is_automatic: self.automatic,
            is_urgent: self.urgent,
            rule: &self.rule,
        }
    }

    /// Whether anything in the reading is what this row looks for.
    pub(super) fn matches(&self, reading: &Reading) -> bool {
        let least = self.confidence.unwrap_or(Confidence::High);
        let by_kind = reading.findings.iter().any(|f| {
            f.confidence >= least
                && self.kinds.contains(&f.kind)
                && (self.reasons.is_empty() || self.reasons.contains(&f.reason))
        });
        by_kind || reading.labels.iter().any(|label| self.labels.contains(label))
    }

    /// What the row lets the machine do.
    pub(super) fn sentence(&self) -> String {
        let mut what: Vec<_> = self.kinds.iter().map(read::word).collect();
        what.extend(self.labels.iter().map(read::word));
        let sure = self.confidence.map(|least| format!(" of {} confidence", read::word(&least)));
        let outcome = read::word(&self.outcome);
        format!("the machine does this alone: {outcome} {}{}", what.join(", "), sure.unwrap_or_default())
    }

    /// Everything that is wrong with the row; `before` are the rows above it.
    pub(super) fn faults(&self, at: usize, guidelines: &[Guideline], before: &[Self]) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut fault = |key: &str, what: String| faults.push(Fault::new(format!("when[{at}].{key}"), what));
        if self.kinds.is_empty() && self.labels.is_empty() {
            fault("kinds", "a row names at least one kind or label".to_owned());
        }
        if self.kinds.is_empty() != self.confidence.is_none() {
            fault("confidence", "stands beside kinds, and only there".to_owned());
        }
        if self.kinds.is_empty() && !self.reasons.is_empty() {
            fault("reasons", "stand beside kinds, and only there".to_owned());
        }
        match guidelines.iter().find(|line| line.id == self.rule) {
            None => fault("rule", format!("cites `{}`, which is no guideline", self.rule)),
            Some(line) => match (self.outcome, line.ground) {
                (Outcome::Hide, None) => {
                    fault("rule", format!("`{}` has no ground to hide anything", line.id));
                }
                (Outcome::Leave | Outcome::Redirect, Some(_)) => {
                    fault("rule", format!("`{}` is a ground for removal, and nothing is removed", line.id));
                }
                (Outcome::Review | Outcome::Delete, _)
                | (Outcome::Hide, Some(_))
                | (Outcome::Leave | Outcome::Redirect, None) => {}
            },
        }
        if self.outcome == Outcome::Delete {
            fault("outcome", "delete is a person's decision and cannot stand in the table".to_owned());
        }
        if let Some(what) = self.automatic_fault() {
            fault("automatic", what.to_owned());
        }
        if let Some(shadow) = self.shadowed(before) {
            fault("kinds", format!("`{shadow}` is already decided by a row above"));
        }
        faults
    }

    fn automatic_fault(&self) -> Option<&'static str> {
        let only_leaks = self.labels.is_empty()
            && self.confidence == Some(Confidence::High)
            && self.kinds.iter().all(|kind| kind.is_leak());
        match self.outcome {
            _ if !self.automatic => None,
            Outcome::Delete => Some("the machine never deletes"),
            // A reply cannot be taken back, and it is public.
            Outcome::Redirect => Some("a person sends every reply"),
            Outcome::Leave | Outcome::Review => Some("there is nothing to do alone here"),
            Outcome::Hide if only_leaks || self.beyond_leaks => None,
            Outcome::Hide => {
                Some("only a high-confidence leak is acted on alone, unless the row says beyond_leaks = true")
            }
        }
    }

    /// What this row looks for that an earlier row has taken already: the row could never decide it.
    fn shadowed(&self, before: &[Self]) -> Option<String> {
        let kind = self.kinds.iter().find(|kind| {
            before.iter().any(|row| {
                row.reasons.is_empty() && row.kinds.contains(kind) && row.confidence <= self.confidence
            })
        });
        let label = self.labels.iter().find(|label| before.iter().any(|row| row.labels.contains(label)));
        kind.map(read::word).or_else(|| label.map(read::word))
    }
}
