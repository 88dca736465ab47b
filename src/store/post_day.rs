//! What came in on a day, a post at a time: counts only, so that "we saw all of yesterday" is a number.

use super::{Error, Tx};
use crate::model::{AccountName, OrganisationId, Stamp};

/// What moved on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// The network's count as it was last heard; `None` leaves it.
    pub there: Option<i64>,
    /// By how much that count grew, or shrank.
    pub grown: i64,
    /// Comments seen for the first time.
    pub seen: i64,
    /// Seen before, and not listed any more.
    pub vanished: i64,
    /// Counted there once, and gone before we came.
    pub unseen: i64,
    /// The gap as it stands, and since when; `None` leaves it.
    pub gap: Option<(i64, Option<Stamp>)>,
}

/// One post on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Day {
    /// On which account.
    pub account: AccountName,
    /// `2026-11-21`, in Danish time.
    pub day: String,
    /// Our post; empty for what stands under none of ours (visitors' posts, mentions).
    pub post: String,
    /// The network's count at the end of it.
    pub there: Option<i64>,
    /// See [`Moved`].
    pub grown: i64,
    /// See [`Moved`].
    pub seen: i64,
    /// See [`Moved`].
    pub vanished: i64,
    /// See [`Moved`].
    pub unseen: i64,
    /// Counted there and not shown to us, at the end of it.
    pub gap: i64,
    /// Since when.
    pub gap_since: Option<Stamp>,
}

/// Adds to a day.
///
/// # Errors
/// As the database.
pub async fn add(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    day: &str,
    post: &str,
    moved: &Moved,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO post_day (organisation, account, day, post, grown, seen, vanished, unseen, gap)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0)
         ON CONFLICT (organisation, account, day, post) DO UPDATE SET grown = post_day.grown + excluded.grown,
            seen = post_day.seen + excluded.seen, vanished = post_day.vanished + excluded.vanished,
            unseen = post_day.unseen + excluded.unseen")
        .bind(organisation.as_str()).bind(account.as_str()).bind(day).bind(post)
        .bind(moved.grown).bind(moved.seen).bind(moved.vanished).bind(moved.unseen)
        .execute(conn).await.map(|_| ()))?;
    if let Some(there) = moved.there {
        on!(tx, conn => sqlx::query(
            "UPDATE post_day SET there = $1 WHERE organisation = $2 AND account = $3 AND day = $4 AND post = $5")
            .bind(there).bind(organisation.as_str()).bind(account.as_str()).bind(day).bind(post)
            .execute(conn).await.map(|_| ()))?;
    }
    if let Some((gap, since)) = moved.gap {
        on!(tx, conn => sqlx::query(
            "UPDATE post_day SET gap = $1, gap_since = $2
             WHERE organisation = $3 AND account = $4 AND day = $5 AND post = $6")
            .bind(gap).bind(since.map(Stamp::ms)).bind(organisation.as_str()).bind(account.as_str())
            .bind(day).bind(post).execute(conn).await.map(|_| ()))?;
    }
    Ok(())
}

type Row = (String, String, String, Option<i64>, i64, i64, i64, i64, i64, Option<i64>);

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
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(
        "SELECT account, day, post, there, grown, seen, vanished, unseen, gap, gap_since FROM post_day
         WHERE organisation = $1 AND day >= $2 AND day <= $3 ORDER BY day DESC, account, post")
        .bind(organisation.as_str()).bind(first).bind(last).fetch_all(conn).await)?;
    Ok(rows
        .into_iter()
        .map(|row| Day {
            account: AccountName::from_text(row.0),
            day: row.1,
            post: row.2,
            there: row.3,
            grown: row.4,
            seen: row.5,
            vanished: row.6,
            unseen: row.7,
            gap: row.8,
            gap_since: row.9.map(Stamp::from_ms),
        })
        .collect())
}

/// Drops the days before `day`; returns how many lines.
///
/// # Errors
/// As the database.
pub async fn expire(tx: &mut Tx, organisation: &OrganisationId, day: &str) -> Result<u64, Error> {
    Ok(on!(tx, conn => sqlx::query("DELETE FROM post_day WHERE organisation = $1 AND day < $2")
        .bind(organisation.as_str()).bind(day).execute(conn).await.map(|done| done.rows_affected()))?)
}
