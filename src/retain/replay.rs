//! After a crash or a restore: what was meant to go does not stand, and no key is left without a
//! row.

use std::collections::{BTreeSet, HashSet};

use anyhow::Context;

use super::destroy;
use crate::model::{AccountName, InquiryId, OrganisationId, Stamp};
use crate::store::{self, Db};
use crate::vault::{BLOCKED, Vault};

/// Destroys every row or key that the ledger says was meant to go: half-done runs of a crash, and
/// everything that a restored backup brought back. Before anything else starts. Returns how many.
///
/// # Errors
/// As the databases, or a ledger that cannot be read.
pub async fn replay(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    now: Stamp,
) -> anyhow::Result<usize> {
    let meant: HashSet<InquiryId> = vault
        .ledger
        .meant_to_go()?
        .into_iter()
        .filter(|(whose, _)| whose == organisation)
        .map(|(_, inquiry)| inquiry)
        .collect();
    let mut stands = BTreeSet::new();
    let (mut tx, mut keys) = (db.read().await?, vault.keys.read().await?);
    for known in store::account::list(&mut tx, organisation).await? {
        let rows = store::inquiry::keyed(&mut tx, organisation, &known.account).await?;
        let blocks = store::block::keyed(&mut tx, organisation, &known.account).await?;
        stands.extend(blocks.into_iter().filter(|id| meant.contains(id)));
        let keyed = store::keys::older(&mut keys, organisation, &known.account, i64::MAX).await?;
        stands.extend(rows.into_iter().chain(keyed).map(|(id, _)| id).filter(|id| meant.contains(id)));
    }
    drop((tx, keys));
    let stands: Vec<_> = stands.into_iter().collect();
    if !stands.is_empty() {
        let run = destroy::run_id(now);
        destroy::destroy(db, vault, organisation, &run, &stands, now)
            .await
            .context("replaying the ledger")?;
    }
    Ok(stands.len())
}

/// Destroys keys without a row: a worker that died between key and row left them. Only keys of an
/// older fence, because a row under an older fence can no longer be written.
///
/// # Errors
/// As the databases.
pub async fn sweep(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    account: &AccountName,
    fence: i64,
) -> anyhow::Result<usize> {
    let mut keys = vault.keys.read().await?;
    let older = store::keys::older(&mut keys, organisation, account, fence).await?;
    drop(keys);
    let mut tx = db.read().await?;
    let mut rows: HashSet<_> =
        store::inquiry::keyed(&mut tx, organisation, account).await?.into_iter().collect();
    let blocks = store::block::keyed(&mut tx, organisation, account).await?;
    rows.extend(blocks.into_iter().map(|id| (id, BLOCKED)));
    drop(tx);
    let orphans: Vec<_> = older.into_iter().filter(|key| !rows.contains(key)).collect();
    if !orphans.is_empty() {
        let mut keys = vault.keys.write().await?;
        for (inquiry, version) in &orphans {
            store::keys::destroy_one(&mut keys, organisation, inquiry, *version).await?;
        }
        keys.commit().await?;
    }
    Ok(orphans.len())
}
