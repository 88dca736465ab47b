//! Whether the machine may point somebody to a mailbox alone. Off unless an organisation turns it on, and
//! then only for what it is surest of: a reply is public and cannot be taken back.

use std::time::Duration;

use serde::Deserialize;

use super::Fault;
use super::mailboxes::{Ranking, Standing};
use crate::model::{AccountName, Label, Reading, Source, Stamp};

/// No comment that is older is answered by a machine, whatever the file says.
const OLDEST_HOURS: u32 = 48;
/// The least score that a file may ask for, in percent: below it the machine would guess.
const LEAST_PERCENT: u32 = 90;

/// The table `[redirect_alone]` of the policy. Without it the machine answers nobody.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alone {
    /// The accounts whose comments it may answer.
    pages: Vec<String>,
    /// How sure it must be that somebody asks about a case, in percent.
    score_percent: u32,
    /// From this hour of the day on, in Danish time.
    from_hour: u8,
    /// Until this one.
    to_hour: u8,
    /// On Saturdays and Sundays too.
    #[serde(default)]
    weekends: bool,
    /// The oldest comment, in hours.
    oldest_hours: u32,
}

/// Why the machine leaves a comment to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum Why {
    TurnedOff,
    AnotherPage,
    NotActing,
    FoundByBackfill,
    TooOld,
    OutOfHours,
    NotSureEnough,
    MoreThanARequest,
    NoSureMailbox,
    UnverifiedMailbox,
    AlreadyAnswered,
}

/// A comment that might be answered.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Under which account.
    pub account: &'a AccountName,
    /// The account acts, and nothing is halted.
    pub may_act: bool,
    /// How it came.
    pub source: Source,
    /// When it was written, as the network says.
    pub written_at: Stamp,
    /// What the detectors say.
    pub reading: &'a Reading,
    /// Where it belongs.
    pub ranking: &'a Ranking<'a>,
    /// This author was pointed to a mailbox in this thread before: the second goes to a person.
    pub was_answered: bool,
}

impl Alone {
    /// Whether the machine may answer this comment alone now.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn may(&self, case: &Case<'_>, now: Stamp) -> Result<(), Why> {
        let oldest = Duration::from_secs(u64::from(self.oldest_hours.min(OLDEST_HOURS)) * 3600);
        let reading = case.reading;
        #[expect(clippy::cast_precision_loss, reason = "a percentage is exact in an f32")]
        let least = self.score_percent as f32 / 100.0;
        let is_request_only = reading.labels == [Label::CaseRequest] && reading.findings.is_empty();
        let proposal = case.ranking.proposal().filter(|_| case.ranking.is_sure);
        let questions = [
            (!self.pages.iter().any(|page| page == case.account.as_str()), Why::AnotherPage),
            (!case.may_act, Why::NotActing),
            (case.source == Source::Backfill, Why::FoundByBackfill),
            // A network's clock that runs ahead makes nothing young.
            (now.since(case.written_at) > oldest || case.written_at > now, Why::TooOld),
            (!self.is_open(now), Why::OutOfHours),
            (!is_request_only, Why::MoreThanARequest),
            (reading.scores.case_request < least, Why::NotSureEnough),
            (proposal.is_none(), Why::NoSureMailbox),
            (proposal.is_none_or(|first| first.standing != Standing::Verified), Why::UnverifiedMailbox),
            (case.was_answered, Why::AlreadyAnswered),
        ];
        questions.into_iter().find(|(holds, _)| *holds).map_or(Ok(()), |(_, why)| Err(why))
    }

    fn is_open(&self, now: Stamp) -> bool {
        let (hour, is_weekend) = now.hour_of_week();
        (self.from_hour..self.to_hour).contains(&hour) && (self.weekends || !is_weekend)
    }

    /// What it lets the machine do, for whoever checks the policy.
    pub(super) fn sentence(&self) -> String {
        format!(
            "the machine may point case requests to a mailbox alone, once an author and thread, so that it can be taken back like a person's reply: from {} % on, \
             between {} and {} o'clock{}, at most {} hours after the comment, under {}",
            self.score_percent,
            self.from_hour,
            self.to_hour,
            if self.weekends { "" } else { " on working days" },
            self.oldest_hours,
            self.pages.join(", ")
        )
    }

    pub(super) fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let mut fault =
            |key: &str, what: String| faults.push(Fault::new(format!("redirect_alone.{key}"), what));
        if self.pages.is_empty() {
            fault("pages", "names no page: leave the whole table out to turn it off".to_owned());
        }
        if !(LEAST_PERCENT..=100).contains(&self.score_percent) {
            fault("score_percent", format!("{} is not between {LEAST_PERCENT} and 100", self.score_percent));
        }
        if !(1..=OLDEST_HOURS).contains(&self.oldest_hours) {
            fault("oldest_hours", format!("{} is not between 1 and {OLDEST_HOURS}", self.oldest_hours));
        }
        if self.from_hour >= self.to_hour || self.to_hour > 24 {
            fault("to_hour", format!("{} to {} is no part of a day", self.from_hour, self.to_hour));
        }
        faults
    }
}
