//! Payment cards: 14 to 19 digits with a network's first digits and the Luhn check (ISO/IEC 7812).

use std::ops::Range;

use super::class::Label;
use super::contract::{Detector, Found, Look, Sighting};
use super::lookalike::is_glued;
use super::numbers::Run;
use super::reason::Reason;
use crate::model::{Confidence, Kind};

/// Finds card numbers.
pub(super) struct Cards;

impl Detector for Cards {
    fn look(&self, look: &Look<'_>, found: &mut Found) {
        let runs = look.numbers.runs();
        for nth in 0..runs.len() {
            let Some((at, digits, lengths)) = window(look, runs.get(nth..).unwrap_or_default()) else {
                continue;
            };
            let before = nth.checked_sub(1).and_then(|left| runs.get(left));
            if before.is_some_and(|left| links(look, left.at.end..at.start)) || found.is_claimed(&at) {
                continue;
            }
            let label = look.label(&at, |label| label != Label::Pay && !label.is_secret());
            let is_named = label == Some(Label::Card);
            let is_other =
                !matches!(label, None | Some(Label::Card | Label::Number | Label::Account | Label::Call));
            if !luhn(&digits)
                || !is_network(&digits, is_named)
                || is_glued(look, &at)
                || (is_other && !is_named)
            {
                // So long a number is no CPR or phone number either; an account may be as long.
                let is_bank = |label| matches!(label, Label::Account | Label::Registration | Label::Pay);
                if !look.labels.near(&at, 40, is_bank) {
                    found.claim(&at);
                }
                continue;
            }
            let is_grouped = matches!(lengths.as_slice(), [4, 4, 4, 4 | 3] | [4, 6, 5 | 4]);
            let (rule, reason) = if is_named {
                ("card.named", Reason::CardNamed)
            } else {
                ("card.checked", Reason::CardChecked)
            };
            let confidence = if is_named || is_grouped { Confidence::High } else { Confidence::Medium };
            found.add(Sighting { at, kind: Kind::Card, confidence, rule, reason });
        }
    }
}

/// 14 to 19 digits in at most five runs, with no more beside them.
fn window(look: &Look<'_>, runs: &[Run]) -> Option<(Range<usize>, Vec<u8>, Vec<usize>)> {
    let first = runs.first()?;
    let mut count = 1;
    while count < 6
        && let (Some(left), Some(right)) = (runs.get(count - 1), runs.get(count))
        && links(look, left.at.end..right.at.start)
    {
        count += 1;
    }
    let group = runs.get(..count)?;
    let total: usize = group.iter().map(Run::len).sum();
    let fits = (14..=19).contains(&total)
        && count < 6
        && (count == 1 || group.iter().all(|run| (3..=6).contains(&run.len())));
    let lengths = group.iter().map(Run::len).collect();
    fits.then(|| {
        (first.at.start..group.last().map_or(0, |run| run.at.end), look.numbers.joined(group), lengths)
    })
}

fn links(look: &Look<'_>, apart: Range<usize>) -> bool {
    matches!(look.text.slice(apart), b" " | b"-" | b".")
}

/// First digits and length of the networks that Danish banks issue, and the common foreign ones.
fn is_network(digits: &[u8], is_named: bool) -> bool {
    match (digits, digits.len()) {
        ([3, 4 | 7, ..], 15) | ([3, 0 | 6 | 8, ..], 14) | ([3..=6, ..], 16) => true,
        ([4..=6, ..], 17..=19) => is_named,
        _ => false,
    }
}

fn luhn(digits: &[u8]) -> bool {
    let doubled = |(nth, digit): (usize, &u8)| {
        let value = u32::from(*digit) * if nth % 2 == 1 { 2 } else { 1 };
        if value > 9 { value - 9 } else { value }
    };
    digits.iter().rev().enumerate().map(doubled).sum::<u32>() % 10 == 0
}
