//! Phone numbers. Never surer than medium: people may give their own number by choice, so a person
//! decides. Numbers that the public is meant to call are no findings.

use std::collections::HashSet;
use std::ops::Range;

use super::calendar::is_date;
use super::class::Label;
use super::contract::{Detector, Found, Look, Sighting};
use super::lists::{Error, Lists, entries};
use super::lookalike::is_glued;
use super::numbers::{Gap, Run, gap};
use super::reason::Reason;
use super::unicode::SYMBOL;
use crate::model::{Confidence, Kind, Place};

/// Finds Danish numbers (eight digits) and foreign ones with a prefix.
pub(super) struct Phones {
    /// The last eight digits of numbers that are public.
    public: HashSet<Vec<u8>>,
}

impl Phones {
    /// Takes the public numbers of the lists and the municipality's own.
    pub(super) fn new(lists: &Lists) -> Result<Self, Error> {
        let mut public = HashSet::new();
        for entry in entries("public-numbers.txt", &lists.public_numbers)? {
            let digits = digits_of(entry.term);
            if digits.is_empty() {
                return Err(entry.wrong("a public number is written in digits"));
            }
            public.insert(national(&digits).to_vec());
        }
        public.extend(lists.own_numbers.iter().map(|number| national(&digits_of(number)).to_vec()));
        Ok(Self { public })
    }
}

impl Detector for Phones {
    fn look(&self, look: &Look<'_>, found: &mut Found) {
        // A handle is full of digits that nobody can call.
        if look.place == Place::Handle {
            return;
        }
        let mut nth = 0;
        let mut last_end = None;
        while nth < look.numbers.runs().len() {
            let number = prefixed(look, nth).or_else(|| plain(look, nth, last_end));
            match number.filter(|number| !found.is_claimed(&number.at)) {
                Some(number) => {
                    nth += number.runs;
                    last_end = Some(number.at.end);
                    self.report(found, number);
                }
                None => nth += 1,
            }
        }
    }
}

impl Phones {
    fn report(&self, found: &mut Found, number: Number) {
        if number.is_public || self.public.contains(national(&number.digits)) {
            found.claim(&number.at);
            return;
        }
        found.add(Sighting {
            at: number.at,
            kind: Kind::Phone,
            confidence: Confidence::Medium,
            rule: number.rule,
            reason: number.reason,
        });
    }
}

struct Number {
    at: Range<usize>,
    runs: usize,
    digits: Vec<u8>,
    is_public: bool,
    rule: &'static str,
    reason: Reason,
}

/// `+45 20 30 40 50`, `(+45) 2030 4050`, `0045 …`, `+46 …`.
fn prefixed(look: &Look<'_>, nth: usize) -> Option<Number> {
    let runs = look.numbers.runs().get(nth..)?;
    let first = runs.first()?;
    let has_plus = look.text.before(first.at.start) == b'+';
    let digits = look.numbers.of(first);
    let skip = match (has_plus, digits) {
        (true, [1..=9, ..]) => 0,
        (false, [0, 0, 1..=9, _, ..]) => 2,
        // `45 20 30 40 50`: ten digits, so the 45 is no part of the eight.
        (false, [4, 5] | [4, 5, 2..=9, _, _, _, _, _, _, _]) if has_national(look, nth) => 0,
        _ => return None,
    };
    let mut joined = Vec::new();
    let mut best = None;
    for (count, run) in (1_usize..).zip(runs.iter().take(9)) {
        let left = count.checked_sub(2).and_then(|left| runs.get(left));
        if left.is_some_and(|left| !links(look, left, run)) {
            break;
        }
        joined.extend_from_slice(look.numbers.of(run));
        let significant = joined.get(skip..).unwrap_or_default();
        let is_danish = significant.starts_with(&[4, 5]);
        let fits = if is_danish { significant.len() == 10 } else { (9..=15).contains(&significant.len()) };
        if fits {
            best = Some((count, run.at.end, significant.to_vec()));
        }
        if significant.len() > 15 || (is_danish && significant.len() >= 10) {
            break;
        }
    }
    let (runs, end, digits) = best?;
    let plus = first.at.start - usize::from(has_plus);
    let start = if look.text.before(plus) == b'(' { plus - 1 } else { plus };
    let is_public = look.label(&(start..end), speaks_of_phone) == Some(Label::PublicPhone);
    Some(Number {
        at: start..end,
        runs,
        digits,
        is_public,
        rule: "phone.prefix",
        reason: Reason::PhonePrefixed,
    })
}

/// Eight digits and no more belong to the country's 45, and no word says that they are something else.
fn has_national(look: &Look<'_>, nth: usize) -> bool {
    let runs = look.numbers.runs().get(nth..).unwrap_or_default();
    let mut total = 0;
    let mut end = 0;
    for (count, run) in runs.iter().enumerate().take(6) {
        let left = count.checked_sub(1).and_then(|left| runs.get(left));
        if left.is_some_and(|left| !links(look, left, run)) {
            break;
        }
        total += run.len();
        end = run.at.end;
    }
    let start = runs.first().map_or(0, |run| run.at.start);
    let second = runs.get(1).map_or(2, |run| look.numbers.of(run).first().copied().unwrap_or(0));
    let label = look.label(&(start..end), speaks_of_phone);
    total == 10
        && second >= 2
        && !is_glued(look, &(start..end))
        && matches!(label, None | Some(Label::Phone | Label::Call | Label::Number | Label::PublicPhone))
}

