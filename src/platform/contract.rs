//! What every network must do for us, and the words in which it answers. Private messages have no
//! verb here: policy 001 §4 says that we do not use them, so the program cannot.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use super::budget::{Budget, Quota};
use super::secrets::Secrets;
use crate::model::{AccountName, Capabilities, Incoming, Post, RemoteId, Stamp, Target, TaskId};

/// A connection to one of our pages or profiles. It holds the token and nothing about a citizen.
#[async_trait]
pub trait Platform: Send + Sync {
    /// What this connection may do.
    fn can(&self) -> Capabilities;

    /// Checks the token and what it allows: asks the network who we are. Reads nobody's words.
    async fn check(&self) -> Result<Grant, Error>;

    /// Exchanges the secrets for fresh ones; `None` where this network's tokens do not end, or
    /// cannot be exchanged. What comes back replaces what the connection was made from.
    async fn renew(&self, _now: Stamp) -> Result<Option<Renewed>, Error> {
        Ok(None)
    }

    /// How long reads that can wait must wait, by our own brake: most of what the network lets us ask
    /// is used up, and the rest is for deeds.
    fn hold(&self) -> Option<Wait> {
        None
    }

    /// What the network lets us spend in a day; `None` where it counts for us and says so in its
    /// answers. The worker meters it through [`Connection::budget`].
    fn quota(&self) -> Option<Quota> {
        None
    }

    /// How long the network knows the key of a reply, counted from its first call, where that ends: after it a
    /// second call with the same key is a second reply, whatever [`Capabilities::idempotent_reply`] says.
    fn reply_key_lives(&self) -> Option<Duration> {
        None
    }

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

    /// Several comments as they stand now, in the same order. A network that answers for many in
    /// one call does so here; elsewhere it is one call each, and what follows a failure of the
    /// network itself is left out.
    async fn reread_many(&self, targets: &[Target]) -> Vec<Result<Option<Incoming>, Error>> {
        let mut found = Vec::with_capacity(targets.len());
        for target in targets {
            let one = match self.hold() {
                Some(wait) => Err(Error::Held(wait)),
                None => self.reread(target).await,
            };
            let goes_on = one.as_ref().err().is_none_or(Error::is_about_one);
            found.push(one);
            if !goes_on {
                break;
            }
        }
        found
    }

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
    /// The token or app password, and what else the network wants kept secret. Sent in a header or
    /// a body, never in a URL: URLs land in logs.
    pub secrets: Secrets,
    /// What may be spent of the network's daily quota, where it has one.
    pub budget: Arc<Budget>,
    /// How long one call may take, answer included.
    pub deadline: Duration,
    /// The largest answer that is read, in bytes.
    pub most_bytes: usize,
    /// What only this network knows; its `connect` refuses a key it does not know.
    pub options: toml::Table,
}

/// What a token turned out to be allowed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grant {
    /// Its permissions, in the network's words; `None` where the network does not tell.
    pub scopes: Option<Vec<String>>,
    /// When it ends; `None` where it does not, or the network does not tell.
    pub ends: Option<Stamp>,
}

/// Fresh secrets in place of the old ones.
#[derive(Debug)]
pub struct Renewed {
    /// All of them, the unchanged ones too.
    pub secrets: Secrets,
    /// When the new ones end, as far as the network says.
    pub ends: Option<Stamp>,
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
    /// The network holds more than it lists, or may, and gives no mark to go on with. The page is
    /// used; that its count was reached is not to be concluded from it.
    pub is_partial: bool,
    /// Of `items`, those that are citizens' posts on our own page: what stands under them is ours to
    /// look after, as it is under our posts.
    pub visitors: Vec<RemoteId>,
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
    /// Held back by ourselves, before the network would refuse: what is left is kept for deeds.
    /// Pulls stop; hiding, deleting and answering go on.
    #[error("held back, so that enough is left for deeds")]
    Held(Wait),
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

impl Error {
    /// It is about the one comment that was asked for, and says nothing about the next.
    #[must_use]
    pub fn is_about_one(&self) -> bool {
        matches!(self, Self::NotPermitted(_) | Self::Refused(_) | Self::Broken(_))
    }
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
