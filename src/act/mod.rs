//! What is due is done on the network, once, and read back. A write is preceded by a recorded
//! intent and followed by a recorded result; a reply whose answer was lost is looked for, never
//! sent blindly again.

mod effect;
mod ended;
mod parked;
mod reply;
mod result;

pub use ended::ended;

use std::time::Duration;

use anyhow::Context;
use tracing::warn;

use crate::model::{AccountName, Deed, Mode, OrganisationId, Staffed, Stamp, Target, TaskState};
use crate::platform::{Error, Platform, Wait};
use crate::store::{self, Db, task::Task};
use crate::vault::{self, Opened, Vault};

/// How many tasks one claim takes.
const BATCH: i64 = 20;
/// How long a task is left alone after a failure of the network, per try.
const REST: Duration = Duration::from_secs(20);
/// After so many tries a person takes over.
const MOST_TRIES: i64 = 6;

/// What was done in one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Acted {
    /// Comments hidden, and read back as hidden where the network says so.
    pub hidden: u64,
    /// Comments shown again.
    pub shown: u64,
    /// Comments deleted on the network, and read back as gone.
    pub deleted: u64,
    /// Replies confirmed.
    pub replied: u64,
    /// Tasks that wait for a person now.
    pub parked: u64,
}

/// The account that acts, and under whose lease.
#[derive(Clone, Copy)]
pub struct Actor<'a> {
    /// The main database.
    pub db: &'a Db,
    /// The vault.
    pub vault: &'a Vault,
    /// Whose.
    pub organisation: &'a OrganisationId,
    /// Which account.
    pub account: &'a AccountName,
    /// Its network.
    pub platform: &'a dyn Platform,
    /// Which worker this is.
    pub owner: &'a str,
    /// How long a claim holds.
    pub lease: Duration,
    /// When somebody is at work: the deadline of what only a person can go on with.
    pub staffed: &'a Staffed,
}

impl std::fmt::Debug for Actor<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Actor({})", self.account)
    }
}

