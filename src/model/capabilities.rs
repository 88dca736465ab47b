//! What one connection can do: asked per connection, because a network's word differs by account.

/// What an account may do on its network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own to the network")]
pub struct Capabilities {
    /// A comment can be hidden, and shown again.
    pub hide: bool,
    /// A citizen's comment can be deleted by us (on Bluesky only its author can).
    pub delete: bool,
    /// We can answer in the thread.
    pub reply: bool,
    /// Sending the same reply twice with one key gives one reply.
    pub idempotent_reply: bool,
    /// A hidden comment is still seen by its author and the author's friends.
    pub hidden_still_seen: bool,
    /// What the network's own count under a post counts.
    pub counts: Counts,
    /// How long a reply may be.
    pub reply_limit: ReplyLimit,
}

/// What stands behind a network's number of comments under a post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    /// Everything below the post, answers to answers too.
    All,
    /// Only what answers the post itself.
    Direct,
}

/// The longest reply, in the network's own units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ReplyLimit {
    /// How many.
    pub most: usize,
    /// Of what.
    pub unit: LengthUnit,
    /// A second limit in UTF-8 bytes, where the network has one.
    pub most_bytes: Option<usize>,
}

/// What a network counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum LengthUnit {
    Graphemes,
    Utf16,
    Bytes,
    /// As X counts: most Latin signs once, everything else and every emoji twice, every link alike.
    Weighted {
        a_link: usize,
    },
    /// Graphemes, but every link counts as if it had this length, whatever its own.
    GraphemesWithLinks {
        a_link: usize,
    },
}
