//! The numbers of a text: runs of digits (also spelled ones, also with o for 0 and l for 1), and
//! what stands between them. What a run means is for the rules to say.

use std::ops::Range;

use super::class::Class;
use super::normalise::Normalised;
use super::terms::Hit;
use super::unicode::{SYMBOL, is_letter};

/// Digits without anything between them, or one spelled number.
#[derive(Clone, Debug)]
pub(super) struct Run {
    /// Where it stands in the folded copy.
    pub(super) at: Range<usize>,
    /// Its digits in [`Numbers::digits`].
    digits: Range<usize>,
    /// Written as a word.
    pub(super) is_spelled: bool,
}

impl Run {
    /// How many digits it has.
    pub(super) fn len(&self) -> usize {
        self.digits.len()
    }
}

/// All runs of a text, in order.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    digits: Vec<u8>,
    runs: Vec<Run>,
}

/// What stands between two neighbouring runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nothing that parts a number: blanks, dots, dashes, slashes, brackets, emoji; at most five.
    Loose,
    /// At most three blanks, dots, dashes or slashes.
    Tight,
    /// Words or too much else.
    Wide,
}

impl Numbers {
    /// Reads the runs; `hits` are the terms of the same text.
    pub(super) fn new(text: &Normalised, hits: &[Hit]) -> Self {
        let mut numbers = Self::default();
        let bytes = text.low();
        let mut place = 0;
        while let Some(next) = bytes.get(place..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)) {
            let mut start = place + next;
            let mut end = start;
            while start > place && looks_digit(text.at(start - 1)) {
                start -= 1;
            }
            while looks_digit(text.at(end)) {
                end += 1;
            }
            numbers.take_run(text, start..end);
            place = end;
        }
        numbers.take_spelled(text, hits);
        numbers
    }

    /// The runs in order of place.
    pub(super) fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The digits of a run, each 0 to 9.
    pub(super) fn of(&self, run: &Run) -> &[u8] {
        self.digits.get(run.digits.clone()).unwrap_or_default()
    }

    /// All digits of neighbouring runs.
    pub(super) fn joined(&self, runs: &[Run]) -> Vec<u8> {
        runs.iter().flat_map(|run| self.of(run)).copied().collect()
    }

    /// The first run that starts at a place or after it.
    pub(super) fn first_from(&self, place: usize) -> usize {
        self.runs.partition_point(|run| run.at.start < place)
    }

    fn take_run(&mut self, text: &Normalised, found: Range<usize>) {
        let trimmed = without_word_letters(text, found);
        let is_digit = |place: &usize| text.at(*place).is_ascii_digit();
        let real = trimmed.clone().filter(is_digit).count();
        let letters = trimmed.len() - real;
        if real >= letters && real > 0 {
            self.push(text, trimmed);
            return;
        }
        // Mostly letters: only its true digits count.
        let mut start = None;
        for place in trimmed.start..=trimmed.end {
            if place < trimmed.end && is_digit(&place) {
                start.get_or_insert(place);
            } else if let Some(start) = start.take() {
                self.push(text, start..place);
            }
        }
    }

    fn push(&mut self, text: &Normalised, at: Range<usize>) {
        let first = self.digits.len();
        self.digits.extend(text.slice(at.clone()).iter().map(|byte| match byte {
            b'o' => 0,
            b'l' | b'i' | b'|' => 1,
            digit => digit.saturating_sub(b'0'),
        }));
        self.runs.push(Run { at, digits: first..self.digits.len(), is_spelled: false });
    }

    /// Three or more spelled numbers in a row are digits; fewer are ordinary words ("en to").
    fn take_spelled(&mut self, text: &Normalised, hits: &[Hit]) {
        let words: Vec<&Hit> =
            hits.iter().filter(|hit| matches!(hit.class, Class::Numeral(_) | Class::Ten(_))).collect();
        let mut spelled: Vec<Run> = Vec::new();
        for row in words.chunk_by(|left, right| is_spelled_gap(text, left.end..right.start)) {
            if row.len() < 3 {
                continue;
            }
            let mut row = row.iter().peekable();
            while let Some(word) = row.next() {
                let (value, end) = match (word.class, row.peek().map(|next| (next.class, next.end))) {
                    (Class::Ten(ten), Some((Class::Numeral(one @ 1..=9), end))) => {
                        row.next();
                        (ten + one, end)
                    }
                    (Class::Ten(value) | Class::Numeral(value), _) => (value, word.end),
                    _ => continue,
                };
                let first = self.digits.len();
                if value > 9 {
                    self.digits.push(value / 10);
                }
                self.digits.push(value % 10);
                let digits = first..self.digits.len();
                spelled.push(Run { at: word.start..end, digits, is_spelled: true });
            }
        }
        if !spelled.is_empty() {
            self.runs.append(&mut spelled);
            self.runs.sort_by_key(|run| run.at.start);
        }
    }
}

