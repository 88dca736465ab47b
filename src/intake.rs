//! From a network's page to what is new in it: minimised, deduplicated, never more than once.
//!
//! It never moves the watermark: that is done by the worker when a whole walk went through.

use std::collections::HashSet;
use std::time::Duration;

use anyhow::Context;

use crate::model::{AccountName, Days, Fresh, Incoming, OrganisationId, Post, RemoteId, Stamp, Tombstone};
use crate::platform::{Cursor, Error, Page, Platform};
use crate::store::{self, Db};
use crate::vault::Vault;

/// How far and how often is read.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How far behind the watermark a stream is read again.
    pub overlap: Duration,
    /// How old a post may be whose thread is still read.
    pub horizon: Days,
    /// How often a thread is read to the end even if nothing speaks for it: backdated replies and
    /// equal counts hide from everything else.
    pub full_read: Duration,
    /// How many pages one walk may have.
    pub page_cap: usize,
    /// How often an inquiry younger than three days is asked for again.
    pub recheck: Duration,
    /// How often an older one is.
    pub recheck_old: Duration,
}

/// How long edits and deletions are looked for often.
const YOUNG: Duration = Duration::from_hours(72);

/// What a page came to.
#[derive(Debug, Default)]
pub struct Sifted {
    /// What is new or changed.
    pub fresh: Vec<Fresh>,
    /// What was seen before and is as it was.
    pub known: u64,
    /// Private or direct items, dropped unread.
    pub private_dropped: u64,
    /// Items that could not be understood.
    pub unreadable: u64,
}

/// What is walked through, page by page.
#[derive(Clone, Debug)]
pub enum Walk {
    /// The stream of what reaches us outside our own threads.
    Stream {
        /// From when.
        since: Stamp,
    },
    /// The thread of one of our posts, to the end.
    Thread {
        /// Which.
        post: RemoteId,
        /// From when; `None` for all of it.
        since: Option<Stamp>,
    },
}

/// A walk under way: it notices a cursor that repeats and stops at the page cap.
#[derive(Debug)]
pub struct Walker {
    walk: Walk,
    cursor: Option<Cursor>,
    seen: HashSet<Cursor>,
    pages: usize,
    cap: usize,
    is_over: bool,
}

impl Walker {
    /// At the first page.
    #[must_use]
    pub fn new(walk: Walk, cap: usize) -> Self {
        Self { walk, cursor: None, seen: HashSet::new(), pages: 0, cap, is_over: false }
    }

    /// The next page; `None` when the network said that there is no more.
    ///
    /// # Errors
    /// As the network, and [`Error::Broken`] for an endless walk.
    pub async fn next(&mut self, platform: &dyn Platform) -> Result<Option<Page>, Error> {
        if self.is_over {
            return Ok(None);
        }
        if self.pages == self.cap {
            return Err(Error::Broken("more pages than the cap allows"));
        }
        let page = match &self.walk {
            Walk::Stream { since } => platform.pull(*since, self.cursor.as_ref()).await?,
            Walk::Thread { post, since } => platform.thread(post, *since, self.cursor.as_ref()).await?,
        };
        self.pages += 1;
        match &page.next {
            Some(next) if !self.seen.insert(next.clone()) => {
                return Err(Error::Broken("a cursor that repeats"));
            }
            Some(next) => self.cursor = Some(next.clone()),
            None => self.is_over = true,
        }
        Ok(Some(page))
    }
}

/// Sorts out of a page what is new or changed.
///
/// # Errors
/// As the database.
pub async fn sift(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    account: &AccountName,
    page: Page,
) -> anyhow::Result<Sifted> {
    let mut sifted =
        Sifted { private_dropped: page.private_dropped, unreadable: page.unreadable, ..Sifted::default() };
    let mut tx = db.read().await.context("reading tombstones")?;
    let mut here = HashSet::new();
    for incoming in page.items {
        let mac = vault.tombstone(account, &incoming.target.remote);
        let before = store::tombstone::get(&mut tx, organisation, account, &mac).await?;
        let fresh = fresh(vault, account, incoming, mac, before);
        let is_known = fresh.before.as_ref().is_some_and(|before| before.marker == fresh.stone.marker);
        if is_known || !here.insert(fresh.stone.mac.clone()) {
            sifted.known += 1;
        } else {
            sifted.fresh.push(fresh);
        }
    }
    Ok(sifted)
}

