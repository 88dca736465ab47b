//! The six digits of a phone (RFC 6238: HMAC-SHA-1, half a minute, the steps before and after count too).
//! A code is worth something once.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::{hmac, rand};
use zeroize::Zeroizing;

use crate::model::Stamp;

/// Half a minute.
const STEP: i64 = 30_000;
const DIGITS: usize = 6;
/// As long as the hash, as the RFC asks.
const SECRET: usize = 20;
/// RFC 4648, without the padding that apps do not want.
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A new secret.
pub(super) fn fresh() -> anyhow::Result<Zeroizing<Vec<u8>>> {
    let mut secret = Zeroizing::new(vec![0; SECRET]);
    rand::fill(&mut secret).map_err(|_| anyhow::anyhow!("no random numbers"))?;
    Ok(secret)
}

/// The step that a moment is in.
#[must_use]
pub fn step(now: Stamp) -> i64 {
    now.ms().div_euclid(STEP)
}

/// The code of a step.
#[must_use]
pub fn code(secret: &[u8], step: i64) -> String {
    // The RFC's hash and every app's: as a keyed one SHA-1 is not broken.
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let tag = hmac::sign(&key, &step.to_be_bytes());
    let bytes = tag.as_ref();
    let at = bytes.last().map_or(0, |last| usize::from(last & 0x0f));
    let word = bytes.iter().skip(at).take(4).fold(0_u32, |word, byte| word << 8 | u32::from(*byte));
    format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
}

/// The step whose code this is, if it is one of now and was not used: `last` is the newest that was.
pub(super) fn check(secret: &[u8], given: &str, last: i64, now: Stamp) -> Option<i64> {
    let given: String = given.chars().filter(|sign| !sign.is_whitespace()).collect();
    if given.len() != DIGITS {
        return None;
    }
    let now = step(now);
    (now - 1..=now + 1)
        .filter(|step| *step > last)
        .find(|step| verify_slices_are_equal(code(secret, *step).as_bytes(), given.as_bytes()).is_ok())
}

/// The secret as a person types it into an app.
pub(super) fn typed(secret: &[u8]) -> String {
    let mut text = String::with_capacity(secret.len() * 8 / 5 + 1);
    let (mut held, mut bits) = (0_u32, 0);
    for byte in secret {
        held = (held << 8 | u32::from(*byte)) & 0xffff;
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(letter(held >> bits));
        }
    }
    if bits > 0 {
        text.push(letter(held << (5 - bits)));
    }
    text
}

fn letter(bits: u32) -> char {
    let at = usize::try_from(bits & 0x1f).unwrap_or(0);
    BASE32.get(at).map_or('A', |letter| char::from(*letter))
}

/// The address that an app takes the secret from.
pub(super) fn address(issuer: &str, name: &str, secret: &[u8]) -> String {
    let escaped = |text: &str| {
        let all = url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        // In a path a plus is a plus.
        all.replace('+', "%20")
    };
    let (issuer, name) = (escaped(issuer), escaped(name));
    format!("otpauth://totp/{issuer}:{name}?secret={}&issuer={issuer}", typed(secret))
}
