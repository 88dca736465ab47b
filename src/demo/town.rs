//! The town: a server on loopback for each network and the one handle on all. When it is dropped,
//! the servers and every open connection end.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use anyhow::Context as _;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::listener::Loopback;
use super::side::Side;
use super::tongue::{Customs, SIDES};
use super::{Access, Call, Effect, Fault, Network, Request};
use crate::model::{Clock, Stamp};
use crate::platform::Secrets;

/// Networks with our page on each.
pub struct Town {
    places: Vec<Place>,
    /// With which webhooks are sent, made when the first is.
    pub(super) client: OnceLock<reqwest::Client>,
    running: CancellationToken,
}

/// One network and where it answers.
struct Place {
    side: Arc<Side>,
    url: Url,
}

impl Town {
    /// Starts every network there is on free ports of 127.0.0.1. Equal seeds, clocks and calls give
    /// equal towns, ids and faults included; only the ports differ.
    ///
    /// # Errors
    /// When no port of the loopback interface can be had.
    pub async fn start(clock: Arc<dyn Clock>, seed: u64) -> anyhow::Result<Self> {
        Self::start_with(clock, seed, &Self::all()).await
    }

    /// Starts these networks only.
    ///
    /// # Errors
    /// When no port of the loopback interface can be had, or the town has no such network.
    pub async fn start_with(clock: Arc<dyn Clock>, seed: u64, networks: &[Network]) -> anyhow::Result<Self> {
        let running = CancellationToken::new();
        let mut places = Vec::with_capacity(networks.len());
        for network in networks {
            let made = SIDES.iter().find(|made| made.network == *network);
            let made = made.with_context(|| format!("the town has no {} yet", network.name()))?;
            // The faults of one network do not depend on how often another is asked.
            let of_its_own = seed ^ salt(*network);
            let side = Side::new(*network, clock.clone(), (made.make)(seed), of_its_own);
            let side = Arc::new(side);
            let url = serve(&side, &running).await;
            let url = url.with_context(|| format!("starting the town's {}", network.name()))?;
            places.push(Place { side, url });
        }
        Ok(Self { places, client: OnceLock::new(), running })
    }

    /// The networks for which there is a side.
    #[must_use]
    pub fn all() -> Vec<Network> {
        SIDES.iter().map(|made| made.network).collect()
    }

    /// The networks of this town.
    #[must_use]
    pub fn networks(&self) -> Vec<Network> {
        self.places.iter().map(|place| place.side.network).collect()
    }

    /// Where a network's API answers; on Bluesky our account's own server (PDS).
    ///
    /// # Panics
    /// Like everything that names a network: when the town was started without it.
    #[must_use]
    pub fn url(&self, network: Network) -> &Url {
        &self.place(network).url
    }

    /// What an adapter is told about us: the page's number, the account's id or handle.
    #[must_use]
    pub fn page(&self, network: Network) -> String {
        self.side(network).lock().tongue.page()
    }

    /// What an adapter signs in with.
    #[must_use]
    pub fn secrets(&self, network: Network) -> Secrets {
        let side = self.side(network);
        let mut inner = side.lock();
        inner.end_token(side.clock.now());
        inner.tongue.secrets()
    }

    /// What an adapter must be told besides.
    #[must_use]
    pub fn options(&self, network: Network) -> toml::Table {
        let place = self.place(network);
        place.side.lock().tongue.options(&place.url)
    }

    /// The next request of this network fails so; several wait in line.
    pub fn fail_next(&self, network: Network, fault: Fault) {
        self.side(network).lock().faults.next(fault);
    }

    /// The next request for this fails so, however many others come before it.
    pub fn fail_on(&self, network: Network, call: Call, fault: Fault) {
        self.side(network).lock().faults.on(call, fault);
    }

    /// From now on this share of requests (0 to 1) fails in one of these ways, drawn by seed.
    pub fn fault_rate(&self, network: Network, rate: f64, kinds: &[Fault]) {
        self.side(network).lock().faults.rate(rate, kinds);
    }

