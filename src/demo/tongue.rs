//! The two networks behind one face: what the server, the writers and the faults need of either.

use super::bluesky::Repo;
use super::entry::{Entry, Gone};
use super::facebook::Page;
use super::happening::{Call, Effect};
use super::wire::{Ask, Told};
use super::world::World;
use super::writing::Writing;
use super::{Access, Fault, Network};
use crate::model::{Deed, Stamp};

/// One network's own way to speak.
pub(super) enum Tongue {
    Facebook(Page),
    Bluesky(Box<Repo>),
}

/// What a request may look at and change.
pub(super) struct Desk<'a> {
    pub(super) world: &'a mut World,
    pub(super) effects: &'a mut Vec<Effect>,
    pub(super) now: Stamp,
}

impl Desk<'_> {
    /// Notes what was done to an entry.
    pub(super) fn note(&mut self, network: Network, deed: Deed, at: usize) {
        let entry = self.world.get(at);
        let (id, version) = (entry.id.clone(), entry.version);
        self.effects.push(Effect { at: self.now, network, deed, id, version });
    }
}

impl Tongue {
    /// Adds what somebody wrote.
    pub(super) fn write(&mut self, world: &mut World, writing: &Writing<'_>) -> usize {
        match self {
            Self::Facebook(page) => {
                let entry: Entry = page.entry(world, writing);
                world.add(entry)
            }
            Self::Bluesky(repo) => repo.write(world, writing),
        }
    }

    /// Its author changes the words.
    pub(super) fn rewrite(&mut self, world: &mut World, at: usize, words: &str) {
        world.rewrite(at, words);
        if let Self::Bluesky(repo) = self {
            repo.rewritten(world, at);
        }
    }

    /// It is deleted.
    pub(super) fn end(&mut self, world: &mut World, at: usize, gone: Gone) {
        match self {
            Self::Facebook(_) => Page::end(world, at, gone),
            Self::Bluesky(repo) => repo.end(world, at, gone),
        }
    }

    /// Somebody likes it.
    pub(super) fn like(&mut self, world: &World, at: usize, author: &str, now: Stamp) {
        match self {
            // A like shows nowhere in what we read of Facebook.
            Self::Facebook(_) => (),
            Self::Bluesky(repo) => repo.like(world, at, author, now),
        }
    }

    /// What the request is for, and about which id, before anything is done.
    pub(super) fn call(&self, world: &World, ask: &Ask) -> (Call, Option<String>) {
        match self {
            Self::Facebook(page) => page.call(world, ask),
            Self::Bluesky(repo) => repo.call(ask),
        }
    }

    /// Does it and answers.
    pub(super) fn answer(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Told {
        match self {
            Self::Facebook(page) => page.answer(desk, ask),
            Self::Bluesky(repo) => repo.answer(desk, ask),
        }
    }

    /// The answer of a fault that comes before anything is done.
    pub(super) fn fail(&mut self, fault: Fault, now: Stamp) -> Told {
        match self {
            Self::Facebook(page) => page.fail(fault),
            Self::Bluesky(repo) => repo.fail(fault, now),
        }
    }

    pub(super) fn set_access(&mut self, access: Access) {
        match self {
            Self::Facebook(page) => page.access = access,
            Self::Bluesky(repo) => repo.set_access(access),
        }
    }
}
