//! The turn: every account, then what is due to be destroyed.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;
use tracing::{error, info, warn};

use super::account::{Connected, Round};
use super::rest;
use crate::model::{AccountName, Clock, OrganisationId, ReplyLimit, Stamp};
use crate::screen::Screen;
use crate::store::{self, Db};
use crate::vault::Vault;
use crate::{intake, retain};

/// How the worker works.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// From the end of one turn to the beginning of the next.
    pub every: Duration,
    /// How long a claim on an account or a task holds without being renewed.
    pub lease: Duration,
    /// The longest rest of a failing account.
    pub longest_rest: Duration,
    /// How far and how often is read.
    pub intake: intake::Settings,
    /// How long things live.
    pub retain: retain::Settings,
}

/// An organisation with its connected accounts.
#[derive(Debug)]
pub struct Organisation {
    /// Which.
    pub id: OrganisationId,
    /// Its accounts.
    pub accounts: Vec<Connected>,
}

/// Pulls, screens, settles, acts and destroys.
#[derive(Debug)]
pub struct Worker {
    pub(super) db: Db,
    pub(super) vault: Arc<Vault>,
    pub(super) screen: Screen,
    pub(super) settings: Settings,
    pub(super) owner: String,
    organisations: Vec<Organisation>,
    clock: Arc<dyn Clock>,
}

/// What a turn came to; counts only.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// Items that the networks delivered, ours among them.
    pub served: u64,
    /// New inquiries.
    pub taken_in: u64,
    /// Items seen before.
    pub duplicates: u64,
    /// Inquiries whose words changed.
    pub edited: u64,
    /// Inquiries that vanished on the network.
    pub gone: u64,
    /// Inquiries that a colleague answered in the network's own app.
    pub answered: u64,
    /// Comments hidden.
    pub hidden: u64,
    /// Comments shown again.
    pub shown: u64,
    /// Comments deleted on the network.
    pub deleted_on_platform: u64,
    /// Redirect replies confirmed.
    pub redirected: u64,
    /// Tasks that wait for a person now.
    pub parked: u64,
    /// Leaks in our own words.
    pub warnings: u64,
    /// Inquiries destroyed.
    pub forgotten: i64,
    /// Accounts that failed, each with its cause.
    pub troubles: Vec<String>,
}

impl Worker {
    /// A worker that has not begun. `owner` must be unique: it is whose lease is whose.
    #[must_use]
    pub fn new(
        db: Db,
        vault: Arc<Vault>,
        screen: Screen,
        organisations: Vec<Organisation>,
        settings: Settings,
        owner: String,
        clock: Arc<dyn Clock>,
    ) -> Self {
        Self { db, vault, screen, settings, owner, organisations, clock }
    }

    /// How long a reply may be, for each account.
    #[must_use]
    pub fn reply_limits(&self) -> BTreeMap<AccountName, ReplyLimit> {
        let accounts = self.organisations.iter().flat_map(|organisation| &organisation.accounts);
        accounts.map(|account| (account.name.clone(), account.platform.can().reply_limit)).collect()
    }

    /// One turn.
    ///
    /// # Errors
    /// Only when our own databases, keys or ledger fail: a network never stops a turn.
    pub async fn turn(&self) -> anyhow::Result<Report> {
        let now = self.clock.now();
        let mut report = Report::default();
        for organisation in &self.organisations {
            let rounds =
                organisation.accounts.iter().map(|account| self.round(&organisation.id, account, now));
            for round in join_all(rounds).await {
                report.add(round?);
            }
        }
        // Every organisation that ever was: what it left must go too when it is not configured any more.
        // Read to the end first: a reader that stays open keeps deleted words in the log.
        let organisations = store::organisation::list(&mut self.db.read().await?).await?;
        for organisation in organisations {
            let settings = &self.settings.retain;
            let receipt = retain::run(&self.db, &self.vault, &organisation, settings, now).await?;
            report.forgotten += receipt.map_or(0, |receipt| receipt.destroyed);
        }
        for month in self.vault.destroy_empty_months(&self.db, now).await? {
            info!(month = month.as_str(), "destroyed the key of a month that wraps nothing any more");
        }
        Ok(report)
    }

