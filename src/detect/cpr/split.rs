//! A CPR number in two parts: the birth date here, the last four digits there.

use std::ops::Range;

use crate::detect::calendar::{birth, is_date};
use crate::detect::class::{Class, Label};
use crate::detect::contract::{Found, Look, Sighting};
use crate::detect::numbers::{Gap, Run, gap};
use crate::detect::reason::Reason;
use crate::detect::terms::Hit;
use crate::model::{Confidence, Kind};

/// How far the four digits may stand after "the last four are".
const FOUR_REACH: usize = 20;
/// Up to this far apart the two parts are reported as one.
const ONE_PIECE: usize = 30;

/// Finds numbers in two parts, and last four digits alone.
pub(super) fn look(look: &Look<'_>, found: &mut Found) {
    let has_month = look.hits.iter().any(|hit| matches!(hit.class, Class::Month(_)));
    let mut fours = fours(look);
    if fours.is_empty() && !has_month {
        return;
    }
    let dates = dates(look);
    fours.extend(dates.iter().filter(|date| date.is_named).filter_map(|date| right_after(look, date)));
    for four in fours.into_iter().take(MOST_FOURS) {
        if found.is_claimed(&four.at) {
            continue;
        }
        let pair = dates
            .iter()
            .filter(|date| four.pairs_with(date) && !found.is_claimed(&date.at))
            .filter(|date| makes_birth(look, date, &four))
            .min_by_key(|date| distance(&date.at, &four.at));
        match pair {
            Some(date) => report_pair(look, found, date, &four),
            None if four.stands_alone(look) => {
                let (rule, reason) = ("cpr.last-four", Reason::CprLastFour);
                let (kind, confidence) = (Kind::Cpr, Confidence::Medium);
                found.add(Sighting { at: four.at, kind, confidence, rule, reason });
            }
            None => {}
        }
    }
}

/// More last-four phrases than this are not a person's number; it bounds the work.
const MOST_FOURS: usize = 50;

fn report_pair(look: &Look<'_>, found: &mut Found, date: &Date, four: &Four) {
    let says = |label| matches!(label, Label::Cpr | Label::Born);
    let is_named = look.labels.near(&date.at, 40, says) || look.labels.near(&four.at, 40, says);
    let apart = distance(&date.at, &four.at);
    let is_sure = is_named || (four.says_last && apart <= ONE_PIECE);
    // `31. december 2036-4004` needs no word; a year or an hour after a date is nothing.
    let is_hour = matches!(four.digits.as_slice(), [0..=1, _, 0..=5, _] | [2, 0..=3, 0..=5, _]);
    let is_year = matches!(four.digits.as_slice(), [1, 9, ..] | [2, 0, ..]);
    let is_joined = apart <= 3 && !is_hour && !is_year;
    if !is_named && !four.says_last && !is_joined {
        return;
    }
    let confidence = if is_sure { Confidence::High } else { Confidence::Medium };
    let (kind, rule, reason) = (Kind::Cpr, "cpr.split", Reason::CprSplit);
    let add = |found: &mut Found, at| found.add(Sighting { at, kind, confidence, rule, reason });
    let joined = date.at.start..four.at.end;
    if date.at.end <= four.at.start && apart <= ONE_PIECE && !found.is_claimed(&joined) {
        add(found, joined);
    } else {
        add(found, date.at.clone());
        add(found, four.at.clone());
    }
}

/// A day that may be a birth date.
struct Date {
    at: Range<usize>,
    day: i32,
    month: i32,
    /// Two or four digits as written.
    year: i32,
    /// The month is a word, so that the number cannot be read as one row of digits.
    is_named: bool,
}

/// Four digits that a phrase calls the end of a number.
struct Four {
    at: Range<usize>,
    digits: Vec<u8>,
    /// "the last four", as opposed to "and then", which counts right after a date only.
    says_last: bool,
    /// Where the phrase begins.
    from: usize,
}

impl Four {
    fn pairs_with(&self, date: &Date) -> bool {
        let right_after = date.at.end <= self.from && self.from - date.at.end <= 4;
        (self.says_last || right_after) && (date.at.end <= self.at.start || date.at.start >= self.at.end)
    }

    /// Four digits of a card or a phone, and a year, are no CPR number's.
    fn stands_alone(&self, look: &Look<'_>) -> bool {
        if !self.says_last {
            return false;
        }
        let around = self.from..self.at.end;
        let says_cpr = look.labels.near(&around, 40, |label| label == Label::Cpr);
        let says_other = look.labels.near(&around, 40, |label| {
            matches!(label, Label::Card | Label::Phone | Label::Account | Label::Other | Label::Iban)
        });
        let is_year = matches!(self.digits.as_slice(), [1, 9, ..] | [2, 0, ..]);
        says_cpr || !(says_other || is_year)
    }
}

fn makes_birth(look: &Look<'_>, date: &Date, four: &Four) -> bool {
    let two = |value: i32| [value / 10 % 10, value % 10];
    let parts = [two(date.day), two(date.month), two(date.year)].concat();
    let digits: Vec<u8> = parts
        .into_iter()
        .filter_map(|digit| u8::try_from(digit).ok())
        .chain(four.digits.iter().copied())
        .collect();
    let Ok(digits) = <&[u8; 10]>::try_from(digits.as_slice()) else { return false };
    birth(digits, look.today()).is_some_and(|birth| date.year < 100 || birth.year == date.year)
}

