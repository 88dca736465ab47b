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
/// How far a label of [`Label::OtherBeside`] reaches.
const BESIDE: usize = 9;

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
            let Some(label) = meaning(text, hit, label) else { continue };
            // Of two labels that end together the longer one is meant (personnummer, nummer).
            if labels.last().is_some_and(|last| last.at.end >= hit.end) {
                continue;
            }
            let next = numbers.runs().get(numbers.first_from(hit.end));
            let names = next.filter(|run| run.at.start - hit.end <= 14).map(|run| run.at.clone());
            labels.push(Placed { at: hit.start..hit.end, label, names });
        }
        Self { labels }
    }

    /// True where some label that passes stands within reach of a place, on either side.
    pub(super) fn near(&self, at: &Range<usize>, reach: usize, is_meant: impl Fn(Label) -> bool) -> bool {
        self.around(at, reach).any(|placed| is_meant(placed.label))
    }

    /// The label that says what the number at `at` is.
    pub(super) fn of(&self, text: &Normalised, numbers: &Numbers, at: &Range<usize>) -> Option<Label> {
        self.around(at, REACH)
            .filter_map(|placed| Some((cost(text, numbers, placed, at)?, placed.label)))
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

/// A bare "nummer" says nothing, a hyphen before it makes it a compound (`p-nummer`).
fn meaning(text: &Normalised, hit: &Hit, label: Label) -> Option<Label> {
    let is_hyphened =
        text.before(hit.start) == b'-' && hit.start > 1 && is_letter(text.before(hit.start - 1));
    match label {
        Label::Number if hit.is_tail || is_hyphened => Some(Label::Other),
        _ if hit.is_tail && matches!(label, Label::Code) => None,
        _ => Some(label),
    }
}

/// How far a label is from a number, or `None` where it does not speak of it.
fn cost(text: &Normalised, numbers: &Numbers, placed: &Placed, at: &Range<usize>) -> Option<usize> {
    let reach = if placed.label == Label::OtherBeside { BESIDE } else { REACH };
    let says_cpr = matches!(placed.label, Label::Cpr | Label::Born);
    if placed.at.end <= at.start {
        let distance = at.start - placed.at.end;
        let between = placed.at.end..at.start;
        let taken = placed
            .names
            .as_ref()
            .is_some_and(|named| named.start < at.start && !is_list(text, numbers, named.end..at.start));
        let reaches = distance <= reach && (says_cpr || !(taken || ends_sentence(text, between, true)));
        reaches.then_some(distance * 4)
    } else if placed.at.start >= at.end {
        let distance = placed.at.start - at.end;
        let taken = placed.names.as_ref().is_some_and(|named| named.start >= at.end);
        let reaches = distance <= reach
            && (says_cpr || !(taken || ends_sentence(text, at.end..placed.at.start, false)));
        // Beside the number but after it: a little weaker than before it.
        let far = if taken { distance * 4 + 60 } else { distance * 4 + 10 };
        reaches.then_some(far)
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

/// A full stop, question or exclamation mark with a blank after it; right after a label a stop
/// only shortens it (`fakturanr. 12`).
fn ends_sentence(text: &Normalised, between: Range<usize>, may_shorten: bool) -> bool {
    between.clone().any(|place| {
        let stop = text.at(place);
        let shortens = may_shorten && place == between.start;
        let is_stop = matches!(stop, b'!' | b'?' | b'\n') || (stop == b'.' && !shortens);
        is_stop && matches!(text.at(place + 1), b' ' | b'\n') && place + 1 <= between.end
    })
}
