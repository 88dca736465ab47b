//! What shall happen to a comment, and on what ground.

use super::{ModeratorId, Passed, Stamp};

/// What a verdict leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum Outcome {
    Leave,
    Review,
    Hide,
    Delete,
    Redirect,
}

impl Outcome {
    /// As a column and the JSON of `scan` hold it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Leave => "leave",
            Self::Review => "review",
            Self::Hide => "hide",
            Self::Delete => "delete",
            Self::Redirect => "redirect",
        }
    }
}

/// The ground of a removal. Policy 000 §4 and 001 §4 name three (offensive, illegal, outside the
/// guidelines); the duty not to leave personal data public is the fourth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum Ground {
    Offensive,
    Illegal,
    OutsideGuidelines,
    PersonalData,
}

impl Ground {
    /// As a column and a form hold it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Offensive => "offensive",
            Self::Illegal => "illegal",
            Self::OutsideGuidelines => "outside_guidelines",
            Self::PersonalData => "personal_data",
        }
    }

    /// From a column or a form; `None` for an unknown word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Offensive, Self::Illegal, Self::OutsideGuidelines, Self::PersonalData]
            .into_iter()
            .find(|ground| ground.as_str() == word)
    }
}

/// Who decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// The policy table.
    Machine,
    /// A person, by pseudonym.
    Moderator(ModeratorId),
    /// Somebody with a shell on the machine, through a command.
    Operator,
}

impl By {
    /// As a column and the audit trail hold it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Machine => "machine",
            Self::Moderator(id) => id.as_str(),
            Self::Operator => "operator",
        }
    }
}

/// A decision, with everything that is needed to carry it out and to defend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What shall happen.
    pub outcome: Outcome,
    /// Whether the machine carries it out without a person. By default only the reversible hide
    /// of a high-confidence leak.
    pub is_automatic: bool,
    /// Above everything else in the queue.
    pub is_urgent: bool,
    /// The numbered guideline rule it cites, for example `R7`; `N2` where it stays.
    pub rule: String,
    /// The ground of a removal; `None` where nothing is removed.
    pub ground: Option<Ground>,
    /// Who decided.
    pub by: By,
    /// The Digital Post mailbox of a redirect.
    pub mailbox: Option<String>,
    /// The reply that goes with it, composed already, so that a moderator sees it before it goes.
    pub reply: Option<Passed>,
    /// When our copy goes. Never absent: the moment of decision is when the need is known.
    pub delete_after: Stamp,
}
