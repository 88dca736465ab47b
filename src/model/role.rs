//! What somebody is at the desk. What each may do stands in one place, `review/rights.rs`.

/// A role. A person may have several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Reads, and changes nothing.
    Reader,
    /// Decides.
    Moderator,
    /// Decides, answers for the decisions, and looks after who has access.
    TeamLead,
    /// The data protection officer: reads, and sees that the rules hold.
    Dpo,
    /// The lawyer: reads what a complaint or a notification is about.
    Legal,
    /// Answers for who has access and how it is used; needs no citizen's words for it.
    SecurityLead,
    /// Keeps the machine running and never sees a citizen's words.
    ItAdministrator,
}

impl Role {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Reader,
        Self::Moderator,
        Self::TeamLead,
        Self::Dpo,
        Self::Legal,
        Self::SecurityLead,
        Self::ItAdministrator,
    ];

    /// As the store, the configuration and the command line write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Moderator => "moderator",
            Self::TeamLead => "team_lead",
            Self::Dpo => "dpo",
            Self::Legal => "legal",
            Self::SecurityLead => "security_lead",
            Self::ItAdministrator => "it_administrator",
        }
    }

    /// The role of this name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}
