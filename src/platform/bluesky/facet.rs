//! Links in our replies. Bluesky makes none by itself: each is a range of UTF-8 bytes beside the text.

use serde_json::{Value, json};
use url::Url;

/// What may stand right before a link without being part of it.
const BEFORE: [char; 6] = ['(', '"', '«', '»', '<', '['];
/// What may stand right after a link without being part of it.
const AFTER: [char; 11] = ['.', ',', ';', ':', '!', '?', ')', '"', '»', '>', ']'];

/// The links in the words, as the record's `facets`.
pub(super) fn links(words: &str) -> Vec<Value> {
    words.match_indices("http").filter_map(|(start, _)| link(words, start)).collect()
}

fn link(words: &str, start: usize) -> Option<Value> {
    let (before, rest) = words.split_at_checked(start)?;
    let stands_free = before.chars().next_back().is_none_or(|c| c.is_whitespace() || BEFORE.contains(&c));
    let written = rest.split(char::is_whitespace).next()?.trim_end_matches(AFTER);
    let is_web = written.starts_with("https://") || written.starts_with("http://");
    // The record takes ASCII addresses only: `Url` writes `æ` as the network wants it.
    let uri = Url::parse(written).ok().filter(|_| stands_free && is_web)?;
    Some(json!({
        "index": { "byteStart": start, "byteEnd": start + written.len() },
        "features": [{ "$type": "app.bsky.richtext.facet#link", "uri": uri.as_str() }],
    }))
}
