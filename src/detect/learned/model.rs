//! A trained linear model as a file: a few tasks that share one table of small weights.
//!
//! Little-endian: `ORDM`, version, tasks, bits of the table; for each task its name, bias, calibration,
//! threshold and one scale a block; then one byte a task for every bucket; then a checksum. Whatever
//! bytes are given, reading ends in a model or in an error.

use super::sketch::{BITS, BLOCKS, Features};

const MAGIC: [u8; 4] = *b"ORDM";
const VERSION: u8 = 1;
/// The most tasks of one file.
pub const MOST_TASKS: usize = 16;
/// Fewer would not hold the buckets of the marks.
const LEAST_BITS: u32 = 12;
const LONGEST_NAME: usize = 64;

/// Why a file is no model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It begins otherwise.
    #[error("the file is no model")]
    NotAModel,
    /// Another version of the format.
    #[error("the model is of version {0}, and this program reads version 1")]
    Version(u8),
    /// It ends too early, or goes on after its end.
    #[error("the model has another length than it says")]
    Length,
    /// Some byte is not as it was written.
    #[error("the model is damaged: its checksum is another")]
    Checksum,
    /// A field holds what no model has.
    #[error("the model's {0} cannot be used")]
    Field(&'static str),
}

/// What is known of one task.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// Its name, lower case ASCII.
    pub name: String,
    /// Added to every margin.
    pub bias: f32,
    /// Probability = 1 / (1 + exp(-(slope · margin + shift))).
    pub slope: f32,
    /// See `slope`.
    pub shift: f32,
    /// The probability from which on the label is set, 0 to 1.
    pub threshold: f32,
    /// What one step of a weight is worth, block by block.
    pub scales: [f32; BLOCKS],
}

/// A model that reads.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    tasks: Vec<Head>,
    bits: u32,
    /// For each bucket a weight a task, and noughts up to [`Self::stride`]: rows of a known length are
    /// added up several weights at a time.
    weights: Vec<i8>,
}

/// Rows are filled up to a multiple of so many weights.
const LANES: usize = 4;

impl Model {
    /// Puts a model together: `weights` holds one weight a task for each of the 2^`bits` buckets.
    ///
    /// # Errors
    /// [`Error::Field`] for a part that does not fit the others.
    pub fn new(tasks: Vec<Head>, bits: u32, weights: Vec<i8>) -> Result<Self, Error> {
        if tasks.is_empty() || tasks.len() > MOST_TASKS {
            return Err(Error::Field("number of tasks"));
        }
        if !(LEAST_BITS..=BITS).contains(&bits) || weights.len() != tasks.len() << bits {
            return Err(Error::Field("table"));
        }
        for task in &tasks {
            let numbers = [task.bias, task.slope, task.shift, task.threshold];
            if !numbers.iter().chain(&task.scales).all(|number| number.is_finite()) {
                return Err(Error::Field("numbers"));
            }
            let is_letter = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
            if task.name.is_empty() || task.name.len() > LONGEST_NAME || !task.name.bytes().all(is_letter) {
                return Err(Error::Field("names"));
            }
        }
        let mut rows = Vec::with_capacity(tasks.len().next_multiple_of(LANES) << bits);
        for (nth, weight) in (1_usize..).zip(weights) {
            rows.push(weight);
            if nth.is_multiple_of(tasks.len()) {
                rows.resize(rows.len().next_multiple_of(LANES), 0);
            }
        }
        Ok(Self { tasks, bits, weights: rows })
    }

    /// Reads a file.
    ///
    /// # Errors
    /// See [`Error`].
    pub fn read(file: &[u8]) -> Result<Self, Error> {
        let (body, checksum) = file.split_last_chunk::<8>().ok_or(Error::NotAModel)?;
        if body.get(..4) != Some(&MAGIC) {
            return Err(Error::NotAModel);
        }
        let mut rest = Rest(body.get(4..).unwrap_or_default());
        let version = rest.byte()?;
        if version != VERSION {
            return Err(Error::Version(version));
        }
        if u64::from_le_bytes(*checksum) != sum(body) {
            return Err(Error::Checksum);
        }
        let (count, bits) = (rest.byte()?, u32::from(rest.byte()?));
        let mut tasks = Vec::new();
        for _ in 0..count {
            let length = usize::from(rest.byte()?);
            let name = String::from_utf8(rest.take(length)?.to_vec()).map_err(|_| Error::Field("names"))?;
            let mut head =
                Head { name, bias: 0.0, slope: 0.0, shift: 0.0, threshold: 0.0, scales: [0.0; BLOCKS] };
            for number in [&mut head.bias, &mut head.slope, &mut head.shift, &mut head.threshold] {
                *number = rest.number()?;
            }
            for scale in &mut head.scales {
                *scale = rest.number()?;
            }
            tasks.push(head);
        }
        if !(LEAST_BITS..=BITS).contains(&bits) {
            return Err(Error::Field("table"));
        }
        let weights = rest.take(tasks.len() << bits)?.iter().map(|byte| byte.cast_signed()).collect();
        if !rest.0.is_empty() {
            return Err(Error::Length);
        }
        Self::new(tasks, bits, weights)
    }

