//! Finds CPR numbers. Modulus 11 never rejects one; a word that names another kind of number right
//! beside it does.

use super::number::{Candidate, Shape, candidates};
use super::score::{Score, speaks_of_cpr, weigh};
use super::{electronic, split};
use crate::detect::calendar::is_date;
use crate::detect::class::Label;
use crate::detect::contract::{Detector, Found, Look, Sighting};
use crate::detect::reason::Reason;
use crate::model::{Confidence, Kind};

/// The CPR rule. Sources: cpr.dk (structure, centuries, replacement numbers, numbers without
/// modulus 11); `HL7` Denmark (electronic numbers).
pub(in crate::detect) struct Cpr;

impl Detector for Cpr {
    fn look(&self, look: &Look<'_>, found: &mut Found) {
        let all = candidates(look);
        let mut read: Vec<(Score, &Candidate)> = all
            .iter()
            .filter(|candidate| !found.is_claimed(&candidate.at))
            .filter_map(|candidate| Some((weigh(look, candidate)?, candidate)))
            .collect();
        read.sort_by_key(|(score, candidate)| (-score.weight, candidate.shape, candidate.at.start));
        for (score, candidate) in read {
            if score.confidence > Confidence::Low && !found.is_claimed(&candidate.at) {
                found.add(sighting(candidate, score.confidence, rule(candidate), score.reason));
            }
        }
        foreign(look, &all, found);
        electronic::look(look, found);
        split::look(look, found);
    }
}

/// A Nordic neighbour's number, year first (`361231-4004`), where a word says that it is one.
fn foreign(look: &Look<'_>, all: &[Candidate], found: &mut Found) {
    for candidate in all {
        let [y1, y2, m1, m2, d1, d2, ..] = candidate.digits.map(i32::from);
        let fits = candidate.shape == Shape::Grouped
            && is_date(2000 + y1 * 10 + y2, m1 * 10 + m2, d1 * 10 + d2)
            && !found.is_claimed(&candidate.at)
            && look.label(&candidate.at, speaks_of_cpr) == Some(Label::Cpr);
        if fits {
            found.add(sighting(candidate, Confidence::Medium, "cpr.year-first", Reason::CprForeign));
        }
    }
}

fn sighting(candidate: &Candidate, confidence: Confidence, rule: &'static str, reason: Reason) -> Sighting {
    Sighting { at: candidate.at.clone(), kind: Kind::Cpr, confidence, rule, reason }
}

fn rule(candidate: &Candidate) -> &'static str {
    match candidate.shape {
        _ if candidate.is_spelled => "cpr.spelled",
        Shape::Grouped => "cpr.grouped",
        Shape::Dated => "cpr.dated",
        Shape::FullYear => "cpr.full-year",
        Shape::Bare => "cpr.bare",
        Shape::Loose => "cpr.loose",
        Shape::InLonger => "cpr.in-longer-number",
        Shape::Odd => "cpr.odd-groups",
        Shape::YearFirst => "cpr.year-first",
        Shape::Short => "cpr.lost-zero",
    }
}
