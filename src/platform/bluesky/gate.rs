//! Hiding: the list of hidden replies in the threadgate of a post of ours. Clients read the list and
//! fold the reply away; the network itself still delivers it.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::profile::Bluesky;
use super::record::Written;
use super::refusal::Trouble;
use super::uri::PostUri;
use crate::model::{RemoteId, Stamp, Target};
use crate::platform::contract::{Error, Sent};

/// The collection. A gate has the key of the post that it belongs to.
const GATE: &str = "app.bsky.feed.threadgate";
/// The lexicon's most.
const MOST: usize = 300;
/// How often we try again when somebody else changes the list at the same time.
const TRIES: usize = 4;

/// A threadgate as it stands.
#[derive(Deserialize)]
struct Gate {
    cid: String,
    /// Kept whole: rewriting replaces the record, and what stands there besides the list (who may
    /// answer at all) is not ours to change.
    value: Map<String, Value>,
}

impl Gate {
    fn hidden(&self) -> Result<Vec<String>, Error> {
        match self.value.get("hiddenReplies") {
            None => Ok(Vec::new()),
            Some(list) => Vec::deserialize(list).map_err(|_| Error::Broken("a threadgate of another shape")),
        }
    }
}

impl Bluesky {
    pub(super) async fn set_hidden(&self, target: &Target, hidden: bool, now: Stamp) -> Result<Sent, Error> {
        let reply = target.remote.expose();
        PostUri::of(&target.remote)?;
        // Only the author of the post at the root has a threadgate there.
        let Some((root, root_uri)) = self.own_root(target).await? else { return Ok(Sent::Unsupported) };
        for _ in 0..TRIES {
            let gate = self.gate(&root).await?;
            let mut list = gate.as_ref().map_or_else(|| Ok(Vec::new()), Gate::hidden)?;
            if list.iter().any(|uri| uri == reply) == hidden {
                return Ok(Sent::AlreadyDone);
            }
            if hidden && list.len() >= MOST {
                return Err(Error::Refused("300 replies are hidden under this post, and that is the most"));
            }
            if hidden {
                list.push(reply.to_owned());
            } else {
                list.retain(|uri| uri != reply);
            }
            let (cid, mut record) = match gate {
                Some(gate) => (Value::from(gate.cid), gate.value),
                None => (Value::Null, new_gate(root_uri, now)),
            };
            record.insert("hiddenReplies".to_owned(), json!(list));
            let input = json!({
                "repo": root.did,
                "collection": GATE,
                "rkey": root.rkey,
                "record": record,
                "swapRecord": cid,
            });
            match self.session.procedure::<Written>("com.atproto.repo.putRecord", &input).await {
                Ok(_) => return Ok(Sent::Done(None)),
                Err(Trouble::Swap) => {}
                Err(trouble) => return trouble.fault().after_write(),
            }
        }
        Err(Error::Unreachable("others kept changing the list of hidden replies"))
    }

    /// Whether it is hidden, by the record itself; `None` where the post above is not ours.
    pub(super) async fn is_hidden(&self, target: &Target) -> Result<Option<bool>, Error> {
        let Some((root, _)) = self.own_root(target).await? else { return Ok(None) };
        let gate = self.gate(&root).await?;
        let list = gate.as_ref().map_or_else(|| Ok(Vec::new()), Gate::hidden)?;
        Ok(Some(list.iter().any(|uri| uri == target.remote.expose())))
    }

    async fn own_root<'a>(&self, target: &'a Target) -> Result<Option<(PostUri, &'a RemoteId)>, Error> {
        let Some(post) = &target.post else { return Ok(None) };
        let root = PostUri::of(post)?;
        let us = self.us().await?;
        Ok((root.did == us.did).then_some((root, post)))
    }

    async fn gate(&self, root: &PostUri) -> Result<Option<Gate>, Error> {
        match self.record::<Gate>(&root.did, GATE, &root.rkey).await {
            Ok(gate) => Ok(Some(gate)),
            Err(Trouble::Absent) => Ok(None),
            Err(trouble) => Err(trouble.error()),
        }
    }
}

fn new_gate(post: &RemoteId, now: Stamp) -> Map<String, Value> {
    let mut record = Map::new();
    record.insert("$type".to_owned(), json!(GATE));
    record.insert("post".to_owned(), json!(post.expose()));
    record.insert("createdAt".to_owned(), json!(now.rfc3339()));
    record
}
