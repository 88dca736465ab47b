//! A citizen's words, as a type that cannot be printed, logged or stored by mistake.

use std::fmt;

use unicode_segmentation::UnicodeSegmentation;
use zeroize::Zeroize;

use super::{Finding, Place};

/// Exactly what was received. It has no `Display`, no `Serialize` and no column type, so the only
/// ways out are a detector and [`Text::mask`].
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Text(String);

/// The most scalar values of a field that detectors read and that is kept. No network lets people write
/// half as much; what is longer was made to keep a machine busy.
pub const MOST_READ: usize = 32_768;

/// A blank is looked for so many bytes before the cut.
const LONGEST_WORD: usize = 1_000;

impl Text {
    /// Takes what a network delivered.
    #[must_use]
    pub fn new(received: impl Into<String>) -> Self {
        Self(received.into())
    }

    /// The words, for detectors, fingerprints and comparison in memory. Never for a log line, an
    /// error or a column.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The part that is read, and whether that is all of it. It ends between two words, so that no half
    /// of a number is left that no rule knows.
    #[must_use]
    pub fn readable(&self) -> (&str, bool) {
        if self.0.len() <= MOST_READ {
            return (&self.0, true);
        }
        match self.0.char_indices().nth(MOST_READ) {
            Some((end, _)) => {
                let read = self.0.get(..end).unwrap_or_default();
                let blank = read.rfind(char::is_whitespace).filter(|blank| end - blank < LONGEST_WORD);
                let whole = blank.and_then(|blank| read.get(..blank));
                (whole.unwrap_or_else(|| read.trim_end_matches(|sign: char| !sign.is_alphabetic())), false)
            }
            None => (&self.0, true),
        }
    }

    /// True when there is nothing to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// What may be kept: every character of a masked finding becomes `•` (blanks and `.-/` stay, so
    /// that a reader sees the shape), and the rest is clipped to `most` graphemes. What no detector read
    /// is never kept: it may hold anything.
    ///
    /// One character is replaced by one, so spans of other findings still point right.
    #[must_use]
    pub fn mask(&self, findings: &[Finding], place: Place, most: usize) -> KeptText {
        let mut hidden: Vec<_> =
            findings.iter().filter(|f| f.place == place && f.is_masked()).map(|f| f.span).collect();
        hidden.sort_unstable();
        let mut hidden = hidden.into_iter().peekable();
        let (words, is_whole) = self.readable();
        let masked: String = words
            .chars()
            .enumerate()
            .map(|(at, letter)| {
                while hidden.next_if(|span| span.end <= at).is_some() {}
                let inside = hidden.peek().is_some_and(|span| span.start <= at);
                if inside && !matches!(letter, ' ' | '.' | '-' | '/') { '•' } else { letter }
            })
            .collect();
        let mut graphemes = masked.graphemes(true);
        let mut kept: String = graphemes.by_ref().take(most).collect();
        if graphemes.next().is_some() || !is_whole {
            kept.push('…');
        }
        KeptText(kept)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Text({} bytes)", self.0.len())
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// What is left after masking: the only text that can be sealed and stored. Made by [`Text::mask`]
/// and by opening a sealed row, by nothing else.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct KeptText(String);

impl KeptText {
    /// For the vault alone: what a sealed row held was masked before it was sealed.
    pub(crate) fn from_sealed(words: String) -> Self {
        Self(words)
    }

    /// The words, to be sealed or shown to a moderator on an escaping page.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for KeptText {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "KeptText({} bytes)", self.0.len())
    }
}

impl Drop for KeptText {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
