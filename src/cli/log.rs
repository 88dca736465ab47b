//! The log, on standard error. Whatever the level, libraries may only warn: what they write below
//! that can quote an address or an answer.

use std::io::IsTerminal;

use anyhow::anyhow;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::config::Log;

/// Starts it; once in a process.
///
/// # Errors
/// When it was started already.
pub(super) fn start(settings: Log) -> anyhow::Result<()> {
    let level = LevelFilter::from_level(settings.level);
    let filter = Targets::new().with_default(level.min(LevelFilter::WARN)).with_target("ordstyrer", level);
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    let registry = tracing_subscriber::registry().with(filter);
    let started =
        if settings.json { registry.with(lines.json()).try_init() } else { registry.with(lines).try_init() };
    started.map_err(|_| anyhow!("the log was started already"))
}
