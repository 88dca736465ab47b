//! What of a page is new or changed.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use anyhow::Context;

use crate::model::{AccountName, Fresh, Incoming, InquiryId, OrganisationId, RemoteId, Stamp, Tombstone};
use crate::platform::Page;
use crate::store::{self, Db, Tx};
use crate::vault::Vault;

/// What was deleted is looked for once more after so long.
const LATER: Duration = Duration::from_hours(24);

/// What a page came to.
#[derive(Debug, Default)]
pub struct Sifted {
    /// What is new or changed.
    pub fresh: Vec<Fresh>,
    /// Of `fresh`, what we deleted, read back as gone, and is listed again: what it was before.
    pub back: Vec<InquiryId>,
    /// What was seen before and is as it was.
    pub known: u64,
    /// Private or direct items, dropped unread.
    pub private_dropped: u64,
    /// Items that could not be understood.
    pub unreadable: u64,
}

/// Sorts out of a page what is new or changed.
///
/// # Errors
/// As the database.
pub async fn sift(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    account: &AccountName,
    page: Page,
    now: Stamp,
) -> anyhow::Result<Sifted> {
    let mut sifted =
        Sifted { private_dropped: page.private_dropped, unreadable: page.unreadable, ..Sifted::default() };
    let mut tx = db.read().await.context("reading tombstones")?;
    let (mut here, mut ours) = (HashSet::new(), HashMap::new());
    for incoming in page.items {
        let mac = vault.tombstone(account, &incoming.target.remote);
        let before = store::tombstone::get(&mut tx, organisation, account, &mac).await?;
        let post = incoming.target.post.clone();
        let is_ours = match post {
            Some(post) if before.is_none() => {
                is_our_post(&mut tx, organisation, account, post, &mut ours).await?
            }
            _ => false,
        };
        let mut fresh = fresh(vault, account, incoming, mac, before, is_ours);
        // A list may show for a while what is gone.
        let deleted = fresh.before.as_ref().and_then(|before| before.deleted_at);
        if deleted.is_some_and(|at| now.since(at) >= LATER) && !here.contains(&fresh.stone.mac) {
            sifted.back.extend(fresh.stone.inquiry.take());
            fresh.before = None;
        }
        let is_known = fresh.before.as_ref().is_some_and(|before| before.marker == fresh.stone.marker);
        if is_known || !here.insert(fresh.stone.mac.clone()) {
            sifted.known += 1;
        } else {
            sifted.fresh.push(fresh);
        }
    }
    Ok(sifted)
}

async fn is_our_post(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    post: RemoteId,
    known: &mut HashMap<RemoteId, bool>,
) -> anyhow::Result<bool> {
    if let Some(is_ours) = known.get(&post) {
        return Ok(*is_ours);
    }
    let is_ours = store::post::get(tx, organisation, account, post.expose()).await?.is_some();
    known.insert(post, is_ours);
    Ok(is_ours)
}

/// A comment with its tombstone before and now. Only the id of a post of ours stands in a tombstone
/// in the clear: one of a citizen's leads to a person.
#[must_use]
pub fn fresh(
    vault: &Vault,
    account: &AccountName,
    incoming: Incoming,
    mac: String,
    before: Option<Tombstone>,
    is_under_ours: bool,
) -> Fresh {
    let marker = vault.marker(account, &incoming.target.remote, incoming.marker.as_deref(), &incoming.text);
    let stone = Tombstone {
        mac,
        post: match &before {
            Some(before) => before.post.clone(),
            None => {
                incoming.target.post.as_ref().filter(|_| is_under_ours).map(|post| post.expose().to_owned())
            }
        },
        marker,
        inquiry: before.as_ref().and_then(|before| before.inquiry.clone()),
        is_ours: incoming.is_ours,
        deleted_at: None,
    };
    Fresh { incoming, stone, before }
}
