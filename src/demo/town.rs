//! The town: two servers on loopback and the one handle on both. When it is dropped, the servers
//! and every open connection end.

use std::sync::Arc;

use anyhow::Context as _;
use secrecy::SecretString;
use tokio_util::sync::CancellationToken;
use url::Url;

use super::bluesky::Repo;
use super::facebook::Page;
use super::listener::Loopback;
use super::side::Side;
use super::tongue::Tongue;
use super::{Access, Call, Effect, Fault, Network, Request};
use crate::model::Clock;

const NAME: &str = "Lilleby Kommune";
const HANDLE: &str = "lilleby.test";

/// Two networks with our page on each.
pub struct Town {
    facebook: Arc<Side>,
    bluesky: Arc<Side>,
    urls: [Url; 2],
    running: CancellationToken,
}

impl Town {
    /// Starts both networks on free ports of 127.0.0.1. Equal seeds, clocks and calls give equal
    /// towns, ids and faults included; only the ports differ.
    ///
    /// # Errors
    /// When no port of the loopback interface can be had.
    pub async fn start(clock: Arc<dyn Clock>, seed: u64) -> anyhow::Result<Self> {
        let running = CancellationToken::new();
        let page = Tongue::Facebook(Page::new(NAME, seed));
        let repo = Tongue::Bluesky(Box::new(Repo::new(NAME, HANDLE, seed)));
        // The faults of one network do not depend on how often the other is asked.
        let facebook = Arc::new(Side::new(Network::Facebook, clock.clone(), page, seed));
        let bluesky = Arc::new(Side::new(Network::Bluesky, clock, repo, seed ^ 0xb1e5));
        let at_facebook = serve(&facebook, &running).await.context("starting the town's facebook")?;
        let at_bluesky = serve(&bluesky, &running).await.context("starting the town's bluesky")?;
        Ok(Self { facebook, bluesky, urls: [at_facebook, at_bluesky], running })
    }

    /// Where Facebook's Graph API answers; a version in front of the path is accepted.
    #[must_use]
    pub fn facebook_url(&self) -> &Url {
        &self.urls[0]
    }

    /// Where our account's server (PDS) answers.
    #[must_use]
    pub fn bluesky_url(&self) -> &Url {
        &self.urls[1]
    }

    /// What an adapter is told about us: the page's number, or the account's handle.
    #[must_use]
    pub fn page(&self, network: Network) -> String {
        match &self.side(network).lock().tongue {
            Tongue::Facebook(page) => page.id.clone(),
            Tongue::Bluesky(repo) => repo.handle.clone(),
        }
    }

    /// The Page token, or the app password.
    #[must_use]
    pub fn token(&self, network: Network) -> SecretString {
        match &self.side(network).lock().tongue {
            Tongue::Facebook(page) => page.token.as_str().into(),
            Tongue::Bluesky(repo) => repo.password().into(),
        }
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

    /// What our token may do from now on.
    pub fn set_access(&self, network: Network, access: Access) {
        self.side(network).lock().tongue.set_access(access);
    }

    /// Bluesky refuses more than 30 sign-ins in five minutes and 300 a day. A drill that kills and
    /// restarts the worker all the time switches that off.
    pub fn limit_sign_ins(&self, is_limited: bool) {
        if let Tongue::Bluesky(repo) = &mut self.bluesky.lock().tongue {
            repo.set_sign_in_limit(is_limited);
        }
    }

    /// The newest requests of both networks (50,000 of each at most), in order of time.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        let mut all: Vec<_> = self
            .sides()
            .flat_map(|side| side.lock().log.requests.iter().cloned().collect::<Vec<_>>())
            .collect();
        all.sort_by_key(|request| request.at);
        all
    }

    /// Everything that we ever changed on either network, in order of time.
    #[must_use]
    pub fn effects(&self) -> Vec<Effect> {
        let mut all: Vec<_> = self.sides().flat_map(|side| side.lock().log.effects.clone()).collect();
        all.sort_by_key(|effect| effect.at);
        all
    }

    pub(super) fn sides(&self) -> impl Iterator<Item = &Side> {
        [&*self.facebook, &*self.bluesky].into_iter()
    }

    pub(super) fn side(&self, network: Network) -> &Side {
        match network {
            Network::Facebook => &self.facebook,
            Network::Bluesky => &self.bluesky,
        }
    }

    /// The network that an id belongs to.
    pub(super) fn side_of(&self, id: &str) -> &Side {
        self.side(if id.starts_with("at://") { Network::Bluesky } else { Network::Facebook })
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        self.running.cancel();
    }
}

async fn serve(side: &Arc<Side>, running: &CancellationToken) -> anyhow::Result<Url> {
    let listener = Loopback::bind(running.clone()).await?;
    let url = Url::parse(&format!("http://{}", listener.address()?))?;
    tokio::spawn(Arc::clone(side).serve(listener, running.clone()));
    Ok(url)
}
