//! A person's decision: only on the row that the person saw, once, with its tasks and audit line.

use std::time::Duration;

use anyhow::{Context, anyhow};

use super::{caps, hidden, leak, pointed, referral};
use crate::decide::Policy;
use crate::model::{
    By, Deed, Ending, Ground, InquiryId, Mode, OrganisationId, Outcome, Passed, Stamp, State, TaskState,
    Verdict, VerdictId,
};
use crate::store::inquiry::{Change, Row};
use crate::store::task::Task;
use crate::store::undo::Undo;
use crate::store::{self, Db, Tx};
use crate::vault::Vault;

/// What a person chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// It stays; an automatic hide is lifted.
    Keep,
    /// It goes, under a guideline rule.
    Remove {
        /// The rule's id, for example `R7`.
        rule: String,
    },
    /// It is pointed to a mailbox, with these words.
    Redirect {
        /// The id of the mailbox that was proposed; empty where none was.
        proposed: String,
        /// The mailbox's id.
        mailbox: String,
        /// Our words, as the person saw them.
        reply: Passed,
    },
    /// It is answered in public, with these words, and stays.
    Answer {
        /// Our words, as the person saw them.
        reply: Passed,
    },
}

/// The row that a person saw.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// Which.
    pub inquiry: &'a InquiryId,
    /// In which version.
    pub version: i64,
    /// Its network lets us hide what others wrote.
    pub can_hide: bool,
}

/// How a decision ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decided {
    /// It stands.
    Done,
    /// Somebody was first, or the comment changed: nothing was done.
    Stale {
        /// Where it stands.
        state: State,
        /// Who decided last.
        by: Option<String>,
    },
    /// It is not here any more.
    Gone,
    /// The account only observes: acting must be switched on first.
    Observing,
    /// Nobody can remove on this network what another wrote: nothing was done.
    Unable,
    /// Whoever decides asked for a second opinion on it: the answer is a colleague's.
    Asked,
}

