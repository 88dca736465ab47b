//! Case and journal numbers of the writer's own case. A number of a plan or a decision that anybody may
//! speak of is no finding, so somebody must say that the case is theirs.

use std::ops::Range;

use super::class::{Case, Class, Label};
use super::contract::{Detector, Found, Look, Sighting};
use super::reason::Reason;
use super::request;
use super::terms::Hit;
use crate::model::{Confidence, Kind, Place};

/// Finds them.
pub(super) struct CaseNumbers;

/// The longest case number, and how far the word for it may stand before.
const MOST: usize = 30;
const REACH: usize = 14;

impl Detector for CaseNumbers {
    fn look(&self, look: &Look<'_>, found: &mut Found) {
        if look.place != Place::Text {
            return;
        }
        let mut is_own = None;
        let mut after = 0;
        for run in look.numbers.runs() {
            if run.at.start < after {
                continue;
            }
            let at = token(look, run.at.start);
            after = at.end.max(run.at.end);
            let Some(shape) = shape(look.text.slice(at.clone())) else { continue };
            let is_named = shape == Shape::Sure || is_named(look, at.start);
            if !is_named
                || is_plan(look, at.start)
                || found.is_claimed(&at)
                || !*is_own.get_or_insert_with(|| speaks_of_own(look))
            {
                continue;
            }
            found.add(Sighting {
                at,
                kind: Kind::CaseNumber,
                confidence: Confidence::Medium,
                rule: "case-number.own",
                reason: Reason::CaseNumberOwn,
            });
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Nothing else is written so.
    Sure,
    /// A word must say that it is a case.
    Named,
}

/// The letters, digits and marks around a run, without what ends a sentence.
fn token(look: &Look<'_>, run: usize) -> Range<usize> {
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/' | b'.');
    let mut start = run;
    while run - start < MOST && inside(look.text.before(start)) && start > 0 {
        start -= 1;
    }
    let mut end = run;
    while end - run < MOST && inside(look.text.at(end)) {
        end += 1;
    }
    while end > run && !look.text.before(end).is_ascii_digit() {
        end -= 1;
    }
    start..end
}

/// `2026-0048813`, `27.36.00-P19-114-36`, `S2025-30477`, `24-018834`, `23/04418`, `881-2027-33019`.
fn shape(token: &[u8]) -> Option<Shape> {
    let parts: Vec<&[u8]> = token.split(|byte| matches!(byte, b'-' | b'/')).collect();
    let is_number = |part: &[u8]| !part.is_empty() && part.iter().all(u8::is_ascii_digit);
    let is_year = |part: &[u8]| part.len() == 4 && (part.starts_with(b"19") || part.starts_with(b"20"));
    let (first, rest) = parts.split_first()?;
    // KLE: topic, facet, serial, year.
    let is_topic = first.len() == 8
        && first
            .iter()
            .enumerate()
            .all(|(at, byte)| if at % 3 == 2 { *byte == b'.' } else { byte.is_ascii_digit() });
    if let [facet, serial, ..] = rest
        && is_topic
        && facet.len() == 3
        && facet.first().is_some_and(u8::is_ascii_alphabetic)
        && is_number(serial)
    {
        return Some(Shape::Sure);
    }
    let bare = first.strip_prefix(b"s").unwrap_or(first);
    let digits: usize = token.iter().filter(|byte| byte.is_ascii_digit()).count();
    if rest.is_empty() || rest.len() > 3 || !rest.iter().all(|part| is_number(part)) || !is_number(bare) {
        return None;
    }
    let second = rest.first()?.len();
    if is_year(bare) && ((6..=7).contains(&second) || (bare.len() < first.len() && (3..=6).contains(&second)))
    {
        return Some(Shape::Sure);
    }
    // A date is no case: `12/04-36`, `31-12-2036`.
    let is_serial = parts.iter().any(|part| part.len() >= 5) || (is_year(bare) && second >= 3);
    ((6..=16).contains(&digits) && is_serial).then_some(Shape::Named)
}

/// A word for a case, or for its number, stands right before.
fn is_named(look: &Look<'_>, start: usize) -> bool {
    let from = look.hits.partition_point(|hit| hit.start + REACH + 20 < start);
    let mut before = look.hits.iter().skip(from).take_while(|hit| hit.start < start);
    before.any(|hit| hit.end <= start && start - hit.end <= REACH && is_case(look, hit))
}

fn is_case(look: &Look<'_>, hit: &Hit) -> bool {
    let word = look.text.slice(hit.start..hit.end);
    match hit.class {
        Class::Case(Case::Matter) => true,
        Class::Label(Label::Other | Label::OtherBeside) => {
            [&b"sag"[..], b"journal", b"j.", b"j ", b"jnr", b"case", b"ref", b"esdh", b"edoc"]
                .iter()
                .any(|part| word.starts_with(part))
        }
        Class::Label(Label::Number) => word.starts_with(b"sag"),
        _ => false,
    }
}

/// A plan that everybody may speak of.
fn is_plan(look: &Look<'_>, start: usize) -> bool {
    let before = look.text.slice(start.saturating_sub(14)..start);
    [&b"plan "[..], b"planen ", b"udbud ", b"h\xf8ring "].iter().any(|word| before.ends_with(word))
}

/// The writer speaks of a case of his own: `my`, `I`, or a request for an answer in it. What only names
/// the writer's CPR number says nothing of the case.
fn speaks_of_own(look: &Look<'_>) -> bool {
    let is_number = |end: usize| {
        let from = look.hits.partition_point(|hit| hit.start < end);
        let mut next = look.hits.iter().skip(from).take_while(|hit| hit.start <= end + 1);
        next.any(|hit| matches!(hit.class, Class::Label(Label::Cpr | Label::Phone)))
    };
    let owns = look.hits.iter().any(|hit| {
        let is_own = matches!(hit.class, Class::Case(Case::Own | Case::OwnThing));
        // "Undskyld mig": said to be heard, not of oneself.
        let is_phrase = || look.text.slice(hit.start.saturating_sub(9)..hit.start).ends_with(b"ld ");
        is_own && !is_number(hit.end) && !is_phrase()
    });
    owns || request::signs(look.text, look.hits).weight >= 0.0
}
