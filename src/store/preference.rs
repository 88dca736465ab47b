//! What a moderator chose for their own desk. Nothing about a citizen, and nothing that anybody counts.

use super::{Error, Tx};
use crate::model::{ModeratorId, OrganisationId};

/// The letters of somebody's shortcuts, as the desk wrote them; `None` where none were chosen.
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
    Ok(row.map(|(shortcuts,)| shortcuts).filter(|shortcuts| !shortcuts.is_empty()))
}

/// The guidelines that somebody leaves to colleagues, each between spaces; empty where there are none.
///
/// # Errors
/// As the database.
pub async fn spared(
    tx: &mut Tx,
    organisation: &OrganisationId,
    moderator: &ModeratorId,
) -> Result<String, Error> {
    let row: Option<(String,)> = on!(tx, conn => sqlx::query_as(
        "SELECT spared FROM preference WHERE organisation = $1 AND moderator = $2")
        .bind(organisation.as_str()).bind(moderator.as_str()).fetch_optional(conn).await)?;
    Ok(row.map_or_else(String::new, |(spared,)| spared))
}

/// Keeps the guidelines that somebody leaves to colleagues.
///
/// # Errors
/// As the database.
pub async fn set_spared(
    tx: &mut Tx,
    organisation: &OrganisationId,
    moderator: &ModeratorId,
    spared: &str,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO preference (organisation, moderator, shortcuts, spared) VALUES ($1, $2, '', $3)
         ON CONFLICT (organisation, moderator) DO UPDATE SET spared = excluded.spared")
        .bind(organisation.as_str()).bind(moderator.as_str()).bind(spared)
        .execute(conn).await.map(|_| ()))?;
    Ok(())
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
