//! The word lists: what is shipped in `config/lexicon`, and what one municipality adds.

use super::class::{Abuse, Case, Class, Home, Label, Tongue, Who};
use super::learned::Error as ModelError;
use super::rules;
use crate::model::Area;

/// The lists that the rules read. Every field is the text of one list: sections in brackets, one
/// term a line, `#` starts a comment. `term~` takes Danish and English endings, `term*` begins a
/// word, `*term` ends one; a bare term is the whole word. Terms are in lower case; `æ ø å` also
/// match `ae oe aa`.
#[derive(Clone, Debug)]
pub struct Lists {
    /// What the words beside a number say of it.
    pub numbers: String,
    /// Insults, swearing, and who they are aimed at.
    pub abuse: String,
    /// How a request in one's own case is worded.
    pub cases: String,
    /// Which part of the municipality a topic belongs to.
    pub topics: String,
    /// Common words of each language.
    pub languages: String,
    /// Mailboxes of offices, and file endings that look like a domain.
    pub mail: String,
    /// The rule files, each by name and text; of two with one name the later holds.
    pub rules: Vec<(String, String)>,
    /// The words beside an address that tell a home from a public place.
    pub addresses: String,
    /// How streets are named and homes numbered.
    pub streets: String,
    /// What a car's number plate is blamed for.
    pub plates: String,
    /// Public numbers that are never findings, in any grouping: emergency and help lines.
    pub public_numbers: String,
    /// The municipality's own phone numbers, in any grouping: never findings.
    pub own_numbers: Vec<String>,
    /// The municipality's own mail domains, `kommune.example`: never findings.
    pub own_email_domains: Vec<String>,
    /// The municipality's own addresses, street and number: never findings.
    pub own_addresses: Vec<String>,
}

impl Lists {
    /// The lists in the program, with no municipality's own numbers and domains.
    #[must_use]
    pub fn shipped() -> Self {
        Self {
            numbers: include_str!("../../config/lexicon/numbers.txt").to_owned(),
            abuse: include_str!("../../config/lexicon/abuse.txt").to_owned(),
            cases: include_str!("../../config/lexicon/cases.txt").to_owned(),
            topics: include_str!("../../config/lexicon/topics.txt").to_owned(),
            languages: include_str!("../../config/lexicon/languages.txt").to_owned(),
            mail: include_str!("../../config/lexicon/mail.txt").to_owned(),
            rules: rules::shipped(),
            addresses: include_str!("../../config/lexicon/addresses.txt").to_owned(),
            streets: include_str!("../../config/lexicon/streets.txt").to_owned(),
            plates: include_str!("../../config/lexicon/plates.txt").to_owned(),
            public_numbers: include_str!("../../config/lexicon/public-numbers.txt").to_owned(),
            own_numbers: Vec::new(),
            own_email_domains: Vec::new(),
            own_addresses: Vec::new(),
        }
    }

    /// The lists whose terms are looked for in the text, by name.
    pub(super) fn of_terms(&self) -> [(&'static str, &str); 5] {
        [
            ("numbers.txt", &self.numbers),
            ("abuse.txt", &self.abuse),
            ("cases.txt", &self.cases),
            ("topics.txt", &self.topics),
            ("languages.txt", &self.languages),
        ]
    }
}

/// What is wrong with a list, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A line that cannot be used.
    #[error("word list {list}, line {line}: {why}")]
    Line {
        /// The list's file name.
        list: &'static str,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        why: &'static str,
    },
    /// A rule file that cannot be used.
    #[error("rule file {file}{}: {why}", if .rule.is_empty() { String::new() } else { format!(", rule `{}`", .rule) })]
    Rule {
        /// The file's name.
        file: String,
        /// The rule or guard; empty where it is none of them.
        rule: String,
        /// What to mend.
        why: String,
    },
    /// A trained model of the program cannot be read.
    #[error("a trained model: {0}")]
    Model(#[from] ModelError),
}

/// One term of a list, with its section.
pub(super) struct Entry<'a> {
    pub(super) list: &'static str,
    pub(super) line: usize,
    pub(super) section: &'a str,
    pub(super) term: &'a str,
}

impl Entry<'_> {
    /// An error at this line.
    pub(super) fn wrong(&self, why: &'static str) -> Error {
        Error::Line { list: self.list, line: self.line, why }
    }
}

