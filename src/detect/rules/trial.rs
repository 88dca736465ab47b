//! The sentences beside each rule, tried on the rule.

use super::super::lists::Error;
use super::super::normalise::Normalised;
use super::super::terms::Terms;
use super::book::Book;

/// A sentence that a rule should match and does not, or the other way round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The rule's file.
    pub file: String,
    /// The rule.
    pub rule: String,
    /// What was tried.
    pub sentence: String,
    /// True where the rule matches it and must not.
    pub matches: bool,
}

impl From<Mistake> for Error {
    fn from(mistake: Mistake) -> Self {
        let does = if mistake.matches { "matches, and must not" } else { "does not match, and must" };
        let why = format!("it {does}: \"{}\"", mistake.sentence);
        Self::Rule { file: mistake.file, rule: mistake.rule, why }
    }
}

/// Every sentence of a book that its rule gets wrong.
pub(in crate::detect) fn try_out(book: &Book, terms: &Terms) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for (nth, rule) in book.rules.iter().enumerate() {
        let wanted = rule.must.iter().map(|sentence| (sentence, true));
        for (sentence, must) in wanted.chain(rule.must_not.iter().map(|sentence| (sentence, false))) {
            let text = Normalised::new(sentence);
            let matches = book.fires(nth, &text, &terms.find(&text));
            if matches != must {
                mistakes.push(Mistake {
                    file: rule.file.clone(),
                    rule: rule.id.clone(),
                    sentence: sentence.clone(),
                    matches,
                });
            }
        }
    }
    mistakes
}
