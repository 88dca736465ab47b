//! Single posts: as they stand now, whether they are gone, and what we answer to them.

use serde::de::IgnoredAny;
use serde_json::json;

use super::account::Mastodon;
use super::refusal::Trouble;
use super::wire::{Id, Named, Seen, Status};
use crate::model::{Incoming, RemoteId, Target};
use crate::platform::contract::{Error, OwnReply, Reply, Sent};
use crate::platform::mention;

impl Mastodon {
    pub(super) async fn stands_now(&self, target: &Target) -> Result<Option<Incoming>, Error> {
        let status = self.status(&target.remote).await?;
        status.map(|status| self.as_it_stands(*status, target)).transpose()
    }

    pub(super) fn as_it_stands(&self, status: Status, target: &Target) -> Result<Incoming, Error> {
        let incoming = status.incoming(&self.page, &self.host, target.post.as_ref(), None);
        incoming.ok_or(Error::Broken("a post without a time"))
    }

    pub(super) async fn answer(&self, target: &Target, reply: &Reply<'_>) -> Result<Sent, Error> {
        let Some(parent) = self.status(&target.remote).await? else { return Ok(Sent::Gone) };
        let post = json!({
            "status": mention::addressed(parent.acct(), reply.words),
            "in_reply_to_id": target.remote.expose(),
            // As loud as what it answers, and not louder.
            "visibility": parent.visibility,
            "language": reply.language,
        });
        match self.api.write::<Named>(&["api", "v1", "statuses"], &post, reply.task.as_str()).await {
            Ok(made) => Ok(Sent::Done(Some(made.id.into()))),
            // Deleted between our look and our answer.
            Err(Trouble::Absent) => self.confirm_gone(&target.remote).await.map(|()| Sent::Gone),
            Err(Trouble::Fault(fault)) => fault.after_write(),
        }
    }

    pub(super) async fn own_answers(&self, target: &Target) -> Result<Vec<OwnReply>, Error> {
        let mut replies = Vec::new();
        let Some((items, _)) = self.context(&target.remote).await? else { return Ok(replies) };
        for item in items {
            let status = match item.0.ok_or(Error::Broken("a reply of another shape"))? {
                Seen::Open(status) => status,
                Seen::Private => continue,
            };
            if status.is_by(&self.page) && status.answers() == Some(target.remote.expose()) {
                replies.push(OwnReply {
                    words: mention::unaddressed(&status.words()).to_owned(),
                    written_at: status.written_at().ok_or(Error::Broken("a reply without a time"))?,
                    remote: status.remote(),
                });
            }
        }
        Ok(replies)
    }

    /// The post; `None` when it is gone.
    async fn status(&self, remote: &RemoteId) -> Result<Option<Box<Status>>, Error> {
        match self.api.get::<Seen>(&["api", "v1", "statuses", known(remote)?], &[]).await {
            Ok(Seen::Open(status)) => Ok(Some(status)),
            Ok(Seen::Private) => Err(Error::NotPermitted("it is private now")),
            Err(Trouble::Absent) => self.confirm_gone(remote).await.map(|()| None),
            Err(trouble) => Err(trouble.error()),
        }
    }

    /// Who blocks us is answered to us as if the post were gone, while everybody else still reads it:
    /// a stranger's look tells. Where strangers see nothing at all, the answer to us is all there is.
    async fn confirm_gone(&self, remote: &RemoteId) -> Result<(), Error> {
        let path = ["api", "v1", "statuses", known(remote)?];
        match self.api.get_as_a_stranger::<IgnoredAny>(&path).await {
            Ok(_) => Err(Error::NotPermitted("it stands there, but is not shown to us")),
            Err(Trouble::Absent) => Ok(()),
            Err(Trouble::Fault(fault)) => match fault.error {
                Error::TokenDead(_) | Error::NotPermitted(_) => Ok(()),
                error => Err(error),
            },
        }
    }
}

/// The id as a path segment.
pub(super) fn known(remote: &RemoteId) -> Result<&str, Error> {
    if Id::fits(remote.expose()) { Ok(remote.expose()) } else { Err(Error::Refused("no id of this network")) }
}
