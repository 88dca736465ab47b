//! What a reading of a thread came to, beside the network's own count: pure arithmetic.

use super::Listed;
use crate::model::Stamp;
use crate::store::post::{Post, Standing};

/// How a post stands after its thread was read, and what is new about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looked {
    /// How it stands.
    pub standing: Standing,
    /// Seen before and not listed any more, since the last look.
    pub vanished: i64,
    /// Counted there and gone before we came, since the last look.
    pub unseen: i64,
}

/// Compares. `post` is how the post stood before the thread was read, with `seen` as it is now;
/// `new` is how many comments the reading brought; `count` is the network's, asked for before it.
///
/// A comment can vanish between the two questions: what has vanished since the last look is not held
/// against us. A gap that closes though nothing came is what was gone before we came.
#[must_use]
pub fn looked(post: &Post, listed: &Listed, new: i64, count: Option<i64>, now: Stamp) -> Looked {
    let was = post.standing;
    // Of a list that was cut short nothing is known to have vanished: or it would hide a gap.
    let absent = if listed.is_whole() { (post.seen - listed.all()).max(0) } else { was.vanished };
    // One that came back (shown again there) makes the number smaller.
    let vanished = absent - was.vanished;
    let missing = |count: i64| (count - listed.counted() - vanished.max(0)).max(0);
    let gap = count.map_or(0, missing);
    let unseen = (was.gap - gap - new).max(0);
    // The oldest missing comment gives the gap its age.
    let gap_since = (gap > 0).then(|| was.gap_since.unwrap_or(now));
    Looked {
        standing: Standing {
            listed: Some(listed.counted()),
            gap,
            gap_since,
            vanished: absent,
            unseen: was.unseen + unseen,
        },
        vanished,
        unseen,
    }
}
