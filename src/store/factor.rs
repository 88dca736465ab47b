//! The second factor of a person: a sealed secret, and the newest code that was used.

use super::{Error, Tx};
use crate::model::{ModeratorId, OrganisationId, Stamp};

/// One second factor.
#[derive(Clone)]
pub struct Factor {
    /// Opened by the vault only.
    pub sealed: Vec<u8>,
    /// Since when it counts; `None` until a first code was right.
    pub confirmed_at: Option<Stamp>,
    /// The step of the newest code that was used: no code of it or before is worth anything.
    pub last_step: i64,
}

impl std::fmt::Debug for Factor {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Factor").field("confirmed_at", &self.confirmed_at).finish_non_exhaustive()
    }
}

/// Somebody's, confirmed or not.
///
/// # Errors
/// As the database.
pub async fn get(
    tx: &mut Tx,
    organisation: &OrganisationId,
    moderator: &ModeratorId,
) -> Result<Option<Factor>, Error> {
    let row: Option<(Vec<u8>, Option<i64>, i64)> = on!(tx, conn => sqlx::query_as(
        "SELECT sealed, confirmed_at, last_step FROM second_factor WHERE organisation = $1 AND moderator = $2")
        .bind(organisation.as_str()).bind(moderator.as_str()).fetch_optional(conn).await)?;
    Ok(row.map(|(sealed, confirmed_at, last_step)| Factor {
        sealed,
        confirmed_at: confirmed_at.map(Stamp::from_ms),
        last_step,
    }))
}

/// Puts a new secret where none counts yet. `false` where one does.
///
/// # Errors
/// As the database.
pub async fn propose(
    tx: &mut Tx,
    organisation: &OrganisationId,
    moderator: &ModeratorId,
    sealed: &[u8],
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "INSERT INTO second_factor (organisation, moderator, sealed, last_step) VALUES ($1, $2, $3, 0)
         ON CONFLICT (organisation, moderator) DO UPDATE SET sealed = excluded.sealed
         WHERE second_factor.confirmed_at IS NULL")
        .bind(organisation.as_str()).bind(moderator.as_str()).bind(sealed)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Uses up the code of a step, and with the first one the secret counts. `false` when it was used already:
/// of two that send the same code one comes in.
///
/// # Errors
/// As the database.
pub async fn spend(
    tx: &mut Tx,
    organisation: &OrganisationId,
    moderator: &ModeratorId,
    step: i64,
    now: Stamp,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE second_factor SET last_step = $1, confirmed_at = COALESCE(confirmed_at, $2)
         WHERE organisation = $3 AND moderator = $4 AND last_step < $1")
        .bind(step).bind(now.ms()).bind(organisation.as_str()).bind(moderator.as_str())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Forgets it: a phone was lost. `false` when there was none.
///
/// # Errors
/// As the database.
pub async fn forget(
    tx: &mut Tx,
    organisation: &OrganisationId,
    moderator: &ModeratorId,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query("DELETE FROM second_factor WHERE organisation = $1 AND moderator = $2")
        .bind(organisation.as_str()).bind(moderator.as_str())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
