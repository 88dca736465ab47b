//! `ordstyrer hook`: what the hook needs to run alone.

use anyhow::Context;

use super::say;
use crate::store;

/// What the hook needs to run alone.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Print the SQL that makes a `PostgreSQL` user who may insert hints and nothing else, for
    /// `store.hook`. Run it in the main database. `SQLite` has no users: there the hook opens the file.
    Grants(Grants),
}

#[derive(Debug, clap::Args)]
pub(super) struct Grants {
    /// The user's name.
    #[arg(long, value_name = "NAME", default_value = "ordstyrer_hook")]
    user: String,
}

pub(super) fn run(command: &Command) -> anyhow::Result<()> {
    let Command::Grants(grants) = command;
    let sql = store::hint::grants(&grants.user).context("a user's name is made of a-z, 0-9 and _")?;
    say(sql.trim_end())
}
