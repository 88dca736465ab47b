//! Second opinions and hand-overs: who shall look at an inquiry next, and why. At most one stands.

use super::{Error, Tx};
use crate::model::{Ending, InquiryId, ModeratorId, OrganisationId, Reason, Recipient, Referral, Stamp};

type Columns =
    (String, String, String, String, String, String, i64, Option<i64>, Option<String>, Option<String>);

fn referral(row: Columns) -> Result<Referral, Error> {
    let unreadable = |column| Error::Unreadable { table: "referral", column };
    let ended = row.7.zip(row.8.zip(row.9)).map(|(at, (by, ending))| {
        let ending = Ending::parse(&ending).ok_or(unreadable("ending"))?;
        Ok::<_, Error>((Stamp::from_ms(at), ending, by))
    });
    Ok(Referral {
        id: row.0,
        inquiry: InquiryId::from_text(row.1),
        is_opinion: row.2 == "opinion",
        asked_by: ModeratorId::from_text(row.3),
        to: Recipient::of(&row.4),
        reason: Reason::parse(&row.5).ok_or(unreadable("reason"))?,
        asked_at: Stamp::from_ms(row.6),
        ended: ended.transpose()?,
    })
}

/// Notes one. Where another stands the database refuses it: end that one first.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, organisation: &OrganisationId, new: &Referral) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO referral (organisation, id, inquiry, kind, asked_by, to_whom, reason, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(organisation.as_str()).bind(&new.id).bind(new.inquiry.as_str())
        .bind(if new.is_opinion { "opinion" } else { "hand_over" }).bind(new.asked_by.as_str())
        .bind(new.to.as_str()).bind(new.reason.as_str()).bind(new.asked_at.ms())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// All of an inquiry, the oldest first.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn of_inquiry(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
) -> Result<Vec<Referral>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT id, inquiry, kind, asked_by, to_whom, reason, asked_at, ended_at, ended_by, ending FROM referral
         WHERE organisation = $1 AND inquiry = $2 ORDER BY asked_at, id")
        .bind(organisation.as_str()).bind(inquiry.as_str()).fetch_all(conn).await)?;
    rows.into_iter().map(referral).collect()
}

/// Those that stand on what waits for a person, the oldest first.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn standing(tx: &mut Tx, organisation: &OrganisationId) -> Result<Vec<Referral>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT referral.id, referral.inquiry, kind, asked_by, to_whom, reason, asked_at, ended_at, ended_by, ending
         FROM referral JOIN inquiry ON inquiry.organisation = referral.organisation
            AND inquiry.id = referral.inquiry AND inquiry.state IN ('queued', 'hidden')
         WHERE referral.organisation = $1 AND ended_at IS NULL ORDER BY asked_at, referral.id")
        .bind(organisation.as_str()).fetch_all(conn).await)?;
    rows.into_iter().map(referral).collect()
}

/// Ends what stands on an inquiry, if anything does.
///
/// # Errors
/// As the database.
pub async fn end(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
    ending: Ending,
    by: &str,
    now: Stamp,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE referral SET ended_at = $1, ended_by = $2, ending = $3
         WHERE organisation = $4 AND inquiry = $5 AND ended_at IS NULL")
        .bind(now.ms()).bind(by).bind(ending.as_str()).bind(organisation.as_str()).bind(inquiry.as_str())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// The decision that ended one at this moment was taken back: it stands again.
///
/// # Errors
/// As the database.
pub async fn reopen(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
    decided_at: Stamp,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE referral SET ended_at = NULL, ended_by = NULL, ending = NULL
         WHERE organisation = $1 AND inquiry = $2 AND ended_at = $3 AND ending = 'decided'")
        .bind(organisation.as_str()).bind(inquiry.as_str()).bind(decided_at.ms())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Drops all of an inquiry, with the inquiry.
///
/// # Errors
/// As the database.
pub async fn drop(tx: &mut Tx, organisation: &OrganisationId, inquiry: &InquiryId) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("DELETE FROM referral WHERE organisation = $1 AND inquiry = $2")
        .bind(organisation.as_str()).bind(inquiry.as_str()).execute(conn).await.map(|_| ()))?;
    Ok(())
}