/// A comment with its tombstone before and now.
#[must_use]
pub fn fresh(
    vault: &Vault,
    account: &AccountName,
    incoming: Incoming,
    mac: String,
    before: Option<Tombstone>,
) -> Fresh {
    let marker = vault.marker(account, &incoming.target.remote, incoming.marker.as_deref(), &incoming.text);
    let stone = Tombstone {
        mac,
        post: incoming.target.post.as_ref().map(|post| post.expose().to_owned()),
        marker,
        inquiry: before.as_ref().and_then(|before| before.inquiry.clone()),
        is_ours: incoming.is_ours,
    };
    Fresh { incoming, stone, before }
}

/// A post of ours whose thread is to be read now.
#[derive(Clone, Debug)]
pub struct DueThread {
    /// Which.
    pub post: RemoteId,
    /// The network's count when we decided to read it.
    pub count: Option<i64>,
    /// From when; `None` to the end.
    pub since: Option<Stamp>,
}

/// The posts of ours whose words are new to us. They are looked at before they are noted: a crash in
/// between means that they are looked at again.
///
/// # Errors
/// As the database.
pub async fn unread_posts<'a>(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    account: &AccountName,
    posts: &'a [Post],
) -> anyhow::Result<Vec<&'a Post>> {
    let mut tx = db.read().await.context("reading posts")?;
    let known = store::post::list(&mut tx, organisation, account, Stamp::default()).await?;
    let is_unread = |post: &&Post| {
        let marker = vault.marker(account, &post.remote, None, &post.text);
        !known.iter().any(|known| known.post == post.remote.expose() && known.marker == marker)
    };
    Ok(posts.iter().filter(is_unread).collect())
}

/// Notes our own posts with the network's counts. Returns the threads to read now: counts that
/// moved or do not agree, and every thread at its time.
///
/// # Errors
/// As the database.
pub async fn note_posts(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    account: &AccountName,
    posts: Vec<Post>,
    settings: &Settings,
    now: Stamp,
) -> anyhow::Result<Vec<DueThread>> {
    let mut tx = db.write().await.context("noting posts")?;
    let known = store::post::list(&mut tx, organisation, account, Stamp::default()).await?;
    let mut due = Vec::new();
    for post in posts {
        let count = post.count.map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        let marker = vault.marker(account, &post.remote, None, &post.text);
        let before = known.iter().find(|known| known.post == post.remote.expose());
        let full_is_due = before
            .is_none_or(|before| before.full_at.is_none_or(|full| now.since(full) >= settings.full_read));
        let is_due = full_is_due || before.is_some_and(|before| before.count_read != count);
        let read_before = before.and_then(|before| before.read_at).filter(|_| !full_is_due);
        let same = before.is_some_and(|before| before.marker == marker && before.count_there == count);
        if !same {
            let id = post.remote.expose();
            store::post::note(&mut tx, organisation, account, id, post.written_at, &marker, count).await?;
        }
        if is_due {
            let since = read_before.map(|read| read.earlier(settings.overlap));
            due.push(DueThread { post: post.remote, count, since });
        }
    }
    tx.commit().await.context("noting posts")?;
    Ok(due)
}

/// The inquiries of an account that the network must be asked for again.
///
/// # Errors
/// As the database.
pub async fn to_recheck(
    db: &Db,
    organisation: &OrganisationId,
    account: &AccountName,
    settings: &Settings,
    now: Stamp,
    limit: i64,
) -> anyhow::Result<Vec<store::inquiry::Row>> {
    let mut tx = db.read().await.context("reading what to check again")?;
    let young = (now.earlier(YOUNG), now.earlier(settings.recheck));
    let rows = store::inquiry::to_check(
        &mut tx,
        organisation,
        account,
        young,
        now.earlier(settings.recheck_old),
        limit,
    );
    Ok(rows.await?)
}
