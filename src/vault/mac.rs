//! Keyed hashes: a plain hash is never used, because ten digits can be enumerated.

use aws_lc_rs::hmac;
use zeroize::Zeroizing;

/// HMAC-SHA-256 over the parts, each preceded by its length so that no two lists look alike,
/// cut to 128 bits, in hexadecimal.
pub(super) fn tag(key: &hmac::Key, parts: &[&[u8]]) -> String {
    hex(full(key, parts).as_ref().get(..16).unwrap_or_default())
}

/// The same, uncut.
pub(super) fn full(key: &hmac::Key, parts: &[&[u8]]) -> hmac::Tag {
    let mut context = hmac::Context::with_key(key);
    for part in parts {
        context.update(&u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        context.update(part);
    }
    context.sign()
}

/// A key for one purpose, derived from another.
pub(super) fn derive(from: &[u8; 32], purpose: &str) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, derive_bytes(from, purpose).as_ref())
}

/// The same, for a cipher.
pub(super) fn derive_bytes(from: &[u8; 32], purpose: &str) -> Zeroizing<[u8; 32]> {
    let parent = hmac::Key::new(hmac::HMAC_SHA256, from);
    let mut key = Zeroizing::new([0; 32]);
    key.copy_from_slice(full(&parent, &[purpose.as_bytes()]).as_ref());
    key
}

/// Lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        write!(out, "{byte:02x}").expect("a string takes everything");
        out
    })
}

/// Back from hexadecimal; `None` unless it is 64 digits.
pub(super) fn unhex(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
    let bytes: Vec<u8> =
        digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte * 16 + digit)).collect();
    if digits.len() == 64 { bytes.try_into().ok() } else { None }
}
