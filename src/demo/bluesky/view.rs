//! Posts, authors and threads as the `AppView` shows them. The thread shows hidden replies too:
//! hiding is done by the readers' apps, which look at the gate.

use serde_json::{Map, Value, json};

use super::records::Gates;
use crate::demo::entry::Entry;
use crate::demo::world::World;

/// `app.bsky.actor.defs#profileViewBasic`, with the parts that nobody may keep.
pub(super) fn author(did: &str, handle: &str, name: &str) -> Value {
    json!({
        "did": did, "handle": handle, "displayName": name,
        "avatar": format!("https://cdn.lilleby.test/img/avatar/plain/{did}"),
        "associated": {"activitySubscription": {"allowSubscriptions": "followers"}},
        "viewer": {"muted": false, "mutedOnlyReposts": false, "mutedOnlyQuoteposts": false, "blockedBy": false},
        "labels": [],
    })
}

/// `app.bsky.feed.defs#postView`.
pub(super) fn post(world: &World, gates: &Gates, at: usize) -> Value {
    let entry = world.get(at);
    let replies = world.answers(at).iter().filter(|reply| world.get(**reply).gone.is_none());
    let mut view = json!({
        "uri": entry.id, "cid": entry.cid,
        "author": author(&entry.account, &entry.handle, &entry.name),
        "record": entry.record,
        "bookmarkCount": 0, "replyCount": replies.count(), "repostCount": 0, "likeCount": 0, "quoteCount": 0,
        "indexedAt": entry.sort_at().rfc3339(),
        "viewer": {"bookmarked": false, "threadMuted": false, "embeddingDisabled": false},
        "labels": [],
    });
    if let (Some(gate), Value::Object(view)) = (gates.view(&entry.id), &mut view) {
        view.insert("threadgate".to_owned(), gate);
    }
    view
}

/// `app.bsky.feed.defs#threadViewPost`, `depth` levels down; what is shown is noted.
pub(super) fn thread(world: &World, gates: &Gates, at: usize, depth: usize, shows: &mut Vec<usize>) -> Value {
    shows.push(at);
    let mut view = Map::new();
    view.insert("$type".to_owned(), "app.bsky.feed.defs#threadViewPost".into());
    view.insert("post".to_owned(), post(world, gates, at));
    view.insert("threadContext".to_owned(), json!({}));
    if depth > 0 {
        // A deleted reply is not in the index, so what stands below it is not reached either.
        let listed = world.answers(at).iter().filter(|reply| world.is_listed(**reply));
        let replies: Vec<_> = listed.map(|reply| thread(world, gates, *reply, depth - 1, shows)).collect();
        view.insert("replies".to_owned(), replies.into());
    }
    Value::Object(view)
}

/// The chain above a post, `height` levels up.
pub(super) fn parents(world: &World, gates: &Gates, entry: &Entry, height: usize) -> Option<Value> {
    let parent = entry.parent.filter(|_| height > 0)?;
    let above = world.get(parent);
    if above.gone.is_some() {
        let kind = "app.bsky.feed.defs#notFoundPost";
        return Some(json!({"$type": kind, "uri": above.id, "notFound": true}));
    }
    let mut view = json!({
        "$type": "app.bsky.feed.defs#threadViewPost", "post": post(world, gates, parent), "threadContext": {},
    });
    if let (Some(higher), Value::Object(view)) = (parents(world, gates, above, height - 1), &mut view) {
        view.insert("parent".to_owned(), higher);
    }
    Some(view)
}
