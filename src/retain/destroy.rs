//! The one order in which a row is destroyed: intent in the ledger, key, row, done in the ledger.

use anyhow::Context;

use super::{Settings, leave_receipt};
use crate::model::{AccountName, By, InquiryId, OrganisationId, RemoteId, Stamp, VerdictId};
use crate::store::receipt::Receipt;
use crate::store::{self, Db};
use crate::vault::{Entry, Phase, Vault};

/// A new run's id.
pub(super) fn run_id(now: Stamp) -> String {
    VerdictId::new(now).as_str().to_owned()
}

/// Destroys claimed rows. Returns how many stood.
pub(super) async fn destroy(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    run: &str,
    inquiries: &[InquiryId],
    now: Stamp,
) -> anyhow::Result<i64> {
    let entries = |phase| -> Vec<Entry> {
        inquiries
            .iter()
            .map(|inquiry| Entry {
                at: now,
                run: run.to_owned(),
                organisation: organisation.clone(),
                inquiry: inquiry.clone(),
                phase,
            })
            .collect()
    };
    vault.ledger.write(&entries(Phase::Intent)).context("writing the deletion ledger")?;

    let mut keys = vault.keys.write().await.context("destroying keys")?;
    for inquiry in inquiries {
        store::keys::destroy(&mut keys, organisation, inquiry, None).await?;
    }
    keys.commit().await.context("destroying keys")?;

    let mut tx = db.write().await.context("destroying rows")?;
    let mut destroyed = 0;
    for inquiry in inquiries {
        destroyed += i64::from(store::inquiry::destroy(&mut tx, organisation, inquiry).await?);
        destroyed += i64::from(store::block::destroy(&mut tx, organisation, inquiry).await?);
    }
    let what = format!("destroyed:{destroyed}");
    vault.audit(&mut tx, organisation, &By::Machine, what, None, now).await?;
    tx.commit().await.context("destroying rows")?;

    vault.ledger.write(&entries(Phase::Done)).context("writing the deletion ledger")?;
    Ok(destroyed)
}

/// Destroys one comment's copy now, because a person asked for it. The tombstone stays, so that
/// the next pull does not bring it back. `None` when we hold nothing of it.
///
/// # Errors
/// As the databases, the ledger or the key folder.
pub async fn forget(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    account: &AccountName,
    remote: &RemoteId,
    settings: &Settings,
    now: Stamp,
) -> anyhow::Result<Option<Receipt>> {
    let mac = vault.tombstone(account, remote);
    let mut tx = db.write().await.context("looking for the comment")?;
    let stone = store::tombstone::get(&mut tx, organisation, account, &mac).await?;
    let Some(inquiry) = stone.and_then(|stone| stone.inquiry) else { return Ok(None) };
    if !store::inquiry::claim_one(&mut tx, organisation, &inquiry).await? {
        return Ok(None);
    }
    vault.audit(&mut tx, organisation, &By::Operator, "forget", Some(&inquiry), now).await?;
    tx.commit().await.context("looking for the comment")?;
    let id = run_id(now);
    let destroyed = destroy(db, vault, organisation, &id, &[inquiry], now).await?;
    leave_receipt(db, vault, organisation, (id, destroyed, 0), settings.residue, now).await.map(Some)
}
