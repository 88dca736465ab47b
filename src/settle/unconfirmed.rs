//! An automatic hide is first aid. Nobody may be silenced by a machine for good because no person
//! looked, and nothing may stand here for ever: shortly before our copy goes, the policy says what
//! becomes of a hide that nobody confirmed, however often it was alarmed.

use std::time::Duration;

use anyhow::Context;

use super::hidden;
use crate::decide::{AtTheEnd, Policy};
use crate::model::{By, Deed, OrganisationId, Outcome, Stamp, State, Verdict, VerdictId};
use crate::store::inquiry::{Change, Row};
use crate::store::task::Task;
use crate::store::{self, Db, Tx};
use crate::vault::Vault;

/// So long before our copy goes: what is lifted is still seen to on the network.
const EARLY: Duration = Duration::from_hours(24);
const BATCH: i64 = 200;

/// Ends what is at its end. Returns how many were confirmed and how many were lifted.
///
/// # Errors
/// As the database.
pub async fn end_unconfirmed(
    db: &Db,
    vault: &Vault,
    policy: &Policy,
    organisation: &OrganisationId,
    now: Stamp,
) -> anyhow::Result<(u64, u64)> {
    let (mut confirmed, mut lifted) = (0, 0);
    loop {
        let mut tx = db.write().await.context("ending automatic hides")?;
        let rows = store::inquiry::hidden_until(&mut tx, organisation, now.later(EARLY), BATCH).await?;
        for row in &rows {
            match policy.unconfirmed(&row.rule) {
                AtTheEnd::Confirm => confirmed += 1,
                AtTheEnd::Lift => lifted += 1,
            }
            end(&mut tx, vault, policy, organisation, row, now).await?;
        }
        tx.commit().await.context("ending automatic hides")?;
        if rows.is_empty() {
            return Ok((confirmed, lifted));
        }
    }
}

async fn end(
    tx: &mut Tx,
    vault: &Vault,
    policy: &Policy,
    organisation: &OrganisationId,
    row: &Row,
    now: Stamp,
) -> anyhow::Result<()> {
    let end = policy.unconfirmed(&row.rule);
    let (state, outcome, rule) = match end {
        AtTheEnd::Confirm => (State::Removed, Outcome::Hide, row.rule.as_str()),
        AtTheEnd::Lift => (State::Kept, Outcome::Leave, policy.leave_rule()),
    };
    let ground = policy.guideline(rule).and_then(|line| line.ground);
    // No longer than it was to be kept anyway, but long enough to be shown again.
    let delete_after = row.delete_after.max(now.later(EARLY));
    let change = Change { state, is_urgent: false, rule, decide_by: None, delete_after };
    if !store::inquiry::change(tx, organisation, &row.id, row.version, &change).await? {
        return Ok(());
    }
    if end == AtTheEnd::Lift {
        let tasks = store::task::of_inquiry(tx, organisation, &row.id).await?;
        store::task::cancel(tx, organisation, &row.id, false, "nobody confirmed it", now).await?;
        if hidden::standing(&tasks).is_some() {
            let unhide = Task { is_automatic: true, ..Task::new(&row.id, &row.account, Deed::Unhide, now) };
            store::task::insert(tx, organisation, &unhide).await?;
        }
    }
    let verdict = Verdict {
        outcome,
        is_automatic: true,
        is_urgent: false,
        rule: rule.to_owned(),
        ground: ground.filter(|_| end == AtTheEnd::Confirm),
        by: By::Machine,
        mailbox: None,
        reply: None,
        delete_after,
    };
    let id = VerdictId::new(now);
    store::verdict::insert(tx, organisation, &id, &row.id, &verdict, policy.version(), row.version + 1, now)
        .await?;
    let line = format!("unconfirmed.{}:{rule}", state.as_str());
    vault.audit(tx, organisation, &By::Machine, line, Some(&row.id), now).await?;
    Ok(())
}