/// The entries of one list. A term before the first section and a section without a name are
/// errors.
pub(super) fn entries<'a>(list: &'static str, text: &'a str) -> Result<Vec<Entry<'a>>, Error> {
    let mut section = "";
    let mut entries = Vec::new();
    for (line, raw) in (1..).zip(text.lines()) {
        let term = raw.split_once('#').map_or(raw, |(before, _)| before).trim();
        if let Some(rest) = term.strip_prefix('[') {
            section = rest
                .strip_suffix(']')
                .map(str::trim)
                .filter(|name| !name.is_empty())
                .ok_or(Error::Line { list, line, why: "a section is a name in brackets" })?;
        } else if !term.is_empty() {
            if section.is_empty() {
                return Err(Error::Line { list, line, why: "the term stands before the first section" });
            }
            entries.push(Entry { list, line, section, term });
        }
    }
    Ok(entries)
}

/// The class that a section of a term list names; `None` for a name that no rule reads.
pub(super) fn class(section: &str) -> Option<Class> {
    let (head, rest) = section.split_once(' ').unwrap_or((section, ""));
    Some(match head {
        "last-four" => Class::LastFour,
        "and-then" => Class::AndThen,
        "dash" => Class::Dash,
        "joint" => Class::Joint,
        "month" => Class::Month(rest.parse().ok().filter(|month| (1..=12).contains(month))?),
        "unit" => Class::Unit,
        "label" => Class::Label(label(rest)?),
        "abuse" => Class::Abuse(abuse(rest)?),
        "who" => Class::Who(who(rest)?),
        "case" => Class::Case(case(rest)?),
        "topic" => Class::Topic(Area::named(rest)?),
        "speaks" => Class::Speaks(tongue(rest)?),
        "home" => Class::Home(home(rest)?),
        "blame" => Class::Blame,
        _ => return None,
    })
}

fn label(name: &str) -> Option<Label> {
    Some(match name {
        "cpr" => Label::Cpr,
        "born" => Label::Born,
        "phone" => Label::Phone,
        "call" => Label::Call,
        "public-phone" => Label::PublicPhone,
        "account" => Label::Account,
        "pay" => Label::Pay,
        "registration" => Label::Registration,
        "card" => Label::Card,
        "iban" => Label::Iban,
        "other" => Label::Other,
        "other-beside" => Label::OtherBeside,
        "document" => Label::Document,
        "number" => Label::Number,
        "secret" => Label::Secret,
        "code" => Label::Code,
        "mitid" => Label::MitId,
        "user-name" => Label::UserName,
        _ => return None,
    })
}

fn home(name: &str) -> Option<Home> {
    Some(match name {
        "lives" => Home::Lives,
        "moved" => Home::Moved,
        "person" => Home::Person,
        "apart" => Home::Apart,
        "public" => Home::Public,
        "hidden" => Home::Hidden,
        _ => return None,
    })
}

fn abuse(name: &str) -> Option<Abuse> {
    Some(match name {
        "insult" => Abuse::Insult,
        "mild" => Abuse::Mild,
        "trait" => Abuse::Trait,
        "spoken" => Abuse::Spoken,
        "swearing" => Abuse::Swearing,
        "quote" => Abuse::Quote,
        _ => return None,
    })
}

fn who(name: &str) -> Option<Who> {
    Some(match name {
        "you" => Who::You,
        "you-all" => Who::YouAll,
        "your" => Who::Your,
        "they" => Who::They,
        "office" => Who::Office,
        "institution" => Who::Institution,
        "is" => Who::Is,
        "filler" => Who::Filler,
        "not" => Who::Not,
        _ => return None,
    })
}

fn case(name: &str) -> Option<Case> {
    Some(match name {
        "own" => Case::Own,
        "own-thing" => Case::OwnThing,
        "matter" => Case::Matter,
        "thing" => Case::Thing,
        "status" => Case::Status,
        "dispute" => Case::Dispute,
        "ask" => Case::Ask,
        "to-you" => Case::ToYou,
        "whole" => Case::Whole,
        _ => return None,
    })
}

fn tongue(name: &str) -> Option<Tongue> {
    Some(match name {
        "danish" => Tongue::Danish,
        "nordic" => Tongue::Nordic,
        "english" => Tongue::English,
        "norwegian" => Tongue::Norwegian,
        "swedish" => Tongue::Swedish,
        "german" => Tongue::German,
        _ => return None,
    })
}
