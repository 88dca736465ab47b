//! An installation, opened; and the parts that are built from its configuration.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use anyhow::{Context, anyhow, bail};
use secrecy::ExposeSecret;
use tracing::info;

use crate::alarm::Bell;
use crate::config::Config;
use crate::detect::{Detectors, Lists};
use crate::model::{AccountName, Capabilities, Clock, InquiryId, OrganisationId, Stamp};
use crate::platform::{Adviser, Secrets};
use crate::review::{self, Desk};
use crate::screen::{Outgoing, Screen};
use crate::store::{self, Db, Schema};
use crate::vault::{KeyRing, Ledger, Renewal, Vault};
use crate::worker::{Connected, Lifter, Organisation, Redirector, Unit, Worker};
use crate::{detect, identity, retain};

/// An opened installation.
#[derive(Debug)]
pub struct App {
    /// Its settings.
    pub config: Arc<Config>,
    /// The main database.
    pub db: Db,
    /// Keys, keys database and ledger.
    pub vault: Arc<Vault>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    outgoing: OnceLock<Outgoing>,
}

impl App {
    /// Opens key folder, databases and ledger, checks that they belong together, and finishes every
    /// deletion that a crash or a restore left undone. Nothing else has started by then.
    ///
    /// # Errors
    /// A sentence for each thing that is missing, lost or another installation's.
    pub async fn open(config: Config, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        // On the heap: what waits for two databases is too large to be carried through every command.
        Box::pin(Self::prepare(config, clock)).await
    }

    async fn prepare(config: Config, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let now = clock.now();
        // Before the databases: without its keys nothing may be made.
        let ring = KeyRing::open(&config.vault.folder, &config.vault.master)?;
        let db = Db::open(config.store.main.expose_secret(), Schema::Main)
            .await
            .context("opening the main database")?;
        let keys = Db::open(config.store.keys.expose_secret(), Schema::Keys)
            .await
            .context("opening the keys database")?;
        let ledger = Ledger::open(&config.vault.ledger)?;
        let vault = Vault::new(keys, ring, ledger, now).await.context("opening the keys database")?;
        let mut tx = db.write().await?;
        if store::installation::id(&mut tx).await?.is_none() {
            // A path with a slip of the pen must not end with the keys of the real one swept.
            let mut keys = vault.keys.read().await?;
            for organisation in &config.organisations {
                if !store::keys::months(&mut keys, &organisation.id).await?.is_empty() {
                    bail!(
                        "the main database is new while the keys database holds keys of {}: \
                         bring back the main database that belongs to it, or check store.main",
                        organisation.id
                    );
                }
            }
        }
        vault.belongs(&mut tx, now).await.context("opening the main database")?;
        for organisation in &config.organisations {
            store::organisation::ensure(&mut tx, &organisation.id).await?;
            for account in &organisation.accounts {
                let new =
                    store::account::ensure(&mut tx, &organisation.id, &account.name, &account.network, now);
                if new.await? {
                    info!(account = %account.name, "a new account: it only observes until acting is switched on");
                }
            }
        }
        tx.commit().await?;
        let (config, vault) = (Arc::new(config), Arc::new(vault));
        let app = Self { config, db, vault, clock, outgoing: OnceLock::new() };
        app.finish_deletions(now).await?;
        Ok(app)
    }

    async fn finish_deletions(&self, now: Stamp) -> anyhow::Result<()> {
        let organisations = store::organisation::list(&mut self.db.read().await?).await?;
        for organisation in organisations {
            let again = retain::replay(&self.db, &self.vault, &organisation, now).await?;
            if again > 0 {
                info!(organisation = %organisation, again, "destroyed again what the deletion ledger names");
            }
            self.vault.has_months(&organisation).await?;
            let (mut tx, mut keys) = (self.db.read().await?, self.vault.keys.read().await?);
            let rows = store::inquiry::count(&mut tx, &organisation).await?;
            if rows > 0 && store::keys::months(&mut keys, &organisation).await?.is_empty() {
                bail!(
                    "the keys database is empty while {rows} sealed inquiries stand in the main database: \
                     bring back the keys database that belongs to it"
                );
            }
        }
        Ok(())
    }

