//! The decision to block somebody: written down with its reasons and its end, and remembered until it is
//! lifted. Nothing is done on the network: the act is a person's.

use std::time::Duration;

use anyhow::{Context, anyhow};

use super::leak;
use crate::model::{Blocked, By, Hearing, InquiryId, OrganisationId, Stamp};
use crate::store::block::Block;
use crate::store::{self, Db, Reach};
use crate::vault::Vault;

/// How long it is remembered whom it was about, after its last day: somebody must have lifted it by then.
const REMEMBERED: Duration = Duration::from_hours(24 * 28);
/// The longest block. A limit of contact is as a rule limited in time (Parliamentary Ombudsman, overview 18).
pub const LONGEST: Duration = Duration::from_hours(24 * 366);

/// What was decided.
#[derive(Clone, Copy, Debug)]
pub struct NewBlock<'a> {
    /// On what comment.
    pub inquiry: &'a InquiryId,
    /// The guideline that was broken.
    pub rule: &'a str,
    /// Why, in words that the detectors looked at.
    pub reasons: &'a str,
    /// Whether the person was heard.
    pub hearing: Hearing,
    /// The moment after its last day.
    pub ends_at: Stamp,
}

/// Writes the decision down. `None` where nothing is held of the comment any more, or its network named
/// nobody.
///
/// # Errors
/// When another worker took the account over in between, or as the databases.
pub async fn block(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    new: NewBlock<'_>,
    by: &By,
    now: Stamp,
) -> anyhow::Result<Option<InquiryId>> {
    let Some(kept) = leak::kept(db, vault, organisation, new.inquiry).await? else { return Ok(None) };
    if kept.handle.is_none() && kept.author_name.is_none() {
        return Ok(None);
    }
    let mut tx = db.read().await.context("writing a block down")?;
    let row = store::inquiry::get(&mut tx, organisation, new.inquiry).await?;
    let Some(row) = row else { return Ok(None) };
    let fence = store::account::fence(&mut tx, organisation, &row.account).await?;
    let fence = fence.ok_or_else(|| anyhow!("account {} is not known", row.account))?;
    drop(tx);
    let id = InquiryId::new(now);
    let person = Blocked { name: kept.author_name, handle: kept.handle, reasons: new.reasons.to_owned() };
    let (key, sealed) =
        vault.seal_blocked(organisation, &id, (&row.account, fence), &person, now).context("sealing")?;
    let mut keys = vault.keys.write().await.context("writing a block down")?;
    store::keys::insert(&mut keys, organisation, &key).await?;
    keys.commit().await.context("writing a block down")?;
    let mut tx = db.write().await.context("writing a block down")?;
    // Under an older fence its key is swept as one without a row.
    if !store::account::hold(&mut tx, organisation, &row.account, fence).await? {
        return Err(anyhow!("another worker took the account over: try again"));
    }
    let block = Block {
        id: id.clone(),
        account: row.account,
        inquiry: new.inquiry.clone(),
        rule: new.rule.to_owned(),
        hearing: new.hearing,
        sealed,
        by: by.as_str().to_owned(),
        decided_at: now,
        ends_at: new.ends_at,
        lifted_at: None,
        lifted_by: None,
        delete_after: new.ends_at.later(REMEMBERED),
    };
    store::block::insert(&mut tx, organisation, &block).await?;
    let line = format!("block.decided:{}", new.rule);
    vault.audit(&mut tx, organisation, by, line, Some(new.inquiry), now).await?;
    tx.commit().await.context("writing a block down")?;
    Ok(Some(id))
}

/// Somebody who looks after its page lifted it on the network. `false` when somebody had, or there is none.
///
/// # Errors
/// As the database.
pub async fn lift(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    (reach, id): (&Reach, &InquiryId),
    by: &By,
    now: Stamp,
) -> anyhow::Result<bool> {
    let mut tx = db.write().await.context("noting a lifted block")?;
    let Some(block) = store::block::get(&mut tx, organisation, reach, id).await? else { return Ok(false) };
    let is_new = store::block::lift(&mut tx, organisation, id, by.as_str(), now).await?;
    if is_new {
        vault.audit(&mut tx, organisation, by, "block.lifted", Some(&block.inquiry), now).await?;
    }
    tx.commit().await.context("noting a lifted block")?;
    Ok(is_new)
}
