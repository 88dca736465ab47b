//! A citizen's words, as a type that cannot be printed, logged or stored by mistake.

use std::fmt;

use unicode_segmentation::UnicodeSegmentation;
use zeroize::Zeroize;

use super::{Finding, Place};

/// Exactly what was received. It has no `Display`, no `Serialize` and no column type, so the only
/// ways out are a detector and [`Text::mask`].
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Text(String);

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

    /// True when there is nothing to read.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }

    /// What may be kept: every character of a masked finding becomes `•` (blanks and `.-/` stay, so
    /// that a reader sees the shape), and the rest is clipped to `most` graphemes.
    ///
    /// One character is replaced by one, so spans of other findings still point right.
    #[must_use]
    pub fn mask(&self, findings: &[Finding], place: Place, most: usize) -> KeptText {
        let hidden: Vec<_> =
            findings.iter().filter(|f| f.place == place && f.is_masked()).map(|f| f.span).collect();
        let masked: String = self
            .0
            .chars()
            .enumerate()
            .map(|(at, letter)| {
                let inside = hidden.iter().any(|span| span.start <= at && at < span.end);
                if inside && !matches!(letter, ' ' | '.' | '-' | '/') { '•' } else { letter }
            })
            .collect();
        let mut graphemes = masked.graphemes(true);
        let mut kept: String = graphemes.by_ref().take(most).collect();
        if graphemes.next().is_some() {
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
