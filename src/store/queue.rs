//! What waits for a person, parted by what it needs and by account: the queues of the desk.

use super::inquiry::{Columns, Row, row};
use super::{Error, Reach, Tx};
use crate::model::{AccountName, InquiryId, ModeratorId, OrganisationId, Stamp};

/// What an open inquiry needs. Each stands in one queue only, the first that fits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// At once: a danger, a leak that could not be hidden, or a hide whose deadline has passed.
    Urgent,
    /// A look at what the machine hid.
    Hidden,
    /// A way to a mailbox.
    Case,
    /// A judgement.
    Review,
}

impl Need {
    /// All, in the order of the desk.
    pub const ALL: [Self; 4] = [Self::Urgent, Self::Hidden, Self::Case, Self::Review];

    /// As the statements name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Urgent => "urgent",
            Self::Hidden => "hidden",
            Self::Case => "case",
            Self::Review => "review",
        }
    }
}

/// Which part of what waits.
#[derive(Clone, Copy, Debug)]
pub struct Part<'a> {
    /// One queue only.
    pub need: Option<Need>,
    /// One account only.
    pub account: Option<&'a AccountName>,
    /// The rule that a case request cites.
    pub case_rule: &'a str,
    /// Only what was given to this moderator, as [`crate::model::Referral::waits_for`] says.
    pub waits_for: Option<&'a ModeratorId>,
    /// Guidelines that are left to colleagues, each between spaces. What is urgent is left to nobody.
    pub spared: &'a str,
}

/// How many wait in one queue at one account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The queue.
    pub need: Need,
    /// The account.
    pub account: AccountName,
    /// How many.
    pub count: i64,
}

/// A part of what waits, in the order of [`super::inquiry::open`].
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn list(
    tx: &mut Tx,
    organisation: &OrganisationId,
    reach: &Reach,
    part: Part<'_>,
    now: Stamp,
    skip: i64,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT id, account, mac, sealed, key_version, version, state, is_urgent, rule, written_at, taken_in,
            checked_at, decide_by, delete_after
         FROM inquiry WHERE organisation = $1 AND state IN ('queued', 'hidden')
            AND ($5 = '' OR account = $5)
            AND ($6 = '' OR $6 = CASE WHEN is_urgent OR decide_by <= $4 THEN 'urgent'
                WHEN state = 'hidden' THEN 'hidden' WHEN rule = $7 THEN 'case' ELSE 'review' END)
            AND ($8 = '' OR id IN (SELECT referral.inquiry FROM referral WHERE referral.organisation = $1
                AND ended_at IS NULL AND (to_whom = $8 OR (to_whom IN ('', 'lead', 'dpo') AND asked_by <> $8))))
            AND ($9 = '' OR is_urgent OR decide_by <= $4 OR $9 NOT LIKE '% ' || rule || ' %')
            AND ($10 = '' OR account IN (SELECT account FROM moderator_page WHERE organisation = $1 AND moderator = $10))
         ORDER BY CASE WHEN is_urgent OR decide_by <= $4 THEN 0 WHEN is_lifted THEN 1 ELSE 2 END,
            written_at DESC, id LIMIT $2 OFFSET $3")
        .bind(organisation.as_str()).bind(limit).bind(skip).bind(now.ms())
        .bind(part.account.map_or("", AccountName::as_str)).bind(part.need.map_or("", Need::as_str))
        .bind(part.case_rule).bind(part.waits_for.map_or("", ModeratorId::as_str)).bind(part.spared)
        .bind(reach.key()).fetch_all(conn).await)?;
    rows.into_iter().map(row).collect()
}

