//! A list of the network's, page by page, to its end: a cursor that repeats and a list without an end
//! are noticed.

use std::collections::HashSet;

use crate::model::{RemoteId, Stamp};
use crate::platform::{Cursor, Error, Page, Platform};

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
