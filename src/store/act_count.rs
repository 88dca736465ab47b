//! How often the machine acted alone on a page, and what people said to it. Counts only.

use super::{Error, Tx};
use crate::model::{AccountName, OrganisationId, Stamp};

/// What people said to automatic acts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// So many stood.
    pub confirmed: i64,
    /// So many were taken back.
    pub reversed: i64,
    /// Of so many acts.
    pub acts: i64,
}

/// Counts one more act in a span, unless there are `most` already. One statement, so that two workers
/// never go past it together. `false` when it is full.
///
/// # Errors
/// As the database.
pub async fn take(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    (span, counted): (&str, &str),
    most: i64,
    now: Stamp,
) -> Result<bool, Error> {
    if most < 1 {
        return Ok(false);
    }
    let rows = on!(tx, conn => sqlx::query(
        "INSERT INTO act_count (organisation, account, span, counted, acts, confirmed, reversed, made_at)
         VALUES ($1, $2, $3, $4, 1, 0, 0, $6)
         ON CONFLICT (organisation, account, span, counted) DO UPDATE SET acts = act_count.acts + 1
            WHERE act_count.acts < $5")
        .bind(organisation.as_str()).bind(account.as_str()).bind(span).bind(counted).bind(most).bind(now.ms())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Gives one back that was counted and not done.
///
/// # Errors
/// As the database.
pub async fn give_back(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    (span, counted): (&str, &str),
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE act_count SET acts = acts - 1
         WHERE organisation = $1 AND account = $2 AND span = $3 AND counted = $4 AND acts > 0")
        .bind(organisation.as_str()).bind(account.as_str()).bind(span).bind(counted)
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Counts what a person said to an automatic act, on the day of the decision; negative takes it back.
///
/// # Errors
/// As the database.
pub async fn say(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    (day, counted): (&str, &str),
    said: Said,
    now: Stamp,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO act_count (organisation, account, span, counted, acts, confirmed, reversed, made_at)
         VALUES ($1, $2, $3, $4, 0, $5, $6, $7)
         ON CONFLICT (organisation, account, span, counted) DO UPDATE
            SET confirmed = act_count.confirmed + $5, reversed = act_count.reversed + $6")
        .bind(organisation.as_str()).bind(account.as_str()).bind(day).bind(counted).bind(said.confirmed)
        .bind(said.reversed).bind(now.ms()).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// What people said to what is counted so, on this page, since a moment.
///
/// # Errors
/// As the database.
pub async fn said(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    counted: &str,
    since: Stamp,
) -> Result<Said, Error> {
    let (confirmed, reversed, acts): (i64, i64, i64) = on!(tx, conn => sqlx::query_as(
        "SELECT CAST(COALESCE(SUM(confirmed), 0) AS BIGINT), CAST(COALESCE(SUM(reversed), 0) AS BIGINT),
            CAST(COALESCE(SUM(acts), 0) AS BIGINT)
         FROM act_count WHERE organisation = $1 AND account = $2 AND counted = $3 AND made_at >= $4")
        .bind(organisation.as_str()).bind(account.as_str()).bind(counted).bind(since.ms())
        .fetch_one(conn).await)?;
    Ok(Said { confirmed, reversed, acts })
}

/// Drops the counts made before a moment.
///
/// # Errors
/// As the database.
pub async fn expire(tx: &mut Tx, organisation: &OrganisationId, before: Stamp) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("DELETE FROM act_count WHERE organisation = $1 AND made_at < $2")
        .bind(organisation.as_str()).bind(before.ms()).execute(conn).await.map(|_| ()))?;
    Ok(())
}
