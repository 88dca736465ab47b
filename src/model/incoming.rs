//! A comment on its way in: in memory only, consumed by the screen.

use std::fmt;

use super::{Link, RemoteId, Stamp, Target, Text};

/// What a network delivered, cut down to what the policy allows (name or handle and content, plus
/// the technical ids without which nothing can be done). GDPR art. 5(1)(c); policy 001 §3.
#[derive(Clone)]
pub struct Incoming {
    /// The comment and our post above it.
    pub target: Target,
    /// The comment it answers, where it answers one.
    pub parent: Option<RemoteId>,
    /// The name shown; networks leave it out for private profiles and missing permissions.
    pub author_name: Option<Text>,
    /// The handle shown, where the network has one.
    pub handle: Option<Text>,
    /// Written by our own page or profile: never an inquiry, but the detectors look at it.
    pub is_ours: bool,
    /// The words.
    pub text: Text,
    /// When it was written, as the network says. On Bluesky the writer's app sets it.
    pub written_at: Stamp,
    /// Changes when the comment is edited (cid, `edited_at`); `None` where the network has none
    /// and the words themselves must be compared.
    pub marker: Option<String>,
    /// Where a moderator can see it on the network.
    pub link: Option<Link>,
    /// Whether it is hidden there now, where the network says so.
    pub is_hidden: Option<bool>,
    /// Pictures and films attached: counted, never fetched.
    pub images: u32,
}

impl fmt::Debug for Incoming {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The marker may be a hash of the words, and the link leads to a person: neither is shown.
        out.debug_struct("Incoming")
            .field("text", &self.text)
            .field("is_ours", &self.is_ours)
            .finish_non_exhaustive()
    }
}
