//! A linear classifier with squared hinge loss, its features weighed by naive Bayes log-count ratios
//! (Wang and Manning 2012), solved by dual coordinate descent (Hsieh and others 2008). One thread, f64,
//! one seed: the same rows give the same weights to the last bit.

use crate::detect::{BLOCKS, Features, MARK_BUCKETS, share};

/// One row to learn from.
#[derive(Clone, Copy)]
pub(super) struct Example<'a> {
    pub(super) features: &'a Features,
    pub(super) is_positive: bool,
    /// How much it counts beside the others; above 0.
    pub(super) weight: f64,
}

/// How strictly is learnt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    /// The price of a row on the wrong side.
    pub(super) cost: f64,
    /// How much more a positive row costs.
    pub(super) positive: f64,
    /// What each block of features weighs against the others.
    pub(super) blocks: [f64; BLOCKS],
    /// The bits of the table.
    pub(super) bits: u32,
}

/// What every feature is counted beside, so that a word seen once proves little.
const SMOOTH: f64 = 0.5;
const MOST_ROUNDS: usize = 60;
const CLOSE: f64 = 0.02;
/// The table in f64 while it is learnt: one weight a bucket, shared by all blocks.
pub(super) struct Linear {
    pub(super) weights: Vec<f64>,
    pub(super) bias: f64,
    blocks: [f64; BLOCKS],
}

impl Linear {
    /// Learns from the examples, in their order.
    pub(super) fn learn(examples: &[Example<'_>], setting: &Setting, seed: u64) -> Self {
        let ratios = ratios(examples, setting.bits);
        let rows: Vec<Vec<(usize, f64)>> =
            examples.iter().map(|example| row(example.features, setting, &ratios)).collect();
        let (weights, bias) = descend(&rows, examples, setting, seed);
        let weights = weights.iter().zip(&ratios).map(|(weight, ratio)| weight * ratio).collect();
        Self { weights, bias, blocks: setting.blocks }
    }

    /// The margin of a row.
    pub(super) fn margin(&self, features: &Features) -> f64 {
        let mut margin = self.bias;
        for (block, weight) in self.blocks.iter().enumerate() {
            let buckets = features.block(block);
            let own = buckets.iter().filter_map(|bucket| self.weights.get(cut(*bucket, self.weights.len())));
            margin += own.sum::<f64>() * f64::from(share(buckets.len())) * weight;
        }
        margin
    }
}

/// The bucket in a table of `size`, which is a power of two.
fn cut(bucket: u16, size: usize) -> usize {
    usize::from(bucket) & (size - 1)
}

fn row(features: &Features, setting: &Setting, ratios: &[f64]) -> Vec<(usize, f64)> {
    let mut row = Vec::new();
    for (block, weight) in setting.blocks.iter().enumerate() {
        let buckets = features.block(block);
        let value = f64::from(share(buckets.len())) * weight;
        for bucket in buckets {
            let at = cut(*bucket, ratios.len());
            row.push((at, value * ratios.get(at).copied().unwrap_or_default()));
        }
    }
    merge(row)
}

/// One entry a bucket: two features of a row may fall into the same.
fn merge(mut row: Vec<(usize, f64)>) -> Vec<(usize, f64)> {
    row.sort_by_key(|(at, _)| *at);
    let mut merged: Vec<(usize, f64)> = Vec::with_capacity(row.len());
    for (at, value) in row {
        match merged.last_mut() {
            Some((last, whole)) if *last == at => *whole += value,
            _ => merged.push((at, value)),
        }
    }
    merged
}

/// The log-count ratio of every bucket: how much more often it stands in positive rows.
fn ratios(examples: &[Example<'_>], bits: u32) -> Vec<f64> {
    let mut counts = vec![[SMOOTH; 2]; 1 << bits];
    for example in examples {
        for bucket in (0..BLOCKS).flat_map(|block| example.features.block(block)) {
            if let Some([no, yes]) = counts.get_mut(cut(*bucket, 1 << bits)) {
                *if example.is_positive { yes } else { no } += example.weight;
            }
        }
    }
    let whole = counts.iter().fold([0.0, 0.0], |[no, yes], [a, b]| [no + a, yes + b]);
    let ratio = |(bucket, [no, yes]): (usize, &[f64; 2])| {
        // Marks say enough by themselves.
        if bucket < usize::from(MARK_BUCKETS) { 1.0 } else { ((yes / whole[1]) / (no / whole[0])).ln() }
    };
    counts.iter().enumerate().map(ratio).collect()
}

fn descend(
    rows: &[Vec<(usize, f64)>],
    examples: &[Example<'_>],
    setting: &Setting,
    seed: u64,
) -> (Vec<f64>, f64) {
    let mut weights = vec![0.0_f64; 1 << setting.bits];
    let mut bias = 0.0_f64;
    let mut alphas = vec![0.0_f64; rows.len()];
    let squares: Vec<f64> =
        rows.iter().map(|row| row.iter().map(|(_, value)| value * value).sum::<f64>() + 1.0).collect();
    let mut order: Vec<usize> = (0..rows.len()).collect();
    let mut dice = Dice::new(seed);
    for _ in 0..MOST_ROUNDS {
        dice.shuffle(&mut order);
        let mut worst = 0.0_f64;
        for nth in &order {
            let (Some(row), Some(example), Some(alpha), Some(square)) =
                (rows.get(*nth), examples.get(*nth), alphas.get_mut(*nth), squares.get(*nth))
            else {
                continue;
            };
            let side = if example.is_positive { 1.0 } else { -1.0 };
            let price =
                setting.cost * example.weight * if example.is_positive { setting.positive } else { 1.0 };
            let slack = 0.5 / price;
            let dot: f64 = row.iter().filter_map(|(at, value)| Some(weights.get(*at)? * value)).sum();
            let gradient = side * (dot + bias) - 1.0 + slack * *alpha;
            let projected = if *alpha > 0.0 { gradient } else { gradient.min(0.0) };
            worst = worst.max(projected.abs());
            if projected == 0.0 {
                continue;
            }
            let before = *alpha;
            *alpha = (before - gradient / (square + slack)).max(0.0);
            let step = (*alpha - before) * side;
            bias += step;
            for (at, value) in row {
                if let Some(weight) = weights.get_mut(*at) {
                    *weight += step * value;
                }
            }
        }
        if worst < CLOSE {
            break;
        }
    }
    (weights, bias)
}

/// `SplitMix64`: small, seeded, and the same everywhere.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `end`, which is above 0.
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        usize::try_from((u128::from(mixed) * end as u128) >> 64).unwrap_or_default()
    }

    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
