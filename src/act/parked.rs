//! A task that only a person can go on with has an owner and a deadline; a leak that could not be hidden
//! rings at once, because everybody can read it.

use std::time::Duration;

use super::Actor;
use crate::model::{AlarmKind, By, Deed, Stamp};
use crate::store::alarm::New;
use crate::store::{self, task::Task};

/// Staffed time, and the latest, until somebody has gone on with what takes a leak away.
const REMOVAL: (Duration, Duration) = (Duration::from_hours(1), Duration::from_hours(24));
/// The same for all else: the next working day, however many days are closed.
const OTHER: (Duration, Duration) = (Duration::from_hours(4), Duration::from_hours(24 * 7));

/// Gives it to the person who decided, or to whoever is on duty.
pub(super) async fn hand_over(
    actor: Actor<'_>,
    tx: &mut store::Tx,
    task: &Task,
    is_authors: bool,
    now: Stamp,
) -> anyhow::Result<()> {
    let org = actor.organisation;
    let verdicts = store::verdict::of_inquiry(tx, org, &task.inquiry).await?;
    let machine = By::Machine;
    let owner = verdicts.iter().rev().map(|verdict| verdict.by.as_str()).find(|by| *by != machine.as_str());
    let owner = owner.filter(|_| !task.is_automatic);
    // What is hidden can wait for its author until the next working day.
    let is_removal = matches!(task.deed, Deed::Hide | Deed::Delete) && !is_authors;
    let within = if is_removal { REMOVAL } else { OTHER };
    store::task::hand_over(tx, org, &task.id, owner, actor.staffed.due(now, within)).await?;
    if task.deed == Deed::Hide && task.is_automatic {
        let kind = AlarmKind::LeakVisible;
        let cause = format!("{}:{}", kind.as_str(), task.id);
        let new = New {
            cause: &cause,
            kind,
            account: Some(actor.account),
            inquiry: Some(&task.inquiry),
            due: actor.staffed.due(now, kind.in_hand_within()),
            next_at: now,
            step: 0,
        };
        if store::alarm::raise(tx, org, &new, now).await? {
            let line = format!("alarm.{}", kind.as_str());
            actor.vault.audit(tx, org, &machine, line, Some(&task.inquiry), now).await?;
        }
    }
    Ok(())
}