/// How many of a part are left to colleagues, and so not in [`list`].
///
/// # Errors
/// As the database.
pub async fn count_spared(
    tx: &mut Tx,
    organisation: &OrganisationId,
    reach: &Reach,
    part: Part<'_>,
    now: Stamp,
) -> Result<i64, Error> {
    if part.spared.is_empty() {
        return Ok(0);
    }
    let (count,): (i64,) = on!(tx, conn => sqlx::query_as(
        "SELECT COUNT(*) FROM inquiry WHERE organisation = $1 AND state IN ('queued', 'hidden')
            AND NOT is_urgent AND (decide_by IS NULL OR decide_by > $2) AND ($3 = '' OR account = $3)
            AND ($4 = '' OR $4 = CASE WHEN state = 'hidden' THEN 'hidden' WHEN rule = $5 THEN 'case' ELSE 'review' END)
            AND $6 LIKE '% ' || rule || ' %'
            AND ($7 = '' OR account IN (SELECT account FROM moderator_page WHERE organisation = $1 AND moderator = $7))")
        .bind(organisation.as_str()).bind(now.ms()).bind(part.account.map_or("", AccountName::as_str))
        .bind(part.need.map_or("", Need::as_str)).bind(part.case_rule).bind(part.spared)
        .bind(reach.key()).fetch_one(conn).await)?;
    Ok(count)
}

/// How many wait in each queue at each account.
///
/// # Errors
/// As the database.
pub async fn count(
    tx: &mut Tx,
    organisation: &OrganisationId,
    reach: &Reach,
    case_rule: &str,
    now: Stamp,
) -> Result<Vec<Waiting>, Error> {
    let rows: Vec<(String, String, i64)> = on!(tx, conn => sqlx::query_as(
        "SELECT need, account, COUNT(*) FROM (
            SELECT account, CASE WHEN is_urgent OR decide_by <= $2 THEN 'urgent'
                WHEN state = 'hidden' THEN 'hidden' WHEN rule = $3 THEN 'case' ELSE 'review' END AS need
            FROM inquiry WHERE organisation = $1 AND state IN ('queued', 'hidden')
            AND ($4 = '' OR account IN (SELECT account FROM moderator_page WHERE organisation = $1 AND moderator = $4))
            ) AS waiting
         GROUP BY need, account ORDER BY need, account")
        .bind(organisation.as_str()).bind(now.ms()).bind(case_rule).bind(reach.key()).fetch_all(conn).await)?;
    rows.into_iter()
        .map(|(need, account, count)| {
            let need = Need::ALL.into_iter().find(|known| known.as_str() == need);
            let need = need.ok_or(Error::Unreadable { table: "inquiry", column: "need" })?;
            Ok(Waiting { need, account: AccountName::from_text(account), count })
        })
        .collect()
}

/// What waits and was written between two moments, both among them, with the version of its key; the
/// newest first.
///
/// # Errors
/// As the database.
pub async fn near(
    tx: &mut Tx,
    organisation: &OrganisationId,
    reach: &Reach,
    from: Stamp,
    until: Stamp,
    limit: i64,
) -> Result<Vec<(InquiryId, i64)>, Error> {
    let rows: Vec<(String, i64)> = on!(tx, conn => sqlx::query_as(
        "SELECT id, key_version FROM inquiry WHERE organisation = $1 AND state IN ('queued', 'hidden')
            AND written_at >= $2 AND written_at <= $3
            AND ($5 = '' OR account IN (SELECT account FROM moderator_page WHERE organisation = $1 AND moderator = $5))
         ORDER BY written_at DESC, id LIMIT $4")
        .bind(organisation.as_str()).bind(from.ms()).bind(until.ms()).bind(limit).bind(reach.key())
        .fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id, version)| (InquiryId::from_text(id), version)).collect())
}

/// What waits, by id, after the one that was read last.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn after(
    tx: &mut Tx,
    organisation: &OrganisationId,
    reach: &Reach,
    after: &str,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT id, account, mac, sealed, key_version, version, state, is_urgent, rule, written_at, taken_in,
            checked_at, decide_by, delete_after
         FROM inquiry WHERE organisation = $1 AND state IN ('queued', 'hidden') AND id > $2
            AND ($4 = '' OR account IN (SELECT account FROM moderator_page WHERE organisation = $1 AND moderator = $4))
         ORDER BY id LIMIT $3")
        .bind(organisation.as_str()).bind(after).bind(limit).bind(reach.key()).fetch_all(conn).await)?;
    rows.into_iter().map(row).collect()
}
