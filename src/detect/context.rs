//! What the words beside a number say of it. The nearest label decides, and a label belongs to the
//! number after it: "faktura 123 og 311236-4004" does not make the second number an invoice.

use std::ops::Range;

use super::class::{Class, Label};
use super::normalise::Normalised;
use super::numbers::Numbers;
use super::terms::Hit;
use super::unicode::is_letter;

/// How far a label reaches, in characters.
const REACH: usize = 40;
/// How far a label reaches back to a number before it.
const AFTER: usize = 25;
/// How far a label of [`Label::OtherBeside`] reaches.
const BESIDE: usize = 10;

/// The labels of one text, in order.
#[derive(Debug)]
pub(super) struct Labels {
    labels: Vec<Placed>,
}

#[derive(Debug)]
struct Placed {
    at: Range<usize>,
    label: Label,
    /// The number that it stands before, if one follows closely.
    names: Option<Range<usize>>,
}

impl Labels {
    /// Picks the labels out of the terms of a text.
    pub(super) fn new(text: &Normalised, hits: &[Hit], numbers: &Numbers) -> Self {
        let mut labels: Vec<Placed> = Vec::new();
        for hit in hits {
            let Class::Label(label) = hit.class else { continue };
            // `cpr.nr`, `tlf-nr`: the number is the one just named.
            if label == Label::Number
                && let Some(last) = labels.last_mut()
                && last.at.end + 1 == hit.start
                && matches!(text.before(hit.start), b'-' | b'.')
            {
                last.at.end = hit.end;
                last.names = named(numbers, hit.end);
                continue;
            }
            let Some(label) = meaning(text, hit, label) else { continue };
            // Of two labels that overlap the first and longer one is meant (personnummer, nummer).
            if labels.last().is_some_and(|last| last.at.end > hit.start) {
                continue;
            }
            labels.push(Placed { at: hit.start..hit.end, label, names: named(numbers, hit.end) });
        }
        Self { labels }
    }

    /// True where some label that passes stands within reach of a place, on either side.
    pub(super) fn near(&self, at: &Range<usize>, reach: usize, is_meant: impl Fn(Label) -> bool) -> bool {
        self.around(at, reach).any(|placed| is_meant(placed.label))
    }

    /// The label that says what the number at `at` is, among those that matter to the rule that
    /// asks.
    pub(super) fn of(
        &self,
        look: (&Normalised, &Numbers),
        at: &Range<usize>,
        matters: impl Fn(Label) -> bool,
    ) -> Option<Label> {
        self.around(at, REACH)
            .filter(|placed| matters(placed.label))
            .filter_map(|placed| Some((cost(look.0, look.1, placed, at)?, placed.label)))
            .min_by_key(|(cost, _)| *cost)
            .map(|(_, label)| label)
    }

    /// Where the last label of a kind begins that ends at most `reach` before a place.
    pub(super) fn last_before(&self, place: usize, reach: usize, meant: Label) -> Option<usize> {
        let at = place..place;
        let before = self.around(&at, reach).filter(|placed| placed.at.end <= place);
        before.filter(|placed| placed.label == meant).map(|placed| placed.at.start).last()
    }

    fn around(&self, at: &Range<usize>, reach: usize) -> impl Iterator<Item = &Placed> + use<'_> {
        let from = self.labels.partition_point(|placed| placed.at.end + reach < at.start);
        let end = at.end + reach;
        self.labels.iter().skip(from).take_while(move |placed| placed.at.start <= end)
    }
}

/// The number that follows a label closely.
fn named(numbers: &Numbers, end: usize) -> Option<Range<usize>> {
    let next = numbers.runs().get(numbers.first_from(end));
    next.filter(|run| run.at.start - end <= 14).map(|run| run.at.clone())
}

/// A bare "nummer" says nothing, a hyphen or dot before it makes it a compound (`p-nummer`).
fn meaning(text: &Normalised, hit: &Hit, label: Label) -> Option<Label> {
    let is_hyphened = matches!(text.before(hit.start), b'-' | b'.')
        && hit.start > 1
        && is_letter(text.before(hit.start - 1));
    match label {
        Label::Number if hit.is_tail || is_hyphened => Some(Label::Other),
        _ if hit.is_tail && matches!(label, Label::Code) => None,
        _ => Some(label),
    }
}

/// How far a label is from a number, or `None` where it does not speak of it. Only a word that says
/// CPR reaches over a comma, a sentence or another number: it is better to look twice at that.
fn cost(text: &Normalised, numbers: &Numbers, placed: &Placed, at: &Range<usize>) -> Option<usize> {
    let reaches_over = matches!(placed.label, Label::Cpr | Label::Born);
    if placed.at.end <= at.start {
        let distance = at.start - placed.at.end;
        let is_beside = matches!(placed.label, Label::OtherBeside | Label::Document);
        let reach = if is_beside { BESIDE } else { REACH };
        let taken = placed
            .names
            .as_ref()
            .is_some_and(|named| named.start < at.start && !is_list(text, numbers, named.end..at.start));
        let speaks = reaches_over || !(taken || is_parted(text, placed.at.end..at.start, true));
        (distance <= reach && speaks).then_some(distance * 4)
    } else if placed.at.start >= at.end {
        let distance = placed.at.start - at.end;
        let reach = match placed.label {
            Label::OtherBeside | Label::Document => return None,
            Label::Cpr | Label::Born => REACH,
            _ => AFTER,
        };
        let taken = placed.names.as_ref().is_some_and(|named| named.start >= at.end);
        let speaks = reaches_over || !(taken || is_parted(text, at.end..placed.at.start, false));
        // After the number a label is a little weaker than before it, and weaker still when it
        // has a number of its own.
        (distance <= reach && speaks).then_some(distance * 4 + if taken { 60 } else { 10 })
    } else {
        None
    }
}

/// Between two numbers of a list: "12 og 13", "12, 13".
fn is_list(text: &Normalised, numbers: &Numbers, between: Range<usize>) -> bool {
    let start = numbers.runs().get(numbers.first_from(between.start)).map_or(between.end, |run| run.at.start);
    let bytes = text.slice(between.start..start.min(between.end).max(between.start)).trim_ascii();
    bytes.len() <= 4 && matches!(bytes, b"og" | b"," | b"/" | b"&" | b"+" | b"and" | b"eller" | b"-")
}

/// A comma, or a full stop, question or exclamation mark with a blank after it; right after a label
/// a stop only shortens it (`fakturanr. 12`).
fn is_parted(text: &Normalised, between: Range<usize>, may_shorten: bool) -> bool {
    between.clone().any(|place| {
        let shortens = may_shorten && place == between.start;
        let is_stop = match text.at(place) {
            b'!' | b'?' | b',' | b';' => true,
            b'.' => !shortens,
            _ => false,
        };
        text.at(place) == b'\n' || (is_stop && matches!(text.at(place + 1), b' ' | b'\n'))
    })
}