    /// One account in one turn. What the network does wrong ends in the report.
    async fn round(
        &self,
        organisation: &OrganisationId,
        connected: &Connected,
        now: Stamp,
    ) -> anyhow::Result<Report> {
        let mut report = Report::default();
        let mut tx = self.db.write().await.context("taking an account's lease")?;
        let until = now.later(self.settings.lease);
        let lease =
            store::account::lease(&mut tx, organisation, &connected.name, &self.owner, now, until).await?;
        let known = store::account::get(&mut tx, organisation, &connected.name).await?;
        tx.commit().await.context("taking an account's lease")?;
        let (Some((fence, is_new)), Some(known)) = (lease, known) else { return Ok(report) };
        if is_new {
            let swept = retain::sweep(&self.db, &self.vault, organisation, &connected.name, fence).await?;
            if swept > 0 {
                info!(account = %connected.name, swept, "destroyed keys that a dead worker left without a row");
            }
        }
        if known.retry_at > now {
            return Ok(report);
        }
        let round = Round { worker: self, organisation, connected, fence, known: &known };
        // Deeds first: a hide that is due does not wait for a long pull, and one more look after the
        // pull hides at once what it found.
        let result = async {
            round.act(&mut report, self.settings.lease, now).await?;
            round.pull(&mut report, now).await?;
            round.recheck(&mut report, now).await?;
            round.act(&mut report, self.settings.lease, now).await
        }
        .await;
        if let Err(failure) = result {
            self.rest(organisation, connected, &known, &failure, now).await?;
            report.troubles.push(format!("{}: {failure:#}", connected.name));
        }
        Ok(report)
    }

    /// Logs a failing account once and leaves it alone for a while. A failure of our own databases
    /// ends the turn instead.
    async fn rest(
        &self,
        organisation: &OrganisationId,
        connected: &Connected,
        known: &store::account::Account,
        failure: &anyhow::Error,
        now: Stamp,
    ) -> anyhow::Result<()> {
        let retry_at = rest::until(failure, known.failures, self.settings.longest_rest, now);
        let trouble = format!("{failure:#}");
        warn!(account = %connected.name, failures = known.failures + 1, cause = %trouble, "an account failed and rests");
        let mut tx = self.db.write().await.context("noting a failing account")?;
        store::account::failed(&mut tx, organisation, &connected.name, &trouble, retry_at).await?;
        tx.commit().await.context("noting a failing account")
    }

    /// Turns until told to stop; then finishes the turn under way, if it can within 20 s, and gives
    /// back what it holds.
    ///
    /// # Errors
    /// As the databases, when giving back fails.
    pub async fn run(&self, stop: CancellationToken) -> anyhow::Result<()> {
        while !stop.is_cancelled() {
            let turn = self.turn();
            tokio::pin!(turn);
            let result = tokio::select! {
                result = &mut turn => result,
                () = stop.cancelled() => {
                    if let Ok(result) = tokio::time::timeout(Duration::from_secs(15), &mut turn).await { result } else {
                        warn!("the turn under way did not end in time; what it held is released");
                        break;
                    }
                }
            };
            if let Err(failure) = result {
                error!(cause = %format!("{failure:#}"), "a turn failed");
            }
            tokio::select! {
                () = tokio::time::sleep(self.settings.every) => {}
                () = stop.cancelled() => {}
            }
        }
        self.release().await
    }

    /// Gives back every lease and claim, so that another worker can go on at once.
    ///
    /// # Errors
    /// As the database.
    pub async fn release(&self) -> anyhow::Result<()> {
        let mut tx = self.db.write().await.context("releasing")?;
        for organisation in &self.organisations {
            store::task::release(&mut tx, &organisation.id, &self.owner).await?;
            store::account::release(&mut tx, &organisation.id, &self.owner).await?;
        }
        tx.commit().await.context("releasing")
    }
}

impl Report {
    /// Adds another's counts.
    pub fn add(&mut self, other: Self) {
        self.served += other.served;
        self.taken_in += other.taken_in;
        self.duplicates += other.duplicates;
        self.edited += other.edited;
        self.gone += other.gone;
        self.answered += other.answered;
        self.hidden += other.hidden;
        self.shown += other.shown;
        self.deleted_on_platform += other.deleted_on_platform;
        self.redirected += other.redirected;
        self.parked += other.parked;
        self.warnings += other.warnings;
        self.forgotten += other.forgotten;
        self.troubles.extend(other.troubles);
    }
}
