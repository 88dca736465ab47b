//! A set of word classes, as bits: asking whether two sets meet is what decides if a rule is run.

/// So many word classes a book can hold.
pub(super) const MOST_CLASSES: usize = 2560;

const WORDS: usize = MOST_CLASSES / 64;

/// A set of word classes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Set {
    bits: [u64; WORDS],
    /// Which of `bits` are not nought: most sets hold few classes, and only those words are looked at.
    used: u64,
}

const _: () = assert!(WORDS <= 64, "a word has a bit in `used`");

impl Set {
    /// The empty set.
    pub(super) const fn new() -> Self {
        Self { bits: [0; WORDS], used: 0 }
    }

    /// Adds a class.
    pub(super) fn add(&mut self, class: u16) {
        if let Some(word) = self.bits.get_mut(usize::from(class) / 64) {
            *word |= 1 << (class % 64);
            self.used |= 1 << (class / 64);
        }
    }

    /// Adds every class of another set.
    pub(super) fn add_all(&mut self, other: &Self) {
        for (word, more) in self.bits.iter_mut().zip(other.bits) {
            *word |= more;
        }
        self.used |= other.used;
    }

    /// Whether a class is in it.
    pub(super) fn has(&self, class: u16) -> bool {
        self.bits.get(usize::from(class) / 64).is_some_and(|word| word & (1 << (class % 64)) != 0)
    }

    /// Whether the two have a class in common.
    pub(super) fn meets(&self, other: &Self) -> bool {
        ones(self.used & other.used).any(|nth| self.word(nth) & other.word(nth) != 0)
    }

    /// Its classes.
    pub(super) fn classes(&self) -> impl Iterator<Item = u16> + '_ {
        ones(self.used).flat_map(|nth| ones(self.word(nth)).map(move |bit| nth * 64 + bit))
    }

    fn word(&self, nth: u16) -> u64 {
        self.bits.get(usize::from(nth)).copied().unwrap_or_default()
    }
}

/// The places of the bits that are set.
fn ones(mut bits: u64) -> impl Iterator<Item = u16> {
    std::iter::from_fn(move || {
        let place = u16::try_from(bits.trailing_zeros()).ok().filter(|place| *place < 64)?;
        bits &= bits - 1;
        Some(place)
    })
}
