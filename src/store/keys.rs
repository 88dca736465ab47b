//! The keys database: wrapped data keys and the blind index that dies with them.

use std::collections::BTreeSet;

use super::{Error, Tx};
use crate::model::{AccountName, InquiryId, Month, OrganisationId};

/// The key of one sealed row.
#[derive(Clone, Debug)]
pub struct Key {
    /// The row.
    pub inquiry: InquiryId,
    /// Which of the row's keys: changed words get a new one.
    pub key_version: i64,
    /// The account it came by.
    pub account: AccountName,
    /// The fence of the account's lease when it was made.
    pub fence: i64,
    /// The month whose key wraps it.
    pub month: Month,
    /// The wrapped key.
    pub wrapped: Vec<u8>,
    /// HMAC of the folded name, for a rights case on this account.
    pub blind_name: Option<String>,
    /// HMAC of the folded handle.
    pub blind_handle: Option<String>,
}

/// Writes a key. Before its row: a row without a key is a lost row.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, organisation: &OrganisationId, key: &Key) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO data_key (organisation, inquiry, key_version, account, fence, month, wrapped, blind_name,
            blind_handle)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)")
        .bind(organisation.as_str()).bind(key.inquiry.as_str()).bind(key.key_version).bind(key.account.as_str())
        .bind(key.fence).bind(key.month.as_str()).bind(&key.wrapped).bind(key.blind_name.as_deref())
        .bind(key.blind_handle.as_deref()).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// A row's key: month and wrapped bytes.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn get(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
    key_version: i64,
) -> Result<Option<(Month, Vec<u8>)>, Error> {
    let row: Option<(String, Vec<u8>)> = on!(tx, conn => sqlx::query_as(
        "SELECT month, wrapped FROM data_key WHERE organisation = $1 AND inquiry = $2 AND key_version = $3")
        .bind(organisation.as_str()).bind(inquiry.as_str()).bind(key_version).fetch_optional(conn).await)?;
    row.map(|(month, wrapped)| {
        let month = Month::parse(&month).ok_or(Error::Unreadable { table: "data_key", column: "month" })?;
        Ok((month, wrapped))
    })
    .transpose()
}

/// How many rows' keys one statement reads.
pub const AT_ONCE: usize = 50;

/// The keys of at most [`AT_ONCE`] rows: row, version, month and wrapped bytes. Every version of each; the
/// ids after the fiftieth are not looked at.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn some(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiries: &[&InquiryId],
) -> Result<Vec<(InquiryId, i64, Month, Vec<u8>)>, Error> {
    let rows: Vec<(String, i64, String, Vec<u8>)> = on!(tx, conn => {
        let mut asked = sqlx::query_as(
            "SELECT inquiry, key_version, month, wrapped FROM data_key WHERE organisation = $1 AND inquiry IN (
            $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
            $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38,
            $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50, $51)")
            .bind(organisation.as_str());
        for at in 0..AT_ONCE {
            // No row has an empty id.
            asked = asked.bind(inquiries.get(at).map_or("", |id| id.as_str()));
        }
        asked.fetch_all(conn).await
    })?;
    rows.into_iter()
        .map(|(id, version, month, wrapped)| {
            let month =
                Month::parse(&month).ok_or(Error::Unreadable { table: "data_key", column: "month" })?;
            Ok((InquiryId::from_text(id), version, month, wrapped))
        })
        .collect()
}

/// The newest version of a row's keys, whether or not the row has it: a crash, a worker that lost its
/// lease or a restored main database can leave one that the row does not know.
///
/// # Errors
/// As the database.
pub async fn newest(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
) -> Result<Option<i64>, Error> {
    let (newest,): (Option<i64>,) = on!(tx, conn => sqlx::query_as(
        "SELECT MAX(key_version) FROM data_key WHERE organisation = $1 AND inquiry = $2")
        .bind(organisation.as_str()).bind(inquiry.as_str()).fetch_one(conn).await)?;
    Ok(newest)
}

/// Destroys the keys of a row: all, or all but one version. Returns how many went.
///
/// # Errors
/// As the database.
pub async fn destroy(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
    except: Option<i64>,
) -> Result<u64, Error> {
    Ok(on!(tx, conn => sqlx::query(
        "DELETE FROM data_key WHERE organisation = $1 AND inquiry = $2 AND key_version <> $3")
        .bind(organisation.as_str()).bind(inquiry.as_str()).bind(except.unwrap_or(-1))
        .execute(conn).await.map(|done| done.rows_affected()))?)
}

/// The keys of an account that were made under an older fence.
///
/// # Errors
/// As the database.
pub async fn older(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    fence: i64,
) -> Result<Vec<(InquiryId, i64)>, Error> {
    let rows: Vec<(String, i64)> = on!(tx, conn => sqlx::query_as(
        "SELECT inquiry, key_version FROM data_key WHERE organisation = $1 AND account = $2 AND fence < $3")
        .bind(organisation.as_str()).bind(account.as_str()).bind(fence).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id, version)| (InquiryId::from_text(id), version)).collect())
}

/// Destroys one key.
///
/// # Errors
/// As the database.
pub async fn destroy_one(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
    key_version: i64,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "DELETE FROM data_key WHERE organisation = $1 AND inquiry = $2 AND key_version = $3")
        .bind(organisation.as_str()).bind(inquiry.as_str()).bind(key_version)
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// The months that still wrap a key of this organisation.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn months(tx: &mut Tx, organisation: &OrganisationId) -> Result<BTreeSet<Month>, Error> {
    let rows: Vec<(String,)> = on!(tx, conn => sqlx::query_as(
        "SELECT DISTINCT month FROM data_key WHERE organisation = $1")
        .bind(organisation.as_str()).fetch_all(conn).await)?;
    rows.into_iter()
        .map(|(month,)| Month::parse(&month).ok_or(Error::Unreadable { table: "data_key", column: "month" }))
        .collect()
}