/// What stands between two runs; dashes and joining words may be spelled out.
pub(super) fn gap(text: &Normalised, left: &Run, right: &Run, hits: &[Hit]) -> Gap {
    let between = left.at.end..right.at.start;
    let bytes = text.slice(between.clone());
    if bytes.len() <= 3 && bytes.iter().all(|byte| matches!(byte, b' ' | b'.' | b'-' | b'/' | b'_')) {
        return Gap::Tight;
    }
    let is_clock = left.len() <= 2 && right.len() <= 2 && bytes.contains(&b':');
    if bytes.len() <= 5 && bytes.iter().all(|byte| is_separator(*byte)) && !is_clock {
        return Gap::Loose;
    }
    let spelled = left.is_spelled || right.is_spelled;
    if bytes.len() <= 20 && joins(text, between, hits, spelled) { Gap::Loose } else { Gap::Wide }
}

/// What may stand inside a number to hide it.
fn is_separator(byte: u8) -> bool {
    matches!(
        byte,
        b' ' | b'.'
            | b'-'
            | b'/'
            | b'_'
            | b','
            | b':'
            | b';'
            | b'\n'
            | b'('
            | b')'
            | b'['
            | b']'
            | b'*'
            | b'+'
            | b'='
            | b'~'
            | b'\''
            | b'"'
            | b'>'
            | b'<'
            | SYMBOL
    )
}

/// The words between two runs are a spelled dash, or "og så" between spelled numbers.
fn joins(text: &Normalised, between: Range<usize>, hits: &[Hit], spelled: bool) -> bool {
    let from = hits.partition_point(|hit| hit.start < between.start);
    let mut place = between.start;
    for hit in hits.iter().skip(from).take_while(|hit| hit.start < between.end) {
        let fits = matches!(hit.class, Class::Dash) || (spelled && matches!(hit.class, Class::Joint));
        if fits && hit.start >= place && text.slice(place..hit.start).iter().all(|byte| is_separator(*byte)) {
            place = hit.end;
        }
    }
    place > between.start && text.slice(place..between.end).iter().all(|byte| is_separator(*byte))
}

fn is_spelled_gap(text: &Normalised, between: Range<usize>) -> bool {
    let bytes = text.slice(between);
    let trimmed = bytes.trim_ascii();
    bytes.len() <= 8
        && !bytes.is_empty()
        && (trimmed.iter().all(|byte| is_separator(*byte))
            || matches!(trimmed, b"og" | b"s\xe5" | b"og s\xe5" | b"and"))
}

fn looks_digit(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'o' | b'l' | b'i' | b'|')
}

/// Cuts off look-alike letters that belong to a word beside the digits ("2217 og", "kl8").
fn without_word_letters(text: &Normalised, found: Range<usize>) -> Range<usize> {
    let is_digit = |place: usize| text.at(place).is_ascii_digit();
    let Range { mut start, mut end } = found;
    if is_letter(text.before(start)) {
        while start < end && !is_digit(start) {
            start += 1;
        }
    }
    if is_letter(text.at(end)) {
        while start < end && !is_digit(end - 1) {
            end -= 1;
        }
    }
    // "2217i dag": a run of an odd length with a letter at its edge is a number and a word.
    if end - start > 2 && (end - start) % 2 == 1 {
        if !is_digit(end - 1) {
            end -= 1;
        } else if !is_digit(start) {
            start += 1;
        }
    }
    start..end
}
