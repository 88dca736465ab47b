//! Taking a decision back while nothing has left that a network cannot take back. It wins or it is too
//! late, in one transaction: never both.

use anyhow::Context;

use super::{caps, hidden, pointed};
use crate::model::{By, Deed, InquiryId, OrganisationId, Stamp, State};
use crate::store::task::Task;
use crate::store::verdict::Recorded;
use crate::store::{self, Db};
use crate::vault::Vault;

/// How taking back ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undone {
    /// It stands as it stood before; what was hidden is shown again.
    Done,
    /// Its time is over, or the network may have it already: a new decision is needed.
    TooLate,
    /// Something else happened since, or there was no decision.
    Stale,
    /// It is not here any more.
    Gone,
}

const NOTE: &str = "a person took the decision back";

/// Takes back the decision that made `version` of an inquiry, if its time is not over and nothing of it
/// was tried that cannot be taken back.
///
/// # Errors
/// As the database.
pub async fn undo(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
    version: i64,
    by: &By,
    now: Stamp,
) -> anyhow::Result<Undone> {
    let mut tx = db.write().await.context("taking a decision back")?;
    let Some(row) = store::inquiry::get(&mut tx, organisation, inquiry).await? else {
        return Ok(Undone::Gone);
    };
    if matches!(row.state, State::Going | State::Gone) {
        return Ok(Undone::Gone);
    }
    let before = store::undo::get(&mut tx, organisation, inquiry).await?;
    let Some(before) = before.filter(|before| before.version == version && row.version == version) else {
        return Ok(Undone::Stale);
    };
    // The same moment decides for the worker, which takes up nothing before it.
    if now >= before.until {
        return Ok(Undone::TooLate);
    }
    // The row first: a second one who takes it back, or decides, waits here.
    if !store::inquiry::change(&mut tx, organisation, inquiry, version, &before.change()).await? {
        return Ok(Undone::Stale);
    }
    let asked = |task: &&Task| task.decision == Some(version) && task.deed != Deed::Hide;
    store::task::take_back(&mut tx, organisation, inquiry, version, NOTE, now).await?;
    let tasks = store::task::of_inquiry(&mut tx, organisation, inquiry).await?;
    // A worker whose clock is ahead was first. Nothing of this transaction stays.
    if tasks.iter().filter(asked).any(|task| task.note.as_deref() != Some(NOTE)) {
        return Ok(Undone::TooLate);
    }
    store::task::cancel(&mut tx, organisation, inquiry, false, NOTE, now).await?;
    let task = |deed| Task { is_automatic: true, ..Task::new(inquiry, &row.account, deed, now) };
    if before.state == State::Hidden {
        // The decision took the machine's own hide out of the outbox, done or not: the network is asked
        // again, and finds out. What a person asked for is not stopped by a halt.
        let asked_for = |task: &Task| task.deed == Deed::Hide && task.decision == Some(version);
        let is_automatic = !tasks.iter().any(asked_for);
        let hide = Task { is_automatic, ..task(Deed::Hide) };
        store::task::insert(&mut tx, organisation, &hide).await?;
    } else if hidden::standing(&tasks)
        .is_some_and(|hide| hide.decision == Some(version) && hide.intent_at.is_some())
    {
        // A person's wish, so a halt does not stop it.
        let unhide = Task { is_automatic: false, ..task(Deed::Unhide) };
        store::task::insert(&mut tx, organisation, &unhide).await?;
    }
    if before.state == State::Hidden && row.state != State::Hidden {
        let was_lifted = matches!(row.state, State::Kept | State::Answered);
        caps::said(&mut tx, organisation, &row, was_lifted, -1, now).await?;
    }
    // The decision had acknowledged its alarms: nobody has them any more.
    let mut verdicts = store::verdict::of_inquiry(&mut tx, organisation, inquiry).await?;
    if let Some(decided) = verdicts.pop() {
        let is_alone = |verdict: &Recorded| verdict.is_automatic && verdict.mailbox.is_some();
        if is_alone(&decided) {
            caps::said(&mut tx, organisation, &row, true, 1, now).await?;
        } else if before.state == State::Redirected && verdicts.last().is_some_and(is_alone) {
            caps::said(&mut tx, organisation, &row, true, -1, now).await?;
        }
        if let Some(counted) = &before.pointed {
            let (account, at) = (&row.account, decided.decided_at);
            pointed::take_back(&mut tx, organisation, account, counted, at).await?;
        }
        store::alarm::reopen(&mut tx, organisation, inquiry, decided.decided_at, now).await?;
        store::referral::reopen(&mut tx, organisation, inquiry, decided.decided_at).await?;
    }
    store::undo::drop(&mut tx, organisation, inquiry).await?;
    store::verdict::undone(&mut tx, organisation, inquiry, version, by.as_str(), now).await?;
    let line = format!("undone.{}", row.state.as_str());
    vault.audit(&mut tx, organisation, by, line, Some(inquiry), now).await?;
    tx.commit().await.context("taking a decision back")?;
    Ok(Undone::Done)
}
