//! One municipality: databases, keys, policy and the real worker, on whatever networks it is given.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ordstyrer::decide::lint::Lint;
use ordstyrer::decide::{Mailboxes, Policy, Replies};
use ordstyrer::detect::{Detectors, Lists};
use ordstyrer::model::{
    AccountName, AlarmKind, By, Clock, Days, InquiryId, Kept, ManualClock, Mode, ModeratorId, OrganisationId,
    RemoteId, Stamp,
};
use ordstyrer::platform::Secrets;
use ordstyrer::screen::{Outgoing, Screen};
use ordstyrer::settle::{self, Choice, Decided};
use ordstyrer::store::{self, Db, Schema, inquiry::Row, task::Task};
use ordstyrer::vault::{KeyRing, Ledger, Master, Renewal, Vault};
use ordstyrer::worker::{Connected, Organisation, Redirector, Report, Settings, Unit, Worker};
use ordstyrer::{intake, retain};

/// The databases and the worker.
pub(crate) struct House {
    pub clock: ManualClock,
    pub db: Db,
    pub vault: Arc<Vault>,
    pub policy: Arc<Policy>,
    pub worker: Worker,
    pub organisation: OrganisationId,
    pub folder: tempfile::TempDir,
    pub addresses: [String; 2],
}

impl House {
    /// The addresses of two `SQLite` files in a folder.
    pub(crate) fn sqlite(folder: &Path) -> [String; 2] {
        ["main", "keys"].map(|name| format!("sqlite:{}", folder.join(name).with_extension("db").display()))
    }

    /// Opens what stands in the folder and the databases. Accounts that are new there observe, with
    /// these secrets.
    pub(crate) async fn open(
        accounts: Vec<(Connected, Secrets)>,
        clock: ManualClock,
        folder: tempfile::TempDir,
        addresses: [String; 2],
    ) -> Self {
        Box::pin(Self::open_with(caps(), accounts, clock, folder, addresses)).await
    }

    /// The same, where the machine may do so much alone.
    pub(crate) async fn open_with(
        caps: settle::Caps,
        accounts: Vec<(Connected, Secrets)>,
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
        let mut tx = db.write().await.unwrap();
        vault.belongs(&mut tx, now).await.unwrap();
        store::organisation::ensure(&mut tx, &organisation).await.unwrap();
        for (account, secrets) in &accounts {
            store::account::ensure(&mut tx, &organisation, &account.name, &account.network, now)
                .await
                .unwrap();
            let first = vault.store_secrets(
                &mut tx,
                &organisation,
                &account.name,
                0,
                secrets.iter(),
                None,
                Renewal::Added,
                now,
            );
            // After a restart they stand there already.
            first.await.unwrap();
        }
        tx.commit().await.unwrap();
        let accounts = accounts.into_iter().map(|(account, _)| account).collect();
        retain::replay(&db, &vault, &organisation, now).await.unwrap();
        let worker = Worker::new(
            db.clone(),
            Arc::clone(&vault),
            screen(&policy),
            vec![Organisation { id: organisation.clone(), accounts, horizon: None }],
            Settings { caps, ..settings() },
            format!("worker-{}", InquiryId::new(now)),
            Arc::new(clock.clone()),
        );
        Self { clock, db, vault, policy, worker, organisation, folder, addresses }
    }

    /// A worker whose configuration names no organisation any more.
    pub(crate) fn worker_of_nobody(&self) -> Worker {
        self.worker_on(Vec::new())
    }

    /// Another process with these accounts.
    pub(crate) fn another_worker(&self, accounts: Vec<Connected>) -> Worker {
        self.worker_on(vec![Organisation { id: self.organisation.clone(), accounts, horizon: None }])
    }

