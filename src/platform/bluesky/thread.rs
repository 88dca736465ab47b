//! A thread read whole. It is the net under the notifications, which lose replies of the same second
//! and put backdated ones where no watermark reaches.

use serde::Deserialize;
use serde_json::Value;

use super::wire::Seen;

/// How many levels one answer may hold. The network allows 1000, but each level nests the JSON by
/// two, and a JSON reader gives up at 128: somebody who answers himself seventy times would make the
/// thread unreadable. What is deeper is read by asking again from there.
pub(super) const DEPTH: &str = "50";

/// The replies of a thread, in the order in which a reader sees them.
#[derive(Default)]
pub(super) struct Flat {
    pub(super) replies: Vec<Seen>,
    /// Replies whose own replies were left out of this answer.
    pub(super) further: Vec<String>,
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
