//! The weekly sample for equal treatment: decisions under one rule, picked by chance, never by who decided.

use super::{Error, Tx};
use crate::model::{InquiryId, OrganisationId, Stamp, Unlike};

/// A decision that can be picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What it was about.
    pub inquiry: InquiryId,
    /// The rule that it was flagged under.
    pub rule: String,
    /// What a person made of it.
    pub outcome: String,
}

/// A decision that was picked, and what was said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked {
    /// The decision.
    pub candidate: Candidate,
    /// `None` until somebody looked at it: `Ok` where it is as the others, else why not.
    pub judged: Option<Result<(), Unlike>>,
}

/// What was said of a rule's sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The rule.
    pub rule: String,
    /// As the others.
    pub same: i64,
    /// Not as the others.
    pub different: i64,
    /// Nobody has said yet.
    pub open: i64,
}

/// What persons decided from `from` until before `until` of what the machine had flagged, and which is still
/// stored; the last decision of each inquiry, if it was not taken back.
///
/// # Errors
/// As the database.
pub async fn candidates(
    tx: &mut Tx,
    organisation: &OrganisationId,
    (from, until): (Stamp, Stamp),
    limit: i64,
) -> Result<Vec<Candidate>, Error> {
    let rows: Vec<(String, String, String)> = on!(tx, conn => sqlx::query_as(
        "SELECT judged.inquiry, flagged.rule, judged.outcome
         FROM verdict AS judged JOIN inquiry ON inquiry.organisation = judged.organisation
            AND inquiry.id = judged.inquiry AND inquiry.state NOT IN ('going', 'queued', 'hidden')
         JOIN verdict AS flagged ON flagged.organisation = judged.organisation
            AND flagged.inquiry = judged.inquiry AND flagged.by_whom = 'machine'
            AND flagged.version = (SELECT MAX(earlier.version) FROM verdict AS earlier
                WHERE earlier.organisation = judged.organisation AND earlier.inquiry = judged.inquiry
                    AND earlier.by_whom = 'machine' AND earlier.version < judged.version)
         WHERE judged.organisation = $1 AND judged.decided_at >= $2 AND judged.decided_at < $3
            AND judged.undone_at IS NULL AND judged.by_whom NOT IN ('machine', 'operator')
            AND judged.version = (SELECT MAX(last.version) FROM verdict AS last
                WHERE last.organisation = judged.organisation AND last.inquiry = judged.inquiry
                    AND last.undone_at IS NULL)
         ORDER BY judged.inquiry LIMIT $4")
        .bind(organisation.as_str()).bind(from.ms()).bind(until.ms()).bind(limit).fetch_all(conn).await)?;
    Ok(rows
        .into_iter()
        .map(|(inquiry, rule, outcome)| Candidate { inquiry: InquiryId::from_text(inquiry), rule, outcome })
        .collect())
}

/// Notes that the sample of a week is drawn. `false` when it was before: a week has one.
///
/// # Errors
/// As the database.
pub async fn draw(tx: &mut Tx, organisation: &OrganisationId, week: &str, now: Stamp) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "INSERT INTO sample_week (organisation, week, drawn_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING")
        .bind(organisation.as_str()).bind(week).bind(now.ms())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Whether the sample of a week is drawn.
///
/// # Errors
/// As the database.
pub async fn is_drawn(tx: &mut Tx, organisation: &OrganisationId, week: &str) -> Result<bool, Error> {
    let row: Option<(i64,)> = on!(tx, conn => sqlx::query_as(
        "SELECT drawn_at FROM sample_week WHERE organisation = $1 AND week = $2")
        .bind(organisation.as_str()).bind(week).fetch_optional(conn).await)?;
    Ok(row.is_some())
}

