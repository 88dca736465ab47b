//! The outbox: what is to be done on a network, by whom it is being done, and how it ended.

use sqlx::{ColumnIndex, Decode, FromRow, Row, Type};

use super::{Error, Reach, Tx};
use crate::model::{
    AccountName, Deed, HIDDEN_FOR_AUTHOR, InquiryId, OrganisationId, SHOWN_FOR_AUTHOR, Stamp, TaskId,
    TaskState,
};

/// One deed.
#[derive(Clone, Debug)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// What it is about.
    pub inquiry: InquiryId,
    /// The account that does it.
    pub account: AccountName,
    /// What.
    pub deed: Deed,
    /// No person asked for it.
    pub is_automatic: bool,
    /// Where it stands.
    pub state: TaskState,
    /// A task that must hold first.
    pub after: Option<TaskId>,
    /// Not sooner.
    pub not_before: Stamp,
    /// How often it was tried.
    pub tries: i64,
    /// Grows with every claim: a result under an older one is refused.
    pub fence: i64,
    /// Our words, for a reply.
    pub words: Option<String>,
    /// Their language.
    pub language: Option<String>,
    /// The reply's id there.
    pub our_remote: Option<String>,
    /// Why it stands where it stands, in our words.
    pub note: Option<String>,
    /// When it was made.
    pub made_at: Stamp,
    /// When it was first tried.
    pub intent_at: Option<Stamp>,
    /// The version of the inquiry that the decision behind it made; `None` for the machine's own.
    pub decision: Option<i64>,
    /// Who goes on with it when it is parked, by pseudonym; `None` = whoever is on duty.
    pub owner: Option<String>,
    /// By when, when it is parked.
    pub due: Option<Stamp>,
    /// When it was read back a day later and still held.
    pub held_at: Option<Stamp>,
}

impl Task {
    /// Nobody but its author can do it: it is tracked until the comment is gone, or somebody closes it.
    #[must_use]
    pub fn waits_for_author(&self) -> bool {
        let note = self.note.as_deref();
        self.deed == Deed::Delete
            && self.state == TaskState::Parked
            && [Some(HIDDEN_FOR_AUTHOR), Some(SHOWN_FOR_AUTHOR)].contains(&note)
    }

    /// A task that nobody has tried, to be done at once.
    #[must_use]
    pub fn new(inquiry: &InquiryId, account: &AccountName, deed: Deed, now: Stamp) -> Self {
        Self {
            id: TaskId::new(now),
            inquiry: inquiry.clone(),
            account: account.clone(),
            deed,
            is_automatic: false,
            state: TaskState::Open,
            after: None,
            not_before: now,
            tries: 0,
            fence: 0,
            words: None,
            language: None,
            our_remote: None,
            note: None,
            made_at: now,
            intent_at: None,
            decision: None,
            owner: None,
            due: None,
            held_at: None,
        }
    }
}

/// A row as either driver gives it: a tuple ends at sixteen columns.
struct Columns {
    texts: [String; 5],
    is_automatic: bool,
    whole: [i64; 4],
    may_be_text: [Option<String>; 6],
    may_be_whole: [Option<i64>; 4],
}

impl<'r, R> FromRow<'r, R> for Columns
where
    R: Row,
    &'static str: ColumnIndex<R>,
    String: Decode<'r, R::Database> + Type<R::Database>,
    i64: Decode<'r, R::Database> + Type<R::Database>,
    bool: Decode<'r, R::Database> + Type<R::Database>,
{
    fn from_row(row: &'r R) -> Result<Self, sqlx::Error> {
        let text = |name: &'static str| row.try_get::<String, _>(name);
        let whole = |name: &'static str| row.try_get::<i64, _>(name);
        let may_be_text = |name: &'static str| row.try_get::<Option<String>, _>(name);
        let may_be_whole = |name: &'static str| row.try_get::<Option<i64>, _>(name);
        Ok(Self {
            texts: [text("id")?, text("inquiry")?, text("account")?, text("deed")?, text("state")?],
            is_automatic: row.try_get("is_automatic")?,
            whole: [whole("not_before")?, whole("tries")?, whole("fence")?, whole("made_at")?],
            may_be_text: [
                may_be_text("after_task")?,
                may_be_text("words")?,
                may_be_text("language")?,
                may_be_text("our_remote")?,
                may_be_text("note")?,
                may_be_text("owner")?,
            ],
            may_be_whole: [
                may_be_whole("intent_at")?,
                may_be_whole("decision")?,
                may_be_whole("due")?,
                may_be_whole("held_at")?,
            ],
        })
    }
}