/// Settles a decision on the row as the person saw it; nothing goes out before `undo` has passed.
///
/// # Errors
/// For a rule that the policy does not have, or as the database.
#[expect(clippy::too_many_arguments, reason = "who decides what on which row, and under what")]
pub async fn decision(
    db: &Db,
    vault: &Vault,
    policy: &Policy,
    organisation: &OrganisationId,
    Seen { inquiry, version, can_hide }: Seen<'_>,
    choice: &Choice,
    by: &By,
    undo: Duration,
    now: Stamp,
) -> anyhow::Result<Decided> {
    let is_answer = matches!(choice, Choice::Redirect { .. } | Choice::Answer { .. });
    // Before the transaction: the words of one version are the same in both.
    let kept = if is_answer { leak::kept(db, vault, organisation, inquiry).await? } else { None };
    let mut tx = db.write().await.context("settling a decision")?;
    let Some(row) = store::inquiry::get(&mut tx, organisation, inquiry).await? else {
        return Ok(Decided::Gone);
    };
    if matches!(row.state, State::Going | State::Gone) {
        return Ok(Decided::Gone);
    }
    if row.version != version {
        return stale(&mut tx, organisation, &row).await;
    }
    let account = store::account::get(&mut tx, organisation, &row.account)
        .await?
        .ok_or_else(|| anyhow!("account {} is not known", row.account))?;
    if account.mode == Mode::Observing && *choice != Choice::Keep {
        return Ok(Decided::Observing);
    }
    // A task that cannot be done would only come back to the person who made it.
    if !can_hide && matches!(choice, Choice::Remove { .. }) {
        return Ok(Decided::Unable);
    }
    let last = store::verdict::of_inquiry(&mut tx, organisation, inquiry).await?.pop();
    let was_alone = row.state == State::Redirected && last.is_some_and(|last| last.is_automatic);
    let (mut verdict, mut state) = verdict(policy, choice, by, now)?;
    let still_leaks = is_answer && leak::stands(policy, &row, kept.as_ref());
    let hides_first = still_leaks && can_hide;
    let mut decide_by = None;
    if still_leaks {
        // Its author and their friends see it still: an answer is not the end of a leak.
        state = if hides_first { State::Hidden } else { State::Queued };
        verdict.delete_after = row.delete_after;
        decide_by = hides_first.then(|| row.decide_by.unwrap_or(now.later(policy.confirm_within())));
    }
    let change = Change {
        state,
        is_urgent: still_leaks && !hides_first,
        rule: if still_leaks { &row.rule } else { &verdict.rule },
        decide_by,
        delete_after: verdict.delete_after,
    };
    // PostgreSQL lets two read the same version: whose change comes second changes nothing.
    if !store::inquiry::change(&mut tx, organisation, inquiry, version, &change).await? {
        let now_there = store::inquiry::get(&mut tx, organisation, inquiry).await?;
        return match now_there.filter(|row| row.state != State::Going) {
            Some(row) => stale(&mut tx, organisation, &row).await,
            None => Ok(Decided::Gone),
        };
    }
    // Looked at with the row in hand: who asked a moment ago has asked.
    if referral::is_asker(&mut tx, organisation, inquiry, by).await? {
        return Ok(Decided::Asked);
    }
    store::referral::end(&mut tx, organisation, inquiry, Ending::Decided, by.as_str(), now).await?;
    let until = now.later(undo);
    let counted = match choice {
        Choice::Redirect { proposed, mailbox, .. } => {
            let mark = kept.as_ref().and_then(|kept| pointed::author_in_thread(vault, &row.account, kept));
            let both = Some((proposed.as_str(), mailbox.as_str()));
            Some(pointed::count(&mut tx, organisation, &row.account, both, mark, now).await?)
        }
        Choice::Keep | Choice::Remove { .. } | Choice::Answer { .. } => None,
    };
    let before = Undo {
        version: version + 1,
        until,
        // What hid a leak is first aid: taking the answer back does not show it again.
        state: if hides_first { State::Hidden } else { row.state },
        is_urgent: row.is_urgent,
        rule: row.rule.clone(),
        decide_by: if hides_first { decide_by } else { row.decide_by },
        delete_after: row.delete_after,
        pointed: counted,
    };
    // What overtakes an earlier decision cannot be taken back: what that one asked for is gone with it.
    let earlier = store::task::of_inquiry(&mut tx, organisation, inquiry).await?;
    let overtakes = |task: &Task| {
        task.decision.is_some()
            && matches!(task.state, TaskState::Open | TaskState::Intent | TaskState::Unknown)
    };
    if earlier.iter().any(overtakes) {
        store::undo::drop(&mut tx, organisation, inquiry).await?;
    } else {
        store::undo::set(&mut tx, organisation, inquiry, &before).await?;
    }
    let leak = (still_leaks, hides_first);
    plan(&mut tx, policy, organisation, &row, choice, &verdict, leak, until, now).await?;
    if was_alone {
        // The machine pointed somewhere, and a person thinks otherwise.
        caps::said(&mut tx, organisation, &row, true, 1, now).await?;
    }
    if row.state == State::Hidden && !still_leaks {
        let is_lifted = matches!(choice, Choice::Keep | Choice::Answer { .. });
        caps::said(&mut tx, organisation, &row, is_lifted, 1, now).await?;
    }
    // Who decided has seen it; what wants a reference still wants it, and a leak still wants its end.
    if !still_leaks {
        store::alarm::acknowledge_inquiry(&mut tx, organisation, inquiry, by.as_str(), now).await?;
    }
    let id = VerdictId::new(now);
    store::verdict::insert(&mut tx, organisation, &id, inquiry, &verdict, policy.version(), version + 1, now)
        .await?;
    let line = format!("decided.{}:{}", state.as_str(), verdict.rule);
    vault.audit(&mut tx, organisation, by, line, Some(inquiry), now).await?;
    tx.commit().await.context("settling a decision")?;
    Ok(Decided::Done)
}

pub(super) async fn stale(tx: &mut Tx, organisation: &OrganisationId, row: &Row) -> anyhow::Result<Decided> {
    let last = store::verdict::of_inquiry(tx, organisation, &row.id).await?.pop();
    Ok(Decided::Stale { state: row.state, by: last.map(|last| last.by) })
}

