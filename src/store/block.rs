//! The decisions to block somebody, each until its days are over and four weeks more. Whom they are about
//! stands sealed.

use super::{Error, Reach, Tx};
use crate::model::{AccountName, Hearing, InquiryId, OrganisationId, Stamp};

/// One decision.
#[derive(Clone, Debug)]
pub struct Block {
    /// Its id, and the name of its key.
    pub id: InquiryId,
    /// Where.
    pub account: AccountName,
    /// What was written; its row may be gone.
    pub inquiry: InquiryId,
    /// The guideline that was broken.
    pub rule: String,
    /// Whether the person was heard.
    pub hearing: Hearing,
    /// Name, handle and reasons.
    pub sealed: Vec<u8>,
    /// Who decided, by pseudonym.
    pub by: String,
    /// When.
    pub decided_at: Stamp,
    /// The moment after its last day.
    pub ends_at: Stamp,
    /// When somebody lifted it on the network.
    pub lifted_at: Option<Stamp>,
    /// Who.
    pub lifted_by: Option<String>,
    /// When the row goes.
    pub delete_after: Stamp,
}

type Columns =
    (String, String, String, String, String, Vec<u8>, String, i64, i64, Option<i64>, Option<String>, i64);

fn block(row: Columns) -> Result<Block, Error> {
    Ok(Block {
        id: InquiryId::from_text(row.0),
        account: AccountName::from_text(row.1),
        inquiry: InquiryId::from_text(row.2),
        rule: row.3,
        hearing: Hearing::parse(&row.4).ok_or(Error::Unreadable { table: "block", column: "hearing" })?,
        sealed: row.5,
        by: row.6,
        decided_at: Stamp::from_ms(row.7),
        ends_at: Stamp::from_ms(row.8),
        lifted_at: row.9.map(Stamp::from_ms),
        lifted_by: row.10,
        delete_after: Stamp::from_ms(row.11),
    })
}

/// Writes one.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, organisation: &OrganisationId, block: &Block) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO block (organisation, id, account, inquiry, rule, hearing, sealed, by_whom,
            decided_at, ends_at, delete_after)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)")
        .bind(organisation.as_str()).bind(block.id.as_str()).bind(block.account.as_str())
        .bind(block.inquiry.as_str()).bind(&block.rule).bind(block.hearing.as_str())
        .bind(&block.sealed).bind(&block.by).bind(block.decided_at.ms()).bind(block.ends_at.ms())
        .bind(block.delete_after.ms()).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// One of them.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn get(
    tx: &mut Tx,
    organisation: &OrganisationId,
    reach: &Reach,
    id: &InquiryId,
) -> Result<Option<Block>, Error> {
    let row: Option<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT id, account, inquiry, rule, hearing, sealed, by_whom, decided_at, ends_at, lifted_at,
            lifted_by, delete_after
         FROM block WHERE organisation = $1 AND id = $2
            AND ($3 = '' OR account IN (SELECT account FROM moderator_page WHERE organisation = $1 AND moderator = $3))")
        .bind(organisation.as_str()).bind(id.as_str()).bind(reach.key()).fetch_optional(conn).await)?;
    row.map(block).transpose()
}

/// All that nobody has lifted, the first to end first, at most `limit`.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn standing(
    tx: &mut Tx,
    organisation: &OrganisationId,
    reach: &Reach,
    limit: i64,
) -> Result<Vec<Block>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT id, account, inquiry, rule, hearing, sealed, by_whom, decided_at, ends_at, lifted_at,
            lifted_by, delete_after
         FROM block WHERE organisation = $1 AND lifted_at IS NULL
            AND ($3 = '' OR account IN (SELECT account FROM moderator_page WHERE organisation = $1 AND moderator = $3))
         ORDER BY ends_at, id LIMIT $2")
        .bind(organisation.as_str()).bind(limit).bind(reach.key()).fetch_all(conn).await)?;
    rows.into_iter().map(block).collect()
}

/// Notes that somebody lifted it on the network. `false` when somebody had.
///
/// # Errors
/// As the database.
pub async fn lift(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &InquiryId,
    by: &str,
    now: Stamp,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE block SET lifted_at = $1, lifted_by = $2
         WHERE organisation = $3 AND id = $4 AND lifted_at IS NULL")
        .bind(now.ms()).bind(by).bind(organisation.as_str()).bind(id.as_str())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// What is to be destroyed now, at most `limit`.
///
/// # Errors
/// As the database.
pub async fn due(
    tx: &mut Tx,
    organisation: &OrganisationId,
    now: Stamp,
    limit: i64,
) -> Result<Vec<InquiryId>, Error> {
    let rows: Vec<(String,)> = on!(tx, conn => sqlx::query_as(
        "SELECT id FROM block WHERE organisation = $1 AND delete_after <= $2 ORDER BY delete_after LIMIT $3")
        .bind(organisation.as_str()).bind(now.ms()).bind(limit).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id,)| InquiryId::from_text(id)).collect())
}

/// Every id of an account: their keys have a row.
///
/// # Errors
/// As the database.
pub async fn keyed(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
) -> Result<Vec<InquiryId>, Error> {
    let rows: Vec<(String,)> = on!(tx, conn => sqlx::query_as(
        "SELECT id FROM block WHERE organisation = $1 AND account = $2")
        .bind(organisation.as_str()).bind(account.as_str()).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id,)| InquiryId::from_text(id)).collect())
}

/// Destroys one. Its key is gone already.
///
/// # Errors
/// As the database.
pub async fn destroy(tx: &mut Tx, organisation: &OrganisationId, id: &InquiryId) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query("DELETE FROM block WHERE organisation = $1 AND id = $2")
        .bind(organisation.as_str()).bind(id.as_str())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
