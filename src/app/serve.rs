//! Runs the roles that are asked for until told to stop.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context, bail};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tracing::info;

use super::App;
use crate::hook::Hook;
use crate::model::Mode;
use crate::{review, store};

/// What a process is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Worker and desk, and the hook where one is configured.
    All,
    /// Pulls, acts and destroys; listens nowhere.
    Worker,
    /// The review queue.
    Desk,
}

impl App {
    /// Whether citizens may be served as the accounts stand: no acting account may point anybody to a link
    /// that leads nowhere.
    ///
    /// # Errors
    /// A sentence for the first organisation that would, or as the database.
    pub async fn may_serve(&self) -> anyhow::Result<()> {
        for organisation in &self.config.organisations {
            let dead = self.config.dead_links(&organisation.id);
            let mut tx = self.db.read().await?;
            for account in &organisation.accounts {
                let known = store::account::get(&mut tx, &organisation.id, &account.name).await?;
                if !dead.is_empty() && known.is_some_and(|known| known.mode == Mode::Acting) {
                    bail!(
                        "{} acts, and the links of these mailboxes lead nowhere (their id is zeros): {}; \
                         put the real ones in the file `mailboxes`, or let it observe \
                         (`account observe {}`), or say `trial = true`",
                        account.name,
                        dead.join(", "),
                        account.name
                    );
                }
            }
        }
        Ok(())
    }

    /// Runs until `stop`; then every part finishes or releases what it holds.
    ///
    /// # Errors
    /// When a part cannot begin, or the databases fail at the end.
    pub async fn serve(&self, role: Role, stop: CancellationToken) -> anyhow::Result<()> {
        let hook = self.config.hook.as_ref().filter(|_| role == Role::All);
        let worker = self.worker()?;
        let hook = match hook {
            Some(hook) => {
                let (settings, clock) = (hook.settings.clone(), Arc::clone(&self.clock));
                let (made, writer) = Hook::new(settings, self.db.clone(), clock);
                Some((made, writer, bind(hook.listen).await?))
            }
            None => None,
        };
        let desk = match role {
            Role::All | Role::Desk => Some(bind(self.config.review.listen).await?),
            Role::Worker => None,
        };
        // If one of them ends, the others must not go on alone as if nothing were wrong.
        let end = |result: anyhow::Result<()>| {
            stop.cancel();
            result
        };
        let desk = async {
            let Some(listener) = desk else { return Ok(()) };
            info!(address = %self.config.review.public_url, "the review queue is open");
            let desk = match self.desk(worker.capabilities()) {
                Ok(desk) => Arc::new(desk),
                Err(error) => return end(Err(error)),
            };
            end(review::serve(listener, desk, stop.clone()).await)
        };
        let hook = async {
            let Some((hook, writer, listener)) = hook else { return Ok(()) };
            info!(address = ?listener.local_addr().ok(), "the hook listens");
            hook.serve(writer, listener, stop.clone()).await;
            end(Ok(()))
        };
        let work = async {
            match role {
                Role::All | Role::Worker => end(worker.run(stop.clone()).await),
                Role::Desk => Ok(()),
            }
        };
        let (desk, hook, work) = tokio::join!(desk, hook, work);
        self.db.close().await;
        self.vault.keys.close().await;
        desk.and(hook).and(work)
    }
}

pub(super) async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("listening on {address}"))
}
