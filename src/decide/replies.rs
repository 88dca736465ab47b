//! The words we answer with, each with forms from long to short. What they may and must say is for the
//! lint to judge: a form that it refuses is refused when the file is read.

use serde::Deserialize;

use super::lint::{Citizen, Draft, Lint, Purpose};
use super::mailboxes::Owner;
use super::template::{Gap, Template};
use super::{Error, Fault, Mailbox, length, read};
use crate::model::{Language, ReplyLimit};

/// What a reply says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Where to write instead: to us.
    Redirect,
    /// Where to write instead: to another authority.
    Authority,
    /// Where a newcomer without `MitID` finds help.
    Partner,
    /// That a comment with personal data was hidden.
    NoteHidden,
    /// That it is gone: only once its deletion was read back.
    NoteRemoved,
}

/// The replies in both languages.
#[derive(Clone, Debug)]
pub struct Replies {
    danish: Forms,
    english: Forms,
}

/// The forms of one language, each list from long to short.
#[derive(Clone, Debug, Default)]
struct Forms([Vec<Template>; 5]);

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    redirect: Vec<String>,
    authority: Option<Vec<String>>,
    partner: Option<Vec<String>>,
    note_hidden: Option<Vec<String>>,
    note_removed: Option<Vec<String>>,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 5] =
        [Self::Redirect, Self::Authority, Self::Partner, Self::NoteHidden, Self::NoteRemoved];

    /// The words that point to this entry.
    #[must_use]
    pub fn to(mailbox: &Mailbox) -> Self {
        match mailbox.owner {
            Owner::Ours => Self::Redirect,
            Owner::Authority => Self::Authority,
            Owner::Partner => Self::Partner,
        }
    }

    /// What the lint holds it to be.
    #[must_use]
    pub fn purpose(self) -> Purpose {
        match self {
            Self::Redirect | Self::Authority | Self::Partner => Purpose::Redirect,
            Self::NoteHidden | Self::NoteRemoved => Purpose::Removal,
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::Redirect => "redirect",
            Self::Authority => "authority",
            Self::Partner => "partner",
            Self::NoteHidden => "note_hidden",
            Self::NoteRemoved => "note_removed",
        }
    }
}

impl Replies {
    /// The replies that the program comes with.
    ///
    /// # Panics
    /// Never: a test reads the shipped replies.
    #[must_use]
    pub fn shipped() -> Self {
        let (da, en) =
            (include_str!("../../config/replies.da.toml"), include_str!("../../config/replies.en.toml"));
        // What the lint says of them a test knows already: each start of the program would pay for it.
        let ours = |text, from, language| {
            forms(Forms::default(), text, from, language, None)
                .expect("the shipped replies are read by a test")
        };
        Self {
            danish: ours(da, "config/replies.da.toml", Language::Danish),
            english: ours(en, "config/replies.en.toml", Language::English),
        }
    }

    /// With these Danish words, those that the file has; `from` is its name.
    ///
    /// # Errors
    /// [`Error::Unusable`] with everything that is wrong in the file.
    pub fn in_danish(self, toml: &str, from: &str) -> Result<Self, Error> {
        Ok(Self { danish: forms(self.danish, toml, from, Language::Danish, Some(&Lint::shipped()))?, ..self })
    }

    /// With these English words.
    ///
    /// # Errors
    /// As [`Replies::in_danish`].
    pub fn in_english(self, toml: &str, from: &str) -> Result<Self, Error> {
        Ok(Self {
            english: forms(self.english, toml, from, Language::English, Some(&Lint::shipped()))?,
            ..self
        })
    }

    /// Where to write instead, in the comment's language (Danish unless it is English), in the longest
    /// form that the network takes. `unit` is the name of the unit that answers.
    ///
    /// # Errors
    /// As [`Replies::compose`].
    pub fn redirect(
        &self,
        language: Language,
        mailbox: &Mailbox,
        unit: &str,
        limit: ReplyLimit,
    ) -> Result<String, Error> {
        self.compose(Form::to(mailbox), language, mailbox, unit, limit)
    }

