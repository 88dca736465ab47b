//! The hook of the drill, and the networks that call it: some calls lost, some twice, and now and then
//! a direct message that must be dropped unread.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::cli::demo::account;
use crate::demo::{Subscription, Town};
use crate::hook::{Channel, Hook, Network, Page, Settings};

const DROPPED: f64 = 0.1;
const DOUBLED: f64 = 0.1;
const DIRECT: f64 = 0.03;

/// The hook, listening.
pub(super) struct Webhooks {
    stop: CancellationToken,
    serving: JoinHandle<()>,
}

impl Webhooks {
    /// Opens it for every network of the town that sends webhooks.
    pub(super) async fn open(app: &App, town: &Town) -> anyhow::Result<Self> {
        let (app_secret, verify_token) =
            (SecretString::from("drill-app-secret"), SecretString::from("drill-token"));
        let organisation = &app.config.organisations[0].id;
        let networks: Vec<_> = town
            .networks()
            .into_iter()
            .filter_map(|network| {
                let heard = Network::ALL.into_iter().find(|one| one.name() == network.name())?;
                Some((network, heard))
            })
            .collect();
        let settings = Settings {
            channels: networks
                .iter()
                .map(|(_, network)| Channel {
                    network: *network,
                    app_secrets: vec![app_secret.clone()],
                    verify_tokens: vec![verify_token.clone()],
                })
                .collect(),
            pages: networks
                .iter()
                .map(|(there, network)| Page {
                    network: *network,
                    id: town.page(*there),
                    organisation: organisation.clone(),
                    account: account(*there),
                })
                .collect(),
            most_bytes: 1 << 20,
            deadline: Duration::from_secs(10),
            oldest: Duration::from_hours(48),
            at_once: 16,
            queue: 256,
        };
        let (hook, writer) = Hook::new(settings, app.db.clone(), Arc::clone(&app.clock));
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.context("opening the drill's hook")?;
        let at = listener.local_addr().context("opening the drill's hook")?;
        let stop = CancellationToken::new();
        let serving = tokio::spawn(hook.serve(writer, listener, stop.clone()));
        for (there, network) in networks {
            let url = format!("http://{at}{}", network.path()).parse().context("the hook's address")?;
            let to = Subscription {
                url,
                app_secret: app_secret.clone(),
                verify_token: verify_token.clone(),
                dropped: DROPPED,
                doubled: DOUBLED,
                direct: DIRECT,
            };
            town.subscribe(there, to).await?;
        }
        Ok(Self { stop, serving })
    }

    /// The networks call.
    pub(super) async fn deliver(&self, town: &Town) -> anyhow::Result<()> {
        town.deliver_hooks().await?;
        Ok(())
    }

    pub(super) async fn close(self) {
        self.stop.cancel();
        if self.serving.await.is_err() {
            tracing::error!("the drill's hook ended badly");
        }
    }
}
