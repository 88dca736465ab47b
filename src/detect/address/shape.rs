//! What is written like an address: a street and a house number, in either order. Who lives there is
//! for [`super::home`] to say.

use std::ops::Range;

use super::tail::Tail;
use super::words::{Street, Words};
use crate::detect::class::Class;
use crate::detect::contract::Look;
use crate::detect::numbers::Run;
use crate::detect::unicode::is_letter;

/// The longest word that is looked at, in letters.
const MOST_LETTERS: usize = 40;
/// The most words that a street's name has before its last.
const MOST_PARTS: usize = 4;

/// Something written like an address.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// All of it.
    pub(super) at: Range<usize>,
    /// The street and the house number alone.
    pub(super) door: Range<usize>,
    pub(super) street: Street,
    /// A floor, a side or a door is named: a dwelling.
    pub(super) has_dwelling: bool,
    /// A postcode follows.
    pub(super) has_postcode: bool,
    /// The house number has a letter: hardly anything else is counted so.
    pub(super) has_letter: bool,
}

/// Reads the address whose house number is this run.
pub(super) fn place(look: &Look<'_>, words: &Words, run: &Run) -> Option<Place> {
    let number = house_number(look, run)?;
    if let Some((start, street)) = street_before(look, words, number.start) {
        let tail = Tail::read(look, words, number.end);
        // `150p` is a price; houses hardly go past h.
        let letter = look.text.before(number.end);
        let has_letter = matches!(letter, b'a'..=b'h') && look.text.at(number.end) != b'/';
        let is_whole = street > Street::Any || tail.has_dwelling || tail.has_postcode || has_letter;
        // More digits right after the number make it a part of something else.
        let is_cut = tail.end == number.end
            && look.text.at(number.end) == b' '
            && look.text.at(number.end + 1).is_ascii_digit();
        if is_whole && !is_cut {
            return Some(Place {
                at: start..tail.end,
                door: start..number.end,
                street,
                has_dwelling: tail.has_dwelling,
                has_postcode: tail.has_postcode,
                has_letter,
            });
        }
    }
    let (door, street) = street_after(look, words, &number)?;
    Some(Place {
        at: door.clone(),
        door,
        street,
        has_dwelling: false,
        has_postcode: false,
        has_letter: false,
    })
}

/// A house number with its letter: `12`, `12B`, `12 B`, `12-14`.
fn house_number(look: &Look<'_>, run: &Run) -> Option<Range<usize>> {
    let text = look.text;
    let Range { start, mut end } = run.at.clone();
    let is_number = run.len() <= 3 && run.at.len() == run.len() && !run.is_spelled && text.at(start) != b'0';
    if !is_number || !matches!(text.before(start), b' ' | b'\n' | b',' | b'.' | b'(') {
        return None;
    }
    let is_end = |place: usize| !is_letter(text.at(place)) && !text.at(place).is_ascii_digit();
    let (next, second) = (text.at(end), text.at(end + 1));
    match next {
        _ if is_letter(next) && next.is_ascii() && is_end(end + 1) => end += 1,
        _ if is_letter(next) => return None,
        b'.' | b',' | b':' | b'/' if second.is_ascii_digit() => return None,
        b'%' | b'\'' | 0xb0 => return None,
        b'-' if second.is_ascii_digit() => {
            let far = (end + 1..end + 5).find(|place| !text.at(*place).is_ascii_digit())?;
            if !is_end(far) {
                return None;
            }
            end = far;
        }
        b' ' if is_letter(second) && second.is_ascii() && is_end(end + 2) => {
            let is_capital = text.cased().get(end + 1).is_some_and(u8::is_ascii_uppercase);
            // `12 i dag`, `12 a lot`: a small letter counts before a comma or a floor only.
            let is_apart = matches!(text.at(end + 2), b',' | b'.')
                || (text.at(end + 2) == b' ' && text.at(end + 3).is_ascii_digit())
                || text.low().len() == end + 2;
            if second != b'i' && (is_capital || is_apart) {
                end += 2;
            }
        }
        _ => {}
    }
    // An amount, a duration or a day of the month.
    let from = look.hits.partition_point(|hit| hit.start < end);
    let mut after = look.hits.iter().skip(from).take_while(|hit| hit.start <= end + 2);
    let counts = after.any(|hit| matches!(hit.class, Class::Unit | Class::Month(_)));
    (!counts).then_some(start..end)
}

