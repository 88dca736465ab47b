//! How an inquiry really stands: whether the last decision can still be taken back, who must go on with
//! what and by when, and what somebody else did on the network.

use super::people;
use super::rights::Action;
use super::signed::Signed;
use super::when::{self, Moment};
use super::words::Words;
use crate::model::{Deed, HIDDEN_FOR_AUTHOR, OrganisationId, Stamp, TaskState};
use crate::settle;
use crate::store::alarm::{self, Alarm};
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
    /// The reasons for which somebody may stop waiting for the author; empty where nobody does.
    pub(super) closings: Vec<(&'static str, String)>,
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
    alarms: Vec<Alarm>,
}

/// Reads it.
pub(super) async fn read(tx: &mut Tx, owner: &OrganisationId, row: &Row) -> Result<Beside, store::Error> {
    let undo = undo::get(tx, owner, &row.id).await?;
    let drifts = drift::of_inquiry(tx, owner, &row.id).await?;
    Ok(Beside { undo, drifts, alarms: alarm::of_inquiry(tx, owner, &row.id).await? })
}

/// What rang, and who has it.
fn rang(words: Words, alarm: &Alarm, people: &[Moderator], now: Stamp) -> Sentence {
    let kind = words.say(&format!("alarm-{}", alarm.kind.as_str().replace('_', "-")));
    let shown = |at: Stamp| Moment::of(words, at, now).shown;
    let name = |by: &Option<String>| people::name(words, people, by.as_deref().unwrap_or_default());
    let said = match (alarm.closed_at, alarm.acknowledged_at) {
        (Some(at), _) => {
            words.about_both("alarm-closed", alarm.reference.clone().unwrap_or_default(), shown(at))
        }
        (None, Some(at)) => words.about_both("alarm-taken", name(&alarm.acknowledged_by), shown(at)),
        (None, None) => words.about("alarm-due", shown(alarm.due)),
    };
    let is_open = alarm.kind.needs_reference() && alarm.closed_at.is_none();
    let words = words.about_both("alarm-here", kind, said);
    Sentence { words, is_due: is_open || alarm.acknowledged_at.is_none() }
}

/// Who must go on with a parked task, and by when.
pub(super) fn owed(words: Words, task: &Task, people: &[Moderator], now: Stamp) -> String {
    let who = task
        .owner
        .as_ref()
        .map_or_else(|| words.say("owner-duty"), |owner| people::name(words, people, owner));
    let due = task.due.map_or_else(String::new, |due| Moment::of(words, due, now).shown);
    let is_over = task.due.is_some_and(|due| due <= now);
    words.about_both(if is_over { "parked-over" } else { "parked-with" }, who, due)
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
    let mut sentences: Vec<_> = beside.alarms.iter().map(|alarm| rang(words, alarm, people, now)).collect();
    for task in tasks.iter().filter(|task| task.state == TaskState::Parked) {
        sentences.push(Sentence { words: owed(words, task, people, now), is_due: true });
    }
    for task in tasks.iter().filter(|task| task.deed == Deed::Reply && task.state == TaskState::Open) {
        let hide = task.after.as_ref().and_then(|after| tasks.iter().find(|hide| hide.id == *after));
        let key = match hide.map(|hide| hide.state) {
            Some(TaskState::Parked | TaskState::Cancelled) => "reply-waits-failed",
            Some(TaskState::Open | TaskState::Intent | TaskState::Unknown) => "reply-waits",
            Some(TaskState::Done) | None => continue,
        };
        sentences.push(Sentence { words: words.say(key), is_due: key == "reply-waits-failed" });
    }
    let authors = tasks.iter().find(|task| task.waits_for_author());
    if let Some(task) = authors {
        let is_hidden = task.note.as_deref() == Some(HIDDEN_FOR_AUTHOR);
        let key = if is_hidden { "only-author" } else { "only-author-shown" };
        sentences.push(Sentence { words: words.say(key), is_due: !is_hidden });
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
    let closings = settle::Closed::ALL.map(|reason| {
        let key = format!("closed-{}", reason.as_str().replace('_', "-"));
        (reason.as_str(), words.say(&key))
    });
    Standing { undo, sentences, closings: authors.map_or_else(Vec::new, |_| closings.into()) }
}
