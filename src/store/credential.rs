//! The secrets of our accounts, sealed. They are replaced, never read by anybody but a connection, and
//! a version is never given twice: a worker knows by it that there is something new.

use super::{Error, Tx};
use crate::model::{AccountName, OrganisationId, Stamp};

/// What stands for one account.
#[derive(Clone)]
pub struct Stored {
    /// Counts up with every change, also over a removal.
    pub version: i64,
    /// Opened by the vault only, under this version only.
    pub sealed: Vec<u8>,
    /// Since when it stands.
    pub set_at: Stamp,
    /// When it ends, as far as the network said.
    pub ends_at: Option<Stamp>,
}

impl std::fmt::Debug for Stored {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Stored(version {})", self.version)
    }
}

/// What stands now; `None` where nothing ever did or it was removed.
///
/// # Errors
/// As the database.
pub async fn get(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
) -> Result<Option<Stored>, Error> {
    let row: Option<(i64, Vec<u8>, i64, Option<i64>)> = on!(tx, conn => sqlx::query_as(
        "SELECT version, sealed, set_at, ends_at FROM credential WHERE organisation = $1 AND account = $2")
        .bind(organisation.as_str()).bind(account.as_str()).fetch_optional(conn).await)?;
    let stored = row.map(|(version, sealed, set_at, ends_at)| Stored {
        version,
        sealed,
        set_at: Stamp::from_ms(set_at),
        ends_at: ends_at.map(Stamp::from_ms),
    });
    Ok(stored.filter(|stored| !stored.sealed.is_empty()))
}

/// The newest version that was ever given; 0 where there was none.
///
/// # Errors
/// As the database.
pub async fn version(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
) -> Result<i64, Error> {
    let row: Option<(i64,)> = on!(tx, conn => sqlx::query_as(
        "SELECT version FROM credential WHERE organisation = $1 AND account = $2")
        .bind(organisation.as_str()).bind(account.as_str()).fetch_optional(conn).await)?;
    Ok(row.map_or(0, |(version,)| version))
}

/// Puts `stored` in the place of the version before it. `false` when that is not the one that stands
/// any more: somebody else was quicker, and theirs is the newer secret.
///
/// # Errors
/// As the database.
pub async fn set(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    stored: &Stored,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "INSERT INTO credential (organisation, account, version, sealed, set_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (organisation, account) DO UPDATE
         SET version = $3, sealed = $4, set_at = $5, ends_at = $6 WHERE credential.version = $7")
        .bind(organisation.as_str()).bind(account.as_str()).bind(stored.version).bind(&stored.sealed)
        .bind(stored.set_at.ms()).bind(stored.ends_at.map(Stamp::ms)).bind(stored.version - 1)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Destroys what stands; its version stays used. `false` when nothing stands.
///
/// # Errors
/// As the database.
pub async fn forget(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    now: Stamp,
) -> Result<bool, Error> {
    let nothing: &[u8] = &[];
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE credential SET version = version + 1, sealed = $1, set_at = $2, ends_at = NULL
         WHERE organisation = $3 AND account = $4 AND sealed <> $1")
        .bind(nothing).bind(now.ms()).bind(organisation.as_str()).bind(account.as_str())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
