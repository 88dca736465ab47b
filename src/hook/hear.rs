//! From a verified webhook to hints: what happened, on which of our accounts, and under which of our
//! posts. Pure.

use std::time::Duration;

use super::counts::Counts;
use super::pages::Pages;
use super::wire::{Change, Delivery, Entry, Field, Id, Item, Object, Value, Verb};
use super::{Keys, Network, Page};
use crate::model::{OrganisationId, Stamp};
use crate::store::hint::Hint;

/// The network's clock may run ahead of ours by so much.
const AHEAD: Duration = Duration::from_mins(10);
/// No id of a post is longer.
const LONGEST_ID: usize = 64;
/// From here on a moment is meant in milliseconds: in seconds it is the year 5138.
const MILLISECONDS: i64 = 100_000_000_000;

/// What one channel listens with.
pub(super) struct Ear<'a> {
    pub(super) network: Network,
    pub(super) keys: &'a Keys,
    pub(super) pages: &'a Pages,
    pub(super) oldest: Duration,
    pub(super) counts: &'a Counts,
}

/// What happened, as a hint says it: no word of the network's reaches the database.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    CommentAdded,
    CommentEdited,
    CommentRemoved,
    CommentHidden,
    CommentShown,
    /// Something stands on our page that is no comment: ours, or a visitor's.
    Posted,
    Mentioned,
    /// A verb that we do not know yet: look all the same.
    Other,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::CommentAdded => "comment.added",
            Self::CommentEdited => "comment.edited",
            Self::CommentRemoved => "comment.removed",
            Self::CommentHidden => "comment.hidden",
            Self::CommentShown => "comment.shown",
            Self::Posted => "posted",
            Self::Mentioned => "mentioned",
            Self::Other => "other",
        }
    }

    /// Whether it can happen to the same thing only once. `time` is when the network sent the call, so
    /// a second try may carry another: where the event itself is enough, `time` is left out of its id.
    fn is_once(self) -> bool {
        matches!(self, Self::CommentAdded | Self::CommentRemoved | Self::Mentioned)
    }
}

impl Ear<'_> {
    /// The hints of a call, each with whose it is. `heard_at` is set when they are stored.
    pub(super) fn hear(&self, delivery: &Delivery<'_>, now: Stamp) -> Vec<(OrganisationId, Hint)> {
        let is_meant = match delivery.object {
            Object::Page => self.network == Network::Facebook,
            Object::Instagram => self.network == Network::Instagram,
            Object::Other => false,
        };
        let mut hints = Vec::new();
        for entry in &delivery.entry {
            // Policy 001 §4: direct messages are not used. Counted before anything else is asked.
            self.counts.direct_messages.add(entry.messaging.0.saturating_add(entry.standby.0));
            match self.pages.find(self.network, entry.id.expose()).filter(|_| is_meant) {
                Some(page) => self.entry(page, entry, now, &mut hints),
                None => self.counts.unknown.add(1),
            }
        }
        hints
    }

    fn entry(&self, page: &Page, entry: &Entry<'_>, now: Stamp, hints: &mut Vec<(OrganisationId, Hint)>) {
        let changes = u64::try_from(entry.changes.len()).unwrap_or(u64::MAX);
        let at = entry.time.map(moment);
        // What has no moment could be sent again for ever.
        let Some(at) = at.filter(|at| *at >= now.earlier(self.oldest)) else {
            return self.counts.too_old.add(changes);
        };
        if at > now.later(AHEAD) {
            return self.counts.too_early.add(changes);
        }
        for change in &entry.changes {
            match kind(change) {
                Heard::Event(kind) => {
                    let hint = self.hint(page, change.field, kind, &change.value, at);
                    hints.push((page.organisation.clone(), hint));
                }
                Heard::Direct => self.counts.direct_messages.add(1),
                Heard::Nothing => self.counts.ignored.add(1),
            }
        }
    }

    fn hint(&self, page: &Page, field: Field, kind: Kind, value: &Value<'_>, at: Stamp) -> Hint {
        let ids = [&value.comment, &value.post, &value.media];
        let thing = ids.into_iter().map(Id::expose).find(|id| !id.is_empty()).unwrap_or_default();
        let time = if kind.is_once() && !thing.is_empty() { String::new() } else { at.ms().to_string() };
        Hint {
            id: self.keys.seen(&[page.account.as_str(), thing, kind.as_str(), &time]),
            account: page.account.clone(),
            post: our_post(page, field, value).map(str::to_owned),
            kind: kind.as_str().to_owned(),
            heard_at: at,
        }
    }
}

enum Heard {
    Event(Kind),
    Direct,
    /// Nothing that could be read again.
    Nothing,
}

fn kind(change: &Change<'_>) -> Heard {
    Heard::Event(match (change.field, change.value.item, change.value.verb) {
        (Field::Direct, ..) => return Heard::Direct,
        (Field::Other, ..) | (Field::Feed, Item::Reaction | Item::Like, _) => return Heard::Nothing,
        (Field::Mentions, ..) => Kind::Mentioned,
        // Instagram sends no verb: there is only the one.
        (Field::Comments, ..) | (Field::Feed, Item::Comment, Verb::Add) => Kind::CommentAdded,
        (Field::Feed, Item::Comment, Verb::Edited) => Kind::CommentEdited,
        (Field::Feed, Item::Comment, Verb::Remove) => Kind::CommentRemoved,
        (Field::Feed, Item::Comment, Verb::Hide) => Kind::CommentHidden,
        (Field::Feed, Item::Comment, Verb::Unhide) => Kind::CommentShown,
        (Field::Feed, Item::Comment, Verb::Other) => Kind::Other,
        (Field::Feed, Item::Other, _) => Kind::Posted,
    })
}

/// The post that was commented on, if it may be ours: on Facebook its id begins with our page's, on
/// Instagram a comment is heard only under our own media. A visitor's post on our page looks the same, and the
/// hook may not ask the database; so the id is forgotten when the hint is taken.
fn our_post<'a>(page: &Page, field: Field, value: &'a Value<'_>) -> Option<&'a str> {
    let id = match (page.network, field) {
        (Network::Facebook, Field::Feed) if value.item == Item::Comment => {
            let id = value.post.expose();
            id.strip_prefix(page.id.as_str())?.strip_prefix('_').filter(|rest| is_number(rest)).map(|_| id)?
        }
        (Network::Instagram, Field::Comments) => Some(value.media.expose()).filter(|id| is_number(id))?,
        _ => return None,
    };
    (id.len() <= LONGEST_ID).then_some(id)
}

fn is_number(id: &str) -> bool {
    !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())
}

fn moment(time: i64) -> Stamp {
    Stamp::from_ms(if time < MILLISECONDS { time.saturating_mul(1000) } else { time })
}
