//! What cross-validation shows, as numbers for a card or a report.

use super::data::{Origin, Row};
use super::metrics::{Confusion, Rate};
use super::validate::{Ranked, Scored};

/// Decides each fold of the Danish comments at the threshold that is best on the other folds, so that
/// no fold chooses its own.
#[must_use]
pub fn danish_crossed(scored: &[Scored], rows: &[Row]) -> Confusion {
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
    Confusion::of(danish.iter().map(|scored| (scored.is_positive, scored.margin >= at(scored.part))))
}

/// The threshold with the highest macro-F1.
fn best_macro_f1(mut margins: Vec<(f64, bool)>) -> f64 {
    margins.sort_by(|one, two| two.0.total_cmp(&one.0));
    let mut counts = Confusion::of(margins.iter().map(|(_, is)| (*is, false)));
    let (mut best, mut at) = (0.0, 0.0);
    for (margin, is) in margins {
        if is {
            counts.hit += 1;
            counts.missed -= 1;
        } else {
            counts.wrong += 1;
            counts.quiet -= 1;
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
    Rate { hits: ranked.iter().filter(right).count(), of: ranked.len() }.share()
}
