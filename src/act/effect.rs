//! Hiding, showing and deleting: asking twice is harmless, so a lost answer is simply asked again.

use super::{Actor, Step, Stop, intend, target};
use crate::model::{Deed, HIDDEN_FOR_AUTHOR, Stamp, TaskState};
use crate::platform::Sent;
use crate::store::task::Task;
use crate::vault::Opened;

/// How long a network is given until an effect can be read.
const SETTLING: std::time::Duration = std::time::Duration::from_secs(30);
/// An effect that never shows is a person's business.
const MOST_LOOKS: i64 = 5;

/// Re-reads, compares, acts, reads back.
pub(super) async fn bring_about(
    actor: Actor<'_>,
    task: &Task,
    opened: &Opened,
    now: Stamp,
) -> Result<Step, Stop> {
    let target = target(opened);
    let Some(here) = actor.platform.reread(target).await? else {
        return Ok(if task.deed == Deed::Delete { done(None) } else { Step::Gone });
    };
    // Showing again is how a mistake is mended: it does not depend on the words.
    if task.deed != Deed::Unhide && !opened.is_same(&here.text) {
        return Ok(Step::Changed);
    }
    if holds(task.deed, here.is_hidden) {
        // Tried before, it is our own doing whose answer was lost.
        return Ok(if task.intent_at.is_none() { Step::Already } else { done(None) });
    }
    if let Some(step) = intend(actor, task, now).await? {
        return Ok(step);
    }
    let sent = match task.deed {
        Deed::Hide => actor.platform.hide(target, now).await?,
        Deed::Unhide => actor.platform.unhide(target, now).await?,
        Deed::Delete | Deed::Reply => actor.platform.delete(target).await?,
    };
    match sent {
        Sent::Gone => return Ok(if task.deed == Deed::Delete { done(None) } else { Step::Gone }),
        Sent::Unsupported if task.deed == Deed::Delete => {
            // A task for a deletion waits for its hide, so it is hidden by now.
            return Ok(Step::End(TaskState::Parked, Some(HIDDEN_FOR_AUTHOR), None));
        }
        Sent::Unsupported => {
            return Ok(Step::End(TaskState::Parked, Some("this network cannot do it"), None));
        }
        Sent::Done(_) | Sent::AlreadyDone | Sent::Unknown => {}
    }
    let read_back = match actor.platform.reread(target).await? {
        None if task.deed == Deed::Delete => return Ok(done(None)),
        None => return Ok(Step::Gone),
        Some(here) => here,
    };
    Ok(match (holds(task.deed, read_back.is_hidden), read_back.is_hidden, &sent) {
        (true, ..) => done(None),
        (false, None, Sent::Done(_) | Sent::AlreadyDone) if task.deed != Deed::Delete => {
            done(Some("the network does not say whether it holds"))
        }
        _ if task.tries >= MOST_LOOKS => {
            Step::End(TaskState::Parked, Some("the network says done, but it does not show"), None)
        }
        _ => Step::Later(TaskState::Intent, now.later(SETTLING), "waiting until it shows"),
    })
}

fn holds(deed: Deed, is_hidden: Option<bool>) -> bool {
    match deed {
        Deed::Hide => is_hidden == Some(true),
        Deed::Unhide => is_hidden == Some(false),
        Deed::Delete | Deed::Reply => false,
    }
}

fn done(note: Option<&'static str>) -> Step {
    Step::End(TaskState::Done, note, None)
}
