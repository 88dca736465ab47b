//! Signs of a request for case handling: the writer's own matter, what happened to it, what is asked.
//! Policy 001 §4: such a request is answered with the right mailbox, never in public. A general
//! question is none.

use std::ops::Range;

use super::class::{Case, Class};
use super::normalise::Normalised;
use super::terms::Hit;
use crate::model::Area;

/// How far "min" may stand from the matter that it owns.
const OWNED: usize = 24;
/// A request stands in up to three sentences that follow each other, and in so many characters: a
/// long post holds every one of these words somewhere.
const SENTENCES: usize = 3;
const LONGEST: usize = 220;

/// What the lists say of a comment's most telling passage: marks for the trained model, no verdict.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Signs {
    /// Log-odds of a small logistic regression over the signs.
    pub(super) weight: f32,
    /// Which signs hold, one bit each.
    pub(super) bits: u16,
}

/// Nothing that a list knows.
const SILENT: Signs = Signs { weight: -4.65, bits: 0 };

/// Reads the signs of every passage and gives those of the strongest.
pub(super) fn signs(text: &Normalised, hits: &[Hit]) -> Signs {
    let told: Vec<Hit> = hits.iter().filter(|hit| matches!(hit.class, Class::Case(_))).copied().collect();
    if told.is_empty() {
        return SILENT;
    }
    let all = passages(text).into_iter().map(|passage| weigh(text, &told, &passage));
    all.max_by(|one, two| one.weight.total_cmp(&two.weight)).unwrap_or(SILENT)
}

fn weigh(text: &Normalised, told: &[Hit], passage: &Range<usize>) -> Signs {
    let from = told.partition_point(|hit| hit.start < passage.start);
    let to = told.partition_point(|hit| hit.start < passage.end);
    let told = told.get(from..to).unwrap_or_default();
    let has = |case: Case| told.iter().any(|hit| hit.class == Class::Case(case));
    let owns = has(Case::Own) || has(Case::OwnThing);
    let (matter, thing) = (has(Case::Matter), has(Case::Thing));
    let (waits, disputes) = (has(Case::Status), has(Case::Dispute));
    let signs = [
        (owns, 1.5),
        (matter, 1.0),
        (thing, 1.0),
        (owned(text, told, Case::Matter), 1.1),
        (owned(text, told, Case::Thing), 1.2),
        (waits, 1.4),
        (disputes, 1.3),
        (owns && (waits || disputes) && (matter || thing), 0.4),
        (has(Case::Ask), 1.4),
        (text.slice(passage.clone()).contains(&b'?'), 1.0),
        (has(Case::ToYou), 0.6),
        (has(Case::Whole), 1.0),
    ];
    signs.iter().zip(0..).filter(|((holds, _), _)| *holds).fold(SILENT, |signs, ((_, weight), bit)| Signs {
        weight: signs.weight + weight,
        bits: signs.bits | 1 << bit,
    })
}

/// "min … ansøgning": a possessive and its matter in one sentence.
fn owned(text: &Normalised, told: &[Hit], case: Case) -> bool {
    told.iter().enumerate().filter(|(_, hit)| hit.class == Class::Case(Case::OwnThing)).any(|(nth, hit)| {
        let near = told.iter().skip(nth + 1).take_while(|next| next.start <= hit.end + OWNED);
        near.filter(|next| next.class == Class::Case(case) && next.start >= hit.end).any(|next| {
            !text.slice(hit.end..next.start).iter().any(|byte| matches!(byte, b'.' | b'!' | b'?'))
        })
    })
}

/// Every passage of up to three sentences.
fn passages(text: &Normalised) -> Vec<Range<usize>> {
    let mut sentences: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for (place, byte) in text.low().iter().enumerate() {
        let stops = match byte {
            b'\n' => true,
            b'.' | b'!' | b'?' => text.at(place + 1) == b' ',
            b' ' => place - start >= LONGEST,
            _ => false,
        };
        if stops {
            sentences.push(start..place + 1);
            start = place + 1;
        }
    }
    sentences.push(start..text.low().len());
    let grown = |nth: usize| {
        let first = sentences.get(nth)?;
        let fits =
            sentences.iter().skip(nth).take(SENTENCES).take_while(|next| next.end - first.start <= LONGEST);
        Some(first.start..fits.last().unwrap_or(first).end)
    };
    (0..sentences.len()).filter_map(grown).collect()
}

/// The areas that the topics of a comment point to, the strongest first.
pub(super) fn votes(hits: &[Hit]) -> Vec<(Area, usize)> {
    let mut votes: Vec<(Area, usize)> = Vec::new();
    for hit in hits {
        let Class::Topic(area) = hit.class else { continue };
        // A longer word says more: "byggetilladelse" against "vej".
        let weight = 4 + (hit.end - hit.start).min(12);
        match votes.iter_mut().find(|(known, _)| *known == area) {
            Some((_, votes)) => *votes += weight,
            None => votes.push((area, weight)),
        }
    }
    votes.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    votes
}
