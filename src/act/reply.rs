//! Replies cannot be taken back, and most networks know no key that would make a second call
//! harmless: `open → intent → confirmed | unknown`.

use std::time::Duration;

use super::{Actor, Step, Stop, intend, target};
use crate::model::{Stamp, TaskState};
use crate::platform::{OwnReply, Reply, Sent};
use crate::store::{self, task::Task};
use crate::vault::Opened;

/// How far a network's clock may be behind ours.
const SKEW: Duration = Duration::from_mins(1);
/// When a lost reply is looked for, counted from the intent; after the last one a person decides.
const LOOKS: [Duration; 3] = [Duration::from_secs(5), Duration::from_secs(30), Duration::from_secs(150)];

/// Sends a reply that was not tried yet, or finds out how one ended that was.
pub(super) async fn go_on(actor: Actor<'_>, task: &Task, opened: &Opened, now: Stamp) -> Result<Step, Stop> {
    if task.state != TaskState::Open {
        return reconcile(actor, task, opened, now).await;
    }
    let Some(here) = actor.platform.reread(target(opened)).await? else { return Ok(Step::Gone) };
    if !opened.is_same(&here.text) {
        return Ok(Step::Changed);
    }
    // What it waited for held, and somebody else showed the leak again: our answer would lead there.
    if task.after.is_some() && here.is_hidden == Some(false) {
        let note = "shown again on the network: the reply waits";
        return Ok(Step::End(TaskState::Parked, Some(note), None));
    }
    match standing(actor, task, opened).await? {
        Some(Standing::Said(remote)) => return Ok(Step::End(TaskState::Done, None, Some(remote))),
        Some(Standing::Colleague) => {
            return Ok(Step::End(TaskState::Cancelled, Some("a colleague answered"), None));
        }
        None => {}
    }
    if let Some(step) = intend(actor, task, now).await? {
        return Ok(step);
    }
    send(actor, task, opened, now).await
}

/// A reply of ours that stands there and that no task is known to have written.
enum Standing {
    /// In these words: the answer to an earlier try was lost, and a person who could not find it decided
    /// again. The citizen has it.
    Said(String),
    /// In other words since the decision: a colleague was quicker, in the network's own app, and the
    /// citizen needs no second answer.
    Colleague,
}

async fn standing(actor: Actor<'_>, task: &Task, opened: &Opened) -> Result<Option<Standing>, Stop> {
    let own = actor.platform.own_replies(target(opened)).await?;
    let mut tx = actor.db.read().await?;
    let mut standing = None;
    for reply in own {
        let remote = reply.remote.expose();
        if store::task::knows_reply(&mut tx, actor.organisation, actor.account, remote).await? {
            continue;
        }
        if matches(&reply, task, Stamp::default()) {
            return Ok(Some(Standing::Said(remote.to_owned())));
        }
        if reply.written_at >= task.made_at.earlier(SKEW) {
            standing = Some(Standing::Colleague);
        }
    }
    Ok(standing)
}

async fn send(actor: Actor<'_>, task: &Task, opened: &Opened, now: Stamp) -> Result<Step, Stop> {
    let reply = Reply {
        words: task.words.as_deref().unwrap_or_default(),
        language: task.language.as_deref().unwrap_or("da"),
        task: &task.id,
        at: task.made_at,
    };
    Ok(match actor.platform.reply(target(opened), &reply).await? {
        Sent::Done(remote) => {
            Step::End(TaskState::Done, None, remote.map(|remote| remote.expose().to_owned()))
        }
        Sent::AlreadyDone => Step::End(TaskState::Done, None, None),
        Sent::Gone => Step::Gone,
        Sent::Unsupported => Step::End(TaskState::Parked, Some("this network takes no replies"), None),
        Sent::Unknown => Step::Later(TaskState::Unknown, now.later(first_look()), "the answer was lost"),
    })
}

fn first_look() -> Duration {
    LOOKS[0]
}

/// Looks for a reply whose answer was lost among our own replies there: one with the same words,
/// not older than the intent, and recorded for no other task.
async fn reconcile(actor: Actor<'_>, task: &Task, opened: &Opened, now: Stamp) -> Result<Step, Stop> {
    let since = task.intent_at.unwrap_or(task.made_at);
    let own = actor.platform.own_replies(target(opened)).await?;
    let mut found = Vec::new();
    let mut tx = actor.db.read().await?;
    for reply in own.into_iter().filter(|reply| matches(reply, task, since)) {
        let remote = reply.remote.expose();
        if !store::task::knows_reply(&mut tx, actor.organisation, actor.account, remote).await? {
            found.push(reply);
        }
    }
    drop(tx);
    match found.as_slice() {
        [reply] => Ok(Step::End(TaskState::Done, None, Some(reply.remote.expose().to_owned()))),
        [] if actor.platform.can().idempotent_reply
            && actor.platform.reply_key_lives().is_none_or(|lives| since.later(lives) > now) =>
        {
            if let Some(step) = intend(actor, task, now).await? {
                return Ok(step);
            }
            send(actor, task, opened, now).await
        }
        // The network may be slow to show it: look again, and then let a person look.
        [] => Ok(LOOKS.iter().find(|look| since.later(**look) > now).map_or(
            Step::End(
                TaskState::Parked,
                Some("unknown whether the reply was sent: look on the network"),
                None,
            ),
            |look| Step::Later(TaskState::Unknown, since.later(*look), "looking for the reply"),
        )),
        _ => {
            Ok(Step::End(TaskState::Parked, Some("more than one reply with these words stands there"), None))
        }
    }
}

fn matches(reply: &OwnReply, task: &Task, since: Stamp) -> bool {
    let plain = |words: &str| words.split_whitespace().collect::<Vec<_>>().join(" ");
    reply.written_at >= since.earlier(SKEW)
        && task.words.as_deref().is_some_and(|words| plain(words) == plain(&reply.words))
}