    /// From now on this share of what citizens write shows in lists only some time after, up to
    /// `longest`.
    pub fn late(&self, network: Network, share: f64, longest: Duration) {
        self.side(network).lock().late.set(share, longest);
    }

    /// From now on a page of a list holds so many items at the most, whatever is asked for.
    pub fn cap_pages(&self, network: Network, most: usize) {
        self.side(network).lock().world.cap_pages(most);
    }

    /// Nobody answers, or somebody does again.
    pub fn outage(&self, network: Network, is_down: bool) {
        self.side(network).lock().is_down = is_down;
    }

    /// Our token dies now. [`Town::secrets`] tells the new one.
    pub fn expire_token(&self, network: Network) {
        self.side(network).lock().tongue.expire_token();
    }

    /// Our token dies at this moment too; from then on [`Town::secrets`] tells the new one.
    pub fn expire_token_at(&self, network: Network, ends: Stamp) {
        self.side(network).lock().token_ends.push(ends);
    }

    /// Another limit from now on, in the network's own unit: calls an hour, five minutes or a day.
    pub fn set_quota(&self, network: Network, most: u32) {
        self.side(network).lock().tongue.set_quota(most);
    }

    /// Calls that we made though the limit was reached, or before a wait that we were told was over.
    #[must_use]
    pub fn quotas_exceeded(&self, network: Network) -> u64 {
        self.side(network).lock().conduct.exceeded()
    }

    /// Private messages that we read one by one or answered, and calls that ask for private messages.
    /// What we stored of them, the town cannot know: see [`Town::private`].
    #[must_use]
    pub fn private_touched(&self, network: Network) -> u64 {
        self.side(network).lock().conduct.touched()
    }

    /// What our token may do from now on.
    pub fn set_access(&self, network: Network, access: Access) {
        self.side(network).lock().tongue.set_access(access);
    }

    /// Bluesky refuses more than 30 sign-ins in five minutes and 300 a day. A drill that kills and
    /// restarts the worker all the time switches that off.
    pub fn limit_sign_ins(&self, is_limited: bool) {
        for side in self.sides() {
            side.lock().tongue.limit_sign_ins(is_limited);
        }
    }

    /// The newest requests of all networks (50,000 of each at most), in order of time.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        let mut all: Vec<_> = self
            .sides()
            .flat_map(|side| side.lock().log.requests.iter().cloned().collect::<Vec<_>>())
            .collect();
        all.sort_by_key(|request| request.at);
        all
    }

    /// Everything that we ever changed on any network, in order of time.
    #[must_use]
    pub fn effects(&self) -> Vec<Effect> {
        let mut all: Vec<_> = self.sides().flat_map(|side| side.lock().log.effects.clone()).collect();
        all.sort_by_key(|effect| effect.at);
        all
    }

    pub(super) fn customs(&self, network: Network) -> Customs {
        self.side(network).lock().tongue.customs()
    }

    pub(super) fn sides(&self) -> impl Iterator<Item = &Side> {
        self.places.iter().map(|place| &*place.side)
    }

    pub(super) fn side(&self, network: Network) -> &Side {
        &self.place(network).side
    }

    fn place(&self, network: Network) -> &Place {
        let mut all = self.places.iter();
        all.find(|place| place.side.network == network).expect("the town was started with this network")
    }

    /// The network that an id belongs to.
    pub(super) fn side_of(&self, id: &str) -> &Side {
        self.try_side_of(id).expect("what is written about was written in this town")
    }

    /// The same, for an id that may come from anywhere.
    pub(super) fn try_side_of(&self, id: &str) -> Option<&Side> {
        let network = Network::of(id)?;
        self.sides().find(|side| side.network == network)
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        self.running.cancel();
    }
}

fn salt(network: Network) -> u64 {
    network.name().bytes().fold(0, |salt, byte| salt * 31 + u64::from(byte))
}

async fn serve(side: &Arc<Side>, running: &CancellationToken) -> anyhow::Result<Url> {
    let listener = Loopback::bind(running.clone()).await?;
    let url = Url::parse(&format!("http://{}", listener.address()?))?;
    tokio::spawn(Arc::clone(side).serve(listener, running.clone()));
    Ok(url)
}
