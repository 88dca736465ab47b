//! Who read what is noted about them, and which version of it.

use super::{Error, Tx};
use crate::model::{ModeratorId, OrganisationId, Stamp};

/// Whether somebody read this version.
///
/// # Errors
/// As the database.
pub async fn is_read(
    tx: &mut Tx,
    organisation: &OrganisationId,
    moderator: &ModeratorId,
    version: i64,
) -> Result<bool, Error> {
    let (count,): (i64,) = on!(tx, conn => sqlx::query_as(
        "SELECT COUNT(*) FROM notice_read WHERE organisation = $1 AND moderator = $2 AND version = $3")
        .bind(organisation.as_str()).bind(moderator.as_str()).bind(version).fetch_one(conn).await)?;
    Ok(count == 1)
}

/// Notes that they did. `false` when they had.
///
/// # Errors
/// As the database.
pub async fn note(
    tx: &mut Tx,
    organisation: &OrganisationId,
    moderator: &ModeratorId,
    version: i64,
    now: Stamp,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "INSERT INTO notice_read (organisation, moderator, version, read_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT DO NOTHING")
        .bind(organisation.as_str()).bind(moderator.as_str()).bind(version).bind(now.ms())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
