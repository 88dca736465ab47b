//! What was asked of a network, and what was done to it: the history against which the invariants
//! are checked. It names comments by id and never holds a word of them.

use super::Network;
use crate::model::{Deed, Stamp};

/// What a request was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Call {
    /// A session is opened with the password (Bluesky).
    SignIn,
    /// A session is renewed (Bluesky).
    Refresh,
    /// Who are we: the token check.
    Check,
    /// Our own posts.
    Posts,
    /// Visitors' posts, mentions, notifications.
    Reached,
    /// What stands under a post or comment.
    Thread,
    /// One post or comment, or a handful by name.
    Read,
    /// The record that hides replies (Bluesky).
    Gate,
    /// A comment is hidden.
    Hide,
    /// A comment is shown again.
    Unhide,
    /// Something is deleted.
    Delete,
    /// A reply is written.
    Reply,
    /// Private messages: none of our business.
    Private,
    /// Something that the town does not know.
    Other,
}

/// One request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// When.
    pub at: Stamp,
    /// Of which network.
    pub network: Network,
    /// What for.
    pub call: Call,
    /// The post or comment it was about, where it was about one.
    pub about: Option<String>,
    /// The HTTP status; `None` where the answer was withheld.
    pub status: Option<u16>,
}

/// One change that we made through the API: applied, whether or not the answer arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// When.
    pub at: Stamp,
    /// On which network.
    pub network: Network,
    /// What was done.
    pub deed: Deed,
    /// The comment it was done to; for a reply, the comment that was answered.
    pub id: String,
    /// The version of the comment at that moment: an edit in between shows.
    pub version: u32,
}

/// Both lists. Requests are many, so only the newest [`Log::MOST`] are kept.
#[derive(Default)]
pub(super) struct Log {
    pub(super) requests: std::collections::VecDeque<Request>,
    pub(super) effects: Vec<Effect>,
    /// All requests that ever were, and those that were not answered with success.
    pub(super) asked: u64,
    pub(super) failed: u64,
}

impl Log {
    const MOST: usize = 50_000;

    pub(super) fn request(&mut self, request: Request) {
        self.asked += 1;
        self.failed += u64::from(request.status.is_none_or(|status| status >= 400));
        if self.requests.len() == Self::MOST {
            self.requests.pop_front();
        }
        self.requests.push_back(request);
    }
}
