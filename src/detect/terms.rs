//! Finds the terms of all word lists in one pass over a text.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::class::Class;
use super::evasion;
use super::lists::{Error, Lists, class, entries};
use super::mailbox::{CURLS, PROVIDERS};
use super::normalise::Normalised;
use super::numerals;
use super::rules::Book;
use super::unicode::{LETTER, SYMBOL, is_letter};

/// The compiled lists.
pub(super) struct Terms {
    /// Terms that are one whole word: looked up word by word, which is much cheaper for short
    /// common words than meeting them inside longer ones.
    words: HashMap<Vec<u8>, Vec<Class>>,
    /// Stems, phrases and whatever else is no whole word.
    automaton: AhoCorasick,
    stems: Vec<Term>,
}

/// A term where it stands in the folded copy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) start: usize,
    /// The end of the word, endings included.
    pub(super) end: usize,
    pub(super) class: Class,
    /// The term is the last part of a longer word (`faktura|nummer`).
    pub(super) is_tail: bool,
}

struct Term {
    class: Class,
    may_be_tail: bool,
    ending: Ending,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    None,
    Inflected,
    Any,
}

/// What Danish and English add to a stem. The list is closed, so that `mor` never finds `mord`.
const ENDINGS: [&[u8]; 28] = [
    b"e", b"en", b"et", b"er", b"es", b"ene", b"ens", b"ets", b"ers", b"erne", b"ernes", b"enes", b"n",
    b"ne", b"nes", b"r", b"rne", b"rnes", b"s", b"t", b"te", b"de", b"ede", b"ere", b"est", b"este", b"ende",
    b"'s",
];

impl Terms {
    /// Compiles all term lists and the words of the rule book into one automaton.
    pub(super) fn new(lists: &Lists, book: &Book) -> Result<Self, Error> {
        let rules = book.terms().iter().map(|(class, shape)| (shape, Class::Rule(*class)));
        let mut terms = Self::compile(&lists.of_terms(), rules)?;
        let hosts = PROVIDERS.iter().map(|host| ((*host).to_owned(), Class::MailHost));
        let curls = CURLS.iter().map(|curl| ((*curl).to_owned(), Class::Curl));
        for (word, class) in numerals::danish_and_english().into_iter().chain(hosts).chain(curls) {
            for spelling in spellings(&word) {
                terms.words.entry(spelling).or_default().push(class);
            }
        }
        Ok(terms)
    }

