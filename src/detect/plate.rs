//! Number plates beside a blame. A plate alone is no finding: people report parked cars and sell them.

use std::ops::Range;

use super::class::Class;
use super::contract::{Detector, Found, Look, Sighting};
use super::lists::{Error, Lists};
use super::numbers::Run;
use super::reason::Reason;
use super::terms::Terms;
use super::unicode::is_letter;
use crate::model::{Confidence, Kind, Place};

/// Finds plates of cars that somebody is blamed with.
pub(super) struct Plates {
    blames: Terms,
}

impl Plates {
    /// Takes the list of blames.
    ///
    /// # Errors
    /// Names the line that cannot be used.
    pub(super) fn new(lists: &Lists) -> Result<Self, Error> {
        Ok(Self { blames: Terms::of(&[("plates.txt", &lists.plates)])? })
    }
}

impl Detector for Plates {
    fn look(&self, look: &Look<'_>, found: &mut Found) {
        if look.place != Place::Text {
            return;
        }
        let mut has_blame = None;
        let runs = look.numbers.runs();
        for nth in 0..runs.len() {
            let plate = runs.get(nth..).and_then(|rest| plate(look, rest));
            let Some(at) = plate.filter(|at| !found.is_claimed(at)) else { continue };
            let blame = || self.blames.search(look.text).iter().any(|hit| hit.class == Class::Blame);
            if !*has_blame.get_or_insert_with(blame) {
                return;
            }
            found.add(Sighting {
                at,
                kind: Kind::Plate,
                confidence: Confidence::Medium,
                rule: "plate.blamed",
                reason: Reason::PlateBlamed,
            });
        }
    }
}

/// `AB 12 345`, `AB12345`, `AB12 345`: two capitals and five digits.
fn plate(look: &Look<'_>, runs: &[Run]) -> Option<Range<usize>> {
    let text = look.text;
    let [first, rest @ ..] = runs else { return None };
    let end = match (first.len(), rest.first()) {
        (5, _) => first.at.end,
        (2, Some(next)) if next.len() == 3 && text.slice(first.at.end..next.at.start) == b" " => next.at.end,
        _ => return None,
    };
    let edge =
        if text.before(first.at.start) == b' ' { first.at.start.checked_sub(1)? } else { first.at.start };
    let start = edge.checked_sub(2)?;
    // I, O and Q are not given out, so that nobody reads them as digits.
    let letters = text.cased().get(start..edge)?;
    let is_plate = letters.iter().all(|byte| byte.is_ascii_uppercase() && !matches!(byte, b'I' | b'O'));
    let is_apart = !is_letter(text.before(start)) && !text.before(start).is_ascii_digit();
    let ends = !is_letter(text.at(end)) && !text.at(end).is_ascii_digit();
    (is_plate && is_apart && ends).then_some(start..end)
}
