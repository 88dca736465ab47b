//! One Facebook page of ours behind the contract.

use async_trait::async_trait;
use reqwest::header::HeaderValue;
use secrecy::ExposeSecret;

use super::graph::Graph;
use super::refusal::Trouble;
use super::wire::Named;
use crate::model::{Capabilities, Incoming, LengthUnit, Post, RemoteId, ReplyLimit, Stamp, Target};
use crate::platform::connect::{ConnectError, Needs, Network, without_options};
use crate::platform::contract::{Connection, Cursor, Error, OwnReply, Page, Platform, Reply, Sent};
use crate::platform::http::Http;

/// Its row in the list of networks.
pub(in crate::platform) const NETWORK: Network = Network {
    name: "facebook",
    needs: Needs {
        needed: &[
            "pages_show_list",
            "pages_read_engagement",
            "pages_read_user_content",
            "pages_manage_engagement",
        ],
        refused: &[
            "pages_messaging",
            "pages_messaging_subscriptions",
            "pages_utility_messaging",
            "read_page_mailboxes",
            "instagram_manage_messages",
            "instagram_business_manage_messages",
            "whatsapp_business_messaging",
        ],
    },
    connect,
};

/// One page of ours.
pub(super) struct Facebook {
    pub(super) graph: Graph,
    /// Its id: who writes under this id is us.
    pub(super) page: String,
}

fn connect(connection: Connection) -> Result<Box<dyn Platform>, ConnectError> {
    without_options(&connection)?;
    // By the id alone we know our own comments; a name would make us moderate ourselves.
    if connection.page.is_empty() || !connection.page.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ConnectError::Page("must be the page's id, in digits"));
    }
    let token = connection.token.expose_secret();
    if token.is_empty() || HeaderValue::from_str(token).is_err() {
        return Err(ConnectError::Token("is empty or holds a sign that no header can carry"));
    }
    let http = Http::new(&connection)?;
    Ok(Box::new(Facebook { graph: Graph::new(http, connection.token), page: connection.page }))
}

#[async_trait]
impl Platform for Facebook {
    fn can(&self) -> Capabilities {
        Capabilities {
            hide: true,
            delete: true,
            reply: true,
            idempotent_reply: false,
            hidden_still_seen: true,
            reply_limit: ReplyLimit { most: 8000, unit: LengthUnit::Utf16, most_bytes: None },
        }
    }

    async fn check(&self) -> Result<(), Error> {
        let us: Named = self.graph.get(&["me"], &[("fields", "id")]).await.map_err(Trouble::error)?;
        if us.id.as_str() == self.page {
            Ok(())
        } else {
            Err(Error::NotPermitted("the token belongs to another page"))
        }
    }

    async fn posts(&self, from: Stamp) -> Result<Vec<Post>, Error> {
        self.our_posts(from).await
    }

    async fn pull(&self, since: Stamp, cursor: Option<&Cursor>) -> Result<Page, Error> {
        self.visitors_and_mentions(since, cursor).await
    }

    async fn thread(
        &self,
        post: &RemoteId,
        since: Option<Stamp>,
        cursor: Option<&Cursor>,
    ) -> Result<Page, Error> {
        self.under(post, since, cursor).await
    }

    async fn reread(&self, target: &Target) -> Result<Option<Incoming>, Error> {
        self.stands_now(target).await
    }

    async fn hide(&self, target: &Target, _now: Stamp) -> Result<Sent, Error> {
        self.set_hidden(target, true).await
    }

    async fn unhide(&self, target: &Target, _now: Stamp) -> Result<Sent, Error> {
        self.set_hidden(target, false).await
    }

    async fn delete(&self, target: &Target) -> Result<Sent, Error> {
        self.remove(target).await
    }

    async fn reply(&self, target: &Target, reply: &Reply<'_>) -> Result<Sent, Error> {
        self.answer(target, reply.words).await
    }

    async fn own_replies(&self, target: &Target) -> Result<Vec<OwnReply>, Error> {
        self.own_answers(target).await
    }
}
