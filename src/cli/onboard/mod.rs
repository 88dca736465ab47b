//! `ordstyrer onboard`: the way from hosting decision to switch-on, and what the networks' reviews ask
//! for. It holds names of colleagues, and must never hold a citizen's.

mod list;
mod print;
mod set;

use std::path::Path;

use super::setup;

/// Keep the list from hosting decision to switch-on, and print what the networks' reviews ask for.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// List the steps: how each stands, who sees to it, when it is due, what it waits for.
    List(list::Args),
    /// Write down how a step stands. Only what is named is changed.
    Set(set::Args),
    /// Print what a network's review asks for, ready to be sent in or published. What stands in
    /// square brackets is for you to fill in.
    Print(print::Args),
}

pub(super) async fn run(file: Option<&Path>, command: &Command) -> anyhow::Result<()> {
    match command {
        Command::List(args) => list::run(&setup::open(file).await?, args).await,
        Command::Set(args) => set::run(&setup::open(file).await?, args).await,
        Command::Print(args) => print::run(&setup::config(file)?, args),
    }
}
