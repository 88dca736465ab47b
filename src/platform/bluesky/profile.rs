//! One Bluesky profile of ours behind the contract.

use std::sync::Arc;

use async_trait::async_trait;
use serde::Deserialize;

use super::refusal::Trouble;
use super::session::{Open, Session};
use super::uri::is_did;
use crate::model::{Capabilities, Counts, Incoming, LengthUnit, Post, RemoteId, ReplyLimit, Stamp, Target};
use crate::platform::connect::{ConnectError, Hints, Needs, Network, Terms, without_options};
use crate::platform::contract::{
    Connection, Cursor, Error, Grant, OwnReply, Page, Platform, Reply, Sent, Wait,
};
use crate::platform::http::Http;
use crate::platform::secrets::Secret;

/// Its row in the list of networks.
pub(in crate::platform) const NETWORK: Network = Network {
    name: "bluesky",
    // The scopes of a session's token. The first refused one is the profile's own password, which
    // opens everything, the second an app password that opens direct messages.
    needs: Needs {
        needed: &["com.atproto.appPass"],
        unless_off: &[],
        refused: &["com.atproto.access", "com.atproto.appPassPrivileged", "transition:chat.bsky"],
    },
    secrets: &[Secret {
        name: "token",
        is_needed: true,
        about: "an app password without access to direct messages (Settings, Privacy and security)",
    }],
    terms: Terms { refresh_within: None, after_access: None },
    hints: Hints {
        no_author: None,
        none_listed: Some(
            "the answers come from people who blocked us, or are held back by their own server?",
        ),
        fewer_listed: Some("answers that were deleted, or by people who blocked us or whom we blocked?"),
    },
    connect,
};

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
    let password = connection.secrets.bearer()?;
    let http = Http::new(&connection)?;
    Ok(Box::new(Bluesky { session: Session::new(http, connection.page, password) }))
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
            counts: Counts::Direct,
            reply_limit: ReplyLimit { most: 300, unit: LengthUnit::Graphemes, most_bytes: Some(3000) },
        }
    }

    async fn check(&self) -> Result<Grant, Error> {
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
            scope => Ok(Grant {
                scopes: scope.map(|scope| scope.split(' ').map(str::to_owned).collect()),
                ends: None,
            }),
        }
    }

    fn hold(&self) -> Option<Wait> {
        self.session.brake.hold()
    }

    async fn posts(&self, from: Stamp) -> Result<Vec<Post>, Error> {
        self.our_posts(from).await
    }

    async fn pull(&self, since: Stamp, cursor: Option<&Cursor>) -> Result<Page, Error> {
        self.told(since, cursor).await
    }

    async fn thread(
        &self,
        post: &RemoteId,
        _since: Option<Stamp>,
        cursor: Option<&Cursor>,
    ) -> Result<Page, Error> {
        // All of it, whatever the watermark: the writer's app sets the time.
        self.under(post, cursor).await
    }

    async fn reread(&self, target: &Target) -> Result<Option<Incoming>, Error> {
        self.stands_now(target).await
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
