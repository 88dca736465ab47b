//! What the desk counts: numbers over time, never a row and never a person's pace.

use super::{Error, Tx};
use crate::model::{OrganisationId, Stamp};

/// How often something was decided in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What was to happen.
    pub outcome: String,
    /// The ground of a removal; empty without one.
    pub ground: String,
    /// No person decided it.
    pub is_automatic: bool,
    /// How often.
    pub count: i64,
}

/// What was decided from `from` until before `until`: by a person, and by the machine alone. Of each inquiry
/// the last removal, the last keep and the last redirect count, and each once: a hide that a person confirms
/// is one removal, and one that a person lifts is a removal and a keep.
///
/// # Errors
/// As the database.
pub async fn decided(
    tx: &mut Tx,
    organisation: &OrganisationId,
    (from, until): (Stamp, Stamp),
) -> Result<Vec<Decided>, Error> {
    let rows: Vec<(String, String, i64, i64)> = on!(tx, conn => sqlx::query_as(
        "SELECT outcome, COALESCE(ground, ''),
            CAST(CASE WHEN by_whom = 'machine' THEN 1 ELSE 0 END AS BIGINT) AS machine, COUNT(*)
         FROM verdict WHERE organisation = $1 AND decided_at >= $2 AND decided_at < $3 AND undone_at IS NULL
            AND (by_whom <> 'machine' OR (is_automatic AND outcome IN ('hide', 'redirect')))
            AND NOT EXISTS (SELECT 1 FROM verdict AS later WHERE later.organisation = verdict.organisation
                AND later.inquiry = verdict.inquiry AND later.version > verdict.version
                AND later.decided_at < $3 AND later.undone_at IS NULL
                AND (later.by_whom <> 'machine' OR (later.is_automatic AND later.outcome IN ('hide', 'redirect')))
                AND (later.outcome = verdict.outcome
                    OR (later.outcome IN ('hide', 'delete') AND verdict.outcome IN ('hide', 'delete'))))
         GROUP BY 1, 2, 3 ORDER BY 1, 2, 3")
        .bind(organisation.as_str()).bind(from.ms()).bind(until.ms()).fetch_all(conn).await)?;
    let rows = rows.into_iter();
    Ok(rows
        .map(|(outcome, ground, machine, count)| Decided {
            outcome,
            ground,
            is_automatic: machine == 1,
            count,
        })
        .collect())
}

/// For each rule that the machine flagged something under: how many a person judged from `from` until before
/// `until`, and how many of them stayed.
///
/// # Errors
/// As the database.
pub async fn judged(
    tx: &mut Tx,
    organisation: &OrganisationId,
    (from, until): (Stamp, Stamp),
) -> Result<Vec<(String, i64, i64)>, Error> {
    Ok(on!(tx, conn => sqlx::query_as(
        "SELECT flagged.rule, COUNT(*), CAST(SUM(CASE WHEN judged.outcome = 'leave' THEN 1 ELSE 0 END) AS BIGINT)
         FROM verdict AS judged JOIN verdict AS flagged ON flagged.organisation = judged.organisation
            AND flagged.inquiry = judged.inquiry AND flagged.by_whom = 'machine'
            AND flagged.version = (SELECT MAX(earlier.version) FROM verdict AS earlier
                WHERE earlier.organisation = judged.organisation AND earlier.inquiry = judged.inquiry
                    AND earlier.by_whom = 'machine' AND earlier.version < judged.version)
         WHERE judged.organisation = $1 AND judged.decided_at >= $2 AND judged.decided_at < $3
            AND judged.undone_at IS NULL AND judged.by_whom NOT IN ('machine', 'operator')
         GROUP BY flagged.rule ORDER BY flagged.rule")
        .bind(organisation.as_str()).bind(from.ms()).bind(until.ms()).fetch_all(conn).await)?)
}

/// How many were pointed to each mailbox from `from` until before `until`.
///
/// # Errors
/// As the database.
pub async fn redirected(
    tx: &mut Tx,
    organisation: &OrganisationId,
    (from, until): (Stamp, Stamp),
) -> Result<Vec<(String, i64)>, Error> {
    Ok(on!(tx, conn => sqlx::query_as(
        "SELECT mailbox, COUNT(*) FROM verdict WHERE organisation = $1 AND decided_at >= $2
            AND decided_at < $3 AND undone_at IS NULL AND outcome = 'redirect' AND mailbox IS NOT NULL GROUP BY mailbox ORDER BY mailbox")
        .bind(organisation.as_str()).bind(from.ms()).bind(until.ms()).fetch_all(conn).await)?)
}

/// When each comment that was hidden from `from` until before `until` was written, and when it was hidden; of
/// those that are still held, at most `limit`.
///
/// # Errors
/// As the database.
pub async fn hidden(
    tx: &mut Tx,
    organisation: &OrganisationId,
    (from, until): (Stamp, Stamp),
    limit: i64,
) -> Result<Vec<(Stamp, Stamp)>, Error> {
    let rows: Vec<(i64, i64)> = on!(tx, conn => sqlx::query_as(
        "SELECT inquiry.written_at, task.ended_at FROM task JOIN inquiry
            ON inquiry.organisation = task.organisation AND inquiry.id = task.inquiry
         WHERE task.organisation = $1 AND task.deed = 'hide' AND task.state = 'done' AND task.ended_at >= $2
            AND task.ended_at < $3 ORDER BY task.ended_at DESC LIMIT $4")
        .bind(organisation.as_str()).bind(from.ms()).bind(until.ms()).bind(limit).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(written, ended)| (Stamp::from_ms(written), Stamp::from_ms(ended))).collect())
}

/// How many inquiries go in each hour after `from` until `until`; hours since 1970 in UTC.
///
/// # Errors
/// As the database.
pub async fn due(
    tx: &mut Tx,
    organisation: &OrganisationId,
    from: Stamp,
    until: Stamp,
) -> Result<Vec<(i64, i64)>, Error> {
    Ok(on!(tx, conn => sqlx::query_as(
        "SELECT delete_after / 3600000 AS hour, COUNT(*) FROM inquiry
         WHERE organisation = $1 AND delete_after > $2 AND delete_after <= $3 GROUP BY 1 ORDER BY 1")
        .bind(organisation.as_str()).bind(from.ms()).bind(until.ms()).fetch_all(conn).await)?)
}

/// How many inquiries were destroyed since `from`, as the receipts say.
///
/// # Errors
/// As the database.
pub async fn destroyed(tx: &mut Tx, organisation: &OrganisationId, from: Stamp) -> Result<i64, Error> {
    let (count,): (i64,) = on!(tx, conn => sqlx::query_as(
        "SELECT CAST(COALESCE(SUM(destroyed), 0) AS BIGINT) FROM receipt WHERE organisation = $1 AND at >= $2")
        .bind(organisation.as_str()).bind(from.ms()).fetch_one(conn).await)?;
    Ok(count)
}
