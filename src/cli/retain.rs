//! `ordstyrer retain`: destroys what is due, now; or says how much it would be.

use std::path::Path;

use super::{say, setup};
use crate::retain;
use crate::store::{self, receipt::Receipt};

/// Destroy every copy whose time is over. `serve` does the same at each turn.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Say how many copies are due, and destroy none.
    #[arg(long)]
    dry_run: bool,
}

pub(super) async fn run(file: Option<&Path>, args: &Args) -> anyhow::Result<()> {
    let app = setup::open(file).await?;
    let now = app.clock.now();
    for organisation in &app.config.organisations {
        let id = &organisation.id;
        if args.dry_run {
            let due = retain::dry_run(&app.db, id, now).await?;
            let all = store::inquiry::count(&mut app.db.read().await?, id).await?;
            say(&format!("{id}: {due} of {all} copies are due; nothing was destroyed"))?;
            continue;
        }
        let receipt = retain::run(&app.db, &app.vault, id, &app.retention(id), now).await?;
        match receipt {
            None => say(&format!("{id}: nothing is due"))?,
            Some(receipt) => say(&format!("{id}: {}", told(&receipt)))?,
        }
    }
    if !args.dry_run {
        for month in app.vault.destroy_empty_months(&app.db, now).await? {
            say(&format!("destroyed the key of {}, which wraps nothing any more", month.as_str()))?;
        }
    }
    Ok(())
}

/// What a receipt says, and no more than was measured.
pub(super) fn told(receipt: &Receipt) -> String {
    let left = match receipt.residue_until {
        Some(until) => format!("residue in logs and backups until {} (declared)", until.danish()),
        None if receipt.is_clean => "nothing of them is left in either database's files".to_owned(),
        None => "the databases' logs could not be emptied yet and are tried again".to_owned(),
    };
    format!("destroyed {} copies; {left}", receipt.destroyed)
}
