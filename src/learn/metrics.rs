//! What a count of right and wrong comes to, with 95 % intervals. Pure: a training's cross-validation and
//! `eval` share it, so that both mean the same by a figure.

/// Two-sided 95 % of a normal distribution.
const Z: f64 = 1.959_963_984_540_054;
/// Resamples of a bootstrap.
const DRAWS: usize = 1000;

/// So many of so many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub hits: usize,
    /// Of how many.
    pub of: usize,
}

/// A figure in 0..=1 with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Interval {
    /// The figure.
    pub value: f64,
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Rate {
    /// Counts one more; `is_hit` says whether it is one of the hits.
    pub fn add(&mut self, is_hit: bool) {
        self.of += 1;
        self.hits += usize::from(is_hit);
    }

    /// The rate, in 0..=1; 0 of nothing.
    #[must_use]
    pub fn share(&self) -> f64 {
        real(self.hits) / real(self.of.max(1))
    }

    /// The rate with Wilson's interval, which holds for small counts and rates of 0 and 1 too; `None`
    /// of nothing.
    #[must_use]
    pub fn interval(&self) -> Option<Interval> {
        if self.of == 0 {
            return None;
        }
        let (count, rate) = (real(self.of), real(self.hits) / real(self.of));
        let scale = 1.0 + Z * Z / count;
        let middle = (rate + Z * Z / (2.0 * count)) / scale;
        let half = Z / scale * (rate * (1.0 - rate) / count + Z * Z / (4.0 * count * count)).sqrt();
        // At 0 and 1 the formula gives the end itself, but for rounding.
        let low = if self.hits == 0 { 0.0 } else { middle - half };
        let high = if self.hits == self.of { 1.0 } else { middle + half };
        Some(Interval { value: rate, low, high })
    }
}

/// What was said of rows of which the truth is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Confusion {
    /// It is so, and was said.
    pub hit: usize,
    /// It is not so, and was said.
    pub wrong: usize,
    /// It is so, and was not said.
    pub missed: usize,
    /// It is not so, and was not said.
    pub quiet: usize,
}

impl Confusion {
    /// Of rows: (whether it is so, whether it is said).
    #[must_use]
    pub fn of(rows: impl Iterator<Item = (bool, bool)>) -> Self {
        let mut counts = Self::default();
        rows.for_each(|(is_so, is_said)| counts.add(is_so, is_said));
        counts
    }

    /// Counts one row.
    pub fn add(&mut self, is_so: bool, is_said: bool) {
        match (is_so, is_said) {
            (true, true) => self.hit += 1,
            (false, true) => self.wrong += 1,
            (true, false) => self.missed += 1,
            (false, false) => self.quiet += 1,
        }
    }

    /// The counts of two together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            hit: self.hit + other.hit,
            wrong: self.wrong + other.wrong,
            missed: self.missed + other.missed,
            quiet: self.quiet + other.quiet,
        }
    }

    /// Of what was said, how much is so.
    #[must_use]
    pub fn precision(&self) -> Rate {
        Rate { hits: self.hit, of: self.hit + self.wrong }
    }

    /// Of what is so, how much was said.
    #[must_use]
    pub fn recall(&self) -> Rate {
        Rate { hits: self.hit, of: self.hit + self.missed }
    }

    /// Of what is not so, how much was said.
    #[must_use]
    pub fn false_alarms(&self) -> Rate {
        Rate { hits: self.wrong, of: self.wrong + self.quiet }
    }

    /// F1 of what is so, in 0..=1; 0 where nothing was said or is so.
    #[must_use]
    pub fn f1(&self) -> f64 {
        f1(self.hit, self.wrong, self.missed)
    }

    /// The mean of the F1 of what is so and of what is not.
    #[must_use]
    pub fn macro_f1(&self) -> f64 {
        f64::midpoint(self.f1(), f1(self.quiet, self.missed, self.wrong))
    }

    /// A figure of the counts with a bootstrap's 95 % interval: as many rows are drawn again, with
    /// replacement. The same seed gives the same interval; `None` of no rows.
    pub fn interval(&self, seed: u64, figure: impl Fn(&Self) -> f64) -> Option<Interval> {
        let rows = self.hit + self.wrong + self.missed + self.quiet;
        let resample = |dice: &mut Dice| {
            let mut drawn = Self::default();
            for _ in 0..rows {
                let at = dice.below(rows);
                if at < self.hit {
                    drawn.hit += 1;
                } else if at < self.hit + self.wrong {
                    drawn.wrong += 1;
                } else if at < self.hit + self.wrong + self.missed {
                    drawn.missed += 1;
                } else {
                    drawn.quiet += 1;
                }
            }
            figure(&drawn)
        };
        (rows > 0).then(|| percentiles(figure(self), seed, resample))
    }
}

/// Places of one row: what is labelled and what was reported need not answer each other one to one, so
/// precision and recall have counts of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Labelled places.
    pub labelled: usize,
    /// Of these, how many were found.
    pub found: usize,
    /// Reported places.
    pub reported: usize,
    /// Of these, how many are right.
    pub right: usize,
}