    /// A worker in another's place, under another policy and caps, that may point to these mailboxes alone.
    pub(crate) fn redirecting_worker(
        &self,
        policy: &Arc<Policy>,
        caps: settle::Caps,
        mailboxes: Mailboxes,
        accounts: Vec<Connected>,
    ) -> Worker {
        let detectors = Arc::new(Detectors::new(&Lists::shipped()).unwrap());
        let replies = Replies::shipped();
        let lint = Arc::new(Lint::shipped().knowing(replies.vocabulary()));
        let outgoing = Outgoing::new(detectors, lint, Stamp::parse("2040-01-01T00:00:00Z"));
        let unit = Unit { unit: "Prøveby Kommune".to_owned(), name: "Prøveby".to_owned() };
        let units = [(self.organisation.clone(), unit)].into();
        Worker::new(
            self.db.clone(),
            Arc::clone(&self.vault),
            screen(policy),
            vec![Organisation { id: self.organisation.clone(), accounts, horizon: None }],
            Settings { caps, ..settings() },
            "redirecting-worker".to_owned(),
            Arc::new(self.clock.clone()),
        )
        .redirecting(Redirector { mailboxes, replies, outgoing, units })
    }

    fn worker_on(&self, organisations: Vec<Organisation>) -> Worker {
        Worker::new(
            self.db.clone(),
            Arc::clone(&self.vault),
            screen(&self.policy),
            organisations,
            settings(),
            "another-worker".to_owned(),
            Arc::new(self.clock.clone()),
        )
    }

    /// Puts other secrets in the place of those that stand, as `account rotate` does.
    pub(crate) async fn rotate(
        &self,
        account: &AccountName,
        secrets: &Secrets,
        ends_at: Option<Stamp>,
    ) -> i64 {
        let mut tx = self.db.write().await.unwrap();
        let after = store::credential::version(&mut tx, &self.organisation, account).await.unwrap();
        let stored = self.vault.store_secrets(
            &mut tx,
            &self.organisation,
            account,
            after,
            secrets.iter(),
            ends_at,
            Renewal::Rotated,
            self.now(),
        );
        let version = stored.await.unwrap().unwrap();
        tx.commit().await.unwrap();
        version
    }

    /// How an account fares.
    pub(crate) async fn account(&self, name: &AccountName) -> store::account::Account {
        let mut tx = self.db.read().await.unwrap();
        store::account::get(&mut tx, &self.organisation, name).await.unwrap().unwrap()
    }

    /// The warnings of a kind, newest first.
    pub(crate) async fn warnings(&self, kind: &str) -> Vec<store::warning::Warning> {
        let mut tx = self.db.read().await.unwrap();
        let mut all = store::warning::list(&mut tx, &self.organisation, 100).await.unwrap();
        all.retain(|warning| warning.kind == kind);
        all
    }

    /// The alarms of a kind, those that nobody has first.
    pub(crate) async fn alarms(&self, kind: AlarmKind) -> Vec<store::alarm::Alarm> {
        let mut tx = self.db.read().await.unwrap();
        let mut all =
            store::alarm::list(&mut tx, &self.organisation, &store::Reach::ALL, 10_000).await.unwrap();
        all.retain(|alarm| alarm.kind == kind);
        all
    }

