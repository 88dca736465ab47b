//! One municipality with a page on each simulated network.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use ordstyrer::demo::{self, Network};
use ordstyrer::model::{AccountName, Kept, ManualClock, Stamp};
use ordstyrer::platform::{self, Connection};
use ordstyrer::store::{Engine, inquiry::Row};
use ordstyrer::worker::Connected;

use super::house::House;
use super::postgres;

/// Where the tests begin: an ordinary Saturday.
pub(super) const START: &str = "2026-11-21T12:00:00Z";

/// The simulated networks and the house that moderates them.
pub(crate) struct Town {
    pub networks: demo::Town,
    house: House,
}

impl Deref for Town {
    type Target = House;

    fn deref(&self) -> &House {
        &self.house
    }
}

impl Town {
    /// Two accounts that may act, an empty town.
    pub(crate) async fn new(engine: Engine) -> Self {
        let town = Self::observing(engine).await;
        for network in [Network::Facebook, Network::Bluesky] {
            town.act_on(network).await;
        }
        town
    }

    /// Two accounts that were just connected.
    pub(crate) async fn observing(engine: Engine) -> Self {
        let clock = ManualClock::at(Stamp::parse(START).unwrap());
        let networks = demo::Town::start(Arc::new(clock.clone()), 1).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let addresses = match engine {
            Engine::Sqlite => House::sqlite(folder.path()),
            Engine::Postgres => [postgres::database().await, postgres::database().await],
        };
        Self::open(networks, clock, folder, addresses).await
    }

    /// Opens (again) what stands in the folder and the databases, as a restart would.
    pub(crate) async fn open(
        networks: demo::Town,
        clock: ManualClock,
        folder: tempfile::TempDir,
        addresses: [String; 2],
    ) -> Self {
        let accounts = [Network::Facebook, Network::Bluesky]
            .into_iter()
            .map(|network| connect(&networks, network))
            .collect();
        Self { house: House::open(accounts, clock, folder, addresses).await, networks }
    }

    /// Stops everything without a word, as a crash would, and starts again.
    pub(crate) async fn restart(self) -> Self {
        let Self { networks, house } = self;
        let House { clock, db, vault, folder, addresses, worker, .. } = house;
        drop(worker);
        db.close().await;
        vault.keys.close().await;
        Self::open(networks, clock, folder, addresses).await
    }

    pub(crate) async fn act_on(&self, network: Network) {
        self.house.act_on(&name(network)).await;
    }

    /// What is held of a comment, with its row; `None` when nothing is.
    pub(crate) async fn held(&self, network: Network, remote: &str) -> Option<(Row, Kept)> {
        self.house.held(&name(network), remote).await
    }

    /// True when the comment was seen and is known again, whether or not anything is held of it.
    pub(crate) async fn knows(&self, network: Network, remote: &str) -> bool {
        self.house.knows(&name(network), remote).await
    }
}

/// The name of the account on a network.
pub(crate) fn name(network: Network) -> AccountName {
    AccountName::from_text(match network {
        Network::Facebook => "prøveby-fb",
        Network::Bluesky => "prøveby-bsky",
    })
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
