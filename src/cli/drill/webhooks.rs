//! The town's webhooks in a drill: delivered all the time, some lost, some twice, again when nobody
//! answers. What was answered must be stored.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::app::App;
use crate::cli::caller::{SECRET, TOKEN};
use crate::config::Outpost;
use crate::demo::{Network, Subscription, Town};
use crate::hook::{self, Hook};
use crate::store;

/// Between two deliveries.
const BEAT: Duration = Duration::from_millis(5);

/// What was answered and not looked at yet.
type Answered = Arc<Mutex<Vec<(Network, Vec<u8>)>>>;

/// The webhooks of a town.
pub(super) struct Webhooks {
    /// Says which hints a webhook leaves; it listens to nobody.
    hook: Hook,
    stop: CancellationToken,
    delivery: JoinHandle<anyhow::Result<()>>,
    answered: Answered,
    checked: usize,
    lost: usize,
}

impl Webhooks {
    /// Shakes hands with the hook at `to`, and delivers from now on.
    pub(super) async fn start(
        config: Outpost,
        app: &App,
        town: Arc<Town>,
        to: SocketAddr,
    ) -> anyhow::Result<Self> {
        for network in town.networks() {
            let Some(path) = heard_at(network).map(hook::Network::path) else { continue };
            let subscription = Subscription {
                url: Url::parse(&format!("http://{to}{path}"))?,
                app_secret: SECRET.into(),
                verify_token: TOKEN.into(),
                dropped: 0.1,
                doubled: 0.1,
                direct: 0.05,
            };
            town.subscribe(network, subscription).await?;
        }
        let (answered, stop) = (Answered::default(), CancellationToken::new());
        let (told, stopped) = (Arc::clone(&answered), stop.clone());
        let delivery = tokio::spawn(async move {
            while !stopped.is_cancelled() {
                let heard = town.deliver_hooks().await?;
                told.lock().unwrap_or_else(PoisonError::into_inner).extend(heard);
                tokio::time::sleep(BEAT).await;
            }
            Ok(())
        });
        let (hook, _) = Hook::new(config.hook.settings, app.db.clone(), Arc::clone(&app.clock));
        Ok(Self { hook, stop, delivery, answered, checked: 0, lost: 0 })
    }

    /// Looks whether everything that was answered since the last look stands.
    pub(super) async fn check(&mut self, app: &App) -> anyhow::Result<()> {
        let answered = std::mem::take(&mut *self.answered.lock().unwrap_or_else(PoisonError::into_inner));
        let mut tx = app.db.read().await?;
        for (network, body) in &answered {
            let Some(network) = heard_at(*network) else { bail!("a webhook of a network that sends none") };
            for (organisation, hint) in self.hook.hear(network, body) {
                self.lost += usize::from(!store::hint::has(&mut tx, &organisation, &hint.id).await?);
            }
        }
        self.checked += answered.len();
        Ok(())
    }

    /// Ends the deliveries, and looks a last time: how many were answered, and how many of their hints
    /// do not stand.
    pub(super) async fn finish(mut self, app: &App) -> anyhow::Result<(usize, usize)> {
        self.stop.cancel();
        (&mut self.delivery).await.context("delivering webhooks")??;
        self.check(app).await?;
        Ok((self.checked, self.lost))
    }
}

/// The hook's end of a network of the town.
fn heard_at(network: Network) -> Option<hook::Network> {
    hook::Network::ALL.into_iter().find(|one| one.name() == network.name())
}
