//! One account in one turn, and what its steps share: connection, lease, fence.

use std::sync::atomic::{AtomicI64, Ordering};

use anyhow::{Context, bail};

use super::connected::Connected;
use super::report::Report;
use super::turn::Worker;
use crate::act::{self, Actor};
use crate::intake;
use crate::model::{AccountName, Days, Mode, OrganisationId, Source, Stamp};
use crate::platform::Platform;
use crate::settle;
use crate::store;

/// See the module.
#[derive(Clone, Copy)]
pub(super) struct Round<'a> {
    pub(super) worker: &'a Worker,
    pub(super) organisation: &'a OrganisationId,
    pub(super) connected: &'a Connected,
    pub(super) platform: &'a dyn Platform,
    pub(super) fence: i64,
    pub(super) known: &'a store::account::Account,
    /// How far back posts are read.
    pub(super) horizon: Days,
    /// When the lease was last renewed, in milliseconds.
    pub(super) renewed: &'a AtomicI64,
}

impl Round<'_> {
    pub(super) fn name(&self) -> &AccountName {
        &self.connected.name
    }

    pub(super) fn from(&self, source: Source) -> settle::From<'_> {
        settle::From {
            organisation: self.organisation,
            account: self.name(),
            fence: self.fence,
            source,
            caps: self.worker.settings.caps,
            staffed: &self.worker.staffed,
            undo: self.worker.settings.undo,
            tracks_leaks: !self.platform.can().hide
                && self.known.mode == Mode::Acting
                && source == Source::Poll,
        }
    }

    /// Does what is due: hides before deletions before replies.
    pub(super) async fn act(self, report: &mut Report, now: Stamp) -> anyhow::Result<()> {
        let actor = Actor {
            db: &self.worker.db,
            vault: &self.worker.vault,
            organisation: self.organisation,
            account: self.name(),
            platform: self.platform,
            owner: &self.worker.owner,
            lease: self.worker.settings.lease,
            staffed: &self.worker.staffed,
        };
        let acted = act::run(actor, now).await.context("acting")?;
        report.hidden += acted.hidden;
        report.shown += acted.shown;
        report.deleted_on_platform += acted.deleted;
        report.redirected += acted.replied;
        report.parked += acted.parked;
        Ok(())
    }

    /// How far and how often is read, for this organisation.
    pub(super) fn settings(self) -> intake::Settings {
        intake::Settings { horizon: self.horizon, ..self.worker.settings.intake }
    }

    /// Between two pages of a long pull: the lease is renewed before it ends, and a deed that became
    /// due does not wait for the end of the list.
    pub(super) async fn breathe(self, report: &mut Report, now: Stamp) -> anyhow::Result<()> {
        let clock = self.worker.clock.now();
        self.connected.budget.expire(clock);
        let renewed = Stamp::from_ms(self.renewed.load(Ordering::Relaxed));
        if clock.since(renewed) >= self.worker.settings.lease / 3 {
            let until = clock.later(self.worker.settings.lease);
            let (org, owner) = (self.organisation, &self.worker.owner);
            let mut tx = self.worker.db.write().await.context("renewing an account's lease")?;
            let lease = store::account::lease(&mut tx, org, self.name(), owner, clock, until).await?;
            tx.commit().await.context("renewing an account's lease")?;
            if lease != Some((self.fence, false)) {
                bail!("another worker took the account over");
            }
            self.renewed.store(clock.ms(), Ordering::Relaxed);
        }
        self.act(report, now).await
    }
}
