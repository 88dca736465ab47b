//! Our own posts, with the network's own count of comments beside ours.

use super::{Error, Tx};
use crate::model::{AccountName, OrganisationId, Stamp};

/// What is known of a post.
#[derive(Clone, Debug)]
pub struct Post {
    /// Its id on the network: ours, not a citizen's.
    pub post: String,
    /// When we wrote it.
    pub written_at: Stamp,
    /// Keyed fingerprint of its words, as the detectors last looked at them.
    pub marker: String,
    /// The network's count, last heard.
    pub count_there: Option<i64>,
    /// The network's count when its thread was last read to the end.
    pub count_read: Option<i64>,
    /// Comments of it that we have seen, ours among them.
    pub seen: i64,
    /// When its thread was last read.
    pub read_at: Option<Stamp>,
    /// When it was last read to the end.
    pub full_at: Option<Stamp>,
}

type Row = (String, i64, String, Option<i64>, Option<i64>, i64, Option<i64>, Option<i64>);

/// The posts of an account that were written at `from` or later, newest first.
///
/// # Errors
/// As the database.
pub async fn list(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    from: Stamp,
) -> Result<Vec<Post>, Error> {
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(
        "SELECT post, written_at, marker, count_there, count_read, seen, read_at, full_at FROM post
         WHERE organisation = $1 AND account = $2 AND written_at >= $3 ORDER BY written_at DESC, post")
        .bind(organisation.as_str()).bind(account.as_str()).bind(from.ms()).fetch_all(conn).await)?;
    Ok(rows
        .into_iter()
        .map(|row| Post {
            post: row.0,
            written_at: Stamp::from_ms(row.1),
            marker: row.2,
            count_there: row.3,
            count_read: row.4,
            seen: row.5,
            read_at: row.6.map(Stamp::from_ms),
            full_at: row.7.map(Stamp::from_ms),
        })
        .collect())
}

/// Notes a post and the network's count.
///
/// # Errors
/// As the database.
pub async fn note(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    post: &str,
    written_at: Stamp,
    marker: &str,
    count_there: Option<i64>,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO post (organisation, account, post, written_at, marker, count_there, seen)
         VALUES ($1, $2, $3, $4, $5, $6, 0)
         ON CONFLICT (organisation, account, post)
         DO UPDATE SET marker = excluded.marker, count_there = excluded.count_there")
        .bind(organisation.as_str()).bind(account.as_str()).bind(post).bind(written_at.ms()).bind(marker)
        .bind(count_there).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Counts comments seen for the first time.
///
/// # Errors
/// As the database.
pub async fn count_seen(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    post: &str,
    more: i64,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE post SET seen = seen + $1 WHERE organisation = $2 AND account = $3 AND post = $4")
        .bind(more).bind(organisation.as_str()).bind(account.as_str()).bind(post)
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Notes that the thread was read, to the end or as far as it was new, while the network's count was
/// `count`.
///
/// # Errors
/// As the database.
pub async fn read(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    post: &str,
    count: Option<i64>,
    is_full: bool,
    now: Stamp,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE post SET read_at = $1, count_read = $2, full_at = CASE WHEN $6 THEN $1 ELSE full_at END
         WHERE organisation = $3 AND account = $4 AND post = $5")
        .bind(now.ms()).bind(count).bind(organisation.as_str()).bind(account.as_str()).bind(post).bind(is_full)
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}
