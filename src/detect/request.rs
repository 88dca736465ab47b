//! Requests for case handling: the writer's own matter, what happened to it, and what is asked for.
//! Policy 001 §4: such a request is answered with the right mailbox, never in public. A general
//! question is none.

use super::class::{Case, Class};
use super::normalise::Normalised;
use super::terms::Hit;
use crate::model::Area;

/// Where a request begins to be labelled.
pub(super) const REQUEST: f32 = 0.5;

/// How far "min" may stand from the matter that it owns.
const OWNED: usize = 24;

/// How sure it is, 0 to 1, that a comment asks for case handling.
pub(super) fn score(text: &Normalised, hits: &[Hit]) -> f32 {
    let has = |case: Case| hits.iter().any(|hit| hit.class == Class::Case(case));
    let when = |holds: bool, weight: f32| if holds { weight } else { 0.0 };
    let asks = has(Case::Ask);
    let has_question = text.low().contains(&b'?');
    let owns = has(Case::Own) || has(Case::OwnThing);
    let owned = |class: Case| {
        hits.iter().enumerate().any(|(nth, hit)| {
            hit.class == Class::Case(Case::OwnThing)
                && hits.iter().skip(nth + 1).take_while(|next| next.start <= hit.end + OWNED).any(|next| {
                    next.class == Class::Case(class)
                        && next.start >= hit.end
                        && !text
                            .slice(hit.end..next.start)
                            .iter()
                            .any(|byte| matches!(byte, b'.' | b'!' | b'?'))
                })
        })
    };
    let matter = has(Case::Matter);
    let thing = has(Case::Thing);
    let happened = has(Case::Status) || has(Case::Dispute);
    let sum = -3.6
        + when(owns, 1.0)
        + when(matter, 1.0)
        + when(thing, 0.5)
        + when(owned(Case::Matter), 1.4)
        + when(owned(Case::Thing), 0.9)
        + when(has(Case::Status), 1.0)
        + when(has(Case::Dispute), 1.1)
        + when(owns && happened && (matter || thing), 0.6)
        + when(asks, 1.0)
        + when(has_question, 0.5)
        + when(has(Case::ToYou), 0.4)
        + when(has(Case::Whole), 3.0)
        - when(has(Case::General), 1.2);
    1.0 / (1.0 + (-sum).exp())
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
