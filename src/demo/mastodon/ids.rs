//! Mastodon's numbers and names.

use crate::model::Stamp;

/// A status id: milliseconds, and sixteen bits that part those of one moment.
pub(super) fn snowflake(at: Stamp, made: u64) -> String {
    let ms = u64::try_from(at.ms()).unwrap_or(0);
    ((ms << 16) | (made & 0xffff)).to_string()
}

/// An account's number: the same for the same name.
pub(super) fn account(name: &str) -> String {
    (1_000_000 + hash(name) % 9_000_000).to_string()
}

/// How an account is called from our instance: most people have theirs at another.
pub(super) fn acct(name: &str) -> String {
    let mut user = String::new();
    for letter in name.to_lowercase().chars() {
        match letter {
            'æ' => user.push_str("ae"),
            'ø' => user.push_str("oe"),
            'å' => user.push_str("aa"),
            _ if letter.is_ascii_alphanumeric() => user.push(letter),
            _ if !user.ends_with('_') => user.push('_'),
            _ => {}
        }
    }
    let user = user.trim_matches('_');
    let user = if user.is_empty() { "borger" } else { user };
    if hash(name).is_multiple_of(4) { user.to_owned() } else { format!("{user}@andenby.test") }
}

/// Our instance holds this author for strange, and keeps back what they write unless it is asked.
pub(super) fn is_strange(name: &str) -> bool {
    hash(name).is_multiple_of(7)
}

fn hash(name: &str) -> u64 {
    name.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
        >> 7
}
