//! One folded copy of a text to match on, and the way back to the characters that were received.
//!
//! The copy is Latin-1: one byte a character, so for Danish text a place in the copy *is* the scalar
//! offset and no map is needed; a map appears with the first character that is left out or becomes
//! several. It is never shown or stored.

use std::ops::Range;

use unicode_normalization::char::{compose, decompose_compatible, is_combining_mark};

use super::unicode::{
    LETTER, SYMBOL, alike, digit, is_dress, is_letter, is_unseen, latin, lower, punctuation,
};
use crate::model::Span;

/// A text as the detectors see it.
pub(super) struct Normalised {
    low: Vec<u8>,
    cased: Vec<u8>,
    /// For each byte the scalars it came from; `None` while the two run side by side.
    back: Option<Vec<Source>>,
}

#[derive(Clone, Copy)]
struct Source {
    start: u32,
    end: u32,
}

impl Normalised {
    /// Folds what was received. Linear in its length, whatever it holds.
    pub(super) fn new(received: &str) -> Self {
        let mut folder =
            Folder { cased: Vec::with_capacity(received.len()), back: None, at: 0, alike: Vec::new() };
        let mut rest = received;
        loop {
            let plain = rest.bytes().take_while(|byte| is_plain(*byte)).count();
            let (run, more) = rest.split_at(plain);
            folder.take_plain(run.as_bytes());
            let mut more = more.chars();
            let Some(letter) = more.next() else { break };
            folder.take(letter);
            folder.at = folder.at.saturating_add(1);
            rest = more.as_str();
        }
        folder.settle_alike();
        let low = folder.cased.iter().map(|byte| lower(*byte)).collect();
        Self { low, cased: folder.cased, back: folder.back }
    }

    /// A copy that is folded already, without a way back.
    pub(super) fn folded(low: Vec<u8>) -> Self {
        Self { cased: low.clone(), low, back: None }
    }

    /// The copy in lower case.
    pub(super) fn low(&self) -> &[u8] {
        &self.low
    }

    /// The copy as it was written, byte for byte beside [`Self::low`].
    pub(super) fn cased(&self) -> &[u8] {
        &self.cased
    }

    /// A byte of the copy; a blank outside it, so that edges need no special case.
    pub(super) fn at(&self, place: usize) -> u8 {
        self.low.get(place).copied().unwrap_or(b' ')
    }

    /// The byte before a place; a blank at the start.
    pub(super) fn before(&self, place: usize) -> u8 {
        place.checked_sub(1).map_or(b' ', |place| self.at(place))
    }

    /// The bytes of a range; empty where the range is not in the copy.
    pub(super) fn slice(&self, range: Range<usize>) -> &[u8] {
        self.low.get(range).unwrap_or_default()
    }

    /// Where a range of the copy stands in the received text.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let Some(back) = &self.back else { return Span { start: range.start, end: range.end } };
        let start = back.get(range.start).map_or(0, |source| source.start as usize);
        let end = range.end.checked_sub(1).and_then(|last| back.get(last));
        Span { start, end: end.map_or(start, |source| source.end as usize) }
    }
}

struct Folder {
    cased: Vec<u8>,
    back: Option<Vec<Source>>,
    at: u32,
    /// Letters of other scripts that look like Latin ones, with their places in the copy.
    alike: Vec<(usize, u8)>,
}

/// ASCII that stays as it is.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~' | b'\n')
}

impl Folder {
    fn take_plain(&mut self, run: &[u8]) {
        self.cased.extend_from_slice(run);
        let end = self.at.saturating_add(u32::try_from(run.len()).unwrap_or(u32::MAX));
        if let Some(back) = &mut self.back {
            back.extend((self.at..end).map(|start| Source { start, end: start + 1 }));
        }
        self.at = end;
    }

