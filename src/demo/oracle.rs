//! What stands in the town and what was done to it, told to those who check.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use super::entry::{By, Entry, Gone};
use super::side::{Inner, Side};
use super::world::World;
use super::{Effect, Network, Standing, Town, Truth};
use crate::model::Deed;

/// The town in figures: citizens' comments, posts on our page and mentions together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Written by citizens.
    pub written: usize,
    /// Of these, shown at least once in a list that was answered in full.
    pub served: usize,
    /// Hidden now.
    pub hidden: usize,
    /// Deleted by us.
    pub deleted_by_us: usize,
    /// Deleted by their authors.
    pub deleted_by_authors: usize,
    /// Our replies over the API.
    pub replies: usize,
    /// Of these, those that say again what we had already said under the same comment.
    pub double_replies: usize,
    /// CPR numbers in public: neither hidden nor deleted.
    pub leaks_standing: usize,
}

impl std::iter::Sum for Report {
    fn sum<I: Iterator<Item = Self>>(reports: I) -> Self {
        reports.fold(Self::default(), |a, b| Self {
            written: a.written + b.written,
            served: a.served + b.served,
            hidden: a.hidden + b.hidden,
            deleted_by_us: a.deleted_by_us + b.deleted_by_us,
            deleted_by_authors: a.deleted_by_authors + b.deleted_by_authors,
            replies: a.replies + b.replies,
            double_replies: a.double_replies + b.double_replies,
            leaks_standing: a.leaks_standing + b.leaks_standing,
        })
    }
}

impl Town {
    /// How it stands now; `None` when nothing of that id was ever there.
    #[must_use]
    pub fn comment_now(&self, id: &str) -> Option<Standing> {
        let side = self.try_side_of(id)?;
        let inner = side.lock();
        inner.world.find(id).map(|at| standing(side.network, &inner.world, inner.world.get(at)))
    }

    /// What it really is.
    #[must_use]
    pub fn truth(&self, id: &str) -> Option<Truth> {
        self.comment_now(id)?.truth
    }

    /// Hidden by us, and not shown again since.
    #[must_use]
    pub fn is_hidden(&self, id: &str) -> bool {
        self.comment_now(id).is_some_and(|comment| comment.is_hidden)
    }

    /// Deleted, by whomever.
    #[must_use]
    pub fn is_deleted(&self, id: &str) -> bool {
        self.comment_now(id).is_some_and(|comment| comment.gone.is_some())
    }

    /// How many calls were made of a network, and how many of them failed or went unanswered.
    #[must_use]
    pub fn calls(&self, network: Network) -> (u64, u64) {
        let inner = self.side(network).lock();
        (inner.log.asked, inner.log.failed)
    }

    /// The words of the replies that we sent over the API directly under it, deleted ones too.
    #[must_use]
    pub fn replies_by_us(&self, id: &str) -> Vec<String> {
        let Some(side) = self.try_side_of(id) else { return Vec::new() };
        let inner = side.lock();
        let world = &inner.world;
        let replies = world.find(id).map(|at| world.answers(at)).unwrap_or_default();
        let ours = replies.iter().map(|at| world.get(*at)).filter(|reply| reply.by == By::Us);
        ours.map(|reply| reply.words.clone()).collect()
    }

    /// Everything that citizens wrote to us, oldest first by network.
    #[must_use]
    pub fn inquiries(&self) -> Vec<Standing> {
        self.collect(Entry::is_inquiry)
    }

    /// Citizens' words that stood in a list that was answered in full: each of them must be in the
    /// database or tombstoned.
    #[must_use]
    pub fn served(&self) -> Vec<Standing> {
        self.collect(|entry| entry.is_inquiry() && entry.is_served)
    }

    /// What citizens wrote to us alone: none of it may ever be found with us.
    #[must_use]
    pub fn private(&self) -> Vec<Standing> {
        self.collect(|entry| entry.by == By::Citizen && entry.is_private())
    }

