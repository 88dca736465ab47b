//! The audit trail: one chain an organisation. Never a name, a handle or content.

use super::{Error, Tx};
use crate::model::{InquiryId, OrganisationId, Stamp};

/// One thing that was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// When.
    pub at: Stamp,
    /// Who: `machine`, `operator` or a moderator's pseudonym.
    pub who: String,
    /// What: a short word and, after a colon, rule or account; for example `hide.done:R7`.
    pub what: String,
    /// On which inquiry; its id leads nowhere once it is gone.
    pub inquiry: Option<InquiryId>,
}

/// A line as it stands in the chain.
#[derive(Clone, Debug)]
pub struct Chained {
    /// Its number, from 1 without a gap.
    pub seq: i64,
    /// The line.
    pub line: Line,
    /// Keyed hash over the one before and this.
    pub mac: String,
}

/// Appends a line as the last step of a write transaction. The head row is locked first: reading
/// the last line instead forks the chain as soon as two workers write.
///
/// `sign` gets (number, previous hash, line) and returns the hash.
///
/// # Errors
/// As the database.
pub async fn append(
    tx: &mut Tx,
    organisation: &OrganisationId,
    line: &Line,
    sign: impl Fn(i64, &str, &Line) -> String,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO audit_head (organisation, seq, mac) VALUES ($1, 0, '') ON CONFLICT DO NOTHING")
        .bind(organisation.as_str()).execute(conn).await.map(|_| ()))?;
    let (seq, previous): (i64, String) = on!(tx, conn => sqlx::query_as(
        "UPDATE audit_head SET seq = seq + 1 WHERE organisation = $1 RETURNING seq, mac")
        .bind(organisation.as_str()).fetch_one(conn).await)?;
    let mac = sign(seq, &previous, line);
    on!(tx, conn => sqlx::query(
        "INSERT INTO audit (organisation, seq, at, who, what, inquiry, mac) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(organisation.as_str()).bind(seq).bind(line.at.ms()).bind(&line.who).bind(&line.what)
        .bind(line.inquiry.as_ref().map(InquiryId::as_str)).bind(&mac).execute(conn).await.map(|_| ()))?;
    on!(tx, conn => sqlx::query("UPDATE audit_head SET mac = $1 WHERE organisation = $2")
        .bind(&mac).bind(organisation.as_str()).execute(conn).await.map(|_| ()))?;
    Ok(())
}

type Row = (i64, i64, String, String, Option<String>, String);

fn chained(row: Row) -> Chained {
    Chained {
        seq: row.0,
        line: Line {
            at: Stamp::from_ms(row.1),
            who: row.2,
            what: row.3,
            inquiry: row.4.map(InquiryId::from_text),
        },
        mac: row.5,
    }
}

/// Lines after number `after`, in order, at most `limit`.
///
/// # Errors
/// As the database.
pub async fn list(
    tx: &mut Tx,
    organisation: &OrganisationId,
    after: i64,
    limit: i64,
) -> Result<Vec<Chained>, Error> {
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(
        "SELECT seq, at, who, what, inquiry, mac FROM audit
         WHERE organisation = $1 AND seq > $2 ORDER BY seq LIMIT $3")
        .bind(organisation.as_str()).bind(after).bind(limit).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(chained).collect())
}

/// The newest number and hash; (0, "") for an empty chain.
///
/// # Errors
/// As the database.
pub async fn head(tx: &mut Tx, organisation: &OrganisationId) -> Result<(i64, String), Error> {
    let row: Option<(i64, String)> = on!(tx, conn => sqlx::query_as(
        "SELECT seq, mac FROM audit_head WHERE organisation = $1")
        .bind(organisation.as_str()).fetch_optional(conn).await)?;
    Ok(row.unwrap_or((0, String::new())))
}
