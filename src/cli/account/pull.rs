//! A little pull, to see what a network shows us. Only counts leave it: never a name or a word.

use std::collections::HashSet;
use std::time::Duration;

use crate::model::{Counts, Incoming, Post, RemoteId, Stamp};
use crate::platform::{Cursor, Error, Hints, Page, Platform};

/// How far back it looks.
const BACK: Duration = Duration::from_hours(30 * 24);
/// So many threads are read,
const THREADS: usize = 20;
/// so many pages of each,
const PAGES: usize = 10;
/// and so many pages altogether: it takes nothing from the worker that the worker would miss.
const ALL_PAGES: usize = 60;

/// What was seen. Counts only.
#[derive(Debug, Default, serde::Serialize)]
pub(super) struct Pulled {
    /// Posts of ours in the last 30 days.
    posts: usize,
    /// Of these, those whose thread was read to its end.
    threads: usize,
    /// Citizens' comments.
    comments: u64,
    /// Our own.
    ours: u64,
    /// Citizens' comments that came without an author.
    without_author: u64,
    /// Citizens' comments that are hidden there.
    hidden: u64,
    /// Private or direct items, dropped unread.
    private_dropped: u64,
    /// Items that could not be understood.
    unreadable: u64,
    /// What the network counts under the threads that were read to their end, where it counts.
    there: u64,
    /// What it shows there of what it counts.
    shown: u64,
    /// Counted and not shown, over all threads.
    fewer: u64,
    /// Shown and not counted, over all threads.
    more: u64,
    /// Whether everything of the last 30 days was read.
    is_whole: bool,
    #[serde(skip)]
    seen: HashSet<RemoteId>,
    #[serde(skip)]
    pages: usize,
}

/// How the reading of one list ended.
#[derive(PartialEq, Eq)]
enum End {
    Reached,
    /// Our own bounds, or what we keep for deeds.
    Bound,
}

/// Looks; with it what could not be read, as sentences.
pub(super) async fn look(platform: &dyn Platform, now: Stamp) -> (Pulled, Vec<String>) {
    let mut pulled = Pulled { is_whole: true, ..Pulled::default() };
    let mut wrong = Vec::new();
    let since = now.earlier(BACK);
    let failed = |what: &str, error: Error| format!("{what} could not be read: {error}");
    match pulled.stream(platform, since).await {
        Ok(end) => pulled.is_whole &= end == End::Reached,
        Err(error) => wrong.push(failed("what reaches us outside our posts", error)),
    }
    match platform.posts(since).await {
        Ok(posts) => {
            pulled.posts = posts.len();
            pulled.is_whole &= posts.len() <= THREADS;
            for post in posts.iter().take(THREADS) {
                match pulled.thread(platform, post).await {
                    Ok(end) => pulled.is_whole &= end == End::Reached,
                    Err(error) => {
                        wrong.push(failed("what stands under a post of ours", error));
                        break;
                    }
                }
            }
        }
        Err(error) => wrong.push(failed("our own posts", error)),
    }
    pulled.is_whole &= wrong.is_empty();
    (pulled, wrong)
}

impl Pulled {
    async fn stream(&mut self, platform: &dyn Platform, since: Stamp) -> Result<End, Error> {
        let mut cursor: Option<Cursor> = None;
        for _ in 0..PAGES {
            if self.pages == ALL_PAGES {
                return Ok(End::Bound);
            }
            self.pages += 1;
            let Some(page) = within(platform.pull(since, cursor.as_ref()).await)? else {
                return Ok(End::Bound);
            };
            cursor = self.count(page).1;
            if cursor.is_none() {
                return Ok(End::Reached);
            }
        }
        Ok(End::Bound)
    }

    async fn thread(&mut self, platform: &dyn Platform, post: &Post) -> Result<End, Error> {
        let mut cursor: Option<Cursor> = None;
        let mut shown = 0;
        for _ in 0..PAGES {
            if self.pages == ALL_PAGES {
                return Ok(End::Bound);
            }
            self.pages += 1;
            let Some(page) = within(platform.thread(&post.remote, None, cursor.as_ref()).await)? else {
                return Ok(End::Bound);
            };
            let (items, next) = self.count(page);
            let is_counted = |(_, parent): &&(RemoteId, Option<RemoteId>)| match platform.can().counts {
                Counts::All => true,
                Counts::Direct => parent.as_ref().is_none_or(|parent| *parent == post.remote),
            };
            shown += items.iter().filter(is_counted).count() as u64;
            cursor = next;
            if cursor.is_none() {
                self.threads += 1;
                if let Some(there) = post.count {
                    self.there += there;
                    self.shown += shown;
                    self.fewer += there.saturating_sub(shown);
                    self.more += shown.saturating_sub(there);
                }
                return Ok(End::Reached);
            }
        }
        Ok(End::Bound)
    }

    /// Counts a page; returns what its items are and answer, and where it goes on.
    fn count(&mut self, page: Page) -> (Vec<(RemoteId, Option<RemoteId>)>, Option<Cursor>) {
        self.private_dropped += page.private_dropped;
        self.unreadable += page.unreadable;
        let mut items = Vec::with_capacity(page.items.len());
        for incoming in page.items {
            let Incoming { target, parent, author_name, handle, is_ours, is_hidden, .. } = incoming;
            // A network may show one comment in several lists.
            if self.seen.insert(target.remote.clone()) {
                if is_ours {
                    self.ours += 1;
                } else {
                    self.comments += 1;
                    self.without_author += u64::from(author_name.is_none() && handle.is_none());
                    self.hidden += u64::from(is_hidden == Some(true));
                }
            }
            items.push((target.remote, parent));
        }
        (items, page.next)
    }

    /// The same in sentences.
    pub(super) fn said(&self) -> Vec<String> {
        let Self { posts, threads, comments, ours, without_author, hidden, .. } = self;
        let Self { private_dropped, unreadable, there, shown, fewer, more, .. } = self;
        let mut said = vec![
            format!(
                "{comments} comments, {without_author} without an author, {hidden} hidden there; {ours} are our own"
            ),
            format!("private items dropped unread {private_dropped}, unreadable items {unreadable}"),
            format!(
                "of {posts} posts of the last 30 days {threads} threads were read to the end: the network counts \
                 {there} and shows {shown} of them; {fewer} counted and not shown, {more} shown and not counted"
            ),
        ];
        if !self.is_whole {
            said.push("not everything was read: this is a sample".to_owned());
        }
        said
    }

    /// What may be behind what is missing.
    pub(super) fn hints(&self, known: Hints) -> Vec<String> {
        let none = self.there > 0 && self.shown == 0;
        [
            (self.without_author > 0, self.without_author, "comments without an author", known.no_author),
            (none, self.there, "comments are counted and none is shown", known.none_listed),
            (!none && self.fewer > 0, self.fewer, "comments are counted and not shown", known.fewer_listed),
        ]
        .into_iter()
        .filter(|(is_so, ..)| *is_so)
        .filter_map(|(_, count, what, hint)| Some(format!("{count} {what}: {}", hint?)))
        .collect()
    }
}

/// What is kept for deeds is not spent on a look.
fn within(page: Result<Page, Error>) -> Result<Option<Page>, Error> {
    match page {
        Ok(page) => Ok(Some(page)),
        Err(Error::Held(_)) => Ok(None),
        Err(error) => Err(error),
    }
}
