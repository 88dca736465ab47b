//! Words of ours that may be sent: nothing else can stand in the outbox as a reply.

use super::Language;

/// Words that passed the lint. Only `decide::lint` makes one, which a test sees to: so no reply goes
/// around it, whoever wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passed {
    words: String,
    language: Language,
}

impl Passed {
    /// For the lint alone.
    pub(crate) fn seal(words: &str, language: Language) -> Self {
        Self { words: words.to_owned(), language }
    }

    /// The words.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Their language.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The language as a network and the outbox name it: we write Danish and English.
    #[must_use]
    pub fn code(&self) -> &'static str {
        if self.language == Language::English { "en" } else { "da" }
    }
}
