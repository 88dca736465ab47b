//! The language of a comment, by its common words and letters. Short texts lean to Danish: a wrong
//! "English" would answer a Dane in English.

use super::class::{Class, Tongue};
use super::normalise::Normalised;
use super::terms::Hit;
use super::unicode::{LETTER, is_letter};
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
    let (count, foreign) = count(text.low());
    if foreign * 2 > count {
        return Language::Other;
    }
    let mut spoken = Spoken::default();
    for hit in hits {
        if let Class::Speaks(tongue) = hit.class {
            spoken.take(tongue);
        }
    }
    let bytes = text.low().iter().copied().filter(|byte| *byte > 0xa0);
    let accented: Vec<u8> = bytes.filter(|byte| matches!(byte, 0xdf..|0xbf| 0xa1)).take(100).collect();
    let letters = |letters: &[u8]| accented.iter().filter(|byte| letters.contains(byte)).count().min(3);
    let said_danish = spoken.danish + spoken.nordic;
    // A word counts twice as much as a letter, and three letters are enough.
    let danish = said_danish * 2 + letters(b"\xe6\xf8");
    // On a tie Danish wins, and it takes two words to be something else.
    let best = OTHERS
        .iter()
        .map(|(tongue, language, special)| (spoken.of(*tongue) * 2 + letters(special), *language))
        .max_by_key(|(votes, _)| *votes)
        .filter(|(votes, _)| *votes > danish.max(2));
    // Norwegian shares most of its common words with Danish: only those that the other has not count.
    let is_norwegian = spoken.norwegian > spoken.danish
        && spoken.norwegian > usize::from(spoken.danish > 0 || count < FEW_WORDS);
    // `de` and `en` stand in half of Europe's languages: a text of eight words has more that are Danish.
    let is_thin = count >= MANY_WORDS && letters(b"\xe6\xf8\xe5") == 0 && said_danish * 8 < count;
    let foreign = letters(FOREIGN);
    match best {
        Some((votes, language)) if !(foreign > 1 && votes < 6) => language,
        None if is_norwegian => Language::Norwegian,
        // One such letter may be a name's: José, Málaga.
        _ if danish < 6 && (foreign > 1 || (foreign == 1 && danish == 0 && count > 2)) => Language::Other,
        None if (danish == 0 && count >= FEW_WORDS) || is_thin => Language::Other,
        _ => Language::Danish,
    }
}

/// The words of more than one letter, and those with a letter of another script, however short.
fn count(low: &[u8]) -> (usize, usize) {
    let (mut count, mut foreign) = (0, 0);
    let (mut length, mut is_foreign) = (0_usize, false);
    for byte in low {
        if is_letter(*byte) {
            length += 1;
            is_foreign |= *byte == LETTER;
        } else {
            count += usize::from(length > 1 || is_foreign);
            foreign += usize::from(is_foreign);
            (length, is_foreign) = (0, false);
        }
    }
    (count + usize::from(length > 1 || is_foreign), foreign + usize::from(is_foreign))
}

/// How many common words of each language a text has.
#[derive(Default)]
struct Spoken {
    danish: usize,
    nordic: usize,
    norwegian: usize,
    english: usize,
    swedish: usize,
    german: usize,
}

impl Spoken {
    fn take(&mut self, tongue: Tongue) {
        *match tongue {
            Tongue::Danish => &mut self.danish,
            Tongue::Nordic => &mut self.nordic,
            Tongue::Norwegian => &mut self.norwegian,
            Tongue::English => &mut self.english,
            Tongue::Swedish => &mut self.swedish,
            Tongue::German => &mut self.german,
        } += 1;
    }

    fn of(&self, tongue: Tongue) -> usize {
        match tongue {
            Tongue::Danish => self.danish + self.nordic,
            Tongue::Nordic => self.nordic,
            Tongue::Norwegian => self.norwegian + self.nordic,
            Tongue::English => self.english,
            Tongue::Swedish => self.swedish,
            Tongue::German => self.german,
        }
    }
}
