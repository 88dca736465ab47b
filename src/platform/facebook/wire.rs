//! The fields of the Graph API that we may keep, and no others: a field that is not declared here is
//! dropped while it is read. No picture of a person, no likes, no link to a profile.

use serde::Deserialize;

use crate::model::{Incoming, Post, RemoteId, Stamp, Target, Text};
use crate::platform::meta::{Id, Named, link};
use crate::platform::wire::{lenient, moment};

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
            is_ours: author_id.is_some_and(|id| id.as_str() == page),
            text: Text::new(self.message.unwrap_or_default()),
            written_at: self.created_time,
            marker: None,
            link: self.permalink_url.and_then(|address| link(address, "facebook.com")),
            is_hidden: self.is_hidden,
            images: u32::try_from(images).unwrap_or(u32::MAX),
        }
    }
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
