//! Decisions: why, by whom, under which rule. They stay when the words are gone.

use super::{Error, Reach, Tx};
use crate::model::{InquiryId, OrganisationId, Stamp, Verdict, VerdictId};

/// One decision, as it was recorded.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// What was to happen.
    pub outcome: String,
    /// The guideline rule it cites.
    pub rule: String,
    /// The ground of a removal.
    pub ground: Option<String>,
    /// Who decided: `machine`, `operator` or a moderator's pseudonym.
    pub by: String,
    /// Carried out without a person.
    pub is_automatic: bool,
    /// The mailbox of a redirect.
    pub mailbox: Option<String>,
    /// The version of the policy in force.
    pub policy_version: String,
    /// When.
    pub decided_at: Stamp,
    /// When it was taken back, if it was.
    pub undone_at: Option<Stamp>,
    /// What an automatic act is counted under, `R7:cpr`.
    pub counted: Option<String>,
}

/// Records a decision that made the row what it is at `version`.
///
/// # Errors
/// As the database.
#[expect(clippy::too_many_arguments, reason = "each is a column of the statement")]
pub async fn insert(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &VerdictId,
    inquiry: &InquiryId,
    verdict: &Verdict,
    policy_version: &str,
    version: i64,
    now: Stamp,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO verdict (organisation, id, inquiry, outcome, rule, ground, by_whom, is_automatic, mailbox,
            policy_version, version, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)")
        .bind(organisation.as_str()).bind(id.as_str()).bind(inquiry.as_str()).bind(verdict.outcome.as_str())
        .bind(&verdict.rule).bind(verdict.ground.map(crate::model::Ground::as_str)).bind(verdict.by.as_str())
        .bind(verdict.is_automatic).bind(verdict.mailbox.as_deref()).bind(policy_version).bind(version)
        .bind(now.ms())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

type Row =
    (String, String, Option<String>, String, bool, Option<String>, String, i64, Option<i64>, Option<String>);

/// The decisions on an inquiry, oldest first.
///
/// # Errors
/// As the database.
pub async fn of_inquiry(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
) -> Result<Vec<Recorded>, Error> {
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(
        "SELECT outcome, rule, ground, by_whom, is_automatic, mailbox, policy_version, decided_at, undone_at,
            counted FROM verdict
         WHERE organisation = $1 AND inquiry = $2 ORDER BY version, decided_at")
        .bind(organisation.as_str()).bind(inquiry.as_str()).fetch_all(conn).await)?;
    Ok(rows
        .into_iter()
        .map(|row| Recorded {
            outcome: row.0,
            rule: row.1,
            ground: row.2,
            by: row.3,
            is_automatic: row.4,
            mailbox: row.5,
            policy_version: row.6,
            decided_at: Stamp::from_ms(row.7),
            undone_at: row.8.map(Stamp::from_ms),
            counted: row.9,
        })
        .collect())
}

/// Notes that the decision that made `version` of an inquiry was taken back, and by whom.
///
/// # Errors
/// As the database.
pub async fn undone(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
    version: i64,
    by: &str,
    now: Stamp,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE verdict SET undone_at = $1, undone_by = $2
         WHERE organisation = $3 AND inquiry = $4 AND version = $5")
        .bind(now.ms()).bind(by).bind(organisation.as_str()).bind(inquiry.as_str()).bind(version)
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Notes what the automatic act of a decision is counted under.
///
/// # Errors
/// As the database.
pub async fn count_under(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &VerdictId,
    counted: &str,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("UPDATE verdict SET counted = $1 WHERE organisation = $2 AND id = $3")
        .bind(counted).bind(organisation.as_str()).bind(id.as_str()).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// A decision in the list of all, with what it was about.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The decision.
    pub recorded: Recorded,
    /// What it was about.
    pub inquiry: InquiryId,
    /// Where that stands; `None` once it is destroyed.
    pub state: Option<String>,
}

type ListedRow = (
    String,
    String,
    Option<String>,
    String,
    bool,
    Option<String>,
    String,
    i64,
    String,
    Option<String>,
    Option<i64>,
    Option<String>,
);

/// The decisions before `before`, the newest first, at most `limit`: a person's, and what the machine did
/// alone.
///
/// # Errors
/// As the database.
pub async fn before(
    tx: &mut Tx,
    organisation: &OrganisationId,
    reach: &Reach,
    before: Stamp,
    limit: i64,
) -> Result<Vec<Listed>, Error> {
    let rows: Vec<ListedRow> = on!(tx, conn => sqlx::query_as(
        "SELECT outcome, verdict.rule, ground, by_whom, is_automatic, mailbox, verdict.policy_version, decided_at,
            verdict.inquiry, inquiry.state, undone_at, counted
         FROM verdict LEFT JOIN inquiry ON inquiry.organisation = verdict.organisation
            AND inquiry.id = verdict.inquiry AND inquiry.state <> 'going'
         WHERE verdict.organisation = $1 AND decided_at < $2 AND (by_whom <> 'machine' OR is_automatic)
            AND ($4 = '' OR inquiry.account IN
                (SELECT account FROM moderator_page WHERE organisation = $1 AND moderator = $4))
         ORDER BY decided_at DESC, verdict.id DESC LIMIT $3")
        .bind(organisation.as_str()).bind(before.ms()).bind(limit).bind(reach.key())
        .fetch_all(conn).await)?;
    Ok(rows
        .into_iter()
        .map(|row| Listed {
            recorded: Recorded {
                outcome: row.0,
                rule: row.1,
                ground: row.2,
                by: row.3,
                is_automatic: row.4,
                mailbox: row.5,
                policy_version: row.6,
                decided_at: Stamp::from_ms(row.7),
                undone_at: row.10.map(Stamp::from_ms),
                counted: row.11,
            },
            inquiry: InquiryId::from_text(row.8),
            state: row.9,
        })
        .collect())
}

/// A decision as it is handed to a program.
#[derive(Clone, Debug)]
pub struct Exported {
    /// Its id; ids grow with time.
    pub id: String,
    /// The inquiry it was on, which may be gone.
    pub inquiry: InquiryId,
    /// What was decided.
    pub recorded: Recorded,
}

type ExportedRow = (
    String,
    String,
    String,
    String,
    Option<String>,
    String,
    bool,
    Option<String>,
    String,
    i64,
    Option<i64>,
    Option<String>,
);

/// The decisions from `from` to before `until`, the oldest first, after the one with the moment and id
/// `after`, at most `limit`: a person's, and what the machine did alone.
///
/// # Errors
/// As the database.
pub async fn export(
    tx: &mut Tx,
    organisation: &OrganisationId,
    (from, until): (Stamp, Stamp),
    after: (Stamp, &str),
    limit: i64,
) -> Result<Vec<Exported>, Error> {
    let rows: Vec<ExportedRow> = on!(tx, conn => sqlx::query_as(
        "SELECT id, inquiry, outcome, rule, ground, by_whom, is_automatic, mailbox, policy_version, decided_at,
            undone_at, counted
         FROM verdict WHERE organisation = $1 AND decided_at >= $2 AND decided_at < $3
            AND (decided_at > $4 OR (decided_at = $4 AND id > $5))
            AND (by_whom <> 'machine' OR is_automatic)
         ORDER BY decided_at, id LIMIT $6")
        .bind(organisation.as_str()).bind(from.ms()).bind(until.ms()).bind(after.0.ms()).bind(after.1)
        .bind(limit).fetch_all(conn).await)?;
    let exported = |row: ExportedRow| Exported {
        id: row.0,
        inquiry: InquiryId::from_text(row.1),
        recorded: Recorded {
            outcome: row.2,
            rule: row.3,
            ground: row.4,
            by: row.5,
            is_automatic: row.6,
            mailbox: row.7,
            policy_version: row.8,
            decided_at: Stamp::from_ms(row.9),
            undone_at: row.10.map(Stamp::from_ms),
            counted: row.11,
        },
    };
    Ok(rows.into_iter().map(exported).collect())
}
