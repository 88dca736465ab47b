//! International bank account numbers. The check (ISO 13616, modulus 97) is strong enough to need
//! no word; a number of the right shape that fails it is nobody's account and is left alone.

use std::ops::Range;

use super::contract::{Detector, Found, Look, Sighting};
use super::reason::Reason;
use super::unicode::is_letter;
use crate::model::{Confidence, Kind};

/// Finds IBANs.
pub(super) struct Ibans;

/// Country and length (ISO 13616 registry).
const LENGTHS: [(&[u8; 2], usize); 36] = [
    (b"at", 20),
    (b"be", 16),
    (b"bg", 22),
    (b"ch", 21),
    (b"cy", 28),
    (b"cz", 24),
    (b"de", 22),
    (b"dk", 18),
    (b"ee", 20),
    (b"es", 24),
    (b"fi", 18),
    (b"fo", 18),
    (b"fr", 27),
    (b"gb", 22),
    (b"gl", 18),
    (b"gr", 27),
    (b"hr", 21),
    (b"hu", 28),
    (b"ie", 22),
    (b"is", 26),
    (b"it", 27),
    (b"lt", 20),
    (b"lu", 20),
    (b"lv", 21),
    (b"mt", 31),
    (b"nl", 18),
    (b"no", 15),
    (b"pl", 28),
    (b"pt", 25),
    (b"ro", 24),
    (b"rs", 22),
    (b"se", 24),
    (b"si", 19),
    (b"sk", 24),
    (b"tr", 26),
    (b"ua", 29),
];

impl Detector for Ibans {
    fn look(&self, look: &Look<'_>, found: &mut Found) {
        for run in look.numbers.runs() {
            let Some((at, letters)) = shaped(look, run.at.start) else { continue };
            if found.is_claimed(&at) {
                continue;
            }
            if modulus(&letters) == 1 {
                found.add(Sighting {
                    at,
                    kind: Kind::Iban,
                    confidence: Confidence::High,
                    rule: "iban.checked",
                    reason: Reason::IbanChecked,
                });
            } else if letters.iter().skip(2).all(u8::is_ascii_digit) {
                // Only what is all digits is taken for somebody's mistyped account: words between
                // the digits would hide a CPR number that stands among them.
                found.claim(&at);
            }
        }
    }
}

/// The letters and digits of what has the shape of an IBAN whose check digits stand at `digits`.
fn shaped(look: &Look<'_>, digits: usize) -> Option<(Range<usize>, Vec<u8>)> {
    let text = look.text;
    let start = digits.checked_sub(2)?;
    let country = text.slice(start..digits);
    let (_, length) = LENGTHS.iter().find(|(name, _)| country == *name)?;
    let glued = is_letter(text.before(start)) || text.before(start).is_ascii_digit();
    if glued || !text.slice(digits..digits + 2).iter().all(u8::is_ascii_digit) {
        return None;
    }
    let mut letters = Vec::with_capacity(*length);
    let mut place = start;
    while letters.len() < *length {
        let byte = text.at(place);
        if byte.is_ascii_alphanumeric() {
            letters.push(byte);
        } else if !matches!(byte, b' ' | b'-' | b'.') || matches!(text.before(place), b' ' | b'-' | b'.') {
            return None;
        }
        place += 1;
    }
    (!text.at(place).is_ascii_digit()).then_some((start..place, letters))
}

/// The four first characters go to the end, letters become numbers, the whole modulo 97.
fn modulus(letters: &[u8]) -> u32 {
    let (head, tail) = letters.split_at(letters.len().min(4));
    tail.iter().chain(head).fold(0, |rest, byte| {
        if byte.is_ascii_digit() {
            (rest * 10 + u32::from(byte - b'0')) % 97
        } else {
            (rest * 100 + u32::from(byte.to_ascii_lowercase().saturating_sub(b'a')) + 10) % 97
        }
    })
}