fn distance(one: &Range<usize>, other: &Range<usize>) -> usize {
    other.start.saturating_sub(one.end) + one.start.saturating_sub(other.end)
}

fn fours(look: &Look<'_>) -> Vec<Four> {
    let mut fours: Vec<Four> = Vec::new();
    for hit in look.hits {
        let says_last = hit.class == Class::LastFour;
        if !says_last && hit.class != Class::AndThen {
            continue;
        }
        let reach = if says_last { FOUR_REACH } else { 6 };
        let first = look.numbers.first_from(hit.end);
        let Some(at) = four_digits(look, first, hit.end, reach) else { continue };
        let digits = at.1;
        if fours.last().is_none_or(|last| last.at != at.0 || says_last) {
            fours.push(Four { at: at.0, digits, says_last, from: hit.start });
        }
    }
    fours
}

/// `31. december 2036-4004`.
fn right_after(look: &Look<'_>, date: &Date) -> Option<Four> {
    let first = look.numbers.first_from(date.at.end);
    let (at, digits) = four_digits(look, first, date.at.end, 3)?;
    Some(Four { at, digits, says_last: false, from: date.at.end })
}

/// Four digits that begin within reach, in one to four groups, with no more digits after them.
fn four_digits(look: &Look<'_>, first: usize, from: usize, reach: usize) -> Option<(Range<usize>, Vec<u8>)> {
    let runs = look.numbers.runs().get(first..)?;
    let start = runs.first()?.at.start;
    let between = look.text.slice(from..start);
    if start - from > reach || between.iter().any(|byte| matches!(byte, b'!' | b'?' | b'\n')) {
        return None;
    }
    let mut length = 0;
    for (nth, run) in runs.iter().take(4).enumerate() {
        let left = nth.checked_sub(1).and_then(|nth| runs.get(nth));
        if left.is_some_and(|left| gap(look.text, left, run, look.hits) == Gap::Wide) {
            return None;
        }
        length += run.len();
        if length == 4 {
            let group = runs.get(..=nth)?;
            return Some((start..run.at.end, look.numbers.joined(group)));
        }
    }
    None
}

/// Every expression that may be a birth date.
fn dates(look: &Look<'_>) -> Vec<Date> {
    let runs = look.numbers.runs();
    let mut dates: Vec<Date> = (0..runs.len()).filter_map(|nth| numeric(look, runs.get(nth..)?)).collect();
    let months = look.hits.iter().filter_map(|hit| match hit.class {
        Class::Month(month) => named(look, hit, i32::from(month)),
        _ => None,
    });
    dates.extend(months.map(|date| Date { is_named: true, ..date }));
    dates
}

/// `311236`, `31122036`, `31.12.36`, `1/2-36`, `31 12 2036`.
fn numeric(look: &Look<'_>, runs: &[Run]) -> Option<Date> {
    let first = runs.first()?;
    let digits = look.numbers.of(first);
    if let [d1, d2, m1, m2, year @ ..] = digits
        && matches!(year.len(), 2 | 4)
    {
        let two = |tens: &u8, ones: &u8| i32::from(*tens) * 10 + i32::from(*ones);
        return date(first.at.clone(), two(d1, d2), two(m1, m2), number(year));
    }
    let [day, month, year, ..] = runs else { return None };
    let is_near = |left, right| gap(look.text, left, right, look.hits) == Gap::Tight;
    let fits = day.len() <= 2 && month.len() <= 2 && matches!(year.len(), 2 | 4);
    if !(fits && is_near(day, month) && is_near(month, year)) {
        return None;
    }
    let value = |run: &Run| number(look.numbers.of(run));
    date(day.at.start..year.at.end, value(day), value(month), value(year))
}

/// `31. december 2036`, `december 31, 36`.
fn named(look: &Look<'_>, month: &Hit, number_of_month: i32) -> Option<Date> {
    let runs = look.numbers.runs();
    let next = look.numbers.first_from(month.end);
    let after = runs.get(next).filter(|run| run.at.start - month.end <= 3)?;
    let value = |run: &Run| number(look.numbers.of(run));
    let day_first = next.checked_sub(1).and_then(|nth| runs.get(nth)).filter(|run| {
        let apart = look.text.slice(run.at.end..month.start);
        run.len() <= 2 && apart.len() <= 3
    });
    if let Some(day) = day_first
        && matches!(after.len(), 2 | 4)
    {
        return date(day.at.start..after.at.end, value(day), number_of_month, value(after));
    }
    let year = runs.get(next + 1).filter(|run| run.at.start - after.at.end <= 4)?;
    let fits = after.len() <= 2 && matches!(year.len(), 2 | 4);
    fits.then(|| date(month.start..year.at.end, value(after), number_of_month, value(year))).flatten()
}

fn date(at: Range<usize>, day: i32, month: i32, year: i32) -> Option<Date> {
    let calendar_day = if day > 60 { day - 60 } else { day };
    is_date(2000, month, calendar_day).then_some(Date { at, day, month, year, is_named: false })
}

fn number(digits: &[u8]) -> i32 {
    digits.iter().fold(0, |value, digit| value * 10 + i32::from(*digit))
}