fn task(row: Columns) -> Result<Task, Error> {
    let [id, inquiry, account, deed, state] = row.texts;
    let [not_before, tries, fence, made_at] = row.whole;
    let [after, words, language, our_remote, note, owner] = row.may_be_text;
    let [intent_at, decision, due, held_at] = row.may_be_whole;
    Ok(Task {
        id: TaskId::from_text(id),
        inquiry: InquiryId::from_text(inquiry),
        account: AccountName::from_text(account),
        deed: Deed::parse(&deed).ok_or(Error::Unreadable { table: "task", column: "deed" })?,
        is_automatic: row.is_automatic,
        state: TaskState::parse(&state).ok_or(Error::Unreadable { table: "task", column: "state" })?,
        after: after.map(TaskId::from_text),
        not_before: Stamp::from_ms(not_before),
        tries,
        fence,
        words,
        language,
        our_remote,
        note,
        made_at: Stamp::from_ms(made_at),
        intent_at: intent_at.map(Stamp::from_ms),
        decision,
        owner,
        due: due.map(Stamp::from_ms),
        held_at: held_at.map(Stamp::from_ms),
    })
}

/// Puts a task in the outbox, in the transaction of the verdict that asks for it.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, organisation: &OrganisationId, task: &Task) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO task (organisation, id, inquiry, account, deed, is_automatic, state, after_task, not_before,
            tries, lease_until, fence, words, language, note, made_at, decision, owner, due)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 0, $10, $11, $12, $13, $14, $15, $16)")
        .bind(organisation.as_str()).bind(task.id.as_str()).bind(task.inquiry.as_str())
        .bind(task.account.as_str()).bind(task.deed.as_str()).bind(task.is_automatic)
        .bind(task.state.as_str()).bind(task.after.as_ref().map(TaskId::as_str)).bind(task.not_before.ms())
        .bind(task.words.as_deref()).bind(task.language.as_deref()).bind(task.note.as_deref())
        .bind(task.made_at.ms()).bind(task.decision).bind(task.owner.as_deref())
        .bind(task.due.map(Stamp::ms)).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Claims tasks that are due, urgent deeds before replies. `halted` leaves automatic acts and
/// unsent replies alone. A task that waits for another is taken once that one holds; a deletion also
/// when its hide could not be done, because then it is the only way left.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
#[expect(clippy::too_many_arguments, reason = "each is a column of the statement")]
pub async fn claim(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    owner: &str,
    now: Stamp,
    lease_until: Stamp,
    halted: bool,
    limit: i64,
) -> Result<Vec<Task>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "WITH picked AS MATERIALIZED (
            SELECT id FROM task WHERE organisation = $1 AND account = $2 AND not_before <= $3
                AND state IN ('open', 'intent', 'unknown') AND (lease_owner IS NULL OR lease_until <= $3)
                AND NOT ($4 AND (is_automatic OR (deed = 'reply' AND state = 'open')))
                AND (after_task IS NULL OR EXISTS (SELECT 1 FROM task AS first WHERE first.organisation = $1
                    AND first.id = task.after_task AND (first.state = 'done'
                        OR (task.deed = 'delete' AND first.state IN ('parked', 'cancelled')))))
            ORDER BY CASE deed WHEN 'hide' THEN 0 WHEN 'unhide' THEN 1 WHEN 'delete' THEN 2 ELSE 3 END,
                not_before, id LIMIT $5)
         UPDATE task SET lease_owner = $6, lease_until = $7, fence = fence + 1
         WHERE organisation = $1 AND state IN ('open', 'intent', 'unknown')
            AND (lease_owner IS NULL OR lease_until <= $3) AND id IN (SELECT id FROM picked)
         RETURNING id, inquiry, account, deed, is_automatic, state, after_task, not_before, tries, fence, words,
            language, our_remote, note, made_at, intent_at, decision, owner, due, held_at")
        .bind(organisation.as_str()).bind(account.as_str()).bind(now.ms()).bind(halted).bind(limit)
        .bind(owner).bind(lease_until.ms()).fetch_all(conn).await)?;
    let mut tasks = rows.into_iter().map(task).collect::<Result<Vec<_>, _>>()?;
    tasks.sort_by(|a, b| {
        (a.deed == Deed::Reply, a.not_before, &a.id).cmp(&(b.deed == Deed::Reply, b.not_before, &b.id))
    });
    Ok(tasks)
}

