//! Threads: by the age of the comment at the top, whatever was answered since.

use serde_json::Value;

use super::channel::{Channel, format, part, top};
use super::errors;
use super::videos::{ids, limit, window};
use super::view::{self, status};
use crate::demo::entry::Kind;
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;

impl Channel {
    /// `commentThreads.list`
    pub(super) fn threads(&self, world: &World, ask: &Ask) -> Result<Told, Told> {
        part(ask, "snippet")?;
        let filters = ["allThreadsRelatedToChannelId", "videoId", "id"].map(|name| ask.asked(name));
        let listed_as = ask.asked("moderationStatus").unwrap_or("published");
        let (slots, next): (Vec<usize>, _) = match filters {
            [Some(ours), None, None] if ours == self.id => {
                let all = world.of_kind(Kind::Post);
                let open = all.iter().filter(|video| !world.get(**video).is_closed);
                let slots = Self::listed(world, open.flat_map(|video| world.under(*video)), listed_as)?;
                window(world, &slots, ask, limit(ask, 20, 100)?)?
            }
            [Some(_), None, None] => return Err(errors::error(403, "forbidden")),
            [None, Some(video), None] => {
                let video = world.alive(video).ok_or_else(|| errors::error(404, "videoNotFound"))?;
                if world.get(video).is_closed {
                    return Err(errors::error(403, "commentsDisabled"));
                }
                let slots = Self::listed(world, world.under(video).iter(), listed_as)?;
                window(world, &slots, ask, limit(ask, 20, 100)?)?
            }
            [None, None, Some(_)] if ask.asked("moderationStatus").is_some() => {
                return Err(errors::bad("operationNotSupported"));
            }
            [None, None, Some(_)] => {
                let found = ids(ask)?.into_iter().filter_map(|id| world.alive(id));
                let is_public = |at: &usize| top(world, *at) == *at && !world.get(*at).is_hidden;
                (found.filter(is_public).collect(), None)
            }
            _ => return Err(errors::bad("missingRequiredParameter")),
        };
        let format = format(ask)?;
        let with_replies =
            ask.asked("part").is_some_and(|parts| parts.split(',').any(|part| part == "replies"));
        let (mut items, mut shows) = (Vec::new(), Vec::new());
        for at in slots.into_iter().filter(|at| Self::is_in(world, *at, listed_as)) {
            let (mut item, below) = view::thread(self, world, at, format, listed_as);
            if with_replies {
                shows.extend(below);
            } else {
                item.as_object_mut().map(|item: &mut serde_json::Map<String, Value>| item.remove("replies"));
                shows.push(at);
            }
            items.push(item);
        }
        Ok(Self::list(ask, "commentThread", items, next)?.showing(shows))
    }

    /// The comments at the top among these that a list may show, newest first, deleted ones too.
    fn listed<'a>(
        world: &World,
        below: impl Iterator<Item = &'a usize>,
        listed_as: &str,
    ) -> Result<Vec<usize>, Told> {
        if !["published", "heldForReview", "likelySpam"].contains(&listed_as) {
            return Err(errors::bad("invalidParameter"));
        }
        let mut tops: Vec<usize> = below.copied().filter(|at| top(world, *at) == *at).collect();
        tops.retain(|at| world.get(*at).gone.is_some() || Self::is_in(world, *at, listed_as));
        tops.sort_by_key(|at| std::cmp::Reverse((world.get(*at).written_at, *at)));
        Ok(tops)
    }

    /// Published by its own status; held when any part of it is.
    fn is_in(world: &World, at: usize, listed_as: &str) -> bool {
        let is = |at: usize| status(world.get(at)) == listed_as;
        let is_published = listed_as == "published";
        world.is_listed(at) && (is(at) || (!is_published && view::replies(world, at).into_iter().any(is)))
    }
}
