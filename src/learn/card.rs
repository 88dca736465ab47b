//! The card of the models: what they were learnt from, how well they do on what they had not seen, and
//! what they are not for.

use std::fmt::Write as _;

use serde::Serialize;

/// The card, ready to be written.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Card {
    /// The seed of training.
    pub seed: u64,
    rows: Vec<(String, usize)>,
    figures: Vec<(String, String, f64)>,
    files: Vec<(String, usize)>,
}

const HEAD: &str = "\
# Model card: comment.bin and area.bin

Written by `ordstyrer train`; do not edit. Linear models over hashed words, pieces of words, and marks
of the word lists (NB-weighted squared hinge, one byte a weight). Change a word list in
`config/lexicon` and train again: its hits are among the features.

## For
Ranking the queue, labels that lead to a place in it, and a proposal for the mailbox of a case request.

## Not for
Hiding or deleting anything by itself, judging a person, other kinds of text than short public
comments, other languages than Danish and English. A score is about one comment.
";

const DATA: &str = "
## Data and licences
- `corpus`: invented comments under invented municipal posts, written for this project (ours)
- `danish`: DKHate, OffensEval-2020 Danish, Sigurbergsson and Derczynski (CC BY 4.0)
- `english`: t-davidson/hate-speech-and-offensive-language (MIT), evenly thinned
- `invented`: made from `config/model/invented.txt` (ours)

Rows whose words are kept back for checking are left out by their hash. The labels of the Danish set
are noisy; the corpus had one reader a row.
";

const CHECK: &str = "
## Cross-validated figures
Every row was scored by a model that had seen neither its author nor its fold; our own sentences and
the English rows were always there. The patterns were written by somebody who has read the corpus, and
settings were chosen on these same folds, so expect somewhat less on other authors. The threshold of
`offensive` is the lowest with precision 0.80 on the Danish folds, of `case_request` the best F1 on the
corpus with at most 0.3 % of inoffensive Danish rows, of `spam` the lowest with 0.3 % false.

| what | figure | value |
|---|---|---|
";

impl Card {
    /// An empty card.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { seed, rows: Vec::new(), figures: Vec::new(), files: Vec::new() }
    }

    /// Notes how many rows of a source were learnt from.
    pub fn rows(&mut self, source: &str, rows: usize) {
        self.rows.push((source.to_owned(), rows));
    }

    /// Notes a figure.
    pub fn figure(&mut self, what: &str, figure: &str, value: f64) {
        self.figures.push((what.to_owned(), figure.to_owned(), value));
    }

    /// Notes the length of a file.
    pub fn file(&mut self, name: &str, bytes: usize) {
        self.files.push((name.to_owned(), bytes));
    }

    /// A figure by its names.
    #[must_use]
    pub fn get(&self, what: &str, figure: &str) -> Option<f64> {
        let is_it = |(one, two, _): &&(String, String, f64)| one == what && two == figure;
        self.figures.iter().find(is_it).map(|(_, _, value)| *value)
    }

    /// The card as Markdown.
    ///
    /// # Panics
    /// Never: a string takes every letter.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut card = format!("{HEAD}{DATA}\n## Sizes\nSeed {}.", self.seed);
        let mut add =
            |line: std::fmt::Arguments<'_>| card.write_fmt(line).expect("a string takes every letter");
        for (source, rows) in &self.rows {
            add(format_args!(" {source}: {rows} rows."));
        }
        for (file, bytes) in &self.files {
            add(format_args!(" {file}: {bytes} bytes."));
        }
        add(format_args!("\n{CHECK}"));
        for (what, figure, value) in &self.figures {
            add(format_args!("| {what} | {figure} | {value:.3} |\n"));
        }
        card
    }
}
