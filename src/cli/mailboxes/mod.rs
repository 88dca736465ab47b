//! `ordstyrer mailboxes`: whether the directory can be relied on, and where people chose otherwise.

mod check;
mod corrections;

use std::path::Path;
use std::process::ExitCode;

use super::setup;

/// Look after the Digital Post directory: whether it can be relied on, and where people chose otherwise.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Say what is missing, out of date, unverified or twice in the directory, and with --online which
    /// link nobody answers.
    Check(check::Args),
    /// Show which mailbox was proposed and which one a person chose, as counts.
    Corrections(corrections::Args),
}

pub(super) async fn run(file: Option<&Path>, command: &Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Check(args) => check::run(&setup::config(file)?, args).await,
        Command::Corrections(args) => {
            corrections::run(&setup::open(file).await?, args).await.map(|()| ExitCode::SUCCESS)
        }
    }
}
