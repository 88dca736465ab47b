//! What somebody else did on the network, seen when we read again.

use super::{Error, Tx};
use crate::model::{AccountName, InquiryId, OrganisationId, Stamp, VerdictId};

/// One difference between what we left and what stands there.
#[derive(Clone, Debug)]
pub struct Drift {
    /// The inquiry; its row may be gone.
    pub inquiry: InquiryId,
    /// Where.
    pub account: AccountName,
    /// `shown_there`, `hidden_there`, `vanished`, `reply_gone` or `back_again`.
    pub kind: String,
    /// When we saw it.
    pub seen_at: Stamp,
}

type Columns = (String, String, String, i64);

fn drift(row: Columns) -> Drift {
    Drift {
        inquiry: InquiryId::from_text(row.0),
        account: AccountName::from_text(row.1),
        kind: row.2,
        seen_at: Stamp::from_ms(row.3),
    }
}

/// Records one.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, organisation: &OrganisationId, drift: &Drift) -> Result<(), Error> {
    let id = VerdictId::new(drift.seen_at);
    on!(tx, conn => sqlx::query(
        "INSERT INTO drift (organisation, id, inquiry, account, kind, seen_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(organisation.as_str()).bind(id.as_str()).bind(drift.inquiry.as_str())
        .bind(drift.account.as_str()).bind(&drift.kind).bind(drift.seen_at.ms())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// What was seen of an inquiry, oldest first.
///
/// # Errors
/// As the database.
pub async fn of_inquiry(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
) -> Result<Vec<Drift>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT inquiry, account, kind, seen_at FROM drift WHERE organisation = $1 AND inquiry = $2
         ORDER BY seen_at, id")
        .bind(organisation.as_str()).bind(inquiry.as_str()).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(drift).collect())
}

/// What was seen last, newest first, at most `limit`.
///
/// # Errors
/// As the database.
pub async fn list(tx: &mut Tx, organisation: &OrganisationId, limit: i64) -> Result<Vec<Drift>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT inquiry, account, kind, seen_at FROM drift WHERE organisation = $1
         ORDER BY seen_at DESC, id DESC LIMIT $2")
        .bind(organisation.as_str()).bind(limit).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(drift).collect())
}

/// Drops what was seen before a moment.
///
/// # Errors
/// As the database.
pub async fn expire(tx: &mut Tx, organisation: &OrganisationId, before: Stamp) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("DELETE FROM drift WHERE organisation = $1 AND seen_at < $2")
        .bind(organisation.as_str()).bind(before.ms()).execute(conn).await.map(|_| ()))?;
    Ok(())
}
