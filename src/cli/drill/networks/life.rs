//! The people of the drill: citizens who write more by day than by night, and moderators who leave
//! nothing.

use std::time::Duration;

use crate::app::App;
use crate::demo::{Act, Citizens, Habits, Moderators, Tools, Town};
use crate::model::Stamp;
use crate::worker::Worker;

/// How much is written in each hour of the day, night to night.
const HOURS: [u32; 24] = [2, 1, 1, 1, 1, 2, 4, 7, 9, 9, 8, 8, 9, 8, 8, 9, 10, 11, 12, 13, 13, 11, 8, 4];
const DAY: Duration = Duration::from_hours(24);

/// What happens in a day, whatever the traffic.
const POSTS: u32 = 10;
const BURSTS: u32 = 12;
const BACKDATED: u32 = 12;
const ELSEWHERE: u32 = 40;
const COLLEAGUES: u32 = 30;
const CHANGES: u32 = 60;

/// Citizens and moderators.
pub(super) struct Life {
    citizens: Citizens,
    moderators: Moderators,
    comments: u32,
    days: Duration,
    written: u32,
}

impl Life {
    pub(super) fn new(seed: u64, comments: u32, days: Duration, step: Duration) -> Self {
        // In thousandths of a turn.
        let turns = u32::try_from(DAY.as_secs() / step.as_secs().max(1)).unwrap_or(u32::MAX).max(1);
        let a_day = |times: u32| times * 1000 / turns;
        let habits = Habits {
            comments: 0..=0,
            edits: a_day(CHANGES),
            deletions: a_day(CHANGES),
            bursts: a_day(BURSTS),
            backdated: a_day(BACKDATED),
            elsewhere: a_day(ELSEWHERE),
            colleagues: a_day(COLLEAGUES),
            posts: a_day(POSTS),
        };
        // Half of what is written needs a person; more than that is decided.
        let expected = comments / (turns * u32::try_from(days.as_secs() / DAY.as_secs()).unwrap_or(1).max(1));
        let a_turn = usize::try_from(expected).unwrap_or(usize::MAX).max(6) * 2;
        let (citizens, moderators) = (Citizens::with(seed, habits), Moderators::diligent(seed, a_turn));
        Self { citizens, moderators, comments, days, written: 0 }
    }

    pub(super) fn written(&self) -> u32 {
        self.written
    }

    /// So many comments that the share of them that belongs before `now` is written.
    pub(super) fn citizens_write(&mut self, town: &Town, start: Stamp, now: Stamp) {
        let due = self.due(start, now).saturating_sub(self.written);
        self.citizens.set_comments(due..=due);
        let done = self.citizens.step(town, now);
        let is_comment = |act: Act| {
            matches!(
                act,
                Act::Commented
                    | Act::Answered
                    | Act::Backdated
                    | Act::VisitedOurPage
                    | Act::Mentioned
                    | Act::Quoted
            )
        };
        self.written += u32::try_from(done.iter().filter(|one| is_comment(one.act)).count()).unwrap_or(0);
    }

    /// How many of all comments are written until `now`.
    fn due(&self, start: Stamp, now: Stamp) -> u32 {
        let a_day: u64 = HOURS.iter().map(|weight| u64::from(*weight)).sum::<u64>() * 3600;
        let passed = now.since(start).min(self.days).as_secs();
        let (mut weight, whole) = (0, passed / DAY.as_secs());
        let rest = passed % DAY.as_secs();
        for (hour, one) in HOURS.iter().enumerate() {
            let hour = hour as u64 * 3600;
            weight += u64::from(*one) * rest.saturating_sub(hour).min(3600);
        }
        let days = (self.days.as_secs() / DAY.as_secs()).max(1);
        let due = u128::from(self.comments) * u128::from(whole * a_day + weight) / u128::from(days * a_day);
        u32::try_from(due).unwrap_or(u32::MAX)
    }

    pub(super) async fn moderators_decide(
        &mut self,
        app: &App,
        worker: &Worker,
        town: &Town,
        now: Stamp,
    ) -> anyhow::Result<()> {
        let organisation = &app.config.organisations[0];
        let can = worker.capabilities();
        let tools = Tools {
            db: &app.db,
            vault: &app.vault,
            policy: &app.config.policy,
            mailboxes: &app.config.mailboxes,
            replies: &app.config.replies,
            outgoing: &app.outgoing()?,
            organisation: &organisation.id,
            unit: &organisation.unit,
            can: &can,
        };
        self.moderators.step(&tools, town, now).await?;
        Ok(())
    }
}
