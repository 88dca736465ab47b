//! How long a reply is, in the units that networks count.

use unicode_segmentation::UnicodeSegmentation;

use crate::model::{LengthUnit, ReplyLimit};

/// The length of `words` in a network's own unit.
#[must_use]
pub fn measure(words: &str, unit: LengthUnit) -> usize {
    match unit {
        LengthUnit::Graphemes => words.graphemes(true).count(),
        LengthUnit::Utf16 => words.encode_utf16().count(),
        LengthUnit::GraphemesWithLinks { a_link } => {
            let links = links(words);
            let saved: usize = links.iter().map(|link| link.graphemes(true).count()).sum();
            words.graphemes(true).count() - saved + links.len() * a_link
        }
    }
}

/// What every server takes for a link: `http(s)://`, a host with a dot, and plain signs after it. What
/// only some take for one is left to be counted letter by letter, because that is never too short.
fn links(words: &str) -> Vec<&str> {
    let starts = words.split_inclusive(char::is_whitespace).flat_map(|word| word.split(['(', '<', '"', '»']));
    let link = |word: &'_ str| -> Option<usize> {
        let address = word.strip_prefix("https://").or_else(|| word.strip_prefix("http://"))?;
        let is_plain = |sign: char| sign.is_ascii_alphanumeric() || "-._~/?#&=%+:@".contains(sign);
        let rest = address.trim_start_matches(is_plain);
        let plain = address
            .strip_suffix(rest)?
            .trim_end_matches(|sign: char| !sign.is_ascii_alphanumeric() && sign != '/');
        let host = plain.split(['/', '?', '#', ':']).next()?;
        let is_host = host.contains('.') && host.split('.').all(|label| !label.is_empty());
        is_host.then(|| word.len() - address.len() + plain.len())
    };
    starts.filter_map(|word| word.get(..link(word)?)).collect()
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
        LengthUnit::GraphemesWithLinks { .. } => "graphemes, every link as one fixed length",
    }
}
