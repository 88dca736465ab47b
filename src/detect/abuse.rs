//! Abuse of a person: an insult counts when it is said to somebody or of somebody. Swearing without
//! a target and harsh words about an authority are lawful and stay.

use super::class::{Abuse, Class, Who};
use super::normalise::Normalised;
use super::terms::Hit;

/// What the words of a comment amount to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Judged {
    /// 0 to 1: how sure it is that somebody is abused.
    pub(super) abuse: f32,
    /// Somebody swears, at whatever.
    pub(super) is_swearing: bool,
}

/// Where abuse begins to be labelled.
pub(super) const ABUSIVE: f32 = 0.5;

/// How far a subject may stand from its insult, in characters: "Lone nede på visitationen er en …".
const CLAUSE: usize = 60;
/// How far "din" may stand from the insult it opens: "din usle lille …".
const CALL: usize = 30;

/// Judges a comment by the terms found in it.
pub(super) fn judge(text: &Normalised, hits: &[Hit]) -> Judged {
    let mut clear = 1.0_f32;
    let mut judged = Judged::default();
    let is_quoted = hits.iter().any(|hit| hit.class == Class::Abuse(Abuse::Quote));
    for (nth, hit) in hits.iter().enumerate() {
        let Class::Abuse(abuse) = hit.class else { continue };
        let weight = match abuse {
            Abuse::Spoken => 0.85,
            Abuse::Insult => directed(text, hits, nth, true),
            Abuse::Mild | Abuse::Trait => directed(text, hits, nth, false),
            Abuse::Swearing => 0.0,
            Abuse::Quote => continue,
        };
        judged.is_swearing |= abuse == Abuse::Swearing;
        clear *= 1.0 - if is_in_quotes(text, hit) { weight * 0.3 } else { weight };
    }
    let abuse = 1.0 - clear;
    judged.abuse = if is_quoted { abuse * 0.5 } else { abuse };
    judged
}

/// How sure it is that an insulting word is aimed at a person.
fn directed(text: &Normalised, hits: &[Hit], nth: usize, is_strong: bool) -> f32 {
    let Some(hit) = hits.get(nth) else { return 0.0 };
    let mut saw_is = false;
    let mut weight: f32 = if is_strong && stands_alone(text, hit) { 0.6 } else { 0.0 };
    for other in hits.get(..nth).unwrap_or_default().iter().rev() {
        let apart = hit.start.saturating_sub(other.end);
        if apart > CLAUSE || parts(text, other.end..hit.start) {
            break;
        }
        let Class::Who(who) = other.class else { continue };
        let said: f32 = match who {
            Who::Is => {
                saw_is = true;
                0.0
            }
            Who::Not => return 0.1,
            Who::Institution => return if is_strong { 0.2 } else { 0.0 },
            Who::Your if apart <= CALL && is_strong => 0.8,
            Who::You if saw_is || (apart <= 2 && is_strong) => 0.8,
            Who::YouAll if apart <= CALL && is_strong => 0.55,
            Who::They | Who::Office if saw_is && is_strong => 0.7,
            _ => 0.0,
        };
        weight = weight.max(said);
    }
    // "Henriette er en …": whoever is called that is a person, unless it was an authority above.
    if saw_is && is_strong && weight < 0.6 && names_somebody(text, hit.start) {
        weight = 0.6;
    }
    if is_strong && calls_after(text, hits, nth) { weight.max(0.7) } else { weight }
}

/// "…, din idiot" turned round: "Taber, du skulle …".
fn calls_after(text: &Normalised, hits: &[Hit], nth: usize) -> bool {
    let Some(hit) = hits.get(nth) else { return false };
    let next = hits.get(nth + 1..).unwrap_or_default().iter().find(|next| next.start >= hit.end);
    let begins = text
        .slice(0..hit.start)
        .iter()
        .rev()
        .find(|byte| **byte != b' ')
        .is_none_or(|byte| matches!(byte, b'.' | b'!' | b'?' | b'\n'));
    begins && next.is_some_and(|next| next.class == Class::Who(Who::You) && next.start - hit.end <= 2)
}

/// The insult is a sentence by itself: "Idiot!".
fn stands_alone(text: &Normalised, hit: &Hit) -> bool {
    let is_edge = |byte: u8| matches!(byte, b'.' | b'!' | b'?' | b'\n');
    let before = text.slice(0..hit.start).iter().rev().find(|byte| **byte != b' ');
    let after = text.slice(hit.end..text.low().len()).iter().find(|byte| **byte != b' ');
    before.is_none_or(|byte| is_edge(*byte)) && after.is_none_or(|byte| is_edge(*byte))
}

/// A name or a mention opens the clause: a capital that is not the first word of "Det er …".
fn names_somebody(text: &Normalised, until: usize) -> bool {
    let from = until.saturating_sub(CLAUSE);
    let clause = text.cased().get(from..until).unwrap_or_default();
    clause.windows(2).enumerate().any(|(nth, pair)| {
        let starts = nth == 0 && from == 0 && clause.first().is_some_and(u8::is_ascii_uppercase);
        starts || (matches!(pair, [b' ', b'A'..=b'Z'] | [b'@', _]))
    })
}

fn parts(text: &Normalised, between: std::ops::Range<usize>) -> bool {
    text.slice(between).iter().any(|byte| matches!(byte, b'.' | b'!' | b'?' | b'\n'))
}

/// Words in quotation marks are somebody else's.
fn is_in_quotes(text: &Normalised, hit: &Hit) -> bool {
    let is_mark = |byte: u8| matches!(byte, b'"' | 0xab | 0xbb);
    let from = hit.start.saturating_sub(80);
    let opened = text.slice(from..hit.start).iter().filter(|byte| is_mark(**byte)).count();
    let closes = text.slice(hit.end..(hit.end + 80).min(text.low().len())).iter().any(|byte| is_mark(*byte));
    opened % 2 == 1 && closes
}
