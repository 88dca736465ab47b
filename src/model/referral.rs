//! An inquiry that somebody does not decide alone: a second opinion, or a hand-over.

use super::{InquiryId, ModeratorId, Stamp};

/// Who shall look at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// Whoever is on duty, but for the one who asks.
    Anybody,
    /// One colleague.
    Moderator(ModeratorId),
    /// The team lead.
    Lead,
    /// The data protection officer.
    Dpo,
}

impl Recipient {
    /// As a column and a form hold it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Anybody => "",
            Self::Moderator(id) => id.as_str(),
            Self::Lead => "lead",
            Self::Dpo => "dpo",
        }
    }

    /// From a column or a form; a word that is none of ours is a moderator's pseudonym.
    #[must_use]
    pub fn of(word: &str) -> Self {
        match word {
            "" => Self::Anybody,
            "lead" => Self::Lead,
            "dpo" => Self::Dpo,
            id => Self::Moderator(ModeratorId::from_text(id)),
        }
    }
}

/// Why, from a closed list: free words could say something about a citizen outside the seal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Which rule applies.
    Rule,
    /// Whether it is against the law.
    Law,
    /// Personal data and what becomes of them.
    PersonalData,
    /// Somebody else knows the field.
    Field,
    /// Whoever asks knows the writer, or is the one that is written about.
    Involved,
    /// It is hard to read.
    Hard,
    /// The shift is over.
    Shift,
}

impl Reason {
    /// All, in the order of the form.
    pub const ALL: [Self; 7] =
        [Self::Rule, Self::Law, Self::PersonalData, Self::Field, Self::Involved, Self::Hard, Self::Shift];

    /// As a column, a form and the book of words hold it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Law => "law",
            Self::PersonalData => "personal-data",
            Self::Field => "field",
            Self::Involved => "involved",
            Self::Hard => "hard",
            Self::Shift => "shift",
        }
    }

    /// From a column or a form.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }
}

/// How a referral ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Somebody decided.
    Decided,
    /// Whoever asked took it back.
    Withdrawn,
    /// It was handed on.
    PassedOn,
}

impl Ending {
    /// As a column and the book of words hold it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::Withdrawn => "withdrawn",
            Self::PassedOn => "passed-on",
        }
    }

    /// From a column.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Decided, Self::Withdrawn, Self::PassedOn].into_iter().find(|ending| ending.as_str() == word)
    }
}

/// A second opinion that was asked for, or a hand-over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Referral {
    /// Its own id.
    pub id: String,
    /// What it is about.
    pub inquiry: InquiryId,
    /// Whoever asks may not be the one who answers; a hand-over bars nobody.
    pub is_opinion: bool,
    /// Who asks.
    pub asked_by: ModeratorId,
    /// Who shall look at it.
    pub to: Recipient,
    /// Why.
    pub reason: Reason,
    /// When.
    pub asked_at: Stamp,
    /// When it ended, how, and by whom: a moderator's pseudonym.
    pub ended: Option<(Stamp, Ending, String)>,
}

impl Referral {
    /// Whether it waits for this moderator: by name, or because whoever is on duty shall look. Lead and
    /// data protection officer are everybody's but the asker's, so that nothing waits for an empty chair.
    #[must_use]
    pub fn waits_for(&self, who: &ModeratorId) -> bool {
        self.ended.is_none()
            && match &self.to {
                Recipient::Moderator(id) => id == who,
                Recipient::Anybody | Recipient::Lead | Recipient::Dpo => self.asked_by != *who,
            }
    }
}
