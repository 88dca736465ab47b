//! What became of everything: counted against what the simulated networks themselves remember.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::{Happened, Scene, account};
use crate::model::{InquiryId, RemoteId};
use crate::store;

/// The line that `--once --json` prints. All are counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub(super) struct Tally {
    /// Citizens' comments that a network delivered at least once.
    pub(super) served: u64,
    /// Of these, taken in as inquiries.
    pub(super) taken_in: u64,
    /// Deliveries of what was known already.
    pub(super) duplicates: u64,
    /// Comments hidden, read back.
    pub(super) hidden: u64,
    /// Comments deleted on their network, read back.
    pub(super) deleted_on_platform: u64,
    /// Redirect replies confirmed.
    pub(super) redirected: u64,
    /// Waiting for a person at the end.
    pub(super) in_queue: i64,
    /// Inquiries destroyed, keys and rows.
    pub(super) forgotten: i64,
    /// Delivered, and neither held nor known again.
    pub(super) lost: u64,
    /// Replies that say again what we had said under the same comment.
    pub(super) double_replies: u64,
    /// Bytes of destroyed rows, destroyed keys or citizens' plain words found in the files.
    pub(super) residue_bytes: u64,
    #[serde(skip)]
    known: BTreeSet<String>,
    #[serde(skip)]
    missing: BTreeSet<String>,
    #[serde(skip)]
    sealed: BTreeMap<InquiryId, Vec<Vec<u8>>>,
}

impl Tally {
    /// Adds a step.
    pub(super) fn add(&mut self, happened: &Happened) {
        let report = &happened.report;
        self.taken_in += report.taken_in;
        self.duplicates += report.duplicates;
        self.hidden += report.hidden;
        self.deleted_on_platform += report.deleted_on_platform;
        self.redirected += report.redirected;
        self.forgotten += report.forgotten;
    }

    /// Looks at what was delivered so far, before its time is over.
    pub(super) async fn look(&mut self, scene: &Scene) -> anyhow::Result<()> {
        let organisation = &scene.app.config.organisations[0].id;
        for comment in scene.town.served() {
            if self.known.contains(&comment.id) {
                continue;
            }
            let account = account(comment.network);
            let mac = scene.app.vault.tombstone(&account, &RemoteId::new(comment.id.as_str()));
            let mut tx = scene.app.db.read().await?;
            let stone = store::tombstone::get(&mut tx, organisation, &account, &mac).await?;
            let known = if stone.is_some() { &mut self.known } else { &mut self.missing };
            known.insert(comment.id);
        }
        self.missing.retain(|id| !self.known.contains(id));
        let (mut tx, mut keys) = (scene.app.db.read().await?, scene.app.vault.keys.read().await?);
        for account in scene.app.accounts(organisation) {
            for (id, version) in store::inquiry::keyed(&mut tx, organisation, &account).await? {
                let Some(row) = store::inquiry::get(&mut tx, organisation, &id).await? else { continue };
                let Some((_, wrapped)) = store::keys::get(&mut keys, organisation, &id, version).await?
                else {
                    continue;
                };
                self.sealed.insert(id, vec![row.sealed, wrapped]);
            }
        }
        Ok(())
    }

    /// Counts what can only be counted at the end.
    pub(super) async fn close(&mut self, scene: &Scene, folder: &Path) -> anyhow::Result<()> {
        let report = scene.town.check_all();
        self.served = u64::try_from(report.served)?;
        self.double_replies = u64::try_from(report.double_replies)?;
        self.lost = u64::try_from(self.missing.len())?;
        let organisation = &scene.app.config.organisations[0].id;
        let mut tx = scene.app.db.read().await?;
        self.in_queue = store::inquiry::count_open(&mut tx, organisation, &store::Reach::ALL).await?.0;
        let mut gone = Vec::new();
        for (id, bytes) in &self.sealed {
            if store::inquiry::get(&mut tx, organisation, id).await?.is_none() {
                gone.extend(bytes.iter().cloned());
            }
        }
        drop(tx);
        // Citizens' words are never in the clear, whether their inquiry stands or is gone.
        gone.extend(
            scene
                .town
                .inquiries()
                .into_iter()
                .filter(|comment| comment.words.len() >= 16)
                .map(|comment| comment.words.into_bytes()),
        );
        self.residue_bytes = residue(folder, &gone)?;
        Ok(())
    }
}

/// How many bytes of `gone` stand in the files below `folder`.
fn residue(folder: &Path, gone: &[Vec<u8>]) -> anyhow::Result<u64> {
    let mut found = 0;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found += residue(&path, gone)?;
        } else {
            let bytes = std::fs::read(&path)?;
            let stands = |needle: &&Vec<u8>| memchr::memmem::find(&bytes, needle).is_some();
            found += gone.iter().filter(stands).map(|needle| needle.len() as u64).sum::<u64>();
        }
    }
    Ok(found)
}
