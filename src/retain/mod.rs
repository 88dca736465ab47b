//! What is no longer needed is destroyed: ledger, key, row, checkpoint, receipt. Our deletion is
//! local: what stands on the network stays there (policy 001 §6).

mod destroy;
mod replay;
mod terms;

use anyhow::Context;
use tracing::{info, warn};

pub use destroy::forget;
pub use replay::{replay, sweep};

use crate::model::{Days, OrganisationId, Stamp};
use crate::store::receipt::Receipt;
use crate::store::{self, Db, Engine};
use crate::vault::Vault;

/// How many rows one step destroys.
const BATCH: i64 = 200;
/// A network delivers again for a day and a half; the age window of the hook ends before this.
const HINTS: Days = Days(7);

/// Counts by day and post, nothing personal: for a year and the month that compares with it.
const FIGURES: Days = Days(400);
/// The longest that the policy may ask for: after it nobody asks who was answered in a thread.
const POINTED: Days = Days(30);
/// An account's rhythm is made of four weeks.
const RHYTHM: Days = Days(40);

/// How long the things live that are not inquiries.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Tombstones outlive their post's time in the pull horizon by nothing.
    pub horizon: Days,
    /// `PostgreSQL` only: how long its logs and backups keep deleted bytes, as the operator
    /// declares.
    pub residue: Days,
    /// How long a warning is shown.
    pub warnings: Days,
}

/// Destroys what is due for one organisation. Returns the receipt, if there was anything to do.
///
/// # Errors
/// As the databases, the ledger or the key folder; what was claimed is taken up by the next run.
pub async fn run(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    settings: &Settings,
    now: Stamp,
) -> anyhow::Result<Option<Receipt>> {
    let id = destroy::run_id(now);
    let mut destroyed = 0;
    loop {
        let mut tx = db.write().await.context("claiming what is due")?;
        let due = store::inquiry::claim_due(&mut tx, organisation, now, BATCH).await?;
        tx.commit().await.context("claiming what is due")?;
        if due.is_empty() {
            break;
        }
        destroyed += destroy::destroy(db, vault, organisation, &id, &due, now).await?;
    }
    loop {
        let due = store::block::due(&mut db.read().await?, organisation, now, BATCH).await?;
        if due.is_empty() {
            break;
        }
        destroyed += destroy::destroy(db, vault, organisation, &id, &due, now).await?;
    }
    destroyed += terms::keep(db, vault, organisation, &id, now).await?;
    let mut tx = db.write().await.context("dropping tombstones")?;
    let horizon = now.earlier(settings.horizon.into());
    let mut tombstones = 0;
    // Every account that ever was: what it left must go too when it is not configured any more.
    for known in store::account::list(&mut tx, organisation).await? {
        tombstones += store::tombstone::expire(&mut tx, organisation, &known.account, horizon).await?;
    }
    store::hint::expire(&mut tx, organisation, now.earlier(HINTS.into())).await?;
    store::warning::expire(&mut tx, organisation, now.earlier(settings.warnings.into())).await?;
    let shown = now.earlier(settings.warnings.into());
    store::alarm::expire(&mut tx, organisation, shown).await?;
    store::drift::expire(&mut tx, organisation, shown).await?;
    store::act_count::expire(&mut tx, organisation, shown).await?;
    store::api_token::expire(&mut tx, organisation, shown).await?;
    let figures = now.earlier(FIGURES.into());
    store::post_day::expire(&mut tx, organisation, &figures.day()).await?;
    store::shadow_day::expire(&mut tx, organisation, &figures.day()).await?;
    store::mailbox_day::expire(&mut tx, organisation, &figures.day()).await?;
    store::sample::expire(&mut tx, organisation, &figures.day()).await?;
    store::pointed::expire(&mut tx, organisation, now.earlier(POINTED.into())).await?;
    store::rhythm::expire(&mut tx, organisation, now.earlier(RHYTHM.into()).hour()).await?;
    store::session::expire(&mut tx, organisation, now).await?;
    store::access_review::expire(&mut tx, organisation, figures).await?;
    store::sign_in_way::expire(&mut tx, organisation, now).await?;
    // A quota's day is over everywhere on earth.
    store::quota::expire(&mut tx, organisation, &now.earlier(Days(2).into()).day()).await?;
    let unclean =
        store::receipt::list(&mut tx, organisation, 1).await?.first().is_some_and(|last| !last.is_clean);
    tx.commit().await.context("dropping tombstones")?;
    let must_clean = unclean && db.engine() == Engine::Sqlite;
    if destroyed == 0 && tombstones == 0 && !must_clean {
        return Ok(None);
    }
    let tombstones = i64::try_from(tombstones).unwrap_or(i64::MAX);
    leave_receipt(db, vault, organisation, (id, destroyed, tombstones), settings.residue, now).await.map(Some)
}

/// Empties the logs of both databases, looks whether that went through, and says so.
async fn leave_receipt(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    (id, destroyed, tombstones): (String, i64, i64),
    residue: Days,
    now: Stamp,
) -> anyhow::Result<Receipt> {
    let is_clean = vault.keys.checkpoint().await? & db.checkpoint().await?;
    if !is_clean && db.engine() == Engine::Sqlite {
        warn!("a reader kept the database's log from being emptied; the next run tries again");
    }
    let residue_until = (db.engine() == Engine::Postgres).then(|| now.later(residue.into()));
    let receipt = Receipt { id, at: now, destroyed, tombstones, is_clean, residue_until };
    let mut tx = db.write().await.context("leaving a receipt")?;
    store::receipt::insert(&mut tx, organisation, &receipt).await?;
    tx.commit().await.context("leaving a receipt")?;
    info!(destroyed, tombstones, is_clean, "destroyed what was no longer needed");
    Ok(receipt)
}

/// How many rows a run would destroy now: nothing is changed.
///
/// # Errors
/// As the database.
pub async fn dry_run(db: &Db, organisation: &OrganisationId, now: Stamp) -> anyhow::Result<i64> {
    let mut tx = db.read().await?;
    Ok(store::inquiry::count_due(&mut tx, organisation, now).await?)
}
