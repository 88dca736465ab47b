//! A linear classifier with squared hinge loss, its features weighed by naive Bayes log-count ratios
//! (Wang and Manning 2012), solved by dual coordinate descent (Hsieh and others 2008). One thread, f64,
//! one seed: the same rows give the same weights to the last bit.

use crate::detect::{BITS, BLOCKS, Features, share};

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

/// The blocks whose features are weighed by their log-count ratio; marks say enough by themselves.
const COUNTED: [bool; BLOCKS] = [true, true, false, true];
/// What every feature is counted beside, so that a word seen once proves little.
const SMOOTH: f64 = 0.5;
const MOST_ROUNDS: usize = 60;
const CLOSE: f64 = 0.02;
/// The table in f64 while it is learnt: `weights[block][bucket]`.
pub(super) struct Linear {
    weights: Vec<Vec<f64>>,
    pub(super) bias: f64,
    bits: u32,
}

impl Linear {
    /// Learns from the examples, in their order.
    pub(super) fn learn(examples: &[Example<'_>], setting: &Setting, seed: u64) -> Self {
        let ratios = ratios(examples, setting.bits);
        let rows: Vec<Vec<(u32, f64)>> =
            examples.iter().map(|example| row(example.features, setting, &ratios)).collect();
        let (weights, bias) = descend(&rows, examples, setting, seed);
        let size = 1 << setting.bits;
        let of_block = |block: usize| -> Vec<f64> {
            let from = block * size;
            let own = weights.get(from..from + size).unwrap_or_default().iter();
            let ratios = ratios.get(block).into_iter().flatten();
            let weight = setting.blocks.get(block).copied().unwrap_or_default();
            own.zip(ratios).map(|(own, ratio)| own * ratio * weight).collect()
        };
        Self { weights: (0..BLOCKS).map(of_block).collect(), bias, bits: setting.bits }
    }

    /// The margin of a row.
    pub(super) fn margin(&self, features: &Features) -> f64 {
        let mut margin = self.bias;
        for (block, weights) in self.weights.iter().enumerate() {
            let buckets = features.block(block);
            let sum: f64 = buckets.iter().filter_map(|bucket| weights.get(cut(*bucket, self.bits))).sum();
            margin += sum * f64::from(share(buckets.len()));
        }
        margin
    }

    /// The weights of a block.
    pub(super) fn block(&self, block: usize) -> &[f64] {
        self.weights.get(block).map(Vec::as_slice).unwrap_or_default()
    }
}

fn cut(bucket: u16, bits: u32) -> usize {
    usize::from(bucket) & ((1 << bits) - 1)
}

fn row(features: &Features, setting: &Setting, ratios: &[Vec<f64>]) -> Vec<(u32, f64)> {
    let mut row = Vec::new();
    for ((block, weight), ratios) in setting.blocks.iter().enumerate().zip(ratios) {
        let buckets = features.block(block);
        let value = f64::from(share(buckets.len())) * weight;
        for bucket in buckets {
            let at = cut(*bucket, setting.bits);
            let place = u32::try_from((block << setting.bits) + at).unwrap_or_default();
            row.push((place, value * ratios.get(at).copied().unwrap_or_default()));
        }
    }
    row
}

/// The log-count ratio of every bucket: how much more often it stands in positive rows.
fn ratios(examples: &[Example<'_>], bits: u32) -> Vec<Vec<f64>> {
    debug_assert!(bits <= BITS, "a table is no larger than the hash");
    let of_block = |(block, counted): (usize, &bool)| -> Vec<f64> {
        if !counted {
            return vec![1.0; 1 << bits];
        }
        let mut counts = vec![[SMOOTH; 2]; 1 << bits];
        for example in examples {
            for bucket in example.features.block(block) {
                if let Some(count) = counts.get_mut(cut(*bucket, bits)) {
                    let side = if example.is_positive { &mut count[1] } else { &mut count[0] };
                    *side += example.weight;
                }
            }
        }
        let whole = counts.iter().fold([0.0, 0.0], |[no, yes], [a, b]| [no + a, yes + b]);
        counts.iter().map(|[no, yes]| ((yes / whole[1]) / (no / whole[0])).ln()).collect()
    };
    COUNTED.iter().enumerate().map(of_block).collect()
}

fn descend(rows: &[Vec<(u32, f64)>], examples: &[Example<'_>], setting: &Setting, seed: u64) -> (Vec<f64>, f64) {
    let mut weights = vec![0.0_f64; BLOCKS << setting.bits];
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
            let price = setting.cost * example.weight * if example.is_positive { setting.positive } else { 1.0 };
            let slack = 0.5 / price;
            let dot: f64 = row.iter().filter_map(|(at, value)| Some(weights.get(*at as usize)? * value)).sum();
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
                if let Some(weight) = weights.get_mut(*at as usize) {
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
