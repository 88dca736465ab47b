//! The turn: every account, then what is due to be destroyed, then a look at what should worry us.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use futures_util::future::join_all;
use tracing::{info, warn};

use super::connected::Connected;
use super::duties;
use super::lift::Lifter;
use super::memory::Memory;
use super::meter::Meter;
use super::pull::{is_about_it, is_unreachable};
use super::redirect::Redirector;
use super::report::Report;
use super::rest;
use super::round::Round;
use super::watch::{self, Watch};
use crate::alarm::Bell;
use crate::model::{AccountName, Capabilities, Clock, Days, OrganisationId, Staffed, Stamp};
use crate::platform::Error;
use crate::screen::Screen;
use crate::store::{self, Db};
use crate::vault::Vault;
use crate::{act, intake, retain, settle};

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
    /// When what is missing worries us.
    pub watch: Watch,
    /// How much the machine may do alone.
    pub caps: settle::Caps,
    /// How long what it says alone can be taken back.
    pub undo: Duration,
}

/// An organisation with its connected accounts.
#[derive(Debug)]
pub struct Organisation {
    /// Which.
    pub id: OrganisationId,
    /// Its accounts.
    pub accounts: Vec<Connected>,
    /// How far back its posts are read, where it has a horizon of its own.
    pub horizon: Option<Days>,
}

