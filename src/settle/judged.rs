//! What the machine made of a comment: a new row or new words in an old one, with verdict, task and
//! audit line.

use super::caps::Within;
use super::page::Prepared;
use super::{From, alarms, alone, author, caps, hidden};
use crate::decide::Policy;
use crate::model::{By, Deed, Outcome, Purpose, Stamp, State, VerdictId};
use crate::store::inquiry::{Change, Provenance, Row};
use crate::store::task::Task;
use crate::store::{self, Tx};
use crate::vault::Vault;

/// A new inquiry.
pub(super) async fn insert(
    tx: &mut Tx,
    vault: &Vault,
    policy: &Policy,
    from: From<'_>,
    one: &Prepared,
    now: Stamp,
) -> Result<(), store::Error> {
    let within = caps::hold(tx, vault, policy, from, one, now).await?;
    let verdict = &within.verdict;
    let state = match (verdict.outcome, verdict.is_automatic) {
        (Outcome::Leave, _) => State::Left,
        (Outcome::Hide, true) => State::Hidden,
        (Outcome::Redirect, true) => State::Redirected,
        (Outcome::Review | Outcome::Hide | Outcome::Delete | Outcome::Redirect, _) => State::Queued,
    };
    let row = Row {
        id: one.id.clone(),
        account: from.account.clone(),
        mac: one.screened.fresh.stone.mac.clone(),
        sealed: one.sealed.clone(),
        key_version: one.key_version,
        version: 1,
        state,
        is_urgent: verdict.is_urgent,
        rule: verdict.rule.clone(),
        written_at: one.screened.fresh.incoming.written_at,
        taken_in: now,
        checked_at: now,
        decide_by: (state == State::Hidden).then(|| now.later(policy.confirm_within())),
        delete_after: verdict.delete_after,
    };
    let provenance =
        Provenance { purpose: Purpose::AnswerEnquiry, source: from.source, policy_version: policy.version() };
    store::inquiry::insert(tx, from.organisation, &row, provenance).await?;
    record(tx, vault, policy, from, one, &within, ("taken_in", row.version), now).await
}

/// An edit: judged again, also after a person kept it. Returns whether the words were replaced.
pub(super) async fn change(
    tx: &mut Tx,
    vault: &Vault,
    policy: &Policy,
    from: From<'_>,
    one: &Prepared,
    now: Stamp,
) -> Result<bool, store::Error> {
    let (org, id) = (from.organisation, &one.id);
    if !store::inquiry::reseal(tx, org, id, &one.sealed, one.key_version, now).await? {
        return Ok(false);
    }
    // Read only now that the row is ours: a person may have decided since the page was prepared.
    let Some(standing) = store::inquiry::get(tx, org, id).await? else { return Ok(false) };
    let within = caps::hold(tx, vault, policy, from, one, now).await?;
    let verdict = &within.verdict;
    let tasks = store::task::of_inquiry(tx, org, id).await?;
    let is_taken_back = store::task::cancel(tx, org, id, false, "the comment was edited", now).await? > 0;
    // By the machine, or under an answer that a person gave it.
    let waits = |hide: &Task| hide.is_automatic || standing.state == State::Hidden;
    let is_hidden = hidden::standing(&tasks).is_some_and(waits);
    let hides = verdict.outcome == Outcome::Hide && verdict.is_automatic;
    let state = match (verdict.outcome, standing.state) {
        // What the machine hid waits for a person, whatever became of the words.
        _ if hides || is_hidden => State::Hidden,
        // What was harmless stays where a person or the machine left it, but an edit after a
        // removal is a new comment that a person must see: it may be lawful now. So it is with a
        // decision that had not been carried out.
        (Outcome::Leave, State::Kept | State::Left | State::Redirected | State::Answered)
            if !is_taken_back =>
        {
            standing.state
        }
        (Outcome::Leave, State::Gone) => State::Left,
        _ => State::Queued,
    };
    let deadline = standing.decide_by.filter(|_| !hides).unwrap_or(now.later(policy.confirm_within()));
    let change = Change {
        state,
        is_urgent: verdict.is_urgent,
        rule: &verdict.rule,
        decide_by: (state == State::Hidden).then_some(deadline),
        delete_after: policy.delete_after(state, None, now),
    };
    store::inquiry::change(tx, org, id, standing.version, &change).await?;
    record(tx, vault, policy, from, one, &within, ("edited", standing.version + 1), now).await?;
    Ok(true)
}

/// Verdict, task, alarm and audit line of what the machine made of it.
#[expect(clippy::too_many_arguments, reason = "what was made of which comment, and under what")]
async fn record(
    tx: &mut Tx,
    vault: &Vault,
    policy: &Policy,
    from: From<'_>,
    one: &Prepared,
    within: &Within,
    (what, version): (&str, i64),
    now: Stamp,
) -> Result<(), store::Error> {
    let verdict = &within.verdict;
    let id = VerdictId::new(now);
    let (org, rules) = (from.organisation, policy.version());
    store::verdict::insert(tx, org, &id, &one.id, verdict, rules, version, now).await?;
    if let Some(counted) = &within.counted {
        store::verdict::count_under(tx, org, &id, counted).await?;
    }
    alarms::raise(tx, vault, from, one, now).await?;
    // What is old when we first see it (a new connection) waits as urgent, as it does for alarms.
    let is_fresh = now.since(one.screened.fresh.incoming.written_at) <= alarms::FRESH;
    author::track(tx, from, &one.id, (one.screened.reading.leaks(), is_fresh), now).await?;
    // An edit that is not lifted takes back what lifted the words before it.
    if one.screened.is_lifted || version > 1 {
        store::inquiry::lift(tx, org, &one.id, one.screened.is_lifted).await?;
    }
    let deed = match verdict.outcome {
        Outcome::Hide => Some((Deed::Hide, None)),
        Outcome::Redirect => verdict.reply.as_ref().map(|reply| (Deed::Reply, Some(reply))),
        // No machine deletes, whatever the policy table says.
        Outcome::Leave | Outcome::Review | Outcome::Delete => None,
    };
    if let Some((deed, reply)) = deed.filter(|_| verdict.is_automatic) {
        let mut task = Task {
            is_automatic: true,
            words: reply.map(|reply| reply.words().to_owned()),
            language: reply.map(|reply| reply.code().to_owned()),
            ..Task::new(&one.id, from.account, deed, now)
        };
        if deed == Deed::Reply {
            task = alone::said(tx, vault, policy, from, one, task, now).await?;
        }
        store::task::insert(tx, from.organisation, &task).await?;
    }
    let capped = if within.is_capped { ".capped" } else { "" };
    let line = format!("{what}.{}:{}{capped}", verdict.outcome.as_str(), verdict.rule);
    vault.audit(tx, from.organisation, &By::Machine, line, Some(&one.id), now).await
}
