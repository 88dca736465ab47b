//! The municipalities, and whether their machine is halted.

use super::{Error, Tx};
use crate::model::{Days, OrganisationId, Stamp};

/// Makes the organisation known; harmless when it is.
///
/// # Errors
/// As the database.
pub async fn ensure(tx: &mut Tx, organisation: &OrganisationId) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("INSERT INTO organisation (organisation) VALUES ($1) ON CONFLICT DO NOTHING")
        .bind(organisation.as_str()).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Every organisation that ever was configured here.
///
/// # Errors
/// As the database.
pub async fn list(tx: &mut Tx) -> Result<Vec<OrganisationId>, Error> {
    let rows: Vec<(String,)> = on!(tx, conn => sqlx::query_as(
        "SELECT organisation FROM organisation ORDER BY organisation").fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id,)| OrganisationId::from_text(id)).collect())
}

/// Since when every automatic act and unsent reply is halted, and by whom; `None` when they run.
///
/// # Errors
/// As the database.
pub async fn halted(tx: &mut Tx, organisation: &OrganisationId) -> Result<Option<(Stamp, String)>, Error> {
    let row: Option<(Option<i64>, Option<String>)> = on!(tx, conn => sqlx::query_as(
        "SELECT halted_at, halted_by FROM organisation WHERE organisation = $1")
        .bind(organisation.as_str()).fetch_optional(conn).await)?;
    Ok(row.and_then(|(at, by)| Some((Stamp::from_ms(at?), by.unwrap_or_default()))))
}

/// Halts (`Some`) or starts again (`None`). `false` when it was so already.
///
/// # Errors
/// As the database.
pub async fn set_halted(
    tx: &mut Tx,
    organisation: &OrganisationId,
    halt: Option<(Stamp, &str)>,
) -> Result<bool, Error> {
    let (at, by) = (halt.map(|(at, _)| at.ms()), halt.map(|(_, by)| by));
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE organisation SET halted_at = $1, halted_by = $2
         WHERE organisation = $3 AND (halted_at IS NULL) <> ($4)")
        .bind(at).bind(by).bind(organisation.as_str()).bind(at.is_none())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// How far back posts may be read without taking a comment that was dealt with for a new one: as far as the
/// pull horizon, and where that was raised no further than the shorter one reached on that day. Notes the
/// horizon, so that the next change is seen.
///
/// # Errors
/// As the database.
pub async fn reach(
    tx: &mut Tx,
    organisation: &OrganisationId,
    horizon: Days,
    now: Stamp,
) -> Result<Stamp, Error> {
    let row: Option<(Option<i64>, i64)> = on!(tx, conn => sqlx::query_as(
        "SELECT horizon_days, whole_since FROM organisation WHERE organisation = $1")
        .bind(organisation.as_str()).fetch_optional(conn).await)?;
    let (known, mut whole_since) = row.unwrap_or((None, 0));
    let days = i64::from(horizon.0);
    if known != Some(days) {
        if let Some(before) = known.filter(|before| *before < days) {
            let before = Days(u32::try_from(before).unwrap_or_default());
            whole_since = whole_since.max(now.earlier(before.into()).ms());
        }
        on!(tx, conn => sqlx::query(
            "UPDATE organisation SET horizon_days = $1, whole_since = $2 WHERE organisation = $3")
            .bind(days).bind(whole_since).bind(organisation.as_str()).execute(conn).await.map(|_| ()))?;
    }
    Ok(now.earlier(horizon.into()).max(Stamp::from_ms(whole_since)))
}
