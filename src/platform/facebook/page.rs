//! One Facebook page of ours behind the contract.

use async_trait::async_trait;
use toml::Value;

use super::wire::{self, Comment};
use crate::model::{Capabilities, Counts, Incoming, LengthUnit, Post, RemoteId, ReplyLimit, Stamp, Target};
use crate::platform::connect::{ConnectError, Hints, Needs, Network, without_options};
use crate::platform::contract::{
    Connection, Cursor, Error, Grant, OwnReply, Page, Platform, Reply, Sent, Wait,
};
use crate::platform::meta::{self, Edges, Graph, Named, Trouble};
use crate::platform::secrets::Secret;

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
        unless_off: &[("ads_read", "ads")],
        refused: meta::REFUSED,
    },
    secrets: &[
        Secret {
            name: "token",
            is_needed: true,
            about: "the Page access token of a system user (Meta Business settings, System users)",
        },
        meta::APP_SECRET,
    ],
    terms: meta::TERMS,
    hints: Hints {
        no_author: Some(
            "Advanced Access to pages_read_user_content is missing, or the token is no Page token? A few \
             are ordinary: people whose profile the page may not see",
        ),
        none_listed: Some("pages_read_user_content was not granted, or only with Standard Access?"),
        fewer_listed: Some("comments that are held back, deleted, or by people whom the page blocked?"),
    },
    connect,
};

/// Visitors' posts are shown only to who may read what others wrote on our page.
const EDGES: Edges = Edges { answers: "comments", hidden: "is_hidden", witness: "visitor_posts" };

/// One page of ours.
pub(super) struct Facebook {
    pub(super) graph: Graph,
    /// Whether the posts of our ads are read too, which nobody sees on the page.
    pub(super) reads_ads: bool,
}

fn connect(mut connection: Connection) -> Result<Box<dyn Platform>, ConnectError> {
    let reads_ads = match connection.options.remove("ads") {
        None => true,
        Some(Value::Boolean(ads)) => ads,
        Some(_) => return Err(ConnectError::WrongOption("ads", "must be true or false")),
    };
    without_options(&connection)?;
    Ok(Box::new(Facebook { graph: Graph::connect(&connection, EDGES)?, reads_ads }))
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
            counts: Counts::All,
            reply_limit: ReplyLimit { most: 8000, unit: LengthUnit::Utf16, most_bytes: None },
        }
    }

    async fn check(&self) -> Result<Grant, Error> {
        let us: Named = self.graph.get(&["me"], &[("fields", "id")]).await.map_err(Trouble::error)?;
        if us.id.as_str() != self.graph.page {
            return Err(Error::NotPermitted("the token belongs to another page"));
        }
        self.graph.grant().await
    }

    fn hold(&self) -> Option<Wait> {
        self.graph.hold()
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
        let fields = if target.post.is_some() { wire::OF_A_COMMENT } else { wire::OF_A_POST };
        match self.graph.one::<Comment>(target, fields).await? {
            Some(comment) if comment.is_private() => Err(Error::NotPermitted("it is private now")),
            found => Ok(found.map(|comment| comment.incoming(&self.graph.page, target.post.as_ref()))),
        }
    }

    async fn hide(&self, target: &Target, _now: Stamp) -> Result<Sent, Error> {
        self.graph.set_hidden(target, true).await
    }

    async fn unhide(&self, target: &Target, _now: Stamp) -> Result<Sent, Error> {
        self.graph.set_hidden(target, false).await
    }

    async fn delete(&self, target: &Target) -> Result<Sent, Error> {
        self.graph.remove(target).await
    }

    async fn reply(&self, target: &Target, reply: &Reply<'_>) -> Result<Sent, Error> {
        self.graph.answer(target, reply.words).await
    }

    async fn own_replies(&self, target: &Target) -> Result<Vec<OwnReply>, Error> {
        let query = [
            ("fields", wire::OF_OUR_REPLY),
            ("filter", "stream"),
            ("order", "reverse_chronological"),
            ("limit", "100"),
        ];
        let answers: Vec<Comment> = self.graph.answers(target, None, &query).await?;
        Ok(meta::ours(answers.into_iter().map(|comment| comment.incoming(&self.graph.page, None))))
    }
}
