//! Comments and threads as the API shows them, with the parts that nobody may keep.

use serde_json::{Value, json};

use super::channel::{Channel, top};
use crate::demo::entry::{By, Entry};
use crate::demo::world::World;
use crate::model::Stamp;

/// So many replies stand beside their thread.
const BESIDE: usize = 5;

/// How words are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// Unless something else is asked for.
    Html,
    Plain,
}

impl Format {
    fn show(self, words: &str) -> String {
        match self {
            Self::Plain => words.to_owned(),
            Self::Html => words
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('"', "&quot;")
                .replace('\'', "&#39;")
                .replace('\n', "<br>"),
        }
    }
}

/// `comment`. Where it is asked for by its id, nobody is told its status.
pub(super) fn comment(
    channel: &Channel,
    world: &World,
    at: usize,
    format: Format,
    tells_status: bool,
) -> Value {
    let entry = world.get(at);
    let top = top(world, at);
    let mut shown = json!({
        "kind": "youtube#comment", "etag": "town", "id": entry.id,
        "snippet": {
            "channelId": channel.id, "videoId": entry.root.map(|root| world.get(root).id.as_str()),
            "textDisplay": format.show(&entry.words), "authorDisplayName": entry.name,
            "authorProfileImageUrl": "https://yt3.lilleby.test/a.jpg",
            "authorChannelUrl": format!("http://www.youtube.com/{}", entry.name),
            "authorChannelId": {"value": entry.account}, "canRate": true, "viewerRating": "none",
            "likeCount": 0, "publishedAt": time(entry.written_at),
            "updatedAt": time(entry.edited_at.unwrap_or(entry.written_at)),
        },
    });
    let snippet = &mut shown["snippet"];
    if top != at {
        snippet["parentId"] = world.get(top).id.clone().into();
    }
    if entry.by != By::Citizen {
        snippet["textOriginal"] = entry.words.clone().into();
    }
    if tells_status {
        snippet["moderationStatus"] = status(entry).into();
    }
    shown
}

/// `commentThread`, and what of it stands in it.
pub(super) fn thread(
    channel: &Channel,
    world: &World,
    at: usize,
    format: Format,
    listed_as: &str,
) -> (Value, Vec<usize>) {
    let all = replies(world, at);
    let public: Vec<usize> = all.iter().copied().filter(|at| !world.get(*at).is_hidden).collect();
    let held =
        all.iter().copied().filter(|at| world.get(*at).is_hidden && status(world.get(*at)) == listed_as);
    // The first of them, whatever is new: what is held before the others, where it is asked for.
    let beside: Vec<usize> = held.chain(public.iter().copied()).take(BESIDE).collect();
    let mut shown = json!({
        "kind": "youtube#commentThread", "etag": "town", "id": world.get(at).id,
        "snippet": {
            "channelId": channel.id,
            "videoId": world.get(at).root.map(|root| world.get(root).id.as_str()),
            "topLevelComment": comment(channel, world, at, format, true),
            "canReply": !world.get(at).is_hidden, "totalReplyCount": public.len(),
            "isPublic": !world.get(at).is_hidden,
        },
    });
    if !beside.is_empty() {
        let comments: Vec<Value> =
            beside.iter().map(|at| comment(channel, world, *at, format, true)).collect();
        shown["replies"] = json!({"comments": comments});
    }
    (shown, [vec![at], beside].concat())
}

/// What stands below a comment and has come through to the lists, oldest first.
pub(super) fn replies(world: &World, at: usize) -> Vec<usize> {
    let below = world.get(at).root.map_or(&[][..], |root| world.under(root));
    below
        .iter()
        .copied()
        .filter(|one| *one != at && top(world, *one) == at && world.is_listed(*one))
        .collect()
}

/// Its moderation status.
pub(super) fn status(entry: &Entry) -> &'static str {
    match (entry.is_hidden, entry.is_spam) {
        (false, _) => "published",
        (true, false) => "heldForReview",
        (true, true) => "likelySpam",
    }
}

/// Whole seconds.
pub(super) fn time(stamp: Stamp) -> String {
    let full = stamp.rfc3339();
    format!("{}Z", full.get(..19).unwrap_or(&full))
}