fn verdict(policy: &Policy, choice: &Choice, by: &By, now: Stamp) -> anyhow::Result<(Verdict, State)> {
    let (outcome, state, rule, ground, mailbox) = match choice {
        Choice::Keep => (Outcome::Leave, State::Kept, policy.leave_rule(), None, None),
        Choice::Remove { rule } => {
            let guideline = policy
                .guideline(rule)
                .ok_or_else(|| anyhow!("the policy has no guideline rule of that name"))?;
            let ground =
                guideline.ground.ok_or_else(|| anyhow!("this rule is not a ground for a removal"))?;
            let outcome =
                if policy.removal(ground) == Deed::Delete { Outcome::Delete } else { Outcome::Hide };
            (outcome, State::Removed, guideline.id.as_str(), Some(ground), None)
        }
        Choice::Redirect { mailbox, .. } => {
            (Outcome::Redirect, State::Redirected, policy.redirect_rule(), None, Some(mailbox.clone()))
        }
        Choice::Answer { .. } => (Outcome::Leave, State::Answered, policy.leave_rule(), None, None),
    };
    let verdict = Verdict {
        outcome,
        is_automatic: false,
        is_urgent: false,
        rule: rule.to_owned(),
        ground,
        by: by.clone(),
        mailbox,
        reply: None,
        delete_after: policy.delete_after(state, ground, now),
    };
    Ok((verdict, state))
}

/// Puts what follows from a decision into the outbox, and takes out what it overtook. What a network
/// cannot take back waits for `not_before`: a deletion, a reply, and what is shown again to everybody.
#[expect(clippy::too_many_arguments, reason = "what was decided on which row, and when")]
async fn plan(
    tx: &mut Tx,
    policy: &Policy,
    organisation: &OrganisationId,
    row: &Row,
    choice: &Choice,
    verdict: &Verdict,
    (still_leaks, hides_first): (bool, bool),
    not_before: Stamp,
    now: Stamp,
) -> Result<(), store::Error> {
    let before = store::task::of_inquiry(tx, organisation, &row.id).await?;
    store::task::close_parked(tx, organisation, &row.id, still_leaks, "a person decided", now).await?;
    let mut tasks = Vec::new();
    let task = |deed| Task {
        not_before,
        decision: Some(row.version + 1),
        ..Task::new(&row.id, &row.account, deed, now)
    };
    match choice {
        Choice::Keep => {
            store::task::cancel(tx, organisation, &row.id, false, "a person decided", now).await?;
            if hidden::standing(&before).is_some() {
                tasks.push(task(Deed::Unhide));
            }
        }
        Choice::Remove { .. } => {
            store::task::cancel(tx, organisation, &row.id, false, "a person decided", now).await?;
            // Hide first: it is quick and can be taken back. A leak ends deleted, because a hidden
            // comment is still seen by its author and the author's friends.
            let hide = Task { not_before: now, ..task(Deed::Hide) };
            let delete = policy.removal(verdict.ground.unwrap_or(Ground::OutsideGuidelines)) == Deed::Delete;
            let after = delete.then(|| Task { after: Some(hide.id.clone()), ..task(Deed::Delete) });
            tasks.push(hide);
            tasks.extend(after);
        }
        Choice::Redirect { reply, .. } | Choice::Answer { reply } => {
            // What is answered stays, so it is shown again; but no leak is.
            let stays = matches!(choice, Choice::Answer { .. }) && !still_leaks;
            store::task::cancel(tx, organisation, &row.id, !stays, "a person decided", now).await?;
            // An earlier decision to remove it is overtaken.
            store::task::cancel_deletions(tx, organisation, &row.id, "a person decided", now).await?;
            if stays && hidden::standing(&before).is_some() {
                tasks.push(task(Deed::Unhide));
            }
            // After an edit the same comment can be decided again: the same words are not said twice.
            // A parked reply is one that a person looked for and did not find.
            let is_said = before.iter().any(|task| {
                task.words.as_deref() == Some(reply.words())
                    && matches!(task.state, TaskState::Intent | TaskState::Unknown | TaskState::Done)
            });
            let after = if hides_first {
                Some(leak::hide_first(tx, organisation, row, &before, now).await?)
            } else {
                None
            };
            tasks.extend((!is_said).then(|| Task {
                after,
                words: Some(reply.words().to_owned()),
                language: Some(reply.code().to_owned()),
                ..task(Deed::Reply)
            }));
        }
    }
    for task in &tasks {
        store::task::insert(tx, organisation, task).await?;
    }
    Ok(())
}
