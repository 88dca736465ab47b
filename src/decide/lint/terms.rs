//! Lists of words: `term` is the whole word, `term~` takes Danish and English endings, `term*` begins a
//! word, `*term` ends one (`*term~` with endings): Danish makes a new word of any two. A term may be several
//! words.

use std::collections::HashMap;

use super::tokens::{self, Token};

/// The endings that `~` takes.
const ENDINGS: [&str; 26] = [
    "", "e", "n", "t", "r", "s", "en", "et", "er", "es", "ed", "ne", "'s", "ens", "ets", "ers", "ene",
    "erne", "ede", "ernes", "rne", "ing", "ings", "sen", "rs", "te",
];

/// A list of terms, ready to be looked for; each may carry what it stands for.
#[derive(Clone, Debug)]
pub(in crate::decide) struct Terms<For = ()> {
    /// By the first four letters of a term's first word; by none where only its end is known.
    by_start: HashMap<String, Vec<Term<For>>>,
}

#[derive(Clone, Debug)]
struct Term<For> {
    words: Vec<Word>,
    stands_for: For,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    stem: String,
    /// Something may stand before the stem.
    is_last: bool,
    ending: Ending,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Whole,
    Bent,
    Any,
}

impl<For> Default for Terms<For> {
    fn default() -> Self {
        Self { by_start: HashMap::new() }
    }
}

impl Terms {
    /// Reads terms with commas between them.
    pub(in crate::decide) fn read(list: &str) -> Self {
        let mut terms = Self::default();
        list.split(',').for_each(|term| terms.add(term));
        terms
    }

    /// One more term.
    pub(in crate::decide) fn add(&mut self, term: &str) {
        self.add_for(term, ());
    }

    /// How many words from `at` on are one of the terms, the longest first; all in one sentence.
    pub(in crate::decide) fn lengths(&self, tokens: &[Token], at: usize) -> Vec<usize> {
        let mut lengths: Vec<usize> = self.found(tokens, at).map(|(length, ())| length).collect();
        lengths.sort_unstable_by(|one, two| two.cmp(one));
        lengths.dedup();
        lengths
    }

    /// Whether one of the terms begins at a word.
    pub(in crate::decide) fn has(&self, tokens: &[Token], at: usize) -> bool {
        self.found(tokens, at).next().is_some()
    }
}

impl<For> Terms<For> {
    /// One more term, and what it stands for.
    pub(in crate::decide) fn add_for(&mut self, term: &str, stands_for: For) {
        let words: Vec<Word> = term.split_whitespace().map(Word::read).collect();
        let Some(first) = words.first() else { return };
        let start = if first.is_last { String::new() } else { start(&first.stem) };
        self.by_start.entry(start).or_default().push(Term { words, stands_for });
    }

    pub(in crate::decide) fn is_empty(&self) -> bool {
        self.by_start.is_empty()
    }

    /// The terms that begin at a word and stay in its sentence: how many words each has, and what it
    /// stands for.
    pub(in crate::decide) fn found<'a>(
        &'a self,
        tokens: &'a [Token],
        at: usize,
    ) -> impl Iterator<Item = (usize, &'a For)> {
        let near = tokens.get(at).into_iter().flat_map(|first| starts(&first.word));
        let terms = near.filter_map(|start| self.by_start.get(start)).flatten();
        terms.filter(move |term| term.stands_at(tokens, at)).map(|term| (term.words.len(), &term.stands_for))
    }
}

impl<For> Term<For> {
    fn stands_at(&self, tokens: &[Token], at: usize) -> bool {
        let sentence = tokens.get(at).map(|first| first.sentence);
        self.words.iter().zip(at..).all(|(word, place)| {
            tokens.get(place).is_some_and(|token| Some(token.sentence) == sentence && word.is(&token.word))
        })
    }
}

impl Word {
    fn read(written: &str) -> Self {
        let (written, is_last) = written.strip_prefix('*').map_or((written, false), |end| (end, true));
        let (stem, ending) = match (written.strip_suffix('~'), written.strip_suffix('*')) {
            (Some(stem), _) => (stem, Ending::Bent),
            (None, Some(stem)) => (stem, Ending::Any),
            (None, None) => (written, Ending::Whole),
        };
        // As the draft is read: the same folding for both.
        let folded: String = tokens::read(stem).into_iter().map(|token| token.word).collect();
        Self { stem: if folded.is_empty() { stem.to_lowercase() } else { folded }, is_last, ending }
    }

    fn is(&self, word: &str) -> bool {
        let from = if self.is_last { word.rfind(self.stem.as_str()).unwrap_or(0) } else { 0 };
        match (self.ending, word.get(from..).and_then(|word| word.strip_prefix(self.stem.as_str()))) {
            (_, None) => false,
            // A genitive is the word itself.
            (Ending::Whole, Some(rest)) => matches!(rest, "" | "'s"),
            (Ending::Bent, Some(rest)) => ENDINGS.contains(&rest),
            (Ending::Any, Some(_)) => true,
        }
    }
}

/// What a term is filed under: the first letters of its first word.
const FILED: usize = 4;

fn start(stem: &str) -> String {
    stem.chars().take(FILED).collect()
}

/// Everything that a term which begins at this word may be filed under.
fn starts(word: &str) -> impl Iterator<Item = &str> {
    let ends = word.char_indices().map(|(at, sign)| at + sign.len_utf8()).take(FILED);
    std::iter::once(0).chain(ends).filter_map(|end| word.get(..end))
}
