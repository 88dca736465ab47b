//! `ordstyrer account`: our pages and profiles, their tokens, and whether they may act.

mod examine;
mod given;
mod list;
mod look;
mod mode;
mod prompt;
mod pull;
mod token;

pub(super) use examine::stored;

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;

use super::{done, setup};
use crate::app::App;
use crate::config::{Account, Organisation};
use crate::model::Mode;

/// Our pages and profiles, and their tokens. A token is written and used, never shown. A new account
/// only observes until a person lets it act.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// List the accounts: since when, whether they act, how they fare, and since when their token stands.
    List(list::Args),
    /// Give an account its first token. The network is asked about it before it is stored.
    Add(token::Args),
    /// Ask the network about the stored token, and pull a little to see what is shown to us: counts only,
    /// never a name or a word.
    Check(look::Args),
    /// Put a new token in the place of the one that stands. It is used from the next turn on; if the
    /// network does not take it, the old one stays.
    Rotate(token::Args),
    /// Destroy the stored token: the account is left alone from then on.
    RemoveToken(Which),
    /// Let an account only observe: it reads and queues, and does nothing on the network.
    Observe(Which),
    /// Let an account act: hide sure leaks, carry out decisions, answer. Nothing automatic ever
    /// happens to a comment that is older than the connection.
    Act(Which),
}

#[derive(Debug, clap::Args)]
pub(super) struct Which {
    /// The account, as the configuration names it.
    name: String,
}

pub(super) async fn run(file: Option<&Path>, command: &Command) -> anyhow::Result<ExitCode> {
    let app = setup::open(file).await?;
    match command {
        Command::List(args) => list::run(&app, args).await.map(done),
        Command::Add(args) => token::add(&app, args).await.map(done),
        Command::Check(args) => look::run(&app, args).await,
        Command::Rotate(args) => token::rotate(&app, args).await.map(done),
        Command::RemoveToken(which) => token::remove(&app, &which.name).await.map(done),
        Command::Observe(which) => mode::turn(&app, &which.name, Mode::Observing).await.map(done),
        Command::Act(which) => mode::turn(&app, &which.name, Mode::Acting).await.map(done),
    }
}

/// The account of this name, and whose it is.
fn find<'a>(app: &'a App, name: &str) -> anyhow::Result<(&'a Organisation, &'a Account)> {
    let all = app.config.organisations.iter();
    let mut pairs = all.flat_map(|owner| owner.accounts.iter().map(move |account| (owner, account)));
    let found = pairs.find(|(_, account)| account.name.as_str() == name);
    found.with_context(|| format!("there is no account `{name}`"))
}
