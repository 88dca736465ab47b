//! The health sector's electronic replacement numbers: a birth date, a digit, two capitals, a digit.
//! Source: `HL7` Denmark, `DkCoreeCprIdentifier`.

use super::score::speaks_of_cpr;
use crate::detect::calendar::is_date;
use crate::detect::class::Label;
use crate::detect::contract::{Found, Look, Sighting};
use crate::detect::reason::Reason;
use crate::detect::unicode::is_letter;
use crate::model::{Confidence, Kind};

/// Finds numbers such as `311236-5AB4`.
pub(super) fn look(look: &Look<'_>, found: &mut Found) {
    for run in look.numbers.runs() {
        let start = run.at.start;
        let Some(tail) = tail(look, start) else { continue };
        let at = start..tail + 4;
        let confidence = confidence(look, &at, tail).filter(|_| !found.is_claimed(&at));
        let Some(confidence) = confidence else { continue };
        let (rule, reason) = ("cpr.electronic", Reason::CprElectronic);
        found.add(Sighting { at, kind: Kind::Cpr, confidence, rule, reason });
    }
}

/// Where the four characters after a birth date begin.
fn tail(look: &Look<'_>, start: usize) -> Option<usize> {
    let digits = look.text.slice(start..start + 6);
    let [d1, d2, m1, m2, _, _] = digits else { return None };
    if !digits.iter().all(u8::is_ascii_digit) || look.text.before(start).is_ascii_digit() {
        return None;
    }
    let two = |tens: &u8, ones: &u8| i32::from(tens - b'0') * 10 + i32::from(ones - b'0');
    let day = two(d1, d2);
    let day = if day > 60 { day - 60 } else { day };
    // The century is not known here: 2000 is a leap year, so 29 February passes.
    if !is_date(2000, two(m1, m2), day) {
        return None;
    }
    let mut tail = start + 6;
    while tail < start + 9 && matches!(look.text.at(tail), b' ' | b'-' | b'/') {
        tail += 1;
    }
    let is_end = !is_letter(look.text.at(tail + 4)) && !look.text.at(tail + 4).is_ascii_digit();
    is_end.then_some(tail)
}

fn confidence(look: &Look<'_>, at: &std::ops::Range<usize>, tail: usize) -> Option<Confidence> {
    let four = look.text.cased().get(tail..tail + 4)?;
    let [first, second, third, last] = four else { return None };
    if !first.is_ascii_digit() || !last.is_ascii_digit() {
        return None;
    }
    let is_named = look.label(at, speaks_of_cpr) == Some(Label::Cpr);
    let capitals = second.is_ascii_uppercase() && third.is_ascii_uppercase();
    let one_letter = second.is_ascii_alphabetic() != third.is_ascii_alphabetic()
        && (second.is_ascii_digit() || third.is_ascii_digit());
    match (capitals && matches!(first, b'0' | b'1' | b'5'..=b'7'), is_named) {
        (true, true) => Some(Confidence::High),
        (true, false) => Some(Confidence::Medium),
        (false, true) if capitals || one_letter => Some(Confidence::Medium),
        _ => None,
    }
}
