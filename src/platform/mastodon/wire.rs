//! The fields of Mastodon's answers that we may keep, and no others: they cannot be asked for less,
//! so a field that is not declared here is dropped while it is read. No avatar, no biography, no likes.

use serde::Deserialize;
use serde::de::{self, Deserializer, IgnoredAny};
use serde_json::Value;

use super::html;
use crate::model::{Incoming, Link, RemoteId, Stamp, Target, Text};
use crate::platform::mention;
use crate::platform::wire::{Item, lenient};

/// A post, unless it is not for everybody: then nothing of it is read at all.
pub(super) enum Seen {
    Open(Box<Status>),
    Private,
}

impl<'de> Deserialize<'de> for Seen {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(source)?;
        match value.get("visibility").and_then(Value::as_str) {
            Some("public" | "unlisted") => {
                Box::deserialize(value).map(Self::Open).map_err(|_| de::Error::custom("no post"))
            }
            // `direct`, `private`, and whatever closed circle a server invents.
            Some(_) => Ok(Self::Private),
            None => Err(de::Error::custom("a post for nobody knows whom")),
        }
    }
}

/// A notification.
#[derive(Deserialize)]
pub(super) struct Notice {
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(default, deserialize_with = "lenient")]
    created_at: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) status: Option<Seen>,
}

impl Notice {
    /// When our instance told us, which is its own clock and not the writer's.
    pub(super) fn told_at(&self) -> Option<Stamp> {
        self.created_at.as_deref().and_then(Stamp::parse)
    }
}

/// What stands under a post, at every depth. What stands above it is not read.
#[derive(Deserialize)]
pub(super) struct Context {
    pub(super) descendants: Vec<Item<Seen>>,
}

/// A post for everybody.
#[derive(Deserialize)]
pub(super) struct Status {
    id: Id,
    created_at: String,
    #[serde(default, deserialize_with = "lenient")]
    edited_at: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    account: Option<Account>,
    content: String,
    #[serde(default, deserialize_with = "lenient")]
    spoiler_text: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    in_reply_to_id: Option<Id>,
    #[serde(default, deserialize_with = "lenient")]
    in_reply_to_account_id: Option<Id>,
    pub(super) visibility: String,
    #[serde(default, deserialize_with = "lenient")]
    pub(super) replies_count: Option<u64>,
    #[serde(default, deserialize_with = "lenient")]
    media_attachments: Option<Vec<IgnoredAny>>,
}

#[derive(Deserialize)]
struct Account {
    #[serde(default, deserialize_with = "lenient")]
    id: Option<Id>,
    #[serde(default, deserialize_with = "lenient")]
    acct: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    display_name: Option<String>,
}

impl Status {
    /// The post that it answers.
    pub(super) fn answers(&self) -> Option<&str> {
        self.in_reply_to_id.as_ref().map(Id::as_str)
    }

    /// Written under this account.
    pub(super) fn is_by(&self, page: &str) -> bool {
        self.account.as_ref().and_then(|account| account.id.as_ref()).is_some_and(|id| id.as_str() == page)
    }

    /// Who wrote it, as they are named in an answer.
    pub(super) fn acct(&self) -> Option<&str> {
        self.account.as_ref().and_then(|account| account.acct.as_deref())
    }

    /// When it was written, as its writer's server says.
    pub(super) fn written_at(&self) -> Option<Stamp> {
        Stamp::parse(&self.created_at)
    }

    /// Its words, with the warning that its writer put above them: it is theirs too.
    pub(super) fn words(&self) -> String {
        let words = html::words(&self.content);
        match self.spoiler_text.as_deref().map(str::trim).filter(|warning| !warning.is_empty()) {
            Some(warning) => format!("{warning}\n{words}"),
            None => words,
        }
    }

    /// Its id, as the API writes it.
    pub(super) fn id(&self) -> &str {
        self.id.as_str()
    }

    /// Its id.
    pub(super) fn remote(self) -> RemoteId {
        self.id.into()
    }

    /// As the house speaks of it. `post` is the post of ours above it, where the caller knows it; else
    /// it is what the comment answers, if that is ours. `None` when its time makes no sense.
    pub(super) fn incoming(
        self,
        page: &str,
        host: &str,
        post: Option<&RemoteId>,
        told_at: Option<Stamp>,
    ) -> Option<Incoming> {
        // A server far away may claim any time, but not a later one than when we were told.
        let claimed = self.written_at()?;
        let written_at = told_at.map_or(claimed, |told| told.min(claimed));
        let (is_ours, text) = (self.is_by(page), Text::new(self.words()));
        let link = self.account.as_ref().and_then(|account| link(host, account.acct.as_deref()?, &self.id));
        let parent: Option<RemoteId> = self.in_reply_to_id.map(Id::into);
        let answers_us = self.in_reply_to_account_id.is_some_and(|id| id.as_str() == page);
        let post = post.cloned().or_else(|| parent.clone().filter(|_| answers_us));
        let (handle, name) =
            self.account.map_or((None, None), |account| (account.acct, account.display_name));
        Some(Incoming {
            target: Target { remote: self.id.into(), post },
            parent,
            author_name: name.filter(|name| !name.is_empty()).map(Text::new),
            handle: handle.map(Text::new),
            is_ours,
            text,
            written_at,
            marker: self.edited_at,
            link,
            is_hidden: None,
            images: self.media_attachments.map_or(0, |all| u32::try_from(all.len()).unwrap_or(u32::MAX)),
        })
    }
}

/// Where our own instance shows it, wherever it was written: a moderator will open it, and the address
/// that its own server gives can lead anywhere.
fn link(host: &str, acct: &str, id: &Id) -> Option<Link> {
    mention::is_plain(acct).then(|| Link::https(format!("https://{host}/@{acct}/{}", id.as_str()))).flatten()
}

/// Something of which only the id matters.
#[derive(Deserialize)]
pub(super) struct Named {
    pub(super) id: Id,
}

/// The application that our token was made for.
#[derive(Deserialize)]
pub(super) struct App {
    #[serde(default, deserialize_with = "lenient")]
    pub(super) scopes: Option<Vec<String>>,
}

/// Our instance.
#[derive(Deserialize)]
pub(super) struct Instance {
    #[serde(default, deserialize_with = "lenient")]
    configuration: Option<Configuration>,
}

#[derive(Deserialize)]
struct Configuration {
    statuses: Limits,
}

#[derive(Deserialize)]
struct Limits {
    #[serde(default)]
    max_characters: Option<usize>,
    #[serde(default)]
    characters_reserved_per_url: Option<usize>,
}

impl Instance {
    /// Posts must be shorter there, or its links count for more, than we were told.
    pub(super) fn takes_less(&self, most: usize, a_link: usize) -> bool {
        let Some(Configuration { statuses }) = &self.configuration else { return false };
        statuses.max_characters.is_some_and(|there| there < most)
            || statuses.characters_reserved_per_url.is_some_and(|there| there > a_link)
    }
}

/// An id: digits at Mastodon, letters too at others.
pub(super) struct Id(String);

impl Id {
    /// Whether this can be one of their ids: safe in a path, and not a word like `context`.
    pub(super) fn fits(text: &str) -> bool {
        text.len() <= 100
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
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
        let text = String::deserialize(source)?;
        if Self::fits(&text) { Ok(Self(text)) } else { Err(de::Error::custom("no id")) }
    }
}
