//! How long a reply is, in the units that networks count.

use std::sync::LazyLock;

use regex::Regex;
use unicode_segmentation::UnicodeSegmentation;

use crate::model::{LengthUnit, ReplyLimit};

/// The length of `words` in a network's own unit.
#[must_use]
pub fn measure(words: &str, unit: LengthUnit) -> usize {
    match unit {
        LengthUnit::Graphemes => words.graphemes(true).count(),
        LengthUnit::Utf16 => words.encode_utf16().count(),
        LengthUnit::GraphemesWithLinks { a_link } => {
            let links = || LINK.captures_iter(words).filter_map(|found| found.get(1));
            // A link is plain ASCII, so each of its bytes is one grapheme.
            let theirs: usize = links().map(|link| link.len()).sum();
            words.graphemes(true).count() - theirs + links().count() * a_link
        }
    }
}

/// What every server takes for a link. What only some take for one (other signs, a port) is left to be
/// counted letter by letter, because then a reply never turns out longer than we thought.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    let host = r"(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}\b";
    let path = r"(?:[/?](?:[A-Za-z0-9._~/?#&=%+-]*[A-Za-z0-9/])?)?";
    Regex::new(&format!(r"(?:^|[\s(])(https?://{host}{path})")).expect("a test counts links")
});

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
        LengthUnit::GraphemesWithLinks { .. } => "graphemes, every link as one fixed length",
    }
}
