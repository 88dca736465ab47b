//! How an inquiry really stands: whether the last decision can still be taken back, who must go on with
//! what and by when, and what somebody else did on the network.

use super::people;
use super::rights::Action;
use super::signed::Signed;
use super::when::{self, Moment};
use crate::model::{Deed, OrganisationId, Stamp, State, TaskState};
use crate::store::drift::{self, Drift};
use crate::store::inquiry::Row;
use crate::store::moderator::Moderator;
use crate::store::task::Task;
use crate::store::undo::{self, Undo};
use crate::store::{self, Tx};

/// What stands beside an inquiry.
pub(super) struct Standing {
    /// `None` once it is too late: the button is gone when the worker may act.
    pub(super) undo: Option<Button>,
    /// What a moderator must know, one sentence each.
    pub(super) sentences: Vec<Sentence>,
}

/// The way back from the last decision.
pub(super) struct Button {
    pub(super) version: i64,
    /// Until when, as a moment and never as a countdown.
    pub(super) until: String,
}

/// One fact.
pub(super) struct Sentence {
    pub(super) words: String,
    /// Somebody has to do something.
    pub(super) is_due: bool,
}

/// What the store says beside row and tasks.
pub(super) struct Beside {
    undo: Option<Undo>,
    drifts: Vec<Drift>,
}

/// Reads it.
pub(super) async fn read(tx: &mut Tx, owner: &OrganisationId, row: &Row) -> Result<Beside, store::Error> {
    let undo = undo::get(tx, owner, &row.id).await?;
    Ok(Beside { undo, drifts: drift::of_inquiry(tx, owner, &row.id).await? })
}

/// Says it.
pub(super) fn of(
    signed: &Signed,
    row: &Row,
    tasks: &[Task],
    people: &[Moderator],
    beside: &Beside,
    now: Stamp,
) -> Standing {
    let words = signed.words;
    // The stored moment that the worker goes by decides here too.
    let open = beside.undo.as_ref().filter(|undo| undo.version == row.version && now < undo.until);
    let undo = open.filter(|_| signed.may(Action::Decide)).map(|undo| Button {
        version: undo.version,
        until: words.about("undo-until", when::time_with_seconds(undo.until)),
    });
    let mut sentences = Vec::new();
    for task in tasks.iter().filter(|task| task.state == TaskState::Parked) {
        let who = task
            .owner
            .as_ref()
            .map_or_else(|| words.say("owner-duty"), |owner| people::name(words, people, owner));
        let due = task.due.map_or_else(String::new, |due| Moment::of(words, due, now).shown);
        let is_over = task.due.is_some_and(|due| due <= now);
        let key = if is_over { "parked-over" } else { "parked-with" };
        sentences.push(Sentence { words: words.about_both(key, who, due), is_due: true });
    }
    // A deletion that is done while the comment stands is one that this network does not know.
    let only_author = row.state == State::Removed
        && tasks.iter().any(|task| task.deed == Deed::Delete && task.state == TaskState::Done);
    if only_author {
        sentences.push(Sentence { words: words.say("only-author"), is_due: false });
    }
    for drift in &beside.drifts {
        let key = format!("drift-{}", drift.kind.replace('_', "-"));
        let at = Moment::of(words, drift.seen_at, now).shown;
        sentences.push(Sentence { words: words.about(&key, at), is_due: drift.kind == "shown_there" });
    }
    if let Some(held) = tasks.iter().rev().find_map(|task| task.held_at) {
        let at = Moment::of(words, held, now).shown;
        sentences.push(Sentence { words: words.about("held", at), is_due: false });
    }
    Standing { undo, sentences }
}
