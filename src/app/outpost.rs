//! The hook alone: it opens the main database to insert hints, and nothing else of the installation.

use std::sync::Arc;

use anyhow::Context;
use secrecy::ExposeSecret;
use tokio_util::sync::CancellationToken;
use tracing::{info, warn};

use super::serve::bind;
use crate::config::Outpost;
use crate::hook::Hook;
use crate::model::Clock;
use crate::store::{self, Db, Engine};

/// Runs the hook until `stop`.
///
/// # Errors
/// When the database cannot be opened or takes no hints, or nothing can listen.
pub async fn serve_outpost(
    config: Outpost,
    clock: Arc<dyn Clock>,
    stop: CancellationToken,
) -> anyhow::Result<()> {
    let db = Db::open_to_hint(config.store.expose_secret())
        .await
        .context("opening the main database to insert hints (`ordstyrer hook grants` makes the user)")?;
    if db.engine() == Engine::Postgres && store::hint::can_read(&db).await? {
        warn!("the hook's database user may read: `ordstyrer hook grants` makes one that only inserts hints");
    }
    let listener = bind(config.hook.listen).await?;
    info!(address = %config.hook.listen, "the hook listens");
    // The worker is another process: it looks for hints itself.
    let (hook, writer) = Hook::new(config.hook.settings, db.clone(), clock);
    hook.serve(writer, listener, stop).await;
    db.close().await;
    Ok(())
}
