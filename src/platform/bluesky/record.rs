//! Single posts and records, and the question whether one is gone.

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::profile::Bluesky;
use super::refusal::Trouble;
use super::uri::{POST, PostUri};
use super::wire::{Posts, Seen};
use crate::model::{Incoming, RemoteId, Target};
use crate::platform::contract::Error;

/// What a write answers.
#[derive(Deserialize)]
pub(super) struct Written {
    pub(super) uri: String,
}

impl Bluesky {
    pub(super) async fn stands_now(&self, target: &Target) -> Result<Option<Incoming>, Error> {
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

    /// Posts as they stand now; one that is gone is simply not among them.
    pub(super) async fn seen(&self, uris: &[&str]) -> Result<Vec<Seen>, Error> {
        let query: Vec<(&str, &str)> = uris.iter().map(|uri| ("uris", *uri)).collect();
        let posts: Posts =
            self.session.query("app.bsky.feed.getPosts", &query).await.map_err(Trouble::error)?;
        Ok(posts.posts)
    }

    pub(super) async fn record<T: DeserializeOwned>(
        &self,
        repo: &str,
        collection: &str,
        rkey: &str,
    ) -> Result<T, Trouble> {
        let query = [("repo", repo), ("collection", collection), ("rkey", rkey)];
        self.session.query("com.atproto.repo.getRecord", &query).await
    }

    /// A post that is not shown to us may be gone, or its author and we are blocked from each other:
    /// then others still read it. The record itself tells.
    pub(super) async fn confirm_gone(&self, remote: &RemoteId) -> Result<(), Error> {
        let uri = PostUri::of(remote)?;
        match self.record::<IgnoredAny>(&uri.did, POST, &uri.rkey).await {
            Ok(_) => Err(Error::NotPermitted("it stands there, but is not shown to us")),
            // `Invalid` is the AppView's word for a repository that it does not know.
            Err(Trouble::Absent | Trouble::NoRepository | Trouble::Invalid) => Ok(()),
            Err(trouble) => Err(trouble.error()),
        }
    }
}
