//! How sure it is that ten digits are a CPR number. Evidence is weighed; the checksum is one weight
//! among others, because valid numbers without it have been given out since 2007 (cpr.dk).

use super::number::{Candidate, Shape};
use crate::detect::calendar::{Birth, birth};
use crate::detect::class::Label;
use crate::detect::contract::Look;
use crate::detect::lookalike::is_glued;
use crate::detect::reason::Reason;
use crate::model::Confidence;

/// What speaks for and against a candidate, weighed.
pub(super) struct Score {
    pub(super) weight: i32,
    pub(super) confidence: Confidence,
    pub(super) reason: Reason,
}

/// Nobody alive is older; the table of centuries reaches back to 1858.
const OLDEST: i32 = 115;

/// Weighs a candidate; `None` where the digits hold no birth date.
pub(super) fn weigh(look: &Look<'_>, candidate: &Candidate) -> Option<Score> {
    let birth = birth(&candidate.digits, look.today())?;
    if candidate.year.is_some_and(|year| year != birth.year) {
        return None;
    }
    let label = look.label(&candidate.at, speaks_of_cpr);
    let is_named = label == Some(Label::Cpr);
    let is_born = label == Some(Label::Born);
    // `ring 08712400200`, and eight spelled digits that are a phone's.
    let is_call =
        |label: Option<Label>| matches!(label, Some(Label::Phone | Label::Call | Label::PublicPhone));
    let says_call = match candidate.shape {
        Shape::InLonger => look.labels.near(&candidate.at, 12, |label| is_call(Some(label))),
        _ if candidate.is_spelled => {
            is_call(look.label(&candidate.at, |label| speaks_of_cpr(label) || label == Label::Call))
        }
        _ => false,
    };
    if says_call {
        return None;
    }
    let has_checksum = checksum(&candidate.digits);
    if !is_named && needs_name(candidate, has_checksum) {
        return None;
    }
    let weight = weights(look, candidate, birth, label, has_checksum);
    let is_shaped = matches!(candidate.shape, Shape::Grouped | Shape::Dated | Shape::FullYear | Shape::Bare);
    // Safe enough to hide without a person: a word says so, or shape and checksum agree and nothing
    // speaks against it.
    let is_safe = is_named || is_born || (has_checksum && is_shaped && weight >= 5);
    let most = if matches!(candidate.shape, Shape::Short) { Confidence::Medium } else { Confidence::High };
    let confidence = match weight {
        4.. if is_safe => Confidence::High.min(most),
        2.. => Confidence::Medium,
        _ => Confidence::Low,
    };
    let reason = if is_named {
        Reason::CprNamed
    } else if is_born {
        Reason::CprBirthDate
    } else if candidate.shape == Shape::InLonger {
        Reason::CprInLonger
    } else if has_checksum {
        Reason::CprChecked
    } else if birth.is_replacement {
        Reason::CprReplacement
    } else {
        Reason::CprShaped
    };
    Some(Score { weight, confidence, reason })
}

/// Shapes that many other numbers share are read only where a word says CPR, or where eleven digits
/// hold a number with its checksum.
fn needs_name(candidate: &Candidate, has_checksum: bool) -> bool {
    match candidate.shape {
        // `3112 3640 04`: nobody groups anything else so, if date and check digit are right.
        Shape::Odd => !has_checksum || candidate.at.len() <= 11 || candidate.is_crowded,
        Shape::YearFirst | Shape::Short => true,
        Shape::InLonger => !has_checksum || candidate.is_crowded,
        Shape::FullYear => candidate.at.len() == 12 && !has_checksum,
        Shape::Loose => candidate.is_crowded,
        Shape::Grouped | Shape::Dated | Shape::Bare => false,
    }
}

fn weights(
    look: &Look<'_>,
    candidate: &Candidate,
    birth: Birth,
    label: Option<Label>,
    has_checksum: bool,
) -> i32 {
    let says_cpr = matches!(label, Some(Label::Cpr | Label::Born));
    let when = |holds: bool, weight: i32| if holds { weight } else { 0 };
    let shape = match candidate.shape {
        Shape::Odd | Shape::Short => 0,
        Shape::InLonger => -1,
        _ => 2,
    };
    let word = match label {
        Some(Label::Cpr) => 3,
        Some(Label::Born) => 2,
        Some(_) => -4,
        None => 0,
    };
    let is_bare = candidate.at.len() == 10;
    let is_marked = matches!(look.text.before(candidate.at.start), b'#' | b'+');
    shape + word + when(has_checksum, 3) + when((birth.month, birth.day) == (1, 1), 1)
        - when(is_glued(look, &candidate.at) && !says_cpr, if is_bare { 4 } else { 2 })
        - when(is_marked && !says_cpr, 3)
        - when(candidate.is_crowded && !says_cpr, 2)
        - when(looks_like_hour(candidate) && !birth.is_replacement && label != Some(Label::Cpr), 2)
        - when(birth.year < i32::from(look.today().0) - OLDEST && !says_cpr, 2)
        + when(candidate.is_spelled, 1)
}

/// The labels that speak for a CPR number or against it. A verb ("ring", "overfør") says nothing: a
/// CPR number often stands in such a sentence.
pub(super) fn speaks_of_cpr(label: Label) -> bool {
    matches!(
        label,
        Label::Cpr
            | Label::Born
            | Label::Phone
            | Label::PublicPhone
            | Label::Account
            | Label::Registration
            | Label::Iban
            | Label::Other
            | Label::OtherBeside
            | Label::Document
    )
}

/// `12.10.36 1930`: a date and an hour rather than a number.
fn looks_like_hour(candidate: &Candidate) -> bool {
    let [.., h1, h2, m1, _] = candidate.digits;
    candidate.has_blank && h1 * 10 + h2 < 24 && m1 < 6
}

/// Modulus 11 with the weights of cpr.dk.
fn checksum(digits: &[u8; 10]) -> bool {
    let weights = [4_u32, 3, 2, 7, 6, 5, 4, 3, 2, 1];
    digits.iter().zip(weights).map(|(digit, weight)| u32::from(*digit) * weight).sum::<u32>() % 11 == 0
}
