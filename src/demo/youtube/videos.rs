//! Our channel and its videos.

use serde_json::{Value, json};

use super::channel::{Channel, part};
use super::errors;
use super::view::time;
use crate::demo::entry::Kind;
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;

const MOST: usize = 50;

impl Channel {
    /// `channels.list`
    pub(super) fn channels(&self, ask: &Ask) -> Result<Told, Told> {
        part(ask, "id")?;
        let is_ours = ask.asked("mine") == Some("true") || ask.asked("id") == Some(&self.id);
        let ours = json!({"kind": "youtube#channel", "id": self.id,
            "contentDetails": {"relatedPlaylists": {"likes": "", "uploads": self.uploads()}}});
        Self::list(ask, "channel", if is_ours { vec![ours] } else { Vec::new() }, None)
    }

    /// `playlistItems.list`: our videos, newest first.
    pub(super) fn playlist(&self, world: &World, ask: &Ask) -> Result<Told, Told> {
        part(ask, "contentDetails")?;
        let mut videos = world.of_kind(Kind::Post);
        videos.retain(|at| world.get(*at).gone.is_none());
        if ask.asked("playlistId") != Some(&self.uploads()) || videos.is_empty() {
            return Err(errors::error(404, "playlistNotFound"));
        }
        let limit = limit(ask, 5, MOST)?;
        let (shown, next) = window(world, &videos, ask, limit)?;
        let item = |at: &usize| {
            let video = world.get(*at);
            json!({"kind": "youtube#playlistItem",
                "contentDetails": {"videoId": video.id, "videoPublishedAt": time(video.written_at)}})
        };
        Self::list(ask, "playlistItem", shown.iter().map(item).collect(), next)
    }

    /// `videos.list`
    pub(super) fn videos(&self, world: &World, ask: &Ask) -> Result<Told, Told> {
        part(ask, "snippet")?;
        let ids = ids(ask)?;
        let videos =
            ids.iter().filter_map(|id| world.alive(id)).filter(|at| world.get(*at).kind == Kind::Post);
        let items: Vec<Value> = videos
            .map(|at| {
                let video = world.get(at);
                let mut item = json!({"kind": "youtube#video", "id": video.id,
                    "snippet": {"channelId": self.id, "title": video.words, "description": "",
                        "publishedAt": time(video.written_at)},
                    "statistics": {"viewCount": "4711"}});
                if !video.is_closed {
                    let counted = world.under(at).iter().filter(|one| world.is_listed(**one));
                    let counted = counted.filter(|one| !world.get(**one).is_hidden).count();
                    item["statistics"]["commentCount"] = counted.to_string().into();
                }
                item
            })
            .collect();
        Self::list(ask, "video", items, None)
    }
}

/// At most so many at once.
pub(super) fn ids(ask: &Ask) -> Result<Vec<&str>, Told> {
    let ids: Vec<&str> = ask.asked("id").unwrap_or_default().split(',').filter(|id| !id.is_empty()).collect();
    if ids.is_empty() || ids.len() > MOST { Err(errors::bad("invalidParameter")) } else { Ok(ids) }
}

pub(super) fn limit(ask: &Ask, usual: usize, most: usize) -> Result<usize, Told> {
    let limit = ask.asked("maxResults").map_or(Some(usual), |limit| limit.parse().ok());
    limit.filter(|limit| (1..=most).contains(limit)).ok_or_else(|| errors::bad("invalidParameter"))
}

/// The part of a list that a page shows, and the token of the next. What was deleted keeps its place, so
/// a page may be short.
pub(super) fn window(
    world: &World,
    slots: &[usize],
    ask: &Ask,
    limit: usize,
) -> Result<(Vec<usize>, Option<String>), Told> {
    let limit = world.page_of(limit);
    let start = match ask.asked("pageToken") {
        None => 0,
        Some(token) => {
            let last = token.strip_prefix("town").and_then(|at| at.parse::<usize>().ok());
            let place = last.and_then(|last| slots.iter().position(|slot| *slot == last));
            place.ok_or_else(|| errors::bad("invalidPageToken"))? + 1
        }
    };
    let page: Vec<usize> = slots.iter().copied().skip(start).take(limit).collect();
    let has_more = start + limit < slots.len();
    let next = page.last().filter(|_| has_more).map(|last| format!("town{last}"));
    Ok((page, next))
}
