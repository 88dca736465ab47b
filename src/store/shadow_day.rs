//! What shadow rules matched on a day, beside what the rules in force made of the same comments: counts
//! only, so that a rule can be tried on real comments without a list of them.

use super::{Error, Tx};
use crate::model::{OrganisationId, Outcome};

/// One rule on one day.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Day {
    /// `2026-11-21`, in Danish time.
    pub day: String,
    /// The rule on trial.
    pub rule: String,
    /// What the rules in force made of these comments.
    pub outcome: String,
    /// How many.
    pub matched: i64,
}

/// Adds to a day.
///
/// # Errors
/// As the database.
pub async fn add(
    tx: &mut Tx,
    organisation: &OrganisationId,
    day: &str,
    rule: &str,
    outcome: Outcome,
    matched: i64,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO shadow_day (organisation, day, rule, outcome, matched) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (organisation, day, rule, outcome) DO UPDATE
            SET matched = shadow_day.matched + excluded.matched")
        .bind(organisation.as_str()).bind(day).bind(rule).bind(outcome.as_str()).bind(matched)
        .execute(conn).await.map(|_| ()))?;
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
        "SELECT day, rule, outcome, matched FROM shadow_day
         WHERE organisation = $1 AND day >= $2 AND day <= $3 ORDER BY day DESC, rule, outcome")
        .bind(organisation.as_str()).bind(first).bind(last).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(day, rule, outcome, matched)| Day { day, rule, outcome, matched }).collect())
}

/// Drops the days before `day`; returns how many lines.
///
/// # Errors
/// As the database.
pub async fn expire(tx: &mut Tx, organisation: &OrganisationId, day: &str) -> Result<u64, Error> {
    Ok(on!(tx, conn => sqlx::query("DELETE FROM shadow_day WHERE organisation = $1 AND day < $2")
        .bind(organisation.as_str()).bind(day).execute(conn).await.map(|done| done.rows_affected()))?)
}