    /// Compiles lists that one rule alone looks for, where it has a candidate.
    pub(super) fn of(lists: &[(&'static str, &str)]) -> Result<Self, Error> {
        Self::compile(lists, std::iter::empty())
    }

    fn compile<'a>(
        lists: &[(&'static str, &str)],
        rules: impl Iterator<Item = (&'a Shape, Class)>,
    ) -> Result<Self, Error> {
        let mut words: HashMap<Vec<u8>, Vec<Class>> = HashMap::new();
        let mut patterns: Vec<Vec<u8>> = Vec::new();
        let mut stems = Vec::new();
        let mut add = |shape: &Shape, class: Class| {
            let Shape { stem, may_be_tail, ending } = shape;
            let (may_be_tail, ending) = (*may_be_tail, *ending);
            for pattern in spellings(stem) {
                let is_word =
                    !may_be_tail && ending == Ending::None && pattern.iter().copied().all(is_letter);
                if is_word {
                    words.entry(pattern).or_default().push(class);
                } else {
                    patterns.push(pattern);
                    stems.push(Term { class, may_be_tail, ending });
                }
            }
        };
        for (list, text) in lists {
            for entry in entries(list, text)? {
                let class = class(entry.section).ok_or(entry.wrong("no rule reads this section"))?;
                add(&Shape::parse(entry.term).map_err(|why| entry.wrong(why))?, class);
            }
        }
        for (shape, class) in rules {
            add(shape, class);
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(patterns)
            .map_err(|_| Error::TooLarge)?;
        Ok(Self { words, automaton, stems })
    }

    /// Every term in the text, sorted by where it starts, the longer one first; also those that stand
    /// there bent.
    pub(super) fn find(&self, text: &Normalised) -> Vec<Hit> {
        let mut hits = self.search(text);
        evasion::add(self, text, &mut hits);
        hits
    }

    /// Every term as it is written.
    pub(super) fn search(&self, text: &Normalised) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::with_capacity(64);
        for (start, word) in words(text.low()) {
            for class in self.words.get(word).into_iter().flatten() {
                hits.push(Hit { start, end: start + word.len(), class: *class, is_tail: false });
            }
        }
        let stems = self.automaton.find_overlapping_iter(text.low());
        hits.extend(
            stems.filter_map(|found| self.hit(text, found.pattern().as_usize(), found.start(), found.end())),
        );
        hits.sort_by_key(|hit| (hit.start, usize::MAX - hit.end));
        hits
    }

    fn hit(&self, text: &Normalised, term: usize, start: usize, stop: usize) -> Option<Hit> {
        let term = self.stems.get(term)?;
        let is_tail = is_letter(text.before(start)) && is_letter(text.at(start));
        if is_tail && !term.may_be_tail {
            return None;
        }
        let last = text.before(stop);
        let mut end = stop;
        if is_letter(last) && is_letter(text.at(stop)) {
            // The longest ending is five letters, and a doubled consonant may stand before it.
            let far = if term.ending == Ending::Any { MOST_LETTERS } else { 6 };
            while end - stop <= far && (is_letter(text.at(end)) || text.at(end) == b'\'') {
                end += 1;
            }
            let rest = text.slice(stop..end);
            let fits = match term.ending {
                Ending::None => false,
                Ending::Any => true,
                Ending::Inflected => {
                    ENDINGS.contains(&rest)
                        || rest
                            .split_first()
                            .is_some_and(|(twin, rest)| *twin == last && ENDINGS.contains(&rest))
                }
            };
            if !fits {
                return None;
            }
        }
        Some(Hit { start, end, class: term.class, is_tail })
    }
}

/// The words of a text with their places; a word is letters and nothing else.
pub(super) fn words(low: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut place = 0;
    std::iter::from_fn(move || {
        let start = place + low.get(place..)?.iter().position(|byte| is_letter(*byte))?;
        let length = low.get(start..)?.iter().position(|byte| !is_letter(*byte)).unwrap_or(low.len() - start);
        place = start + length;
        Some((start, low.get(start..place)?))
    })
}

/// How far the end of a word is looked for; a longer one is no word.
const MOST_LETTERS: usize = 40;

/// A term as it is written in a list, taken apart.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    stem: String,
    may_be_tail: bool,
    ending: Ending,
}

impl Shape {
    /// The stem of a term, whether it may end a longer word, and what may follow it.
    pub(super) fn parse(term: &str) -> Result<Self, &'static str> {
        let (rest, may_be_tail) = term.strip_prefix('*').map_or((term, false), |rest| (rest, true));
        let (stem, ending) = if let Some(stem) = rest.strip_suffix('~') {
            (stem, Ending::Inflected)
        } else if let Some(stem) = rest.strip_suffix('*') {
            (stem, Ending::Any)
        } else {
            (rest, Ending::None)
        };
        if stem.is_empty() || stem.contains(['*', '~']) {
            return Err("a term is a stem with * before it and ~ or * after it");
        }
        if (may_be_tail || ending == Ending::Any) && stem.chars().count() < 2 {
            return Err("a stem that is open at an end needs two letters");
        }
        if stem != stem.to_lowercase() {
            return Err("a term is written in lower case");
        }
        if Normalised::new(stem).low().iter().any(|byte| matches!(*byte, LETTER | SYMBOL)) {
            return Err("a term is written in Latin letters");
        }
        Ok(Self { stem: stem.to_owned(), may_be_tail, ending })
    }
}

/// A term as it is matched: with `æ ø å`, and without them as foreign keyboards write it.
fn spellings(stem: &str) -> Vec<Vec<u8>> {
    let plain = stem.replace('æ', "ae").replace('ø', "oe").replace('å', "aa");
    let mut spellings = vec![Normalised::new(stem).low().to_vec()];
    if plain != stem {
        spellings.push(plain.into_bytes());
    }
    spellings
}
