//! Answering in public. The record's key is made from the task, so that sending twice writes once.

use serde_json::json;

use super::facet;
use super::profile::Bluesky;
use super::record::Written;
use super::refusal::Trouble;
use super::thread::flatten;
use super::uri::{POST, PostUri, rkey};
use super::wire::{Seen, StrongRef, Thread};
use crate::model::{RemoteId, Target};
use crate::platform::contract::{Error, OwnReply, Reply, Sent};

impl Bluesky {
    pub(super) async fn answer(&self, target: &Target, reply: &Reply<'_>) -> Result<Sent, Error> {
        PostUri::of(&target.remote)?;
        let us = self.us().await?;
        let Some((root, parent)) = self.above(target).await? else {
            return self.confirm_gone(&target.remote).await.map(|()| Sent::Gone);
        };
        let mut record = json!({
            "$type": POST,
            "text": reply.words,
            "createdAt": reply.at.rfc3339(),
            "langs": [reply.language],
            "reply": { "root": root, "parent": parent },
        });
        let links = facet::links(reply.words);
        if !links.is_empty() {
            record["facets"] = json!(links);
        }
        let input = json!({
            "repo": us.did,
            "collection": POST,
            "rkey": rkey(reply.task, reply.at),
            "record": record,
        });
        match self.session.procedure::<Written>("com.atproto.repo.putRecord", &input).await {
            Ok(written) => Ok(Sent::Done(Some(RemoteId::new(written.uri)))),
            Err(trouble) => trouble.fault().after_write(),
        }
    }

    /// The post at the root and the comment, in the versions that stand now; `None` when the comment
    /// is not shown.
    async fn above(&self, target: &Target) -> Result<Option<(StrongRef, StrongRef)>, Error> {
        let comment = target.remote.expose();
        let wanted: Vec<&str> =
            [Some(comment), target.post.as_ref().map(RemoteId::expose)].into_iter().flatten().collect();
        let seen = self.seen(&wanted).await?;
        let find = |uri: &str| seen.iter().find(|post| post.uri == uri);
        let Some(parent) = find(comment) else { return Ok(None) };
        let root = match (&target.post, parent.answers()) {
            (Some(post), _) if let Some(root) = find(post.expose()) => root.strong_ref(),
            // As its writer's app recorded it: all that is left when the root is gone or not ours.
            (_, Some(answers)) => answers.root.clone(),
            (_, None) => parent.strong_ref(),
        };
        Ok(Some((root, parent.strong_ref())))
    }

    pub(super) async fn own_answers(&self, target: &Target) -> Result<Vec<OwnReply>, Error> {
        PostUri::of(&target.remote)?;
        let us = self.us().await?;
        let query = [("uri", target.remote.expose()), ("depth", "1"), ("parentHeight", "0")];
        let thread = match self.session.query::<Thread>("app.bsky.feed.getPostThread", &query).await {
            Ok(thread) => thread,
            Err(Trouble::Absent) => return Ok(Vec::new()),
            Err(trouble) => return Err(trouble.error()),
        };
        let flat = flatten(thread.thread);
        if flat.unreadable > 0 {
            return Err(Error::Broken("a reply of another shape"));
        }
        let ours = |seen: &Seen| PostUri::parse(&seen.uri).is_some_and(|uri| uri.did == us.did);
        let replies = flat.replies.into_iter().filter(ours).map(|seen| {
            Ok(OwnReply {
                words: seen.words().to_owned(),
                written_at: seen.written_at().ok_or(Error::Broken("a reply without a time"))?,
                remote: RemoteId::new(seen.uri),
            })
        });
        replies.collect()
    }
}
