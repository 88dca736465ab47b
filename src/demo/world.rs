//! All posts and comments of one network, found by id, by thread and by what they answer. Nothing
//! is ever taken out: what is deleted is marked, so that the history can be checked.

use std::collections::HashMap;

use super::entry::{Entry, Gone, Kind};
use crate::model::Stamp;

/// The entries; an index into them stays valid.
#[derive(Default)]
pub(super) struct World {
    entries: Vec<Entry>,
    by_id: HashMap<String, usize>,
    /// What stands under nothing: posts, visits, mentions, quotes.
    roots: Vec<usize>,
    /// Root → everything below it, oldest first.
    under: HashMap<usize, Vec<usize>>,
    /// Anything → its direct answers, oldest first.
    answers: HashMap<usize, Vec<usize>>,
    now: Stamp,
    /// How many items a page holds at the most, whatever is asked for.
    most_a_page: Option<usize>,
}

impl World {
    pub(super) fn add(&mut self, entry: Entry) -> usize {
        let at = self.entries.len();
        let (root, parent, id) = (entry.root, entry.parent, entry.id.clone());
        self.entries.push(entry);
        self.by_id.insert(id, at);
        match root {
            None => self.roots.push(at),
            Some(root) => Self::sort_in(&self.entries, self.under.entry(root).or_default(), at),
        }
        if let Some(parent) = parent {
            Self::sort_in(&self.entries, self.answers.entry(parent).or_default(), at);
        }
        at
    }

    /// What lists show is looked at from this moment.
    pub(super) fn turn_to(&mut self, now: Stamp) {
        self.now = now;
    }

    pub(super) fn cap_pages(&mut self, most: usize) {
        self.most_a_page = Some(most);
    }

    /// A page of so many, unless pages are shorter here.
    pub(super) fn page_of(&self, limit: usize) -> usize {
        self.most_a_page.map_or(limit, |most| most.min(limit))
    }

    /// Lists show it now: it is not deleted, and it has come through to them.
    pub(super) fn is_listed(&self, at: usize) -> bool {
        let entry = self.get(at);
        entry.gone.is_none() && !entry.is_restricted && entry.listed_from <= self.now
    }

    fn sort_in(entries: &[Entry], list: &mut Vec<usize>, new: usize) {
        let moment = |at: usize| entries.get(at).map(|entry| entry.written_at);
        let place = list.partition_point(|old| moment(*old) <= moment(new));
        list.insert(place, new);
    }

    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// Found and not deleted.
    pub(super) fn alive(&self, id: &str) -> Option<usize> {
        self.find(id).filter(|at| self.get(*at).gone.is_none())
    }

    pub(super) fn get(&self, at: usize) -> &Entry {
        self.entries.get(at).expect("an index comes from this world, which never shrinks")
    }

    pub(super) fn get_mut(&mut self, at: usize) -> &mut Entry {
        self.entries.get_mut(at).expect("an index comes from this world, which never shrinks")
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter()
    }

    /// Everything below a post, deleted ones included, oldest first.
    pub(super) fn under(&self, root: usize) -> &[usize] {
        self.under.get(&root).map_or(&[], Vec::as_slice)
    }

    /// The direct answers, deleted ones included, oldest first.
    pub(super) fn answers(&self, to: usize) -> &[usize] {
        self.answers.get(&to).map_or(&[], Vec::as_slice)
    }

    /// Roots of one kind, deleted ones included, newest first.
    pub(super) fn of_kind(&self, kind: Kind) -> Vec<usize> {
        let of_kind = self.roots.iter().copied().filter(|at| self.get(*at).kind == kind);
        let mut found: Vec<_> = of_kind.collect();
        found.sort_by_key(|at| std::cmp::Reverse((self.get(*at).sort_at(), *at)));
        found
    }

    /// New words; the network's own time stays, so no poll for newer things sees the edit.
    pub(super) fn rewrite(&mut self, at: usize, words: &str, now: Stamp) {
        let entry = self.get_mut(at);
        entry.version += 1;
        entry.edited_at = Some(now);
        words.clone_into(&mut entry.words);
    }

    pub(super) fn end(&mut self, at: usize, gone: Gone) {
        let entry = self.get_mut(at);
        entry.gone = entry.gone.or(Some(gone));
    }
}
