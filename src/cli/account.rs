//! `ordstyrer account`: whether our pages and profiles may act.

use std::path::Path;

use anyhow::Context;

use super::{say, setup};
use crate::app::App;
use crate::model::{AccountName, By, Mode};
use crate::store;

/// Our pages and profiles. A new one only observes until a person lets it act.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// List the accounts: since when, whether they act, and how they fare.
    List,
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

pub(super) async fn run(file: Option<&Path>, command: &Command) -> anyhow::Result<()> {
    let app = setup::open(file).await?;
    match command {
        Command::List => list(&app).await,
        Command::Observe(which) => turn(&app, &which.name, Mode::Observing).await,
        Command::Act(which) => turn(&app, &which.name, Mode::Acting).await,
    }
}

async fn list(app: &App) -> anyhow::Result<()> {
    for organisation in &app.config.organisations {
        let mut tx = app.db.read().await?;
        for known in store::account::list(&mut tx, &organisation.id).await? {
            let is_configured = organisation.accounts.iter().any(|one| one.name == known.account);
            let mode = match known.mode {
                _ if !is_configured => "not configured any more",
                Mode::Observing => "observes",
                Mode::Acting => "acts",
            };
            let fares = match (&known.trouble, known.pulled_at) {
                (Some(trouble), _) => format!("{trouble}; next try {}", known.retry_at.danish()),
                (None, Some(at)) => format!("last read {}", at.danish()),
                (None, None) => "not read yet".to_owned(),
            };
            say(&format!(
                "{}  {}  {}  {mode}, connected {}; {fares}; private items dropped unread {}, unreadable items {}",
                organisation.id,
                known.account,
                known.network,
                known.connected_at.danish(),
                known.private_dropped,
                known.unreadable
            ))?;
        }
    }
    Ok(())
}

async fn turn(app: &App, name: &str, mode: Mode) -> anyhow::Result<()> {
    let account = AccountName::from_text(name);
    let organisation = app
        .config
        .organisations
        .iter()
        .find(|organisation| organisation.accounts.iter().any(|one| one.name == account))
        .with_context(|| format!("there is no account `{name}`"))?;
    let (id, now) = (&organisation.id, app.clock.now());
    let mut tx = app.db.write().await?;
    let is_new = store::account::set_mode(&mut tx, id, &account, mode).await?;
    let word = match mode {
        Mode::Observing => "observes",
        Mode::Acting => "acts",
    };
    if is_new {
        app.vault.audit(&mut tx, id, &By::Operator, format!("account.{word}:{account}"), None, now).await?;
    }
    tx.commit().await?;
    say(&if is_new { format!("{account} {word} now") } else { format!("{account} {word} already") })
}
