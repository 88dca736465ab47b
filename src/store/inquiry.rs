//! The sealed rows, and the few columns beside the seal that the stages steer by.

use super::{Error, Reach, Tx};
use crate::model::{AccountName, InquiryId, OrganisationId, Purpose, Source, Stamp, State};

/// A row as it stands.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id.
    pub id: InquiryId,
    /// The account it came by.
    pub account: AccountName,
    /// Its tombstone.
    pub mac: String,
    /// All we hold on the citizen.
    pub sealed: Vec<u8>,
    /// Which key opens it.
    pub key_version: i64,
    /// Grows with every change: who decides must have seen this one.
    pub version: i64,
    /// Where it stands.
    pub state: State,
    /// Above everything else in the queue.
    pub is_urgent: bool,
    /// The guideline rule of the standing verdict.
    pub rule: String,
    /// When it was written, as the network says.
    pub written_at: Stamp,
    /// When we took it in.
    pub taken_in: Stamp,
    /// When the network was last asked for it.
    pub checked_at: Stamp,
    /// By when a person shall have confirmed or lifted an automatic hide.
    pub decide_by: Option<Stamp>,
    /// When it goes.
    pub delete_after: Stamp,
}

/// What is written beside a new row.
#[derive(Clone, Copy, Debug)]
pub struct Provenance<'a> {
    /// Why it is held.
    pub purpose: Purpose,
    /// How it came.
    pub source: Source,
    /// The policy in force.
    pub policy_version: &'a str,
}

/// What a decision changes.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    /// Where it stands now.
    pub state: State,
    /// Above everything else.
    pub is_urgent: bool,
    /// The rule it cites.
    pub rule: &'a str,
    /// By when a person shall have confirmed or lifted.
    pub decide_by: Option<Stamp>,
    /// When it goes.
    pub delete_after: Stamp,
}

pub(super) type Columns =
    (String, String, String, Vec<u8>, i64, i64, String, bool, String, i64, i64, i64, Option<i64>, i64);

pub(super) fn row(columns: Columns) -> Result<Row, Error> {
    Ok(Row {
        id: InquiryId::from_text(columns.0),
        account: AccountName::from_text(columns.1),
        mac: columns.2,
        sealed: columns.3,
        key_version: columns.4,
        version: columns.5,
        state: State::parse(&columns.6).ok_or(Error::Unreadable { table: "inquiry", column: "state" })?,
        is_urgent: columns.7,
        rule: columns.8,
        written_at: Stamp::from_ms(columns.9),
        taken_in: Stamp::from_ms(columns.10),
        checked_at: Stamp::from_ms(columns.11),
        decide_by: columns.12.map(Stamp::from_ms),
        delete_after: Stamp::from_ms(columns.13),
    })
}

/// Takes a new inquiry in.
///
/// # Errors
/// As the database.
pub async fn insert(
    tx: &mut Tx,
    organisation: &OrganisationId,
    row: &Row,
    from: Provenance<'_>,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO inquiry (organisation, id, account, mac, sealed, key_version, version, state, is_urgent, rule,
            purpose, source, policy_version, written_at, taken_in, checked_at, decide_by, delete_after)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)")
        .bind(organisation.as_str()).bind(row.id.as_str()).bind(row.account.as_str()).bind(&row.mac)
        .bind(&row.sealed).bind(row.key_version).bind(row.version).bind(row.state.as_str())
        .bind(row.is_urgent).bind(&row.rule).bind(from.purpose.as_str()).bind(from.source.as_str())
        .bind(from.policy_version).bind(row.written_at.ms()).bind(row.taken_in.ms()).bind(row.checked_at.ms())
        .bind(row.decide_by.map(Stamp::ms)).bind(row.delete_after.ms())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// How a row came to us; `None` when there is none any more.
