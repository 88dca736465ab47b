//! What somebody must be told, and whether somebody has said that they have it. The outbox of the bell.

use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};

use super::{Error, Reach, Tx};
use crate::model::{AccountName, AlarmKind, InquiryId, OrganisationId, Stamp, VerdictId};

/// One alarm.
#[derive(Clone, Debug)]
pub struct Alarm {
    /// Its id: stable, however often it is sent.
    pub id: String,
    /// What it is about.
    pub kind: AlarmKind,
    /// Where, if it is about one account.
    pub account: Option<AccountName>,
    /// The inquiry; its row may be gone.
    pub inquiry: Option<InquiryId>,
    /// When it was raised.
    pub raised_at: Stamp,
    /// By when somebody shall have it in hand.
    pub due: Stamp,
    /// Whom in the line it rings: 0 is the first.
    pub step: i64,
    /// How often it rang.
    pub rounds: i64,
    /// When the round that is under way began.
    pub round_at: Option<Stamp>,
    /// When it rings next.
    pub next_at: Stamp,
    /// The mail of this round went out.
    pub is_mailed: bool,
    /// The webhook of this round was told.
    pub is_posted: bool,
    /// How often in a row it could not be sent.
    pub failures: i64,
    /// Why it could not, in our words.
    pub trouble: Option<String>,
    /// When it last went out.
    pub sent_at: Option<Stamp>,
    /// Grows with every claim.
    pub fence: i64,
    /// When somebody said that they have it.
    pub acknowledged_at: Option<Stamp>,
    /// Who.
    pub acknowledged_by: Option<String>,
    /// When its notification was closed.
    pub closed_at: Option<Stamp>,
    /// The notification's reference in the municipality's own system.
    pub reference: Option<String>,
}

/// A new alarm.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// What is alarmed once.
    pub cause: &'a str,
    /// What it is about.
    pub kind: AlarmKind,
    /// Where.
    pub account: Option<&'a AccountName>,
    /// The inquiry.
    pub inquiry: Option<&'a InquiryId>,
    /// By when somebody shall have it in hand.
    pub due: Stamp,
    /// When it rings first.
    pub next_at: Stamp,
    /// Whom in the line it rings first: 0, or later where the first had their time.
    pub step: i64,
}

/// How a round went on.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The mail of this round went out.
    pub is_mailed: bool,
    /// The webhook of this round was told.
    pub is_posted: bool,
    /// The round is over: the next one is a new message.
    pub is_over: bool,
    /// Whom the next one rings.
    pub step: i64,
    /// When.
    pub next_at: Stamp,
    /// Why it did not go out everywhere.
    pub trouble: Option<&'a str>,
}

struct Columns(Alarm, String);

impl<'r, R> FromRow<'r, R> for Columns
where
    R: Row,
    &'static str: ColumnIndex<R>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    bool: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        let text = |name: &'static str| row.try_get::<Option<String>, _>(name);
        let at = |name: &'static str| Ok::<_, sqlx::Error>(Stamp::from_ms(row.try_get::<i64, _>(name)?));
        let may_be_at = |name: &'static str| {
            Ok::<_, sqlx::Error>(row.try_get::<Option<i64>, _>(name)?.map(Stamp::from_ms))
        };
        let kind: String = row.try_get("kind")?;
        let alarm = Alarm {
            id: row.try_get("id")?,
            kind: AlarmKind::parse(&kind).unwrap_or(AlarmKind::Test),
            account: text("account")?.map(AccountName::from_text),
            inquiry: text("inquiry")?.map(InquiryId::from_text),
            raised_at: at("raised_at")?,
            due: at("due")?,
            step: row.try_get("step")?,
            rounds: row.try_get("rounds")?,
            round_at: may_be_at("round_at")?,
            next_at: at("next_at")?,
            is_mailed: row.try_get("mailed")?,
            is_posted: row.try_get("posted")?,
            failures: row.try_get("failures")?,
            trouble: text("trouble")?,
            sent_at: may_be_at("sent_at")?,
            fence: row.try_get("fence")?,
            acknowledged_at: may_be_at("acknowledged_at")?,
            acknowledged_by: text("acknowledged_by")?,
            closed_at: may_be_at("closed_at")?,
            reference: text("reference")?,
        };
        Ok(Self(alarm, kind))
    }
}

