//! What a whole reading of a thread showed, counted once however the pages shifted under it.

use std::collections::HashSet;

use crate::model::{Counts, Incoming, RemoteId};

/// What was listed. Ids are held while a thread is read, and no longer.
#[derive(Debug)]
pub struct Listed {
    counts: Counts,
    post: RemoteId,
    ids: HashSet<RemoteId>,
    counted: i64,
    is_whole: bool,
}

impl Listed {
    /// Nothing yet of a post's thread, on a network that counts so.
    #[must_use]
    pub fn new(post: RemoteId, counts: Counts) -> Self {
        Self { counts, post, ids: HashSet::new(), counted: 0, is_whole: true }
    }

    /// One more item of a page.
    pub fn add(&mut self, item: &Incoming) {
        if !self.ids.insert(item.target.remote.clone()) {
            return;
        }
        let is_direct = item.parent.as_ref().is_none_or(|parent| *parent == self.post);
        if self.counts == Counts::All || is_direct {
            self.counted += 1;
        }
    }

    /// A page was cut short by the network, or held what we could not read: what is not listed may
    /// stand there all the same.
    pub fn cut(&mut self) {
        self.is_whole = false;
    }

    /// Whether what was not listed is gone.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.is_whole
    }

    /// Everything that was listed.
    #[must_use]
    pub fn all(&self) -> i64 {
        i64::try_from(self.ids.len()).unwrap_or(i64::MAX)
    }

    /// Of it, what the network's own count counts.
    #[must_use]
    pub fn counted(&self) -> i64 {
        self.counted
    }
}
