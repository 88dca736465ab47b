//! Finds the terms of all word lists in one pass over a text.

use std::cmp::Reverse;

use super::class::Class;
use super::evasion;
use super::lists::{Error, Lists, class, entries};
use super::mailbox::{CURLS, PROVIDERS};
use super::normalise::Normalised;
use super::numerals;
use super::rules::Book;
use super::trie::Trie;
use super::unicode::{LETTER, SYMBOL, is_letter};

/// The compiled lists.
pub(super) struct Terms {
    /// What is looked for where a word begins, and before signs and digits everywhere.
    begins: Lexicon,
    /// What may also begin within a word.
    tails: Lexicon,
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

#[derive(Clone, Copy)]
struct Term {
    class: Class,
    ending: Ending,
    may_be_tail: bool,
    /// Letters only, and neither a stem nor a tail.
    is_word: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    None,
    Inflected,
    Any,
}

/// What Danish and English add to a stem. The list is closed, so that `mor` never finds `mord`.
fn is_ending(rest: &[u8]) -> bool {
    matches!(
        rest,
        b"e" | b"en"
            | b"et"
            | b"er"
            | b"es"
            | b"ene"
            | b"ens"
            | b"ets"
            | b"ers"
            | b"erne"
            | b"ernes"
            | b"enes"
            | b"n"
            | b"ne"
            | b"nes"
            | b"r"
            | b"rne"
            | b"rnes"
            | b"s"
            | b"t"
            | b"te"
            | b"de"
            | b"ede"
            | b"ere"
            | b"est"
            | b"este"
            | b"ende"
            | b"'s"
    )
}

impl Terms {
    /// Compiles all term lists and the words of the rule book together.
    pub(super) fn new(lists: &Lists, book: &Book) -> Result<Self, Error> {
        let rules = book.terms().iter().map(|(class, shape)| (shape, Class::Rule(*class)));
        let mut terms = collect(&lists.of_terms(), rules)?;
        let hosts = PROVIDERS.iter().map(|host| ((*host).to_owned(), Class::MailHost));
        let curls = CURLS.iter().map(|curl| ((*curl).to_owned(), Class::Curl));
        for (word, class) in numerals::danish_and_english().into_iter().chain(hosts).chain(curls) {
            let term = Term { class, ending: Ending::None, may_be_tail: false, is_word: true };
            terms.extend(spellings(&word).into_iter().map(|spelling| (spelling, term)));
        }
        Ok(Self::compile(terms))
    }

