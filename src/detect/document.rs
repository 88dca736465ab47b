//! Numbers of passports, residence cards and driving licences. They have no check that anybody can
//! make, so a word must name them.

use std::ops::Range;

use super::class::{Class, Label};
use super::contract::{Detector, Found, Look, Sighting};
use super::numbers::{Gap, gap};
use super::reason::Reason;
use super::terms::Hit;
use super::unicode::is_letter;
use crate::model::{Confidence, Kind};

/// Finds them.
pub(super) struct Documents;

/// How far the number may stand from its word.
const REACH: usize = 30;

impl Detector for Documents {
    fn look(&self, look: &Look<'_>, found: &mut Found) {
        for hit in look.hits.iter().filter(|hit| hit.class == Class::Label(Label::Document)) {
            let Some((at, digits)) = number(look, hit).filter(|(at, _)| !found.is_claimed(at)) else {
                continue;
            };
            // Nine digits, or letters and seven: a passport right behind its word. Eight may be anything.
            let letters = at.len() > digits;
            let is_close = at.start - hit.end <= 8;
            let is_sure = is_close && ((digits == 9 && !letters) || (digits == 7 && letters));
            found.add(Sighting {
                at,
                kind: Kind::Passport,
                confidence: if is_sure { Confidence::High } else { Confidence::Medium },
                rule: "passport.named",
                reason: Reason::DocumentNamed,
            });
        }
    }
}

/// The number that follows a word: seven to nine digits, letters before them or not.
fn number(look: &Look<'_>, word: &Hit) -> Option<(Range<usize>, usize)> {
    let runs = look.numbers.runs().get(look.numbers.first_from(word.end)..)?;
    let first = runs.first().filter(|run| run.at.start - word.end <= REACH && run.len() > 1)?;
    let mut digits = first.len();
    let mut end = first.at.end;
    for (left, right) in runs.iter().zip(runs.iter().skip(1)).take(4) {
        if digits >= 7 || gap(look.text, left, right, look.hits) != Gap::Tight {
            break;
        }
        digits += right.len();
        end = right.at.end;
    }
    let start = letters_before(look, first.at.start).max(word.end);
    let is_end = !look.text.at(end).is_ascii_digit() && !is_letter(look.text.at(end));
    let fits = (7..=9).contains(&digits) && is_end && is_led_to(look, word.end..start);
    fits.then_some((start..end, digits))
}

/// Up to four capitals (and the `<` of a machine-readable line) before the digits: `ZK0099128`,
/// `P<XQ 0081277`.
fn letters_before(look: &Look<'_>, digits: usize) -> usize {
    let cased = |place: usize| look.text.cased().get(place).copied().unwrap_or(b' ');
    let edge = if look.text.before(digits) == b' ' { digits - 1 } else { digits };
    let mut start = edge;
    while edge - start < 5 && start > 0 && (cased(start - 1).is_ascii_uppercase() || cased(start - 1) == b'<')
    {
        start -= 1;
    }
    let is_word = start > 0 && is_letter(look.text.before(start));
    if is_word || start == edge || edge - start > 4 { digits } else { start }
}

/// Few words, no end of a sentence and no word that names another number.
fn is_led_to(look: &Look<'_>, gap: Range<usize>) -> bool {
    let bytes = look.text.slice(gap.clone());
    // "pas på": take care.
    if bytes.starts_with(b" p\xe5") {
        return false;
    }
    let stops = bytes.iter().any(|byte| matches!(byte, b'!' | b'?' | b'\n' | b';'));
    let from = look.hits.partition_point(|hit| hit.start < gap.start);
    let mut inside = look.hits.iter().skip(from).take_while(|hit| hit.start < gap.end);
    let named = inside.any(|hit| match hit.class {
        Class::Label(label) => !matches!(label, Label::Number | Label::Document),
        Class::Month(_) => true,
        _ => false,
    });
    !stops && !named && bytes.split(|byte| *byte == b' ').count() <= 6
}
