//! Asks the network again for what we hold: edits are judged, a deletion there ends our copy. What is
//! sent is the comment's id and nothing else.

use anyhow::Context;
use tracing::warn;

use super::report::Report;
use super::round::Round;
use crate::act;
use crate::intake;
use crate::model::{Incoming, InquiryId, Source, Stamp};
use crate::platform::Error;
use crate::store::{self, inquiry::Row};

/// How many inquiries one turn asks the network for again.
const RECHECKS: i64 = 50;

impl Round<'_> {
    pub(super) async fn recheck(self, report: &mut Report, now: Stamp) -> anyhow::Result<()> {
        let (db, vault) = (&self.worker.db, &self.worker.vault);
        let settings = &self.worker.settings.intake;
        let rows = intake::to_recheck(db, self.organisation, self.name(), settings, now, RECHECKS).await?;
        let (mut asked, mut targets) = (Vec::new(), Vec::new());
        for row in rows {
            let mut keys = vault.keys.read().await?;
            let opened = vault.open(&mut keys, self.organisation, &row).await;
            drop(keys);
            match opened {
                Ok(opened) => {
                    targets.push(opened.kept.target.clone());
                    asked.push(row);
                }
                Err(error) => {
                    // Destroyed between the list and the look, or damaged: one row never stops the
                    // others, and a damaged one is shown to the moderators as it is.
                    warn!(inquiry = %row.id, cause = %error, "an inquiry could not be opened to be checked again");
                    self.checked(&row.id, now).await?;
                }
            }
        }
        if asked.is_empty() {
            return Ok(());
        }
        let mut trouble = None;
        let found = self.platform.reread_many(&targets).await;
        for ((row, target), here) in asked.iter().zip(&targets).zip(found) {
            match here {
                Ok(None) => {
                    self.worker.remember(self.name(), |memory| memory.visitors.forget(&target.remote));
                    let ended = act::ended(db, vault, self.organisation, &row.id, now).await?;
                    if ended {
                        self.vanished(row, now).await?;
                    }
                    report.gone += u64::from(ended);
                }
                Ok(Some(incoming)) => self.stands(row, incoming, report, now).await?,
                // Not allowed to see it is not gone: ask again at its time.
                Err(Error::NotPermitted(_)) => self.checked(&row.id, now).await?,
                // About this one comment: it goes behind the others instead of standing before them.
                Err(error) if error.is_about_one() => {
                    trouble = trouble.or(Some(error));
                    self.checked(&row.id, now).await?;
                }
                Err(error) => return Err(error).context("asking for a comment again"),
            }
        }
        trouble.map_or(Ok(()), Err).context("asking for a comment again")
    }

    async fn stands(
        self,
        row: &Row,
        incoming: Incoming,
        report: &mut Report,
        now: Stamp,
    ) -> anyhow::Result<()> {
        let mut tx = self.worker.db.write().await?;
        store::inquiry::refreshed(&mut tx, self.organisation, &row.id, now).await?;
        let stone = store::tombstone::get(&mut tx, self.organisation, self.name(), &row.mac).await?;
        tx.commit().await?;
        self.compare(row, &incoming, now).await?;
        let fresh = intake::fresh(&self.worker.vault, self.name(), incoming, row.mac.clone(), stone, false);
        if fresh.before.as_ref().is_none_or(|before| before.marker != fresh.stone.marker) {
            self.judge(vec![fresh], Source::Poll, report, now).await?;
        }
        Ok(())
    }

    async fn checked(self, inquiry: &InquiryId, now: Stamp) -> anyhow::Result<()> {
        let mut tx = self.worker.db.write().await?;
        store::inquiry::checked(&mut tx, self.organisation, inquiry, now).await?;
        Ok(tx.commit().await?)
    }
}
