//! Requests to read again what an outage may have lost, and how far each has come. One an account:
//! asking again replaces the old one.

use super::{Error, Tx};
use crate::model::{AccountName, OrganisationId, Stamp};

/// A request under way, or ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backfill {
    /// Which account.
    pub account: AccountName,
    /// From when on.
    pub since: Stamp,
    /// When it was asked for.
    pub asked_at: Stamp,
    /// Everything of ours that was written later than this is read.
    pub reached: Stamp,
    /// Threads read.
    pub posts: i64,
    /// Comments found that we had never seen.
    pub found: i64,
    /// Threads that the network did not let us read.
    pub refused: i64,
    /// When it ended.
    pub ended_at: Option<Stamp>,
}

type Row = (String, i64, i64, i64, i64, i64, i64, Option<i64>);

/// All requests of an organisation, by account.
///
/// # Errors
/// As the database.
pub async fn list(tx: &mut Tx, organisation: &OrganisationId) -> Result<Vec<Backfill>, Error> {
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(
        "SELECT account, since, asked_at, reached, posts, found, refused, ended_at FROM backfill
         WHERE organisation = $1 ORDER BY account")
        .bind(organisation.as_str()).fetch_all(conn).await)?;
    Ok(rows
        .into_iter()
        .map(|row| Backfill {
            account: AccountName::from_text(row.0),
            since: Stamp::from_ms(row.1),
            asked_at: Stamp::from_ms(row.2),
            reached: Stamp::from_ms(row.3),
            posts: row.4,
            found: row.5,
            refused: row.6,
            ended_at: row.7.map(Stamp::from_ms),
        })
        .collect())
}

/// The request of an account that has not ended.
///
/// # Errors
/// As the database.
pub async fn open(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
) -> Result<Option<Backfill>, Error> {
    let all = list(tx, organisation).await?;
    Ok(all.into_iter().find(|one| &one.account == account && one.ended_at.is_none()))
}

/// Asks for one. One that reaches equally far and has not ended goes on where it was; `true` when it
/// begins anew.
///
/// # Errors
/// As the database.
pub async fn ask(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    since: Stamp,
    now: Stamp,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "INSERT INTO backfill (organisation, account, since, asked_at, reached, posts, found, refused)
         VALUES ($1, $2, $3, $4, $4, 0, 0, 0)
         ON CONFLICT (organisation, account) DO UPDATE SET since = $3, asked_at = $4, reached = $4, posts = 0,
            found = 0, refused = 0, ended_at = NULL
         WHERE backfill.ended_at IS NOT NULL OR backfill.since <> $3")
        .bind(organisation.as_str()).bind(account.as_str()).bind(since.ms()).bind(now.ms())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Notes how far it has come.
///
/// # Errors
/// As the database.
pub async fn went_on(tx: &mut Tx, organisation: &OrganisationId, one: &Backfill) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE backfill SET reached = $1, posts = $2, found = $3, refused = $4, ended_at = $5
         WHERE organisation = $6 AND account = $7 AND asked_at = $8")
        .bind(one.reached.ms()).bind(one.posts).bind(one.found).bind(one.refused)
        .bind(one.ended_at.map(Stamp::ms))
        .bind(organisation.as_str()).bind(one.account.as_str()).bind(one.asked_at.ms())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}
