//! Where ten digits might be a CPR number: every way of writing and grouping them, before anything
//! is known about the words around.

use std::ops::Range;

use crate::detect::contract::Look;
use crate::detect::normalise::Normalised;
use crate::detect::numbers::{Gap, Run, gap};

/// How the digits are grouped. The order is the order of trust where two readings overlap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shape {
    /// `311236-4004`, `311236 4 004`: six, then four.
    Grouped,
    /// `31.12.36-4004`, `31 12 36 4004`, `1/2-36 4004`.
    Dated,
    /// `31.12.2036-4004`, `31122036-4004`.
    FullYear,
    /// `3112364004`.
    Bare,
    /// `31 12 36 40 04`, `3 1 1 2 …`: other groups that part after the sixth digit.
    Loose,
    /// Ten of eleven to fourteen digits without anything between (Gladsaxe 2007).
    InLonger,
    /// Groups that part elsewhere: only where a word says CPR.
    Odd,
    /// `2036-12-31 4004`: only where a word says CPR.
    YearFirst,
    /// Nine digits: a leading zero was lost. Only where a word says CPR.
    Short,
}

/// Ten digits that may be a CPR number.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) at: Range<usize>,
    pub(super) digits: [u8; 10],
    /// The birth year, where all four digits of it were written.
    pub(super) year: Option<i32>,
    pub(super) shape: Shape,
    /// Other digits stand so close that these may be part of a longer number.
    pub(super) is_crowded: bool,
    /// Only a blank stands before the last four, as between a date and an hour.
    pub(super) has_blank: bool,
    /// Written in words.
    pub(super) is_spelled: bool,
}

/// Every candidate of a text. A constant number a run, however long the text.
pub(super) fn candidates(look: &Look<'_>) -> Vec<Candidate> {
    let runs = look.numbers.runs();
    let gaps: Vec<Gap> = runs
        .iter()
        .zip(runs.iter().skip(1))
        .map(|(left, right)| gap(look.text, left, right, look.hits))
        .collect();
    let mut found = Vec::new();
    for first in 0..runs.len() {
        let mut total = 0;
        for last in first..runs.len().min(first + 12) {
            if last > first && gaps.get(last - 1).is_none_or(|gap| *gap == Gap::Wide) {
                break;
            }
            let Some(window) = runs.get(first..=last) else { break };
            total += window.last().map_or(0, Run::len);
            if total > 14 {
                break;
            }
            if total >= 8 {
                let before = first.checked_sub(1).and_then(|left| runs.get(left));
                let read = Window { look, runs: window, before, after: runs.get(last + 1) };
                read.readings(total, &mut found);
            }
        }
    }
    found
}

/// Neighbouring runs, and the runs on either side of them.
struct Window<'a> {
    look: &'a Look<'a>,
    runs: &'a [Run],
    before: Option<&'a Run>,
    after: Option<&'a Run>,
}

