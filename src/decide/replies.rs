//! The words we answer with. They never name a citizen, never ask for anything, and never say or
//! deny that a case exists: that somebody has a case can itself be confidential.

use serde::Deserialize;

use super::template::{Gap, Template};
use super::{Error, Fault, Mailbox, length, read};
use crate::model::{Language, ReplyLimit};

/// What a form must say: where to write instead, and that an answer here is guidance only
/// (Parliamentary Ombudsman, FOB 2023-1).
const DANISH: [&str; 2] = ["Digital Post", "vejledende"];
const ENGLISH: [&str; 2] = ["Digital Post", "guidance"];

/// What no reply may say: it would point to private messages, ask for data, or speak of a case as
/// if there were one.
const NEVER: [&str; 12] = [
    "@",
    "messenger",
    "privat besked",
    "privatbesked",
    "private message",
    "direct message",
    "inbox",
    "indbakke",
    "din sag",
    "your case",
    "sagsnummer",
    "case number",
];

/// The replies in both languages, each with forms from long to short.
#[derive(Clone, Debug)]
pub struct Replies {
    danish: Vec<Template>,
    english: Vec<Template>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    redirect: Vec<String>,
}

impl Replies {
    /// The replies that the program comes with.
    ///
    /// # Panics
    /// Never: a test reads the shipped replies.
    #[must_use]
    pub fn shipped() -> Self {
        let danish = forms(include_str!("../../config/replies.da.toml"), "config/replies.da.toml", DANISH);
        let english = forms(include_str!("../../config/replies.en.toml"), "config/replies.en.toml", ENGLISH);
        Self {
            danish: danish.expect("the shipped Danish replies are read by a test"),
            english: english.expect("the shipped English replies are read by a test"),
        }
    }

    /// With these Danish words; `from` is the name of their file.
    ///
    /// # Errors
    /// [`Error::Unusable`] with everything that is wrong in the file.
    pub fn in_danish(self, toml: &str, from: &str) -> Result<Self, Error> {
        Ok(Self { danish: forms(toml, from, DANISH)?, ..self })
    }

    /// With these English words; `from` is the name of their file.
    ///
    /// # Errors
    /// As [`Replies::in_danish`].
    pub fn in_english(self, toml: &str, from: &str) -> Result<Self, Error> {
        Ok(Self { english: forms(toml, from, ENGLISH)?, ..self })
    }

    /// The redirect in the comment's language (Danish unless it is English), in the longest form
    /// that the network takes. `unit` is the name of the unit that answers.
    ///
    /// # Errors
    /// [`Error::TooLong`] when even the shortest form does not fit.
    pub fn redirect(
        &self,
        language: Language,
        mailbox: &Mailbox,
        unit: &str,
        limit: ReplyLimit,
    ) -> Result<String, Error> {
        let forms = if language == Language::English { &self.english } else { &self.danish };
        forms
            .iter()
            .map(|form| form.fill(language, mailbox, unit))
            .find(|words| length::fits(words, limit))
            .ok_or_else(|| Error::TooLong {
                mailbox: mailbox.id.clone(),
                most: limit.most,
                unit: length::name(limit.unit),
            })
    }
}

fn forms(text: &str, from: &str, must: [&str; 2]) -> Result<Vec<Template>, Error> {
    let file: File = read::strictly(text, from)?;
    let mut faults = Vec::new();
    let mut forms = Vec::new();
    if file.redirect.is_empty() {
        faults.push(Fault::new("redirect", "has no form"));
    }
    for (at, form) in file.redirect.iter().enumerate() {
        match lint(form, must) {
            Ok(template) => forms.push(template),
            Err(whats) => {
                faults.extend(whats.into_iter().map(|what| Fault::new(format!("redirect[{at}]"), what)));
            }
        }
    }
    Error::unless_none(from, faults)?;
    Ok(forms)
}

fn lint(form: &str, must: [&str; 2]) -> Result<Template, Vec<String>> {
    let template = Template::parse(form).map_err(|what| vec![what])?;
    let folded = form.to_lowercase();
    let missing = must.iter().filter(|word| !form.contains(*word));
    let mut faults: Vec<String> = missing.map(|word| format!("does not say “{word}”")).collect();
    let said = NEVER.iter().filter(|word| folded.contains(*word));
    faults.extend(said.map(|word| format!("says “{word}”, which no reply of ours may")));
    // The alternative is for everybody who is exempt from Digital Post or does not have it yet.
    for (gap, name) in [(Gap::Mailbox, "mailbox"), (Gap::Link, "link"), (Gap::Phone, "phone")] {
        if !template.has(gap) {
            faults.push(format!("leaves no place for {{{name}}}"));
        }
    }
    if faults.is_empty() { Ok(template) } else { Err(faults) }
}