fn alarm(row: Columns) -> Result<Alarm, Error> {
    let known = AlarmKind::parse(&row.1).is_some();
    if known { Ok(row.0) } else { Err(Error::Unreadable { table: "alarm", column: "kind" }) }
}

/// Raises an alarm in the transaction of what caused it. `false` when this cause was alarmed already.
///
/// # Errors
/// As the database.
pub async fn raise(
    tx: &mut Tx,
    organisation: &OrganisationId,
    new: &New<'_>,
    now: Stamp,
) -> Result<bool, Error> {
    let id = VerdictId::new(now);
    let rows = on!(tx, conn => sqlx::query(
        "INSERT INTO alarm (organisation, id, cause, kind, account, inquiry, raised_at, due, step, rounds, next_at,
            mailed, posted, failures, lease_until, fence)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $10, 0, $9, FALSE, FALSE, 0, 0, 0) ON CONFLICT DO NOTHING")
        .bind(organisation.as_str()).bind(id.as_str()).bind(new.cause).bind(new.kind.as_str())
        .bind(new.account.map(AccountName::as_str)).bind(new.inquiry.map(InquiryId::as_str)).bind(now.ms())
        .bind(new.due.ms()).bind(new.next_at.ms()).bind(new.step)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Whether this cause was alarmed already.
///
/// # Errors
/// As the database.
pub async fn is_raised(tx: &mut Tx, organisation: &OrganisationId, cause: &str) -> Result<bool, Error> {
    let row: Option<(String,)> = on!(tx, conn => sqlx::query_as(
        "SELECT id FROM alarm WHERE organisation = $1 AND cause = $2")
        .bind(organisation.as_str()).bind(cause).fetch_optional(conn).await)?;
    Ok(row.is_some())
}

/// Claims the alarms of one message that is due: one that may have been sent already and of which
/// nobody knows, or else up to `most` that ring the same step and are in no message yet. They are given
/// the message's id, which they keep until its round is over.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn claim(
    tx: &mut Tx,
    organisation: &OrganisationId,
    owner: &str,
    now: Stamp,
    lease_until: Stamp,
    most: i64,
) -> Result<Option<(String, Vec<Alarm>)>, Error> {
    let first: Option<(Option<String>, i64)> = on!(tx, conn => sqlx::query_as(
        "SELECT batch, step FROM alarm WHERE organisation = $1 AND acknowledged_at IS NULL AND next_at <= $2
            AND (lease_owner IS NULL OR lease_until <= $2)
         ORDER BY CASE WHEN batch IS NULL THEN 1 ELSE 0 END, next_at, id LIMIT 1")
        .bind(organisation.as_str()).bind(now.ms()).fetch_optional(conn).await)?;
    let Some((batch, step)) = first else { return Ok(None) };
    let is_new = batch.is_none();
    let batch = batch.unwrap_or_else(|| VerdictId::new(now).as_str().to_owned());
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "WITH picked AS MATERIALIZED (
            SELECT id FROM alarm WHERE organisation = $1 AND acknowledged_at IS NULL AND next_at <= $2
                AND (lease_owner IS NULL OR lease_until <= $2)
                AND (($5 AND batch IS NULL AND step = $6) OR (NOT $5 AND batch = $7))
            ORDER BY next_at, id LIMIT $8)
         UPDATE alarm SET lease_owner = $3, lease_until = $4, fence = fence + 1, batch = $7,
            round_at = CASE WHEN batch IS NULL THEN $2 ELSE round_at END
         WHERE organisation = $1 AND acknowledged_at IS NULL AND (lease_owner IS NULL OR lease_until <= $2)
            AND id IN (SELECT id FROM picked)
         RETURNING id, kind, account, inquiry, raised_at, due, step, rounds, round_at, next_at, mailed, posted,
            failures, trouble, sent_at, fence, acknowledged_at, acknowledged_by, closed_at, reference")
        .bind(organisation.as_str()).bind(now.ms()).bind(owner).bind(lease_until.ms()).bind(is_new).bind(step)
        .bind(&batch).bind(most).fetch_all(conn).await)?;
    let mut alarms = rows.into_iter().map(alarm).collect::<Result<Vec<_>, _>>()?;
    alarms.sort_by(|a, b| (a.kind, &a.id).cmp(&(b.kind, &b.id)));
    Ok((!alarms.is_empty()).then_some((batch, alarms)))
}

