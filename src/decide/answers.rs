//! Standard answers to ordinary questions, from a list that the municipality maintains: like questions get
//! like answers (Parliamentary Ombudsman, FOB 2023-1). They are suggested to a person and never sent alone.

use serde::Deserialize;

use super::lint::terms::Terms;
use super::lint::{Citizen, Draft, Lint, Purpose, tokens};
use super::{Error, Fault, length, read};
use crate::model::{Language, ReplyLimit, Stamp};

/// How many are suggested.
const SHOWN: usize = 3;

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// Its short name here.
    pub id: String,
    /// What a moderator sees in the list, in Danish.
    pub title_da: String,
    /// The same in English.
    pub title_en: String,
    /// The way to complain: it stands first where somebody complains.
    #[serde(default)]
    pub is_complaint_guide: bool,
    /// Helplines: it stands first where somebody may be in danger, whatever the words, and nowhere else.
    #[serde(default)]
    pub is_helpline: bool,
    /// The telephones in it, which are nobody's own.
    #[serde(default)]
    pub phones: Vec<String>,
    /// Words of a comment that speak for it: `term`, `term~` with endings, `term*`; none for helplines.
    #[serde(default)]
    pub words: Vec<String>,
    /// The answer in Danish, from long to short.
    pub da: Vec<String>,
    /// The answer in English, from long to short.
    pub en: Vec<String>,
    /// Who in the house answers for it being right.
    pub keeper: String,
    /// The day when somebody last saw that it is; empty: never.
    #[serde(default)]
    pub reviewed: String,
}

/// All standard answers.
#[derive(Clone, Debug)]
pub struct Answers {
    answers: Vec<Answer>,
    terms: Vec<Terms>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: String,
    #[serde(default)]
    answers: Vec<Answer>,
}

impl Answers {
    /// The sample that the program comes with.
    ///
    /// # Panics
    /// Never: a test reads the shipped answers.
    #[must_use]
    pub fn shipped() -> Self {
        // What the lint says of them a test knows already: each start of the program would pay for it.
        Self::judged(include_str!("../../config/answers.toml"), "config/answers.toml", None)
            .expect("the shipped answers are read by a test")
    }

    /// Reads a list; `from` is the name of its file.
    ///
    /// # Errors
    /// [`Error::Unusable`] with everything that is wrong, an answer that the lint refuses among it.
    pub fn parse(toml: &str, from: &str) -> Result<Self, Error> {
        Self::judged(toml, from, Some(&Lint::shipped()))
    }

    /// Without a lint the words are taken as they stand.
    fn judged(toml: &str, from: &str, lint: Option<&Lint>) -> Result<Self, Error> {
        let file: File = read::strictly(toml, from)?;
        let mut faults = Vec::new();
        if file.version.trim().is_empty() {
            faults.push(Fault::new("version", "is empty"));
        }
        for (at, answer) in file.answers.iter().enumerate() {
            let before = file.answers.get(..at).unwrap_or_default();
            let mut fault =
                |key: &str, what: String| faults.push(Fault::new(format!("answers[{at}].{key}"), what));
            if before.iter().any(|other| other.id == answer.id) {
                fault("id", format!("`{}` stands twice", answer.id));
            }
            for Fault { key, what } in answer.faults(lint) {
                fault(&key, what);
            }
        }
        Error::unless_none(from, faults)?;
        let terms = file.answers.iter().map(|answer| Terms::read(&answer.words.join(","))).collect();
        Ok(Self { answers: file.answers, terms })
    }

    /// Every answer, in the order of the file.
    #[must_use]
    pub fn all(&self) -> &[Answer] {
        &self.answers
    }

    /// One answer.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.id == id)
    }

    /// The answers whose words stand in a comment, at most three, those with the most words first and the
    /// complaint guide before them; where its author may be in danger (`needs_help`) the helplines before all.
    #[must_use]
    pub fn suggest(&self, words: &str, needs_help: bool) -> Vec<&Answer> {
        let tokens = tokens::read(words);
        let found = |terms: &Terms| (0..tokens.len()).filter(|at| terms.has(&tokens, *at)).count();
        let mut fitting: Vec<(usize, &Answer)> =
            self.terms.iter().map(found).zip(&self.answers).filter(|(count, _)| *count > 0).collect();
        fitting.sort_by_key(|(count, answer)| (!answer.is_complaint_guide, std::cmp::Reverse(*count)));
        let helplines = self.answers.iter().filter(|answer| needs_help && answer.is_helpline);
        helplines.chain(fitting.into_iter().map(|(_, answer)| answer)).take(SHOWN).collect()
    }
}

impl Answer {
    /// The words in a language, in the longest form that the network takes; `None` when none does.
    #[must_use]
    pub fn words(&self, language: Language, limit: ReplyLimit) -> Option<&str> {
        let forms = if language == Language::English { &self.en } else { &self.da };
        forms.iter().map(String::as_str).find(|words| length::fits(words, limit))
    }

    fn faults(&self, lint: Option<&Lint>) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (key, words) in [
            ("id", &self.id),
            ("title_da", &self.title_da),
            ("title_en", &self.title_en),
            ("keeper", &self.keeper),
        ] {
            if words.trim().is_empty() {
                faults.push(Fault::new(key, "is empty"));
            }
        }
        if self.words.is_empty() && !self.is_helpline {
            faults.push(Fault::new("words", "has none: it would never be suggested"));
        }
        // By words they could stand under a comment in which nobody is in danger.
        if !self.words.is_empty() && self.is_helpline {
            faults.push(Fault::new("words", "has some: helplines are suggested by what the detectors say"));
        }
        if !self.reviewed.is_empty() && Stamp::of_day(&self.reviewed).is_none() {
            faults.push(Fault::new("reviewed", format!("`{}` is no day, as 2026-11-21", self.reviewed)));
        }
        for (key, language, forms) in
            [("da", Language::Danish, &self.da), ("en", Language::English, &self.en)]
        {
            if forms.is_empty() {
                faults.push(Fault::new(key, "has no form"));
            }
            for words in forms {
                let draft =
                    Draft { words, language, purpose: Purpose::Answer, to: Citizen::default(), ours: &[] };
                let refused = lint
                    .map_or_else(Vec::new, |lint| lint.look(&draft, &[]))
                    .into_iter()
                    .filter(|refusal| refusal.blocks);
                faults.extend(refused.map(|refusal| {
                    let [_, why] = refusal.why;
                    Fault::new(key, why)
                }));
            }
        }
        faults
    }
}
