//! What the machine says alone: once to an author in a thread, and until its moment it can be taken back as
//! a person's decision can.

use super::From;
use super::page::Prepared;
use super::pointed;
use crate::decide::Policy;
use crate::model::{Stamp, State};
use crate::store::task::Task;
use crate::store::undo::Undo;
use crate::store::{self, Tx};
use crate::vault::Vault;

/// Nobody of this name was pointed to a mailbox in this thread, an earlier comment of the same page included,
/// and the comment is new to us. Who has no name could be anybody.
pub(super) async fn is_first(
    tx: &mut Tx,
    vault: &Vault,
    policy: &Policy,
    from: From<'_>,
    one: &Prepared,
    now: Stamp,
) -> Result<bool, store::Error> {
    let Some(mark) = mark(vault, from, one).filter(|_| one.standing.is_none()) else { return Ok(false) };
    let since = now.earlier(policy.again_after());
    Ok(store::pointed::last(tx, from.organisation, from.account, &mark, since).await?.is_none())
}

/// Counts the redirect of a new inquiry and makes the way back from it. The task as it is to be queued.
pub(super) async fn said(
    tx: &mut Tx,
    vault: &Vault,
    policy: &Policy,
    from: From<'_>,
    one: &Prepared,
    task: Task,
    now: Stamp,
) -> Result<Task, store::Error> {
    /// What a new inquiry is.
    const VERSION: i64 = 1;
    let mark = mark(vault, from, one);
    let counted = pointed::count(tx, from.organisation, from.account, None, mark, now).await?;
    let until = now.later(from.undo);
    let before = Undo {
        version: VERSION,
        until,
        state: State::Queued,
        is_urgent: false,
        rule: one.screened.verdict.rule.clone(),
        decide_by: None,
        delete_after: policy.delete_after(State::Queued, None, now),
        pointed: Some(counted),
    };
    store::undo::set(tx, from.organisation, &one.id, &before).await?;
    Ok(Task { not_before: until, decision: Some(VERSION), ..task })
}

fn mark(vault: &Vault, from: From<'_>, one: &Prepared) -> Option<String> {
    pointed::author_in_thread(vault, from.account, &one.screened.kept())
}