    pub(crate) async fn act_on(&self, account: &AccountName) {
        let mut tx = self.db.write().await.unwrap();
        store::account::set_mode(&mut tx, &self.organisation, account, Mode::Acting).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// One turn of the worker; every network must have behaved.
    pub(crate) async fn turn(&self) -> Report {
        let report = self.worker.turn().await.unwrap();
        assert!(report.troubles.is_empty(), "a network failed: {:?}", report.troubles);
        report
    }

    /// Time passes.
    pub(crate) fn later(&self, by: Duration) {
        self.clock.advance(by);
    }

    pub(crate) fn now(&self) -> Stamp {
        self.clock.now()
    }

    /// What is held of a comment, with its row; `None` when nothing is.
    pub(crate) async fn held(&self, account: &AccountName, remote: &str) -> Option<(Row, Kept)> {
        let mac = self.vault.tombstone(account, &RemoteId::new(remote));
        let mut tx = self.db.read().await.unwrap();
        let stone = store::tombstone::get(&mut tx, &self.organisation, account, &mac).await.unwrap()?;
        let row = store::inquiry::get(&mut tx, &self.organisation, &stone.inquiry?).await.unwrap()?;
        let mut keys = self.vault.keys.read().await.unwrap();
        let opened = self.vault.open(&mut keys, &self.organisation, &row).await.unwrap();
        Some((row, opened.kept))
    }

    /// True when the comment was seen and is known again, whether or not anything is held of it.
    pub(crate) async fn knows(&self, account: &AccountName, remote: &str) -> bool {
        let mac = self.vault.tombstone(account, &RemoteId::new(remote));
        let mut tx = self.db.read().await.unwrap();
        store::tombstone::get(&mut tx, &self.organisation, account, &mac).await.unwrap().is_some()
    }

    pub(crate) async fn tasks(&self, row: &Row) -> Vec<Task> {
        let mut tx = self.db.read().await.unwrap();
        store::task::of_inquiry(&mut tx, &self.organisation, &row.id).await.unwrap()
    }

    pub(crate) async fn count(&self) -> i64 {
        let mut tx = self.db.read().await.unwrap();
        store::inquiry::count(&mut tx, &self.organisation).await.unwrap()
    }

    /// A moderator closes what only its author can delete; `false` where nothing waits for that.
    pub(crate) async fn close(&self, row: &Row, reason: settle::Closed) -> bool {
        let by = By::Moderator(ModeratorId::from_text("moderator-1"));
        let (db, vault, policy, org) = (&self.db, &self.vault, &self.policy, &self.organisation);
        settle::close_authors(db, vault, policy, org, &row.id, reason, &by, self.now()).await.unwrap()
    }

    /// A moderator decides on the row as it stands.
    pub(crate) async fn decide(&self, row: &Row, choice: Choice) -> Decided {
        self.decide_on_version(row, row.version, choice).await
    }

    pub(crate) async fn decide_on_version(&self, row: &Row, version: i64, choice: Choice) -> Decided {
        let can = self.worker.capabilities();
        let can_hide = can.get(&row.account).is_none_or(|can| can.hide);
        settle::decision(
            &self.db,
            &self.vault,
            &self.policy,
            &self.organisation,
            settle::Seen { inquiry: &row.id, version, can_hide },
            &choice,
            &By::Moderator(ModeratorId::from_text("moderator-1")),
            Duration::ZERO,
            self.now(),
        )
        .await
        .unwrap()
    }
}

pub(crate) fn settings() -> Settings {
    Settings {
        every: Duration::from_millis(10),
        lease: minutes(1),
        longest_rest: minutes(15),
        intake: intake::Settings {
            overlap: minutes(10),
            horizon: Days(90),
            full_read: minutes(15),
            quiet_reads: 20,
            wide_read: hours(24),
            page_cap: 200,
            recheck: hours(1),
            recheck_old: hours(20),
        },
        caps: caps(),
        undo: minutes(2),
        watch: ordstyrer::worker::Watch { gap: hours(6), silence: 12 },
        retain: retain::Settings { horizon: Days(90), residue: Days(35), warnings: Days(30) },
    }
}

/// What the shipped configuration allows the machine.
pub(crate) fn caps() -> settle::Caps {
    settle::Caps { a_day: 100, an_hour: 40, reversed_percent: 20, reversed_least: 10 }
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

pub(crate) fn minutes(count: u64) -> Duration {
    Duration::from_secs(count * 60)
}

pub(crate) fn hours(count: u64) -> Duration {
    minutes(count * 60)
}

pub(crate) fn days(count: u64) -> Duration {
    hours(count * 24)
}

fn screen(policy: &Arc<Policy>) -> Screen {
    let detectors = Detectors::new(&Lists::shipped()).unwrap();
    Screen::new(detectors, Arc::clone(policy), Stamp::parse("2040-01-01T00:00:00Z"))
}