/// The street that ends before a house number, with where it begins.
fn street_before(look: &Look<'_>, words: &Words, number: usize) -> Option<(usize, Street)> {
    let text = look.text;
    let mut word = word_before(look, number)?;
    if is_number_word(text.slice(word.clone())) {
        word = word_before(look, word.start)?;
    }
    let letters = text.slice(word.clone());
    let shouts = is_shouted(look, &word);
    let (mut start, street) = if words.after_owner.contains(letters) {
        // `Aage Beks Vej`: the word alone is no street.
        let owner = word_before(look, word.start).filter(|owner| text.at(owner.end) == b' ')?;
        let is_plain = matches!(letters, b"boulevard" | b"all\xe9" | b"landevej" | b"str\xe6de");
        let owns = is_plain || has_capital(look, &owner) || text.slice(owner.clone()).ends_with(b"s");
        if !owns || is_common(look, words, &owner) {
            return None;
        }
        (owner.start, Street::Known)
    } else {
        (word.start, words.street(letters, has_capital(look, &word) && !shouts)?)
    };
    for _ in 0..MOST_PARTS {
        if street == Street::Any {
            break;
        }
        let Some(part) = word_before(look, start).filter(|part| part.end + 1 == start) else { break };
        if text.before(start) != b' ' {
            break;
        }
        let letters = text.slice(part.clone());
        let is_part = words.name_parts.contains(letters)
            || (has_capital(look, &part) && !shouts && !is_common(look, words, &part));
        if !is_part {
            break;
        }
        start = part.start;
    }
    Some((led_to(look, words, start), street))
}

/// `til brøndby møllevej 8`: one or two small words between a preposition and the street are its name.
fn led_to(look: &Look<'_>, words: &Words, start: usize) -> usize {
    let mut first = start;
    for _ in 0..2 {
        let part =
            word_before(look, first).filter(|part| part.end + 1 == first && look.text.at(part.end) == b' ');
        let Some(part) = part.filter(|part| !is_common(look, words, part)) else { return start };
        first = part.start;
        let leads = word_before(look, first).is_some_and(|word| {
            matches!(
                look.text.slice(word),
                b"p\xe5" | b"i" | b"til" | b"fra" | b"at" | b"in" | b"on" | b"from"
            )
        });
        // `Anne Prøve, brøndby møllevej 8`
        if leads
            || (look.text.before(first) == b' '
                && look.text.slice(first.saturating_sub(2)..first).starts_with(b","))
        {
            return first;
        }
    }
    start
}

/// `12B Elmegade`, `nr. 14 på Granvænget`.
fn street_after(look: &Look<'_>, words: &Words, number: &Range<usize>) -> Option<(Range<usize>, Street)> {
    let named = word_before(look, number.start).filter(|word| is_number_word(look.text.slice(word.clone())));
    let mut word = word_after(look, number.end)?;
    if named.is_some() && matches!(look.text.slice(word.clone()), b"p\xe5" | b"i" | b"on" | b"in" | b"at") {
        word = word_after(look, word.end)?;
    }
    let street = words.street(look.text.slice(word.clone()), true)?;
    let fits = has_capital(look, &word) && street == Street::Known;
    let start = named.map_or(number.start, |named| named.start);
    fits.then_some((start..word.end, street))
}

fn is_number_word(word: &[u8]) -> bool {
    matches!(word, b"nr" | b"nr." | b"no" | b"no." | b"nummer" | b"number" | b"#")
}

/// A word that belongs to the sentence and not to a name: `Jeg`, `Adresse`, `Ved`.
pub(super) fn is_common(look: &Look<'_>, words: &Words, word: &Range<usize>) -> bool {
    if words.before.contains(look.text.slice(word.clone())) {
        return true;
    }
    let from = look.hits.partition_point(|hit| hit.start < word.start);
    let mut here = look.hits.iter().skip(from).take_while(|hit| hit.start == word.start);
    // The rule book knows first names too.
    here.any(|hit| hit.end == word.end && !matches!(hit.class, Class::Rule(_)))
}

pub(super) fn has_capital(look: &Look<'_>, word: &Range<usize>) -> bool {
    look.text.cased().get(word.start).is_some_and(|first| is_upper(*first))
}

/// Written in capitals only, so that a capital says nothing.
fn is_shouted(look: &Look<'_>, word: &Range<usize>) -> bool {
    let cased = look.text.cased().get(word.clone()).unwrap_or_default();
    cased.len() > 2 && cased.iter().all(|byte| is_upper(*byte) || !is_letter(*byte))
}

fn is_upper(byte: u8) -> bool {
    byte.is_ascii_uppercase() || (matches!(byte, 0xc0..=0xde) && byte != 0xd7)
}

/// The word before a place, one or two blanks or a comma between.
pub(super) fn word_before(look: &Look<'_>, place: usize) -> Option<Range<usize>> {
    let mut end = place;
    while place - end < 2 && matches!(look.text.before(end), b' ' | b',') && end > 0 {
        end -= 1;
    }
    let mut start = end;
    while end - start < MOST_LETTERS && is_inside(look.text.before(start)) && start > 0 {
        start -= 1;
    }
    (start < end && is_letter(look.text.at(start))).then_some(start..end)
}

/// The word after a place, one or two blanks between.
pub(super) fn word_after(look: &Look<'_>, place: usize) -> Option<Range<usize>> {
    let mut start = place;
    while start - place < 2 && look.text.at(start) == b' ' {
        start += 1;
    }
    let mut end = start;
    while end - start < MOST_LETTERS && is_letter(look.text.at(end)) {
        end += 1;
    }
    (start > place && start < end).then_some(start..end)
}

fn is_inside(byte: u8) -> bool {
    is_letter(byte) || matches!(byte, b'.' | b'-' | b'\'')
}
