//! Words that were bent to get past a filter, made straight: `1d10t`, `i d i o t`, `idiooot`, `id.iot`,
//! `ïdïot`, `id*ot`. The straight copy is searched beside the text, and a term counts only where it touches
//! something that was bent; the text itself is never changed.

use super::class::Class;
use super::normalise::Normalised;
use super::terms::{Hit, Terms};
use super::unicode::is_letter;

/// More bent words than this in one text are its style; it bounds the work.
const MOST_BENT: usize = 200;
/// So many hits back the same term may stand.
const MOST_SAME: usize = 24;
/// A longer chunk is no word.
const MOST_LETTERS: usize = 60;

/// Adds the terms that bent words stand for.
pub(super) fn add(terms: &Terms, text: &Normalised, hits: &mut Vec<Hit>) {
    let Some(straight) = Straight::of(text.low()) else { return };
    let copy = Normalised::folded(straight.bytes);
    let before = hits.len();
    for hit in terms.search(&copy) {
        let touched = straight.bent.get(hit.start..hit.end).is_some_and(|bent| bent.contains(&true));
        let ends = straight.back.get(hit.start).zip(straight.back.get(hit.end.saturating_sub(1)));
        if let Some((first, last)) = ends.filter(|_| touched && is_meant(hit.class)) {
            let hit = Hit { start: first.0, end: last.1, ..hit };
            // Two ways to read a word often lead to the same term.
            let same = |other: &Hit| (other.start, other.end, other.class) == (hit.start, hit.end, hit.class);
            if !hits.iter().skip(before).rev().take(MOST_SAME).any(same) {
                hits.push(hit);
            }
        }
    }
    if hits.len() > before {
        hits.sort_by_key(|hit| (hit.start, usize::MAX - hit.end));
    }
}

/// Numbers and the common words of a language are read as they were written.
fn is_meant(class: Class) -> bool {
    !matches!(
        class,
        Class::Speaks(_)
            | Class::Numeral(_)
            | Class::Ten(_)
            | Class::Month(_)
            | Class::Unit
            | Class::Dash
            | Class::Joint
            | Class::AndThen
            | Class::Topic(_)
            | Class::Case(_)
    )
}

/// A copy with the bent words made straight.
#[derive(Default)]
struct Straight {
    bytes: Vec<u8>,
    /// For each byte where it begins and ends in the text.
    back: Vec<(usize, usize)>,
    bent: Vec<bool>,
}

impl Straight {
    /// `None` where nothing is bent, which is nearly always.
    fn of(low: &[u8]) -> Option<Self> {
        if !may_be_bent(low) {
            return None;
        }
        let mut straight = Self::default();
        let mut found = 0;
        let mut place = 0;
        while place < low.len() && found < MOST_BENT {
            let end =
                low.get(place..)?.iter().position(|byte| is_blank(*byte)).map_or(low.len(), |at| place + at);
            let chunk = low.get(place..end)?;
            if let Some(row_end) = spaced(low, place) {
                straight.take_spaced(low, place..row_end);
                found += 1;
                place = row_end;
                continue;
            }
            if is_bent(chunk) {
                found += 1;
                straight.take_bent(chunk, place);
            } else if found > 0 {
                straight.take_plain(chunk, place);
            }
            place = end + 1;
        }
        (found > 0).then_some(straight)
    }

    fn push(&mut self, byte: u8, from: usize, to: usize, bent: bool) {
        self.bytes.push(byte);
        self.back.push((from, to));
        self.bent.push(bent);
    }

    fn part(&mut self, at: usize) {
        self.push(b' ', at, at, false);
    }

    fn take_plain(&mut self, chunk: &[u8], start: usize) {
        for (nth, byte) in chunk.iter().enumerate() {
            self.push(*byte, start + nth, start + nth + 1, false);
        }
        self.part(start + chunk.len());
    }

    /// `i d i o t`: the letters of a row of single letters; two blanks part words.
    fn take_spaced(&mut self, low: &[u8], row: std::ops::Range<usize>) {
        let mut last = row.start;
        for place in row.clone() {
            let Some(byte) = low.get(place).copied().filter(|byte| is_letter(*byte)) else { continue };
            if place - last > 2 {
                self.part(place);
            }
            self.push(byte, place, place + 1, true);
            last = place;
        }
        self.part(row.end);
    }

