//! What persons owe and have not done: a hide that nobody confirmed, a task that nobody took, a warning
//! that nobody saw. Each is alarmed by its deadline. And what the policy ends at its end.

use std::time::Duration;

use anyhow::Context;
use tracing::warn;

use crate::decide::Policy;
use crate::model::{
    AccountName, AlarmKind, By, Deed, HIDDEN_FOR_AUTHOR, InquiryId, OrganisationId, Staffed, Stamp,
};
use crate::settle;
use crate::store::alarm::New;
use crate::store::{self, Db};
use crate::vault::Vault;

/// Rows that one look takes.
const MOST: i64 = 500;

/// Something that must ring.
struct Duty {
    cause: String,
    kind: AlarmKind,
    account: AccountName,
    inquiry: Option<InquiryId>,
    due: Stamp,
}

/// Raises what is due. Returns how many alarms are new.
pub(super) async fn look(
    db: &Db,
    vault: &Vault,
    policy: &Policy,
    staffed: &Staffed,
    organisation: &OrganisationId,
    now: Stamp,
) -> anyhow::Result<u64> {
    let mut duties = Vec::new();
    let mut tx = db.read().await.context("looking for duties")?;
    let confirm = policy.confirm_within();
    for row in store::inquiry::undecided(&mut tx, organisation, now.later(confirm), MOST).await? {
        let Some(decide_by) = row.decide_by else { continue };
        let first = unconfirmed_at(decide_by, confirm, staffed);
        let kind = if now >= decide_by { AlarmKind::Overdue } else { AlarmKind::Unconfirmed };
        if now >= first {
            let cause = format!("{}:{}:{}", kind.as_str(), row.id, decide_by.ms());
            let (account, inquiry) = (row.account, Some(row.id));
            duties.push(Duty { cause, kind, account, inquiry, due: decide_by });
        }
    }
    for task in store::task::overdue(&mut tx, organisation, now, MOST).await? {
        let kind = match task.deed {
            _ if task.note.as_deref() == Some(HIDDEN_FOR_AUTHOR) => AlarmKind::Parked,
            Deed::Hide | Deed::Delete => AlarmKind::Overdue,
            Deed::Unhide | Deed::Reply => AlarmKind::Parked,
        };
        let due = staffed.due(now, kind.in_hand_within());
        let cause = format!("{}:{}", kind.as_str(), task.id);
        duties.push(Duty { cause, kind, account: task.account, inquiry: Some(task.inquiry), due });
    }
    for block in store::block::standing(&mut tx, organisation, &store::Reach::ALL, MOST).await? {
        if now >= block.ends_at {
            let kind = AlarmKind::Parked;
            let cause = format!("block:{}", block.id);
            let due = staffed.due(now, kind.in_hand_within());
            duties.push(Duty { cause, kind, account: block.account, inquiry: None, due });
        }
    }
    for (id, warning) in store::warning::recent(&mut tx, organisation, MOST).await? {
        let Some(kind) = AlarmKind::parse(&warning.kind) else { continue };
        let due = staffed.due(now, kind.in_hand_within());
        duties.push(Duty {
            cause: format!("warning:{id}"),
            kind,
            account: warning.account,
            inquiry: None,
            due,
        });
    }
    let mut new = Vec::new();
    for duty in duties {
        if !store::alarm::is_raised(&mut tx, organisation, &duty.cause).await? {
            new.push(duty);
        }
    }
    drop(tx);
    if new.is_empty() {
        return Ok(0);
    }
    let mut raised = 0;
    let mut tx = db.write().await.context("alarming duties")?;
    for duty in new {
        let is_night = duty.kind.rings_at_night();
        let one = New {
            cause: &duty.cause,
            kind: duty.kind,
            account: Some(&duty.account),
            inquiry: duty.inquiry.as_ref(),
            due: duty.due,
            next_at: if is_night { now } else { staffed.next(now) },
            // The first in line had their time.
            step: i64::from(duty.kind == AlarmKind::Overdue),
        };
        if store::alarm::raise(&mut tx, organisation, &one, now).await? {
            let line = format!("alarm.{}", duty.kind.as_str());
            vault.audit(&mut tx, organisation, &By::Machine, line, duty.inquiry.as_ref(), now).await?;
            raised += 1;
        }
    }
    tx.commit().await.context("alarming duties")?;
    Ok(raised)
}

/// When nobody has confirmed or lifted an automatic hide in the first staffed hour after it.
fn unconfirmed_at(decide_by: Stamp, confirm: Duration, staffed: &Staffed) -> Stamp {
    staffed.due(decide_by.earlier(confirm), AlarmKind::Unconfirmed.in_hand_within()).min(decide_by)
}

/// Ends the automatic hides that nobody confirmed and whose copy goes.
pub(super) async fn end(
    db: &Db,
    vault: &Vault,
    policy: &Policy,
    organisation: &OrganisationId,
    now: Stamp,
) -> anyhow::Result<()> {
    let (confirmed, lifted) = settle::end_unconfirmed(db, vault, policy, organisation, now).await?;
    if confirmed + lifted > 0 {
        warn!(%organisation, confirmed, lifted, "nobody decided on automatic hides: the policy ended them");
    }
    Ok(())
}
