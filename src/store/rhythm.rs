//! How much comes in an hour, by account: from its own past one knows when silence is suspicious.

use super::{Error, Tx};
use crate::model::{AccountName, OrganisationId};

/// One hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hour {
    /// Its number since 1970, in UTC.
    pub hour: i64,
    /// Citizens' comments seen for the first time.
    pub seen: i64,
    /// Webhooks heard.
    pub hinted: i64,
}

/// Adds to an hour.
///
/// # Errors
/// As the database.
pub async fn add(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    more: Hour,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO rhythm (organisation, account, hour, seen, hinted) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (organisation, account, hour) DO UPDATE SET seen = rhythm.seen + excluded.seen,
            hinted = rhythm.hinted + excluded.hinted")
        .bind(organisation.as_str()).bind(account.as_str()).bind(more.hour).bind(more.seen).bind(more.hinted)
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// The hours of an account from `from` on, oldest first; hours without anything are left out.
///
/// # Errors
/// As the database.
pub async fn list(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    from: i64,
) -> Result<Vec<Hour>, Error> {
    let rows: Vec<(i64, i64, i64)> = on!(tx, conn => sqlx::query_as(
        "SELECT hour, seen, hinted FROM rhythm WHERE organisation = $1 AND account = $2 AND hour >= $3 ORDER BY hour")
        .bind(organisation.as_str()).bind(account.as_str()).bind(from).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(hour, seen, hinted)| Hour { hour, seen, hinted }).collect())
}

/// Drops the hours before `hour`.
///
/// # Errors
/// As the database.
pub async fn expire(tx: &mut Tx, organisation: &OrganisationId, hour: i64) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("DELETE FROM rhythm WHERE organisation = $1 AND hour < $2")
        .bind(organisation.as_str()).bind(hour).execute(conn).await.map(|_| ()))?;
    Ok(())
}
