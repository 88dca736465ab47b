//! `ordstyrer serve`: worker, review queue and hook on real accounts.

use std::path::Path;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::{log, setup, signals};
use crate::app::{self, App};
use crate::model::SystemClock;

/// Run the worker, the review queue and the hook on the configured accounts, until told to stop.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only this part: each may run in a process, and on a machine, of its own.
    #[arg(long, value_enum, default_value_t = Role::All)]
    role: Role,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Role {
    /// Worker and desk, and the hook where an app secret is configured.
    All,
    /// Pulls, acts and destroys; listens nowhere.
    Worker,
    /// The review queue.
    Desk,
    /// The webhooks: opens no keys, no tokens, and the main database only to insert hints.
    Hook,
}

/// Runs until told to stop.
pub(super) async fn run(file: Option<&Path>, args: &Args) -> anyhow::Result<()> {
    let stop = CancellationToken::new();
    let clock = Arc::new(SystemClock);
    let role = match args.role {
        Role::All => app::Role::All,
        Role::Worker => app::Role::Worker,
        Role::Desk => app::Role::Desk,
        Role::Hook => {
            let config = setup::outpost(file)?;
            log::start(config.log)?;
            signals::cancel_on_signal(stop.clone())?;
            return app::serve_outpost(config, clock, stop).await;
        }
    };
    let config = setup::config(file)?;
    config.fit_to_serve()?;
    log::start(config.log)?;
    signals::cancel_on_signal(stop.clone())?;
    let app = App::open(config, clock).await?;
    app.may_serve().await?;
    Box::pin(app.serve(role, stop)).await
}
