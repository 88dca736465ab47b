//! How long a reply is, in the units that networks count.

use unicode_segmentation::UnicodeSegmentation;

use crate::model::{LengthUnit, ReplyLimit};

/// The length of `words` in a network's own unit.
#[must_use]
pub fn measure(words: &str, unit: LengthUnit) -> usize {
    match unit {
        LengthUnit::Graphemes => words.graphemes(true).count(),
        LengthUnit::Utf16 => words.encode_utf16().count(),
    }
}

/// Whether a network takes `words`: both limits hold where it has two.
#[must_use]
pub fn fits(words: &str, limit: ReplyLimit) -> bool {
    measure(words, limit.unit) <= limit.most && limit.most_bytes.is_none_or(|most| words.len() <= most)
}

/// The unit's name in an error.
pub(super) fn name(unit: LengthUnit) -> &'static str {
    match unit {
        LengthUnit::Graphemes => "graphemes",
        LengthUnit::Utf16 => "UTF-16 units",
    }
}