    /// CPR numbers of citizens in public: neither hidden nor deleted.
    #[must_use]
    pub fn leaks_standing(&self) -> Vec<Standing> {
        self.collect(is_standing_leak)
    }

    /// What we did to it, in order.
    #[must_use]
    pub fn effects_on(&self, id: &str) -> Vec<Effect> {
        let Some(side) = self.try_side_of(id) else { return Vec::new() };
        let inner = side.lock();
        inner.log.effects.iter().filter(|effect| effect.id == id).cloned().collect()
    }

    /// How long a CPR number stood in public until we hid or deleted it, for each that we did; counted
    /// from when it was written or edited in.
    #[must_use]
    pub fn leaks_stood(&self, network: Network) -> Vec<Duration> {
        let inner = self.side(network).lock();
        let mut done = HashMap::new();
        let ends = inner.log.effects.iter().filter(|one| matches!(one.deed, Deed::Hide | Deed::Delete));
        for effect in ends {
            done.entry(effect.id.as_str()).or_insert(effect.at);
        }
        let leaks = inner.world.all().filter(|entry| entry.is_inquiry() && entry.truth == Some(Truth::Leak));
        let stood = leaks.filter_map(|entry| {
            let since = entry.edited_at.unwrap_or(entry.arrived_at);
            done.get(entry.id.as_str()).filter(|at| **at >= since).map(|at| at.since(since))
        });
        stood.collect()
    }

    /// The figures of one network.
    #[must_use]
    pub fn check(&self, network: Network) -> Report {
        self.side(network).check()
    }

    /// The figures of all together.
    #[must_use]
    pub fn check_all(&self) -> Report {
        self.sides().map(Side::check).sum()
    }

    fn collect(&self, wanted: impl Fn(&Entry) -> bool) -> Vec<Standing> {
        let mut found = Vec::new();
        for side in self.sides() {
            let inner = side.lock();
            let wanted = inner.world.all().filter(|entry| wanted(entry));
            found.extend(wanted.map(|entry| standing(side.network, &inner.world, entry)));
        }
        found
    }
}

impl Side {
    fn check(&self) -> Report {
        let inner = self.lock();
        let Inner { world, .. } = &*inner;
        let of_citizens = |wanted: &dyn Fn(&Entry) -> bool| {
            world.all().filter(|entry| entry.is_inquiry() && wanted(entry)).count()
        };
        let mut said = HashSet::new();
        let ours: Vec<&Entry> =
            world.all().filter(|entry| entry.by == By::Us && entry.parent.is_some()).collect();
        Report {
            written: of_citizens(&|_| true),
            served: of_citizens(&|entry| entry.is_served),
            hidden: of_citizens(&|entry| entry.is_hidden && entry.gone.is_none()),
            deleted_by_us: of_citizens(&|entry| entry.gone == Some(Gone::ByUs)),
            deleted_by_authors: of_citizens(&|entry| entry.gone == Some(Gone::ByAuthor)),
            replies: ours.len(),
            double_replies: ours.iter().filter(|reply| !said.insert((reply.parent, &reply.words))).count(),
            leaks_standing: of_citizens(&is_standing_leak),
        }
    }
}

fn is_standing_leak(entry: &Entry) -> bool {
    let is_leak = entry.truth == Some(Truth::Leak) && entry.is_inquiry();
    is_leak && !entry.is_hidden && entry.gone.is_none()
}

fn standing(network: Network, world: &World, entry: &Entry) -> Standing {
    let id = |at: Option<usize>| at.map(|at| world.get(at).id.clone());
    Standing {
        network,
        id: entry.id.clone(),
        post: id(entry.root),
        parent: id(entry.parent),
        author: entry.name.clone(),
        handle: entry.handle.clone(),
        words: entry.words.clone(),
        written_at: entry.written_at,
        version: entry.version,
        is_hidden: entry.is_hidden,
        gone: entry.gone,
        is_ours: entry.is_ours(),
        is_served: entry.is_served,
        truth: entry.truth,
    }
}
