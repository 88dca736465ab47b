//! Who looks at an inquiry just now. It keeps two from reading the same one and ends by itself; what a
//! decision may do is guarded by the row's version, never by this.

use super::{Error, Tx};
use crate::model::{InquiryId, ModeratorId, OrganisationId, Stamp};

/// Somebody looks at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// What they look at.
    pub inquiry: InquiryId,
    /// Who.
    pub moderator: ModeratorId,
    /// Until when, unless they decide before or look again.
    pub ends_at: Stamp,
}

fn claim((inquiry, moderator, ends_at): (String, String, i64)) -> Claim {
    Claim {
        inquiry: InquiryId::from_text(inquiry),
        moderator: ModeratorId::from_text(moderator),
        ends_at: Stamp::from_ms(ends_at),
    }
}

/// Claims an inquiry that nobody else looks at. Returns whose it is afterwards.
///
/// # Errors
/// As the database.
pub async fn take(
    tx: &mut Tx,
    organisation: &OrganisationId,
    wanted: &Claim,
    now: Stamp,
) -> Result<Claim, Error> {
    on!(tx, conn => sqlx::query("DELETE FROM claim WHERE organisation = $1 AND ends_at <= $2")
        .bind(organisation.as_str()).bind(now.ms()).execute(conn).await.map(|_| ()))?;
    on!(tx, conn => sqlx::query(
        "INSERT INTO claim (organisation, inquiry, moderator, ends_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (organisation, inquiry) DO UPDATE SET ends_at = excluded.ends_at
         WHERE claim.moderator = excluded.moderator")
        .bind(organisation.as_str()).bind(wanted.inquiry.as_str()).bind(wanted.moderator.as_str())
        .bind(wanted.ends_at.ms()).execute(conn).await.map(|_| ()))?;
    let standing: (String, String, i64) = on!(tx, conn => sqlx::query_as(
        "SELECT inquiry, moderator, ends_at FROM claim WHERE organisation = $1 AND inquiry = $2")
        .bind(organisation.as_str()).bind(wanted.inquiry.as_str()).fetch_one(conn).await)?;
    Ok(claim(standing))
}

/// Ends the claim on an inquiry, whoever's it is: it was decided, or somebody takes it over.
///
/// # Errors
/// As the database.
pub async fn end(tx: &mut Tx, organisation: &OrganisationId, inquiry: &InquiryId) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("DELETE FROM claim WHERE organisation = $1 AND inquiry = $2")
        .bind(organisation.as_str()).bind(inquiry.as_str()).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// What is looked at just now.
///
/// # Errors
/// As the database.
pub async fn list(tx: &mut Tx, organisation: &OrganisationId, now: Stamp) -> Result<Vec<Claim>, Error> {
    let rows: Vec<(String, String, i64)> = on!(tx, conn => sqlx::query_as(
        "SELECT inquiry, moderator, ends_at FROM claim WHERE organisation = $1 AND ends_at > $2
         ORDER BY inquiry")
        .bind(organisation.as_str()).bind(now.ms()).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(claim).collect())
}
