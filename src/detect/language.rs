//! The language of a comment, by its common words and letters. Short texts lean to Danish: a wrong
//! "English" would answer a Dane in English.

use super::class::{Class, Tongue};
use super::normalise::Normalised;
use super::terms::{Hit, words};
use super::unicode::LETTER;
use crate::model::Language;

/// A language without any common word in so many words is one that we do not know.
const FEW_WORDS: usize = 6;

/// The languages beside Danish, each with the letters that English does not have.
const OTHERS: [(Tongue, Language, &[u8]); 4] = [
    (Tongue::English, Language::English, b""),
    (Tongue::Norwegian, Language::Norwegian, b"\xe6\xf8"),
    (Tongue::Swedish, Language::Swedish, b"\xe4\xf6"),
    (Tongue::German, Language::German, b"\xe4\xf6\xfc\xdf"),
];

/// Tells the language.
pub(super) fn tell(text: &Normalised, hits: &[Hit]) -> Language {
    let (mut count, mut foreign) = (0_usize, 0_usize);
    for (_, word) in words(text.low()) {
        count += 1;
        foreign += usize::from(word.contains(&LETTER));
    }
    if foreign * 2 > count {
        return Language::Other;
    }
    let spoken: Vec<Tongue> = hits
        .iter()
        .filter_map(|hit| if let Class::Speaks(tongue) = hit.class { Some(tongue) } else { None })
        .collect();
    let accented: Vec<u8> = text.low().iter().copied().filter(|byte| *byte >= 0xdf).take(100).collect();
    // A word counts twice as much as a letter, and three letters are enough.
    let votes = |tongue: Tongue, letters: &[u8]| {
        let words = spoken.iter().filter(|spoken| **spoken == tongue).count();
        words * 2 + accented.iter().filter(|byte| letters.contains(byte)).count().min(3)
    };
    let danish = votes(Tongue::Danish, b"\xe6\xf8");
    // On a tie Danish wins, and it takes two words to be something else.
    let best = OTHERS
        .iter()
        .map(|(tongue, language, letters)| (votes(*tongue, letters), *language))
        .max_by_key(|(votes, _)| *votes)
        .filter(|(votes, _)| *votes > danish.max(2));
    match best {
        Some((_, language)) => language,
        None if danish == 0 && count >= FEW_WORDS => Language::Other,
        None => Language::Danish,
    }
}
