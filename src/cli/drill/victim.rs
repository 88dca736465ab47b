//! What a drill kills: a worker that turns without a pause, or a hook, until it dies.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::clock::FastClock;
use crate::app::{self, App};
use crate::config::{Config, Outpost};
use crate::model::Stamp;

/// A claim of a killed worker must not hold the next one up.
const LEASE: Duration = Duration::from_mins(1);

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The installation.
    #[arg(long)]
    config: PathBuf,
    /// Where the shared clock begins, in milliseconds.
    #[arg(long)]
    from: i64,
    /// How fast it runs.
    #[arg(long)]
    times: i64,
    /// The hook in place of the worker.
    #[arg(long)]
    hook: bool,
}

pub(super) async fn run(args: &Args) -> anyhow::Result<()> {
    let clock = Arc::new(FastClock::new(Stamp::from_ms(args.from), args.times));
    if args.hook {
        let config = Outpost::load(Some(&args.config), std::iter::empty())?;
        return app::serve_outpost(config, clock, CancellationToken::new()).await;
    }
    let mut config = Config::load(Some(&args.config), std::iter::empty())?;
    config.worker.lease = LEASE;
    let app = App::open(config, clock).await?;
    let worker = app.worker()?;
    let mut out = std::io::stdout();
    writeln!(out, "ready")?;
    out.flush()?;
    loop {
        worker.turn().await?;
        tokio::task::yield_now().await;
    }
}
