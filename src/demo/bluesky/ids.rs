//! Bluesky's own names for things: DIDs, record keys and content hashes.

use aws_lc_rs::digest::{SHA256, digest};

const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const SORTABLE: &[u8; 32] = b"234567abcdefghijklmnopqrstuvwxyz";

fn letter(alphabet: &[u8; 32], bits: u64) -> char {
    char::from(alphabet.get((bits & 31) as usize).copied().expect("five bits are below 32"))
}

fn base32(bytes: &[u8]) -> String {
    let mut text = String::new();
    let (mut held, mut bits) = (0_u64, 0_u32);
    for byte in bytes {
        held = (held << 8) | u64::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(letter(BASE32, held >> bits));
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        text.push(letter(BASE32, held << (5 - bits)));
    }
    text
}

/// The content hash of a record: a well-formed `CIDv1`, though taken of JSON and not of CBOR.
pub(super) fn cid(content: &str) -> String {
    // CIDv1, dag-cbor, sha2-256, 32 bytes.
    let mut bytes = vec![0x01, 0x71, 0x12, 0x20];
    bytes.extend_from_slice(digest(&SHA256, content.as_bytes()).as_ref());
    format!("b{}", base32(&bytes))
}

/// An account's permanent name: the same for the same word.
pub(super) fn did(of: &str) -> String {
    let hash = digest(&SHA256, of.as_bytes());
    let name: String = base32(hash.as_ref()).chars().take(24).collect();
    format!("did:plc:{name}")
}

/// A handle made from a person's name.
pub(super) fn handle(name: &str) -> String {
    let mut handle = String::new();
    for letter in name.to_lowercase().chars() {
        match letter {
            'æ' => handle.push_str("ae"),
            'ø' => handle.push_str("oe"),
            'å' => handle.push_str("aa"),
            _ if letter.is_ascii_alphanumeric() => handle.push(letter),
            _ if !handle.ends_with('-') => handle.push('-'),
            _ => {}
        }
    }
    let trimmed = handle.trim_matches('-');
    format!("{}.lilleby.test", if trimmed.is_empty() { "borger" } else { trimmed })
}

/// A record key: microseconds and ten bits of clock id in 13 letters that sort by time.
pub(super) fn tid(micros: u64) -> String {
    let value = (micros << 10) & (u64::MAX >> 1);
    (0..13).rev().map(|place| letter(SORTABLE, value >> (place * 5))).collect()
}

/// Thirteen letters of the sortable alphabet, the top bit not set.
pub(super) fn is_tid(text: &str) -> bool {
    text.len() == 13
        && text.bytes().all(|byte| SORTABLE.contains(&byte))
        && text.bytes().next().is_some_and(|first| matches!(first, b'2'..=b'7' | b'a'..=b'j'))
}
