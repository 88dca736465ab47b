//! Requests for case handling: the writer's own matter, what happened to it, and what is asked for.
//! Policy 001 §4: such a request is answered with the right mailbox, never in public. A general
//! question is none.

use std::ops::Range;

use super::class::{Case, Class};
use super::normalise::Normalised;
use super::terms::Hit;
use crate::model::Area;

/// Where a request begins to be labelled.
pub(super) const REQUEST: f32 = 0.5;

/// How far "min" may stand from the matter that it owns.
const OWNED: usize = 24;
/// A request stands in up to three sentences that follow each other, and in so many characters: a
/// long post holds every one of these words somewhere.
const SENTENCES: usize = 3;
const LONGEST: usize = 220;

/// How sure it is, 0 to 1, that a comment asks for case handling: its most telling passage decides.
///
/// The weights are those of a logistic regression on invented comments by three authors, rounded,
/// with the bias moved so that fewer than one in a hundred real comments is taken for a request.
pub(super) fn score(text: &Normalised, hits: &[Hit]) -> f32 {
    let told: Vec<Hit> = hits.iter().filter(|hit| matches!(hit.class, Class::Case(_))).copied().collect();
    if told.is_empty() {
        return 0.0;
    }
    let best =
        passages(text).into_iter().map(|passage| weigh(text, &told, &passage)).fold(f32::MIN, f32::max);
    1.0 / (1.0 + (-best).exp())
}

fn weigh(text: &Normalised, told: &[Hit], passage: &Range<usize>) -> f32 {
    let from = told.partition_point(|hit| hit.start < passage.start);
    let to = told.partition_point(|hit| hit.start < passage.end);
    let told = told.get(from..to).unwrap_or_default();
    let has = |case: Case| told.iter().any(|hit| hit.class == Class::Case(case));
    let when = |holds: bool, weight: f32| if holds { weight } else { 0.0 };
    let owns = has(Case::Own) || has(Case::OwnThing);
    let (matter, thing) = (has(Case::Matter), has(Case::Thing));
    let (waits, disputes) = (has(Case::Status), has(Case::Dispute));
    when(owns, 1.5)
        + when(matter, 1.0)
        + when(thing, 1.0)
        + when(owned(text, told, Case::Matter), 1.1)
        + when(owned(text, told, Case::Thing), 1.2)
        + when(waits, 1.4)
        + when(disputes, 1.3)
        + when(owns && (waits || disputes) && (matter || thing), 0.4)
        + when(has(Case::Ask), 1.4)
        + when(text.slice(passage.clone()).contains(&b'?'), 1.0)
        + when(has(Case::ToYou), 0.6)
        + when(has(Case::Whole), 1.0)
        - 4.65
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
    for place in 0..text.low().len() {
        let stops = match text.at(place) {
            b'\n' => true,
            b'.' | b'!' | b'?' => text.at(place + 1) == b' ',
            _ => place - start >= LONGEST && text.at(place) == b' ',
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

/// The part of the municipality that the topics of a comment point to. With none, or where two are
/// equal, the area is not known: one wrong mailbox is worse than the common one.
pub(super) fn area(hits: &[Hit]) -> Area {
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
    match votes.as_slice() {
        [(area, first), (_, second), ..] if first > second => *area,
        [(area, _)] => *area,
        _ => Area::Unknown,
    }
}
