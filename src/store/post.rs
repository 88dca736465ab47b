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
    /// The network's count when its thread was last read.
    pub count_read: Option<i64>,
    /// Comments of it that we have seen, ours among them.
    pub seen: i64,
    /// When its thread was last read.
    pub read_at: Option<Stamp>,
    /// When it was last read to the end.
    pub full_at: Option<Stamp>,
    /// When something new was last seen under it.
    pub moved_at: Option<Stamp>,
    /// What the last whole reading came to.
    pub standing: Standing,
}

/// What the last whole reading of a thread came to, beside the network's own count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// What was listed of what the network counts.
    pub listed: Option<i64>,
    /// Counted there and not shown to us.
    pub gap: i64,
    /// Since when.
    pub gap_since: Option<Stamp>,
    /// Seen by us and not listed any more.
    pub vanished: i64,
    /// Counted there once, and gone before we came.
    pub unseen: i64,
}

type Row = (
    String,
    i64,
    String,
    Option<i64>,
    Option<i64>,
    i64,
    Option<i64>,
    Option<i64>,
    Option<i64>,
    Option<i64>,
    i64,
    Option<i64>,
    i64,
    i64,
);

fn post(row: Row) -> Post {
    Post {
        post: row.0,
        written_at: Stamp::from_ms(row.1),
        marker: row.2,
        count_there: row.3,
        count_read: row.4,
        seen: row.5,
        read_at: row.6.map(Stamp::from_ms),
        full_at: row.7.map(Stamp::from_ms),
        moved_at: row.8.map(Stamp::from_ms),
        standing: Standing {
            listed: row.9,
            gap: row.10,
            gap_since: row.11.map(Stamp::from_ms),
            vanished: row.12,
            unseen: row.13,
        },
    }
}

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
        "SELECT post, written_at, marker, count_there, count_read, seen, read_at, full_at, moved_at, listed, gap,
            gap_since, vanished, unseen
         FROM post WHERE organisation = $1 AND account = $2 AND written_at >= $3 ORDER BY written_at DESC, post")
        .bind(organisation.as_str()).bind(account.as_str()).bind(from.ms()).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(post).collect())
}

/// One post.
///
/// # Errors
/// As the database.
pub async fn get(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    id: &str,
) -> Result<Option<Post>, Error> {
    let row: Option<Row> = on!(tx, conn => sqlx::query_as(
        "SELECT post, written_at, marker, count_there, count_read, seen, read_at, full_at, moved_at, listed, gap,
            gap_since, vanished, unseen
         FROM post WHERE organisation = $1 AND account = $2 AND post = $3")
        .bind(organisation.as_str()).bind(account.as_str()).bind(id).fetch_optional(conn).await)?;
    Ok(row.map(post))
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

/// Counts comments seen for the first time. `false` when this is no post of ours.
///
/// # Errors
/// As the database.
pub async fn count_seen(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    post: &str,
    more: i64,
    now: Stamp,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE post SET seen = seen + $1, moved_at = $2 WHERE organisation = $3 AND account = $4 AND post = $5")
        .bind(more).bind(now.ms()).bind(organisation.as_str()).bind(account.as_str()).bind(post)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Notes that the thread was read while the network's count was `count`; with how it stands when it
/// was read to the end.
///
/// # Errors
/// As the database.
pub async fn read(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    post: &str,
    count: Option<i64>,
    standing: Option<&Standing>,
    now: Stamp,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE post SET read_at = $1, count_read = $2 WHERE organisation = $3 AND account = $4 AND post = $5")
        .bind(now.ms()).bind(count).bind(organisation.as_str()).bind(account.as_str()).bind(post)
        .execute(conn).await.map(|_| ()))?;
    let Some(standing) = standing else { return Ok(()) };
    on!(tx, conn => sqlx::query(
        "UPDATE post SET full_at = $1, listed = $2, gap = $3, gap_since = $4, vanished = $5, unseen = $6
         WHERE organisation = $7 AND account = $8 AND post = $9")
        .bind(now.ms()).bind(standing.listed).bind(standing.gap).bind(standing.gap_since.map(Stamp::ms))
        .bind(standing.vanished).bind(standing.unseen)
        .bind(organisation.as_str()).bind(account.as_str()).bind(post)
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Closes the gap of a post that the network lists no more; `gone` of it went with the post.
///
/// # Errors
/// As the database.
pub async fn close_gap(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    post: &str,
    gone: i64,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE post SET gap = 0, gap_since = NULL, unseen = unseen + $1
         WHERE organisation = $2 AND account = $3 AND post = $4")
        .bind(gone).bind(organisation.as_str()).bind(account.as_str()).bind(post)
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// The posts of an organisation that count more than they showed us, longest missing first.
///
/// # Errors
/// As the database.
pub async fn gaps(tx: &mut Tx, organisation: &OrganisationId) -> Result<Vec<(AccountName, Post)>, Error> {
    let found: Vec<(String, String)> = on!(tx, conn => sqlx::query_as(
        "SELECT account, post FROM post WHERE organisation = $1 AND gap > 0 ORDER BY gap_since, account, post")
        .bind(organisation.as_str()).fetch_all(conn).await)?;
    let mut gaps = Vec::with_capacity(found.len());
    for (account, id) in found {
        let account = AccountName::from_text(account);
        let post = get(tx, organisation, &account, &id).await?;
        gaps.extend(post.map(|post| (account, post)));
    }
    Ok(gaps)
}
