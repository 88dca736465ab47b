//! The language of a comment, by its common words and letters. Short texts lean to Danish: a wrong
//! "English" would answer a Dane in English.

use super::class::{Class, Tongue};
use super::normalise::Normalised;
use super::terms::{Hit, words};
use super::unicode::LETTER;
use crate::model::Language;

/// A language without any common word in so many words is one that we do not know.
const FEW_WORDS: usize = 6;
/// In so many words a language that we know shows.
const MANY_WORDS: usize = 8;
/// Letters and marks of none of our languages: á ç í ñ ó ú ã õ ê î û ý and the Spanish ¿ ¡.
const FOREIGN: &[u8] = b"\xe1\xe7\xed\xf1\xf3\xfa\xe3\xf5\xea\xee\xfb\xfd\xbf\xa1";

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
    for (_, word) in words(text.low()).filter(|(_, word)| word.len() > 1 || word.contains(&LETTER)) {
        count += 1;
        foreign += usize::from(word.contains(&LETTER));
    }
    if foreign * 2 > count {
        return Language::Other;
    }
    let spoken: Vec<(usize, Tongue)> = hits
        .iter()
        .filter_map(
            |hit| if let Class::Speaks(tongue) = hit.class { Some((hit.start, tongue)) } else { None },
        )
        .collect();
    let said = |tongue: Tongue| spoken.iter().filter(|(_, spoken)| *spoken == tongue).count();
    let bytes = text.low().iter().copied();
    let accented: Vec<u8> = bytes.filter(|byte| *byte >= 0xdf || FOREIGN.contains(byte)).take(100).collect();
    let letters = |letters: &[u8]| accented.iter().filter(|byte| letters.contains(byte)).count().min(3);
    // A word counts twice as much as a letter, and three letters are enough.
    let votes = |tongue: Tongue, special: &[u8]| said(tongue) * 2 + letters(special);
    let danish = votes(Tongue::Danish, b"\xe6\xf8");
    // On a tie Danish wins, and it takes two words to be something else.
    let best = OTHERS
        .iter()
        .map(|(tongue, language, letters)| (votes(*tongue, letters), *language))
        .max_by_key(|(votes, _)| *votes)
        .filter(|(votes, _)| *votes > danish.max(2));
    // Norwegian shares most of its common words with Danish: only those that the other has not count.
    let only = |one: Tongue, other: Tongue| {
        let shares = |start: usize| spoken.iter().any(|(at, tongue)| *at == start && *tongue == other);
        spoken.iter().filter(|(start, tongue)| *tongue == one && !shares(*start)).take(20).count()
    };
    let is_norwegian = || {
        let (norwegian, danish) =
            (only(Tongue::Norwegian, Tongue::Danish), only(Tongue::Danish, Tongue::Norwegian));
        norwegian > danish && norwegian > usize::from(danish > 0 || count < FEW_WORDS)
    };
    // `de` and `en` stand in half of Europe's languages: a text of eight words has more that are Danish.
    let is_thin = count >= MANY_WORDS && letters(b"\xe6\xf8\xe5") == 0 && said(Tongue::Danish) * 8 < count;
    match best {
        Some((votes, language)) if !(letters(FOREIGN) > 1 && votes < 6) => language,
        None if is_norwegian() => Language::Norwegian,
        // One such letter may be a name's: José, Málaga.
        _ if danish < 6 && (letters(FOREIGN) > 1 || (letters(FOREIGN) == 1 && danish == 0 && count > 2)) => {
            Language::Other
        }
        None if (danish == 0 && count >= FEW_WORDS) || is_thin => Language::Other,
        _ => Language::Danish,
    }
}
