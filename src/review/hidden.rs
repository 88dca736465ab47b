//! A leak that the machine hid: what is true of it on the network, and by when a person must say.

use super::when::Moment;
use super::words::Words;
use crate::model::{Deed, Stamp, State, TaskState};
use crate::store::inquiry::Row;
use crate::store::task::Task;

/// The deadline of an automatic hide.
pub(super) struct Deadline {
    /// `Skjult automatisk – bekræft eller ophæv inden …`.
    pub(super) sentence: String,
    /// It has passed.
    pub(super) is_over: bool,
}

/// The deadline, where the machine hid something. It says “hidden” only once the network was seen
/// to hide it.
pub(super) fn deadline(words: Words, row: &Row, tasks: &[Task], now: Stamp) -> Option<Deadline> {
    let by = row.decide_by.filter(|_| row.state == State::Hidden)?;
    let is_over = by < now;
    let is_there = tasks.iter().any(|task| task.deed == Deed::Hide && task.state == TaskState::Done);
    let key = match (is_there, is_over) {
        (true, false) => "hidden-confirm",
        (true, true) => "hidden-over",
        (false, false) => "hiding-confirm",
        (false, true) => "hiding-over",
    };
    Some(Deadline { sentence: words.about(key, Moment::of(words, by, now).shown), is_over })
}
