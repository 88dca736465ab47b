//! `ordstyrer stop` and `ordstyrer start`: every automatic act and unsent reply, until started again.

use std::path::Path;

use super::{say, setup};
use crate::model::By;
use crate::store::organisation;

/// Halt every automatic act and every unsent reply; reading goes on. The queue has a button for it.
#[derive(Debug, clap::Args)]
pub(super) struct Stop {
    /// Only this organisation; without it, all.
    #[arg(long, value_name = "ID")]
    organisation: Option<String>,
}

/// Let automatic acts and replies go on after `stop`.
#[derive(Debug, clap::Args)]
pub(super) struct Start {
    /// Only this organisation; without it, all.
    #[arg(long, value_name = "ID")]
    organisation: Option<String>,
}

pub(super) async fn stop(file: Option<&Path>, args: &Stop) -> anyhow::Result<()> {
    turn(file, args.organisation.as_deref(), true).await
}

pub(super) async fn start(file: Option<&Path>, args: &Start) -> anyhow::Result<()> {
    turn(file, args.organisation.as_deref(), false).await
}

async fn turn(file: Option<&Path>, named: Option<&str>, is_halt: bool) -> anyhow::Result<()> {
    let app = setup::open(file).await?;
    let only = named.map(|name| setup::organisation(&app.config, Some(name))).transpose()?;
    let now = app.clock.now();
    for one in app.config.organisations.iter().filter(|one| only.is_none_or(|only| only.id == one.id)) {
        let mut tx = app.db.write().await?;
        let by = By::Operator;
        let is_new = organisation::set_halted(&mut tx, &one.id, is_halt.then(|| (now, by.as_str()))).await?;
        if is_new {
            let what = if is_halt { "halted" } else { "started" };
            app.vault.audit(&mut tx, &one.id, &by, what, None, now).await?;
        }
        tx.commit().await?;
        say(&match (is_halt, is_new) {
            (true, true) => format!("{}: every automatic act and unsent reply is halted", one.id),
            (true, false) => format!("{}: it was halted already", one.id),
            (false, true) => format!("{}: automatic acts and replies go on", one.id),
            (false, false) => format!("{}: it was not halted", one.id),
        })?;
    }
    Ok(())
}
