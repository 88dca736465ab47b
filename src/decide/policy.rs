//! The policy table, made into verdicts. What the machine may hide alone stands in the table; that it
//! does nothing else alone, and nothing where it only observes, stands here.

use std::time::Duration;

use serde::Deserialize;

use super::alone::Alone;
use super::days::Keeping;
use super::processor::Processor;
use super::unconfirmed::{AtTheEnd, Unconfirmed};
use super::when::{Line, When};
use super::{Case, Error, Fault, Why, read};
use crate::model::{By, Days, Deed, Ground, Outcome, Reading, Stamp, State, Verdict};

/// The longest that an automatic hide may wait for a person, in hours: a long weekend.
const CONFIRM_MOST: u32 = 72;
/// What says that an author was answered in a thread is a keyed hash of both: it lives no longer than the
/// copy of a redirected comment may.
const AGAIN_MOST: u32 = 30;

/// One numbered guideline, as a citizen can read it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guideline {
    /// `R7`; what a decision cites.
    pub id: String,
    /// The ground of a removal under it; `None` where it removes nothing.
    pub ground: Option<Ground>,
    /// The sentence in Danish.
    pub da: String,
    /// The sentence in English.
    pub en: String,
}

/// What the machine may do at this comment, on this connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Circumstances {
    /// The account acts, nothing is halted, and the comment is younger than the connection.
    pub may_act: bool,
    /// The network can hide this comment, and show it again.
    pub can_hide: bool,
}

/// What the table says of a reading, before anybody asks whether it may be done here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal<'a> {
    /// What the comment deserves.
    pub outcome: Outcome,
    /// Whether the machine does it without a person.
    pub is_automatic: bool,
    /// Above everything else in the queue.
    pub is_urgent: bool,
    /// The guideline that it cites.
    pub rule: &'a str,
    /// The ground, where it is a removal.
    pub ground: Option<Ground>,
}

/// The policy of one installation: guidelines, the table, and the days that each decision keeps.
#[derive(Clone, Debug)]
pub struct Policy {
    file: File,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: String,
    confirm_hours: u32,
    leave: String,
    redirect: String,
    unconfirmed: Unconfirmed,
    days: Keeping,
    guidelines: Vec<Guideline>,
    #[serde(default)]
    processors: Vec<Processor>,
    redirect_alone: Option<Alone>,
    again_after_days: u32,
    when: Vec<When>,
}

impl Policy {
    /// The policy that the program comes with.
    ///
    /// # Panics
    /// Never: a test reads the shipped policy.
    #[must_use]
    pub fn shipped() -> Self {
        Self::parse(include_str!("../../config/policy.toml"), "config/policy.toml")
            .expect("the shipped policy is read by a test")
    }

    /// Reads a policy; `from` is the name of its file.
    ///
    /// # Errors
    /// [`Error::Unusable`] with everything that is wrong, key by key.
    pub fn parse(toml: &str, from: &str) -> Result<Self, Error> {
        let file: File = read::strictly(toml, from)?;
        Error::unless_none(from, file.faults())?;
        Ok(Self { file })
    }

