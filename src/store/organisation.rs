//! The municipalities, and whether their machine is halted.

use super::{Error, Tx};
use crate::model::{OrganisationId, Stamp};

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
