//! Addresses of records (`at://did/collection/rkey`) and the keys that we make ourselves.

use aws_lc_rs::digest::{SHA256, digest};

use crate::model::{Link, RemoteId, Stamp, TaskId};
use crate::platform::contract::Error;

/// The collection of posts, replies among them.
pub(super) const POST: &str = "app.bsky.feed.post";

/// The address of a post, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PostUri {
    pub(super) did: String,
    pub(super) rkey: String,
}

impl PostUri {
    /// `None` unless it is the address of a post by DID.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut parts = text.strip_prefix("at://")?.split('/');
        let (did, collection, rkey) = (parts.next()?, parts.next()?, parts.next()?);
        let is_one = parts.next().is_none() && collection == POST && is_did(did) && is_rkey(rkey);
        is_one.then(|| Self { did: did.to_owned(), rkey: rkey.to_owned() })
    }

    /// The address that an action was given.
    pub(super) fn of(remote: &RemoteId) -> Result<Self, Error> {
        Self::parse(remote.expose()).ok_or(Error::Refused("no id of this network"))
    }

    /// Where the post is shown.
    pub(super) fn link(&self) -> Option<Link> {
        Link::https(format!("https://bsky.app/profile/{}/post/{}", self.did, self.rkey))
    }
}

/// <https://atproto.com/specs/did>
pub(super) fn is_did(text: &str) -> bool {
    let Some((method, id)) = text.strip_prefix("did:").and_then(|rest| rest.split_once(':')) else {
        return false;
    };
    let is_method = !method.is_empty() && method.bytes().all(|b| b.is_ascii_lowercase());
    let is_id = id.bytes().all(|b| b.is_ascii_alphanumeric() || b"._:%-".contains(&b));
    is_method && is_id && !id.is_empty() && !id.ends_with([':', '%']) && text.len() <= 2048
}

/// <https://atproto.com/specs/record-key>
fn is_rkey(text: &str) -> bool {
    let is_shaped = text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_~.:-".contains(&b));
    is_shaped && (1..=512).contains(&text.len()) && text != "." && text != ".."
}

/// The key under which the reply of a task is written: the same for every try, so that a second
/// call overwrites the first with itself. A TID: 53 bits of microseconds and 10 bits of clock, 13
/// signs. Below the millisecond, and for the clock, it takes bits of the task's digest.
///
/// <https://atproto.com/specs/tid>
pub(super) fn rkey(task: &TaskId, at: Stamp) -> String {
    const SIGNS: &[u8; 32] = b"234567abcdefghijklmnopqrstuvwxyz";
    let made = digest(&SHA256, task.as_str().as_bytes());
    let bits = made.as_ref().iter().take(8).fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
    let micros = u64::try_from(at.ms()).unwrap_or(0).saturating_mul(1000).saturating_add((bits >> 10) % 1000);
    let tid = (micros & ((1 << 53) - 1)) << 10 | (bits & 0x3ff);
    (0..13_u32)
        .rev()
        .map(|place| {
            let five = usize::try_from(tid >> (5 * place) & 0x1f).expect("five bits fit");
            char::from(SIGNS[five])
        })
        .collect()
}