/// Records how the round of a claimed alarm went on. `false` when the claim was lost.
///
/// # Errors
/// As the database.
pub async fn told(
    tx: &mut Tx,
    organisation: &OrganisationId,
    alarm: &Alarm,
    told: Told<'_>,
    now: Stamp,
) -> Result<bool, Error> {
    let went = told.is_mailed != alarm.is_mailed || told.is_posted != alarm.is_posted;
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE alarm SET lease_owner = NULL, lease_until = 0, next_at = $1, step = $2, trouble = $3,
            mailed = $4, posted = $5, failures = CASE WHEN $3 IS NULL THEN 0 ELSE failures + 1 END,
            sent_at = CASE WHEN $6 THEN $7 ELSE sent_at END, rounds = rounds + CASE WHEN $8 THEN 1 ELSE 0 END,
            batch = CASE WHEN $8 THEN NULL ELSE batch END
         WHERE organisation = $9 AND id = $10 AND fence = $11")
        .bind(told.next_at.ms()).bind(told.step).bind(told.trouble).bind(told.is_mailed && !told.is_over)
        .bind(told.is_posted && !told.is_over).bind(went).bind(now.ms()).bind(told.is_over)
        .bind(organisation.as_str()).bind(&alarm.id).bind(alarm.fence)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Somebody has it: it rings no more. `false` when somebody had it already, or there is none.
///
/// # Errors
/// As the database.
pub async fn acknowledge(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &str,
    by: &str,
    now: Stamp,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE alarm SET acknowledged_at = $1, acknowledged_by = $2, lease_owner = NULL, lease_until = 0, batch = NULL
         WHERE organisation = $3 AND id = $4 AND acknowledged_at IS NULL")
        .bind(now.ms()).bind(by).bind(organisation.as_str()).bind(id)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Rings again what was acknowledged at `taken_at` by a decision that was taken back.
///
/// # Errors
/// As the database.
pub async fn reopen(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
    taken_at: Stamp,
    now: Stamp,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE alarm SET acknowledged_at = NULL, acknowledged_by = NULL, next_at = $1
         WHERE organisation = $2 AND inquiry = $3 AND acknowledged_at = $4 AND closed_at IS NULL")
        .bind(now.ms()).bind(organisation.as_str()).bind(inquiry.as_str()).bind(taken_at.ms())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// A person decided on the inquiry: whatever rang for it has been seen. A notification stays open.
///
/// # Errors
/// As the database.
pub async fn acknowledge_inquiry(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
    by: &str,
    now: Stamp,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE alarm SET acknowledged_at = $1, acknowledged_by = $2, lease_owner = NULL, lease_until = 0, batch = NULL
         WHERE organisation = $3 AND inquiry = $4 AND acknowledged_at IS NULL AND kind <> 'child_concern'")
        .bind(now.ms()).bind(by).bind(organisation.as_str()).bind(inquiry.as_str())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Closes a notification with its reference, and stops its bell. `false` when it is closed, or none.
///
/// # Errors
/// As the database.
pub async fn close(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &str,
    reference: &str,
    by: &str,
    now: Stamp,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE alarm SET closed_at = $1, closed_by = $2, reference = $3, batch = NULL, lease_owner = NULL,
            acknowledged_at = COALESCE(acknowledged_at, $1), acknowledged_by = COALESCE(acknowledged_by, $2)
         WHERE organisation = $4 AND id = $5 AND closed_at IS NULL AND kind = 'child_concern'")
        .bind(now.ms()).bind(by).bind(reference).bind(organisation.as_str()).bind(id)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The alarms of an organisation: those that nobody has and open notifications first, then the newest.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn list(
    tx: &mut Tx,
    organisation: &OrganisationId,
    reach: &Reach,
    limit: i64,
) -> Result<Vec<Alarm>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT id, kind, account, inquiry, raised_at, due, step, rounds, round_at, next_at, mailed, posted,
            failures, trouble, sent_at, fence, acknowledged_at, acknowledged_by, closed_at, reference
         FROM alarm WHERE organisation = $1
            AND ($3 = '' OR account IS NULL
                OR account IN (SELECT account FROM moderator_page WHERE organisation = $1 AND moderator = $3))
         ORDER BY CASE WHEN acknowledged_at IS NULL THEN 0 WHEN kind = 'child_concern' AND closed_at IS NULL
            THEN 1 ELSE 2 END, raised_at DESC, id LIMIT $2")
        .bind(organisation.as_str()).bind(limit).bind(reach.key()).fetch_all(conn).await)?;
    rows.into_iter().map(alarm).collect()
}

/// What rang for one inquiry, oldest first.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn of_inquiry(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
) -> Result<Vec<Alarm>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT id, kind, account, inquiry, raised_at, due, step, rounds, round_at, next_at, mailed, posted,
            failures, trouble, sent_at, fence, acknowledged_at, acknowledged_by, closed_at, reference
         FROM alarm WHERE organisation = $1 AND inquiry = $2 ORDER BY raised_at, id")
        .bind(organisation.as_str()).bind(inquiry.as_str()).fetch_all(conn).await)?;
    rows.into_iter().map(alarm).collect()
}