    /// The names of an organisation's accounts.
    #[must_use]
    pub fn accounts(&self, organisation: &OrganisationId) -> Vec<AccountName> {
        let organisations = self.config.organisations.iter().filter(|one| &one.id == organisation);
        organisations.flat_map(|one| &one.accounts).map(|account| account.name.clone()).collect()
    }

    /// Stores an account's secrets in the place of those of version `after` (0: of none). Whoever calls
    /// has asked the network about them. `None` when another version stands by now.
    ///
    /// # Errors
    /// As the database, or the vault.
    pub async fn store_secrets(
        &self,
        organisation: &OrganisationId,
        account: &AccountName,
        after: i64,
        secrets: &Secrets,
        ends_at: Option<Stamp>,
        renewal: Renewal,
    ) -> anyhow::Result<Option<i64>> {
        let (secrets, now) = (secrets.iter(), self.clock.now());
        let mut tx = self.db.write().await.context("storing secrets")?;
        let version = self
            .vault
            .store_secrets(&mut tx, organisation, account, after, secrets, ends_at, renewal, now)
            .await?;
        tx.commit().await.context("storing secrets")?;
        Ok(version)
    }

    /// How long things of an organisation live.
    #[must_use]
    pub fn retention(&self, organisation: &OrganisationId) -> retain::Settings {
        let settings = self.config.worker.retain;
        let configured = self.config.organisations.iter().find(|one| one.id == *organisation);
        let horizon = configured.and_then(|one| one.horizon).unwrap_or(settings.horizon);
        retain::Settings { horizon, ..settings }
    }

    /// The detectors with the municipality's own numbers and rules.
    ///
    /// # Errors
    /// A list that does not compile, by name and line; a rule, by file and id, also where it gets a
    /// sentence wrong that stands beside it.
    pub fn detectors(config: &Config) -> Result<Detectors, detect::Error> {
        let detectors = Detectors::new(&Self::lists(config))?;
        // The shipped rules are tried by a test.
        if config.detect.rules.is_empty() { Ok(detectors) } else { detectors.tried() }
    }

    /// The lists that the detectors are made of.
    #[must_use]
    pub fn lists(config: &Config) -> Lists {
        Lists {
            own_numbers: config.detect.own_numbers.clone(),
            own_email_domains: config.detect.own_email_domains.clone(),
            own_addresses: config.detect.own_addresses.clone(),
            rules: [Lists::shipped().rules, config.detect.rules.clone()].concat(),
            ..Lists::shipped()
        }
    }

    /// A worker that connects every account with the secrets that stand in the database.
    ///
    /// # Errors
    /// A connection that cannot be made, by account.
    pub fn worker(&self) -> anyhow::Result<Worker> {
        let config = &self.config;
        let mut organisations = Vec::new();
        for organisation in &config.organisations {
            let mut accounts = Vec::new();
            for account in &organisation.accounts {
                let connected = Connected::new(&account.network, account.connection(config.call))
                    .with_context(|| format!("connecting account {}", account.name))?;
                accounts.push(connected);
            }
            let (id, horizon) = (organisation.id.clone(), organisation.horizon);
            organisations.push(Organisation { id, accounts, horizon });
        }
        let screen =
            Screen::new(Self::detectors(config)?, Arc::new(config.policy.clone()), config.detect.cpr_today);
        let owner = InquiryId::new(self.clock.now());
        let worker = Worker::new(
            self.db.clone(),
            Arc::clone(&self.vault),
            screen,
            organisations,
            config.worker,
            owner.as_str().to_owned(),
            Arc::clone(&self.clock),
        )
        .staffed(config.alarm.staffed.clone());
        let worker = if config.policy.redirect_alone().is_some() {
            worker.redirecting(self.redirector()?)
        } else {
            worker
        };
        let worker = match self.bell()? {
            Some(bell) => worker.with_bell(bell),
            None => worker,
        };
        let Some(model) = &config.model else { return Ok(worker) };
        let adviser = Adviser::new(&model.advice).context("connecting the outside model")?;
        Ok(worker.lifted_by(Lifter::new(adviser, model.lift_from)))
    }

