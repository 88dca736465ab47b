//! How long a reply is, in the units that networks count.

use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::model::{LengthUnit, ReplyLimit};

/// The length of `words` in a network's own unit.
#[must_use]
pub fn measure(words: &str, unit: LengthUnit) -> usize {
    match unit {
        LengthUnit::Graphemes => words.graphemes(true).count(),
        LengthUnit::Utf16 => words.encode_utf16().count(),
        LengthUnit::Bytes => words.len(),
        LengthUnit::GraphemesWithLinks { a_link } => with_links(words, a_link, words.graphemes(true).count()),
        LengthUnit::Weighted { a_link } => {
            let composed: String = words.nfc().collect();
            with_links(&composed, a_link, composed.graphemes(true).map(weight).sum())
        }
    }
}

/// `whole` with every link counted as `a_link`. A link is plain ASCII, so each of its bytes counts once.
fn with_links(words: &str, a_link: usize, whole: usize) -> usize {
    let links = || LINK.captures_iter(words).filter_map(|found| found.get(1));
    let theirs: usize = links().map(|link| link.len()).sum();
    whole - theirs + links().count() * a_link
}

/// What a grapheme weighs on X: a sequence of emoji 2, else each of its signs 1 or 2.
fn weight(grapheme: &str) -> usize {
    let light = |sign: char| matches!(sign, '\u{0}'..='\u{10ff}' | '\u{2000}'..='\u{200d}' | '\u{2010}'..='\u{201f}' | '\u{2032}'..='\u{2037}');
    let weighed: usize = grapheme.chars().map(|sign| if light(sign) { 1 } else { 2 }).sum();
    let is_emoji =
        grapheme.chars().any(|sign| matches!(sign, '\u{1f000}'..='\u{1faff}' | '\u{20e3}' | '\u{fe0f}'));
    if is_emoji { 2 } else { weighed }
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
        LengthUnit::Bytes => "bytes",
        LengthUnit::Weighted { .. } => "weighted signs",
        LengthUnit::GraphemesWithLinks { .. } => "graphemes, every link as one fixed length",
    }
}
