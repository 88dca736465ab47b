//! How a comment is known again without being kept: a keyed hash of its id.

use super::{Error, Tx};
use crate::model::{AccountName, InquiryId, OrganisationId, Stamp, Tombstone};

type Row = (String, Option<String>, String, Option<String>, bool, Option<i64>);

/// The tombstone of a comment.
///
/// # Errors
/// As the database.
pub async fn get(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    mac: &str,
) -> Result<Option<Tombstone>, Error> {
    let row: Option<Row> = on!(tx, conn => sqlx::query_as(
        "SELECT mac, post, marker, inquiry, is_ours, deleted_at FROM tombstone
         WHERE organisation = $1 AND account = $2 AND mac = $3")
        .bind(organisation.as_str()).bind(account.as_str()).bind(mac).fetch_optional(conn).await)?;
    Ok(row.map(|(mac, post, marker, inquiry, is_ours, deleted_at)| Tombstone {
        mac,
        post,
        marker,
        inquiry: inquiry.map(InquiryId::from_text),
        is_ours,
        deleted_at: deleted_at.map(Stamp::from_ms),
    }))
}

/// Sets a tombstone, or moves it on to a new marker and inquiry. `true` when it is new.
///
/// # Errors
/// As the database.
pub async fn set(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    stone: &Tombstone,
    now: Stamp,
) -> Result<bool, Error> {
    let inquiry = stone.inquiry.as_ref().map(InquiryId::as_str);
    let new = on!(tx, conn => sqlx::query(
        "INSERT INTO tombstone (organisation, account, mac, post, marker, inquiry, is_ours, seen_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING")
        .bind(organisation.as_str()).bind(account.as_str()).bind(&stone.mac).bind(stone.post.as_deref())
        .bind(&stone.marker).bind(inquiry).bind(stone.is_ours).bind(now.ms())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    if new == 0 {
        on!(tx, conn => sqlx::query(
            "UPDATE tombstone SET marker = $1, inquiry = $2, seen_at = $3, deleted_at = NULL
             WHERE organisation = $4 AND account = $5 AND mac = $6")
            .bind(&stone.marker).bind(inquiry).bind(now.ms())
            .bind(organisation.as_str()).bind(account.as_str()).bind(&stone.mac)
            .execute(conn).await.map(|_| ()))?;
    }
    Ok(new == 1)
}

/// Forgets that the comment of an inquiry was known, so that it is taken in again when the network gives it
/// to us again. `false` where there was none.
///
/// # Errors
/// As the database.
pub async fn forget(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    inquiry: &InquiryId,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "DELETE FROM tombstone WHERE organisation = $1 AND account = $2 AND inquiry = $3")
        .bind(organisation.as_str()).bind(account.as_str()).bind(inquiry.as_str())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Notes that our deletion of a comment was read back.
///
/// # Errors
/// As the database.
pub async fn deleted(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    mac: &str,
    now: Stamp,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE tombstone SET deleted_at = $1 WHERE organisation = $2 AND account = $3 AND mac = $4")
        .bind(now.ms()).bind(organisation.as_str()).bind(account.as_str()).bind(mac)
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// How many comments of citizens are known again.
///
/// # Errors
/// As the database.
pub async fn count(tx: &mut Tx, organisation: &OrganisationId, account: &AccountName) -> Result<i64, Error> {
    let (count,): (i64,) = on!(tx, conn => sqlx::query_as(
        "SELECT COUNT(*) FROM tombstone WHERE organisation = $1 AND account = $2 AND is_ours = $3")
        .bind(organisation.as_str()).bind(account.as_str()).bind(false).fetch_one(conn).await)?;
    Ok(count)
}

/// The citizens' comments last seen from `from` until before `to` of which nothing but the tombstone is
/// left: account, our post where they stand under one, and when they were seen.
///
/// # Errors
/// As the database.
pub async fn bare(
    tx: &mut Tx,
    organisation: &OrganisationId,
    from: Stamp,
    to: Stamp,
) -> Result<Vec<(AccountName, Option<String>, Stamp)>, Error> {
    let rows: Vec<(String, Option<String>, i64)> = on!(tx, conn => sqlx::query_as(
        "SELECT account, post, seen_at FROM tombstone
         WHERE organisation = $1 AND is_ours = $2 AND seen_at >= $3 AND seen_at < $4
            AND NOT EXISTS (SELECT 1 FROM inquiry WHERE inquiry.organisation = $1
                AND inquiry.id = tombstone.inquiry)")
        .bind(organisation.as_str()).bind(false).bind(from.ms()).bind(to.ms()).fetch_all(conn).await)?;
    Ok(rows
        .into_iter()
        .map(|(account, post, at)| (AccountName::from_text(account), post, Stamp::from_ms(at)))
        .collect())
}

/// Drops the tombstones whose post has left the pull horizon: no pull can bring them back. One
/// whose inquiry still stands stays. Returns how many went.
///
/// # Errors
/// As the database.
pub async fn expire(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    horizon: Stamp,
) -> Result<u64, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "DELETE FROM tombstone WHERE organisation = $1 AND account = $2 AND seen_at < $3
            AND NOT EXISTS (SELECT 1 FROM post WHERE post.organisation = $1 AND post.account = $2
                AND post.post = tombstone.post AND post.written_at >= $3)
            AND NOT EXISTS (SELECT 1 FROM inquiry WHERE inquiry.organisation = $1
                AND inquiry.id = tombstone.inquiry)")
        .bind(organisation.as_str()).bind(account.as_str()).bind(horizon.ms())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows)
}
