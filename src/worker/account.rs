//! What is done for one account in a turn: pull, ask again, act.

use std::time::Duration;

use anyhow::Context;
use tracing::warn;

use super::turn::{Report, Worker};
use crate::act::{self, Actor};
use crate::decide::Circumstances;
use crate::intake::{self, Walk, Walker};
use crate::model::{AccountName, Fresh, InquiryId, Mode, OrganisationId, Source, Stamp};
use crate::platform::{Error, Page, Platform};
use crate::settle;
use crate::store;

/// How many inquiries one turn asks the network for again.
const RECHECKS: i64 = 50;

/// An account with its connection.
pub struct Connected {
    /// Our name for it.
    pub name: AccountName,
    /// Its network.
    pub network: String,
    /// The connection.
    pub platform: Box<dyn Platform>,
}

impl std::fmt::Debug for Connected {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Connected({})", self.name)
    }
}

/// One account in one turn.
#[derive(Clone, Copy)]
pub(super) struct Round<'a> {
    pub(super) worker: &'a Worker,
    pub(super) organisation: &'a OrganisationId,
    pub(super) connected: &'a Connected,
    pub(super) fence: i64,
    pub(super) known: &'a store::account::Account,
}

impl Round<'_> {
    /// Pulls the stream and the threads that are due. The watermark moves only when all of it went
    /// through.
    pub(super) async fn pull(self, report: &mut Report, now: Stamp) -> anyhow::Result<()> {
        let intake = &self.worker.settings.intake;
        let horizon = now.earlier(intake.horizon.into());
        let posts = self.platform().posts(horizon).await.context("reading our own posts")?;
        let (db, vault) = (&self.worker.db, &self.worker.vault);
        let unread = intake::unread_posts(db, vault, self.organisation, self.name(), &posts).await?;
        let leaks: Vec<_> =
            unread.into_iter().filter(|post| self.worker.screen.post_leaks(post, now)).collect();
        report.warnings += settle::warn_of_posts(db, vault, self.from(), &leaks, now).await?;
        let due = intake::note_posts(db, vault, self.organisation, self.name(), posts, intake, now).await?;

        let since = if self.known.watermark == Stamp::default() {
            horizon
        } else {
            self.known.watermark.earlier(intake.overlap)
        };
        self.walk(Walk::Stream { since }, report, now).await.context("reading the stream")?;
        for thread in due {
            let walk = Walk::Thread { post: thread.post.clone(), since: thread.since };
            self.walk(walk, report, now).await.context("reading a thread")?;
            let mut tx = db.write().await?;
            let post = thread.post.expose();
            let is_full = thread.since.is_none();
            store::post::read(&mut tx, self.organisation, self.name(), post, thread.count, is_full, now)
                .await?;
            tx.commit().await?;
        }
        let mut tx = db.write().await?;
        store::account::pulled(&mut tx, self.organisation, self.name(), self.fence, now, now).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn walk(self, walk: Walk, report: &mut Report, now: Stamp) -> anyhow::Result<()> {
        let mut walker = Walker::new(walk, self.worker.settings.intake.page_cap);
        while let Some(page) = walker.next(self.platform()).await? {
            self.settle(page, report, now).await?;
        }
        Ok(())
    }

    async fn settle(self, page: Page, report: &mut Report, now: Stamp) -> anyhow::Result<()> {
        let (db, vault) = (&self.worker.db, &self.worker.vault);
        report.served += u64::try_from(page.items.len()).unwrap_or(u64::MAX);
        let sifted = intake::sift(db, vault, self.organisation, self.name(), page).await?;
        report.duplicates += sifted.known;
        if sifted.private_dropped + sifted.unreadable > 0 {
            let mut tx = db.write().await?;
            let (private, unreadable) = (sifted.private_dropped, sifted.unreadable);
            store::account::count_dropped(&mut tx, self.organisation, self.name(), private, unreadable)
                .await?;
            tx.commit().await?;
        }
        self.judge(sifted.fresh, report, now).await
    }

    /// Screens and settles what is new or changed.
    async fn judge(self, fresh: Vec<Fresh>, report: &mut Report, now: Stamp) -> anyhow::Result<()> {
        let screened = fresh.into_iter().map(|one| {
            let at = self.circumstances(&one);
            self.worker.screen.look(one, at, now)
        });
        let policy = self.worker.screen.policy();
        let settled =
            settle::page(&self.worker.db, &self.worker.vault, policy, self.from(), screened.collect(), now)
                .await?;
        report.taken_in += settled.taken_in;
        report.edited += settled.edited;
        report.answered += settled.answered;
        report.warnings += settled.warnings;
        Ok(())
    }

    /// Nothing automatic ever happens on an account that observes, or to a comment that is older
    /// than its connection.
    fn circumstances(self, fresh: &Fresh) -> Circumstances {
        let may_act = self.known.mode == Mode::Acting
            && !fresh.incoming.is_ours
            && fresh.incoming.written_at >= self.known.connected_at;
        Circumstances { may_act, can_hide: self.platform().can().hide }
    }

    /// Asks the network again for what we hold: edits are judged, a deletion there ends our copy.
    pub(super) async fn recheck(self, report: &mut Report, now: Stamp) -> anyhow::Result<()> {
        let (db, vault) = (&self.worker.db, &self.worker.vault);
        let intake = &self.worker.settings.intake;
        let rows = intake::to_recheck(db, self.organisation, self.name(), intake, now, RECHECKS).await?;
        let mut trouble = None;
        for row in rows {
            let mut keys = vault.keys.read().await?;
            let opened = vault.open(&mut keys, self.organisation, &row).await;
            drop(keys);
            let target = match opened {
                Ok(opened) => opened.kept.target.clone(),
                Err(error) => {
                    // Destroyed between the list and the look, or damaged: one row never stops the
                    // others, and a damaged one is shown to the moderators as it is.
                    warn!(inquiry = %row.id, cause = %error, "an inquiry could not be opened to be checked again");
                    self.checked(&row.id, now).await?;
                    continue;
                }
            };
            let here = match self.platform().reread(&target).await {
                Err(Error::NotPermitted(_)) => None,
                // About this one comment: it goes behind the others instead of standing before them.
                Err(error @ (Error::Broken(_) | Error::Refused(_))) => {
                    trouble = trouble.or(Some(error));
                    None
                }
                other => Some(other.context("asking for a comment again")?),
            };
            match here {
                Some(None) => {
                    let ended = act::ended(db, vault, self.organisation, &row.id, now).await?;
                    report.gone += u64::from(ended);
                }
                Some(Some(incoming)) => {
                    let mut tx = db.write().await?;
                    store::inquiry::checked(&mut tx, self.organisation, &row.id, now).await?;
                    let stone =
                        store::tombstone::get(&mut tx, self.organisation, self.name(), &row.mac).await?;
                    tx.commit().await?;
                    let fresh = intake::fresh(vault, self.name(), incoming, row.mac.clone(), stone);
                    if fresh.before.as_ref().is_none_or(|before| before.marker != fresh.stone.marker) {
                        self.judge(vec![fresh], report, now).await?;
                    }
                }
                // Not allowed to see it is not gone: ask again at its time.
                None => self.checked(&row.id, now).await?,
            }
        }
        trouble.map_or(Ok(()), Err).context("asking for a comment again")
    }

    async fn checked(self, inquiry: &InquiryId, now: Stamp) -> anyhow::Result<()> {
        let mut tx = self.worker.db.write().await?;
        store::inquiry::checked(&mut tx, self.organisation, inquiry, now).await?;
        Ok(tx.commit().await?)
    }

    /// Does what is due.
    pub(super) async fn act(self, report: &mut Report, lease: Duration, now: Stamp) -> anyhow::Result<()> {
        let actor = Actor {
            db: &self.worker.db,
            vault: &self.worker.vault,
            organisation: self.organisation,
            account: self.name(),
            platform: self.platform(),
            owner: &self.worker.owner,
            lease,
        };
        let acted = act::run(actor, now).await.context("acting")?;
        report.hidden += acted.hidden;
        report.shown += acted.shown;
        report.deleted_on_platform += acted.deleted;
        report.redirected += acted.replied;
        report.parked += acted.parked;
        Ok(())
    }

    fn platform(&self) -> &dyn Platform {
        self.connected.platform.as_ref()
    }

    fn name(&self) -> &AccountName {
        &self.connected.name
    }

    fn from(&self) -> settle::From<'_> {
        settle::From {
            organisation: self.organisation,
            account: self.name(),
            fence: self.fence,
            source: Source::Poll,
        }
    }
}
