//! One municipality with a page on each simulated network.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ordstyrer::decide::Policy;
use ordstyrer::demo::{self, Network};
use ordstyrer::detect::{Detectors, Lists};
use ordstyrer::model::{
    AccountName, By, Clock, Days, InquiryId, Kept, ManualClock, Mode, OrganisationId, RemoteId, Stamp,
};
use ordstyrer::platform::{self, Connection};
use ordstyrer::screen::Screen;
use ordstyrer::settle::{self, Choice, Decided};
use ordstyrer::store::{self, Db, Engine, Schema, inquiry::Row, task::Task};
use ordstyrer::vault::{KeyRing, Ledger, Master, Vault};
use ordstyrer::worker::{Connected, Organisation, Report, Settings, Worker};
use ordstyrer::{intake, retain};

use super::postgres;

/// Where the tests begin: an ordinary Saturday.
pub const START: &str = "2026-11-21T12:00:00Z";

/// The simulated networks, the databases and the worker.
pub struct Town {
    pub networks: demo::Town,
    pub clock: ManualClock,
    pub db: Db,
    pub vault: Arc<Vault>,
    pub policy: Arc<Policy>,
    pub worker: Worker,
    pub organisation: OrganisationId,
    pub folder: tempfile::TempDir,
    pub addresses: [String; 2],
}

impl Town {
    /// Two accounts that may act, an empty town.
    pub async fn new(engine: Engine) -> Self {
        let town = Self::observing(engine).await;
        for network in [Network::Facebook, Network::Bluesky] {
            town.act_on(network).await;
        }
        town
    }

    /// Two accounts that were just connected.
    pub async fn observing(engine: Engine) -> Self {
        let clock = ManualClock::at(Stamp::parse(START).unwrap());
        let networks = demo::Town::start(Arc::new(clock.clone()), 1).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let addresses = match engine {
            Engine::Sqlite => ["main", "keys"]
                .map(|name| format!("sqlite:{}", folder.path().join(name).with_extension("db").display())),
            Engine::Postgres => [postgres::database().await, postgres::database().await],
        };
        Self::open(networks, clock, folder, addresses).await
    }

