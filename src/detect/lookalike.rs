//! Numbers that are known to be harmless by their shape: dates, hours, amounts, coordinates,
//! addresses on the web. It finds nothing; it takes them away from the rules that come after it.

use std::ops::Range;

use super::calendar;
use super::class::{Class, Label};
use super::contract::{Detector, Found, Look};
use super::numbers::{Gap, Run, gap};

/// Claims look-alikes.
pub(super) struct LookAlikes;

impl Detector for LookAlikes {
    fn look(&self, look: &Look<'_>, found: &mut Found) {
        let mut token = 0..0;
        for (nth, run) in look.numbers.runs().iter().enumerate() {
            if run.at.start >= token.end {
                token = token_around(look, run);
                if is_web_address(look, &token) {
                    found.claim(&token);
                }
            }
            let rest = look.numbers.runs().get(nth..).unwrap_or_default();
            for shape in [date, hours, days, years, coordinates, amount, isbn] {
                if let Some(at) = shape(look, rest) {
                    found.claim(&at);
                }
            }
        }
    }
}

/// The word around a run, blanks being its edges; at most 400 characters, no address is longer.
fn token_around(look: &Look<'_>, run: &Run) -> Range<usize> {
    let is_blank = |byte: u8| matches!(byte, b' ' | b'\n');
    let mut start = run.at.start;
    while !is_blank(look.text.before(start)) && run.at.start - start < 200 {
        start -= 1;
    }
    let mut end = run.at.end;
    while !is_blank(look.text.at(end)) && end - run.at.end < 200 {
        end += 1;
    }
    start..end
}

/// `https://…`, `www.…` or `host.tld/path`. One that says "cpr" inside is a leak, not an address.
fn is_web_address(look: &Look<'_>, token: &Range<usize>) -> bool {
    let word = look.text.slice(token.clone());
    let has = |part: &[u8]| memchr::memmem::find(word, part).is_some();
    if has(b"cpr") || has(b"@") {
        return false;
    }
    let has_path = || {
        let host = word.split(|byte| *byte == b'/').next().unwrap_or_default();
        let last = host.rsplit(|byte| *byte == b'.').next().unwrap_or_default();
        host.len() < word.len()
            && last.len() < host.len()
            && last.len() >= 2
            && last.iter().all(u8::is_ascii_lowercase)
            && host.iter().any(u8::is_ascii_alphabetic)
    };
    has(b"://") || word.starts_with(b"www.") || has_path()
}

/// `2036-12-31`, `2036-12-31 23:59`, `31.12.2036`. The date of a full-year CPR number is not
/// claimed: four more digits follow it.
fn date(look: &Look<'_>, runs: &[Run]) -> Option<Range<usize>> {
    let [first, second, third, rest @ ..] = runs else { return None };
    let one = between(look, first, second)?;
    if one != between(look, second, third)? || !matches!(one, b'-' | b'.' | b'/') {
        return None;
    }
    let value = |run: &Run| value(look, run);
    let (year, month, day, year_first) = if first.len() == 4 {
        (value(first), value(second), value(third), true)
    } else {
        (value(third), value(second), value(first), false)
    };
    if !(1800..=2100).contains(&year) || !calendar::is_date(year, month, day) {
        return None;
    }
    let next = rest.first().filter(|next| gap(look.text, third, next, look.hits) != Gap::Wide);
    if !year_first && next.is_some_and(|next| next.len() == 4 || next.len() == 1) {
        return None;
    }
    // The hour after it, and a date that it is a span to.
    let clock = rest.first().zip(rest.get(1)).filter(|(hour, minute)| {
        let apart = look.text.slice(third.at.end..hour.at.start);
        (apart == b" " || apart == b"t")
            && between(look, hour, minute) == Some(b':')
            && value(hour) < 25
            && value(minute) < 60
    });
    Some(first.at.start..clock.map_or(third.at.end, |(_, minute)| minute.at.end))
}

/// `20.30-22.00`, `8:00 - 16:00`.
fn hours(look: &Look<'_>, runs: &[Run]) -> Option<Range<usize>> {
    let [hour, minute, to_hour, to_minute, ..] = runs else { return None };
    let part = between(look, hour, minute)?;
    let fits = matches!(part, b'.' | b':')
        && between(look, to_hour, to_minute)? == part
        && is_range_dash(look, minute, to_hour)
        && [hour, to_hour].iter().all(|run| run.len() <= 2 && value(look, run) < 25)
        && [minute, to_minute].iter().all(|run| run.len() == 2 && value(look, run) < 60);
    fits.then_some(hour.at.start..to_minute.at.end)
}

/// `28/10-03/11`, `01.02-15.03`.
fn days(look: &Look<'_>, runs: &[Run]) -> Option<Range<usize>> {
    let [day, month, to_day, to_month, ..] = runs else { return None };
    let part = between(look, day, month)?;
    let is_day = |day: &Run, month: &Run| {
        day.len() <= 2 && month.len() <= 2 && calendar::is_date(2000, value(look, month), value(look, day))
    };
    let fits = matches!(part, b'.' | b'/')
        && between(look, to_day, to_month)? == part
        && is_range_dash(look, month, to_day)
        && is_day(day, month)
        && is_day(to_day, to_month);
    fits.then_some(day.at.start..to_month.at.end)
}

