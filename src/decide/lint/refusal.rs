//! What goes into the lint, and what comes out of it.

use crate::model::Language;

/// What a reply is for. Redirects and notes of a removal are said to somebody whose matter may be
/// confidential, so more is asked of them than of an answer to an ordinary question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Where to write instead.
    Redirect,
    /// That a comment was hidden or removed.
    Removal,
    /// The answer to an ordinary question.
    Answer,
}

/// Whom a reply answers, as far as we hold it; it must not be found again in the reply.
#[derive(Clone, Copy, Debug, Default)]
pub struct Citizen<'a> {
    /// The name shown.
    pub name: Option<&'a str>,
    /// The handle.
    pub handle: Option<&'a str>,
    /// What was written, as it is kept.
    pub words: Option<&'a str>,
}

/// Words of ours that nobody has sent yet.
#[derive(Clone, Copy, Debug)]
pub struct Draft<'a> {
    /// The words.
    pub words: &'a str,
    /// Their language.
    pub language: Language,
    /// What for.
    pub purpose: Purpose,
    /// Whom they answer.
    pub to: Citizen<'a>,
    /// Names of ours that may stand in it although they are a topic's word: mailbox, place, unit.
    pub ours: &'a [&'a str],
}

/// Why a draft is not sent as it is, or what would make it better.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Refusal {
    /// The group, for example `asks` or `guidance`.
    pub group: String,
    /// The rule in the group; the group again where it has one only.
    pub rule: String,
    /// It keeps the draft from being sent; otherwise it is a hint.
    pub blocks: bool,
    /// Why, in Danish and in English.
    pub why: [String; 2],
    /// What to write instead, in Danish and in English.
    pub mend: [String; 2],
    /// Where in the draft, in bytes; `None` for something that is missing.
    pub at: Option<(usize, usize)>,
}
