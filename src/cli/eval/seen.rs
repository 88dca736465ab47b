//! One labelled row beside what the program makes of it, as an account that only observes would see it.

use super::misses::{Miss, Misses};
use super::rows::Row;
use crate::decide::{Policy, Proposal};
use crate::detect::{Comment, Detectors};
use crate::model::{Area, Kind, Label, Outcome, Reading, Stamp, Text};

/// A row that was read.
pub(super) struct Seen<'a> {
    pub(super) file: &'a str,
    pub(super) row: &'a Row,
    pub(super) reading: Reading,
    /// The machine would hide it without a person.
    pub(super) is_hidden: bool,
}

impl<'a> Seen<'a> {
    pub(super) fn new(
        file: &'a str,
        row: &'a Row,
        detectors: &Detectors,
        policy: &Policy,
        cpr_today: Stamp,
    ) -> Self {
        let text = Text::new(row.text.as_str());
        let post = row.post.as_deref().map(Text::new);
        let comment = Comment { text: &text, author_name: None, handle: None, post: post.as_ref() };
        let reading = detectors.read(&comment, cpr_today);
        let Proposal { outcome, is_automatic, .. } = policy.propose(&reading);
        Self { file, row, is_hidden: outcome == Outcome::Hide && is_automatic, reading }
    }

    pub(super) fn says(&self, label: Label) -> bool {
        self.reading.labels.contains(&label)
    }

    pub(super) fn says_any(&self, labels: &[Label]) -> bool {
        labels.iter().any(|label| self.says(*label))
    }

    pub(super) fn finds(&self, is_wanted: impl Fn(Kind) -> bool) -> bool {
        self.reading.findings.iter().any(|finding| is_wanted(finding.kind))
    }

    /// The areas of a case request, likeliest first.
    pub(super) fn areas(&self) -> Vec<Area> {
        self.reading.area.into_iter().collect()
    }

    /// Notes a verdict on the row as a whole that is not as labelled.
    pub(super) fn judge(
        &self,
        what: &str,
        is_so: bool,
        is_said: bool,
        misses: &mut Misses,
    ) -> std::io::Result<()> {
        if is_so == is_said {
            return Ok(());
        }
        let how = if is_so { "missed" } else { "wrong" };
        misses.add(self, &Miss { how, what, span: None, rule: None })
    }
}
