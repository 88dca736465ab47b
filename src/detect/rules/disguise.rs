//! A second look at a text that hides its words: digits and signs for letters (`h4t3`), letters apart
//! (`h a t e`). Only a text that shows signs of it is folded again, and only for labels: a span would
//! not point where it says.

use super::super::normalise::Normalised;
use super::super::unicode::is_letter;

/// So many single letters in a row are a word in disguise.
const FEW_LETTERS: usize = 3;

/// The text without its disguise; `None` for one that wears none.
pub(in crate::detect) fn unmasked(text: &Normalised) -> Option<String> {
    let low = text.low();
    let mut plain: Vec<u8> = Vec::with_capacity(low.len());
    let mut changed = false;
    for piece in low.split_inclusive(|byte| matches!(byte, b' ' | b'\n')) {
        changed |= letters_for(piece, &mut plain);
    }
    let joined = joined(&plain);
    changed |= joined.len() != plain.len();
    changed.then(|| joined.iter().copied().map(char::from).collect())
}

/// Puts letters for digits and signs in a word that mixes them; true where it did.
fn letters_for(piece: &[u8], plain: &mut Vec<u8>) -> bool {
    let core = piece.trim_ascii_end();
    let end =
        core.iter().rposition(|byte| is_letter(*byte) || byte.is_ascii_digit()).map_or(0, |last| last + 1);
    let word = core.get(..end).unwrap_or_default();
    let letters = word.iter().filter(|byte| is_letter(**byte)).count();
    let is_worn = letters * 2 >= word.len()
        && word.iter().enumerate().any(|(nth, byte)| {
            letter_of(*byte).is_some() && word.get(nth + 1).is_some_and(|next| is_letter(*next))
        })
        && !word.contains(&b'.')
        && word.first() != Some(&b'@');
    if !is_worn {
        plain.extend_from_slice(piece);
        return false;
    }
    plain.extend(word.iter().map(|byte| letter_of(*byte).unwrap_or(*byte)));
    plain.extend_from_slice(piece.get(end..).unwrap_or_default());
    true
}

fn letter_of(byte: u8) -> Option<u8> {
    Some(match byte {
        b'0' => b'o',
        b'1' | b'!' | b'|' => b'i',
        b'3' => b'e',
        b'4' | b'@' => b'a',
        b'5' | b'$' => b's',
        b'7' => b't',
        b'9' => b'g',
        _ => return None,
    })
}

/// Single letters that stand apart, together.
fn joined(plain: &[u8]) -> Vec<u8> {
    let words: Vec<&[u8]> = plain.split(|byte| *byte == b' ').collect();
    let is_single = |word: &&[u8]| matches!(word, [letter] if is_letter(*letter));
    let mut made: Vec<u8> = Vec::with_capacity(plain.len());
    let mut nth = 0;
    while let Some(word) = words.get(nth) {
        let run = words.iter().skip(nth).take_while(|word| is_single(word)).count();
        if nth > 0 {
            made.push(b' ');
        }
        if run >= FEW_LETTERS {
            made.extend(words.iter().skip(nth).take(run).flat_map(|word| word.iter()));
            nth += run;
        } else {
            made.extend_from_slice(word);
            nth += 1;
        }
    }
    made
}
