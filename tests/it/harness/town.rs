//! One municipality with a page on each simulated network.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use ordstyrer::demo::{self, Network};
use ordstyrer::model::{AccountName, Kept, ManualClock, Stamp};
use ordstyrer::platform::{Connection, Secrets};
use ordstyrer::store::{Engine, inquiry::Row};
use ordstyrer::worker::Connected;

use super::house::House;
use super::postgres;

/// Where the tests begin: an ordinary Saturday.
pub(super) const START: &str = "2026-11-21T12:00:00Z";

/// The networks on which a test stands that names none.
const TWO: [Network; 2] = [Network::Facebook, Network::Bluesky];

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
        Self::on(engine, &TWO).await
    }

    /// An account that may act on each of these networks, an empty town.
    pub(crate) async fn on(engine: Engine, networks: &[Network]) -> Self {
        let town = Self::observing_on(engine, networks).await;
        for network in networks {
            town.act_on(*network).await;
        }
        town
    }

    /// Two accounts that were just connected.
    pub(crate) async fn observing(engine: Engine) -> Self {
        Self::observing_on(engine, &TWO).await
    }

    /// An account that was just connected on each of these networks.
    pub(crate) async fn observing_on(engine: Engine, networks: &[Network]) -> Self {
        let clock = ManualClock::at(Stamp::parse(START).unwrap());
        let networks = demo::Town::start_with(Arc::new(clock.clone()), 1, networks).await.unwrap();
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
        let accounts = networks.networks().into_iter().map(|network| connect(&networks, network)).collect();
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
        Network::Instagram => "prøveby-ig",
        Network::YouTube => "prøveby-yt",
        Network::Mastodon => "prøveby-mstdn",
        Network::Bluesky => "prøveby-bsky",
    })
}

/// An account on a simulated network, and the secrets that it is given there.
pub(crate) fn connect(networks: &demo::Town, network: Network) -> (Connected, Secrets) {
    let connection = Connection {
        account: name(network),
        base_url: networks.url(network).clone(),
        page: networks.page(network),
        secrets: Secrets::default(),
        budget: Arc::default(),
        deadline: Duration::from_secs(20),
        most_bytes: 8 << 20,
        options: networks.options(network),
    };
    (Connected::new(network.name(), connection).unwrap(), networks.secrets(network))
}