    /// The words of a form, in the longest one that the network takes and whose gaps are all filled.
    ///
    /// # Errors
    /// [`Error::Unfilled`] when no form has all its gaps filled, [`Error::TooLong`] when even the shortest
    /// of the others does not fit.
    pub fn compose(
        &self,
        form: Form,
        language: Language,
        mailbox: &Mailbox,
        unit: &str,
        limit: ReplyLimit,
    ) -> Result<String, Error> {
        let forms = if language == Language::English { &self.english } else { &self.danish };
        let mut unfilled = None;
        let mut has_words = false;
        for template in forms.of(form) {
            match template.fill(language, mailbox, unit) {
                Ok(words) if length::fits(&words, limit) => return Ok(words),
                Ok(_) => has_words = true,
                Err(gap) => unfilled = Some(gap),
            }
        }
        match unfilled {
            Some(gap) if !has_words => Err(Error::Unfilled { mailbox: mailbox.id.clone(), gap }),
            _ => Err(Error::TooLong {
                mailbox: mailbox.id.clone(),
                most: limit.most,
                unit: length::name(limit.unit),
            }),
        }
    }

    /// Every word of every form: what the lint must know as ours.
    pub fn vocabulary(&self) -> impl Iterator<Item = &str> {
        let all = self.danish.0.iter().chain(&self.english.0);
        all.flatten().flat_map(Template::words)
    }
}

impl Forms {
    fn of(&self, form: Form) -> &[Template] {
        let [redirect, authority, partner, hidden, removed] = &self.0;
        match form {
            Form::Redirect => redirect,
            Form::Authority => authority,
            Form::Partner => partner,
            Form::NoteHidden => hidden,
            Form::NoteRemoved => removed,
        }
    }
}

/// Without a lint the words are taken as they stand.
fn forms(
    before: Forms,
    text: &str,
    from: &str,
    language: Language,
    lint: Option<&Lint>,
) -> Result<Forms, Error> {
    let file: File = read::strictly(text, from)?;
    let written = [Some(file.redirect), file.authority, file.partner, file.note_hidden, file.note_removed];
    let mut faults = Vec::new();
    let mut all = before;
    for ((form, written), kept) in Form::ALL.into_iter().zip(written).zip(&mut all.0) {
        let Some(written) = written else { continue };
        let key = form.key();
        if written.is_empty() {
            faults.push(Fault::new(key, "has no form"));
        }
        kept.clear();
        for (at, words) in written.iter().enumerate() {
            match judged(words, form, language, lint) {
                Ok(template) => kept.push(template),
                Err(whats) => {
                    faults.extend(whats.into_iter().map(|what| Fault::new(format!("{key}[{at}]"), what)));
                }
            }
        }
    }
    Error::unless_none(from, faults)?;
    Ok(all)
}

/// A form, if it leaves the gaps that it must and says, with every gap filled, what it may.
fn judged(words: &str, form: Form, language: Language, lint: Option<&Lint>) -> Result<Template, Vec<String>> {
    let template = Template::parse(words).map_err(|what| vec![what])?;
    let Some(lint) = lint else { return Ok(template) };
    let mut faults = Vec::new();
    // Link and the way for those without Digital Post come before everything else, in each form.
    for gap in [Gap::Link, Gap::Phone] {
        if !template.has(gap) {
            faults.push(format!("leaves no place for {{{}}}", gap.name()));
        }
    }
    let sample = sample();
    let filled = template
        .fill(language, &sample, "Kommunen")
        .map_err(|gap| vec![format!("{{{gap}}} is not filled")])?;
    let ours = sample.names();
    let draft =
        Draft { words: &filled, language, purpose: form.purpose(), to: Citizen::default(), ours: &ours };
    for refusal in lint.look(&draft, &[]).into_iter().filter(|refusal| refusal.blocks) {
        let said = refusal.at.and_then(|(start, end)| filled.get(start..end));
        let [_, why] = refusal.why;
        faults.push(said.map_or_else(|| why.clone(), |said| format!("{why} (“{said}”)")));
    }
    if faults.is_empty() { Ok(template) } else { Err(faults) }
}

/// An entry with every gap filled, to try a form on.
fn sample() -> Mailbox {
    Mailbox {
        id: "sample".to_owned(),
        owner: Owner::Ours,
        organisations: Vec::new(),
        da: "Borgerservice".to_owned(),
        en: "Citizen Service".to_owned(),
        link: "https://post.borger.dk/".to_owned(),
        company_link: "https://virk.dk/".to_owned(),
        phone: "33 66 33 66".to_owned(),
        place_da: "Borgerservice".to_owned(),
        place_en: "a Citizen Service centre".to_owned(),
        letter: "Rådhuspladsen 1".to_owned(),
        areas: Vec::new(),
        words: Vec::new(),
        pages: Vec::new(),
        languages: Vec::new(),
        keeper: "sample".to_owned(),
        valid_from: String::new(),
        valid_to: String::new(),
        verified: String::new(),
    }
}
