//! From margins to probabilities, and from probabilities to thresholds: both on margins of models that
//! had not seen the row.

use super::data::{Origin, Row};
use super::task::Task;
use super::validate::Scored;

/// A logistic curve over margins (Platt 1999).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Curve {
    /// What a margin counts for.
    pub(super) slope: f64,
    /// The log-odds at margin 0.
    pub(super) shift: f64,
}

impl Curve {
    /// The probability of a margin.
    #[must_use]
    pub(super) fn at(self, margin: f64) -> f64 {
        1.0 / (1.0 + (-(self.slope * margin + self.shift)).exp())
    }

    /// Fits the curve by Newton's method, on targets that are a little short of 0 and 1.
    #[must_use]
    pub(super) fn fit(margins: &[(f64, bool)]) -> Self {
        let count = |side: bool| -> f64 { margins.iter().filter(|(_, is)| *is == side).map(|_| 1.0).sum() };
        let (no, yes) = (count(false), count(true));
        let target = |is: bool| if is { (yes + 1.0) / (yes + 2.0) } else { 1.0 / (no + 2.0) };
        let mut curve = Self { slope: 1.0, shift: 0.0 };
        for _ in 0..50 {
            let (mut by_slope, mut by_shift) = (0.0, 0.0);
            // A small ridge, so that the matrix can always be turned round.
            let (mut slope2, mut shift2, mut both) = (1e-6, 1e-6, 0.0);
            for (margin, is) in margins {
                let sure = curve.at(*margin);
                let (error, spread) = (sure - target(*is), sure * (1.0 - sure));
                by_slope += error * margin;
                by_shift += error;
                slope2 += spread * margin * margin;
                shift2 += spread;
                both += spread * margin;
            }
            let whole = slope2 * shift2 - both * both;
            let steps = [
                (by_slope * shift2 - by_shift * both) / whole,
                (by_shift * slope2 - by_slope * both) / whole,
            ];
            if !steps.iter().all(|step| step.is_finite()) {
                break;
            }
            curve.slope -= steps[0].clamp(-2.0, 2.0);
            curve.shift -= steps[1].clamp(-2.0, 2.0);
            if steps.iter().all(|step| step.abs() < 1e-9) {
                break;
            }
        }
        curve
    }
}

/// The share of real, inoffensive Danish comments that may be taken for a request.
const FALSE_REQUESTS: f64 = 0.003;
/// The share of all comments without spam that may be taken for it.
const FALSE_SPAM: f64 = 0.003;
/// How often a label "offensive" must be right.
const PRECISION: f64 = 0.8;

/// The margin from which on a label is set: the lowest that keeps the promise of its task.
#[must_use]
pub(super) fn threshold(task: Task, scored: &[Scored], rows: &[Row]) -> f64 {
    let row = |scored: &Scored| rows.get(scored.row);
    let is_danish = |scored: &Scored| row(scored).is_some_and(|row| matches!(row.origin, Origin::Danish(_)));
    let is_plain = |scored: &Scored| row(scored).is_some_and(|row| row.is_offensive == Some(false));
    match task {
        Task::Offensive => {
            let danish = scored.iter().filter(|scored| is_danish(scored));
            lowest_with_precision(
                danish.map(|scored| (scored.margin, scored.is_positive)).collect(),
                PRECISION,
            )
        }
        Task::CaseRequest => {
            let plain = scored.iter().filter(|scored| is_danish(scored) && is_plain(scored));
            let asked = scored.iter().filter(|scored| !is_danish(scored));
            let best = best_f1(asked.map(|scored| (scored.margin, scored.is_positive)).collect());
            best.max(above_all_but(plain.map(|scored| scored.margin).collect(), FALSE_REQUESTS))
        }
        Task::Spam => {
            let none = scored.iter().filter(|scored| !scored.is_positive);
            above_all_but(none.map(|scored| scored.margin).collect(), FALSE_SPAM)
        }
    }
}

/// Just above all but so large a share of the margins.
fn above_all_but(mut margins: Vec<f64>, share: f64) -> f64 {
    margins.sort_by(|one, two| two.total_cmp(one));
    let count: f64 = margins.iter().map(|_| 1.0).sum();
    let mut allowed = 0.0;
    let first_left_out = margins.iter().find(|_| {
        allowed += 1.0;
        allowed > count * share
    });
    first_left_out.map_or(0.0, |margin| margin + 1e-6)
}

/// The counts of a threshold that goes down margin by margin: (margin, found, right, all).
fn walk(mut margins: Vec<(f64, bool)>) -> Vec<(f64, f64, f64, f64)> {
    margins.sort_by(|one, two| two.0.total_cmp(&one.0));
    let all: f64 = margins.iter().filter(|(_, is)| *is).map(|_| 1.0).sum();
    let (mut found, mut right) = (0.0, 0.0);
    let step = |(margin, is): &(f64, bool)| {
        found += 1.0;
        right += if *is { 1.0 } else { 0.0 };
        (*margin, found, right, all)
    };
    margins.iter().map(step).collect()
}

fn lowest_with_precision(margins: Vec<(f64, bool)>, precision: f64) -> f64 {
    let kept = walk(margins).into_iter().rfind(|(_, found, right, _)| right / found >= precision);
    kept.map_or(0.0, |(margin, ..)| margin)
}

fn best_f1(margins: Vec<(f64, bool)>) -> f64 {
    let f1 = |(_, found, right, all): &(f64, f64, f64, f64)| 2.0 * right / (found + all);
    walk(margins)
        .into_iter()
        .max_by(|one, two| f1(one).total_cmp(&f1(two)))
        .map_or(0.0, |(margin, ..)| margin)
}
