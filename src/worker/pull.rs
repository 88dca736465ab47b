//! Reads what is new of one account: our posts, the stream, and every thread that is due.

use anyhow::Context;

use super::heard::Heard;
use super::report::Report;
use super::round::Round;
use crate::decide::Circumstances;
use crate::intake::{self, DueThread, Listed, Noted, Walk, Walker};
use crate::model::{Fresh, Mode, Source, Stamp, Text};
use crate::platform::{Error, Page};
use crate::settle;
use crate::store::backfill::Backfill;
use crate::store::{self, post_day};

impl Round<'_> {
    /// Pulls the stream and the threads that are due. A thread that the network keeps from us stops no
    /// other: the first such trouble is returned after everything else was read, and the account does
    /// not count as pulled.
    pub(super) async fn pull(
        self,
        heard: &Heard,
        report: &mut Report,
        now: Stamp,
    ) -> anyhow::Result<Option<anyhow::Error>> {
        let settings = &self.settings();
        let horizon = now.earlier(settings.horizon.into());
        let posts = self.platform.posts(horizon).await.context("reading our own posts")?;
        let beginnings = posts.iter().map(|post| (post.remote.clone(), beginning(&post.text))).collect();
        self.worker.remember(self.name(), |memory| memory.posts = beginnings);
        let (db, vault) = (&self.worker.db, &self.worker.vault);
        let unread = intake::unread_posts(db, vault, self.organisation, self.name(), &posts).await?;
        let leaks: Vec<_> =
            unread.into_iter().filter(|post| self.worker.screen.post_leaks(post, now)).collect();
        report.warnings += settle::warn_of_posts(db, vault, self.from(Source::Poll), &leaks, now).await?;
        let noted = Noted { settings, hinted: &heard.posts, edited: &heard.edited };
        let due = intake::note_posts(db, vault, self.organisation, self.name(), posts, noted, now).await?;

        let is_wide = self.known.wide_at.is_none_or(|wide| now.since(wide) >= settings.wide_read);
        let since = if is_wide || self.known.watermark == Stamp::default() {
            horizon
        } else {
            self.known.watermark.earlier(settings.overlap)
        };
        if is_wide {
            self.worker.remember(self.name(), |memory| memory.visitors.begin_anew());
        }
        self.walk(Walk::Stream { since }, None, Source::Poll, report, now)
            .await
            .context("reading the stream")?;
        let mut spared = Spared::default();
        for thread in due {
            let read = self.thread(thread, Source::Poll, report, now).await;
            spared.take(read).context("reading a thread")?;
        }
        self.visitors(&mut spared, report, now).await.context("reading a visitor's thread")?;
        let trouble = spared.trouble.map(|trouble| trouble.context("reading a thread"));
        let mut tx = db.write().await?;
        let (org, name, fence) = (self.organisation, self.name(), self.fence);
        if trouble.is_none() {
            store::account::pulled(&mut tx, org, name, fence, now, is_wide, now).await?;
        } else {
            // A thread that stays closed must not make each pull read the stream anew from the horizon.
            store::account::streamed(&mut tx, org, name, fence, is_wide, now).await?;
        }
        tx.commit().await?;
        Ok(trouble)
    }

    /// Reads the thread of one of our posts; to the end, it is held against the network's count.
    pub(super) async fn thread(
        self,
        thread: DueThread,
        source: Source,
        report: &mut Report,
        now: Stamp,
    ) -> anyhow::Result<i64> {
        let (org, id) = (self.organisation, thread.post.expose());
        let mut tx = self.worker.db.read().await?;
        let before = store::post::get(&mut tx, org, self.name(), id).await?;
        drop(tx);
        let mut listed = Listed::new(thread.post.clone(), self.platform.can().counts);
        let walk = Walk::Thread { post: thread.post.clone(), since: thread.since };
        let new = self.walk(walk, Some(&mut listed), source, report, now).await?;

        let mut tx = self.worker.db.write().await?;
        // Counted again by the settling of its pages.
        let seen = store::post::get(&mut tx, org, self.name(), id).await?.map_or(0, |post| post.seen);
        let looked = before.filter(|_| thread.since.is_none()).map(|before| {
            let post = store::post::Post { seen, ..before };
            intake::looked(&post, &listed, new, thread.count, now)
        });
        let standing = looked.as_ref().map(|looked| &looked.standing);
        store::post::read(&mut tx, org, self.name(), id, thread.count, standing, now).await?;
        if let Some(looked) = looked {
            let gap = (looked.standing.gap, looked.standing.gap_since);
            let (vanished, unseen) = (looked.vanished, looked.unseen);
            let moved = post_day::Moved { vanished, unseen, gap: Some(gap), ..post_day::Moved::default() };
            post_day::add(&mut tx, org, self.name(), &now.day(), id, &moved).await?;
        }
        tx.commit().await?;
        Ok(new)
    }

    /// Reads what stands under citizens' posts on our page. As with our own, one that cannot be read stops
    /// no other.
    async fn visitors(self, spared: &mut Spared, report: &mut Report, now: Stamp) -> anyhow::Result<()> {
        let due = self.worker.remember(self.name(), |memory| memory.visitors.due(&self.settings(), now));
        for (post, source) in due {
            let walk = Walk::Thread { post: post.clone(), since: None };
            match self.walk(walk, None, source, report, now).await {
                Ok(_) => {
                    spared.take(Ok(0))?;
                    self.worker.remember(self.name(), |memory| memory.visitors.read(&post, now));
                }
                // That its author deleted it is no trouble.
                Err(error) if is_closed(&error) => {
                    self.worker.remember(self.name(), |memory| memory.visitors.forget(&post));
                }
                read => spared.take(read)?,
            }
        }
        Ok(())
    }

    /// Walks a list to its end and settles each page. Returns how many comments were new.
    pub(super) async fn walk(
        self,
        walk: Walk,
        mut listed: Option<&mut Listed>,
        source: Source,
        report: &mut Report,
        now: Stamp,
    ) -> anyhow::Result<i64> {
        let mut walker = Walker::new(walk, self.worker.settings.intake.page_cap);
        let mut new = 0;
        while let Some(page) = walker.next(self.platform).await? {
            if let Some(listed) = &mut listed {
                page.items.iter().for_each(|item| listed.add(item));
                if page.is_partial || page.unreadable > 0 {
                    listed.cut();
                }
            }
            self.remember_visitors(&page, source);
            new += self.settle(page, source, report, now).await?;
            self.breathe(report, now).await?;
        }
        Ok(new)
    }

    fn remember_visitors(self, page: &Page, source: Source) {
        for item in page.items.iter().filter(|item| page.visitors.contains(&item.target.remote)) {
            self.worker.remember(self.name(), |memory| {
                memory.visitors.note(&item.target.remote, item.written_at, source);
            });
        }
    }

    async fn settle(
        self,
        page: Page,
        source: Source,
        report: &mut Report,
        now: Stamp,
    ) -> anyhow::Result<i64> {
        let (db, vault) = (&self.worker.db, &self.worker.vault);
        report.served += u64::try_from(page.items.len()).unwrap_or(u64::MAX);
        let sifted = intake::sift(db, vault, self.organisation, self.name(), page, now).await?;
        for inquiry in &sifted.back {
            self.back_again(inquiry, now).await?;
        }
        report.duplicates += sifted.known;
        if sifted.private_dropped + sifted.unreadable > 0 {
            let mut tx = db.write().await?;
            let (private, unreadable) = (sifted.private_dropped, sifted.unreadable);
            store::account::count_dropped(&mut tx, self.organisation, self.name(), private, unreadable)
                .await?;
            tx.commit().await?;
        }
        self.judge(sifted.fresh, source, report, now).await
    }

    /// Screens and settles what is new or changed. What a backfill found stays what a backfill found,
    /// whoever sees it next; and so is what a poll finds first while one is asked for.
    pub(super) async fn judge(
        self,
        fresh: Vec<Fresh>,
        source: Source,
        report: &mut Report,
        now: Stamp,
    ) -> anyhow::Result<i64> {
        if source == Source::Backfill || fresh.is_empty() {
            return self.judge_as(fresh, source, report, now).await;
        }
        let mut tx = self.worker.db.read().await?;
        let open = store::backfill::open(&mut tx, self.organisation, self.name()).await?;
        let (mut filled, mut polled) = (Vec::new(), Vec::new());
        for one in fresh {
            let found = match &one.stone.inquiry {
                Some(id) => store::inquiry::source(&mut tx, self.organisation, id).await?,
                None => None,
            };
            let is_asked = || open.as_ref().is_some_and(|open| is_asked_for(open, one.incoming.written_at));
            let is_filled = found.map_or_else(is_asked, |source| source == Source::Backfill);
            if is_filled && !one.incoming.is_ours { filled.push(one) } else { polled.push(one) }
        }
        drop(tx);
        // Ours last: an answer of ours must find what it answers.
        let new = self.judge_as(filled, Source::Backfill, report, now).await?;
        Ok(new + self.judge_as(polled, Source::Poll, report, now).await?)
    }

    async fn judge_as(
        self,
        fresh: Vec<Fresh>,
        source: Source,
        report: &mut Report,
        now: Stamp,
    ) -> anyhow::Result<i64> {
        let screened = fresh.into_iter().map(|one| {
            let at = self.circumstances(&one, source);
            let above = one.incoming.target.post.clone();
            let post = self
                .worker
                .remember(self.name(), |memory| above.and_then(|post| memory.posts.get(&post).cloned()));
            self.worker.screen.look(one, post.as_ref(), at, now)
        });
        let mut screened: Vec<_> = screened.collect();
        report.unscored += self.lift(&mut screened, now).await?;
        self.redirect(&mut screened, source, now).await?;
        let (db, vault, policy) = (&self.worker.db, &self.worker.vault, self.worker.screen.policy());
        let settled = settle::page(db, vault, policy, self.from(source), screened, now).await?;
        report.taken_in += settled.taken_in;
        report.edited += settled.edited;
        report.answered += settled.answered;
        report.warnings += settled.warnings;
        Ok(settled.new)
    }

    /// Nothing automatic ever happens on an account that observes, to a comment that is older than
    /// its connection, or to what a backfill found.
    pub(super) fn circumstances(self, fresh: &Fresh, source: Source) -> Circumstances {
        let may_act = self.known.mode == Mode::Acting
            && source == Source::Poll
            && !fresh.incoming.is_ours
            && fresh.incoming.written_at >= self.known.connected_at;
        Circumstances { may_act, can_hide: self.platform.can().hide }
    }
}

