//! What a detector found, and where; never the words themselves.

/// What kind of thing was found. The names are the contract of `ordstyrer scan`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum Kind {
    Cpr,
    Phone,
    Email,
    Address,
    BankAccount,
    Iban,
    Card,
    Credential,
    Passport,
    Plate,
    CaseNumber,
    Health,
    MentalHealth,
    SocialProblem,
    Family,
    Crime,
    Religion,
    Ethnicity,
    Sexuality,
    Union,
    Politics,
    Immigration,
    ProtectedAddress,
}

/// How sure the rule is. `High` is what may be masked before the first write and hidden by the
/// machine; `Low` is never reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum Confidence {
    Low,
    Medium,
    High,
}

/// A half-open range of Unicode scalar values (not bytes, not graphemes) in the received text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Span {
    /// First scalar value.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}

/// Which of the citizen's fields the span points into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum Place {
    Text,
    AuthorName,
    Handle,
}

/// One thing that a rule found.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
    /// In which field.
    pub place: Place,
    /// How sure the rule is.
    pub confidence: Confidence,
    /// The rule that found it, for example `cpr.grouped`.
    pub rule: String,
    /// The id of the sentence that tells a person why, for example `cpr.word-near`.
    pub reason: String,
}

impl Finding {
    /// Sure enough to be masked before anything is written: the digits of a high-confidence leak
    /// are stored nowhere.
    #[must_use]
    pub fn is_masked(&self) -> bool {
        self.confidence == Confidence::High && self.kind.is_leak()
    }
}

impl Kind {
    /// An identifier or a secret that somebody shared by accident, as opposed to a fact about a
    /// person, which a moderator must be able to read in order to decide.
    #[must_use]
    pub fn is_leak(self) -> bool {
        matches!(
            self,
            Self::Cpr
                | Self::Phone
                | Self::Email
                | Self::Address
                | Self::BankAccount
                | Self::Iban
                | Self::Card
                | Self::Credential
                | Self::Passport
                | Self::ProtectedAddress
        )
    }
}