/// Pulls, screens, settles, acts and destroys.
#[derive(Debug)]
pub struct Worker {
    pub(super) db: Db,
    pub(super) vault: Arc<Vault>,
    pub(super) screen: Screen,
    pub(super) settings: Settings,
    pub(super) owner: String,
    pub(super) organisations: Vec<Organisation>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) lifter: Option<Lifter>,
    pub(super) redirector: Option<Redirector>,
    pub(super) staffed: Staffed,
    bell: Option<Box<Bell>>,
    memory: Mutex<HashMap<AccountName, Memory>>,
    watched_at: Mutex<HashMap<OrganisationId, Stamp>>,
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
        let (memory, watched_at) = (Mutex::default(), Mutex::default());
        let (lifter, redirector, bell, staffed) = (None, None, None, Staffed::default());
        Self {
            db,
            vault,
            screen,
            settings,
            owner,
            organisations,
            clock,
            lifter,
            redirector,
            staffed,
            bell,
            memory,
            watched_at,
        }
    }

    /// The same, with other hours in which somebody is at work.
    #[must_use]
    pub fn staffed(self, staffed: Staffed) -> Self {
        Self { staffed, ..self }
    }

    /// The same, with a way to tell somebody what cannot wait.
    #[must_use]
    pub fn with_bell(self, bell: Bell) -> Self {
        Self { bell: Some(Box::new(bell)), ..self }
    }

    /// The same, with an outside model that may lift what waits for a person.
    #[must_use]
    pub fn lifted_by(self, lifter: Lifter) -> Self {
        Self { lifter: Some(lifter), ..self }
    }

    /// The same, with the words that point to a mailbox: the policy says whether they are ever used alone.
    #[must_use]
    pub fn redirecting(self, redirector: Redirector) -> Self {
        Self { redirector: Some(redirector), ..self }
    }

    /// What each account can do.
    #[must_use]
    pub fn capabilities(&self) -> BTreeMap<AccountName, Capabilities> {
        let accounts = self.organisations.iter().flat_map(|organisation| &organisation.accounts);
        accounts.map(|account| (account.name.clone(), account.can)).collect()
    }

    /// One turn.
    ///
    /// # Errors
    /// Only when our own databases, keys or ledger fail: a network never stops a turn.
    pub async fn turn(&self) -> anyhow::Result<Report> {
        let mut report = Report::default();
        for organisation in &self.organisations {
            let rounds = organisation.accounts.iter().map(|account| self.round(&organisation.id, account));
            for round in join_all(rounds).await {
                report.add(round?);
            }
        }
        report.add(self.upkeep().await?);
        self.ring().await?;
        Ok(report)
    }

    /// One account's part of a turn; nothing where it is not configured.
    ///
    /// # Errors
    /// As [`Worker::turn`].
    pub async fn turn_of(&self, account: &AccountName) -> anyhow::Result<Report> {
        let mut report = Report::default();
        for organisation in &self.organisations {
            for connected in organisation.accounts.iter().filter(|one| one.name == *account) {
                report.add(self.round(&organisation.id, connected).await?);
            }
        }
        Ok(report)
    }

    /// Tells whoever is to be told what nobody has taken yet.
    pub(super) async fn ring(&self) -> anyhow::Result<()> {
        let Some(bell) = &self.bell else { return Ok(()) };
        for organisation in &self.organisations {
            bell.ring(&self.db, &organisation.id, &self.owner, self.clock.now()).await.context("ringing")?;
        }
        Ok(())
    }

    /// How far back an organisation's posts are read, and how long its tombstones outlive them.
    pub(super) fn horizon(&self, organisation: &OrganisationId) -> Days {
        let configured = self.organisations.iter().find(|one| one.id == *organisation);
        configured.and_then(|one| one.horizon).unwrap_or(self.settings.intake.horizon)
    }

    /// What is due is destroyed, also when every network is down; then what should worry us is looked at.
    pub(super) async fn upkeep(&self) -> anyhow::Result<Report> {
        let now = self.clock.now();
        let mut report = Report::default();
        // Every organisation that ever was: what it left must go too when it is not configured any more.
        // Read to the end first: a reader that stays open keeps deleted words in the log.
        let organisations = store::organisation::list(&mut self.db.read().await?).await?;
        let policy = self.screen.policy();
        for organisation in &organisations {
            duties::end(&self.db, &self.vault, policy, organisation, now).await?;
            let settings = retain::Settings { horizon: self.horizon(organisation), ..self.settings.retain };
            let receipt = retain::run(&self.db, &self.vault, organisation, &settings, now).await?;
            report.forgotten += receipt.map_or(0, |receipt| receipt.destroyed);
        }
        for month in self.vault.destroy_empty_months(&self.db, now).await? {
            info!(month = month.as_str(), "destroyed the key of a month that wraps nothing any more");
        }
        for organisation in &self.organisations {
            if self.is_time_to_watch(&organisation.id, now) {
                let (id, watch) = (&organisation.id, &self.settings.watch);
                report.alarms += watch::look(&self.db, &self.vault, id, watch, now).await?;
            }
            duties::look(&self.db, &self.vault, policy, &self.staffed, &organisation.id, now).await?;
        }
        Ok(report)
    }

    fn is_time_to_watch(&self, organisation: &OrganisationId, now: Stamp) -> bool {
        let mut watched = self.watched_at.lock().unwrap_or_else(PoisonError::into_inner);
        let is_time = watched.get(organisation).is_none_or(|at| now.since(*at) >= watch::EVERY);
        if is_time {
            watched.insert(organisation.clone(), now);
        }
        is_time
    }

    fn is_held(&self, account: &AccountName, now: Stamp) -> bool {
        self.remember(account, |memory| memory.held_until > now)
    }

    /// Whether a call could make its lists be read sooner: not while they are held, or the account rests.
    pub(super) fn may_be_called(&self, account: &AccountName) -> bool {
        let now = self.clock.now();
        self.remember(account, |memory| memory.held_until.max(memory.rests_until) <= now)
    }

    /// What is remembered of an account.
    pub(super) fn remember<T>(&self, account: &AccountName, look: impl FnOnce(&mut Memory) -> T) -> T {
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        look(memory.entry(account.clone()).or_default())
    }

    /// One account in one turn. What the network does wrong ends in the report.
    pub(super) async fn round(
        &self,
        organisation: &OrganisationId,
        connected: &Connected,
    ) -> anyhow::Result<Report> {
        let now = self.clock.now();
        let mut report = Report::default();
        let mut tx = self.db.write().await.context("taking an account's lease")?;
        let until = now.later(self.settings.lease);
        let lease =
            store::account::lease(&mut tx, organisation, &connected.name, &self.owner, now, until).await?;
        let known = store::account::get(&mut tx, organisation, &connected.name).await?;
        let reach =
            store::organisation::reach(&mut tx, organisation, self.horizon(organisation), now).await?;
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
        let horizon = Days::since(reach, now);
        let result = self.work(organisation, connected, (fence, horizon), &known, &mut report, now).await;
        if let Err(failure) = result {
            let is_dead = matches!(failure.downcast_ref(), Some(Error::TokenDead(_)));
            if is_dead && !self.died(organisation, connected, fence, now).await? {
                // It was replaced while this round went on: the next one uses the new one at once.
                return Ok(report);
            }
            self.rest(organisation, connected, &known, &failure, now).await?;
            report.troubles.push(format!("{}: {failure:#}", connected.name));
        }
        Ok(report)
    }

    /// With the secrets that stand now, renewed in time, and within the network's daily quota.
    async fn work(
        &self,
        organisation: &OrganisationId,
        connected: &Connected,
        (fence, horizon): (i64, Days),
        known: &store::account::Account,
        report: &mut Report,
        now: Stamp,
    ) -> anyhow::Result<()> {
        let line = connected.line(&self.db, &self.vault, organisation).await?;
        let line = self.renewed(organisation, connected, fence, line, now).await?;
        let (platform, renewed) = (&*line.platform, AtomicI64::new(now.ms()));
        let round = Round {
            worker: self,
            organisation,
            connected,
            platform,
            fence,
            known,
            horizon,
            renewed: &renewed,
        };
        let meter = match platform.quota() {
            Some(quota) => {
                let wish = self.remember(&connected.name, |memory| memory.wish);
                Some(Meter::open(&self.db, organisation, quota, &connected.budget, wish, now).await?)
            }
            None => None,
        };
        let result = self.steps(round, report, now).await;
        if let Some(meter) = meter {
            if let Some(left) = connected.budget.left() {
                self.remember(&connected.name, |memory| memory.wish = meter.next(left));
            }
            meter.close(&self.db, organisation, &connected.budget).await?;
        }
        result
    }

    /// Deeds first: a hide that is due does not wait for a long pull, and one more look after the
    /// pull hides at once what it found.
    async fn steps(&self, round: Round<'_>, report: &mut Report, now: Stamp) -> anyhow::Result<()> {
        round.act(report, now).await?;
        let left = round.connected.budget.left().map(|left| left.pulls);
        let (held_until, cost) = self.remember(round.name(), |memory| (memory.held_until, memory.pull_cost));
        let (mut trouble, mut is_listed) = (None, false);
        if held_until <= now && left.is_none_or(|left| left >= cost) {
            match self.lists(round, report, now).await {
                Ok(spared) => {
                    (trouble, is_listed) = (spared, true);
                    let spent = left.zip(round.connected.budget.left()).map(|(was, is)| was - is.pulls);
                    self.remember(round.name(), |memory| memory.pull_cost = spent.unwrap_or(cost).max(1));
                }
                // One list that it fails on each time must not stop the look at what we hold.
                Err(failure) if is_unreachable(&failure) => trouble = Some(failure),
                Err(failure) => trouble = self.spared(round, failure, now)?,
            }
        }
        // What the network deleted must go here within a day, whatever became of the lists; but no call
        // that can wait is made while the network has us wait. Where the day's share of a quota is all
        // that lists wait for, a few units are still for this.
        let is_metered = left.is_some();
        if (is_metered || !self.is_held(round.name(), now))
            && let Err(failure) = round.recheck(report, now).await
        {
            trouble = trouble.or(self.spared(round, failure, now)?);
        }
        if is_listed
            && !self.is_held(round.name(), now)
            && let Err(failure) = round.backfill(report, now).await
        {
            trouble = trouble.or(self.spared(round, failure, now)?);
        }
        round.act(report, now).await?;
        trouble.map_or(Ok(()), Err)
    }

    /// What webhooks spoke of is taken when the stream and every thread was asked for. One thread that is
    /// in trouble comes again by its count, and must not have all that was spoken of read again.
    async fn lists(
        &self,
        round: Round<'_>,
        report: &mut Report,
        now: Stamp,
    ) -> anyhow::Result<Option<anyhow::Error>> {
        let heard = round.heard().await?;
        let trouble = round.pull(&heard, report, now).await?;
        round.took(&heard, now).await?;
        Ok(trouble)
    }

    /// A failure that stands in the way of nothing else in this round, to be told at its end; `None`
    /// for our own brake, which is no trouble: lists wait, deeds do not.
    ///
    /// # Errors
    /// The failure itself, when the rest would fail too.
    fn spared(
        &self,
        round: Round<'_>,
        failure: anyhow::Error,
        now: Stamp,
    ) -> anyhow::Result<Option<anyhow::Error>> {
        match failure.downcast_ref::<Error>() {
            Some(Error::Held(wait)) => {
                let until = act::until(*wait, now);
                self.remember(round.name(), |memory| memory.held_until = until);
                Ok(None)
            }
            _ if is_about_it(&failure) => Ok(Some(failure)),
            _ => Err(failure),
        }
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
        self.remember(&connected.name, |memory| memory.rests_until = retry_at);
        let trouble = format!("{failure:#}");
        warn!(account = %connected.name, failures = known.failures + 1, cause = %trouble, "an account failed and rests");
        let mut tx = self.db.write().await.context("noting a failing account")?;
        store::account::failed(&mut tx, organisation, &connected.name, &trouble, retry_at).await?;
        tx.commit().await.context("noting a failing account")
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
