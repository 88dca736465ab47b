//! Codes and tokens that are handed out once and stored only as a hash.

use anyhow::anyhow;
use aws_lc_rs::{digest, rand};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// 256 random bits, safe in a URL.
pub(super) fn fresh() -> anyhow::Result<String> {
    let mut bits = [0; 32];
    rand::fill(&mut bits).map_err(|_| anyhow!("no random numbers"))?;
    Ok(URL_SAFE_NO_PAD.encode(bits))
}

/// SHA-256. Enough for what has 128 random bits or more; a password needs argon2.
pub(super) fn digest(secret: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, secret))
}
