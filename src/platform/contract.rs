//! What every network must do for us, and the words in which it answers. Private messages have no
//! verb here: policy 001 §4 says that we do not use them, so the program cannot.

use std::time::Duration;

use async_trait::async_trait;
use secrecy::SecretString;

use crate::model::{AccountName, Capabilities, Incoming, Post, RemoteId, Stamp, Target, TaskId};

/// A connection to one of our pages or profiles. It holds the token and nothing about a citizen.
#[async_trait]
pub trait Platform: Send + Sync {
    /// What this connection may do.
    fn can(&self) -> Capabilities;

    /// Checks the token and what it allows: asks the network who we are. Reads nobody's words.
    async fn check(&self) -> Result<(), Error>;

    /// Our own posts written at `from` or later, newest first, with the network's own counts.
    async fn posts(&self, from: Stamp) -> Result<Vec<Post>, Error>;

    /// What reached us outside the threads of our own posts, or is announced in one stream
    /// (visitors' posts, mentions, notifications), written or indexed at `since` or later. One page
    /// a call; `cursor` is the page's own `next`.
    async fn pull(&self, since: Stamp, cursor: Option<&Cursor>) -> Result<Page, Error>;

    /// What stands under one of our posts, replies at every depth included: at `since` or later,
    /// or all of it. One page a call.
    async fn thread(
        &self,
        post: &RemoteId,
        since: Option<Stamp>,
        cursor: Option<&Cursor>,
    ) -> Result<Page, Error>;

    /// A comment as it stands now; `None` when the network says that it is gone (and not merely
    /// that we may not see it: that is [`Error::NotPermitted`]).
    async fn reread(&self, target: &Target) -> Result<Option<Incoming>, Error>;

    /// Hides a comment. Asking twice is harmless.
    async fn hide(&self, target: &Target, now: Stamp) -> Result<Sent, Error>;

    /// Shows a hidden comment again. Asking twice is harmless.
    async fn unhide(&self, target: &Target, now: Stamp) -> Result<Sent, Error>;

    /// Deletes a citizen's comment. Asking twice is harmless.
    async fn delete(&self, target: &Target) -> Result<Sent, Error>;

    /// Answers in public, under the comment. Only [`Capabilities::idempotent_reply`] makes a
    /// second call harmless.
    async fn reply(&self, target: &Target, reply: &Reply<'_>) -> Result<Sent, Error>;

    /// Our own replies under the comment: how a reply whose answer was lost is looked for.
    async fn own_replies(&self, target: &Target) -> Result<Vec<OwnReply>, Error>;
}

/// What an adapter is made from.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Our name for the account: every error says it.
    pub account: AccountName,
    /// Where the network's API answers, without a trailing slash.
    pub base_url: url::Url,
    /// Our page id, handle or DID there.
    pub page: String,
    /// The token or app password. Sent in a header, never in a URL: URLs land in logs.
    pub token: SecretString,
    /// How long one call may take, answer included.
    pub deadline: Duration,
    /// The largest answer that is read, in bytes.
    pub most_bytes: usize,
    /// What only this network knows; its `connect` refuses a key it does not know.
    pub options: toml::Table,
}

/// One page of what a network lists.
#[derive(Debug, Default)]
pub struct Page {
    /// The comments, ours among them (marked).
    pub items: Vec<Incoming>,
    /// Where the next page is; `None` only when the network says there is no more. A short or
    /// empty page is not the end.
    pub next: Option<Cursor>,
    /// Private or direct items that were dropped unread.
    pub private_dropped: u64,
    /// Items whose shape could not be understood; the page goes on without them.
    pub unreadable: u64,
}

/// A network's own page mark: opaque, never stored, never followed as an address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cursor(pub String);

/// A reply on its way out.
#[derive(Clone, Copy, Debug)]
pub struct Reply<'a> {
    /// Our words, within [`Capabilities::reply_limit`].
    pub words: &'a str,
    /// Two-letter language of the words.
    pub language: &'a str,
    /// The task: the same task sent again gives the same key on networks that have one.
    pub task: &'a TaskId,
    /// When the task was made: fixed, so that a second call is equal to the first.
    pub at: Stamp,
}

/// One of our own replies, as the network lists it.
#[derive(Clone, Debug)]
pub struct OwnReply {
    /// Its id.
    pub remote: RemoteId,
    /// Our words in it.
    pub words: String,
    /// When the network says it was written.
    pub written_at: Stamp,
}

/// How a write ended, where it ended in a way that we know or must find out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// Done; for a reply with its id.
    Done(Option<RemoteId>),
    /// It was so already.
    AlreadyDone,
    /// The comment is gone.
    Gone,
    /// This network cannot do it.
    Unsupported,
    /// The answer was lost after the request went out: it may or may not have been done. Only
    /// reading tells; sending again may do it twice.
    Unknown,
}

/// Why a network did not do what was asked. The cause never quotes a citizen, a token or an
/// address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The token is dead: a person must renew it. The account stops, the others go on.
    #[error("the token is no longer valid ({0})")]
    TokenDead(&'static str),
    /// The token lives but may not do this.
    #[error("the network does not permit this ({0})")]
    NotPermitted(&'static str),
    /// Too many calls: wait so long.
    #[error("the network asks us to wait")]
    Throttled(Wait),
    /// It understood and refused, for good: asking again gives the same.
    #[error("the network refused ({0})")]
    Refused(&'static str),
    /// Nothing was done; the same call may go through later (no connection, 503, deadline before
    /// anything was sent, or any failure of a read). Any other failure of a write is
    /// [`Sent::Unknown`].
    #[error("the network did not answer ({0})")]
    Unreachable(&'static str),
    /// It answered something that is not what was asked for (HTML, cut-off or oversized JSON, a
    /// redirect, a cursor that repeats). Nothing of it is used.
    #[error("the network's answer could not be used ({0})")]
    Broken(&'static str),
}

/// How long a network wants us to wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// It did not say.
    Unsaid,
    /// So long from now.
    For(Duration),
    /// Until then.
    Until(Stamp),
}
