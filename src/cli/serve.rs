//! `ordstyrer serve`: worker and review queue on real accounts.

use std::path::Path;
use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::{log, setup, signals};
use crate::app::App;
use crate::model::SystemClock;

/// Runs until told to stop.
pub(super) async fn run(file: Option<&Path>) -> anyhow::Result<()> {
    let config = setup::config(file)?;
    config.fit_to_serve()?;
    log::start(config.log)?;
    let stop = CancellationToken::new();
    signals::cancel_on_signal(stop.clone())?;
    App::open(config, Arc::new(SystemClock)).await?.serve(stop).await
}
