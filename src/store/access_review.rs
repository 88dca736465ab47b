//! The review of who has access: each look at a person is a row, with who looked and what came of it.

use super::{Error, Tx};
use crate::model::{ModeratorId, OrganisationId, Stamp};

/// One look.
#[derive(Clone, Debug)]
pub struct Look {
    /// At whom.
    pub moderator: ModeratorId,
    /// When.
    pub at: Stamp,
    /// By whom.
    pub by: String,
    /// They keep what they have.
    pub is_kept: bool,
}

/// Notes a look.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, organisation: &OrganisationId, look: &Look) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO access_review (organisation, moderator, reviewed_at, reviewed_by, kept)
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING")
        .bind(organisation.as_str()).bind(look.moderator.as_str()).bind(look.at.ms()).bind(&look.by)
        .bind(look.is_kept).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// The newest look at each person.
///
/// # Errors
/// As the database.
pub async fn newest(tx: &mut Tx, organisation: &OrganisationId) -> Result<Vec<Look>, Error> {
    let rows: Vec<(String, i64, String, bool)> = on!(tx, conn => sqlx::query_as(
        "SELECT moderator, reviewed_at, reviewed_by, kept FROM access_review AS one
         WHERE organisation = $1 AND reviewed_at = (SELECT MAX(reviewed_at) FROM access_review AS other
            WHERE other.organisation = $1 AND other.moderator = one.moderator) ORDER BY moderator")
        .bind(organisation.as_str()).fetch_all(conn).await)?;
    Ok(rows
        .into_iter()
        .map(|(moderator, at, by, is_kept)| Look {
            moderator: ModeratorId::from_text(moderator),
            at: Stamp::from_ms(at),
            by,
            is_kept,
        })
        .collect())
}

/// Drops looks from before a moment.
///
/// # Errors
/// As the database.
pub async fn expire(tx: &mut Tx, organisation: &OrganisationId, before: Stamp) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("DELETE FROM access_review WHERE organisation = $1 AND reviewed_at < $2")
        .bind(organisation.as_str()).bind(before.ms()).execute(conn).await.map(|_| ()))?;
    Ok(())
}
