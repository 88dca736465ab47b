//! The fields of Bluesky's answers that we may keep, and no others: they cannot be asked for less,
//! so a field that is not declared here is dropped while it is read. No avatar, no labels, no likes.

use std::collections::HashSet;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::uri::PostUri;
use crate::model::{Incoming, RemoteId, Stamp, Target, Text};
use crate::platform::wire::{Item, lenient};

/// `listNotifications`.
#[derive(Deserialize)]
pub(super) struct Notifications {
    pub(super) notifications: Vec<Item<Seen>>,
    #[serde(default)]
    pub(super) cursor: Option<String>,
}

/// `getAuthorFeed`.
#[derive(Deserialize)]
pub(super) struct Feed {
    pub(super) feed: Vec<FeedItem>,
    #[serde(default)]
    pub(super) cursor: Option<String>,
}

/// One line of our feed.
#[derive(Deserialize)]
pub(super) struct FeedItem {
    pub(super) post: Item<Seen>,
    /// Why a line stands there that is not simply a post of ours (a repost, a pin).
    #[serde(default)]
    pub(super) reason: Option<IgnoredAny>,
}

/// `getPosts`.
#[derive(Deserialize)]
pub(super) struct Posts {
    pub(super) posts: Vec<Seen>,
}

/// `getPostThread`. The tree is walked by hand, because it is deep.
#[derive(Deserialize)]
pub(super) struct Thread {
    pub(super) thread: Value,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) threadgate: Option<GateView>,
}

/// The threadgate of a thread, as the thread shows it.
#[derive(Deserialize)]
pub(super) struct GateView {
    #[serde(default, deserialize_with = "lenient")]
    record: Option<GateRecord>,
}

#[derive(Deserialize)]
struct GateRecord {
    #[serde(default, rename = "hiddenReplies")]
    hidden_replies: HashSet<String>,
}

impl GateView {
    /// The addresses of the hidden replies.
    pub(super) fn hidden(self) -> HashSet<String> {
        self.record.map(|record| record.hidden_replies).unwrap_or_default()
    }
}

/// A post as a list shows it. The author's DID is not read beside: it stands in `uri`, where it
/// cannot be missing or false.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Seen {
    pub(super) uri: String,
    pub(super) cid: String,
    #[serde(default, deserialize_with = "lenient")]
    author: Option<Author>,
    record: Record,
    #[serde(default, deserialize_with = "lenient")]
    indexed_at: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) reply_count: Option<u64>,
    /// Of a notification.
    #[serde(default, deserialize_with = "lenient")]
    pub(super) reason: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Author {
    #[serde(default, deserialize_with = "lenient")]
    handle: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    display_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    #[serde(default)]
    text: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    created_at: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    reply: Option<ReplyRef>,
    #[serde(default, deserialize_with = "lenient")]
    embed: Option<Embed>,
}

/// What a reply answers.
#[derive(Clone, Deserialize)]
pub(super) struct ReplyRef {
    pub(super) root: StrongRef,
    pub(super) parent: StrongRef,
}

/// A post in one version.
#[derive(Clone, Deserialize, serde::Serialize)]
pub(super) struct StrongRef {
    pub(super) uri: String,
    pub(super) cid: String,
}

#[derive(Deserialize)]
struct Embed {
    #[serde(default)]
    images: Vec<IgnoredAny>,
    #[serde(default)]
    video: Option<IgnoredAny>,
    #[serde(default)]
    media: Option<Box<Embed>>,
}

impl Embed {
    fn images(&self) -> usize {
        self.images.len() + usize::from(self.video.is_some()) + self.media.as_ref().map_or(0, |m| m.images())
    }
}

impl Seen {
    /// What it answers, if it is a reply.
    pub(super) fn answers(&self) -> Option<&ReplyRef> {
        self.record.reply.as_ref()
    }

    /// When it was written, by its writer's app: any time at all, but not later than the network saw it.
    pub(super) fn written_at(&self) -> Option<Stamp> {
        let claimed = self.record.created_at.as_deref().and_then(Stamp::parse);
        claimed.into_iter().chain(self.indexed_at()).min()
    }

    /// When the network put it into its lists.
    pub(super) fn indexed_at(&self) -> Option<Stamp> {
        self.indexed_at.as_deref().and_then(Stamp::parse)
    }

    /// This version of this post.
    pub(super) fn strong_ref(&self) -> StrongRef {
        StrongRef { uri: self.uri.clone(), cid: self.cid.clone() }
    }

    /// Its words.
    pub(super) fn words(&self) -> &str {
        self.record.text.as_deref().unwrap_or_default()
    }

    /// As the house speaks of it. `post` is the post of ours above it, where the caller knows it;
    /// else it is read from the reply itself. `None` when address or time make no sense.
    pub(super) fn incoming(self, us: &str, post: Option<&RemoteId>) -> Option<Incoming> {
        let uri = PostUri::parse(&self.uri)?;
        let written_at = self.written_at()?;
        let above = || {
            let root = &self.answers()?.root.uri;
            PostUri::parse(root).filter(|root| root.did == us).map(|_| RemoteId::new(root))
        };
        let post = post.cloned().or_else(above);
        let images = self.record.embed.as_ref().map_or(0, Embed::images);
        let (handle, name) = match self.author {
            Some(author) => (author.handle, author.display_name),
            None => (None, None),
        };
        Some(Incoming {
            parent: self.record.reply.map(|reply| RemoteId::new(reply.parent.uri)),
            author_name: name.filter(|name| !name.is_empty()).map(Text::new),
            handle: handle.map(Text::new),
            is_ours: uri.did == us,
            text: Text::new(self.record.text.unwrap_or_default()),
            written_at,
            marker: Some(self.cid),
            link: uri.link(),
            is_hidden: None,
            images: u32::try_from(images).unwrap_or(u32::MAX),
            target: Target { remote: RemoteId::new(self.uri), post },
        })
    }
}
