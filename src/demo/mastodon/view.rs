//! Statuses, authors and threads as our instance shows them, with the parts that nobody may keep.

use serde_json::{Value, json};

use super::home::Home;
use super::html;
use crate::demo::entry::{Audience, Entry};
use crate::demo::wire::Told;
use crate::demo::world::World;

/// So many answers a context shows: to us, and to a stranger.
const MOST_BELOW: [usize; 2] = [4096, 60];

/// `Account`.
pub(super) fn author(id: &str, acct: &str, name: &str) -> Value {
    let user = acct.split('@').next().unwrap_or_default();
    json!({
        "id": id, "username": user, "acct": acct, "display_name": name, "locked": false, "bot": false,
        "created_at": "2019-11-23T00:00:00.000Z", "note": "<p>Bor i Lilleby</p>",
        "url": format!("https://lilleby.test/@{acct}"), "avatar": format!("https://files.lilleby.test/{id}.png"),
        "followers_count": 12, "following_count": 34, "statuses_count": 56, "emojis": [], "fields": [],
    })
}

/// What stands there; to strangers only what is for everybody.
pub(super) fn shown_to(world: &World, id: &str, is_us: bool) -> Option<usize> {
    world.alive(id).filter(|at| is_us || !world.get(*at).is_private())
}

/// `Status`.
pub(super) fn status(home: &Home, world: &World, at: usize) -> Value {
    let entry = world.get(at);
    // Who answered what is deleted answers nothing.
    let parent = entry.parent.map(|parent| world.get(parent));
    let above = parent.filter(|parent| parent.gone.is_none());
    let counted = world.answers(at).iter().map(|reply| world.get(*reply));
    let counted = counted.filter(|reply| reply.gone.is_none() && !reply.is_private()).count();
    let ours = format!("@{}", home.acct);
    let mentions = if entry.words.split(' ').any(|word| word == ours) {
        json!([{"id": home.id, "username": home.acct, "acct": home.acct, "url": "https://lilleby.test/@lilleby"}])
    } else {
        json!([])
    };
    json!({
        "id": entry.id, "created_at": entry.written_at.rfc3339(),
        "edited_at": entry.edited_at.map(crate::model::Stamp::rfc3339),
        "in_reply_to_id": above.map(|parent| parent.id.as_str()),
        "in_reply_to_account_id": parent.map(|parent| parent.account.as_str()),
        "visibility": visibility(entry), "sensitive": false, "spoiler_text": "", "language": "da",
        "uri": format!("https://lilleby.test/users/{}/statuses/{}", entry.account, entry.id),
        "url": format!("https://lilleby.test/@{}/{}", entry.handle, entry.id),
        "content": html::content(&entry.words),
        "account": author(&entry.account, &entry.handle, &entry.name),
        "replies_count": counted, "reblogs_count": 0, "favourites_count": 0, "quotes_count": 0,
        "favourited": false, "reblogged": false, "muted": false, "bookmarked": false,
        "reblog": null, "application": null, "media_attachments": [], "mentions": mentions,
        "tags": [], "emojis": [], "card": null, "poll": null, "filtered": [],
    })
}

fn visibility(entry: &Entry) -> &'static str {
    match entry.audience {
        Audience::Everybody => "public",
        Audience::Unlisted => "unlisted",
        Audience::Followers => "private",
        Audience::Named => "direct",
    }
}

/// `Context`: what stands above and below, as far as it is shown to this caller.
pub(super) fn context(home: &Home, world: &World, at: usize, is_us: bool) -> Told {
    let may_see = |at: usize| world.is_listed(at) && (is_us || !world.get(at).is_private());
    let mut above = Vec::new();
    let mut next = world.get(at).parent;
    while let Some(at) = next.filter(|at| may_see(*at)) {
        above.insert(0, status(home, world, at));
        next = world.get(at).parent;
    }
    let (mut below, mut is_growing) = (Vec::new(), false);
    let mut open: Vec<usize> = world.answers(at).iter().rev().copied().collect();
    while let Some(at) = open.pop() {
        is_growing |= world.get(at).gone.is_none() && !world.is_listed(at);
        if may_see(at) {
            below.push(at);
            open.extend(world.answers(at).iter().rev());
        }
    }
    below.truncate(MOST_BELOW[usize::from(!is_us)]);
    let descendants: Vec<Value> = below.iter().map(|at| status(home, world, *at)).collect();
    let told = Told::ok(&json!({"ancestors": above, "descendants": descendants}));
    let told = if is_us { told.showing(below) } else { told };
    // Other servers are still being asked.
    if is_growing { told.with("mastodon-async-refresh", &"id=\"town\", retry=3") } else { told }
}
