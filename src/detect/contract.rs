//! What a detector is given and what it gives back. A detector is pure: it keeps nothing of a text.

use std::cell::OnceCell;
use std::ops::Range;

use super::class::Label;
use super::context::Labels;
use super::normalise::Normalised;
use super::numbers::Numbers;
use super::reason::Reason;
use super::terms::Hit;
use crate::model::{Confidence, Finding, Kind, Place, Stamp};

/// Looks for one kind of thing. The order of detectors matters: what an earlier one claimed is no
/// longer there for a later one (an IBAN holds ten digits that may look like a CPR number).
pub(super) trait Detector: Send + Sync {
    /// Adds what it finds.
    fn look(&self, look: &Look<'_>, found: &mut Found);
}

/// One field of a comment, read once for all detectors.
pub(super) struct Look<'a> {
    pub(super) text: &'a Normalised,
    pub(super) hits: &'a [Hit],
    pub(super) numbers: &'a Numbers,
    pub(super) labels: &'a Labels,
    pub(super) place: Place,
    /// The moment against which a birth date must not lie in the future.
    pub(super) cpr_today: Stamp,
    /// Its date, once somebody asks: the calendar is dearer than most comments.
    pub(super) today: OnceCell<(i16, i8, i8)>,
}

impl Look<'_> {
    /// Year, month and day against which a birth date must not lie in the future.
    pub(super) fn today(&self) -> (i16, i8, i8) {
        *self.today.get_or_init(|| self.cpr_today.date())
    }

    /// The label that says what the number at `at` is, among those that matter to the rule.
    pub(super) fn label(&self, at: &Range<usize>, matters: impl Fn(Label) -> bool) -> Option<Label> {
        self.labels.of((self.text, self.numbers), at, matters)
    }
}

/// Something found, in places of the folded copy.
#[derive(Clone, Debug)]
pub(super) struct Sighting {
    pub(super) at: Range<usize>,
    pub(super) kind: Kind,
    pub(super) confidence: Confidence,
    pub(super) rule: &'static str,
    pub(super) reason: Reason,
}

/// What was found in one field so far.
pub(super) struct Found {
    sightings: Vec<Sighting>,
    /// One bit a byte of the folded copy: claimed by a finding or by a look-alike.
    claimed: Vec<u64>,
}

impl Found {
    /// Nothing found yet in a copy of so many bytes.
    pub(super) fn new(length: usize) -> Self {
        Self { sightings: Vec::new(), claimed: vec![0; length / 64 + 1] }
    }

    /// Takes a finding and claims its place.
    pub(super) fn add(&mut self, sighting: Sighting) {
        self.claim(&sighting.at);
        self.sightings.push(sighting);
    }

    /// True where something of a kind was found already.
    pub(super) fn holds(&self, kind: Kind) -> bool {
        self.sightings.iter().any(|sighting| sighting.kind == kind)
    }

    /// Marks a place as known to be something harmless.
    pub(super) fn claim(&mut self, at: &Range<usize>) {
        for place in at.clone() {
            if let Some(word) = self.claimed.get_mut(place / 64) {
                *word |= 1 << (place % 64);
            }
        }
    }

    /// True where any part of a place is claimed.
    pub(super) fn is_claimed(&self, at: &Range<usize>) -> bool {
        at.clone()
            .any(|place| self.claimed.get(place / 64).is_some_and(|word| word & (1 << (place % 64)) != 0))
    }

    /// The findings with their places in the received text: sorted, and of two that overlap the
    /// surer one, then the longer one.
    pub(super) fn findings(mut self, text: &Normalised, place: Place) -> Vec<Finding> {
        self.sightings.sort_by_key(|sighting| {
            (sighting.at.start, std::cmp::Reverse(sighting.confidence), usize::MAX - sighting.at.end)
        });
        let mut kept: Vec<Finding> = Vec::new();
        for sighting in self.sightings {
            let finding = Finding {
                kind: sighting.kind,
                span: text.span(&sighting.at),
                place,
                confidence: sighting.confidence,
                rule: sighting.rule.to_owned(),
                reason: sighting.reason.id().to_owned(),
            };
            match kept.last_mut() {
                Some(last) if last.span.end > finding.span.start => {
                    if finding.confidence > last.confidence {
                        *last = finding;
                    }
                }
                _ => kept.push(finding),
            }
        }
        kept
    }
}
