//! One Mastodon account of ours behind the contract.

use std::time::Duration;

use async_trait::async_trait;

use super::api::Api;
use super::refusal::Trouble;
use super::wire::{App, Id, Instance, Named};
use crate::model::{Capabilities, Counts, Incoming, LengthUnit, Post, RemoteId, ReplyLimit, Stamp, Target};
use crate::platform::connect::{ConnectError, Hints, Needs, Network, Terms, number, without_options};
use crate::platform::contract::{
    Connection, Cursor, Error, Grant, OwnReply, Page, Platform, Reply, Sent, Wait,
};
use crate::platform::http::Http;
use crate::platform::mention;
use crate::platform::secrets::Secret;

/// Its row in the list of networks.
pub(in crate::platform) const NETWORK: Network = Network {
    name: "mastodon",
    needs: Needs {
        needed: &["profile", "read:notifications", "read:statuses", "write:statuses"],
        // `read:statuses` opens conversations too, and without it nothing can be read. What is refused
        // goes beyond that: all of it at once, changing conversations, and pushing them elsewhere.
        unless_off: &[],
        refused: &["read", "write", "write:conversations", "push"],
    },
    secrets: &[Secret {
        name: "token",
        is_needed: true,
        about: "the access token of an application registered with the needed scopes only",
    }],
    terms: Terms { refresh_within: None, after_access: None },
    hints: Hints {
        no_author: None,
        none_listed: Some("the instance has not fetched the answers that stand on other servers?"),
        fewer_listed: Some(
            "answers that are not for everybody, or that stand on servers which the instance has not fetched?",
        ),
    },
    connect,
};

/// How long a post may be and what a link counts, where the instance did not choose otherwise.
const MOST_CHARACTERS: usize = 500;
const A_LINK: usize = 23;

/// One account of ours.
pub(super) struct Mastodon {
    pub(super) api: Api,
    /// Its id: who writes under this id is us.
    pub(super) page: String,
    /// Our instance, where a moderator looks at a post, wherever it came from.
    pub(super) host: String,
    /// How long a post may be there, and what a link counts.
    most: usize,
    a_link: usize,
}

fn connect(mut connection: Connection) -> Result<Box<dyn Platform>, ConnectError> {
    let mut length = |key, otherwise| {
        number(&mut connection, key, otherwise, 1..=100_000, "must be a whole number from 1 to 100000")
    };
    let most = length("max_characters", MOST_CHARACTERS)?;
    let a_link = length("characters_reserved_per_url", A_LINK)?;
    without_options(&connection)?;
    // By the id alone we know our own posts: a handle is written in two ways, here and from outside.
    if !Id::fits(&connection.page) {
        return Err(ConnectError::Page("must be the account's id, not its handle"));
    }
    let token = connection.secrets.bearer()?;
    let http = Http::new(&connection)?;
    Ok(Box::new(Mastodon {
        host: connection.base_url.host_str().unwrap_or_default().to_owned(),
        api: Api::new(http, token),
        page: connection.page,
        most,
        a_link,
    }))
}

#[async_trait]
impl Platform for Mastodon {
    fn can(&self) -> Capabilities {
        Capabilities {
            // Nobody can hide or delete what another wrote: a leak waits for a person.
            hide: false,
            delete: false,
            reply: true,
            idempotent_reply: true,
            hidden_still_seen: false,
            counts: Counts::Direct,
            reply_limit: ReplyLimit {
                most: self.most.saturating_sub(mention::ROOM),
                unit: LengthUnit::GraphemesWithLinks { a_link: self.a_link },
                most_bytes: None,
            },
        }
    }

    async fn check(&self) -> Result<Grant, Error> {
        let us: Named = self
            .api
            .get(&["api", "v1", "accounts", "verify_credentials"], &[])
            .await
            .map_err(Trouble::error)?;
        if us.id.as_str() != self.page {
            return Err(Error::NotPermitted("the token belongs to another account"));
        }
        // Policy 001 §4: no private messages. A token may do at most what its application may.
        let app: Option<App> = self.told(&["api", "v1", "apps", "verify_credentials"]).await?;
        let grant = Grant { scopes: app.and_then(|app| app.scopes), ends: None };
        if grant.scopes.iter().flatten().any(|scope| NETWORK.needs.refused.contains(&scope.as_str())) {
            return Err(Error::NotPermitted(
                "its application may do all or open conversations: register it with the needed scopes only",
            ));
        }
        let instance: Option<Instance> = self.told(&["api", "v2", "instance"]).await?;
        if instance.is_some_and(|instance| instance.takes_less(self.most, self.a_link)) {
            return Err(Error::Refused(
                "the instance takes shorter posts: set max_characters in the options",
            ));
        }
        Ok(grant)
    }

    /// The server keeps an `Idempotency-Key` for an hour; its clock and ours may differ, and a call may wait.
    fn reply_key_lives(&self) -> Option<Duration> {
        Some(Duration::from_mins(50))
    }

    fn hold(&self) -> Option<Wait> {
        self.api.brake.hold()
    }

    async fn posts(&self, from: Stamp) -> Result<Vec<Post>, Error> {
        self.our_posts(from).await
    }

    async fn pull(&self, since: Stamp, cursor: Option<&Cursor>) -> Result<Page, Error> {
        self.mentions(since, cursor).await
    }

    async fn thread(
        &self,
        post: &RemoteId,
        _since: Option<Stamp>,
        cursor: Option<&Cursor>,
    ) -> Result<Page, Error> {
        // All of it, whatever the watermark: the writer's server sets the time.
        match cursor {
            None => self.under(post).await,
            Some(_) => Err(Error::Broken("a cursor of another network")),
        }
    }

    async fn reread(&self, target: &Target) -> Result<Option<Incoming>, Error> {
        self.stands_now(target).await
    }

    async fn reread_many(&self, targets: &[Target]) -> Vec<Result<Option<Incoming>, Error>> {
        self.stand_now(targets).await
    }

    async fn hide(&self, _target: &Target, _now: Stamp) -> Result<Sent, Error> {
        Ok(Sent::Unsupported)
    }

    async fn unhide(&self, _target: &Target, _now: Stamp) -> Result<Sent, Error> {
        Ok(Sent::Unsupported)
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

impl Mastodon {
    /// What older and other servers do not tell; `None` there.
    async fn told<T: serde::de::DeserializeOwned>(&self, path: &[&str]) -> Result<Option<T>, Error> {
        match self.api.get(path, &[]).await.map_err(Trouble::error) {
            Ok(told) => Ok(Some(told)),
            Err(Error::Refused(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
