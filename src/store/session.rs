//! Web sessions: only a hash of the cookie's token is stored, so a stolen copy opens no desk.

use super::{Error, Tx};
use crate::model::Stamp;

/// Starts a session; what has expired goes. `false` when the token is taken.
///
/// # Errors
/// As the database.
pub async fn insert(
    tx: &mut Tx,
    hash: &str,
    record: &[u8],
    expires_at: Stamp,
    now: Stamp,
) -> Result<bool, Error> {
    on!(tx, conn => sqlx::query("DELETE FROM web_session WHERE expires_at <= $1")
        .bind(now.ms()).execute(conn).await.map(|_| ()))?;
    let rows = on!(tx, conn => sqlx::query(
        "INSERT INTO web_session (hash, record, expires_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
        .bind(hash).bind(record).bind(expires_at.ms())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Writes a session that still stands. One that was ended meanwhile does not come back.
///
/// # Errors
/// As the database.
pub async fn update(tx: &mut Tx, hash: &str, record: &[u8], expires_at: Stamp) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE web_session SET record = $1, expires_at = $2 WHERE hash = $3")
        .bind(record).bind(expires_at.ms()).bind(hash)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// A session that has not expired.
///
/// # Errors
/// As the database.
pub async fn get(tx: &mut Tx, hash: &str, now: Stamp) -> Result<Option<Vec<u8>>, Error> {
    let row: Option<(Vec<u8>,)> = on!(tx, conn => sqlx::query_as(
        "SELECT record FROM web_session WHERE hash = $1 AND expires_at > $2")
        .bind(hash).bind(now.ms()).fetch_optional(conn).await)?;
    Ok(row.map(|(record,)| record))
}

/// Ends a session.
///
/// # Errors
/// As the database.
pub async fn delete(tx: &mut Tx, hash: &str) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("DELETE FROM web_session WHERE hash = $1")
        .bind(hash).execute(conn).await.map(|_| ()))?;
    Ok(())
}
