//! What stands around every page, and what a moderator must see whichever page it is: that the
//! machine is halted, that we leaked ourselves, that a network is not being read.

use std::time::Duration;

use super::counts;
use super::desk::Reception;
use super::notice::Notice;
use super::operation::OPERATION;
use super::rights::{self, Action};
use super::shortcuts;
use super::sign_in::QUEUE;
use super::signed::Signed;
use super::theme::Theme;
use super::when::{self, Moment};
use super::words::Words;
use crate::model::{Mode, Role, Stamp};
use crate::store::account::Account;
use crate::store::{self, account, alarm, inquiry, moderator, organisation, preference, warning};

/// An account that was not read for so long is late.
const LATE: Duration = Duration::from_mins(15);
const MOST_WARNINGS: i64 = 5;

/// The frame of a page.
pub(super) struct Frame {
    pub(super) words: Words,
    pub(super) theme: Theme,
    /// What just happened, at the top of the page.
    pub(super) notice: Option<Notice>,
    /// For somebody who is signed in.
    pub(super) bar: Option<Bar>,
}

impl Frame {
    /// Without anything that only a moderator may see.
    pub(super) fn bare(words: Words, theme: Theme) -> Self {
        Self { words, theme, notice: None, bar: None }
    }
}

/// Where somebody with these roles begins.
pub(super) fn home(roles: &[Role]) -> &'static str {
    if rights::may(roles, Action::ReadInquiries) { QUEUE } else { OPERATION }
}

/// What a moderator sees on every page.
pub(super) struct Bar {
    roles: Vec<Role>,
    pub(super) municipality: String,
    pub(super) moderator: String,
    /// This page, to come back to after a button in the frame.
    pub(super) here: String,
    pub(super) open: i64,
    /// Alarms that nobody has, and open notifications.
    pub(super) alarms: i64,
    /// The letters of the shortcuts, for the script.
    pub(super) keys: String,
    pub(super) halted: Option<String>,
    pub(super) warnings: Vec<String>,
    pub(super) is_well: bool,
    /// How it all does, in one sentence.
    pub(super) status: String,
    pub(super) lights: Vec<Light>,
    /// Whether all of yesterday's comments were seen.
    pub(super) yesterday: counts::Yesterday,
}

impl Bar {
    /// Whether they may do anything at all here.
    pub(super) fn has_role(&self) -> bool {
        rights::may(&self.roles, Action::ReadOperation)
    }

    pub(super) fn reads_inquiries(&self) -> bool {
        rights::may(&self.roles, Action::ReadInquiries)
    }

    pub(super) fn reads_alarms(&self) -> bool {
        rights::may(&self.roles, Action::ReadAlarms)
    }

    pub(super) fn reads_trail(&self) -> bool {
        rights::may(&self.roles, Action::ReadTrail)
    }

    pub(super) fn reads_access(&self) -> bool {
        rights::may(&self.roles, Action::ReadAccess)
    }

    pub(super) fn stops(&self) -> bool {
        rights::may(&self.roles, Action::Stop)
    }

    pub(super) fn starts(&self) -> bool {
        rights::may(&self.roles, Action::Start)
    }

    /// The letter of a shortcut; empty where they are off.
    pub(super) fn key(&self, deed: &str) -> String {
        let mut pairs = self.keys.split(' ').filter_map(|pair| pair.split_once(':'));
        pairs.find(|(known, _)| *known == deed).map_or_else(String::new, |(_, letter)| letter.to_uppercase())
    }
}

/// How one account does.
pub(super) struct Light {
    pub(super) is_well: bool,
    pub(super) sentence: String,
    pub(super) is_observing: bool,
    /// The last failure, in the operator's words.
    pub(super) trouble: Option<String>,
}

