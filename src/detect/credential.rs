//! Passwords, PIN codes and user names that somebody gives away. A word alone is nothing ("min kode
//! virker ikke"): what follows it must look like a secret.

use std::ops::Range;

use super::class::{Class, Label};
use super::contract::{Detector, Found, Look, Sighting};
use super::reason::Reason;
use super::unicode::is_letter;
use crate::model::{Confidence, Kind};

/// Finds credentials.
pub(super) struct Credentials;

impl Detector for Credentials {
    fn look(&self, look: &Look<'_>, found: &mut Found) {
        let (mitid, named): (Vec<_>, Vec<_>) = look
            .hits
            .iter()
            .filter_map(|hit| match hit.class {
                Class::Label(label) if label.is_secret() => Some((hit.end, label)),
                _ => None,
            })
            .partition(|(_, label)| *label == Label::MitId);
        // "MitID" alone says least of what follows: the words that name it come first.
        for (end, label) in named.into_iter().chain(mitid) {
            let Some(at) = value(look, end, label).filter(|at| !found.is_claimed(at)) else { continue };
            let Some(confidence) = confidence(look, label, &at) else { continue };
            let (rule, reason) = match label {
                Label::UserName | Label::MitId => ("credential.user-name", Reason::UserNamed),
                _ => ("credential.secret", Reason::SecretNamed),
            };
            found.add(Sighting { at, kind: Kind::Credential, confidence, rule, reason });
        }
    }
}

/// How far the value may stand from its word.
const REACH: usize = 24;
/// The words that may stand between ("er", "is", "they gave me was").
const JOINTS: [&[u8]; 9] = [b"er", b"is", b"was", b"var", b"hedder", b":", b"=", b"->", b"som er"];

/// What the sentence says that the secret is: the word after "er", ":" or "=".
fn value(look: &Look<'_>, from: usize, label: Label) -> Option<Range<usize>> {
    let mut place = from;
    let mut has_joint = false;
    while place <= from + REACH {
        while look.text.at(place) == b' ' && place <= from + REACH {
            place += 1;
        }
        let word = word(look, place);
        let bytes = look.text.slice(word.clone());
        if bytes.is_empty() {
            return None;
        }
        let bare = bytes.strip_suffix(b":").or_else(|| bytes.strip_suffix(b"=")).unwrap_or(bytes);
        if JOINTS.contains(&bytes) || matches!(bytes, b":" | b"=") || (bare.len() < bytes.len() && !has_joint)
        {
            has_joint = true;
        } else if let Some(rest) = bytes.strip_prefix(b":").or_else(|| bytes.strip_prefix(b"=")) {
            return trimmed(look, word.end - rest.len()..word.end);
        } else if has_joint || (matches!(label, Label::Secret | Label::Code) && is_secret(look, &word)) {
            return trimmed(look, grouped(look, word));
        } else if bytes.iter().any(|byte| matches!(byte, b'.' | b'?' | b'!' | b',')) {
            return None;
        }
        place = word.end;
    }
    None
}

fn word(look: &Look<'_>, start: usize) -> Range<usize> {
    let mut end = start;
    while end - start < 48 && !matches!(look.text.at(end), b' ' | b'\n') {
        end += 1;
    }
    start..end
}

/// A code in two groups of three ("558 204").
fn grouped(look: &Look<'_>, word: Range<usize>) -> Range<usize> {
    let is_number =
        |at: &Range<usize>| at.len() == 3 && look.text.slice(at.clone()).iter().all(u8::is_ascii_digit);
    let next = word.end + 1..word.end + 4;
    let ends = !look.text.at(next.end).is_ascii_digit();
    if is_number(&word) && is_number(&next) && ends { word.start..next.end } else { word }
}

/// Without the punctuation of the sentence around it.
fn trimmed(look: &Look<'_>, word: Range<usize>) -> Option<Range<usize>> {
    let Range { mut start, mut end } = word;
    while start < end && matches!(look.text.at(start), b'"' | b'\'' | b'(') {
        start += 1;
    }
    while start < end && matches!(look.text.before(end), b'.' | b',' | b'"' | b'\'' | b')' | b'?' | b';') {
        end -= 1;
    }
    (end - start >= 4).then_some(start..end)
}

/// A word with a digit among letters, or digits alone.
fn is_secret(look: &Look<'_>, at: &Range<usize>) -> bool {
    let at = grouped(look, at.clone());
    let bytes = look.text.slice(at);
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    let letters = bytes.iter().filter(|byte| is_letter(**byte)).count();
    bytes.len() >= 4
        && digits > 0
        && (letters > 0 || ((4..=8).contains(&digits) && digits + 1 >= bytes.len()))
}

fn confidence(look: &Look<'_>, label: Label, value: &Range<usize>) -> Option<Confidence> {
    if !is_secret(look, value) {
        return None;
    }
    let bytes = look.text.slice(value.clone());
    let is_number = bytes.iter().all(|byte| byte.is_ascii_digit() || *byte == b' ');
    let is_year = is_number && bytes.len() == 4 && (bytes.starts_with(b"19") || bytes.starts_with(b"20"));
    let near_mitid = look.labels.near(value, 40, |label| label == Label::MitId);
    match label {
        Label::Secret if !is_year => Some(Confidence::High),
        Label::UserName if near_mitid && !is_number => Some(Confidence::High),
        Label::Code if near_mitid && !is_year => Some(Confidence::High),
        Label::Code if !is_year => Some(Confidence::Medium),
        Label::UserName | Label::MitId if !is_number => Some(Confidence::Medium),
        _ => None,
    }
}