    /// Every straight word that a bent one may stand for, one after the other.
    fn take_bent(&mut self, chunk: &[u8], start: usize) {
        for doubled in [false, true] {
            for (one, umlaut) in [(b'i', false), (b'l', true)] {
                self.take_variant(chunk, start, &Variant { doubled, one, umlaut, star: None });
            }
        }
        // One letter is hidden: nearly always a vowel.
        if memchr::memchr_iter(b'*', chunk).count() == 1 {
            for vowel in *b"aeiouy\xe6\xf8\xe5" {
                let star = Some(vowel);
                self.take_variant(chunk, start, &Variant { doubled: true, one: b'i', umlaut: false, star });
            }
        }
    }

    fn take_variant(&mut self, chunk: &[u8], start: usize, variant: &Variant) {
        let most = if variant.doubled { 2 } else { 1 };
        let mut same = 0;
        let mut last = 0;
        for (nth, byte) in chunk.iter().copied().enumerate() {
            let between =
                |at: usize| chunk.get(at).is_some_and(|byte| is_letter(*byte) || leet(*byte).is_some());
            let inside = nth > 0 && between(nth - 1) && between(nth + 1);
            let straight = match byte {
                b'1' | b'|' | b'!' if inside || (nth == 0 && byte == b'1') => variant.one,
                b'*' if variant.star.is_some() => variant.star.unwrap_or(b'*'),
                // `id.iot`: a mark inside a word is left out.
                b'.' | b'_' | b'*' | b'~' | b'^' | b'\'' | b'-' if inside => continue,
                _ => leet(byte).filter(|_| inside || nth == 0).unwrap_or_else(|| base(byte, variant.umlaut)),
            };
            same = if straight == last && is_letter(straight) { same + 1 } else { 1 };
            last = straight;
            let is_long = triple(chunk, nth);
            if same > most && is_long {
                if let Some(back) = self.back.last_mut() {
                    back.1 = start + nth + 1;
                }
                continue;
            }
            self.push(straight, start + nth, start + nth + 1, true);
        }
        self.part(start + chunk.len());
    }
}

/// One way to read a bent word.
struct Variant {
    /// A letter that was drawn out was double (`kælllling`), not single (`idiooot`).
    doubled: bool,
    /// What `1` stands for.
    one: u8,
    /// `ö` for `ø`, as a Swedish keyboard has it, not for `o`.
    umlaut: bool,
    /// What `*` stands for.
    star: Option<u8>,
}

const LETTER: u8 = 1;
const SIGN: u8 = 2;
const ACCENT: u8 = 4;

/// What each byte of the copy is.
static SORTS: [u8; 256] = sorts();

const fn sorts() -> [u8; 256] {
    let mut sorts = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        sorts[byte] = match byte {
            0x61..=0x7a | 0x80 | 0xe5 | 0xe6 | 0xf8 | 0xdf | 0xf0 | 0xfe => LETTER,
            0xe0..=0xff if byte != 0xf7 => LETTER | ACCENT,
            0x30
            | 0x31
            | 0x33..=0x35
            | 0x37
            | 0x21
            | 0x24
            | 0x40
            | 0x7c
            | 0x2e
            | 0x5f
            | 0x2a
            | 0x7e
            | 0x5e => SIGN,
            _ => 0,
        };
        byte += 1;
    }
    sorts
}

/// The cheap look that nearly every text ends with: a sign between letters, three letters alike, an accent,
/// or single letters in a row.
fn may_be_bent(low: &[u8]) -> bool {
    let sort = |at: usize| low.get(at).map_or(0, |byte| SORTS[usize::from(*byte)]);
    let mut singles = 0_usize;
    let mut place = 0;
    while place < low.len() {
        if sort(place) & LETTER == 0 {
            place += 1;
            continue;
        }
        let start = place;
        let mut drawn = 0;
        let mut last = 0;
        while let Some(byte) = low.get(place).copied().filter(|byte| SORTS[usize::from(*byte)] & LETTER != 0)
        {
            drawn = if byte == last { drawn + 1 } else { 0 };
            if drawn > 1 || SORTS[usize::from(byte)] & ACCENT != 0 {
                return true;
            }
            last = byte;
            place += 1;
        }
        // `1diot`, `id*ot`; a dot parts sentences too, and counts between two letters only.
        let sign = start.checked_sub(1).filter(|sign| sort(*sign) & SIGN != 0);
        let is_dot = |sign: usize| low.get(sign) == Some(&b'.');
        if sign.is_some_and(|sign| !is_dot(sign) || (sign > 0 && sort(sign - 1) & LETTER != 0)) {
            return true;
        }
        singles = if place - start == 1 { singles + 1 } else { 0 };
        if singles >= 4 {
            return true;
        }
    }
    false
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n')
}

