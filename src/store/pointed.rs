//! That an author was pointed to a mailbox in a thread: a keyed hash of both and the moment, nothing else.

use super::{Error, Tx};
use crate::model::{AccountName, OrganisationId, Stamp};

/// Notes it, or that it happened again.
///
/// # Errors
/// As the database.
pub async fn set(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    mark: &str,
    now: Stamp,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO pointed (organisation, account, mark, at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (organisation, account, mark) DO UPDATE SET at = excluded.at")
        .bind(organisation.as_str()).bind(account.as_str()).bind(mark).bind(now.ms())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// When it happened last, not before `since`.
///
/// # Errors
/// As the database.
pub async fn last(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    mark: &str,
    since: Stamp,
) -> Result<Option<Stamp>, Error> {
    let row: Option<(i64,)> = on!(tx, conn => sqlx::query_as(
        "SELECT at FROM pointed WHERE organisation = $1 AND account = $2 AND mark = $3 AND at >= $4")
        .bind(organisation.as_str()).bind(account.as_str()).bind(mark).bind(since.ms())
        .fetch_optional(conn).await)?;
    Ok(row.map(|(at,)| Stamp::from_ms(at)))
}

/// Takes back what was noted at `at`, unless it happened again since: `before` is when it had happened then.
///
/// # Errors
/// As the database.
pub async fn take_back(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    mark: &str,
    (at, before): (Stamp, Option<Stamp>),
) -> Result<(), Error> {
    // What is older than everything is forgotten at once.
    let before = before.unwrap_or_default();
    on!(tx, conn => sqlx::query(
        "UPDATE pointed SET at = $1 WHERE organisation = $2 AND account = $3 AND mark = $4 AND at = $5")
        .bind(before.ms()).bind(organisation.as_str()).bind(account.as_str()).bind(mark).bind(at.ms())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Drops what is older; returns how many.
///
/// # Errors
/// As the database.
pub async fn expire(tx: &mut Tx, organisation: &OrganisationId, before: Stamp) -> Result<u64, Error> {
    Ok(on!(tx, conn => sqlx::query("DELETE FROM pointed WHERE organisation = $1 AND at < $2")
        .bind(organisation.as_str()).bind(before.ms())
        .execute(conn).await.map(|done| done.rows_affected()))?)
}
