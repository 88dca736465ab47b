//! One Bluesky profile of ours behind the contract: the reads.

use std::collections::HashSet;
use std::sync::Arc;

use async_trait::async_trait;
use secrecy::ExposeSecret;
use serde::Deserialize;

use super::refusal::Trouble;
use super::session::{Open, Session};
use super::thread::{DEPTH, flatten};
use super::uri::{PostUri, is_did};
use super::wire::{Feed, GateView, Notifications, Thread};
use crate::model::{Capabilities, Incoming, LengthUnit, Post, RemoteId, ReplyLimit, Stamp, Target, Text};
use crate::platform::connect::{ConnectError, Needs, Network, without_options};
use crate::platform::contract::{Connection, Cursor, Error, OwnReply, Page, Platform, Reply, Sent};
use crate::platform::http::Http;

/// Its row in the list of networks.
pub(in crate::platform) const NETWORK: Network = Network {
    name: "bluesky",
    // The scopes of a session's token. The first refused one is the profile's own password, which
    // opens everything, the second an app password that opens direct messages.
    needs: Needs {
        needed: &["com.atproto.appPass"],
        refused: &["com.atproto.access", "com.atproto.appPassPrivileged", "transition:chat.bsky"],
    },
    connect,
};

/// A feed that goes on for longer than this is not ours.
const MOST_PAGES: usize = 100;

/// Why we are told of a post.
const REASONS: [&str; 3] = ["reply", "mention", "quote"];

/// One profile of ours.
pub(super) struct Bluesky {
    pub(super) session: Session,
}

fn connect(connection: Connection) -> Result<Box<dyn Platform>, ConnectError> {
    without_options(&connection)?;
    let page = &connection.page;
    let is_handle =
        page.contains('.') && page.bytes().all(|b| b.is_ascii_alphanumeric() || b".-".contains(&b));
    if !is_handle && !is_did(page) {
        return Err(ConnectError::Page("must be a handle without @, or a DID"));
    }
    if connection.token.expose_secret().is_empty() {
        return Err(ConnectError::Token("is empty"));
    }
    let http = Http::new(&connection)?;
    Ok(Box::new(Bluesky { session: Session::new(http, connection.page, connection.token) }))
}

#[async_trait]
impl Platform for Bluesky {
    fn can(&self) -> Capabilities {
        Capabilities {
            hide: true,
            // Only its author can delete a post.
            delete: false,
            reply: true,
            idempotent_reply: true,
            hidden_still_seen: true,
            reply_limit: ReplyLimit { most: 300, unit: LengthUnit::Graphemes, most_bytes: Some(3000) },
        }
    }

    async fn check(&self) -> Result<(), Error> {
        #[derive(Deserialize)]
        struct Ourselves {
            did: String,
            #[serde(default)]
            active: Option<bool>,
        }
        let told: Ourselves =
            self.session.query("com.atproto.server.getSession", &[]).await.map_err(Trouble::error)?;
        let us = self.us().await?;
        if told.did != us.did {
            return Err(Error::Broken("a session of another profile"));
        }
        if told.active == Some(false) {
            return Err(Error::NotPermitted("our profile is switched off"));
        }
        // Policy 001 §4: no private messages, so no password that opens them.
        match us.scope() {
            Some(scope) if scope.split(' ').any(|scope| NETWORK.needs.refused.contains(&scope)) => Err(
                Error::NotPermitted("the password opens direct messages: use an app password without them"),
            ),
            _ => Ok(()),
        }
    }

    async fn posts(&self, from: Stamp) -> Result<Vec<Post>, Error> {
        let us = self.us().await?;
        let mut posts = Vec::new();
        let mut marks: Vec<String> = Vec::new();
        while marks.len() < MOST_PAGES {
            let mut query =
                vec![("actor", us.did.as_str()), ("filter", "posts_no_replies"), ("limit", "100")];
            query.extend(marks.last().map(|mark| ("cursor", mark.as_str())));
            let page: Feed =
                self.session.query("app.bsky.feed.getAuthorFeed", &query).await.map_err(Trouble::error)?;
            let (mut newer, mut older) = (0_usize, 0_usize);
            for line in page.feed {
                // A pinned or reposted line stands out of order, and a repost is not ours.
                let (None, Some(seen)) = (line.reason, line.post.0) else { continue };
                let is_root = seen.answers().is_none();
                if !is_root || PostUri::parse(&seen.uri).is_none_or(|uri| uri.did != us.did) {
                    continue;
                }
                let Some(written_at) = seen.written_at() else { continue };
                if written_at < from {
                    older += 1;
                    continue;
                }
                newer += 1;
                posts.push(Post {
                    written_at,
                    text: Text::new(seen.words()),
                    // Only the replies to the post itself; replies to replies are not in it.
                    count: seen.reply_count,
                    remote: RemoteId::new(seen.uri),
                });
            }
            match page.cursor {
                None => return Ok(posts),
                Some(_) if newer == 0 && older > 0 => return Ok(posts),
                Some(mark) if marks.contains(&mark) => return Err(Error::Broken("a cursor that repeats")),
                Some(mark) => marks.push(mark),
            }
        }
        Err(Error::Broken("a list without an end"))
    }

