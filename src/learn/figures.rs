//! What cross-validation shows, as numbers for a card or a report.

use serde::Serialize;

use super::data::{Origin, Row};
use super::validate::{Ranked, Scored};

/// Counts of one question at one threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Counts {
    /// Rightly found.
    pub found: u32,
    /// Found, and should not be.
    pub wrong: u32,
    /// Not found, and should be.
    pub missed: u32,
    /// Rightly left alone.
    pub left: u32,
}

impl Counts {
    /// Counts decisions: (should be found, is found).
    pub fn of(decisions: impl Iterator<Item = (bool, bool)>) -> Self {
        let mut counts = Self::default();
        for decision in decisions {
            *match decision {
                (true, true) => &mut counts.found,
                (false, true) => &mut counts.wrong,
                (true, false) => &mut counts.missed,
                (false, false) => &mut counts.left,
            } += 1;
        }
        counts
    }

    /// Of those found, the share that is right.
    #[must_use]
    pub fn precision(&self) -> f64 {
        share(self.found, self.wrong)
    }

    /// Of those that should be found, the share that is.
    #[must_use]
    pub fn recall(&self) -> f64 {
        share(self.found, self.missed)
    }

    /// Of those that should be left alone, the share that is found.
    #[must_use]
    pub fn false_share(&self) -> f64 {
        share(self.wrong, self.left)
    }

    /// The mean of the F1 of both answers.
    #[must_use]
    pub fn macro_f1(&self) -> f64 {
        let f1 = |right: u32| share(2 * right, self.wrong + self.missed);
        f64::midpoint(f1(self.found), f1(self.left))
    }
}

fn share(part: u32, rest: u32) -> f64 {
    f64::from(part) / f64::from((part + rest).max(1))
}

/// Decides each fold of the Danish comments at the threshold that is best on the other folds, so that
/// no fold chooses its own.
#[must_use]
pub fn danish_crossed(scored: &[Scored], rows: &[Row]) -> Counts {
    let is_danish =
        |scored: &&Scored| rows.get(scored.row).is_some_and(|row| matches!(row.origin, Origin::Danish(_)));
    let danish: Vec<&Scored> = scored.iter().filter(is_danish).collect();
    let decide = |own: &&Scored| {
        let others = danish.iter().filter(|other| other.part != own.part);
        (own.part, others.map(|other| (other.margin, other.is_positive)).collect::<Vec<_>>())
    };
    let mut thresholds: Vec<(u8, f64)> = Vec::new();
    for own in &danish {
        if !thresholds.iter().any(|(part, _)| *part == own.part) {
            let (part, others) = decide(own);
            thresholds.push((part, best_macro_f1(others)));
        }
    }
    let at = |part: u8| thresholds.iter().find(|(known, _)| *known == part).map_or(0.0, |(_, at)| *at);
    Counts::of(danish.iter().map(|scored| (scored.is_positive, scored.margin >= at(scored.part))))
}

/// The threshold with the highest macro-F1.
fn best_macro_f1(mut margins: Vec<(f64, bool)>) -> f64 {
    margins.sort_by(|one, two| two.0.total_cmp(&one.0));
    let mut counts = Counts::of(margins.iter().map(|(_, is)| (*is, false)));
    let (mut best, mut at) = (0.0, 0.0);
    for (margin, is) in margins {
        if is {
            counts.found += 1;
            counts.missed -= 1;
        } else {
            counts.wrong += 1;
            counts.left -= 1;
        }
        if counts.macro_f1() > best {
            (best, at) = (counts.macro_f1(), margin);
        }
    }
    at
}

/// How often the true area is among the first `most`.
#[must_use]
pub fn top(ranked: &[Ranked], most: usize) -> f64 {
    let right = |ranked: &&Ranked| ranked.ranking.iter().take(most).any(|(area, _)| *area == ranked.area);
    let count = |rows: usize| u32::try_from(rows).unwrap_or(u32::MAX);
    let found = count(ranked.iter().filter(right).count());
    share(found, count(ranked.len()) - found)
}