/// So many threads in a row that cannot be reached are the network's trouble and not theirs.
const UNREACHED: u32 = 3;

/// What stood in the way of single threads, and stopped no other.
#[derive(Default)]
struct Spared {
    /// The first of it.
    trouble: Option<anyhow::Error>,
    /// How many in a row could not be reached.
    unreached: u32,
}

impl Spared {
    /// Notes how the reading of one thread ended.
    ///
    /// # Errors
    /// The failure itself, where the next thread would fail too.
    fn take(&mut self, read: anyhow::Result<i64>) -> anyhow::Result<()> {
        let Err(error) = read else {
            self.unreached = 0;
            return Ok(());
        };
        let is_unreached = is_unreachable(&error);
        self.unreached = if is_unreached { self.unreached + 1 } else { 0 };
        if self.unreached >= UNREACHED || !(is_unreached || is_about_it(&error)) {
            return Err(error);
        }
        self.trouble.get_or_insert(error);
        Ok(())
    }
}

/// Written while somebody wants to know what was lost: until the request was made.
fn is_asked_for(open: &Backfill, written_at: Stamp) -> bool {
    (open.since..open.asked_at).contains(&written_at)
}

/// So much of a post tells what it is about.
const BEGINNING: usize = 160;

fn beginning(words: &Text) -> Text {
    Text::new(words.expose().chars().take(BEGINNING).collect::<String>())
}

/// It is about the one thing that was read, and not about the whole account.
pub(super) fn is_about_it(error: &anyhow::Error) -> bool {
    error.downcast_ref().is_some_and(Error::is_about_one)
}

/// The network does not answer, or with a failure of its own. A single thing that it fails on each time
/// must not look like a network that is down.
pub(super) fn is_unreachable(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref::<Error>(), Some(Error::Unreachable(_)))
}

/// The network says no to it, and will again.
pub(super) fn is_closed(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref::<Error>(), Some(Error::NotPermitted(_) | Error::Refused(_)))
}
