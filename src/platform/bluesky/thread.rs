//! A thread read whole. It is the net under the notifications, which lose replies of the same second
//! and put backdated ones where no watermark reaches.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::Value;

use super::profile::Bluesky;
use super::refusal::Trouble;
use super::uri::PostUri;
use super::wire::{GateView, Seen, Thread};
use crate::model::{Incoming, RemoteId};
use crate::platform::contract::{Cursor, Error, Page};

/// How many levels one answer may hold. The network allows 1000, but each level nests the JSON by
/// two, and a JSON reader gives up at 128: somebody who answers himself seventy times would make the
/// thread unreadable. What is deeper is read by asking again from there.
const DEPTH: &str = "50";

impl Bluesky {
    pub(super) async fn under(&self, post: &RemoteId, cursor: Option<&Cursor>) -> Result<Page, Error> {
        let us = self.us().await?;
        let mut waiting: Vec<String> = match cursor {
            None => vec![post.expose().to_owned()],
            Some(Cursor(marks)) => marks.split(' ').map(str::to_owned).collect(),
        };
        let from = waiting.remove(0);
        PostUri::parse(&from).ok_or(Error::Refused("no id of this network"))?;
        let query = [("uri", from.as_str()), ("depth", DEPTH), ("parentHeight", "0")];
        let mut page = Page::default();
        match self.session.list::<Thread>("app.bsky.feed.getPostThread", &query).await {
            Ok(Thread { thread, threadgate }) => {
                // Further down the answer need not hold the gate of the root.
                let is_known = cursor.is_none() || threadgate.is_some();
                let hidden: HashSet<String> = threadgate.map(GateView::hidden).unwrap_or_default();
                let flat = flatten(thread);
                page.unreadable = flat.unreadable;
                waiting.extend(flat.further);
                for seen in flat.replies {
                    let is_hidden = is_known.then(|| hidden.contains(&seen.uri));
                    match seen.incoming(&us.did, Some(post)) {
                        Some(incoming) => page.items.push(Incoming { is_hidden, ..incoming }),
                        None => page.unreadable += 1,
                    }
                }
            }
            // Nothing stands under what is gone.
            Err(Trouble::Absent) => {}
            Err(trouble) => return Err(trouble.error()),
        }
        page.next = (!waiting.is_empty()).then(|| Cursor(waiting.join(" ")));
        Ok(page)
    }
}

/// The replies of a thread, in the order in which a reader sees them.
#[derive(Default)]
pub(super) struct Flat {
    pub(super) replies: Vec<Seen>,
    /// Replies whose own replies were left out of this answer.
    further: Vec<String>,
    pub(super) unreadable: u64,
}

/// Takes the tree apart without recursion, without the post at its root. Posts that are gone or
/// blocked are left out: they say nothing.
pub(super) fn flatten(root: Value) -> Flat {
    let mut flat = Flat::default();
    let mut waiting = take_replies(&mut { root }).unwrap_or_default();
    waiting.reverse();
    while let Some(mut node) = waiting.pop() {
        let replies = take_replies(&mut node);
        let is_cut = replies.is_none();
        waiting.extend(replies.unwrap_or_default().into_iter().rev());
        let Some(post) = node.get_mut("post").map(Value::take) else {
            let is_absent = node.get("notFound").or_else(|| node.get("blocked")).is_some();
            flat.unreadable += u64::from(!is_absent);
            continue;
        };
        match Seen::deserialize(post) {
            Ok(seen) => {
                if is_cut && seen.reply_count.is_some_and(|count| count > 0) {
                    flat.further.push(seen.uri.clone());
                }
                flat.replies.push(seen);
            }
            Err(_) => flat.unreadable += 1,
        }
    }
    flat
}

fn take_replies(node: &mut Value) -> Option<Vec<Value>> {
    match node.get_mut("replies").map(Value::take) {
        Some(Value::Array(replies)) => Some(replies),
        Some(_) | None => None,
    }
}