/// `2023-2024`.
fn years(look: &Look<'_>, runs: &[Run]) -> Option<Range<usize>> {
    let [from, to, ..] = runs else { return None };
    let is_year = |run: &Run| run.len() == 4 && (1900..2100).contains(&value(look, run));
    let fits = is_year(from) && is_year(to) && value(look, from) < value(look, to);
    (fits && matches!(between(look, from, to)?, b'-' | b'/')).then_some(from.at.start..to.at.end)
}

/// `55.676098, 12.568337`.
fn coordinates(look: &Look<'_>, runs: &[Run]) -> Option<Range<usize>> {
    let [north, north_part, east, east_part, ..] = runs else { return None };
    let is_degree = |whole: &Run, part: &Run| {
        whole.len() <= 3 && part.len() >= 4 && matches!(between(look, whole, part), Some(b'.' | b','))
    };
    let apart = look.text.slice(north_part.at.end..east.at.start);
    let fits = is_degree(north, north_part) && is_degree(east, east_part) && apart.len() <= 6;
    fits.then_some(north.at.start..east_part.at.end)
}

/// `3.117.949 kr.`, `94 668 474 kr`, `64.257,06 kr`, `74898942 kroner`: the groups of three that end at
/// a unit.
fn amount(look: &Look<'_>, runs: &[Run]) -> Option<Range<usize>> {
    let first = runs.first()?;
    let mut last = first;
    for next in runs.iter().skip(1).take(5) {
        let part = between(look, last, next);
        let grouped = matches!(part, Some(b' ' | b'.' | b'\'')) && next.len() == 3;
        if !(grouped || (part == Some(b',') && next.len() <= 2)) {
            break;
        }
        last = next;
    }
    if first.at != last.at && first.len() > 3 && !matches!(look.text.at(first.at.end), b',') {
        return None;
    }
    let from = look.hits.partition_point(|hit| hit.start < last.at.end);
    let near =
        look.hits.get(from..).unwrap_or_default().iter().take_while(|hit| hit.start <= last.at.end + 2);
    let is_unit = |class: Class| class == Class::Unit;
    let after = near.map(|hit| hit.class).any(is_unit)
        || look.text.slice(last.at.end..last.at.end + 2) == b",-"
        || look.text.slice(last.at.end..last.at.end + 2) == b".-";
    // Four digits before "kr" may end something else: only a number as long as a phone's matters.
    let digits: usize = runs.iter().take_while(|run| run.at.end <= last.at.end).map(Run::len).sum();
    let says_cpr = || look.labels.near(&first.at, 20, |label| label == Label::Cpr);
    (after && digits >= 6 && !says_cpr()).then_some(first.at.start..last.at.end)
}

/// `978-87-000-3611-4`.
fn isbn(look: &Look<'_>, runs: &[Run]) -> Option<Range<usize>> {
    let first = runs.first().filter(|run| run.len() == 3 && matches!(value(look, run), 978 | 979))?;
    let mut length = 3;
    let mut last = first;
    for next in runs.iter().skip(1).take(5) {
        if !matches!(between(look, last, next), Some(b'-' | b' ')) {
            break;
        }
        length += next.len();
        last = next;
    }
    (length == 13).then_some(first.at.start..last.at.end)
}

/// The single character between two runs.
fn between(look: &Look<'_>, left: &Run, right: &Run) -> Option<u8> {
    let apart = look.text.slice(left.at.end..right.at.start);
    if let [one] = apart { Some(*one) } else { None }
}

fn is_range_dash(look: &Look<'_>, left: &Run, right: &Run) -> bool {
    look.text.slice(left.at.end..right.at.start).trim_ascii() == b"-"
}

/// The value of a run of at most eight digits; longer ones are no date and no hour.
fn value(look: &Look<'_>, run: &Run) -> i32 {
    let digits = look.numbers.of(run);
    if digits.len() > 8 {
        return i32::MAX;
    }
    digits.iter().fold(0, |value, digit| value * 10 + i32::from(*digit))
}

/// True where letters are glued to the front of a number, directly or by a hyphen (`DK12345678`,
/// `SR-0076587`), and they do not say what number it is.
pub(super) fn is_glued(look: &Look<'_>, at: &Range<usize>) -> bool {
    use super::unicode::is_letter;
    let edge = if look.text.before(at.start) == b'-' { at.start - 1 } else { at.start };
    if !is_letter(look.text.before(edge)) {
        return false;
    }
    // `cpr-311236`, `tlf22334455`, `nr-…`: the word is a label of its own.
    let says = |label: Label| !matches!(label, Label::Other | Label::OtherBeside);
    !look.labels.near(&(edge..at.start), 0, says)
}
