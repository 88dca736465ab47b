//! What follows a house number: floor, side, door, postcode and town.

use super::shape::{has_capital, word_after};
use super::words::Words;
use crate::detect::class::Class;
use crate::detect::contract::Look;
use crate::detect::unicode::is_letter;

/// What was read after a house number.
pub(super) struct Tail {
    /// Where the address ends.
    pub(super) end: usize,
    pub(super) has_dwelling: bool,
    pub(super) has_postcode: bool,
}

impl Tail {
    /// Reads on from the end of a house number.
    pub(super) fn read(look: &Look<'_>, words: &Words, from: usize) -> Self {
        let mut tail = Self { end: from, has_dwelling: false, has_postcode: false };
        // Floor, side, door, postcode with town: no address has more parts.
        for _ in 0..5 {
            let place = parted(look, tail.end);
            if let Some(end) = tail.dwelling(look, words, place) {
                tail.end = end;
                tail.has_dwelling = true;
            } else if let Some(end) = postcode(look, place, tail.has_dwelling) {
                tail.end = end;
                tail.has_postcode = true;
                break;
            } else if let Some(end) = town(look, words, tail.end) {
                tail.end = end;
                break;
            } else {
                break;
            }
        }
        tail
    }

    /// The end of a floor, side or door that begins at a place.
    fn dwelling(&self, look: &Look<'_>, words: &Words, place: usize) -> Option<usize> {
        let digits = (place..place + 3).find(|at| !look.text.at(*at).is_ascii_digit())?;
        if digits > place {
            // `3.`, `3. sal`, `3rd floor`, `3 th`: a number needs a word for floor or side after it.
            let ordinal = look.text.slice(digits..digits + 2);
            let after = if matches!(ordinal, b"st" | b"nd" | b"rd") && !is_letter(look.text.at(digits + 2)) {
                digits + 2
            } else {
                digits
            };
            let next = token(look, parted(look, after));
            let is_floor = |word: &[u8]| {
                words.sides.contains(word) || matches!(word, b"sal" | b"etage" | b"floor" | b"sal.")
            };
            return next.filter(|next| is_floor(look.text.slice(next.clone()))).map(|next| next.end);
        }
        let word = token(look, place)?;
        let letters = look.text.slice(word.clone());
        let next = || token(look, parted(look, word.end));
        let next_is_side = || next().filter(|next| words.sides.contains(look.text.slice(next.clone())));
        if letters == b"kl" || letters == b"kl." {
            // An hour, unless a side follows.
            return next_is_side().map(|next| next.end);
        }
        // `st.th`
        let mut parts = letters.splitn(2, |byte| *byte == b'.');
        if parts.next().is_some_and(|floor| words.floors.contains(floor))
            && parts.next().is_some_and(|side| words.sides.contains(side))
        {
            return Some(word.end);
        }
        if words.floors.contains(letters) {
            return Some(next_is_side().map_or(word.end, |next| next.end));
        }
        if words.sides.contains(letters) {
            let is_english = matches!(letters, b"left" | b"right" | b"links" | b"rechts");
            return (!is_english || self.has_dwelling).then_some(word.end);
        }
        if words.doors.contains(letters) {
            let start = parted(look, word.end);
            let end = (start..start + 5).find(|at| !look.text.at(*at).is_ascii_digit())?;
            return (end > start).then_some(end);
        }
        let is_counted =
            matches!(letters, b"ground" | b"first" | b"second" | b"third" | b"fourth" | b"fifth" | b"top");
        next().filter(|next| is_counted && look.text.slice(next.clone()) == b"floor").map(|next| next.end)
    }
}

/// `8000 Aarhus C`, `DK-1620 København V`, after a floor also `1620` alone.
fn postcode(look: &Look<'_>, place: usize, after_dwelling: bool) -> Option<usize> {
    let text = look.text;
    let start = if text.slice(place..place + 3) == b"dk-" { place + 3 } else { place };
    let end = start + 4;
    let digits = text.slice(start..end);
    let is_code = digits.len() == 4
        && digits.iter().all(u8::is_ascii_digit)
        && digits.first().is_some_and(|first| *first != b'0')
        && !text.at(end).is_ascii_digit();
    if !is_code {
        return None;
    }
    // Frederiksberg has 1900 to 2000: only the years that people write of now are doubtful.
    let year = matches!(digits, [b'2', b'0', b'1'..=b'4', _]);
    let Some(town) = word_after(look, end).filter(|town| {
        let from = look.hits.partition_point(|hit| hit.start < town.start);
        let mut here = look.hits.iter().skip(from).take_while(|hit| hit.start == town.start);
        town.len() > 2
            && !here.any(|hit| matches!(hit.class, Class::Speaks(_) | Class::Unit | Class::Month(_)))
    }) else {
        let is_end = !matches!(text.at(end), b'-' | b'.' | b':' | b'/') || !text.at(end + 1).is_ascii_digit();
        return (is_end
            && !year
            && (after_dwelling || text.before(place) == b' ' && text.before(place - 1) == b','))
            .then_some(end);
    };
    let mut last = town.end;
    // `København NV`, `Nykøbing Falster`, `Kongens Lyngby`.
    for _ in 0..2 {
        let Some(next) = word_after(look, last) else { break };
        let is_district = next.len() <= 2
            && matches!(
                text.slice(next.clone()),
                b"k" | b"v"
                    | b"s"
                    | b"n"
                    | b"\xf8"
                    | b"c"
                    | b"m"
                    | b"f"
                    | b"sv"
                    | b"nv"
                    | b"n\xf8"
                    | b"s\xf8"
                    | b"st"
            );
        let is_name = next.len() > 3 && has_capital(look, &next) && has_capital(look, &town);
        let speaks = || {
            let from = look.hits.partition_point(|hit| hit.start < next.start);
            let mut here = look.hits.iter().skip(from).take_while(|hit| hit.start == next.start);
            here.any(|hit| hit.end == next.end && !matches!(hit.class, Class::Rule(_)))
        };
        if !(is_district || (is_name && !speaks())) {
            break;
        }
        last = next.end;
    }
    Some(last)
}

/// `, Sdr. Agerby`: a town after a comma, without a postcode.
fn town(look: &Look<'_>, words: &Words, end: usize) -> Option<usize> {
    let start = parted(look, end);
    if look.text.at(end) != b',' {
        return None;
    }
    let mut word = token(look, start)?;
    if words.name_parts.contains(look.text.slice(word.clone())) {
        word = token(look, parted(look, word.end))?;
    }
    (has_capital(look, &word) && words.is_town(look.text.slice(word.clone()))).then_some(word.end)
}

/// Past at most three commas, dots, blanks, brackets or dashes.
fn parted(look: &Look<'_>, from: usize) -> usize {
    let mut place = from;
    while place - from < 3
        && matches!(look.text.at(place), b' ' | b',' | b'.' | b'(' | b'-')
        && place < look.text.low().len()
    {
        place += 1;
    }
    place
}

/// A word with the dots of an abbreviation (`t.v.`), without a dot that only ends it.
fn token(look: &Look<'_>, start: usize) -> Option<std::ops::Range<usize>> {
    let mut end = start;
    while end - start < 20
        && (is_letter(look.text.at(end)) || (look.text.at(end) == b'.' && is_letter(look.text.at(end + 1))))
    {
        end += 1;
    }
    (end > start && !look.text.at(end).is_ascii_digit()).then_some(start..end)
}
