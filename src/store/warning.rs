//! What a person must know that is not an inquiry: we leaked something ourselves.

use super::{Error, Tx};
use crate::model::{AccountName, OrganisationId, Stamp};

/// One warning.
#[derive(Clone, Debug)]
pub struct Warning {
    /// The account it is about.
    pub account: AccountName,
    /// What: `we_leaked`.
    pub kind: String,
    /// Our own post or reply, if that is what it is about.
    pub remote: Option<String>,
    /// When.
    pub raised_at: Stamp,
}

/// Raises a warning. `false` when it was raised already.
///
/// # Errors
/// As the database.
pub async fn raise(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &str,
    warning: &Warning,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "INSERT INTO warning (organisation, id, account, kind, remote, raised_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING")
        .bind(organisation.as_str()).bind(id).bind(warning.account.as_str()).bind(&warning.kind)
        .bind(warning.remote.as_deref()).bind(warning.raised_at.ms()).execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The warnings of an organisation, newest first, at most `limit`.
///
/// # Errors
/// As the database.
pub async fn list(tx: &mut Tx, organisation: &OrganisationId, limit: i64) -> Result<Vec<Warning>, Error> {
    let rows: Vec<(String, String, Option<String>, i64)> = on!(tx, conn => sqlx::query_as(
        "SELECT account, kind, remote, raised_at FROM warning
         WHERE organisation = $1 ORDER BY raised_at DESC, id LIMIT $2")
        .bind(organisation.as_str()).bind(limit).fetch_all(conn).await)?;
    Ok(rows
        .into_iter()
        .map(|(account, kind, remote, at)| Warning {
            account: AccountName::from_text(account),
            kind,
            remote,
            raised_at: Stamp::from_ms(at),
        })
        .collect())
}

/// The newest warnings with their ids, at most `limit`.
///
/// # Errors
/// As the database.
pub async fn recent(
    tx: &mut Tx,
    organisation: &OrganisationId,
    limit: i64,
) -> Result<Vec<(String, Warning)>, Error> {
    let rows: Vec<(String, String, String, i64)> = on!(tx, conn => sqlx::query_as(
        "SELECT id, account, kind, raised_at FROM warning
         WHERE organisation = $1 ORDER BY raised_at DESC, id LIMIT $2")
        .bind(organisation.as_str()).bind(limit).fetch_all(conn).await)?;
    let warning = |(id, account, kind, at): (String, String, String, i64)| {
        let (account, raised_at) = (AccountName::from_text(account), Stamp::from_ms(at));
        (id, Warning { account, kind, remote: None, raised_at })
    };
    Ok(rows.into_iter().map(warning).collect())
}

/// Drops the warnings raised before `before`; returns how many.
///
/// # Errors
/// As the database.
pub async fn expire(tx: &mut Tx, organisation: &OrganisationId, before: Stamp) -> Result<u64, Error> {
    Ok(on!(tx, conn => sqlx::query("DELETE FROM warning WHERE organisation = $1 AND raised_at < $2")
        .bind(organisation.as_str()).bind(before.ms())
        .execute(conn).await.map(|done| done.rows_affected()))?)
}
