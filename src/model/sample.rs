//! Equal treatment: what somebody says of a decision beside others under the same rule.

/// Why a decision is not as the others, from a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlike {
    /// The others got more lenient answers.
    Harsher,
    /// The others got harsher ones.
    Milder,
    /// It should have been decided under another rule.
    OtherRule,
    /// What stands around it explains it.
    Context,
    /// It cannot be told from here.
    Unclear,
}

impl Unlike {
    /// All, in the order of the form.
    pub const ALL: [Self; 5] = [Self::Harsher, Self::Milder, Self::OtherRule, Self::Context, Self::Unclear];

    /// As a column, a form and the book of words hold it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Harsher => "harsher",
            Self::Milder => "milder",
            Self::OtherRule => "other-rule",
            Self::Context => "context",
            Self::Unclear => "unclear",
        }
    }

    /// From a column or a form.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unlike| unlike.as_str() == word)
    }
}
