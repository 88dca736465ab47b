//! What would become of a comment, under the rules in force and under those that are tried.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use crate::decide::Proposal;
use crate::model::{Finding, Outcome, Reading};

/// How many ids of one change are printed; all of them stand in the JSON.
const SHOWN: usize = 20;

/// What would become of a comment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Fate {
    outcome: &'static str,
    automatic: bool,
    urgent: bool,
    rule: String,
}

impl Fate {
    pub(super) fn of(proposal: &Proposal<'_>) -> Self {
        Self {
            outcome: proposal.outcome.as_str(),
            automatic: proposal.is_automatic,
            urgent: proposal.is_urgent,
            rule: proposal.rule.to_owned(),
        }
    }

    fn sentence(&self) -> String {
        let urgent = if self.urgent { ", urgent" } else { "" };
        let automatic =
            if self.automatic && self.outcome == Outcome::Hide.as_str() { " automatically" } else { "" };
        format!("{}{automatic} under {}{urgent}", self.outcome, self.rule)
    }
}

/// A comment whose fate would change. It holds no word of it.
#[derive(Debug, Serialize)]
pub(super) struct Change {
    pub(super) id: Value,
    pub(super) from: Fate,
    pub(super) to: Fate,
    /// Detector rules and labels that only the tried rules gave.
    pub(super) gained: BTreeSet<String>,
    /// Those that only the rules in force gave.
    pub(super) lost: BTreeSet<String>,
}

impl Change {
    /// `None` where nothing changes.
    pub(super) fn between(
        id: impl FnOnce() -> Value,
        (now, proposed): (&Reading, &Proposal<'_>),
        (then, tried): (&Reading, &Proposal<'_>),
    ) -> Option<Self> {
        if proposed == tried {
            return None;
        }
        let (before, after) = (grounds(now), grounds(then));
        Some(Self {
            id: id(),
            from: Fate::of(proposed),
            to: Fate::of(tried),
            gained: after.difference(&before).cloned().collect(),
            lost: before.difference(&after).cloned().collect(),
        })
    }
}

/// Why a reading says what it says: rules of findings, and labels.
fn grounds(reading: &Reading) -> BTreeSet<String> {
    let rules = reading.findings.iter().map(|finding: &Finding| finding.rule.clone());
    let labels = reading.labels.iter().map(|label| format!("label {}", crate::cli::eval::name(label)));
    rules.chain(labels).collect()
}

/// What a trial came to.
#[derive(Debug, Default, Serialize)]
pub(super) struct Sum {
    pub(super) comments: u64,
    pub(super) changed: u64,
    /// Lines or rows that could not be read.
    pub(super) unreadable: u64,
    #[serde(serialize_with = "in_order")]
    moves: BTreeMap<(Fate, Fate), Moved>,
    /// By detector rule or label: in how many of the changes only the tried, or only the standing rules
    /// gave it.
    rules: BTreeMap<String, Weight>,
}

#[derive(Debug, Default)]
struct Moved {
    count: u64,
    ids: Vec<Value>,
}

#[derive(Debug, Default, Serialize)]
struct Weight {
    gained: u64,
    lost: u64,
}

#[derive(Serialize)]
struct Move<'a> {
    from: &'a Fate,
    to: &'a Fate,
    count: u64,
}

fn in_order<S: serde::Serializer>(moves: &BTreeMap<(Fate, Fate), Moved>, out: S) -> Result<S::Ok, S::Error> {
    out.collect_seq(moves.iter().map(|((from, to), moved)| Move { from, to, count: moved.count }))
}

impl Sum {
    pub(super) fn add(&mut self, change: Change) {
        self.changed += 1;
        for rule in change.gained {
            self.rules.entry(rule).or_default().gained += 1;
        }
        for rule in change.lost {
            self.rules.entry(rule).or_default().lost += 1;
        }
        let moved = self.moves.entry((change.from, change.to)).or_default();
        moved.count += 1;
        if moved.ids.len() < SHOWN {
            moved.ids.push(change.id);
        }
    }

    /// One sentence a line.
    pub(super) fn sentences(&self) -> Vec<String> {
        let mut lines =
            vec![format!("{} comments, {} of them would fare otherwise", self.comments, self.changed)];
        for ((from, to), moved) in &self.moves {
            lines.push(format!("{}: {} -> {}", moved.count, from.sentence(), to.sentence()));
            let ids: Vec<_> = moved
                .ids
                .iter()
                .map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned))
                .collect();
            let more = moved.count - u64::try_from(ids.len()).unwrap_or(moved.count);
            let more =
                if more == 0 { String::new() } else { format!(" and {more} more (--json names every one)") };
            lines.push(format!("  {}{more}", ids.join(" ")));
        }
        if !self.rules.is_empty() {
            lines.push("by rule, in the comments that change:".to_owned());
        }
        for (rule, Weight { gained, lost }) in &self.rules {
            lines.push(format!("  {rule}: {gained} only by the tried rules, {lost} only by those in force"));
        }
        if self.unreadable > 0 {
            lines.push(format!("{} could not be read", self.unreadable));
        }
        lines
    }
}
