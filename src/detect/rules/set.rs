//! A set of word classes, as bits: asking whether two sets meet is what decides if a rule is run.

/// So many word classes a book can hold.
pub(super) const MOST_CLASSES: usize = 2560;

const WORDS: usize = MOST_CLASSES / 64;

/// A set of word classes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Set {
    bits: [u64; WORDS],
}

impl Set {
    /// The empty set.
    pub(super) const fn new() -> Self {
        Self { bits: [0; WORDS] }
    }

    /// Adds a class.
    pub(super) fn add(&mut self, class: u16) {
        if let Some(word) = self.bits.get_mut(usize::from(class) / 64) {
            *word |= 1 << (class % 64);
        }
    }

    /// Adds every class of another set.
    pub(super) fn add_all(&mut self, other: &Self) {
        for (word, more) in self.bits.iter_mut().zip(other.bits) {
            *word |= more;
        }
    }

    /// Whether a class is in it.
    pub(super) fn has(&self, class: u16) -> bool {
        self.bits.get(usize::from(class) / 64).is_some_and(|word| word & (1 << (class % 64)) != 0)
    }

    /// Whether the two have a class in common.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.bits.iter().zip(other.bits).any(|(word, other)| word & other != 0)
    }

    /// Its classes.
    pub(super) fn classes(&self) -> impl Iterator<Item = u16> + '_ {
        (0..u16::try_from(MOST_CLASSES).unwrap_or(u16::MAX)).filter(|class| self.has(*class))
    }
}
