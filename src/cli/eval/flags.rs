//! What is said of rows of a class of which it should not be said: one share per label, beside findings
//! and automatic hides.

use std::collections::BTreeMap;

use super::rows::name;
use super::seen::Seen;
use super::sheet::{Figure, Sheet};
use crate::learn::metrics::Rate;
use crate::model::{Kind, Label};

/// Every label that a detector can give.
pub(super) const LABELS: [Label; 11] = [
    Label::Offensive,
    Label::Threat,
    Label::Hate,
    Label::Abuse,
    Label::Profanity,
    Label::Sexual,
    Label::Incitement,
    Label::Spam,
    Label::SelfHarm,
    Label::ChildConcern,
    Label::CaseRequest,
];

/// Labels under which a comment may be removed, so that a lawful one should not carry them.
pub(super) const UGLY: [Label; 7] = [
    Label::Offensive,
    Label::Threat,
    Label::Hate,
    Label::Abuse,
    Label::Sexual,
    Label::Incitement,
    Label::Spam,
];

/// Shares per class of rows.
#[derive(Default)]
pub(super) struct Flags {
    classes: BTreeMap<String, BTreeMap<String, Rate>>,
}

impl Flags {
    pub(super) fn take(&mut self, class: &str, seen: &Seen<'_>) {
        let class = self.classes.entry(class.to_owned()).or_default();
        let mut count = |what: String, is_said: bool| class.entry(what).or_default().add(is_said);
        for label in LABELS {
            count(name(label), seen.says(label));
        }
        count("any ground for removal".to_owned(), seen.says_any(&UGLY));
        count("leak found".to_owned(), seen.finds(Kind::is_leak));
        count("fact found".to_owned(), seen.finds(is_fact));
        count("hidden automatically".to_owned(), seen.is_hidden);
    }

    pub(super) fn sheet(&self, title: &str) -> Sheet {
        let mut sheet = Sheet::sparse(format!("{title}: flagged, of each class"));
        for (class, rates) in &self.classes {
            sheet.row(class, rates.iter().map(|(what, rate)| (what.as_str(), Figure::Rate(*rate))));
        }
        sheet
    }
}

/// A fact about a person, not an identifier.
pub(super) fn is_fact(kind: Kind) -> bool {
    match kind {
        Kind::Health
        | Kind::MentalHealth
        | Kind::SocialProblem
        | Kind::Family
        | Kind::Crime
        | Kind::Religion
        | Kind::Ethnicity
        | Kind::Sexuality
        | Kind::Union
        | Kind::Politics
        | Kind::Immigration => true,
        Kind::Cpr
        | Kind::Phone
        | Kind::Email
        | Kind::Address
        | Kind::BankAccount
        | Kind::Iban
        | Kind::Card
        | Kind::Credential
        | Kind::Passport
        | Kind::Plate
        | Kind::CaseNumber
        | Kind::ProtectedAddress => false,
    }
}
