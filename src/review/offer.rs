//! The redirect as it would go out: mailbox and exact words, seen before they are sent. The same
//! words are composed again when the button is pressed; none come from the form.

use super::desk::Desk;
use super::history::named;
use super::signed::Signed;
use crate::decide::measure;
use crate::model::{Kept, Language};
use crate::store::inquiry::Row;

/// What is offered.
pub(super) struct Offer {
    pub(super) mailboxes: Vec<Choosable>,
    /// The chosen mailbox.
    pub(super) chosen: String,
    /// The words; `None` when no form fits the network, or the network takes no reply.
    pub(super) words: Option<String>,
    /// Their language.
    pub(super) language: &'static str,
    pub(super) length: usize,
    pub(super) most: usize,
    /// The chosen mailbox's link was never checked by a person.
    pub(super) is_unverified: bool,
}

/// A mailbox in the list.
pub(super) struct Choosable {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) is_chosen: bool,
}

/// The offer for the mailbox asked for, or for the one that fits the area.
pub(super) fn of(desk: &Desk, signed: &Signed, row: &Row, kept: &Kept, mailbox: Option<&str>) -> Offer {
    let chosen =
        mailbox.and_then(|id| desk.mailboxes.get(id)).unwrap_or_else(|| desk.mailboxes.for_area(kept.area));
    let limit = desk.settings.can.get(&row.account).map(|can| can.reply_limit);
    let words = compose(desk, signed, row, kept, &chosen.id);
    Offer {
        mailboxes: desk
            .mailboxes
            .all()
            .iter()
            .map(|one| Choosable {
                id: one.id.clone(),
                name: named(signed.words, &one.da, &one.en),
                is_chosen: one.id == chosen.id,
            })
            .collect(),
        chosen: chosen.id.clone(),
        length: words.as_deref().zip(limit).map_or(0, |(words, limit)| measure(words, limit.unit)),
        most: limit.map_or(0, |limit| limit.most),
        words,
        language: if language(kept) == Language::English { "en" } else { "da" },
        is_unverified: !chosen.is_verified,
    }
}

/// The words of a redirect; `None` for a mailbox or a network that cannot have one.
pub(super) fn compose(desk: &Desk, signed: &Signed, row: &Row, kept: &Kept, mailbox: &str) -> Option<String> {
    let mailbox = desk.mailboxes.get(mailbox)?;
    let limit = desk.settings.can.get(&row.account)?.reply_limit;
    desk.replies.redirect(language(kept), mailbox, &signed.organisation.unit, limit).ok()
}

/// We answer in Danish unless the comment is in English.
pub(super) fn language(kept: &Kept) -> Language {
    if kept.language == Language::English { Language::English } else { Language::Danish }
}
