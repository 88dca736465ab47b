//! How long a comment is kept after each decision. The file may shorten; a longer time than the
//! ceiling here is refused, because no setting may undo the promise of policy 001 §6.

use serde::Deserialize;

use super::Fault;
use crate::model::{Days, Ground, Stamp, State};

/// The table `[days]` of the policy.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Keeping {
    left: Days,
    queued: Days,
    hidden: Days,
    kept: Days,
    redirected: Days,
    answered: Days,
    removed: Removed,
}

/// What was removed is kept for as long as its removal can be disputed or reported.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Removed {
    offensive: Days,
    illegal: Days,
    outside_guidelines: Days,
    personal_data: Days,
}

impl Keeping {
    /// Everything that is longer than it may be, or so short that nobody could decide in time.
    pub(super) fn faults(&self) -> Vec<Fault> {
        self.rows()
            .into_iter()
            .filter(|(_, days, most)| days.0 < 1 || days.0 > *most)
            .map(|(key, days, most)| {
                Fault::new(format!("days.{key}"), format!("{} is not between 1 and {most} days", days.0))
            })
            .collect()
    }

    /// Each state with the days that it keeps a copy.
    pub(super) fn sentence(&self) -> String {
        let days: Vec<_> = self.rows().map(|(key, days, _)| format!("{key} {}", days.0)).into();
        format!("days that our copy is kept: {}; what its author deletes goes at once", days.join(", "))
    }

    /// Every state, its days, and its ceiling.
    fn rows(&self) -> [(&'static str, Days, u32); 10] {
        let removed = &self.removed;
        // A month is the least common denominator of the networks' own terms for copies that are
        // not refreshed; 90 days and half a year are the times of dispute and of a police report.
        [
            ("left", self.left, 30),
            ("queued", self.queued, 30),
            ("hidden", self.hidden, 30),
            ("kept", self.kept, 30),
            ("redirected", self.redirected, 30),
            ("answered", self.answered, 30),
            ("removed.offensive", removed.offensive, 90),
            ("removed.illegal", removed.illegal, 183),
            ("removed.outside_guidelines", removed.outside_guidelines, 90),
            ("removed.personal_data", removed.personal_data, 30),
        ]
    }

    /// When a copy in this state goes.
    pub(super) fn end(&self, state: State, ground: Option<Ground>, now: Stamp) -> Stamp {
        let days = match state {
            State::Left => self.left,
            State::Queued => self.queued,
            State::Hidden => self.hidden,
            State::Kept => self.kept,
            State::Redirected => self.redirected,
            State::Answered => self.answered,
            State::Removed => self.removed.of(ground),
            // The citizen deleted it: there is nothing left to decide and no reason to keep it.
            State::Gone | State::Going => return now,
        };
        now.later(days.into())
    }
}

impl Removed {
    fn of(&self, ground: Option<Ground>) -> Days {
        match ground {
            Some(Ground::Offensive) => self.offensive,
            Some(Ground::Illegal) => self.illegal,
            Some(Ground::OutsideGuidelines) => self.outside_guidelines,
            Some(Ground::PersonalData) => self.personal_data,
            // Without a ground nothing speaks for a longer time than the shortest.
            None => self.offensive.min(self.illegal).min(self.outside_guidelines).min(self.personal_data),
        }
    }
}