    fn take(&mut self, letter: char) {
        if letter.is_ascii() {
            let byte = u8::try_from(letter).unwrap_or(b' ');
            self.push(if byte.is_ascii_control() && byte != b'\n' { b' ' } else { byte });
        } else if let Ok(byte @ 0xc0..=0xff) = u8::try_from(letter) {
            self.push(byte);
        } else if is_dress(letter) {
            self.leave_out(true);
        } else if is_unseen(letter) {
            // Never drop what parts two emoji from the received text: only this copy loses it.
            self.leave_out(false);
        } else if let Some(byte) = digit(letter).or_else(|| punctuation(letter)) {
            self.push(byte);
        } else {
            self.take_rare(letter);
        }
    }

    /// NFKC for what is left: compatibility forms, accents as marks of their own, other scripts.
    fn take_rare(&mut self, letter: char) {
        if is_combining_mark(letter) {
            return self.mark(letter);
        }
        let mut made = 0_usize;
        decompose_compatible(letter, |piece| {
            let before = self.cased.len();
            self.piece(piece, made > 0);
            made += self.cased.len() - before;
        });
        if made == 0 {
            self.leave_out(false);
        }
    }

    fn piece(&mut self, piece: char, follows: bool) {
        if is_combining_mark(piece) {
            self.mark(piece);
        } else if let Some(letters) = latin(piece) {
            for (nth, byte) in letters.iter().enumerate() {
                self.push_piece(*byte, follows || nth > 0);
            }
        } else {
            if let Some(latin) = alike(piece) {
                self.alike.push((self.cased.len(), latin));
            }
            let byte = match u8::try_from(piece) {
                Ok(byte) if byte.is_ascii_control() => b' ',
                Ok(byte) if !(0x80..=0xa0).contains(&byte) => byte,
                _ => digit(piece).or_else(|| punctuation(piece)).unwrap_or(if piece.is_alphabetic() {
                    LETTER
                } else {
                    SYMBOL
                }),
            };
            self.push_piece(byte, follows);
        }
    }

    /// An accent on the character before it: `a` and U+030A are `å`. One that makes no letter of
    /// Latin-1 is left out, however many there are.
    fn mark(&mut self, mark: char) {
        if let Some(last) = self.cased.last_mut()
            && let Some(whole) = compose(char::from(*last), mark)
            && let Ok(byte) = u8::try_from(whole)
        {
            *last = byte;
        }
        self.leave_out(true);
    }

    fn push(&mut self, byte: u8) {
        self.push_piece(byte, false);
    }

    fn push_piece(&mut self, byte: u8, follows: bool) {
        if follows {
            self.map();
        }
        self.cased.push(byte);
        if let Some(back) = &mut self.back {
            back.push(Source { start: self.at, end: self.at.saturating_add(1) });
        }
    }

    /// The character has no byte of its own; `joins` when it belongs to the one before it.
    fn leave_out(&mut self, joins: bool) {
        let end = self.at.saturating_add(1);
        let back = self.map();
        if joins && let Some(last) = back.last_mut() {
            last.end = last.end.max(end);
        }
    }

    /// `іdіоt` with Cyrillic letters in it is meant to be read as Latin; a Russian word is not. A word is
    /// read as Latin when it has a Latin letter of its own.
    fn settle_alike(&mut self) {
        let mut alike = std::mem::take(&mut self.alike).into_iter().peekable();
        while let Some((place, latin)) = alike.next() {
            let mut start = place;
            while start > 0 && self.cased.get(start - 1).copied().is_some_and(is_letter) {
                start -= 1;
            }
            let mut end = place + 1;
            while self.cased.get(end).copied().is_some_and(is_letter) {
                end += 1;
            }
            let is_latin = |byte: &u8| is_letter(*byte) && *byte != LETTER;
            let is_mixed = self.cased.get(start..end).is_some_and(|word| word.iter().any(is_latin));
            let mut next = Some((place, latin));
            while let Some((place, latin)) = next {
                if let Some(byte) = self.cased.get_mut(place).filter(|_| is_mixed) {
                    *byte = latin;
                }
                next = alike.next_if(|(place, _)| *place < end);
            }
        }
    }

    fn map(&mut self) -> &mut Vec<Source> {
        let length = self.cased.len();
        self.back.get_or_insert_with(|| {
            let places = 0..u32::try_from(length).unwrap_or(u32::MAX);
            places.map(|start| Source { start, end: start + 1 }).collect()
        })
    }
}