impl Places {
    /// The counts of two together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            labelled: self.labelled + other.labelled,
            found: self.found + other.found,
            reported: self.reported + other.reported,
            right: self.right + other.right,
        }
    }

    /// Of what was reported, how much is right.
    #[must_use]
    pub fn precision(&self) -> Rate {
        Rate { hits: self.right, of: self.reported }
    }

    /// Of what is labelled, how much was found.
    #[must_use]
    pub fn recall(&self) -> Rate {
        Rate { hits: self.found, of: self.labelled }
    }

    /// The harmonic mean of the two, in 0..=1.
    #[must_use]
    pub fn f1(&self) -> f64 {
        if self.right == 0 || self.found == 0 {
            return 0.0;
        }
        let (precision, recall) =
            (real(self.right) / real(self.reported), real(self.found) / real(self.labelled));
        2.0 * precision * recall / (precision + recall)
    }

    /// F1 over rows, with a bootstrap's 95 % interval that draws whole rows; `None` of no rows.
    #[must_use]
    pub fn f1_of(rows: &[Self], seed: u64) -> Option<Interval> {
        let sum = rows.iter().copied().fold(Self::default(), Self::plus);
        let resample = |dice: &mut Dice| {
            let drawn = (0..rows.len()).filter_map(|_| rows.get(dice.below(rows.len())));
            drawn.copied().fold(Self::default(), Self::plus).f1()
        };
        (!rows.is_empty()).then(|| percentiles(sum.f1(), seed, resample))
    }
}

/// Rows by their score, highest first, with the truth of each: what every threshold would come to.
#[derive(Clone, Debug)]
pub struct Curve {
    rows: Vec<(f32, bool)>,
}

impl Curve {
    /// Of (score, whether it is so), in any order.
    #[must_use]
    pub fn new(mut rows: Vec<(f32, bool)>) -> Self {
        rows.sort_by(|one, other| other.0.total_cmp(&one.0));
        Self { rows }
    }

    /// The area under precision over recall, as average precision; rows of one score count together.
    #[must_use]
    pub fn area(&self, seed: u64) -> Option<Interval> {
        self.interval(seed, |steps| {
            let mut before = 0.0;
            steps.iter().fold(0.0, |area, &(recall, precision)| {
                let gained = (recall - before) * precision;
                before = recall;
                area + gained
            })
        })
    }

    /// The most recall that any threshold reaches at a precision of at least `least`; 0 where none does.
    #[must_use]
    pub fn recall_at(&self, least: f64, seed: u64) -> Option<Interval> {
        self.interval(seed, |steps| {
            let good = steps.iter().filter(|(_, precision)| *precision >= least);
            good.map(|(recall, _)| *recall).fold(0.0, f64::max)
        })
    }

    fn interval(&self, seed: u64, figure: impl Fn(&[(f64, f64)]) -> f64) -> Option<Interval> {
        let once = vec![1; self.rows.len()];
        let resample = |dice: &mut Dice| {
            let mut times = vec![0; self.rows.len()];
            for _ in 0..self.rows.len() {
                if let Some(times) = times.get_mut(dice.below(self.rows.len())) {
                    *times += 1;
                }
            }
            figure(&self.steps(&times))
        };
        self.rows.iter().any(|row| row.1).then(|| percentiles(figure(&self.steps(&once)), seed, resample))
    }

    /// Recall and precision at each threshold, each row taken so many times.
    fn steps(&self, times: &[usize]) -> Vec<(f64, f64)> {
        let all: usize = self.rows.iter().zip(times).filter(|(row, _)| row.1).map(|(_, times)| times).sum();
        let (mut hits, mut said, mut steps) = (0, 0, Vec::new());
        for (at, ((score, is_so), times)) in self.rows.iter().zip(times).enumerate() {
            said += times;
            hits += if *is_so { *times } else { 0 };
            let is_last_of_score = self.rows.get(at + 1).is_none_or(|next| next.0.total_cmp(score).is_ne());
            if is_last_of_score && said > 0 && all > 0 {
                steps.push((real(hits) / real(all), real(hits) / real(said)));
            }
        }
        steps
    }
}

fn percentiles(value: f64, seed: u64, mut draw: impl FnMut(&mut Dice) -> f64) -> Interval {
    let mut dice = Dice(seed);
    let mut drawn: Vec<f64> = (0..DRAWS).map(|_| draw(&mut dice)).collect();
    drawn.sort_by(f64::total_cmp);
    let at = |per_mille: usize| drawn.get(DRAWS * per_mille / 1000).copied().unwrap_or(value);
    Interval { value, low: at(25), high: at(974) }
}

fn f1(hit: usize, wrong: usize, missed: usize) -> f64 {
    if hit == 0 { 0.0 } else { 2.0 * real(hit) / real(2 * hit + wrong + missed) }
}

#[expect(clippy::cast_precision_loss, reason = "a count of rows is far below 2^52")]
fn real(count: usize) -> f64 {
    count as f64
}

/// `SplitMix64`: the same numbers on every machine, which no library promises over its versions.
struct Dice(u64);

impl Dice {
    /// A number below `end`, which must not be 0.
    #[expect(clippy::cast_possible_truncation, reason = "the high half of the product is below `end`")]
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        ((u128::from(bits) * end as u128) >> 64) as usize
    }
}
