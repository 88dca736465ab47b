//! What only its author can delete: tracked, with an owner and a deadline, until it is read back as gone or
//! somebody closes it and says why.

use std::time::Duration;

use anyhow::Context;

use super::From;
use crate::decide::Policy;
use crate::model::{
    By, Deed, InquiryId, OrganisationId, Outcome, SHOWN_FOR_AUTHOR, Stamp, State, TaskState, Verdict,
    VerdictId,
};
use crate::store::inquiry::Change;
use crate::store::task::Task;
use crate::store::{self, Db, Tx};
use crate::vault::Vault;

/// Everybody can read it: staffed time, and the latest, until somebody has it in hand.
const WITHIN: (Duration, Duration) = (Duration::from_hours(1), Duration::from_hours(24));

/// Why nobody waits for the author any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Somebody saw on the network that it is gone.
    SeenGone,
    /// It was reported to the network, or to those who run the server.
    Reported,
    /// Its author was asked and does not answer, and nothing more can be done.
    NoAnswer,
}

impl Closed {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::SeenGone, Self::Reported, Self::NoAnswer];

    /// As the audit trail and a form hold it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SeenGone => "seen_gone",
            Self::Reported => "reported",
            Self::NoAnswer => "no_answer",
        }
    }

    /// From a form; `None` for an unknown word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }

    fn note(self) -> &'static str {
        match self {
            Self::SeenGone => "a person saw that it is gone",
            Self::Reported => "a person reported it to the network",
            Self::NoAnswer => "its author was asked and does not answer",
        }
    }
}

/// Tracks a leak that nobody here can take away, or stops where the words leak no more.
pub(super) async fn track(
    tx: &mut Tx,
    from: From<'_>,
    inquiry: &InquiryId,
    (leaks, is_fresh): (bool, bool),
    now: Stamp,
) -> Result<(), store::Error> {
    if !from.tracks_leaks {
        return Ok(());
    }
    let tasks = store::task::of_inquiry(tx, from.organisation, inquiry).await?;
    let is_tracked = tasks.iter().any(Task::waits_for_author);
    if leaks && is_fresh && !is_tracked {
        let task = Task {
            is_automatic: true,
            state: TaskState::Parked,
            note: Some(SHOWN_FOR_AUTHOR.to_owned()),
            due: Some(from.staffed.due(now, WITHIN)),
            ..Task::new(inquiry, from.account, Deed::Delete, now)
        };
        store::task::insert(tx, from.organisation, &task).await?;
    }
    if !leaks && is_tracked {
        let note = "the comment was edited";
        store::task::close_parked(tx, from.organisation, inquiry, false, note, now).await?;
    }
    Ok(())
}

/// A person closes what waits for the author. `false` where nothing does any more.
///
/// # Errors
/// As the database.
#[expect(clippy::too_many_arguments, reason = "who closes what, and why")]
pub async fn close(
    db: &Db,
    vault: &Vault,
    policy: &Policy,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
    reason: Closed,
    by: &By,
    now: Stamp,
) -> anyhow::Result<bool> {
    let mut tx = db.write().await.context("closing what waits for its author")?;
    let Some(row) = store::inquiry::get(&mut tx, organisation, inquiry).await? else { return Ok(false) };
    let tasks = store::task::of_inquiry(&mut tx, organisation, inquiry).await?;
    if !tasks.iter().any(Task::waits_for_author) {
        return Ok(false);
    }
    store::task::close_parked(&mut tx, organisation, inquiry, false, reason.note(), now).await?;
    // What waits in the queue for that alone leaves it.
    if row.state == State::Queued {
        let delete_after = policy.delete_after(State::Kept, None, now);
        let (state, is_urgent, decide_by) = (State::Kept, false, None);
        let change = Change { state, is_urgent, rule: &row.rule, decide_by, delete_after };
        if !store::inquiry::change(&mut tx, organisation, inquiry, row.version, &change).await? {
            return Ok(false);
        }
        let verdict = Verdict {
            outcome: Outcome::Leave,
            is_automatic: false,
            is_urgent,
            rule: row.rule.clone(),
            ground: None,
            by: by.clone(),
            mailbox: None,
            reply: None,
            delete_after,
        };
        let (id, version) = (VerdictId::new(now), policy.version());
        store::verdict::insert(&mut tx, organisation, &id, inquiry, &verdict, version, row.version + 1, now)
            .await?;
        store::undo::drop(&mut tx, organisation, inquiry).await?;
    }
    store::alarm::acknowledge_inquiry(&mut tx, organisation, inquiry, by.as_str(), now).await?;
    let line = format!("only_author.closed:{}", reason.as_str());
    vault.audit(&mut tx, organisation, by, line, Some(inquiry), now).await?;
    tx.commit().await.context("closing what waits for its author")?;
    Ok(true)
}
