//! The fields of the Graph API that we may keep, and no others: a field that is not declared here is
//! dropped while it is read. No picture of a person, no likes, no link to a profile.

use serde::Deserialize;
use serde::de::{self, Deserializer};
use url::Url;

use crate::model::{Incoming, Link, Post, RemoteId, Stamp, Target, Text};
use crate::platform::wire::{Item, lenient};

/// What is asked of a comment. `attachment{type}` tells that there is a picture, not which.
pub(super) const OF_A_COMMENT: &str =
    "id,message,created_time,from{id,name},parent{id},is_hidden,is_private,permalink_url,attachment{type}";
/// What is asked of a visitor's post and of a post that mentions us.
pub(super) const OF_A_POST: &str =
    "id,message,created_time,from{id,name},is_hidden,permalink_url,attachments{media_type}";
/// What is asked of a post of ours. `filter(stream)` counts replies to comments too.
pub(super) const OF_OUR_POST: &str = "id,message,created_time,comments.filter(stream).limit(0).summary(true)";
/// What is asked of our own reply.
pub(super) const OF_OUR_REPLY: &str = "id,message,created_time,from{id}";

/// A list, one page of it.
#[derive(Deserialize)]
pub(super) struct List<T> {
    #[serde(bound(deserialize = "T: de::DeserializeOwned"))]
    pub(super) data: Vec<Item<T>>,
    #[serde(default)]
    paging: Option<Paging>,
}

#[derive(Deserialize)]
struct Paging {
    #[serde(default)]
    cursors: Option<Cursors>,
    #[serde(default)]
    next: Option<String>,
}

#[derive(Deserialize)]
struct Cursors {
    #[serde(default)]
    after: Option<String>,
}

/// Where a list goes on.
pub(super) enum Next {
    /// It does not.
    End,
    /// After this mark.
    After(String),
    /// It says that it does, and not how.
    Unsaid,
}

impl<T> List<T> {
    /// `paging.next` is an address that holds our token: of it only the mark is read, and only when
    /// the mark does not stand beside it.
    pub(super) fn next(&self) -> Next {
        let Some(paging) = &self.paging else { return Next::End };
        let Some(next) = &paging.next else { return Next::End };
        let beside = paging.cursors.as_ref().and_then(|cursors| cursors.after.clone());
        let within = || {
            let address = Url::parse(next).ok()?;
            address.query_pairs().find(|(key, _)| key == "after").map(|(_, after)| after.into_owned())
        };
        beside.or_else(within).map_or(Next::Unsaid, Next::After)
    }
}

/// A comment, a visitor's post or a mention.
#[derive(Deserialize)]
pub(super) struct Comment {
    id: Id,
    #[serde(default)]
    message: Option<String>,
    #[serde(deserialize_with = "moment")]
    created_time: Stamp,
    #[serde(default, deserialize_with = "lenient")]
    from: Option<Author>,
    #[serde(default, deserialize_with = "lenient")]
    parent: Option<Named>,
    #[serde(default, deserialize_with = "lenient")]
    is_hidden: Option<bool>,
    #[serde(default, deserialize_with = "lenient")]
    is_private: Option<bool>,
    #[serde(default, deserialize_with = "lenient")]
    permalink_url: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    attachment: Option<Attachment>,
    #[serde(default, deserialize_with = "lenient")]
    attachments: Option<Attachments>,
}

#[derive(Deserialize)]
struct Author {
    #[serde(default, deserialize_with = "lenient")]
    id: Option<Id>,
    #[serde(default, deserialize_with = "lenient")]
    name: Option<String>,
}

/// Something of which only the id matters.
#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) id: Id,
}

#[derive(Deserialize)]
struct Attachments {
    data: Vec<Attachment>,
}

#[derive(Deserialize)]
struct Attachment {
    #[serde(default, rename = "type", alias = "media_type")]
    kind: String,
}

impl Attachment {
    fn is_image(&self) -> bool {
        ["photo", "video", "album", "sticker", "animated"].iter().any(|kind| self.kind.starts_with(kind))
    }
}

impl Comment {
    /// For the commenter and the page alone: it must not be read.
    pub(super) fn is_private(&self) -> bool {
        self.is_private == Some(true)
    }

    /// As the house speaks of it.
    pub(super) fn incoming(self, page: &str, post: Option<&RemoteId>) -> Incoming {
        let images = self.attachment.into_iter().chain(self.attachments.into_iter().flat_map(|all| all.data));
        let images = images.filter(Attachment::is_image).count();
        let (author_id, author_name) = match self.from {
            Some(author) => (author.id, author.name),
            None => (None, None),
        };
        Incoming {
            target: Target { remote: self.id.into(), post: post.cloned() },
            parent: self.parent.map(|parent| parent.id.into()),
            author_name: author_name.map(Text::new),
            handle: None,
            is_ours: author_id.is_some_and(|id| id.0 == page),
            text: Text::new(self.message.unwrap_or_default()),
            written_at: self.created_time,
            marker: None,
            link: self.permalink_url.and_then(link),
            is_hidden: self.is_hidden,
            images: u32::try_from(images).unwrap_or(u32::MAX),
        }
    }
}

/// Only Facebook's own host: a moderator will open it.
fn link(address: String) -> Option<Link> {
    let parsed = Url::parse(&address).ok()?;
    let host = parsed.host_str()?;
    let is_theirs = host == "facebook.com" || host.ends_with(".facebook.com");
    is_theirs.then(|| Link::https(address)).flatten()
}

/// A post of ours.
#[derive(Deserialize)]
pub(super) struct OurPost {
    id: Id,
    #[serde(default)]
    message: Option<String>,
    #[serde(deserialize_with = "moment")]
    created_time: Stamp,
    #[serde(default, deserialize_with = "lenient")]
    comments: Option<Counted>,
}

#[derive(Deserialize)]
struct Counted {
    summary: Summary,
}

#[derive(Deserialize)]
struct Summary {
    total_count: u64,
}

impl OurPost {
    /// As the house speaks of it.
    pub(super) fn post(self) -> Post {
        Post {
            written_at: self.created_time,
            remote: self.id.into(),
            text: Text::new(self.message.unwrap_or_default()),
            count: self.comments.map(|comments| comments.summary.total_count),
        }
    }
}

/// What a write answers.
#[derive(Deserialize)]
pub(super) struct Success {
    pub(super) success: bool,
}

fn moment<'de, D: Deserializer<'de>>(source: D) -> Result<Stamp, D::Error> {
    let text = String::deserialize(source)?;
    Stamp::parse(&text).ok_or_else(|| de::Error::custom("no moment"))
}

/// An id, which Meta writes as text or as a number.
pub(super) struct Id(String);

impl Id {
    /// Whether this can be one of their ids: safe in a path, and not a word like `me`, which names
    /// our whole page.
    pub(super) fn fits(text: &str) -> bool {
        text.len() <= 200
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            && text.bytes().any(|b| b.is_ascii_digit())
    }

    /// The id.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Id> for RemoteId {
    fn from(id: Id) -> Self {
        Self::new(id.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Text(String),
            Number(u64),
        }
        let text = match Written::deserialize(source)? {
            Written::Text(text) => text,
            Written::Number(number) => number.to_string(),
        };
        if Self::fits(&text) { Ok(Self(text)) } else { Err(de::Error::custom("no id")) }
    }
}
