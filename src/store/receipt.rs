//! What retention runs destroyed: counts and moments, nothing personal.

use super::{Error, Tx};
use crate::model::{OrganisationId, Stamp};

/// The receipt of one run.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Receipt {
    /// The run.
    pub id: String,
    /// When.
    pub at: Stamp,
    /// Inquiries whose key and row are gone.
    pub destroyed: i64,
    /// Tombstones whose post left the pull horizon.
    pub tombstones: i64,
    /// Nothing deleted is left in the files of either database.
    pub is_clean: bool,
    /// Where something is: until when. Logs, dead pages, key backups and month keys are gone then.
    pub residue_until: Option<Stamp>,
}

/// Leaves a receipt.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, organisation: &OrganisationId, receipt: &Receipt) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO receipt (organisation, id, at, destroyed, tombstones, is_clean, residue_until)
         VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(organisation.as_str()).bind(&receipt.id).bind(receipt.at.ms()).bind(receipt.destroyed)
        .bind(receipt.tombstones).bind(receipt.is_clean).bind(receipt.residue_until.map(Stamp::ms))
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// The newest receipts, at most `limit`.
///
/// # Errors
/// As the database.
pub async fn list(tx: &mut Tx, organisation: &OrganisationId, limit: i64) -> Result<Vec<Receipt>, Error> {
    let rows: Vec<(String, i64, i64, i64, bool, Option<i64>)> = on!(tx, conn => sqlx::query_as(
        "SELECT id, at, destroyed, tombstones, is_clean, residue_until FROM receipt
         WHERE organisation = $1 ORDER BY at DESC, id DESC LIMIT $2")
        .bind(organisation.as_str()).bind(limit).fetch_all(conn).await)?;
    Ok(rows
        .into_iter()
        .map(|(id, at, destroyed, tombstones, is_clean, until)| Receipt {
            id,
            at: Stamp::from_ms(at),
            destroyed,
            tombstones,
            is_clean,
            residue_until: until.map(Stamp::from_ms),
        })
        .collect())
}