/// The frame of a signed page at the address `here`.
pub(super) async fn around(
    reception: &Reception,
    signed: &Signed,
    here: &str,
    now: Stamp,
) -> Result<Frame, store::Error> {
    let (words, owner) = (signed.words, &signed.organisation.id);
    let mut tx = reception.desk.db.read().await?;
    let (open, _) = inquiry::count_open(&mut tx, owner, &signed.reach).await?;
    let alarms = alarm::count_open(&mut tx, owner, &signed.reach).await?;
    let halt = organisation::halted(&mut tx, owner).await?;
    let people = moderator::list(&mut tx, owner).await?;
    let raised = warning::list(&mut tx, owner, MOST_WARNINGS).await?;
    let accounts = account::list(&mut tx, owner).await?;
    // One that is not configured any more is read by nobody, and nobody waits for it.
    let read: Vec<_> =
        accounts.iter().filter(|one| reception.desk.settings.can.contains_key(&one.account)).collect();
    let chosen = preference::shortcuts(&mut tx, owner, &signed.moderator).await?;
    let yesterday = counts::yesterday(&mut tx, owner, &read, words, now).await?;
    drop(tx);
    let halted = halt.map(|(at, by)| {
        words.about_both("halted", super::people::name(words, &people, &by), Moment::of(words, at, now).shown)
    });
    let warnings = raised
        .into_iter()
        .map(|raised| {
            let at = Moment::of(words, raised.raised_at, now).shown;
            words.about_both(
                &format!("warning-{}", raised.kind.replace('_', "-")),
                raised.account.as_str(),
                at,
            )
        })
        .collect();
    let lights: Vec<_> = accounts.iter().map(|account| light(words, account, now)).collect();
    let is_well = halted.is_none() && lights.iter().all(|light| light.is_well);
    let bar = Bar {
        roles: signed.roles.clone(),
        is_well,
        status: status(words, halted.is_some(), &accounts, &lights),
        municipality: signed.organisation.name.clone(),
        moderator: signed.name.clone(),
        here: here.to_owned(),
        open,
        alarms,
        keys: shortcuts::in_force(chosen.as_deref()),
        halted,
        warnings,
        lights,
        yesterday,
    };
    Ok(Frame { words, theme: signed.theme, notice: None, bar: Some(bar) })
}

/// `Facebook` for `facebook`.
pub(super) fn network(words: Words, network: &str) -> String {
    words.about("network", network)
}

/// One sentence: all runs, or what does not.
fn status(words: Words, is_halted: bool, accounts: &[Account], lights: &[Light]) -> String {
    let late: Vec<_> =
        lights.iter().filter(|light| !light.is_well).map(|light| light.sentence.as_str()).collect();
    let last = accounts.iter().filter_map(|account| account.pulled_at).max();
    if is_halted {
        words.say("halted-title")
    } else if accounts.is_empty() {
        words.say("no-accounts")
    } else if let Some((first, rest)) = late.split_first() {
        if rest.is_empty() {
            (*first).to_owned()
        } else {
            words.count("status-late", i64::try_from(late.len()).unwrap_or(i64::MAX))
        }
    } else {
        words.about("status-well", last.map_or_else(String::new, when::time_of_day))
    }
}

fn light(words: Words, account: &Account, now: Stamp) -> Light {
    let name = format!("{} ({})", network(words, &account.network), account.account);
    let read = account.pulled_at.map(when::time_of_day);
    let is_late = account.pulled_at.is_none_or(|at| now.since(at) > LATE);
    let sentence = match (&account.trouble, read) {
        (Some(_), _) => words.about_both("light-trouble", name, when::time_of_day(account.retry_at)),
        (None, None) => words.about("light-never", name),
        (None, Some(at)) if is_late => words.about_both("light-late", name, at),
        (None, Some(at)) => words.about_both("light-well", name, at),
    };
    Light {
        is_well: account.trouble.is_none() && !is_late,
        sentence,
        is_observing: account.mode == Mode::Observing,
        trouble: account.trouble.clone(),
    }
}