/// Puts a decision into the sample of a week.
///
/// # Errors
/// As the database.
pub async fn pick(
    tx: &mut Tx,
    organisation: &OrganisationId,
    week: &str,
    one: &Candidate,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO sample (organisation, week, inquiry, rule, outcome) VALUES ($1, $2, $3, $4, $5)")
        .bind(organisation.as_str()).bind(week).bind(one.inquiry.as_str()).bind(&one.rule).bind(&one.outcome)
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

type Columns = (String, String, String, Option<bool>, Option<String>);

/// The sample of a week, by rule; only what is still stored.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn list(tx: &mut Tx, organisation: &OrganisationId, week: &str) -> Result<Vec<Picked>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT sample.inquiry, sample.rule, outcome, is_same, note FROM sample
         JOIN inquiry ON inquiry.organisation = sample.organisation AND inquiry.id = sample.inquiry
            AND inquiry.state <> 'going'
         WHERE sample.organisation = $1 AND week = $2 ORDER BY sample.rule, sample.inquiry")
        .bind(organisation.as_str()).bind(week).fetch_all(conn).await)?;
    let unreadable = || Error::Unreadable { table: "sample", column: "note" };
    rows.into_iter()
        .map(|(inquiry, rule, outcome, is_same, note)| {
            let judged = match (is_same, note) {
                (None, _) => None,
                (Some(true), _) => Some(Ok(())),
                (Some(false), note) => {
                    Some(Err(note.as_deref().and_then(Unlike::parse).ok_or_else(unreadable)?))
                }
            };
            let candidate = Candidate { inquiry: InquiryId::from_text(inquiry), rule, outcome };
            Ok(Picked { candidate, judged })
        })
        .collect()
}

/// Says of a decision in a sample whether it is as the others. `false` where it is not in it, or not stored
/// any more.
///
/// # Errors
/// As the database.
pub async fn judge(
    tx: &mut Tx,
    organisation: &OrganisationId,
    week: &str,
    inquiry: &InquiryId,
    judged: Result<(), Unlike>,
    now: Stamp,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE sample SET is_same = $1, note = $2, judged_at = $3
         WHERE organisation = $4 AND week = $5 AND inquiry = $6 AND EXISTS (SELECT 1 FROM inquiry
            WHERE inquiry.organisation = $4 AND inquiry.id = $6 AND inquiry.state <> 'going')")
        .bind(judged.is_ok()).bind(judged.err().map(Unlike::as_str)).bind(now.ms())
        .bind(organisation.as_str()).bind(week).bind(inquiry.as_str())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// What was said of each rule's samples since the week of `since`.
///
/// # Errors
/// As the database.
pub async fn count(tx: &mut Tx, organisation: &OrganisationId, since: &str) -> Result<Vec<Judged>, Error> {
    let rows: Vec<(String, i64, i64, i64)> = on!(tx, conn => sqlx::query_as(
        "SELECT rule, CAST(SUM(CASE WHEN is_same THEN 1 ELSE 0 END) AS BIGINT),
            CAST(SUM(CASE WHEN NOT is_same THEN 1 ELSE 0 END) AS BIGINT),
            CAST(SUM(CASE WHEN is_same IS NULL THEN 1 ELSE 0 END) AS BIGINT)
         FROM sample WHERE organisation = $1 AND week >= $2 GROUP BY rule ORDER BY rule")
        .bind(organisation.as_str()).bind(since).fetch_all(conn).await)?;
    let rows = rows.into_iter();
    Ok(rows.map(|(rule, same, different, open)| Judged { rule, same, different, open }).collect())
}

/// Drops the samples of the weeks before `week`.
///
/// # Errors
/// As the database.
pub async fn expire(tx: &mut Tx, organisation: &OrganisationId, week: &str) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("DELETE FROM sample WHERE organisation = $1 AND week < $2")
        .bind(organisation.as_str()).bind(week).execute(conn).await.map(|_| ()))?;
    on!(tx, conn => sqlx::query("DELETE FROM sample_week WHERE organisation = $1 AND week < $2")
        .bind(organisation.as_str()).bind(week).execute(conn).await.map(|_| ()))?;
    Ok(())
}
