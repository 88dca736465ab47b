//! Not alone: a second opinion, or a hand-over, on the row that the person saw. It decides nothing, and
//! whoever asked for a second opinion cannot be the one who answers it.

use anyhow::Context;

use super::choice::{Decided, Seen, stale};
use crate::model::{
    By, Ending, InquiryId, ModeratorId, OrganisationId, Reason, Recipient, Referral, Stamp, State, VerdictId,
};
use crate::store::{self, Db, Tx};
use crate::vault::Vault;

/// What is wished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// A second opinion; otherwise a hand-over.
    pub is_opinion: bool,
    /// Who shall look at it.
    pub to: Recipient,
    /// Why.
    pub reason: Reason,
}

/// How asking ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Referred {
    /// It stands.
    Done,
    /// The row is not the one that was seen; as [`Decided::Stale`] and [`Decided::Gone`].
    Not(Decided),
    /// A second opinion stands already: it is answered or withdrawn first.
    Asked,
    /// There is nobody else to look at it, or not this one.
    Nobody,
}

/// Asks for a second opinion, or hands over.
///
/// # Errors
/// As the database.
pub async fn refer(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    Seen { inquiry, version, .. }: Seen<'_>,
    wish: Wish,
    asked_by: &ModeratorId,
    now: Stamp,
) -> anyhow::Result<Referred> {
    let mut tx = db.write().await.context("referring an inquiry")?;
    if !store::inquiry::hold(&mut tx, organisation, inquiry, version).await? {
        return changed(&mut tx, organisation, inquiry).await.map(Referred::Not);
    }
    let standing = store::referral::of_inquiry(&mut tx, organisation, inquiry).await?;
    if standing.iter().any(|one| one.ended.is_none() && one.is_opinion) {
        return Ok(Referred::Asked);
    }
    let people = store::moderator::list(&mut tx, organisation).await?;
    let mut others = people.iter().filter(|one| one.disabled_at.is_none() && one.id != *asked_by);
    let is_somebody = match &wish.to {
        Recipient::Moderator(id) => others.any(|one| one.id == *id),
        // Handed over to nobody it would only be left.
        Recipient::Anybody => wish.is_opinion && others.next().is_some(),
        Recipient::Lead | Recipient::Dpo => others.next().is_some(),
    };
    if !is_somebody {
        return Ok(Referred::Nobody);
    }
    let who = asked_by.as_str();
    store::referral::end(&mut tx, organisation, inquiry, Ending::PassedOn, who, now).await?;
    let what = if wish.is_opinion { "opinion_asked" } else { "handed_over" };
    let line = format!("{what}:{}", wish.reason.as_str());
    let referral = Referral {
        id: VerdictId::new(now).as_str().to_owned(),
        inquiry: inquiry.clone(),
        is_opinion: wish.is_opinion,
        asked_by: asked_by.clone(),
        to: wish.to,
        reason: wish.reason,
        asked_at: now,
        ended: None,
    };
    store::referral::insert(&mut tx, organisation, &referral).await?;
    // Whoever gives it on looks at it no more.
    store::claim::end(&mut tx, organisation, inquiry).await?;
    let by = By::Moderator(asked_by.clone());
    vault.audit(&mut tx, organisation, &by, line, Some(inquiry), now).await?;
    tx.commit().await.context("referring an inquiry")?;
    Ok(Referred::Done)
}

/// Takes back what one asked for oneself. `false` when nothing of theirs stands.
///
/// # Errors
/// As the database.
pub async fn withdraw(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
    asked_by: &ModeratorId,
    now: Stamp,
) -> anyhow::Result<bool> {
    let mut tx = db.write().await.context("withdrawing a referral")?;
    let all = store::referral::of_inquiry(&mut tx, organisation, inquiry).await?;
    let Some(standing) = all.iter().find(|one| one.ended.is_none() && one.asked_by == *asked_by) else {
        return Ok(false);
    };
    let line = if standing.is_opinion { "opinion_withdrawn" } else { "hand_over_withdrawn" };
    store::referral::end(&mut tx, organisation, inquiry, Ending::Withdrawn, asked_by.as_str(), now).await?;
    let by = By::Moderator(asked_by.clone());
    vault.audit(&mut tx, organisation, &by, line, Some(inquiry), now).await?;
    tx.commit().await.context("withdrawing a referral")?;
    Ok(true)
}

/// Whether `by` asked for a second opinion that stands: then the answer is somebody else's.
pub(super) async fn is_asker(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
    by: &By,
) -> Result<bool, store::Error> {
    let all = store::referral::of_inquiry(tx, organisation, inquiry).await?;
    Ok(all.iter().any(|one| one.ended.is_none() && one.is_opinion && one.asked_by.as_str() == by.as_str()))
}

async fn changed(tx: &mut Tx, organisation: &OrganisationId, inquiry: &InquiryId) -> anyhow::Result<Decided> {
    match store::inquiry::get(tx, organisation, inquiry).await? {
        Some(row) if row.state != State::Going => stale(tx, organisation, &row).await,
        _ => Ok(Decided::Gone),
    }
}