///
/// # Errors
/// As the database.
pub async fn source(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &InquiryId,
) -> Result<Option<Source>, Error> {
    let found: Option<(String,)> = on!(tx, conn => sqlx::query_as(
        "SELECT source FROM inquiry WHERE organisation = $1 AND id = $2")
        .bind(organisation.as_str()).bind(id.as_str()).fetch_optional(conn).await)?;
    let unreadable = Error::Unreadable { table: "inquiry", column: "source" };
    found.map(|(source,)| Source::parse(&source).ok_or(unreadable)).transpose()
}

/// One row.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn get(tx: &mut Tx, organisation: &OrganisationId, id: &InquiryId) -> Result<Option<Row>, Error> {
    let found: Option<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT id, account, mac, sealed, key_version, version, state, is_urgent, rule, written_at, taken_in,
            checked_at, decide_by, delete_after
         FROM inquiry WHERE organisation = $1 AND id = $2")
        .bind(organisation.as_str()).bind(id.as_str()).fetch_optional(conn).await)?;
    found.map(row).transpose()
}

/// What waits for a person: urgent first, and with it every automatic hide whose deadline has passed;
/// then what an outside model lifted; then the newest.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn open(
    tx: &mut Tx,
    organisation: &OrganisationId,
    now: Stamp,
    skip: i64,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT id, account, mac, sealed, key_version, version, state, is_urgent, rule, written_at, taken_in,
            checked_at, decide_by, delete_after
         FROM inquiry WHERE organisation = $1 AND state IN ('queued', 'hidden')
         ORDER BY CASE WHEN is_urgent OR decide_by <= $4 THEN 0 WHEN is_lifted THEN 1 ELSE 2 END,
            written_at DESC, id LIMIT $2 OFFSET $3")
        .bind(organisation.as_str()).bind(limit).bind(skip).bind(now.ms()).fetch_all(conn).await)?;
    rows.into_iter().map(row).collect()
}

/// Rows taken in at `since` or later, by id, after the one that was read last.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn since(
    tx: &mut Tx,
    organisation: &OrganisationId,
    since: Stamp,
    after: &str,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT id, account, mac, sealed, key_version, version, state, is_urgent, rule, written_at, taken_in,
            checked_at, decide_by, delete_after
         FROM inquiry WHERE organisation = $1 AND id > $2 AND taken_in >= $3 AND state <> 'going'
         ORDER BY id LIMIT $4")
        .bind(organisation.as_str()).bind(after).bind(since.ms()).bind(limit).fetch_all(conn).await)?;
    rows.into_iter().map(row).collect()
}

