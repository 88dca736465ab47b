//! What the machine made of a comment: a new row or new words in an old one, with verdict, task and
//! audit line.

use super::From;
use super::page::Prepared;
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
    let verdict = &one.screened.verdict;
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
    record(tx, vault, policy, from, one, "taken_in", now).await
}

/// An edit: judged again, also after a person kept it. Returns whether the words were replaced.
pub(super) async fn change(
    tx: &mut Tx,
    vault: &Vault,
    policy: &Policy,
    from: From<'_>,
    one: &Prepared,
    standing: &Row,
    now: Stamp,
) -> Result<bool, store::Error> {
    let verdict = &one.screened.verdict;
    if !store::inquiry::reseal(tx, from.organisation, &one.id, &one.sealed, one.key_version, now).await? {
        return Ok(false);
    }
    store::task::cancel(tx, from.organisation, &one.id, false, "the comment was edited", now).await?;
    let state = match (verdict.outcome, verdict.is_automatic) {
        (Outcome::Hide, true) => State::Hidden,
        // What was harmless stays where a person or the machine left it, but an edit after a
        // removal is a new comment that a person must see: it may be lawful now.
        (Outcome::Leave, _) => match standing.state {
            State::Hidden | State::Removed | State::Queued => State::Queued,
            other => other,
        },
        _ => State::Queued,
    };
    let change = Change {
        state,
        is_urgent: verdict.is_urgent,
        rule: &verdict.rule,
        decide_by: (state == State::Hidden).then(|| now.later(policy.confirm_within())),
        delete_after: verdict.delete_after,
    };
    store::inquiry::change(tx, from.organisation, &one.id, standing.version + 1, &change).await?;
    record(tx, vault, policy, from, one, "edited", now).await?;
    Ok(true)
}

/// Verdict, task and audit line of what the machine made of it.
async fn record(
    tx: &mut Tx,
    vault: &Vault,
    policy: &Policy,
    from: From<'_>,
    one: &Prepared,
    what: &str,
    now: Stamp,
) -> Result<(), store::Error> {
    let verdict = &one.screened.verdict;
    let id = VerdictId::new(now);
    let version = one.standing.as_ref().map_or(1, |standing| standing.version + 2);
    let (org, rules) = (from.organisation, policy.version());
    store::verdict::insert(tx, org, &id, &one.id, verdict, rules, version, now).await?;
    let deed = match verdict.outcome {
        Outcome::Hide => Some((Deed::Hide, None)),
        Outcome::Redirect => Some((Deed::Reply, verdict.reply.clone())),
        // No machine deletes, whatever the policy table says.
        Outcome::Leave | Outcome::Review | Outcome::Delete => None,
    };
    if let Some((deed, words)) = deed.filter(|_| verdict.is_automatic) {
        let task = Task { is_automatic: true, words, ..Task::new(&one.id, from.account, deed, now) };
        store::task::insert(tx, from.organisation, &task).await?;
    }
    let line = format!("{what}.{}:{}", verdict.outcome.as_str(), verdict.rule);
    vault.audit(tx, from.organisation, &By::Machine, line, Some(&one.id), now).await
}