    /// The words that point to a mailbox.
    ///
    /// # Errors
    /// As [`App::detectors`].
    fn redirector(&self) -> anyhow::Result<Redirector> {
        let config = &self.config;
        let units = config
            .organisations
            .iter()
            .map(|one| (one.id.clone(), Unit { unit: one.unit.clone(), name: one.name.clone() }));
        Ok(Redirector {
            mailboxes: config.mailboxes.clone(),
            replies: config.replies.clone(),
            outgoing: self.outgoing()?,
            units: units.collect(),
        })
    }

    /// The bell, where it has a way out.
    ///
    /// # Errors
    /// An address that cannot be used.
    pub fn bell(&self) -> anyhow::Result<Option<Bell>> {
        Bell::new(self.config.alarm.clone()).map_err(|what| anyhow!(what)).context("hanging up the bell")
    }

    /// How an organisation's alarms go out.
    fn told_by(&self, organisation: &OrganisationId) -> review::ToldBy {
        let alarm = &self.config.alarm;
        let line = alarm.lines.get(organisation);
        let steps = line.into_iter().flat_map(|line| line.staffed.iter().chain(&line.outside));
        let people: BTreeSet<_> = steps.flatten().collect();
        review::ToldBy { mail: alarm.mail.is_some(), webhook: alarm.webhook.is_some(), people: people.len() }
    }

    /// The last look at our own words; its detectors are compiled once.
    ///
    /// # Errors
    /// As [`App::detectors`].
    pub fn outgoing(&self) -> anyhow::Result<Outgoing> {
        if let Some(made) = self.outgoing.get() {
            return Ok(made.clone());
        }
        let (config, lint) = (&self.config, Arc::new(self.config.lint.clone()));
        let made = Outgoing::new(Arc::new(Self::detectors(config)?), lint, config.detect.cpr_today);
        Ok(self.outgoing.get_or_init(|| made).clone())
    }

    /// The review queue's desk. `can` is what the connections say of themselves.
    ///
    /// # Errors
    /// As [`App::detectors`].
    pub fn desk(&self, can: BTreeMap<AccountName, Capabilities>) -> anyhow::Result<Desk> {
        let config = &self.config;
        let organisations = config.organisations.iter().map(|organisation| review::Organisation {
            id: organisation.id.clone(),
            name: organisation.name.clone(),
            unit: organisation.unit.clone(),
        });
        let mut logins = BTreeMap::new();
        for organisation in &config.organisations {
            let Some(login) = &organisation.login else { continue };
            let Ok(back) = config.review.public_url.join("log-ind/svar") else {
                bail!("review.public_url cannot be extended");
            };
            let provider = identity::Provider::new(identity::Settings {
                issuer: login.issuer.clone(),
                client: login.client.clone(),
                secret: login.secret.clone(),
                groups: login.groups.clone(),
                roles: login.roles.clone(),
                acr: login.acr.clone(),
                amr: login.amr.clone(),
                is_near: login.is_near,
                back,
            });
            let provider = provider.with_context(|| format!("the login of {}", organisation.id))?;
            logins.insert(organisation.id.clone(), Arc::new(provider));
        }
        Ok(Desk {
            db: self.db.clone(),
            vault: Arc::clone(&self.vault),
            clock: Arc::clone(&self.clock),
            policy: Arc::new(config.policy.clone()),
            mailboxes: Arc::new(config.mailboxes.clone()),
            replies: Arc::new(config.replies.clone()),
            answers: Arc::new(config.answers.clone()),
            outgoing: self.outgoing()?,
            settings: review::Settings {
                organisations: organisations.collect(),
                public_url: config.review.public_url.clone(),
                undo: config.review.undo,
                second_step: config.review.second_step.clone(),
                logins,
                staff_notice: config.review.staff_notice,
                client_header: config.review.client_header.clone(),
                reasons: detect::sentence,
                staffed: config.alarm.staffed.clone(),
                can,
                caps: config.worker.caps,
                told: config
                    .organisations
                    .iter()
                    .map(|one| (one.id.clone(), self.told_by(&one.id)))
                    .collect(),
            },
        })
    }
}
