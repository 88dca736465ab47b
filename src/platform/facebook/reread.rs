//! Single comments: as they stand now, whether they are gone, and what we answered to them.

use super::page::Facebook;
use super::refusal::Trouble;
use super::wire::{self, Comment, Id, Named};
use crate::model::{Incoming, RemoteId, Target};
use crate::platform::contract::{Error, OwnReply};

impl Facebook {
    pub(super) async fn stands_now(&self, target: &Target) -> Result<Option<Incoming>, Error> {
        let fields = if target.post.is_some() { wire::OF_A_COMMENT } else { wire::OF_A_POST };
        let read = self.graph.get::<Comment>(&[known(&target.remote)?], &[("fields", fields)]).await;
        match read {
            Ok(comment) if comment.is_private() => Err(Error::NotPermitted("it is private now")),
            Ok(comment) => Ok(Some(comment.incoming(&self.page, target.post.as_ref()))),
            Err(Trouble::Vanished) => self.confirm_gone(target).await.map(|()| None),
            Err(trouble) => Err(trouble.error()),
        }
    }

    pub(super) async fn own_answers(&self, target: &Target) -> Result<Vec<OwnReply>, Error> {
        let path = [known(&target.remote)?, "comments"];
        let query = [
            ("fields", wire::OF_OUR_REPLY),
            ("filter", "stream"),
            ("order", "reverse_chronological"),
            ("limit", "100"),
        ];
        let mut replies = Vec::new();
        let walked = self.graph.walk(&path, &query, |page: Vec<Comment>| {
            let read = page.into_iter().map(|comment| comment.incoming(&self.page, None));
            replies.extend(read.filter(|reply| reply.is_ours).map(|reply| OwnReply {
                remote: reply.target.remote,
                words: reply.text.expose().to_owned(),
                written_at: reply.written_at,
            }));
            true
        });
        match walked.await {
            Ok(()) => Ok(replies),
            Err(Trouble::Vanished) => self.confirm_gone(target).await.map(|()| Vec::new()),
            Err(trouble) => Err(trouble.error()),
        }
    }

    /// Meta gives one code for "gone" and "not for you". Only when what stands above the comment can
    /// still be read is it gone; erasing our copy on a lost permission would lose the case.
    pub(super) async fn confirm_gone(&self, target: &Target) -> Result<(), Error> {
        let above = target.post.as_ref().map_or(Ok(self.page.as_str()), known)?;
        match self.graph.get::<Named>(&[above], &[("fields", "id")]).await {
            Ok(_) => Ok(()),
            Err(trouble) => Err(trouble.error()),
        }
    }
}

/// The id as a path segment.
pub(super) fn known(remote: &RemoteId) -> Result<&str, Error> {
    if Id::fits(remote.expose()) { Ok(remote.expose()) } else { Err(Error::Refused("no id of this network")) }
}
