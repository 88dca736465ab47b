//! The loops around the turn: each account at its own pace, so that one network's trouble never slows
//! another, and upkeep beside them.

use std::time::Duration;

use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;
use tracing::{error, warn};

use super::connected::Connected;
use super::heard::is_called;
use super::turn::{Organisation, Worker};

/// What is under way at a stop gets so long to come to its end.
const END: Duration = Duration::from_secs(15);
/// How long after a webhook its account is read, at the latest, if it is not read already.
const NAP: Duration = Duration::from_secs(2);
/// How often is looked for what must ring.
const RING: Duration = Duration::from_secs(5);

impl Worker {
    /// Works until told to stop; then finishes what is under way, if it can within 15 s, and gives
    /// back what it holds.
    ///
    /// # Errors
    /// As the databases, when giving back fails.
    pub async fn run(&self, stop: CancellationToken) -> anyhow::Result<()> {
        let accounts = self.organisations.iter().flat_map(|organisation| {
            organisation.accounts.iter().map(move |connected| (organisation, connected))
        });
        let reading =
            join_all(accounts.map(|(organisation, connected)| self.keep_on(organisation, connected, &stop)));
        let work = async { tokio::join!(reading, self.keep_up(&stop), self.keep_ringing(&stop)) };
        tokio::pin!(work);
        tokio::select! {
            _ = &mut work => {}
            () = stop.cancelled() => {
                if tokio::time::timeout(END, &mut work).await.is_err() {
                    warn!("what was under way did not end in time; what it held is released");
                }
            }
        }
        self.release().await
    }

    async fn keep_on(&self, organisation: &Organisation, connected: &Connected, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(failure) = self.round(&organisation.id, connected).await {
                error!(account = %connected.name, cause = %format!("{failure:#}"), "a round failed");
            }
            self.rest_or_be_called(organisation, connected, stop).await;
        }
    }

    /// Rests, and gets up early when a webhook called: of another process too, so the database is
    /// asked. A storm of webhooks does not become a storm of calls, and an account that rests or is held back
    /// rests on.
    async fn rest_or_be_called(
        &self,
        organisation: &Organisation,
        connected: &Connected,
        stop: &CancellationToken,
    ) {
        let mut rest = self.settings.every;
        while !rest.is_zero() && !stop.is_cancelled() {
            let nap = rest.min(NAP);
            pause(nap, stop).await;
            rest -= nap;
            if !self.may_be_called(&connected.name) {
                continue;
            }
            match is_called(&self.db, &organisation.id, &connected.name).await {
                Ok(true) => return,
                Ok(false) => {}
                Err(failure) => {
                    error!(account = %connected.name, cause = %failure, "hints could not be read");
                }
            }
        }
    }

    async fn keep_up(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(failure) = self.upkeep().await {
                error!(cause = %format!("{failure:#}"), "upkeep failed");
            }
            pause(self.settings.every, stop).await;
        }
    }

    /// Beside all else: neither a long pull nor a long deletion holds an alarm up.
    async fn keep_ringing(&self, stop: &CancellationToken) {
        while !stop.is_cancelled() {
            if let Err(failure) = self.ring().await {
                error!(cause = %format!("{failure:#}"), "the bell failed");
            }
            pause(RING, stop).await;
        }
    }
}

async fn pause(time: Duration, stop: &CancellationToken) {
    tokio::select! {
        () = tokio::time::sleep(time) => {}
        () = stop.cancelled() => {}
    }
}
