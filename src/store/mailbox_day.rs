//! Which mailbox was proposed and which one a person chose, by day: counts only, so that the ranking can be
//! judged without a list of comments.

use super::{Error, Tx};
use crate::model::OrganisationId;

/// One pair on one day.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Day {
    /// `2026-11-21`, in Danish time.
    pub day: String,
    /// The mailbox that was proposed.
    pub proposed: String,
    /// The one that a person chose.
    pub chosen: String,
    /// How often.
    pub count: i64,
}

/// Adds one to a day.
///
/// # Errors
/// As the database.
pub async fn add(
    tx: &mut Tx,
    organisation: &OrganisationId,
    day: &str,
    proposed: &str,
    chosen: &str,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO mailbox_day (organisation, day, proposed, chosen, count) VALUES ($1, $2, $3, $4, 1)
         ON CONFLICT (organisation, day, proposed, chosen) DO UPDATE
            SET count = mailbox_day.count + excluded.count")
        .bind(organisation.as_str()).bind(day).bind(proposed).bind(chosen)
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Takes one from a day: the redirect was taken back.
///
/// # Errors
/// As the database.
pub async fn take_back(
    tx: &mut Tx,
    organisation: &OrganisationId,
    day: &str,
    proposed: &str,
    chosen: &str,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE mailbox_day SET count = count - 1
         WHERE organisation = $1 AND day = $2 AND proposed = $3 AND chosen = $4 AND count > 0")
        .bind(organisation.as_str()).bind(day).bind(proposed).bind(chosen).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// The days from `first` to `last`, both among them, newest first.
///
/// # Errors
/// As the database.
pub async fn list(
    tx: &mut Tx,
    organisation: &OrganisationId,
    first: &str,
    last: &str,
) -> Result<Vec<Day>, Error> {
    let rows: Vec<(String, String, String, i64)> = on!(tx, conn => sqlx::query_as(
        "SELECT day, proposed, chosen, count FROM mailbox_day
         WHERE organisation = $1 AND day >= $2 AND day <= $3 AND count > 0 ORDER BY day DESC, proposed, chosen")
        .bind(organisation.as_str()).bind(first).bind(last).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(day, proposed, chosen, count)| Day { day, proposed, chosen, count }).collect())
}

/// Drops the days before `day`; returns how many lines.
///
/// # Errors
/// As the database.
pub async fn expire(tx: &mut Tx, organisation: &OrganisationId, day: &str) -> Result<u64, Error> {
    Ok(on!(tx, conn => sqlx::query("DELETE FROM mailbox_day WHERE organisation = $1 AND day < $2")
        .bind(organisation.as_str()).bind(day).execute(conn).await.map(|done| done.rows_affected()))?)
}
