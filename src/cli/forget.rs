//! `ordstyrer forget`: destroys our copy of one comment now, because a person asked for it.

use std::path::Path;

use anyhow::{Context, bail};

use super::{retain, say, setup};
use crate::model::{AccountName, RemoteId};
use crate::retain as room;

/// Destroy our copy of one comment now. What stands on the network stays there.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The account under which it was written, as the configuration names it.
    #[arg(long, value_name = "A")]
    account: String,
    /// The comment's id on the network; `-` reads it from standard input, so that it stands in no
    /// shell history.
    #[arg(long, value_name = "ID")]
    remote: String,
}

pub(super) async fn run(file: Option<&Path>, args: &Args) -> anyhow::Result<()> {
    let app = setup::open(file).await?;
    let account = AccountName::from_text(args.account.as_str());
    let organisation = app
        .config
        .organisations
        .iter()
        .find(|organisation| organisation.accounts.iter().any(|one| one.name == account))
        .with_context(|| format!("there is no account `{account}`"))?;
    let remote = if args.remote == "-" {
        std::io::read_to_string(std::io::stdin()).context("reading the comment's id")?
    } else {
        args.remote.clone()
    };
    let remote = RemoteId::new(remote.trim());
    let (id, now) = (&organisation.id, app.clock.now());
    match room::forget(&app.db, &app.vault, id, &account, &remote, &app.retention(id), now).await? {
        Some(receipt) => say(&format!("{id}: {}", retain::told(&receipt))),
        None => bail!("we hold nothing of this comment under the account `{account}`"),
    }
}
