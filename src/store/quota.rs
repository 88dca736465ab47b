//! What was spent of a network's daily quota. Reserved before it is spent: a crash counts too much,
//! never too little.

use super::{Error, Tx};
use crate::model::OrganisationId;

/// What was spent of a pool on a day of the network's own calendar.
///
/// # Errors
/// As the database.
pub async fn spent(tx: &mut Tx, organisation: &OrganisationId, pool: &str, day: &str) -> Result<i64, Error> {
    let row: Option<(i64,)> = on!(tx, conn => sqlx::query_as(
        "SELECT spent FROM quota WHERE organisation = $1 AND pool = $2 AND day = $3")
        .bind(organisation.as_str()).bind(pool).bind(day).fetch_optional(conn).await)?;
    Ok(row.map_or(0, |(spent,)| spent))
}

/// Adds to what was spent (or, with a negative number, gives back what was reserved and not spent).
/// `false` when that would go beyond `most`; nothing is written then.
///
/// # Errors
/// As the database.
pub async fn add(
    tx: &mut Tx,
    organisation: &OrganisationId,
    pool: &str,
    day: &str,
    units: i64,
    most: i64,
) -> Result<bool, Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO quota (organisation, pool, day, spent) VALUES ($1, $2, $3, 0) ON CONFLICT DO NOTHING")
        .bind(organisation.as_str()).bind(pool).bind(day).execute(conn).await.map(|_| ()))?;
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE quota SET spent = spent + $1
         WHERE organisation = $2 AND pool = $3 AND day = $4 AND spent + $1 <= $5 AND spent + $1 >= 0")
        .bind(units).bind(organisation.as_str()).bind(pool).bind(day).bind(most)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Drops the days before `day`.
///
/// # Errors
/// As the database.
pub async fn expire(tx: &mut Tx, organisation: &OrganisationId, day: &str) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("DELETE FROM quota WHERE organisation = $1 AND day < $2")
        .bind(organisation.as_str()).bind(day).execute(conn).await.map(|_| ()))?;
    Ok(())
}
