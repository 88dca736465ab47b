//! What a finding or a label is called, and how it looks.

use crate::model::{Finding, Kind, Label};

/// How a reason looks: never by colour alone, the word stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tone {
    /// A leak or a danger.
    Danger,
    /// Harsh or unwanted.
    Warn,
    /// A case.
    Case,
    /// Anything else.
    Plain,
}

impl Tone {
    /// Its class in the stylesheet.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Danger => "danger",
            Self::Warn => "warn",
            Self::Case => "case",
            Self::Plain => "plain",
        }
    }

    /// Red is for what a rule is sure of.
    pub(super) fn of_finding(finding: &Finding) -> Self {
        match finding.kind {
            _ if finding.is_masked() => Self::Danger,
            Kind::CaseNumber => Self::Case,
            _ => Self::Warn,
        }
    }

    /// A danger to somebody stands above what is merely unwanted.
    pub(super) fn of_label(label: Label) -> Self {
        match label {
            Label::Threat | Label::Incitement | Label::SelfHarm | Label::ChildConcern => Self::Danger,
            Label::Offensive
            | Label::Hate
            | Label::Abuse
            | Label::Sexual
            | Label::Spam
            | Label::Profanity => Self::Warn,
            Label::Unread | Label::OtherLanguage | Label::PictureOnly => Self::Plain,
            Label::CaseRequest => Self::Case,
        }
    }
}

/// Hard to read: the words are shown only when somebody asks for them, the reason always.
pub(super) fn is_hard(label: Label) -> bool {
    match label {
        Label::Threat
        | Label::Hate
        | Label::Sexual
        | Label::Incitement
        | Label::SelfHarm
        | Label::ChildConcern => true,
        Label::Offensive
        | Label::Abuse
        | Label::Profanity
        | Label::Spam
        | Label::CaseRequest
        | Label::Unread
        | Label::OtherLanguage
        | Label::PictureOnly => false,
    }
}

/// The word for what was found.
pub(super) fn of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Cpr => "kind-cpr",
        Kind::Phone => "kind-phone",
        Kind::Email => "kind-email",
        Kind::Address => "kind-address",
        Kind::BankAccount => "kind-bank-account",
        Kind::Iban => "kind-iban",
        Kind::Card => "kind-card",
        Kind::Credential => "kind-credential",
        Kind::Passport => "kind-passport",
        Kind::Plate => "kind-plate",
        Kind::CaseNumber => "kind-case-number",
        Kind::Health => "kind-health",
        Kind::MentalHealth => "kind-mental-health",
        Kind::SocialProblem => "kind-social-problem",
        Kind::Family => "kind-family",
        Kind::Crime => "kind-crime",
        Kind::Religion => "kind-religion",
        Kind::Ethnicity => "kind-ethnicity",
        Kind::Sexuality => "kind-sexuality",
        Kind::Union => "kind-union",
        Kind::Politics => "kind-politics",
        Kind::Immigration => "kind-immigration",
        Kind::ProtectedAddress => "kind-protected-address",
    }
}

/// The word for what the comment is as a whole.
pub(super) fn of_label(label: Label) -> &'static str {
    match label {
        Label::Offensive => "label-offensive",
        Label::Threat => "label-threat",
        Label::Hate => "label-hate",
        Label::Abuse => "label-abuse",
        Label::Profanity => "label-profanity",
        Label::Sexual => "label-sexual",
        Label::Incitement => "label-incitement",
        Label::Spam => "label-spam",
        Label::SelfHarm => "label-self-harm",
        Label::ChildConcern => "label-child-concern",
        Label::CaseRequest => "label-case-request",
        Label::Unread => "label-unread",
        Label::OtherLanguage => "label-other-language",
        Label::PictureOnly => "label-picture-only",
    }
}
