//! Who is told, and who is told next.

use crate::model::{Language, Staffed, Stamp};

/// The line of one organisation: each step is the people who are told together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its name, as people read it.
    pub name: String,
    /// The language of the people in the line.
    pub language: Language,
    /// While somebody is at work.
    pub staffed: Vec<Vec<String>>,
    /// At all other hours; empty = the same people.
    pub outside: Vec<Vec<String>>,
}

impl Line {
    /// Who is told at this step; after the last step, the last.
    pub(super) fn at(&self, step: i64, staffed: &Staffed, now: Stamp) -> &[String] {
        let is_outside = !self.outside.is_empty() && !staffed.is_open(now);
        let steps = if is_outside { &self.outside } else { &self.staffed };
        let step = usize::try_from(step).unwrap_or(0);
        steps.get(step).or(steps.last()).map_or(&[], Vec::as_slice)
    }
}