/// The letter that a sign stands for.
fn leet(byte: u8) -> Option<u8> {
    Some(match byte {
        b'0' => b'o',
        b'1' | b'!' | b'|' => b'i',
        b'3' => b'e',
        b'4' | b'@' => b'a',
        b'5' | b'$' => b's',
        b'7' => b't',
        _ => return None,
    })
}

/// A letter without its accent. The Danish ones stay.
fn base(byte: u8, umlaut: bool) -> u8 {
    match byte {
        0xe4 if umlaut => 0xe6,
        0xf6 if umlaut => 0xf8,
        0xe0..=0xe4 => b'a',
        0xe7 => b'c',
        0xe8..=0xeb => b'e',
        0xec..=0xef => b'i',
        0xf1 => b'n',
        0xf2..=0xf6 => b'o',
        0xf9..=0xfc => b'u',
        0xfd | 0xff => b'y',
        _ => byte,
    }
}

/// The letter stands among three of its kind.
fn triple(chunk: &[u8], nth: usize) -> bool {
    let same = |at: Option<usize>| at.and_then(|at| chunk.get(at)) == chunk.get(nth);
    let back = |by: usize| nth.checked_sub(by);
    let (before, after) = (same(back(1)), same(Some(nth + 1)));
    (before && (same(back(2)) || after)) || (after && same(Some(nth + 2)))
}

/// A chunk with letters and something between them that hides a word. Addresses are none.
fn is_bent(chunk: &[u8]) -> bool {
    if chunk.len() < 3 || chunk.len() > MOST_LETTERS || chunk.first() == Some(&b'@') {
        return false;
    }
    let mut letters = 0_usize;
    let mut signs = 0_usize;
    let mut inner = false;
    let mut accents = false;
    let mut row = 1;
    let mut drawn = false;
    let mut last = 0;
    for byte in chunk.iter().copied() {
        let is_sign = leet(byte).is_some() || matches!(byte, b'.' | b'_' | b'*' | b'~' | b'^');
        if is_letter(byte) {
            letters += 1;
            inner |= signs > 0 && (leet(last).is_some() || matches!(last, b'.' | b'_' | b'*' | b'~' | b'^'));
            accents |= byte > 0xdf && base(byte, false) != byte;
        }
        signs += usize::from(is_sign);
        row = if byte == last { row + 1 } else { 1 };
        drawn |= row > 2 && is_letter(byte);
        last = byte;
    }
    if letters < 2 || !(inner || accents || drawn) {
        return false;
    }
    let is_address = memchr::memmem::find(chunk, b"://").is_some()
        || chunk.starts_with(b"www.")
        || (chunk.contains(&b'@') && chunk.contains(&b'.'));
    !is_address && signs <= letters + 1
}

/// Where a row of at least four single letters ends that begins here: blanks, dots or dashes between.
fn spaced(low: &[u8], start: usize) -> Option<usize> {
    let is_single = |at: usize| {
        low.get(at).copied().is_some_and(is_letter) && !low.get(at + 1).copied().is_some_and(is_letter)
    };
    // Almost no chunk begins with a single letter: this is the cheap way out.
    if !is_single(start) {
        return None;
    }
    let mut count = 0;
    let mut place = start;
    let mut end = start;
    while is_single(place) && count < MOST_LETTERS {
        count += 1;
        end = place + 1;
        let gap = low
            .get(end..)?
            .iter()
            .take(3)
            .take_while(|byte| matches!(byte, b' ' | b'.' | b'-' | b'_' | b'*' | b'/'))
            .count();
        if gap == 0 || gap > 2 {
            break;
        }
        place = end + gap;
    }
    (count >= 4).then_some(end)
}
