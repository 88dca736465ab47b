//! What somebody else did on the network: seen when we read again what we left there, recorded, and
//! where it lays a leak open again, put before a person at once.

use std::time::Duration;

use anyhow::Context;

use super::round::Round;
use crate::model::{AlarmKind, By, Deed, Ground, Incoming, InquiryId, Stamp, State, Target, TaskState};
use crate::store::alarm::New;
use crate::store::drift::Drift;
use crate::store::inquiry::{Change, Row};
use crate::store::task::Task;
use crate::store::{self, Tx};

/// What was done is read back once more after so long.
const LATER: Duration = Duration::from_hours(24);

/// What stands there against what we left.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    /// As we left it.
    Same,
    /// We hid it, and it can be seen.
    ShownThere,
    /// It can be seen as far as we know, and is hidden.
    HiddenThere,
}

impl Round<'_> {
    /// Holds what was read again against what we left there.
    pub(super) async fn compare(self, row: &Row, here: &Incoming, now: Stamp) -> anyhow::Result<()> {
        let Some(is_hidden) = here.is_hidden else { return Ok(()) };
        let mut tx = self.worker.db.read().await.context("reading what we left")?;
        let tasks = store::task::of_inquiry(&mut tx, self.organisation, &row.id).await?;
        let seen = store::drift::of_inquiry(&mut tx, self.organisation, &row.id).await?;
        drop(tx);
        // What is under way has not come to its end there either.
        let is_under_way = |task: &Task| {
            task.deed != Deed::Reply
                && matches!(task.state, TaskState::Open | TaskState::Intent | TaskState::Unknown)
        };
        if tasks.iter().any(is_under_way) {
            return Ok(());
        }
        let last = tasks
            .iter()
            .rfind(|task| matches!(task.deed, Deed::Hide | Deed::Unhide) && task.state == TaskState::Done);
        let found = match (last.map(|task| task.deed), is_hidden) {
            (Some(Deed::Hide), false) => Found::ShownThere,
            (Some(Deed::Unhide) | None, true) => Found::HiddenThere,
            _ => Found::Same,
        };
        let (kind, is_told) = match found {
            Found::Same => {
                if last.is_some_and(|task| task.held_at.is_none()) {
                    self.still_holds(row, now).await?;
                }
                return Ok(());
            }
            Found::ShownThere => ("shown_there", last_kind(&seen) == Some("shown_there")),
            Found::HiddenThere => ("hidden_there", last_kind(&seen) == Some("hidden_there")),
        };
        if is_told {
            return Ok(());
        }
        let mut tx = self.worker.db.write().await.context("recording a drift")?;
        self.record(&mut tx, &row.id, kind, now).await?;
        // A person decided that it may be seen, then somebody on the network: that is no alarm.
        if found == Found::ShownThere && matches!(row.state, State::Hidden | State::Removed) {
            self.lay_open(&mut tx, row, now).await?;
        }
        tx.commit().await.context("recording a drift")
    }

    /// Looks, once and a day later, whether what we said still stands there.
    pub(super) async fn replies_stand(self, row: &Row, target: &Target, now: Stamp) -> anyhow::Result<()> {
        let mut tx = self.worker.db.read().await.context("reading what we said")?;
        let tasks = store::task::of_inquiry(&mut tx, self.organisation, &row.id).await?;
        let seen = store::drift::of_inquiry(&mut tx, self.organisation, &row.id).await?;
        drop(tx);
        let is_due = |task: &&Task| {
            task.deed == Deed::Reply
                && task.state == TaskState::Done
                && task.held_at.is_none()
                && task.our_remote.is_some()
                && task.intent_at.is_some_and(|at| now.since(at) >= LATER)
        };
        let said: Vec<_> = tasks.iter().filter(is_due).collect();
        let is_told = seen.iter().any(|drift| drift.kind == "reply_gone");
        if said.is_empty() || is_told || self.platform.hold().is_some() {
            return Ok(());
        }
        // It comes again at the comment's next look.
        let Ok(own) = self.platform.own_replies(target).await else { return Ok(()) };
        let stands =
            |task: &&Task| own.iter().any(|own| task.our_remote.as_deref() == Some(own.remote.expose()));
        let mut tx = self.worker.db.write().await.context("noting what we said")?;
        if said.iter().all(stands) {
            let before = now.earlier(LATER);
            store::task::holds(&mut tx, self.organisation, &row.id, Deed::Reply, before, now).await?;
        } else {
            self.record(&mut tx, &row.id, "reply_gone", now).await?;
        }
        tx.commit().await.context("noting what we said")
    }

    /// The comment is gone and no deed of ours took it away: its author did, or a colleague in the
    /// network's own app.
    pub(super) async fn vanished(self, row: &Row, now: Stamp) -> anyhow::Result<()> {
        let mut tx = self.worker.db.write().await.context("recording a drift")?;
        self.record(&mut tx, &row.id, "vanished", now).await?;
        tx.commit().await.context("recording a drift")
    }

    /// What we deleted and read back as gone is listed again a day later: it is taken in as new.
    pub(super) async fn back_again(self, inquiry: &InquiryId, now: Stamp) -> anyhow::Result<()> {
        let mut tx = self.worker.db.write().await.context("recording a drift")?;
        self.record(&mut tx, inquiry, "back_again", now).await?;
        tx.commit().await.context("recording a drift")
    }

    async fn record(self, tx: &mut Tx, inquiry: &InquiryId, kind: &str, now: Stamp) -> anyhow::Result<()> {
        let (account, kind_of_it) = (self.name().clone(), kind.to_owned());
        let drift = Drift { inquiry: inquiry.clone(), account, kind: kind_of_it, seen_at: now };
        store::drift::insert(tx, self.organisation, &drift).await?;
        let line = format!("drift.{kind}");
        self.worker.vault.audit(tx, self.organisation, &By::Machine, line, Some(inquiry), now).await?;
        Ok(())
    }

    async fn still_holds(self, row: &Row, now: Stamp) -> anyhow::Result<()> {
        let mut tx = self.worker.db.write().await.context("noting what still holds")?;
        for deed in [Deed::Hide, Deed::Unhide] {
            let before = now.earlier(LATER);
            store::task::holds(&mut tx, self.organisation, &row.id, deed, before, now).await?;
        }
        tx.commit().await.context("noting what still holds")
    }

    async fn lay_open(self, tx: &mut Tx, row: &Row, now: Stamp) -> anyhow::Result<()> {
        let change = Change {
            state: State::Queued,
            is_urgent: true,
            rule: &row.rule,
            decide_by: None,
            delete_after: row.delete_after.max(now.later(LATER)),
        };
        // Our own reading may have changed the row a moment ago; then the next look does it.
        if !store::inquiry::change(tx, self.organisation, &row.id, row.version, &change).await? {
            return Ok(());
        }
        let ground = self.worker.screen.policy().guideline(&row.rule).and_then(|line| line.ground);
        if ground != Some(Ground::PersonalData) {
            return Ok(());
        }
        let kind = AlarmKind::LeakVisible;
        let cause = format!("{}:{}:{}", kind.as_str(), row.id, now.ms());
        let staffed = &self.worker.staffed;
        let new = New {
            cause: &cause,
            kind,
            account: Some(&row.account),
            inquiry: Some(&row.id),
            due: staffed.due(now, kind.in_hand_within()),
            next_at: now,
            step: 0,
        };
        store::alarm::raise(tx, self.organisation, &new, now).await?;
        Ok(())
    }
}

fn last_kind(seen: &[Drift]) -> Option<&str> {
    seen.last().map(|drift| drift.kind.as_str())
}
