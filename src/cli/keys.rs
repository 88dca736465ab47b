//! `ordstyrer keys`: makes the key folder. Nothing else ever does: a service that made keys silently
//! would bury the loss of the old ones.

use std::path::Path;

use super::{say, setup};
use crate::model::{Clock, InquiryId, SystemClock};
use crate::vault::{KeyRing, Master};

/// The key folder, outside both databases and their backups.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Make the key folder of a new installation. Refused where there is one.
    Create,
}

pub(super) fn run(file: Option<&Path>, command: &Command) -> anyhow::Result<()> {
    let Command::Create = command;
    let config = setup::config(file)?;
    let installation = InquiryId::new(SystemClock.now());
    let ring = KeyRing::create(&config.vault.folder, &config.vault.master, installation.as_str())?;
    say(&format!("made the key folder {}", ring.folder().display()))?;
    match &config.vault.master {
        Master::InFolder => say(
            "the master key is in it: who copies the folder can read everything, so keep it apart from the databases",
        ),
        Master::File(path) => say(&format!("the master key is {}; keep a copy elsewhere", path.display())),
    }
}
