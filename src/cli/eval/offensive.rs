//! OFF and NOT: what the labels say, and what the scores would say at every threshold.

use super::flags::Flags;
use super::misses::Misses;
use super::seen::Seen;
use super::sheet::{Figure, Sheet};
use crate::learn::metrics::{Confusion, Curve};
use crate::model::Label;

/// Labels that make a comment offensive in the sense of these files: aimed at somebody.
const OFF: [Label; 6] =
    [Label::Offensive, Label::Abuse, Label::Hate, Label::Threat, Label::Sexual, Label::Incitement];

/// Counts of one file.
#[derive(Default)]
pub(super) struct Offensive {
    labels: Confusion,
    scores: Vec<(f32, bool)>,
    flags: Flags,
}

impl Offensive {
    pub(super) fn take(&mut self, seen: &Seen<'_>, is_off: bool, misses: &mut Misses) -> std::io::Result<()> {
        let is_said = seen.says_any(&OFF);
        self.labels.add(is_off, is_said);
        self.scores.push((seen.reading.scores.offensive, is_off));
        self.flags.take(if is_off { "OFF" } else { "NOT" }, seen);
        seen.judge("OFF", is_off, is_said, misses)
    }

    pub(super) fn sheets(&self, title: &str, seed: u64) -> Vec<Sheet> {
        let curve = Curve::new(self.scores.clone());
        let mut sheet = Sheet::new(format!("{title}: offensive"));
        sheet.row(
            "labels",
            [
                ("macro-F1", Figure::Score(self.labels.interval(seed, Confusion::macro_f1))),
                ("F1(OFF)", Figure::Score(self.labels.interval(seed, Confusion::f1))),
                ("precision", Figure::Rate(self.labels.precision())),
                ("recall", Figure::Rate(self.labels.recall())),
            ],
        );
        sheet.row(
            "score",
            [
                ("recall at precision 0.8", Figure::Score(curve.recall_at(0.8, seed))),
                ("recall at precision 0.9", Figure::Score(curve.recall_at(0.9, seed))),
                ("PR-AUC", Figure::Score(curve.area(seed))),
            ],
        );
        vec![sheet, self.flags.sheet(title)]
    }
}