    /// The file. The same model gives the same bytes.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let mut file = MAGIC.to_vec();
        let small = |number: usize| u8::try_from(number).unwrap_or(u8::MAX);
        file.extend([VERSION, small(self.tasks.len()), small(self.bits as usize)]);
        for task in &self.tasks {
            file.push(small(task.name.len()));
            file.extend(task.name.bytes());
            for number in [task.bias, task.slope, task.shift, task.threshold].iter().chain(&task.scales) {
                file.extend(number.to_le_bytes());
            }
        }
        let rows = self.weights.chunks(self.stride());
        file.extend(
            rows.flat_map(|row| row.iter().take(self.tasks.len())).map(|weight| weight.cast_unsigned()),
        );
        file.extend(sum(&file).to_le_bytes());
        file
    }

    /// The tasks, in the order of the scores.
    #[must_use]
    pub fn tasks(&self) -> &[Head] {
        &self.tasks
    }

    /// The probability of each task, 0 to 1, in the order of [`Self::tasks`]; 0 past its end.
    #[must_use]
    pub fn scores(&self, features: &Features) -> [f32; MOST_TASKS] {
        let mut margins = [0.0_f32; MOST_TASKS];
        for block in 0..BLOCKS {
            let buckets = features.block(block);
            let sums = match self.stride() {
                4 => self.sums::<4>(buckets),
                8 => self.sums::<8>(buckets),
                12 => self.sums::<12>(buckets),
                _ => self.sums::<MOST_TASKS>(buckets),
            };
            let share = share(buckets.len());
            for ((margin, sum), task) in margins.iter_mut().zip(sums).zip(&self.tasks) {
                *margin += whole(sum) * share * task.scales.get(block).copied().unwrap_or_default();
            }
        }
        for (margin, task) in margins.iter_mut().zip(&self.tasks) {
            *margin = sure(task.slope * (*margin + task.bias) + task.shift);
        }
        for past in margins.iter_mut().skip(self.tasks.len()) {
            *past = 0.0;
        }
        margins
    }

    /// The weights of some buckets added up, task by task.
    fn sums<const STRIDE: usize>(&self, buckets: &[u16]) -> [i32; MOST_TASKS] {
        let (rows, _) = self.weights.as_chunks::<STRIDE>();
        let mask = (1_usize << self.bits) - 1;
        let mut sums = [0_i32; STRIDE];
        for bucket in buckets {
            let Some(row) = rows.get(usize::from(*bucket) & mask) else { continue };
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(*weight);
            }
        }
        let mut all = [0; MOST_TASKS];
        for (all, sum) in all.iter_mut().zip(sums) {
            *all = sum;
        }
        all
    }

    /// The length of a row.
    fn stride(&self) -> usize {
        self.tasks.len().next_multiple_of(LANES)
    }
}

/// What each of so many features counts for: a long comment is no surer than a short one.
#[must_use]
pub fn share(features: usize) -> f32 {
    let features = u16::try_from(features).unwrap_or(u16::MAX).max(1);
    1.0 / f32::from(features).sqrt()
}

/// The logistic function.
fn sure(logit: f32) -> f32 {
    1.0 / (1.0 + (-logit).exp())
}

/// A sum of at most 2^16 bytes is exact in the 24 bits of an f32.
#[expect(clippy::cast_precision_loss, reason = "2^16 weights of at most 127 stay below 2^24")]
fn whole(sum: i32) -> f32 {
    sum as f32
}

struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], Error> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Error::Length)?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, Error> {
        self.take(1).map(|taken| taken.first().copied().unwrap_or_default())
    }

    fn number(&mut self) -> Result<f32, Error> {
        let (taken, rest) = self.0.split_first_chunk::<4>().ok_or(Error::Length)?;
        self.0 = rest;
        Ok(f32::from_le_bytes(*taken))
    }
}

/// FNV-1a: it finds damage, not malice; the file is part of the program.
fn sum(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}
