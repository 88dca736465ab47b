//! How far the way from hosting decision to switch-on has come.

use super::{Error, Tx};
use crate::model::{OrganisationId, Stamp};

/// Where a step stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum State {
    #[default]
    Open,
    UnderWay,
    Done,
    NotNeeded,
}

/// A step that somebody wrote something down about. Its owner is a colleague: never a citizen's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Which step, as the list names it.
    pub step: String,
    /// Where it stands.
    pub state: State,
    /// Who sees to it; empty for nobody.
    pub owner: String,
    /// What is to be remembered; empty for nothing.
    pub note: String,
    /// The day it is due, as 2026-11-21.
    pub due: Option<String>,
    /// When anything of it was changed last.
    pub changed_at: Stamp,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Open, Self::UnderWay, Self::Done, Self::NotNeeded];

    /// As the column holds it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::UnderWay => "under_way",
            Self::Done => "done",
            Self::NotNeeded => "not_needed",
        }
    }

    /// From a column; `None` for a word that this version does not know.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether nothing more is to be done about it.
    #[must_use]
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Done | Self::NotNeeded)
    }
}

type Columns = (String, String, String, String, Option<String>, i64);

/// Everything that was written down.
///
/// # Errors
/// As the database, and [`Error::Unreadable`] for a state of another version.
pub async fn list(tx: &mut Tx, organisation: &OrganisationId) -> Result<Vec<Entry>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT step, state, owner, note, due, changed_at FROM onboarding WHERE organisation = $1")
        .bind(organisation.as_str()).fetch_all(conn).await)?;
    rows.into_iter()
        .map(|(step, state, owner, note, due, changed_at)| {
            let state =
                State::parse(&state).ok_or(Error::Unreadable { table: "onboarding", column: "state" })?;
            Ok(Entry { step, state, owner, note, due, changed_at: Stamp::from_ms(changed_at) })
        })
        .collect()
}

/// Writes a step down, in place of what stood there.
///
/// # Errors
/// As the database.
pub async fn set(tx: &mut Tx, organisation: &OrganisationId, entry: &Entry) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO onboarding (organisation, step, state, owner, note, due, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (organisation, step) DO UPDATE SET state = excluded.state, owner = excluded.owner,
         note = excluded.note, due = excluded.due, changed_at = excluded.changed_at")
        .bind(organisation.as_str()).bind(&entry.step).bind(entry.state.as_str()).bind(&entry.owner)
        .bind(&entry.note).bind(entry.due.as_deref()).bind(entry.changed_at.ms())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}