    async fn pull(&self, since: Stamp, cursor: Option<&Cursor>) -> Result<Page, Error> {
        let us = self.us().await?;
        let mut query: Vec<(&str, &str)> = REASONS.iter().map(|reason| ("reasons", *reason)).collect();
        query.push(("limit", "100"));
        query.extend(cursor.map(|Cursor(mark)| ("cursor", mark.as_str())));
        let told: Notifications = self
            .session
            .query("app.bsky.notification.listNotifications", &query)
            .await
            .map_err(Trouble::error)?;
        let (mut page, mut older) = (Page::default(), 0_usize);
        for item in told.notifications {
            let Some(seen) = item.0 else {
                page.unreadable += 1;
                continue;
            };
            if seen.reason.as_deref().is_none_or(|reason| !REASONS.contains(&reason)) {
                continue;
            }
            if seen.indexed_at().or_else(|| seen.written_at()).is_some_and(|at| at < since) {
                older += 1;
                continue;
            }
            match seen.incoming(&us.did, None) {
                Some(incoming) => page.items.push(incoming),
                None => page.unreadable += 1,
            }
        }
        // The mark is the moment of the last line read, likes included, which `reasons` leaves out
        // only afterwards: without looking at it a busy profile would be read to its beginning.
        let is_past = (older > 0 && page.items.is_empty())
            || told.cursor.as_deref().and_then(Stamp::parse).is_some_and(|at| at < since);
        page.next = told.cursor.filter(|_| !is_past).map(Cursor);
        Ok(page)
    }

    async fn thread(
        &self,
        post: &RemoteId,
        _since: Option<Stamp>,
        cursor: Option<&Cursor>,
    ) -> Result<Page, Error> {
        let us = self.us().await?;
        let mut waiting: Vec<String> = match cursor {
            None => vec![post.expose().to_owned()],
            Some(Cursor(marks)) => marks.split(' ').map(str::to_owned).collect(),
        };
        let from = waiting.remove(0);
        PostUri::parse(&from).ok_or(Error::Refused("no id of this network"))?;
        let query = [("uri", from.as_str()), ("depth", DEPTH), ("parentHeight", "0")];
        let mut page = Page::default();
        match self.session.query::<Thread>("app.bsky.feed.getPostThread", &query).await {
            Ok(Thread { thread, threadgate }) => {
                // Further down the answer need not hold the gate of the root.
                let is_known = cursor.is_none() || threadgate.is_some();
                let hidden: HashSet<String> = threadgate.map(GateView::hidden).unwrap_or_default();
                let flat = flatten(thread);
                page.unreadable = flat.unreadable;
                waiting.extend(flat.further);
                for seen in flat.replies {
                    let is_hidden = is_known.then(|| hidden.contains(&seen.uri));
                    match seen.incoming(&us.did, Some(post)) {
                        Some(incoming) => page.items.push(Incoming { is_hidden, ..incoming }),
                        None => page.unreadable += 1,
                    }
                }
            }
            // Nothing stands under what is gone.
            Err(Trouble::Absent) => {}
            Err(trouble) => return Err(trouble.error()),
        }
        page.next = (!waiting.is_empty()).then(|| Cursor(waiting.join(" ")));
        Ok(page)
    }

    async fn reread(&self, target: &Target) -> Result<Option<Incoming>, Error> {
        PostUri::of(&target.remote)?;
        let us = self.us().await?;
        let seen = self.seen(&[target.remote.expose()]).await?;
        let Some(seen) = seen.into_iter().find(|seen| seen.uri == target.remote.expose()) else {
            return self.confirm_gone(&target.remote).await.map(|()| None);
        };
        let incoming =
            seen.incoming(&us.did, target.post.as_ref()).ok_or(Error::Broken("a post without a time"))?;
        Ok(Some(Incoming { is_hidden: self.is_hidden(target).await?, ..incoming }))
    }

    async fn hide(&self, target: &Target, now: Stamp) -> Result<Sent, Error> {
        self.set_hidden(target, true, now).await
    }

    async fn unhide(&self, target: &Target, now: Stamp) -> Result<Sent, Error> {
        self.set_hidden(target, false, now).await
    }

    async fn delete(&self, _target: &Target) -> Result<Sent, Error> {
        Ok(Sent::Unsupported)
    }

    async fn reply(&self, target: &Target, reply: &Reply<'_>) -> Result<Sent, Error> {
        self.answer(target, reply).await
    }

    async fn own_replies(&self, target: &Target) -> Result<Vec<OwnReply>, Error> {
        self.own_answers(target).await
    }
}

impl Bluesky {
    /// Our open session.
    pub(super) async fn us(&self) -> Result<Arc<Open>, Error> {
        self.session.open().await.map_err(Trouble::error)
    }
}
