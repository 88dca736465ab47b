//! How a task went on, recorded under its fence: the result of a claim that was lost is refused.

use anyhow::Context;
use tracing::{info, warn};

use super::{Acted, Actor, Step, ended, parked};
use crate::model::{By, Deed, HIDDEN_FOR_AUTHOR, Stamp, State, TaskState};
use crate::store::inquiry::Change;
use crate::store::{self, task::Task};

/// Records a step.
pub(super) async fn record(
    actor: Actor<'_>,
    task: &Task,
    step: Step,
    acted: &mut Acted,
    now: Stamp,
) -> anyhow::Result<()> {
    match step {
        Step::Lost => {
            info!(task = %task.id, "another worker took a task over");
            Ok(())
        }
        Step::Later(state, not_before, note) => put_back(actor, task, state, not_before, note, false).await,
        Step::Failed(state, not_before, note) => put_back(actor, task, state, not_before, note, true).await,
        Step::Gone => {
            end(actor, task, TaskState::Cancelled, Some("the comment is gone"), None, now).await?;
            ended(actor.db, actor.vault, actor.organisation, &task.inquiry, false, now).await.map(|_| ())
        }
        Step::Already => {
            end(actor, task, TaskState::Done, Some("it was so already"), None, now).await.map(|_| ())
        }
        Step::Changed => changed(actor, task, now).await,
        Step::End(state, note, remote) => {
            let stands = end(actor, task, state, note, remote.as_deref(), now).await?;
            if stands {
                count(task, state, acted);
            }
            if stands && task.deed == Deed::Delete && state == TaskState::Done {
                ended(actor.db, actor.vault, actor.organisation, &task.inquiry, true, now)
                    .await
                    .map(|_| ())?;
            }
            Ok(())
        }
    }
}

async fn put_back(
    actor: Actor<'_>,
    task: &Task,
    state: TaskState,
    not_before: Stamp,
    note: &str,
    has_failed: bool,
) -> anyhow::Result<()> {
    let mut tx = actor.db.write().await?;
    store::task::put_back(&mut tx, actor.organisation, task, state, not_before, Some(note), has_failed)
        .await?;
    tx.commit().await.context("putting a task back")
}

fn count(task: &Task, state: TaskState, acted: &mut Acted) {
    let counter = match (state, task.deed) {
        (TaskState::Done, Deed::Hide) => &mut acted.hidden,
        (TaskState::Done, Deed::Unhide) => &mut acted.shown,
        (TaskState::Done, Deed::Delete) => &mut acted.deleted,
        (TaskState::Done, Deed::Reply) => &mut acted.replied,
        (TaskState::Parked, _) => &mut acted.parked,
        (TaskState::Open | TaskState::Intent | TaskState::Unknown | TaskState::Cancelled, _) => return,
    };
    *counter += 1;
}

async fn end(
    actor: Actor<'_>,
    task: &Task,
    state: TaskState,
    note: Option<&str>,
    our_remote: Option<&str>,
    now: Stamp,
) -> anyhow::Result<bool> {
    let mut tx = actor.db.write().await.context("recording a result")?;
    let stands = store::task::end(&mut tx, actor.organisation, task, state, note, our_remote, now).await?;
    if stands {
        if state == TaskState::Parked {
            let is_authors = note == Some(HIDDEN_FOR_AUTHOR);
            // What is hidden and waits for its author is decided: it has no place in the queue.
            if !is_authors {
                wake(actor, &mut tx, task).await?;
            }
            parked::hand_over(actor, &mut tx, task, is_authors, now).await?;
        }
        let what = format!("{}.{}", task.deed.as_str(), state.as_str());
        actor.vault.audit(&mut tx, actor.organisation, &By::Machine, what, Some(&task.inquiry), now).await?;
    } else {
        warn!(task = %task.id, "the result of a lost claim was refused");
    }
    tx.commit().await.context("recording a result")?;
    Ok(stands)
}

/// A task that only a person can go on with puts its inquiry on top of the queue.
async fn wake(actor: Actor<'_>, tx: &mut store::Tx, task: &Task) -> anyhow::Result<()> {
    let Some(row) = store::inquiry::get(tx, actor.organisation, &task.inquiry).await? else {
        return Ok(());
    };
    // What could not be hidden is not called hidden: there is nothing to confirm or lift.
    let is_hidden = row.state == State::Hidden && task.deed != Deed::Hide;
    let change = Change {
        state: if is_hidden { State::Hidden } else { State::Queued },
        is_urgent: true,
        rule: &row.rule,
        decide_by: row.decide_by.filter(|_| is_hidden),
        delete_after: row.delete_after,
    };
    store::inquiry::change(tx, actor.organisation, &task.inquiry, row.version, &change).await?;
    Ok(())
}

/// The words are not the ones that were judged: nothing is done, the inquiry goes back to the
/// queue, and the network is asked for it in the next turn, which judges the new words.
async fn changed(actor: Actor<'_>, task: &Task, now: Stamp) -> anyhow::Result<()> {
    let mut tx = actor.db.write().await.context("taking a task back")?;
    let note = Some("the comment was edited meanwhile");
    let stands =
        store::task::end(&mut tx, actor.organisation, task, TaskState::Cancelled, note, None, now).await?;
    if stands {
        store::task::cancel(
            &mut tx,
            actor.organisation,
            &task.inquiry,
            false,
            "the comment was edited meanwhile",
            now,
        )
        .await?;
        wake(actor, &mut tx, task).await?;
        store::inquiry::checked(&mut tx, actor.organisation, &task.inquiry, Stamp::default()).await?;
        let what = format!("{}.edited_meanwhile", task.deed.as_str());
        actor.vault.audit(&mut tx, actor.organisation, &By::Machine, what, Some(&task.inquiry), now).await?;
    }
    tx.commit().await.context("taking a task back")
}