/// How one task went on.
enum Step {
    /// It ended so.
    End(TaskState, Option<&'static str>, Option<String>),
    /// It was so before anything was tried, by somebody else's hand or an earlier task.
    Already,
    /// Later.
    Later(TaskState, Stamp, &'static str),
    /// Later, and the failure counts: a comment that never answers is a person's business.
    Failed(TaskState, Stamp, &'static str),
    /// The comment is gone on the network.
    Gone,
    /// The words are not the ones that were judged.
    Changed,
    /// The claim was lost to another worker: its result counts.
    Lost,
}

/// Does what is due for one account.
///
/// # Errors
/// The network's, when the whole account must rest (token, throttling), or the database's.
pub async fn run(actor: Actor<'_>, now: Stamp) -> anyhow::Result<Acted> {
    let mut acted = Acted::default();
    loop {
        let tasks = claim(actor, now).await?;
        if tasks.is_empty() {
            return Ok(acted);
        }
        let mut rest: Option<Error> = None;
        for task in &tasks {
            let step = match &rest {
                None => one(actor, task, now).await,
                Some(error) => Err(Stop::Network(error.clone())),
            };
            let step = match step {
                Ok(step) => step,
                Err(Stop::House(error)) => return Err(error),
                Err(Stop::Network(error)) => {
                    let step = after(&error, task, now);
                    if matches!(error, Error::TokenDead(_) | Error::Throttled(_)) {
                        rest = Some(error);
                    }
                    step
                }
            };
            result::record(actor, task, step, &mut acted, now).await?;
        }
        if let Some(error) = rest {
            return Err(error.into());
        }
    }
}

async fn claim(actor: Actor<'_>, now: Stamp) -> anyhow::Result<Vec<Task>> {
    let mut tx = actor.db.write().await.context("claiming tasks")?;
    let account = store::account::get(&mut tx, actor.organisation, actor.account).await?;
    if account.is_none_or(|account| account.mode == Mode::Observing) {
        return Ok(Vec::new());
    }
    let halted = store::organisation::halted(&mut tx, actor.organisation).await?.is_some();
    let until = now.later(actor.lease);
    let tasks = store::task::claim(
        &mut tx,
        actor.organisation,
        actor.account,
        actor.owner,
        now,
        until,
        halted,
        BATCH,
    )
    .await?;
    tx.commit().await.context("claiming tasks")?;
    Ok(tasks)
}

/// Why a task did not get on: the network's reason decides what becomes of the task, ours ends the
/// run.
enum Stop {
    Network(Error),
    House(anyhow::Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Network(error)
    }
}

impl From<store::Error> for Stop {
    fn from(error: store::Error) -> Self {
        Self::House(error.into())
    }
}

async fn one(actor: Actor<'_>, task: &Task, now: Stamp) -> Result<Step, Stop> {
    let opened = match open(actor, task).await? {
        Some(Ok(opened)) => opened,
        Some(Err(Damaged)) => {
            return Ok(Step::End(TaskState::Parked, Some("our copy is damaged"), None));
        }
        None => return Ok(Step::End(TaskState::Cancelled, Some("our copy is gone"), None)),
    };
    match task.deed {
        Deed::Reply => reply::go_on(actor, task, &opened, now).await,
        Deed::Hide | Deed::Unhide | Deed::Delete => effect::bring_about(actor, task, &opened, now).await,
    }
}

/// A row that does not open though its key is there.
struct Damaged;

async fn open(actor: Actor<'_>, task: &Task) -> Result<Option<Result<Opened, Damaged>>, Stop> {
    let mut tx = actor.db.read().await?;
    let row = store::inquiry::get(&mut tx, actor.organisation, &task.inquiry).await?;
    drop(tx);
    let Some(row) = row else { return Ok(None) };
    let mut keys = actor.vault.keys.read().await?;
    match actor.vault.open(&mut keys, actor.organisation, &row).await {
        Ok(opened) => Ok(Some(Ok(opened))),
        Err(vault::Error::KeyGone | vault::Error::MonthGone(_)) => Ok(None),
        // One damaged row never stops the account's others.
        Err(vault::Error::NotOpened) => Ok(Some(Err(Damaged))),
        Err(error) => Err(Stop::House(error.into())),
    }
}

/// Records that a write is about to go out. A step instead, when it must not: the claim was lost, or
/// the machine was halted or the account told to observe since it was made.
async fn intend(actor: Actor<'_>, task: &Task, now: Stamp) -> Result<Option<Step>, Stop> {
    let mut tx = actor.db.write().await?;
    let is_halted = store::organisation::halted(&mut tx, actor.organisation).await?.is_some()
        && (task.is_automatic || task.deed == Deed::Reply);
    let account = store::account::get(&mut tx, actor.organisation, actor.account).await?;
    if is_halted || account.is_none_or(|account| account.mode == Mode::Observing) {
        return Ok(Some(Step::Later(task.state, now.later(REST), "halted")));
    }
    let ours = store::task::intend(&mut tx, actor.organisation, task, now).await?;
    tx.commit().await?;
    Ok((!ours).then_some(Step::Lost))
}

/// Where the task's comment stands.
fn target(opened: &Opened) -> &Target {
    &opened.kept.target
}

/// What becomes of a task when the network says no.
fn after(error: &Error, task: &Task, now: Stamp) -> Step {
    // Nothing was done (a write that may have been is no error), so it stands where it stood when
    // it was claimed: what was intended before that is still found out by reading.
    let state = task.state;
    match error {
        Error::NotPermitted(cause) | Error::Refused(cause) => {
            warn!(task = %task.id, cause, "the network refused a task, a person takes over");
            Step::End(TaskState::Parked, Some(*cause), None)
        }
        Error::Throttled(wait) | Error::Held(wait) => {
            Step::Later(state, until(*wait, now), "the network asks us to wait")
        }
        // The account rests as a whole; with a new token nothing waits longer.
        Error::TokenDead(cause) => Step::Later(state, now, cause),
        Error::Unreachable(cause) | Error::Broken(cause) => {
            if task.tries >= MOST_TRIES {
                Step::End(TaskState::Parked, Some(*cause), None)
            } else {
                let tries = u32::try_from(task.tries.clamp(0, 6)).unwrap_or(6);
                Step::Failed(state, now.later(REST * (1 << tries)), cause)
            }
        }
    }
}

/// The moment until which a network wants us to wait: an hour at most, whatever it says.
#[must_use]
pub fn until(wait: Wait, now: Stamp) -> Stamp {
    let longest = now.later(Duration::from_hours(1));
    match wait {
        Wait::Unsaid => now.later(Duration::from_mins(1)),
        Wait::For(time) => now.later(time).min(longest),
        Wait::Until(then) => then.clamp(now, longest),
    }
}