    /// Compiles lists that one rule alone looks for, where it has a candidate.
    pub(super) fn of(lists: &[(&'static str, &str)]) -> Result<Self, Error> {
        Ok(Self::compile(collect(lists, std::iter::empty())?))
    }

    fn compile(terms: Vec<(Vec<u8>, Term)>) -> Self {
        let tails = terms.iter().filter(|(_, term)| term.may_be_tail).cloned().collect();
        Self { begins: Lexicon::new(terms), tails: Lexicon::new(tails) }
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
        let mut hits: Vec<Hit> = Vec::with_capacity(40);
        let mut inside = false;
        for (start, byte) in text.low().iter().enumerate() {
            let is_tail = inside && is_letter(*byte);
            inside = is_letter(*byte);
            let lexicon = if is_tail { &self.tails } else { &self.begins };
            if lexicon.trie.opens(text.low(), start) {
                lexicon.take(text, start, is_tail, &mut hits);
            }
        }
        hits
    }
}

impl Term {
    /// Where a word ends that goes on where this term stops; `None` where it goes on as the term does
    /// not.
    fn end(self, text: &Normalised, stop: usize) -> Option<usize> {
        if self.ending == Ending::None {
            return None;
        }
        // The longest ending is five letters, and a doubled consonant may stand before it.
        let far = if self.ending == Ending::Any { MOST_LETTERS } else { 6 };
        let mut end = stop;
        while end - stop <= far && (is_letter(text.at(end)) || text.at(end) == b'\'') {
            end += 1;
        }
        let rest = text.slice(stop..end);
        let last = text.before(stop);
        let is_twin = || rest.split_first().is_some_and(|(twin, rest)| *twin == last && is_ending(rest));
        (self.ending == Ending::Any || is_ending(rest) || is_twin()).then_some(end)
    }
}

/// Terms with what each of them means.
struct Lexicon {
    trie: Trie,
    terms: Vec<Term>,
    /// What stands in `terms` for each term of the trie.
    meanings: Vec<Meaning>,
}

/// Where the meanings of one term stand.
struct Meaning {
    from: usize,
    to: usize,
    /// So many of them, the first ones, are words.
    words: usize,
    /// One of them goes on with an ending.
    is_open: bool,
}

impl Lexicon {
    fn new(mut written: Vec<(Vec<u8>, Term)>) -> Self {
        // Otherwise the meanings of one term stay in the order of the lists.
        written.sort_by(|one, two| one.0.cmp(&two.0).then(two.1.is_word.cmp(&one.1.is_word)));
        let terms = written.iter().map(|(_, term)| *term).collect();
        let (mut distinct, mut meanings) = (Vec::new(), Vec::new());
        let mut from = 0;
        for alike in written.chunk_by(|one, two| one.0 == two.0) {
            let to = from + alike.len();
            let words = alike.iter().filter(|(_, term)| term.is_word).count();
            let is_open = alike.iter().any(|(_, term)| term.ending != Ending::None);
            meanings.push(Meaning { from, to, words, is_open });
            distinct.extend(alike.first().map(|(bytes, _)| bytes.clone()));
            from = to;
        }
        Self { trie: Trie::new(&distinct), terms, meanings }
    }

    /// Takes the terms that begin at a place: the longer ones first, of two that are equally long the
    /// word, then the one that stops earlier.
    fn take(&self, text: &Normalised, start: usize, is_tail: bool, hits: &mut Vec<Hit>) {
        let first = hits.len();
        let mut is_sorted = true;
        for (stop, nth) in self.trie.walk(text.low(), start) {
            let Some(meaning) = self.meanings.get(nth) else { continue };
            let goes_on = is_letter(text.at(stop)) && is_letter(text.before(stop));
            if goes_on && !meaning.is_open {
                continue;
            }
            let before = hits.len();
            is_sorted &= before == first && !goes_on;
            let terms = self.terms.get(meaning.from..meaning.to).unwrap_or_default();
            let hit = |term: &Term, end| Hit { start, end, class: term.class, is_tail };
            if goes_on {
                hits.extend(terms.iter().filter_map(|term| Some(hit(term, term.end(text, stop)?))));
            } else {
                hits.extend(terms.iter().map(|term| hit(term, stop)));
                if before > first
                    && let Some(here) = hits.get_mut(first..before + meaning.words)
                {
                    here.rotate_right(meaning.words);
                }
            }
        }
        if !is_sorted && let Some(here) = hits.get_mut(first..) {
            here.sort_by_key(|hit| Reverse(hit.end));
        }
    }
}

/// The terms of lists and rules, each in its spellings.
fn collect<'a>(
    lists: &[(&'static str, &str)],
    rules: impl Iterator<Item = (&'a Shape, Class)>,
) -> Result<Vec<(Vec<u8>, Term)>, Error> {
    let mut terms = Vec::new();
    let mut add = |shape: &Shape, class: Class| {
        let Shape { stem, may_be_tail, ending } = shape;
        let (may_be_tail, ending) = (*may_be_tail, *ending);
        for spelling in spellings(stem) {
            let is_word = !may_be_tail && ending == Ending::None && spelling.iter().copied().all(is_letter);
            terms.push((spelling, Term { class, ending, may_be_tail, is_word }));
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
    Ok(terms)
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
