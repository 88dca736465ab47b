//! What a moderator chose for their own desk. Nothing about a citizen, and nothing that anybody counts.

use super::{Error, Tx};
use crate::model::{ModeratorId, OrganisationId};

/// The letters of somebody's shortcuts, as the desk wrote them; `None` where nothing was chosen.
///
/// # Errors
/// As the database.
pub async fn shortcuts(
    tx: &mut Tx,
    organisation: &OrganisationId,
    moderator: &ModeratorId,
) -> Result<Option<String>, Error> {
    let row: Option<(String,)> = on!(tx, conn => sqlx::query_as(
        "SELECT shortcuts FROM preference WHERE organisation = $1 AND moderator = $2")
        .bind(organisation.as_str()).bind(moderator.as_str()).fetch_optional(conn).await)?;
    Ok(row.map(|(shortcuts,)| shortcuts))
}

/// Keeps the letters that somebody chose.
///
/// # Errors
/// As the database.
pub async fn set_shortcuts(
    tx: &mut Tx,
    organisation: &OrganisationId,
    moderator: &ModeratorId,
    shortcuts: &str,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO preference (organisation, moderator, shortcuts) VALUES ($1, $2, $3)
         ON CONFLICT (organisation, moderator) DO UPDATE SET shortcuts = excluded.shortcuts")
        .bind(organisation.as_str()).bind(moderator.as_str()).bind(shortcuts)
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}