    /// Opens (again) what stands in the folder and the databases, as a restart would.
    pub async fn open(
        networks: demo::Town,
        clock: ManualClock,
        folder: tempfile::TempDir,
        addresses: [String; 2],
    ) -> Self {
        let now = clock.now();
        let organisation = OrganisationId::from_text("prøveby");
        let db = Db::open(&addresses[0], Schema::Main).await.unwrap();
        let keys = Db::open(&addresses[1], Schema::Keys).await.unwrap();
        let vault = Arc::new(vault(keys, folder.path(), now).await);
        let policy = Arc::new(Policy::shipped());
        let accounts: Vec<_> = [Network::Facebook, Network::Bluesky]
            .into_iter()
            .map(|network| connect(&networks, network))
            .collect();
        let mut tx = db.write().await.unwrap();
        vault.belongs(&mut tx, now).await.unwrap();
        store::organisation::ensure(&mut tx, &organisation).await.unwrap();
        for account in &accounts {
            store::account::ensure(&mut tx, &organisation, &account.name, &account.network, now)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let names: Vec<_> = accounts.iter().map(|account| account.name.clone()).collect();
        retain::replay(&db, &vault, &organisation, &names, now).await.unwrap();
        let screen = Screen::new(
            Detectors::new(&Lists::shipped()).unwrap(),
            Arc::clone(&policy),
            Stamp::parse("2040-01-01T00:00:00Z"),
        );
        let worker = Worker::new(
            db.clone(),
            Arc::clone(&vault),
            screen,
            vec![Organisation { id: organisation.clone(), accounts }],
            settings(),
            format!("worker-{}", InquiryId::new(now)),
            Arc::new(clock.clone()),
        );
        Self { networks, clock, db, vault, policy, worker, organisation, folder, addresses }
    }

    /// Stops everything without a word, as a crash would, and starts again.
    pub async fn restart(self) -> Self {
        let Self { networks, clock, db, vault, folder, addresses, worker, .. } = self;
        drop(worker);
        db.close().await;
        vault.keys.close().await;
        Self::open(networks, clock, folder, addresses).await
    }

    pub async fn act_on(&self, network: Network) {
        let mut tx = self.db.write().await.unwrap();
        store::account::set_mode(&mut tx, &self.organisation, &name(network), Mode::Acting).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// One turn of the worker; every network must have behaved.
    pub async fn turn(&self) -> Report {
        let report = self.worker.turn().await.unwrap();
        assert!(report.troubles.is_empty(), "a network failed: {:?}", report.troubles);
        report
    }

    /// Time passes.
    pub fn later(&self, by: Duration) {
        self.clock.advance(by);
    }

    pub fn now(&self) -> Stamp {
        self.clock.now()
    }

    /// What is held of a comment, with its row; `None` when nothing is.
    pub async fn held(&self, network: Network, remote: &str) -> Option<(Row, Kept)> {
        let mac = self.vault.tombstone(&name(network), &RemoteId::new(remote));
        let mut tx = self.db.read().await.unwrap();
        let stone =
            store::tombstone::get(&mut tx, &self.organisation, &name(network), &mac).await.unwrap()?;
        let row = store::inquiry::get(&mut tx, &self.organisation, &stone.inquiry?).await.unwrap()?;
        let mut keys = self.vault.keys.read().await.unwrap();
        let opened = self.vault.open(&mut keys, &self.organisation, &row).await.unwrap();
        Some((row, opened.kept))
    }

    /// True when the comment was seen and is known again, whether or not anything is held of it.
    pub async fn knows(&self, network: Network, remote: &str) -> bool {
        let mac = self.vault.tombstone(&name(network), &RemoteId::new(remote));
        let mut tx = self.db.read().await.unwrap();
        store::tombstone::get(&mut tx, &self.organisation, &name(network), &mac).await.unwrap().is_some()
    }

    pub async fn tasks(&self, row: &Row) -> Vec<Task> {
        let mut tx = self.db.read().await.unwrap();
        store::task::of_inquiry(&mut tx, &self.organisation, &row.id).await.unwrap()
    }

    pub async fn count(&self) -> i64 {
        let mut tx = self.db.read().await.unwrap();
        store::inquiry::count(&mut tx, &self.organisation).await.unwrap()
    }

    /// A moderator decides on the row as it stands.
    pub async fn decide(&self, row: &Row, choice: Choice) -> Decided {
        self.decide_on_version(row, row.version, choice).await
    }

    pub async fn decide_on_version(&self, row: &Row, version: i64, choice: Choice) -> Decided {
        settle::decision(
            &self.db,
            &self.vault,
            &self.policy,
            &self.organisation,
            &row.id,
            version,
            &choice,
            &By::Moderator(ordstyrer::model::ModeratorId::from_text("moderator-1")),
            Duration::ZERO,
            self.now(),
        )
        .await
        .unwrap()
    }
}

/// The name of the account on a network.
pub fn name(network: Network) -> AccountName {
    AccountName::from_text(match network {
        Network::Facebook => "prøveby-fb",
        Network::Bluesky => "prøveby-bsky",
    })
}

pub fn settings() -> Settings {
    Settings {
        every: Duration::from_millis(10),
        lease: minutes(1),
        longest_rest: minutes(15),
        intake: intake::Settings {
            overlap: minutes(10),
            horizon: Days(90),
            full_read: minutes(15),
            page_cap: 200,
            recheck: hours(1),
            recheck_old: hours(20),
        },
        retain: retain::Settings { horizon: Days(90), residue: Days(35), warnings: Days(30) },
    }
}

async fn vault(keys: Db, folder: &Path, now: Stamp) -> Vault {
    let ring = folder.join("keys");
    let ring = if ring.exists() {
        KeyRing::open(&ring, &Master::InFolder).unwrap()
    } else {
        KeyRing::create(&ring, &Master::InFolder, InquiryId::new(now).as_str()).unwrap()
    };
    Vault::new(keys, ring, Ledger::open(&folder.join("deletions.jsonl")).unwrap(), now).await.unwrap()
}

fn connect(networks: &demo::Town, network: Network) -> Connected {
    let (kind, base_url) = match network {
        Network::Facebook => ("facebook", networks.facebook_url()),
        Network::Bluesky => ("bluesky", networks.bluesky_url()),
    };
    let connection = Connection {
        account: name(network),
        base_url: base_url.clone(),
        page: networks.page(network),
        token: networks.token(network),
        deadline: Duration::from_secs(20),
        most_bytes: 8 << 20,
        options: toml::Table::new(),
    };
    Connected {
        name: name(network),
        network: kind.to_owned(),
        platform: platform::connect(kind, connection).unwrap(),
    }
}

pub fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

pub fn hours(count: u64) -> Duration {
    minutes(count * 60)
}

pub fn days(count: u64) -> Duration {
    hours(count * 24)
}