impl Window<'_> {
    fn readings(&self, total: usize, found: &mut Vec<Candidate>) {
        let digits = self.look.numbers.joined(self.runs);
        match (self.runs.len(), total) {
            (1, 10) => found.extend(self.candidate(&digits, None, Shape::Bare)),
            (1, 11..=14) => self.inside(&digits, found),
            (_, 10) => found.extend(self.candidate(&digits, None, self.shape())),
            (1 | 2, 9) if matches!(self.ends().as_slice(), [5, ..] | [9]) => {
                let padded: Vec<u8> = std::iter::once(0).chain(digits.iter().copied()).collect();
                found.extend(self.candidate(&padded, None, Shape::Short));
            }
            _ => {}
        }
        if total == 12 && (self.ends().contains(&8) || self.runs.len() == 1) {
            found.extend(self.full_year(&digits));
        }
        if total == 12 && self.ends().contains(&8) {
            found.extend(self.year_first(&digits));
        }
        if (8..=12).contains(&total) {
            found.extend(self.short_day());
        }
    }

    /// How many digits stand before each end of a run.
    fn ends(&self) -> Vec<usize> {
        self.runs
            .iter()
            .scan(0, |sum, run| {
                *sum += run.len();
                Some(*sum)
            })
            .collect()
    }

    fn shape(&self) -> Shape {
        let ends = self.ends();
        match ends.as_slice() {
            [6, ..] => Shape::Grouped,
            [2, 4, 6, 10] => Shape::Dated,
            // `2606 36 9018` and single digits, but not `630 362 5206`.
            _ if ends.contains(&6) && (ends.contains(&2) || ends.contains(&4)) => Shape::Loose,
            _ => Shape::Odd,
        }
    }

    fn full_year(&self, digits: &[u8]) -> Option<Candidate> {
        let [d1, d2, m1, m2, y1, y2, y3, y4, rest @ ..] = digits else { return None };
        let year = [y1, y2, y3, y4].iter().fold(0, |year, digit| year * 10 + i32::from(**digit));
        let mut short = vec![*d1, *d2, *m1, *m2, *y3, *y4];
        short.extend(rest);
        self.candidate(&short, Some(year), Shape::FullYear)
    }

    /// `2036-12-31 4004`, `20361231-4004`: only where a word says CPR.
    fn year_first(&self, digits: &[u8]) -> Option<Candidate> {
        let [y1, y2, y3, y4, m1, m2, d1, d2, rest @ ..] = digits else { return None };
        let year = [y1, y2, y3, y4].iter().fold(0, |year, digit| year * 10 + i32::from(**digit));
        let mut short = vec![*d1, *d2, *m1, *m2, *y3, *y4];
        short.extend(rest);
        self.candidate(&short, Some(year), Shape::YearFirst)
    }

    /// A day or a month of one digit: `1/2-36 4004`, "to elleve seksogtredive 4 0 0 4".
    fn short_day(&self) -> Option<Candidate> {
        let [day, month, year, last @ ..] = self.runs else { return None };
        let rest: usize = last.iter().map(Run::len).sum();
        let fits = day.len() <= 2
            && month.len() <= 2
            && (day.len() == 1 || month.len() == 1)
            && matches!(year.len(), 2 | 4)
            && rest == 4
            && self.parts(day, month)
            && self.parts(month, year);
        if !fits {
            return None;
        }
        let of = |run: &Run| self.look.numbers.of(run).to_vec();
        let padded = |run: &Run| [vec![0; 2 - run.len()], of(run)].concat();
        let last = self.look.numbers.joined(last);
        let digits = [padded(day), padded(month), of(year), last].concat();
        match digits.len() {
            10 => self.candidate(&digits, None, Shape::Dated),
            12 => self.full_year(&digits),
            _ => None,
        }
    }

    /// Two runs are parted as in a date, not only by a blank; spelled numbers need no more.
    fn parts(&self, left: &Run, right: &Run) -> bool {
        let apart = self.look.text.slice(left.at.end..right.at.start);
        left.is_spelled || right.is_spelled || apart.iter().any(|byte| matches!(byte, b'.' | b'/' | b'-'))
    }

    /// All ten-digit windows of a longer run.
    fn inside(&self, digits: &[u8], found: &mut Vec<Candidate>) {
        let Some(run) = self.runs.first().filter(|run| run.len() == run.at.len()) else { return };
        for (nth, window) in digits.windows(10).enumerate() {
            let at = run.at.start + nth..run.at.start + nth + 10;
            // Eleven digits may hide ten (Gladsaxe 2007); in more than that only a word tells.
            let shape = if digits.len() == 11 { Shape::InLonger } else { Shape::Odd };
            let made = self.candidate(window, None, shape);
            found.extend(made.map(|candidate| Candidate { at, ..candidate }));
        }
    }

    fn candidate(&self, digits: &[u8], year: Option<i32>, shape: Shape) -> Option<Candidate> {
        let (first, last) = (self.runs.first()?, self.runs.last()?);
        let text = self.look.text;
        let strict = matches!(shape, Shape::Loose | Shape::Dated | Shape::Odd | Shape::Short);
        let is_crowded = self.before.is_some_and(|run| crowds(text, run.at.end..first.at.start, strict))
            || self.after.is_some_and(|run| crowds(text, last.at.end..run.at.start, strict));
        let before_last = self.runs.len().checked_sub(2).and_then(|nth| self.runs.get(nth));
        Some(Candidate {
            at: first.at.start..last.at.end,
            digits: digits.try_into().ok()?,
            year,
            shape,
            is_crowded,
            has_blank: last.len() == 4
                && before_last.is_some_and(|run| text.slice(run.at.end..last.at.start) == b" "),
            is_spelled: self.runs.iter().all(|run| run.is_spelled),
        })
    }
}

/// One dash or dot (for loose groups also one blank or slash) and then more digits.
fn crowds(text: &Normalised, apart: Range<usize>, strict: bool) -> bool {
    match text.slice(apart) {
        b"-" | b"." | b"_" => true,
        b" " | b"/" => strict,
        _ => false,
    }
}
