//! What can be decided on an inquiry, the suggestion first.

use super::answer::{self, Suggested};
use super::desk::Desk;
use super::history::named;
use super::offer::{self, Offer};
use super::signed::Signed;
use crate::model::{Kept, Label, State};
use crate::store::inquiry::Row;

/// A guideline.
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) sentence: String,
    /// The standing rule.
    pub(super) is_suggested: bool,
}

/// What can be decided.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub(super) struct Choices {
    /// The suggestion first.
    pub(super) order: [Deed; 3],
    pub(super) is_observing: bool,
    /// The network lets us remove what others wrote.
    pub(super) can_remove: bool,
    pub(super) is_hidden: bool,
    pub(super) is_open: bool,
    pub(super) rules: Vec<Rule>,
    pub(super) offer: Offer,
    /// Standard answers, and an empty one for the moderator's own words.
    pub(super) answers: Vec<Suggested>,
    /// When this author was pointed to a mailbox in this thread before.
    pub(super) pointed: Option<String>,
    pub(super) undo: i64,
}

/// One of the three decisions.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Keep,
    Remove,
    Redirect,
}

/// The suggestion first: a removal where the standing rule is a ground for one, a redirect where
/// somebody asks about a case, otherwise that it stays. Who comes back to a decision wants to take
/// it back.
fn order(is_open: bool, is_ground: bool, kept: &Kept) -> [Deed; 3] {
    let is_case = kept.area.is_some() || kept.labels.contains(&Label::CaseRequest);
    match (is_ground, is_case) {
        _ if !is_open => [Deed::Keep, Deed::Redirect, Deed::Remove],
        (true, _) => [Deed::Remove, Deed::Redirect, Deed::Keep],
        (false, true) => [Deed::Redirect, Deed::Keep, Deed::Remove],
        (false, false) => [Deed::Keep, Deed::Redirect, Deed::Remove],
    }
}

/// The choices; `None` where nothing can be decided any more.
pub(super) fn of(
    desk: &Desk,
    signed: &Signed,
    row: &Row,
    is_observing: bool,
    kept: &Kept,
    mailbox: Option<&str>,
    pointed: Option<String>,
) -> Option<Choices> {
    if matches!(row.state, State::Gone | State::Going) {
        return None;
    }
    let words = signed.words;
    let guidelines = desk.policy.guidelines().iter().filter(|line| line.ground.is_some());
    Some(Choices {
        order: order(
            row.state.is_open(),
            desk.policy.guideline(&row.rule).is_some_and(|line| line.ground.is_some()),
            kept,
        ),
        is_observing,
        can_remove: desk.settings.can_hide(&row.account),
        is_hidden: row.state == State::Hidden,
        is_open: row.state.is_open(),
        rules: guidelines
            .map(|line| Rule {
                id: line.id.clone(),
                sentence: named(words, &line.da, &line.en),
                is_suggested: line.id == row.rule,
            })
            .collect(),
        offer: offer::of(desk, signed, row, kept, mailbox),
        answers: answer::suggested(desk, signed, row, kept),
        pointed,
        undo: i64::try_from(desk.settings.undo.as_secs()).unwrap_or(i64::MAX),
    })
}
