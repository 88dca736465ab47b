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

/// A list of terms, ready to be looked for.
#[derive(Clone, Debug, Default)]
pub(in crate::decide) struct Terms {
    /// By the first four letters of a term's first word; by none where only its end is known.
    by_start: HashMap<String, Vec<Vec<Word>>>,
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

impl Terms {
    /// Reads terms with commas between them.
    pub(in crate::decide) fn read(list: &str) -> Self {
        let mut terms = Self::default();
        list.split(',').for_each(|term| terms.add(term));
        terms
    }

    /// One more term.
    pub(in crate::decide) fn add(&mut self, term: &str) {
        let words: Vec<Word> = term.split_whitespace().map(Word::read).collect();
        let Some(first) = words.first() else { return };
        let start = if first.is_last { String::new() } else { start(&first.stem) };
        self.by_start.entry(start).or_default().push(words);
    }

    pub(in crate::decide) fn is_empty(&self) -> bool {
        self.by_start.is_empty()
    }

    /// How many words from `at` on are one of the terms, the longest first; all in one sentence.
    pub(in crate::decide) fn lengths(&self, tokens: &[Token], at: usize) -> Vec<usize> {
        let Some(first) = tokens.get(at) else { return Vec::new() };
        let mut lengths = Vec::new();
        for count in 0..=4 {
            let Some(key) = prefix(&first.word, count) else { break };
            let Some(terms) = self.by_start.get(key) else { continue };
            let fits = |term: &&Vec<Word>| {
                term.iter().zip(at..).all(|(word, place)| {
                    tokens
                        .get(place)
                        .is_some_and(|token| token.sentence == first.sentence && word.is(&token.word))
                })
            };
            lengths.extend(terms.iter().filter(fits).map(Vec::len));
        }
        lengths.sort_unstable_by(|one, two| two.cmp(one));
        lengths.dedup();
        lengths
    }

    /// Whether one word is a term by itself.
    pub(in crate::decide) fn has(&self, tokens: &[Token], at: usize) -> bool {
        !self.lengths(tokens, at).is_empty()
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

fn start(stem: &str) -> String {
    stem.chars().take(4).collect()
}

/// The first `count` letters; `None` where the word has fewer.
fn prefix(word: &str, count: usize) -> Option<&str> {
    let mut ends = word.char_indices().map(|(at, _)| at).chain([word.len()]);
    ends.nth(count).and_then(|end| word.get(..end))
}