/// Eight digits without a prefix.
fn plain(look: &Look<'_>, nth: usize, last_end: Option<usize>) -> Option<Number> {
    let runs = look.numbers.runs().get(nth..)?;
    let mut total = 0;
    let mut count = 0;
    while total < 8 {
        let run = runs.get(count)?;
        if count > 0 && !links(look, runs.get(count - 1)?, run) {
            return None;
        }
        total += run.len();
        count += 1;
    }
    let window = runs.get(..count).filter(|_| total == 8)?;
    let (first, last) = (window.first()?, window.last()?);
    let at = first.at.start..last.at.end;
    let digits = look.numbers.joined(window);
    if !matches!(digits.first(), Some(2..=9)) || is_glued(look, &at) || look.text.before(at.start) == b'#' {
        return None;
    }
    let label = look.label(&at, speaks_of_phone);
    let is_named = matches!(label, Some(Label::Phone | Label::Call));
    let is_public = label == Some(Label::PublicPhone);
    let is_open = matches!(label, None | Some(Label::Number));
    if !(is_named || is_public || (is_open && is_usual(window) && !is_calendar(&digits, window))) {
        return None;
    }
    let before = nth.checked_sub(1).and_then(|left| look.numbers.runs().get(left));
    let follows = last_end.is_some_and(|end| at.start - end == 1 && look.text.at(end) == b'/');
    let left = before.filter(|_| !follows).map(|run| run.at.end..at.start);
    let right = runs.get(count).map(|run| at.end..run.at.start);
    if [left, right].into_iter().flatten().any(|apart| crowds(look, window, &apart, is_named)) {
        return None;
    }
    let (rule, reason) =
        if is_named { ("phone.named", Reason::PhoneNamed) } else { ("phone.shape", Reason::PhoneShaped) };
    Some(Number { at, runs: count, digits, is_public, rule, reason })
}

/// The labels that speak for a phone number or against it.
fn speaks_of_phone(label: Label) -> bool {
    !label.is_secret() && label != Label::Pay
}

/// Two runs belong to one phone number.
fn links(look: &Look<'_>, left: &Run, right: &Run) -> bool {
    if left.is_spelled || right.is_spelled {
        return gap(look.text, left, right, look.hits) != Gap::Wide;
    }
    let apart = look.text.slice(left.at.end..right.at.start);
    let fits = |byte: &u8| matches!(byte, b' ' | b'.' | b'-' | b'/' | b'(' | b')' | b'_' | &SYMBOL);
    apart.len() <= 3 && apart.iter().all(fits)
}

/// Digits beside the number make it part of something longer.
fn crowds(look: &Look<'_>, window: &[Run], apart: &Range<usize>, is_named: bool) -> bool {
    let bytes = look.text.slice(apart.clone());
    let inside = |byte: u8| {
        window
            .iter()
            .zip(window.iter().skip(1))
            .any(|(left, right)| look.text.slice(left.at.end..right.at.start).contains(&byte))
    };
    match bytes {
        // A slash parts two numbers (`22-33-44-55/55443322`); before the first one it joins.
        b"/" => inside(b'/') || apart.end <= window.first().map_or(0, |run| run.at.start),
        b" " => !is_named || inside(b' '),
        b"-" | b"." | b"_" | b"," | b":" => true,
        _ => false,
    }
}

/// How people group eight digits.
fn is_usual(window: &[Run]) -> bool {
    let lengths: Vec<usize> = window.iter().map(Run::len).collect();
    window.iter().all(|run| run.is_spelled)
        || matches!(
            lengths.as_slice(),
            [8] | [2, 2, 2, 2]
                | [4, 4]
                | [3, 3, 2]
                | [3, 2, 3]
                | [2, 3, 3]
                | [5, 3]
                | [3, 5]
                | [2, 2, 4]
                | [4, 2, 2]
                | [2, 4, 2]
                | [1, 1, 1, 1, 1, 1, 1, 1]
        )
}

/// A date without separators, or two years.
fn is_calendar(digits: &[u8], window: &[Run]) -> bool {
    let number = |digits: &[u8]| digits.iter().fold(0, |value, digit| value * 10 + i32::from(*digit));
    let (Some(head), Some(tail)) = (digits.get(..4), digits.get(4..)) else { return false };
    let pair = |digits: &[u8]| (number(digits) / 100, number(digits) % 100);
    let is_year = |digits: &[u8]| (1900..2100).contains(&number(digits));
    let ((day, month), (later_month, later_day)) = (pair(head), pair(tail));
    let day_first = is_year(tail) && is_date(number(tail), month, day);
    let year_first = is_year(head) && is_date(number(head), later_month, later_day);
    day_first || (window.len() == 1 && year_first) || (window.len() == 2 && is_year(head) && is_year(tail))
}

fn digits_of(text: &str) -> Vec<u8> {
    text.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect()
}

/// The number without its country's prefix.
fn national(digits: &[u8]) -> &[u8] {
    digits.get(digits.len().saturating_sub(8)..).unwrap_or(digits)
}
