//! Whether a comment may stand hidden on the network because of us. A task's state alone does not
//! tell: what was tried and taken back meanwhile may have been done.

use crate::model::{Deed, TaskState};
use crate::store::task::Task;

/// The last hide that was tried or found done, unless it was shown again since. `tasks` oldest first.
pub(super) fn standing(tasks: &[Task]) -> Option<&Task> {
    let last = tasks.iter().rev().find(|task| match task.deed {
        // A parked one is one that the network refused.
        Deed::Hide => match task.state {
            TaskState::Done => true,
            TaskState::Parked => false,
            TaskState::Open | TaskState::Intent | TaskState::Unknown | TaskState::Cancelled => {
                task.intent_at.is_some()
            }
        },
        Deed::Unhide => task.state == TaskState::Done,
        Deed::Delete | Deed::Reply => false,
    });
    last.filter(|task| task.deed == Deed::Hide)
}
