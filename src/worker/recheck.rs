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

/// How many inquiries are asked for at once.
const PAGE: i64 = 50;
/// So many pages in one turn: what is due must not wait for the turns of another day, and deeds not
/// for long.
const PAGES: u32 = 20;

impl Round<'_> {
    /// Asks for all that is due, unless the network would rather have us wait.
    pub(super) async fn recheck(self, report: &mut Report, now: Stamp) -> anyhow::Result<()> {
        let mut trouble = None;
        for _ in 0..PAGES {
            if let Some(wait) = self.platform.hold() {
                return Err(Error::Held(wait).into());
            }
            let is_full = self.recheck_page(&mut trouble, report, now).await?;
            // Lists are read in between: a leak must not wait for a thousand looks.
            if !is_full || self.worker.clock.now().since(now) >= self.worker.settings.every {
                break;
            }
            self.breathe(report, now).await?;
        }
        trouble.map_or(Ok(()), Err).context("asking for a comment again")
    }

    /// Whether there may be more. What concerns one comment alone is the `trouble`.
    async fn recheck_page(
        self,
        trouble: &mut Option<Error>,
        report: &mut Report,
        now: Stamp,
    ) -> anyhow::Result<bool> {
        let (db, vault) = (&self.worker.db, &self.worker.vault);
        let settings = &self.worker.settings.intake;
        let rows = intake::to_recheck(db, self.organisation, self.name(), settings, now, PAGE).await?;
        let is_full = i64::try_from(rows.len()).is_ok_and(|rows| rows == PAGE);
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
            return Ok(is_full);
        }
        let found = self.platform.reread_many(&targets).await;
        for ((row, target), here) in asked.iter().zip(&targets).zip(found) {
            match here {
                Ok(None) => {
                    self.worker.remember(self.name(), |memory| memory.visitors.forget(&target.remote));
                    let ended = act::ended(db, vault, self.organisation, &row.id, false, now).await?;
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
                    trouble.get_or_insert(error);
                    self.checked(&row.id, now).await?;
                }
                Err(error) => return Err(error).context("asking for a comment again"),
            }
        }
        Ok(is_full)
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
        self.replies_stand(row, &incoming.target, now).await?;
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
