//! How an inquiry stood before the last decision of a person, and until when that can be taken back.

use super::inquiry::Change;
use super::{Error, Tx};
use crate::model::{InquiryId, OrganisationId, Stamp, State};

/// What a decision can be taken back to.
#[derive(Clone, Debug)]
pub struct Undo {
    /// The version that the decision made of the inquiry.
    pub version: i64,
    /// The moment from which on it stands: the `not_before` of what it asked for.
    pub until: Stamp,
    /// Where the inquiry stood.
    pub state: State,
    /// Above everything else.
    pub is_urgent: bool,
    /// The rule that was cited.
    pub rule: String,
    /// By when a person should have confirmed or lifted an automatic hide.
    pub decide_by: Option<Stamp>,
    /// When it was to go.
    pub delete_after: Stamp,
    /// What a redirect counted.
    pub pointed: Option<Pointed>,
}

/// What a redirect counted, so that it can be taken back too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pointed {
    /// The mailbox that was proposed, and the one that a person chose; `None` where none did.
    pub chosen: Option<(String, String)>,
    /// Author and thread as a keyed hash; `None` where the network named no author.
    pub mark: Option<String>,
    /// When they had been pointed to a mailbox before.
    pub before: Option<Stamp>,
}

impl Undo {
    /// The change that puts the inquiry back.
    #[must_use]
    pub fn change(&self) -> Change<'_> {
        Change {
            state: self.state,
            is_urgent: self.is_urgent,
            rule: &self.rule,
            decide_by: self.decide_by,
            delete_after: self.delete_after,
        }
    }
}

type Columns = (
    i64,
    i64,
    String,
    bool,
    String,
    Option<i64>,
    i64,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<i64>,
);

/// Notes it, in the transaction of the decision; the one of an earlier decision goes.
///
/// # Errors
/// As the database.
pub async fn set(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
    undo: &Undo,
) -> Result<(), Error> {
    let pointed = undo.pointed.as_ref();
    let (proposed, chosen) = pointed.and_then(|one| one.chosen.clone()).unzip();
    on!(tx, conn => sqlx::query(
        "INSERT INTO undo (organisation, inquiry, version, until, state, is_urgent, rule, decide_by, delete_after,
            proposed, chosen, mark, pointed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (organisation, inquiry) DO UPDATE SET version = $3, until = $4, state = $5, is_urgent = $6,
            rule = $7, decide_by = $8, delete_after = $9, proposed = $10, chosen = $11, mark = $12,
            pointed_at = $13")
        .bind(organisation.as_str()).bind(inquiry.as_str()).bind(undo.version).bind(undo.until.ms())
        .bind(undo.state.as_str()).bind(undo.is_urgent).bind(&undo.rule).bind(undo.decide_by.map(Stamp::ms))
        .bind(undo.delete_after.ms()).bind(proposed).bind(chosen)
        .bind(pointed.and_then(|one| one.mark.as_deref()))
        .bind(pointed.and_then(|one| one.before).map(Stamp::ms)).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// What the last decision can be taken back to, whether or not it still can.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn get(
    tx: &mut Tx,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
) -> Result<Option<Undo>, Error> {
    let row: Option<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT version, until, state, is_urgent, rule, decide_by, delete_after, proposed, chosen, mark, pointed_at
         FROM undo WHERE organisation = $1 AND inquiry = $2")
        .bind(organisation.as_str()).bind(inquiry.as_str()).fetch_optional(conn).await)?;
    let Some((version, until, state, is_urgent, rule, decide_by, delete_after, proposed, chosen, mark, at)) =
        row
    else {
        return Ok(None);
    };
    let chosen = proposed.zip(chosen);
    let is_pointed = chosen.is_some() || mark.is_some();
    let state = State::parse(&state).ok_or(Error::Unreadable { table: "undo", column: "state" })?;
    Ok(Some(Undo {
        version,
        until: Stamp::from_ms(until),
        state,
        is_urgent,
        rule,
        decide_by: decide_by.map(Stamp::from_ms),
        delete_after: Stamp::from_ms(delete_after),
        pointed: is_pointed.then(|| Pointed { chosen, mark, before: at.map(Stamp::from_ms) }),
    }))
}

/// Drops it.
///
/// # Errors
/// As the database.
pub async fn drop(tx: &mut Tx, organisation: &OrganisationId, inquiry: &InquiryId) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("DELETE FROM undo WHERE organisation = $1 AND inquiry = $2")
        .bind(organisation.as_str()).bind(inquiry.as_str()).execute(conn).await.map(|_| ()))?;
    Ok(())
}
