//! What a worker remembers of an account from one round to the next. A new process begins without it:
//! nothing is lost by that, but the threads under citizens' own posts are read again only from the next wide
//! read of the stream on (`worker.wide_read_hours`).

use std::collections::HashMap;

use super::meter::Meter;
use crate::intake;
use crate::model::{RemoteId, Source, Stamp, Text};

/// Of one account.
#[derive(Debug)]
pub(super) struct Memory {
    /// Until then lists are not read: we hold them back ourselves. Deeds go on.
    pub(super) held_until: Stamp,
    /// Until then it is left alone: something failed.
    pub(super) rests_until: Stamp,
    /// What the last whole pull cost of the daily quota.
    pub(super) pull_cost: u32,
    /// How much of a daily quota the next round reserves.
    pub(super) wish: u32,
    /// How our own posts in the pull horizon begin. They are public and ours, and are not stored.
    pub(super) posts: HashMap<RemoteId, Text>,
    /// Citizens' posts on our page.
    pub(super) visitors: Visitors,
}

/// A first guess of what a pull costs, until one was measured.
const PULL_COST: u32 = 10;

impl Default for Memory {
    fn default() -> Self {
        Self {
            held_until: Stamp::default(),
            rests_until: Stamp::default(),
            pull_cost: PULL_COST,
            wish: Meter::FIRST,
            posts: HashMap::new(),
            visitors: Visitors::default(),
        }
    }
}

/// Citizens' posts on our own page, whose threads are ours to look after. Their ids lead to people,
/// so they are remembered here and never stored: the wide read of the stream brings them back.
#[derive(Debug, Default)]
pub(super) struct Visitors(HashMap<RemoteId, Visited>);

#[derive(Clone, Copy, Debug)]
struct Visited {
    written_at: Stamp,
    read_at: Option<Stamp>,
    /// How it was found: what stands under it is what the same reading found.
    source: Source,
}

impl Visitors {
    /// Remembers one.
    pub(super) fn note(&mut self, post: &RemoteId, written_at: Stamp, source: Source) {
        let visited = Visited { written_at, read_at: None, source };
        self.0.entry(post.clone()).or_insert(visited);
    }

    /// Those whose threads are to be read now; forgets what is older than the horizon.
    pub(super) fn due(&mut self, settings: &intake::Settings, now: Stamp) -> Vec<(RemoteId, Source)> {
        let horizon = now.earlier(settings.horizon.into());
        self.0.retain(|_, visited| visited.written_at >= horizon);
        let is_due =
            |visited: &Visited| visited.read_at.is_none_or(|read| now.since(read) >= settings.full_read);
        let mut due: Vec<_> = self.0.iter().filter(|(_, visited)| is_due(visited)).collect();
        due.sort_by_key(|(_, visited)| visited.read_at);
        due.into_iter()
            .take(settings.quiet_reads)
            .map(|(post, visited)| (post.clone(), visited.source))
            .collect()
    }

    /// Notes that one's thread was read.
    pub(super) fn read(&mut self, post: &RemoteId, now: Stamp) {
        if let Some(visited) = self.0.get_mut(post) {
            (visited.read_at, visited.source) = (Some(now), Source::Poll);
        }
    }

    /// The whole stream is read now: what still stands there comes back.
    pub(super) fn begin_anew(&mut self) {
        self.0.clear();
    }

    /// Its author deleted it, or we may not see it any more.
    pub(super) fn forget(&mut self, post: &RemoteId) {
        self.0.remove(post);
    }
}
