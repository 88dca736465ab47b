//! The directory as a whole: read strictly, asked by id, and by what a comment is about.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Deserialize;

use super::super::lint::terms::Terms;
use super::super::lint::tokens::Token;
use super::super::{Error, Fault, read};
use super::entry::{Mailbox, Standing};
use super::rank::{self, Asked, Ranking};
use crate::model::{OrganisationId, Stamp};

/// All mailboxes of an installation.
#[derive(Clone, Debug)]
pub struct Mailboxes {
    file: File,
    fallback: Mailbox,
    /// The trigger words of all entries, each with the places of its entry and of itself there.
    triggers: Terms<(usize, usize)>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: String,
    fallback: String,
    /// Of a single organisation, where it is another.
    #[serde(default)]
    fallbacks: BTreeMap<String, String>,
    /// A look at a link is good for so long.
    verify_days: u32,
    /// From this score on an entry is proposed, in percent; below it the fallback.
    sure_percent: u32,
    mailboxes: Vec<Mailbox>,
}

impl Mailboxes {
    /// The sample that the program comes with.
    ///
    /// # Panics
    /// Never: a test reads the shipped mailboxes.
    #[must_use]
    pub fn shipped() -> Self {
        Self::parse(include_str!("../../../config/mailboxes.toml"), "config/mailboxes.toml")
            .expect("the shipped mailboxes are read by a test")
    }

    /// Reads a directory; `from` is the name of its file.
    ///
    /// # Errors
    /// [`Error::Unusable`] with everything that is wrong, key by key.
    pub fn parse(toml: &str, from: &str) -> Result<Self, Error> {
        let file: File = read::strictly(toml, from)?;
        let mut faults = file.faults();
        let fallback = file.mailboxes.iter().find(|mailbox| mailbox.id == file.fallback).cloned();
        match fallback {
            Some(fallback) if faults.is_empty() => {
                let mut triggers = Terms::default();
                for (entry, mailbox) in file.mailboxes.iter().enumerate() {
                    mailbox
                        .words
                        .iter()
                        .enumerate()
                        .for_each(|(nth, word)| triggers.add_for(word, (entry, nth)));
                }
                Ok(Self { file, fallback, triggers })
            }
            Some(_) => Err(Error::Unusable { from: from.to_owned(), faults }),
            None => {
                faults.push(Fault::new("fallback", format!("`{}` is no mailbox", file.fallback)));
                Err(Error::Unusable { from: from.to_owned(), faults })
            }
        }
    }

    /// The date or number of this directory.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.file.version
    }

    /// Every mailbox, in the order of the file.
    #[must_use]
    pub fn all(&self) -> &[Mailbox] {
        &self.file.mailboxes
    }

    /// One mailbox.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Mailbox> {
        self.file.mailboxes.iter().find(|mailbox| mailbox.id == id)
    }

    /// The single entry of an organisation (Borgerservice): where everything goes that is not surely
    /// somewhere else, because a wrong mailbox costs a citizen more than a common one.
    #[must_use]
    pub fn fallback(&self, organisation: &OrganisationId) -> &Mailbox {
        let its = self.file.fallbacks.get(organisation.as_str()).and_then(|id| self.get(id));
        its.unwrap_or(&self.fallback)
    }

    /// How far an entry can be relied on.
    #[must_use]
    pub fn standing(&self, mailbox: &Mailbox, now: Stamp) -> Standing {
        mailbox.standing(Duration::from_secs(u64::from(self.file.verify_days) * 86_400), now)
    }

    /// Where a comment belongs: at most three, the proposal first, each with its reasons.
    #[must_use]
    pub fn rank(&self, asked: &Asked<'_>, now: Stamp) -> Ranking<'_> {
        rank::of(self, asked, now)
    }

    /// From this score on an entry is sure enough, 0..=1.
    #[expect(clippy::cast_precision_loss, reason = "a percentage is exact in an f32")]
    pub(super) fn sure(&self) -> f32 {
        self.file.sure_percent as f32 / 100.0
    }

    /// The trigger words that stand in a text, as the places of their entry and of themselves there; in the
    /// order of the file, each once.
    pub(super) fn triggered(&self, tokens: &[Token]) -> Vec<(usize, usize)> {
        let all =
            (0..tokens.len()).flat_map(|at| self.triggers.found(tokens, at).map(|(_, trigger)| *trigger));
        let mut triggered: Vec<_> = all.collect();
        triggered.sort_unstable();
        triggered.dedup();
        triggered
    }
}

impl File {
    fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.version.trim().is_empty() {
            faults.push(Fault::new("version", "is empty"));
        }
        for (key, value, least, most) in
            [("verify_days", self.verify_days, 1, 730), ("sure_percent", self.sure_percent, 1, 100)]
        {
            if !(least..=most).contains(&value) {
                faults.push(Fault::new(key, format!("{value} is not between {least} and {most}")));
            }
        }
        for (organisation, id) in &self.fallbacks {
            if !self.mailboxes.iter().any(|mailbox| mailbox.id == *id) {
                faults.push(Fault::new(format!("fallbacks.{organisation}"), format!("`{id}` is no mailbox")));
            }
        }
        for (at, mailbox) in self.mailboxes.iter().enumerate() {
            let before = self.mailboxes.get(..at).unwrap_or_default();
            let mut fault =
                |key: &str, what: String| faults.push(Fault::new(format!("mailboxes[{at}].{key}"), what));
            for Fault { key, what } in mailbox.faults() {
                fault(&key, what);
            }
            if before.iter().any(|other| other.id == mailbox.id) {
                fault("id", format!("`{}` stands twice", mailbox.id));
            }
            let rivals = || before.iter().filter(|other| other.shares(mailbox) && other.overlaps(mailbox));
            for area in mailbox.areas.iter().filter(|area| rivals().any(|other| other.areas.contains(area))) {
                fault("areas", format!("`{}` belongs to a mailbox above already", read::word(area)));
            }
            for word in mailbox.words.iter().filter(|word| rivals().any(|other| other.words.contains(word))) {
                fault("words", format!("`{word}` belongs to a mailbox above already"));
            }
        }
        faults
    }
}