/// Says that a comment should be seen before others that are not urgent, or no longer says so.
///
/// # Errors
/// As the database.
pub async fn lift(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &InquiryId,
    is_lifted: bool,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("UPDATE inquiry SET is_lifted = $1 WHERE organisation = $2 AND id = $3")
        .bind(is_lifted).bind(organisation.as_str()).bind(id.as_str()).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// How many wait for a person, and how many of them are urgent.
///
/// # Errors
/// As the database.
pub async fn count_open(
    tx: &mut Tx,
    organisation: &OrganisationId,
    reach: &Reach,
) -> Result<(i64, i64), Error> {
    Ok(on!(tx, conn => sqlx::query_as(
        "SELECT COUNT(*), CAST(COALESCE(SUM(CASE WHEN is_urgent THEN 1 ELSE 0 END), 0) AS BIGINT)
         FROM inquiry WHERE organisation = $1 AND state IN ('queued', 'hidden')
            AND ($2 = '' OR account IN (SELECT account FROM moderator_page WHERE organisation = $1 AND moderator = $2))")
        .bind(organisation.as_str()).bind(reach.key()).fetch_one(conn).await)?)
}

/// Whether an inquiry stands on a page that somebody looks after.
///
/// # Errors
/// As the database.
pub async fn is_within(
    tx: &mut Tx,
    organisation: &OrganisationId,
    reach: &Reach,
    id: &InquiryId,
) -> Result<bool, Error> {
    let (count,): (i64,) = on!(tx, conn => sqlx::query_as(
        "SELECT COUNT(*) FROM inquiry WHERE organisation = $1 AND id = $2
            AND ($3 = '' OR account IN (SELECT account FROM moderator_page WHERE organisation = $1 AND moderator = $3))")
        .bind(organisation.as_str()).bind(id.as_str()).bind(reach.key()).fetch_one(conn).await)?;
    Ok(count == 1)
}

/// How many rows stand in all.
///
/// # Errors
/// As the database.
pub async fn count(tx: &mut Tx, organisation: &OrganisationId) -> Result<i64, Error> {
    let (count,): (i64,) = on!(tx, conn => sqlx::query_as(
        "SELECT COUNT(*) FROM inquiry WHERE organisation = $1")
        .bind(organisation.as_str()).fetch_one(conn).await)?;
    Ok(count)
}

/// Every row id with the version of its key, for one account.
///
/// # Errors
/// As the database.
pub async fn keyed(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
) -> Result<Vec<(InquiryId, i64)>, Error> {
    let rows: Vec<(String, i64)> = on!(tx, conn => sqlx::query_as(
        "SELECT id, key_version FROM inquiry WHERE organisation = $1 AND account = $2")
        .bind(organisation.as_str()).bind(account.as_str()).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id, version)| (InquiryId::from_text(id), version)).collect())
}

/// Writes a decision, if the row is still the one that was looked at. `false` when it is not.
///
/// # Errors
/// As the database.
pub async fn change(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &InquiryId,
    version: i64,
    to: &Change<'_>,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE inquiry SET state = $1, is_urgent = $2, rule = $3, decide_by = $4, delete_after = $5,
            version = version + 1
         WHERE organisation = $6 AND id = $7 AND version = $8 AND state <> 'going'")
        .bind(to.state.as_str()).bind(to.is_urgent).bind(to.rule).bind(to.decide_by.map(Stamp::ms))
        .bind(to.delete_after.ms()).bind(organisation.as_str()).bind(id.as_str()).bind(version)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Holds a row as it was looked at until the transaction ends, so that nothing else is decided on it
/// meanwhile. `false` when it is not that row any more.
///
/// # Errors
/// As the database.
pub async fn hold(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &InquiryId,
    version: i64,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE inquiry SET version = version
         WHERE organisation = $1 AND id = $2 AND version = $3 AND state IN ('queued', 'hidden')")
        .bind(organisation.as_str()).bind(id.as_str()).bind(version)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Puts new sealed words in place of the old ones. The caller destroys the old key.
///
/// # Errors
/// As the database.
pub async fn reseal(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &InquiryId,
    sealed: &[u8],
    key_version: i64,
    now: Stamp,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE inquiry SET sealed = $1, key_version = $2, checked_at = $3, refreshed_at = $3, version = version + 1
         WHERE organisation = $4 AND id = $5 AND state <> 'going'")
        .bind(sealed).bind(key_version).bind(now.ms()).bind(organisation.as_str()).bind(id.as_str())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Rows of an account that the network must be asked for again, longest unasked first: those taken
/// in since `young.0` when that was before `young.1`, and all when it was before `before`.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn to_check(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    young: (Stamp, Stamp),
    before: Stamp,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT id, account, mac, sealed, key_version, version, state, is_urgent, rule, written_at, taken_in,
            checked_at, decide_by, delete_after
         FROM inquiry WHERE organisation = $1 AND account = $2
            AND (checked_at < $3 OR (checked_at < $4 AND taken_in >= $5))
            AND state NOT IN ('going', 'gone')
         ORDER BY checked_at, id LIMIT $6")
        .bind(organisation.as_str()).bind(account.as_str()).bind(before.ms()).bind(young.1.ms())
        .bind(young.0.ms()).bind(limit)
        .fetch_all(conn).await)?;
    rows.into_iter().map(row).collect()
}

/// Notes when the network was asked (or, with a moment long past, that it must be asked soon).
///
/// # Errors
/// As the database.
pub async fn checked(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &InquiryId,
    at: Stamp,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("UPDATE inquiry SET checked_at = $1 WHERE organisation = $2 AND id = $3")
        .bind(at.ms()).bind(organisation.as_str()).bind(id.as_str()).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Notes that the network gave us the comment as it stands: our copy is fresh.
///
/// # Errors
/// As the database.
pub async fn refreshed(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &InquiryId,
    at: Stamp,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE inquiry SET checked_at = $1, refreshed_at = $1 WHERE organisation = $2 AND id = $3")
        .bind(at.ms()).bind(organisation.as_str()).bind(id.as_str()).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Those of a row that a network's own terms do not let us keep, and that wait for a decision nobody has
/// made yet: without us they are lost to the municipality, unless they are taken in again.
///
/// # Errors
/// As the database.
pub async fn stale_undecided(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    before: Stamp,
) -> Result<Vec<InquiryId>, Error> {
    let rows: Vec<(String,)> = on!(tx, conn => sqlx::query_as(
        "SELECT id FROM inquiry WHERE organisation = $1 AND account = $2 AND state IN ('queued', 'hidden')
            AND COALESCE(refreshed_at, taken_in) < $3")
        .bind(organisation.as_str()).bind(account.as_str()).bind(before.ms())
        .fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id,)| InquiryId::from_text(id)).collect())
}

/// Claims what a network's own terms do not let us keep: rows of an account that it has not given us
/// again since `before`, whatever their state; `spares_tasks` leaves those with which something is still
/// to be done there.
///
/// # Errors
/// As the database.
pub async fn claim_stale(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    before: Stamp,
    spares_tasks: bool,
    limit: i64,
) -> Result<Vec<InquiryId>, Error> {
    let rows: Vec<(String,)> = on!(tx, conn => sqlx::query_as(
        "WITH picked AS MATERIALIZED (
            SELECT id FROM inquiry WHERE organisation = $1 AND account = $2 AND COALESCE(refreshed_at, taken_in) < $3
                AND NOT ($5 AND EXISTS (SELECT 1 FROM task WHERE task.organisation = $1
                    AND task.inquiry = inquiry.id AND task.state IN ('open', 'intent', 'unknown', 'parked')))
            ORDER BY id LIMIT $4)
         UPDATE inquiry SET state = 'going', version = version + 1, delete_after = 0
         WHERE organisation = $1 AND id IN (SELECT id FROM picked) RETURNING id")
        .bind(organisation.as_str()).bind(account.as_str()).bind(before.ms()).bind(limit)
        .bind(spares_tasks).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id,)| InquiryId::from_text(id)).collect())
}

/// Claims what is due, so that no decision is taken on it any more: rows without an open task, and
/// rows that an earlier run claimed and did not finish. A row that a person must confirm or lift
/// stays until that is done or the policy ends it, and one with an open notification until it is closed.
///
/// # Errors
/// As the database.
pub async fn claim_due(
    tx: &mut Tx,
    organisation: &OrganisationId,
    now: Stamp,
    limit: i64,
) -> Result<Vec<InquiryId>, Error> {
    let rows: Vec<(String,)> = on!(tx, conn => sqlx::query_as(
        "WITH picked AS MATERIALIZED (
            SELECT id FROM inquiry WHERE organisation = $1 AND delete_after <= $2 AND (state = 'going' OR
                (state <> 'hidden' AND NOT EXISTS (SELECT 1 FROM task WHERE task.organisation = $1
                    AND task.inquiry = inquiry.id AND task.state IN ('open', 'intent', 'unknown', 'parked'))
                AND NOT EXISTS (SELECT 1 FROM alarm WHERE alarm.organisation = $1
                    AND alarm.inquiry = inquiry.id AND alarm.kind = 'child_concern' AND alarm.closed_at IS NULL)))
            ORDER BY delete_after LIMIT $3)
         UPDATE inquiry SET state = 'going', version = version + 1
         WHERE organisation = $1 AND delete_after <= $2 AND state <> 'hidden' AND id IN (SELECT id FROM picked)
         RETURNING id")
        .bind(organisation.as_str()).bind(now.ms()).bind(limit).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id,)| InquiryId::from_text(id)).collect())
}