    /// The version that stands on each row that it judged.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.file.version
    }

    /// The guidelines, in the order of the file.
    #[must_use]
    pub fn guidelines(&self) -> &[Guideline] {
        &self.file.guidelines
    }

    /// One guideline.
    #[must_use]
    pub fn guideline(&self, id: &str) -> Option<&Guideline> {
        self.file.guidelines.iter().find(|line| line.id == id)
    }

    /// The table that decides, in its order: the first row that matches a comment.
    pub fn table(&self) -> impl Iterator<Item = Line<'_>> {
        self.file.when.iter().map(When::line)
    }

    /// Who processes citizens' words for us under this name.
    #[must_use]
    pub fn processor(&self, name: &str) -> Option<&Processor> {
        self.file.processors.iter().find(|processor| processor.name == name)
    }

    /// The guideline that is cited for what stays, also where a person keeps it.
    #[must_use]
    pub fn leave_rule(&self) -> &str {
        &self.file.leave
    }

    /// The guideline that is cited where a person points to a mailbox.
    #[must_use]
    pub fn redirect_rule(&self) -> &str {
        &self.file.redirect
    }

    /// What the machine does alone and how long each decision keeps our copy, in sentences.
    #[must_use]
    pub fn sentences(&self) -> Vec<String> {
        let alone = self.file.when.iter().filter(|row| row.automatic).map(When::sentence);
        let hours = self.file.confirm_hours;
        let confirm = format!("a person confirms or lifts an automatic hide within {hours} hours");
        let processors = self.file.processors.iter().map(Processor::sentence);
        let answers = self.file.redirect_alone.iter().map(Alone::sentence);
        alone
            .chain(answers)
            .chain([confirm, self.file.unconfirmed.sentence(), self.file.days.sentence()])
            .chain(processors)
            .collect()
    }

    /// What the machine may answer alone; `None` while an organisation has not turned it on.
    #[must_use]
    pub fn redirect_alone(&self) -> Option<&Alone> {
        self.file.redirect_alone.as_ref()
    }

    /// Whether the machine may point this comment to a mailbox alone.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn may_redirect(&self, case: &Case<'_>, now: Stamp) -> Result<(), Why> {
        self.file.redirect_alone.as_ref().ok_or(Why::TurnedOff)?.may(case, now)
    }

    /// So long one author in one thread is pointed to a mailbox once; a second request goes to a person.
    #[must_use]
    pub fn again_after(&self) -> Duration {
        Days(self.file.again_after_days).into()
    }

    /// What the table says of a reading: its first row that matches.
    #[must_use]
    pub fn propose(&self, reading: &Reading) -> Proposal<'_> {
        let Some(row) = self.file.when.iter().find(|row| row.matches(reading)) else {
            return Proposal {
                outcome: Outcome::Leave,
                is_automatic: false,
                is_urgent: false,
                rule: &self.file.leave,
                ground: None,
            };
        };
        let ground = self.guideline(&row.rule).and_then(|line| line.ground);
        Proposal {
            outcome: row.outcome,
            is_automatic: row.automatic,
            is_urgent: row.urgent,
            rule: &row.rule,
            ground: ground.filter(|_| row.outcome == Outcome::Hide),
        }
    }

    /// What the machine makes of a reading. What it may not do alone waits for a person, and a leak
    /// that it cannot hide waits above everything else.
    #[must_use]
    pub fn decide(&self, reading: &Reading, at: Circumstances, now: Stamp) -> Verdict {
        let proposal = self.propose(reading);
        let is_hide = proposal.outcome == Outcome::Hide && proposal.is_automatic;
        let acts = is_hide && at.may_act && at.can_hide;
        let outcome = match proposal.outcome {
            Outcome::Leave => Outcome::Leave,
            outcome if acts => outcome,
            Outcome::Review | Outcome::Hide | Outcome::Delete | Outcome::Redirect => Outcome::Review,
        };
        Verdict {
            outcome,
            is_automatic: acts,
            is_urgent: proposal.is_urgent || (is_hide && !acts),
            rule: proposal.rule.to_owned(),
            ground: proposal.ground.filter(|_| outcome == Outcome::Hide),
            by: By::Machine,
            mailbox: None,
            reply: None,
            delete_after: self.delete_after(state_after(outcome), None, now),
        }
    }

    /// When our copy goes after a decision; for a removal by its ground.
    #[must_use]
    pub fn delete_after(&self, state: State, ground: Option<Ground>, now: Stamp) -> Stamp {
        self.file.days.end(state, ground, now)
    }

    /// How long an automatic hide may wait for a person to confirm or lift it.
    #[must_use]
    pub fn confirm_within(&self) -> Duration {
        Duration::from_secs(u64::from(self.file.confirm_hours) * 3600)
    }

    /// What becomes of an automatic hide under this rule that nobody confirmed before our copy goes.
    #[must_use]
    pub fn unconfirmed(&self, rule: &str) -> AtTheEnd {
        self.file.unconfirmed.of(self.guideline(rule).and_then(|line| line.ground))
    }

    /// What removes a comment on this ground: leaked data must be gone, because what is hidden is
    /// still seen by some; the rest is hidden, which a complaint can undo.
    #[must_use]
    pub fn removal(&self, ground: Ground) -> Deed {
        match ground {
            Ground::PersonalData => Deed::Delete,
            Ground::Offensive | Ground::Illegal | Ground::OutsideGuidelines => Deed::Hide,
        }
    }
}

fn state_after(outcome: Outcome) -> State {
    match outcome {
        Outcome::Leave => State::Left,
        Outcome::Review => State::Queued,
        Outcome::Hide => State::Hidden,
        Outcome::Delete => State::Removed,
        Outcome::Redirect => State::Redirected,
    }
}

impl File {
    fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.version.trim().is_empty() {
            faults.push(Fault::new("version", "is empty"));
        }
        if !(1..=CONFIRM_MOST).contains(&self.confirm_hours) {
            faults.push(Fault::new("confirm_hours", format!("is not between 1 and {CONFIRM_MOST}")));
        }
        for (at, line) in self.guidelines.iter().enumerate() {
            if self.guidelines.iter().take(at).any(|other| other.id == line.id) {
                faults
                    .push(Fault::new(format!("guidelines[{at}].id"), format!("`{}` stands twice", line.id)));
            }
            for (key, words) in [("id", &line.id), ("da", &line.da), ("en", &line.en)] {
                if words.trim().is_empty() {
                    faults.push(Fault::new(format!("guidelines[{at}].{key}"), "is empty"));
                }
            }
        }
        for (key, rule) in [("leave", &self.leave), ("redirect", &self.redirect)] {
            let line = self.guidelines.iter().find(|line| &line.id == rule);
            if line.is_none_or(|line| line.ground.is_some()) {
                let what = if line.is_some() { "is a ground for removal" } else { "is no guideline" };
                faults.push(Fault::new(key, format!("`{rule}` {what}")));
            }
        }
        for (at, row) in self.when.iter().enumerate() {
            let before = self.when.get(..at).unwrap_or_default();
            faults.extend(row.faults(at, &self.guidelines, before));
        }
        for (at, processor) in self.processors.iter().enumerate() {
            faults.extend(processor.faults(at));
        }
        if !(1..=AGAIN_MOST).contains(&self.again_after_days) {
            faults.push(Fault::new("again_after_days", format!("is not between 1 and {AGAIN_MOST}")));
        }
        faults.extend(self.redirect_alone.iter().flat_map(Alone::faults));
        faults.extend(self.days.faults());
        faults
    }
}
