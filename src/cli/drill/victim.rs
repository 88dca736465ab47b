//! The worker that a drill kills: turns without a pause until it dies.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::clock::FastClock;
use crate::app::App;
use crate::config::Config;
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
}

pub(super) async fn run(args: &Args) -> anyhow::Result<()> {
    let mut config = Config::load(Some(&args.config), std::iter::empty())?;
    config.worker.lease = LEASE;
    let clock = Arc::new(FastClock::new(Stamp::from_ms(args.from), args.times));
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