/// Records that a claimed task is about to be tried. `false` when the claim was lost.
///
/// # Errors
/// As the database.
pub async fn intend(
    tx: &mut Tx,
    organisation: &OrganisationId,
    task: &Task,
    now: Stamp,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE task SET state = 'intent', tries = tries + 1, intent_at = COALESCE(intent_at, $1)
         WHERE organisation = $2 AND id = $3 AND fence = $4 AND state IN ('open', 'intent', 'unknown')")
        .bind(now.ms()).bind(organisation.as_str()).bind(task.id.as_str()).bind(task.fence)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Records how a claimed task ended. `false` when the claim was lost: the result is refused.
///
/// # Errors
/// As the database.
pub async fn end(
    tx: &mut Tx,
    organisation: &OrganisationId,
    task: &Task,
    state: TaskState,
    note: Option<&str>,
    our_remote: Option<&str>,
    now: Stamp,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE task SET state = $1, note = $2, our_remote = COALESCE($3, our_remote), ended_at = $4,
            lease_owner = NULL, lease_until = 0
         WHERE organisation = $5 AND id = $6 AND fence = $7 AND state IN ('open', 'intent', 'unknown')")
        .bind(state.as_str()).bind(note).bind(our_remote).bind(now.ms())
        .bind(organisation.as_str()).bind(task.id.as_str()).bind(task.fence)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Puts a claimed task back, to be taken up at `not_before`; a failure counts as a try. `false` when the claim was lost.
///
/// # Errors
/// As the database.
pub async fn put_back(
    tx: &mut Tx,
    organisation: &OrganisationId,
    task: &Task,
    state: TaskState,
    not_before: Stamp,
    note: Option<&str>,
    has_failed: bool,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE task SET state = $1, not_before = $2, note = $3, lease_owner = NULL, lease_until = 0,
            tries = tries + CASE WHEN $7 THEN 1 ELSE 0 END
         WHERE organisation = $4 AND id = $5 AND fence = $6 AND state IN ('open', 'intent', 'unknown')")
        .bind(state.as_str()).bind(not_before.ms()).bind(note)
        .bind(organisation.as_str()).bind(task.id.as_str()).bind(task.fence)
        .bind(has_failed)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The tasks of an inquiry, oldest first.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn of_inquiry(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
) -> Result<Vec<Task>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT id, inquiry, account, deed, is_automatic, state, after_task, not_before, tries, fence, words,
            language, our_remote, note, made_at, intent_at, decision, owner, due, held_at
         FROM task WHERE organisation = $1 AND inquiry = $2 ORDER BY made_at, id")
        .bind(organisation.as_str()).bind(inquiry.as_str()).fetch_all(conn).await)?;
    rows.into_iter().map(task).collect()
}

/// Cancels what is not to be done any more: everything, or replies only. Returns how many. A reply
/// that is being tried is left to run out, because only the network knows how it ended; a hide that
/// is being tried would be tried again after whatever overtook it, so it ends here.
///
/// # Errors
/// As the database.
pub async fn cancel(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
    replies_only: bool,
    note: &str,
    now: Stamp,
) -> Result<u64, Error> {
    Ok(on!(tx, conn => sqlx::query(
        "UPDATE task SET state = 'cancelled', note = $1, ended_at = $2, fence = fence + 1, lease_owner = NULL
         WHERE organisation = $3 AND inquiry = $4
            AND ((state = 'open' AND (deed = 'reply' OR NOT $5))
                OR (state = 'intent' AND deed <> 'reply' AND NOT $5))")
        .bind(note).bind(now.ms()).bind(organisation.as_str()).bind(inquiry.as_str()).bind(replies_only)
        .execute(conn).await.map(|done| done.rows_affected()))?)
}

/// Cancels the deletions that an earlier decision asked for and nobody has tried. Returns how many.
///
/// # Errors
/// As the database.
pub async fn cancel_deletions(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
    note: &str,
    now: Stamp,
) -> Result<u64, Error> {
    Ok(on!(tx, conn => sqlx::query(
        "UPDATE task SET state = 'cancelled', note = $1, ended_at = $2, fence = fence + 1, lease_owner = NULL
         WHERE organisation = $3 AND inquiry = $4 AND deed = 'delete' AND state = 'open' AND decision IS NOT NULL")
        .bind(note).bind(now.ms()).bind(organisation.as_str()).bind(inquiry.as_str())
        .execute(conn).await.map(|done| done.rows_affected()))?)
}

/// Takes back what a decision asked for and nobody has tried: in one statement, so that it is done or
/// taken back and never both. A claim is lost by it. Returns how many.
///
/// # Errors
/// As the database.
pub async fn take_back(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
    decision: i64,
    note: &str,
    now: Stamp,
) -> Result<u64, Error> {
    Ok(on!(tx, conn => sqlx::query(
        "UPDATE task SET state = 'cancelled', note = $1, ended_at = $2, fence = fence + 1, lease_owner = NULL
         WHERE organisation = $3 AND inquiry = $4 AND decision = $5 AND state = 'open' AND intent_at IS NULL")
        .bind(note).bind(now.ms()).bind(organisation.as_str()).bind(inquiry.as_str()).bind(decision)
        .execute(conn).await.map(|done| done.rows_affected()))?)
}

/// Says who goes on with a parked task (`None` = whoever is on duty), and by when.
///
/// # Errors
/// As the database.
pub async fn hand_over(
    tx: &mut Tx,
    organisation: &OrganisationId,
    task: &TaskId,
    owner: Option<&str>,
    due: Stamp,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE task SET owner = $1, due = $2 WHERE organisation = $3 AND id = $4 AND state = 'parked'")
        .bind(owner).bind(due.ms()).bind(organisation.as_str()).bind(task.as_str())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Parked tasks whose deadline has passed, the latest first, at most `limit`.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn overdue(
    tx: &mut Tx,
    organisation: &OrganisationId,
    now: Stamp,
    limit: i64,
) -> Result<Vec<Task>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT id, inquiry, account, deed, is_automatic, state, after_task, not_before, tries, fence, words,
            language, our_remote, note, made_at, intent_at, decision, owner, due, held_at
         FROM task WHERE organisation = $1 AND state = 'parked' AND due <= $2 ORDER BY due DESC, id LIMIT $3")
        .bind(organisation.as_str()).bind(now.ms()).bind(limit).fetch_all(conn).await)?;
    rows.into_iter().map(task).collect()
}

/// Notes that what was done still holds when it is read back, once, at `after` or later than its end.
/// Returns how many were noted.
///
/// # Errors
/// As the database.
pub async fn holds(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
    deed: Deed,
    ended_before: Stamp,
    now: Stamp,
) -> Result<u64, Error> {
    Ok(on!(tx, conn => sqlx::query(
        "UPDATE task SET held_at = $1 WHERE organisation = $2 AND inquiry = $3 AND deed = $4 AND state = 'done'
            AND held_at IS NULL AND ended_at <= $5")
        .bind(now.ms()).bind(organisation.as_str()).bind(inquiry.as_str()).bind(deed.as_str())
        .bind(ended_before.ms()).execute(conn).await.map(|done| done.rows_affected()))?)
}

/// Closes what only a person could go on with, once a person has; `spares_author` leaves what waits for
/// the comment's author.
///
/// # Errors
/// As the database.
pub async fn close_parked(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
    spares_author: bool,
    note: &str,
    now: Stamp,
) -> Result<u64, Error> {
    Ok(on!(tx, conn => sqlx::query(
        "UPDATE task SET state = 'cancelled', note = $1, ended_at = $2
         WHERE organisation = $3 AND inquiry = $4 AND state = 'parked'
            AND NOT ($5 AND deed = 'delete' AND COALESCE(note, '') IN ($6, $7))")
        .bind(note).bind(now.ms()).bind(organisation.as_str()).bind(inquiry.as_str())
        .bind(spares_author).bind(HIDDEN_FOR_AUTHOR).bind(SHOWN_FOR_AUTHOR)
        .execute(conn).await.map(|done| done.rows_affected()))?)
}

/// True when a reply with this id is recorded for a task: it is not a colleague's, and it cannot be
/// the lost answer of another.
///
/// # Errors
/// As the database.
pub async fn knows_reply(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    our_remote: &str,
) -> Result<bool, Error> {
    let row: Option<(String,)> = on!(tx, conn => sqlx::query_as(
        "SELECT id FROM task WHERE organisation = $1 AND account = $2 AND our_remote = $3 LIMIT 1")
        .bind(organisation.as_str()).bind(account.as_str()).bind(our_remote).fetch_optional(conn).await)?;
    Ok(row.is_some())
}

/// The tasks of an organisation that have come to no end, oldest first, at most `limit`.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn unfinished(
    tx: &mut Tx,
    organisation: &OrganisationId,
    reach: &Reach,
    limit: i64,
) -> Result<Vec<Task>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT id, inquiry, account, deed, is_automatic, state, after_task, not_before, tries, fence, words,
            language, our_remote, note, made_at, intent_at, decision, owner, due, held_at
         FROM task WHERE organisation = $1 AND state IN ('open', 'intent', 'unknown')
            AND ($3 = '' OR account IN (SELECT account FROM moderator_page WHERE organisation = $1 AND moderator = $3))
                  ORDER BY made_at, id LIMIT $2")
        .bind(organisation.as_str()).bind(limit).bind(reach.key()).fetch_all(conn).await)?;
    rows.into_iter().map(task).collect()
}

/// What only a person can go on with, oldest first, at most `limit`.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn parked(
    tx: &mut Tx,
    organisation: &OrganisationId,
    reach: &Reach,
    limit: i64,
) -> Result<Vec<Task>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT id, inquiry, account, deed, is_automatic, state, after_task, not_before, tries, fence, words,
            language, our_remote, note, made_at, intent_at, decision, owner, due, held_at
         FROM task WHERE organisation = $1 AND state = 'parked'
            AND ($3 = '' OR account IN (SELECT account FROM moderator_page WHERE organisation = $1 AND moderator = $3))
         ORDER BY made_at, id LIMIT $2")
        .bind(organisation.as_str()).bind(limit).bind(reach.key()).fetch_all(conn).await)?;
    rows.into_iter().map(task).collect()
}

/// How many tasks of an organisation stand in `state`.
///
/// # Errors
/// As the database.
pub async fn count(tx: &mut Tx, organisation: &OrganisationId, state: TaskState) -> Result<i64, Error> {
    let (count,): (i64,) = on!(tx, conn => sqlx::query_as(
        "SELECT COUNT(*) FROM task WHERE organisation = $1 AND state = $2")
        .bind(organisation.as_str()).bind(state.as_str()).fetch_one(conn).await)?;
    Ok(count)
}

/// Gives back every claim of this owner, at a clean stop.
///
/// # Errors
/// As the database.
pub async fn release(tx: &mut Tx, organisation: &OrganisationId, owner: &str) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE task SET lease_owner = NULL, lease_until = 0
         WHERE organisation = $1 AND lease_owner = $2 AND state IN ('open', 'intent', 'unknown')")
        .bind(organisation.as_str()).bind(owner).execute(conn).await.map(|_| ()))?;
    Ok(())
}
