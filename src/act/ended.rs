//! A comment that is gone on its network: our copy goes too, at once.

use anyhow::Context;

use crate::model::{By, InquiryId, OrganisationId, Stamp, State};
use crate::store::inquiry::Change;
use crate::store::{self, Db};
use crate::vault::Vault;

/// Ends an inquiry: nothing is to be done there any more, and the next retention run destroys it.
/// `by_us`: we deleted it, and it was read back. `false` when it has ended already.
///
/// # Errors
/// As the database.
pub async fn ended(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    id: &InquiryId,
    by_us: bool,
    now: Stamp,
) -> anyhow::Result<bool> {
    let mut tx = db.write().await.context("ending an inquiry")?;
    let Some(row) = store::inquiry::get(&mut tx, organisation, id).await? else { return Ok(false) };
    store::task::cancel(&mut tx, organisation, id, false, "the comment is gone", now).await?;
    store::task::close_parked(&mut tx, organisation, id, false, "the comment is gone", now).await?;
    if by_us {
        store::tombstone::deleted(&mut tx, organisation, &row.account, &row.mac, now).await?;
    }
    let change =
        Change { state: State::Gone, is_urgent: false, rule: &row.rule, decide_by: None, delete_after: now };
    let done = row.state != State::Gone
        && store::inquiry::change(&mut tx, organisation, id, row.version, &change).await?;
    if done {
        vault.audit(&mut tx, organisation, &By::Machine, "gone.on_network", Some(id), now).await?;
    }
    tx.commit().await.context("ending an inquiry")?;
    Ok(done)
}
