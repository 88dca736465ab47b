//! One post or comment as its network holds it. The town is the network's side, so the words stand
//! here in the clear as they do there; nothing that holds them can be printed.

use serde_json::Value;

use super::{Network, Truth};
use crate::model::Stamp;

/// Who ended it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gone {
    /// Its author.
    ByAuthor,
    /// We, over the API.
    ByUs,
}

/// What kind of thing it is on its network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Our own post.
    Post,
    /// Something under a post.
    Comment,
    /// A citizen's post on our page (Facebook only).
    Visit,
    /// A citizen's post elsewhere that names us.
    Mention,
    /// A citizen's post that quotes ours (Bluesky only).
    Quote,
}

/// For whom it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Audience {
    #[default]
    Everybody,
    /// Everybody who looks for it: it is announced nowhere, as some posts on Mastodon and the posts of
    /// ads on Facebook.
    Unlisted,
    /// The writer's followers (Mastodon only).
    Followers,
    /// Those whom it names (Mastodon only).
    Named,
}

impl Audience {
    /// Nobody may look at it but those it was written to: we must not.
    pub(super) fn is_private(self) -> bool {
        matches!(self, Self::Followers | Self::Named)
    }
}

/// Who wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Citizen,
    /// Our page, in the network's own app.
    Colleague,
    /// Our page, over the API.
    Us,
}

/// One post or comment.
#[expect(clippy::struct_excessive_bools, reason = "each is a state of its own on the network")]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) by: By,
    /// The post at the root of its thread, wherever that is.
    pub(super) root: Option<usize>,
    pub(super) parent: Option<usize>,
    /// The author's name, empty where the network leaves it out.
    pub(super) name: String,
    pub(super) handle: String,
    /// The author's id there: a number on Facebook, a DID on Bluesky.
    pub(super) account: String,
    pub(super) words: String,
    /// As the network says; on Bluesky the writer's app sets it.
    pub(super) written_at: Stamp,
    /// When it really came.
    pub(super) arrived_at: Stamp,
    /// From when on lists show it.
    pub(super) listed_from: Stamp,
    /// When its words were last changed.
    pub(super) edited_at: Option<Stamp>,
    pub(super) audience: Audience,
    /// We restricted its writer: it is counted, and shown to its writer alone (Instagram only).
    pub(super) is_restricted: bool,
    /// Comments are switched off under it (YouTube only).
    pub(super) is_closed: bool,
    /// Grows with every edit.
    pub(super) version: u32,
    /// Shown to nobody but us: hidden by us or, on YouTube, held back by the network.
    pub(super) is_hidden: bool,
    /// What is hidden was taken for spam by the network (YouTube only).
    pub(super) is_spam: bool,
    pub(super) gone: Option<Gone>,
    /// It stood in a list that was answered in full.
    pub(super) is_served: bool,
    pub(super) truth: Option<Truth>,
    /// The record (Bluesky only).
    pub(super) record: Value,
    pub(super) cid: String,
}

impl Entry {
    pub(super) fn is_ours(&self) -> bool {
        self.by != By::Citizen
    }

    /// A citizen's words that a poll should find.
    pub(super) fn is_inquiry(&self) -> bool {
        self.by == By::Citizen && !self.is_private() && !self.is_restricted
    }

    /// Not for us to read.
    pub(super) fn is_private(&self) -> bool {
        self.audience.is_private()
    }

    /// Where the network sorts it: never later than it came.
    pub(super) fn sort_at(&self) -> Stamp {
        self.written_at.min(self.arrived_at)
    }
}

/// How a comment stands on its network now. It holds invented words; still it cannot be printed.
#[derive(Clone)]
pub struct Standing {
    /// Where.
    pub network: Network,
    /// Its id there.
    pub id: String,
    /// The post at the root of its thread.
    pub post: Option<String>,
    /// What it answers.
    pub parent: Option<String>,
    /// The author's name; empty where the network leaves it out.
    pub author: String,
    /// The author's handle; empty on Facebook.
    pub handle: String,
    /// The words.
    pub words: String,
    /// When it was written, as the network says.
    pub written_at: Stamp,
    /// Grows with every edit, from 1.
    pub version: u32,
    /// Hidden by us.
    pub is_hidden: bool,
    /// No longer there, and by whom.
    pub gone: Option<Gone>,
    /// Written by our page, over the API or in the app.
    pub is_ours: bool,
    /// It stood in a list that was answered in full.
    pub is_served: bool,
    /// What it really is.
    pub truth: Option<Truth>,
}