/// How many rows [`claim_due`] would take, without taking them.
///
/// # Errors
/// As the database.
pub async fn count_due(tx: &mut Tx, organisation: &OrganisationId, now: Stamp) -> Result<i64, Error> {
    let (count,): (i64,) = on!(tx, conn => sqlx::query_as(
        "SELECT COUNT(*) FROM inquiry WHERE organisation = $1 AND delete_after <= $2 AND (state = 'going' OR
            (state <> 'hidden' AND NOT EXISTS (SELECT 1 FROM task WHERE task.organisation = $1
                AND task.inquiry = inquiry.id AND task.state IN ('open', 'intent', 'unknown', 'parked'))
                AND NOT EXISTS (SELECT 1 FROM alarm WHERE alarm.organisation = $1
                    AND alarm.inquiry = inquiry.id AND alarm.kind = 'child_concern' AND alarm.closed_at IS NULL)))")
        .bind(organisation.as_str()).bind(now.ms()).fetch_one(conn).await)?;
    Ok(count)
}

/// Automatic hides whose copy goes before a moment, the first to go first.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn hidden_until(
    tx: &mut Tx,
    organisation: &OrganisationId,
    before: Stamp,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT id, account, mac, sealed, key_version, version, state, is_urgent, rule, written_at, taken_in,
            checked_at, decide_by, delete_after
         FROM inquiry WHERE organisation = $1 AND state = 'hidden' AND delete_after <= $2
         ORDER BY delete_after, id LIMIT $3")
        .bind(organisation.as_str()).bind(before.ms()).bind(limit).fetch_all(conn).await)?;
    rows.into_iter().map(row).collect()
}

