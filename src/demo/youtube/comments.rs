//! Single comments: by their ids, below another, answered, held, published and rejected.

use serde_json::Value;

use super::channel::{Channel, format, part, top};
use super::errors;
use super::videos::{ids, limit, window};
use super::view::{self, Format};
use crate::demo::entry::{By, Gone, Kind};
use crate::demo::tongue::Desk;
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::demo::writing::Writing;
use crate::model::Deed;

/// The longest comment.
const LONGEST: usize = 10_000;

impl Channel {
    /// `comments.list`
    pub(super) fn comments(&self, world: &World, ask: &Ask) -> Result<Told, Told> {
        part(ask, "snippet")?;
        let format = format(ask)?;
        let (shown, next, tells_status) = match (ask.asked("id"), ask.asked("parentId")) {
            // What is held is not shown so, nor is anybody told that it is.
            (Some(_), None) => {
                let found = ids(ask)?.into_iter().filter_map(|id| comment(world, id));
                (found.filter(|at| !world.get(*at).is_hidden).collect(), None, false)
            }
            (None, Some(parent)) => {
                let at = comment(world, parent).ok_or_else(errors::no_comment)?;
                let mut slots = view::replies(world, at);
                slots.retain(|at| !world.get(*at).is_hidden);
                let (shown, next) = window(world, &slots, ask, limit(ask, 20, 100)?)?;
                (shown, next, true)
            }
            _ => return Err(errors::bad("missingRequiredParameter")),
        };
        let items: Vec<Value> =
            shown.iter().map(|at| view::comment(self, world, *at, format, tells_status)).collect();
        Ok(Self::list(ask, "comment", items, next)?.showing(shown))
    }

    /// `comments.insert`
    pub(super) fn insert(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Result<Told, Told> {
        part(ask, "snippet")?;
        let asked = |name: &str| ask.body.pointer(&format!("/snippet/{name}")).and_then(Value::as_str);
        let parent = asked("parentId").ok_or_else(|| errors::bad("parentIdMissing"))?;
        let words = asked("textOriginal").unwrap_or_default();
        if words.trim().is_empty() {
            return Err(errors::bad("commentTextRequired"));
        }
        if words.chars().count() > LONGEST {
            return Err(errors::bad("commentTextTooLong"));
        }
        let at = comment(desk.world, parent).ok_or_else(|| errors::error(404, "parentCommentNotFound"))?;
        if top(desk.world, at) != at {
            return Err(errors::bad("operationNotSupported"));
        }
        if desk.world.get(at).is_hidden {
            return Err(errors::bad("parentCommentIsPrivate"));
        }
        let video = desk.world.get(at).root;
        if video.is_some_and(|video| desk.world.get(video).is_closed) {
            return Err(errors::error(403, "commentsDisabled"));
        }
        let to = addressed(desk.world, at, words);
        let mut writing = Writing::by_us(By::Us, words, desk.now);
        (writing.parent, writing.root) = (Some(to), video);
        let entry = self.entry(desk.world, &writing);
        let made = desk.world.add(entry);
        desk.note(Deed::Reply, to);
        Self::only(ask, view::comment(self, desk.world, made, Format::Html, true))
    }

    /// `comments.setModerationStatus`
    pub(super) fn moderate(desk: &mut Desk<'_>, ask: &Ask) -> Result<Told, Told> {
        if ask.asked("banAuthor").is_some() {
            return Err(errors::bad("banWithoutReject"));
        }
        let found: Option<Vec<usize>> = ids(ask)?.into_iter().map(|id| comment(desk.world, id)).collect();
        let found = found.ok_or_else(errors::no_comment)?;
        if found.iter().any(|at| desk.world.get(*at).is_ours()) {
            return Err(errors::error(403, "forbidden"));
        }
        let status = ask.asked("moderationStatus").unwrap_or_default();
        for at in found {
            let is_hidden = desk.world.get(at).is_hidden;
            match status {
                "heldForReview" | "published" => {
                    let holds = status == "heldForReview";
                    let entry = desk.world.get_mut(at);
                    (entry.is_hidden, entry.is_spam) = (holds, false);
                    if is_hidden != holds {
                        desk.note(if holds { Deed::Hide } else { Deed::Unhide }, at);
                    }
                }
                // For good, and what stands under it is seen no more.
                "rejected" => {
                    desk.note(Deed::Delete, at);
                    Self::end_with_replies(desk.world, at, Gone::ByUs);
                }
                _ => return Err(errors::bad("invalidParameter")),
            }
        }
        Ok(Told { status: 204, headers: Vec::new(), body: Vec::new(), shows: Vec::new() })
    }
}

/// A comment that stands there.
fn comment(world: &World, id: &str) -> Option<usize> {
    world.alive(id).filter(|at| world.get(*at).kind == Kind::Comment && world.is_listed(*at))
}

/// Whom words in a thread are for: the last in it of the name that they begin with, or who began it.
fn addressed(world: &World, at: usize, words: &str) -> usize {
    let named = words.split_whitespace().next().filter(|name| name.starts_with('@'));
    let newest = view::replies(world, at).into_iter().rev();
    let mut named = newest.filter(|one| named == Some(world.get(*one).name.as_str()));
    named.find(|one| !world.get(*one).is_ours()).unwrap_or(at)
}