/// The inquiry that an alarm is about; `None` where it is about none, or there is no such alarm.
///
/// # Errors
/// As the database.
pub async fn inquiry(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &str,
) -> Result<Option<InquiryId>, Error> {
    let row: Option<(Option<String>,)> = on!(tx, conn => sqlx::query_as(
        "SELECT inquiry FROM alarm WHERE organisation = $1 AND id = $2")
        .bind(organisation.as_str()).bind(id).fetch_optional(conn).await)?;
    Ok(row.and_then(|(inquiry,)| inquiry).map(InquiryId::from_text))
}

/// How many wait for somebody: that nobody has, or whose notification is open.
///
/// # Errors
/// As the database.
pub async fn count_open(tx: &mut Tx, organisation: &OrganisationId, reach: &Reach) -> Result<i64, Error> {
    let (count,): (i64,) = on!(tx, conn => sqlx::query_as(
        "SELECT COUNT(*) FROM alarm WHERE organisation = $1
            AND (acknowledged_at IS NULL OR (kind = 'child_concern' AND closed_at IS NULL))
            AND ($2 = '' OR account IS NULL
                OR account IN (SELECT account FROM moderator_page WHERE organisation = $1 AND moderator = $2))")
        .bind(organisation.as_str()).bind(reach.key()).fetch_one(conn).await)?;
    Ok(count)
}

/// Whether an alarm stands that is about no page, or about one that somebody looks after.
///
/// # Errors
/// As the database.
pub async fn is_within(
    tx: &mut Tx,
    organisation: &OrganisationId,
    reach: &Reach,
    id: &str,
) -> Result<bool, Error> {
    let (count,): (i64,) = on!(tx, conn => sqlx::query_as(
        "SELECT COUNT(*) FROM alarm WHERE organisation = $1 AND id = $2
            AND ($3 = '' OR account IS NULL
                OR account IN (SELECT account FROM moderator_page WHERE organisation = $1 AND moderator = $3))")
        .bind(organisation.as_str()).bind(id).bind(reach.key()).fetch_one(conn).await)?;
    Ok(count == 1)
}

/// Drops what was raised before a moment and is over.
///
/// # Errors
/// As the database.
pub async fn expire(tx: &mut Tx, organisation: &OrganisationId, before: Stamp) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "DELETE FROM alarm WHERE organisation = $1 AND raised_at < $2 AND acknowledged_at IS NOT NULL
            AND (kind <> 'child_concern' OR closed_at IS NOT NULL)")
        .bind(organisation.as_str()).bind(before.ms()).execute(conn).await.map(|_| ()))?;
    Ok(())
}