/// Automatic hides that a person should decide before a moment, the oldest deadline first.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn undecided(
    tx: &mut Tx,
    organisation: &OrganisationId,
    before: Stamp,
    limit: i64,
) -> Result<Vec<Row>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT id, account, mac, sealed, key_version, version, state, is_urgent, rule, written_at, taken_in,
            checked_at, decide_by, delete_after
         FROM inquiry WHERE organisation = $1 AND state = 'hidden' AND decide_by <= $2
         ORDER BY decide_by, id LIMIT $3")
        .bind(organisation.as_str()).bind(before.ms()).bind(limit).fetch_all(conn).await)?;
    rows.into_iter().map(row).collect()
}

/// Claims one row whatever its date and tasks: a person asked for it to be destroyed now.
///
/// # Errors
/// As the database.
pub async fn claim_one(tx: &mut Tx, organisation: &OrganisationId, id: &InquiryId) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE inquiry SET state = 'going', version = version + 1, delete_after = 0
         WHERE organisation = $1 AND id = $2")
        .bind(organisation.as_str()).bind(id.as_str())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Destroys a claimed row and its tasks. Its key is gone already.
///
/// # Errors
/// As the database.
pub async fn destroy(tx: &mut Tx, organisation: &OrganisationId, id: &InquiryId) -> Result<bool, Error> {
    on!(tx, conn => sqlx::query("DELETE FROM task WHERE organisation = $1 AND inquiry = $2")
        .bind(organisation.as_str()).bind(id.as_str()).execute(conn).await.map(|_| ()))?;
    super::undo::drop(tx, organisation, id).await?;
    super::referral::drop(tx, organisation, id).await?;
    let rows = on!(tx, conn => sqlx::query("DELETE FROM inquiry WHERE organisation = $1 AND id = $2")
        .bind(organisation.as_str()).bind(id.as_str())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
