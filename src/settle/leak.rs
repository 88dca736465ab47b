//! Nothing is said under a leak that can be seen: nobody shall be led to it by our answer. Whoever answers,
//! and by whatever way, the leak is hidden first, and an answer is not its end.

use anyhow::Context;

use super::hidden;
use crate::decide::Policy;
use crate::model::{
    Confidence, Deed, Ground, InquiryId, Kept, OrganisationId, Stamp, State, TaskId, TaskState,
};
use crate::store::inquiry::Row;
use crate::store::task::Task;
use crate::store::{self, Db, Tx};
use crate::vault::{self, Vault};

/// What is held of a comment, as far as it can be opened.
pub(super) async fn kept(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    inquiry: &InquiryId,
) -> anyhow::Result<Option<Kept>> {
    let mut tx = db.read().await.context("reading what is answered")?;
    let Some(row) = store::inquiry::get(&mut tx, organisation, inquiry).await? else { return Ok(None) };
    drop(tx);
    let mut keys = vault.keys.read().await.context("reading what is answered")?;
    match vault.open(&mut keys, organisation, &row).await {
        Ok(opened) => Ok(Some(opened.kept)),
        // Nothing can be sent to what does not open; the worker says why.
        Err(vault::Error::KeyGone | vault::Error::MonthGone(_) | vault::Error::NotOpened) => Ok(None),
        Err(error) => Err(error).context("reading what is answered"),
    }
}

/// It holds a leak, and neither a person nor the policy said that it stays. Whether it was hidden does not
/// matter: a cap, a refusal of the network or an account that only observed may have kept it open.
pub(super) fn stands(policy: &Policy, row: &Row, kept: Option<&Kept>) -> bool {
    let ground = policy.guideline(&row.rule).and_then(|line| line.ground);
    let is_hidden = row.state == State::Hidden && ground == Some(Ground::PersonalData);
    let is_found = kept.is_some_and(|kept| {
        kept.findings.iter().any(|found| found.kind.is_leak() && found.confidence == Confidence::High)
    });
    is_hidden || (is_found && row.rule != policy.leave_rule())
}

/// The task that must hold before anything is said: the hide that is under way or holds, or a new one of
/// this decision.
pub(super) async fn hide_first(
    tx: &mut Tx,
    organisation: &OrganisationId,
    row: &Row,
    before: &[Task],
    now: Stamp,
) -> Result<TaskId, store::Error> {
    let is_under_way =
        |task: &&Task| matches!(task.state, TaskState::Open | TaskState::Intent | TaskState::Unknown);
    let is_shown_again = before.iter().filter(is_under_way).any(|task| task.deed == Deed::Unhide);
    if is_shown_again {
        store::task::cancel(tx, organisation, &row.id, false, "a person decided", now).await?;
    } else {
        let hide = before.iter().filter(is_under_way).rfind(|task| task.deed == Deed::Hide);
        // Shown again there by somebody else, it waits as queued: then what was done says nothing.
        let holds = || hidden::standing(before).filter(|_| row.state != State::Queued);
        if let Some(hide) = hide.or_else(holds).filter(|hide| hide.state != TaskState::Cancelled) {
            return Ok(hide.id.clone());
        }
    }
    let hide = Task { decision: Some(row.version + 1), ..Task::new(&row.id, &row.account, Deed::Hide, now) };
    store::task::insert(tx, organisation, &hide).await?;
    Ok(hide.id)
}
