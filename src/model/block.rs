//! The decision to block somebody on a network. The act itself is a person's, in the network's own app.

use super::KeptText;
use super::inquiry::kept_text;

/// Whether the person was heard before (forvaltningsloven § 19): a block is treated as a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hearing {
    /// They were told what was meant, and could answer.
    Heard,
    /// There is no way to reach them but the thread, which is public.
    NoWay,
    /// It could not wait: a threat, or the same again and again.
    CouldNotWait,
}

impl Hearing {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Heard, Self::NoWay, Self::CouldNotWait];

    /// As a column and a form hold it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Heard => "heard",
            Self::NoWay => "no_way",
            Self::CouldNotWait => "could_not_wait",
        }
    }

    /// From a column or a form; `None` for an unknown word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hearing| hearing.as_str() == word)
    }
}

/// Whom it is about and why, as it is sealed: what somebody writes about a person may name them.
#[derive(Clone, serde::Serialize, serde::Deserialize)]
pub struct Blocked {
    /// The name shown.
    #[serde(with = "kept_text")]
    pub name: Option<KeptText>,
    /// The handle shown.
    #[serde(with = "kept_text")]
    pub handle: Option<KeptText>,
    /// Why, in words that the detectors looked at.
    pub reasons: String,
}
