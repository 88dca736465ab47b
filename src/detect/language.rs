//! The language of a comment, by its common words and letters. Short texts lean to Danish: a wrong
//! "English" would answer a Dane in English.

use super::class::{Class, Tongue};
use super::normalise::Normalised;
use super::terms::Hit;
use super::unicode::{LETTER, is_letter};
use crate::model::Language;

/// A language without any common word in so many words is one that we do not know.
const FEW_WORDS: usize = 6;

/// Tells the language.
pub(super) fn tell(text: &Normalised, hits: &[Hit]) -> Language {
    let words = text.low().split(|byte| !is_letter(*byte)).filter(|word| !word.is_empty());
    let (count, foreign) = words
        .fold((0, 0), |(count, foreign), word| (count + 1, foreign + usize::from(word.contains(&LETTER))));
    if foreign * 2 > count {
        return Language::Other;
    }
    let votes = |tongue: Tongue| hits.iter().filter(|hit| hit.class == Class::Speaks(tongue)).count() * 2;
    let letters = |wanted: &[u8]| text.low().iter().filter(|byte| wanted.contains(byte)).count().min(3);
    let danish = votes(Tongue::Danish) + letters(b"\xe6\xf8");
    let others = [
        (votes(Tongue::English), Language::English),
        (votes(Tongue::Norwegian) + letters(b"\xe6\xf8"), Language::Norwegian),
        (votes(Tongue::Swedish) + letters(b"\xe4\xf6"), Language::Swedish),
        (votes(Tongue::German) + letters(b"\xe4\xf6\xfc\xdf"), Language::German),
    ];
    // On a tie Danish wins, and it takes two words to be something else.
    let best = others.into_iter().max_by_key(|(votes, _)| *votes).filter(|(votes, _)| *votes > danish.max(2));
    match best {
        Some((_, language)) => language,
        None if danish == 0 && count >= FEW_WORDS => Language::Other,
        None => Language::Danish,
    }
}
