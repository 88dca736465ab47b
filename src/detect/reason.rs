//! Why something was found, as an id and as one plain sentence in Danish and English. The words
//! stand in `config/lexicon/reasons.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentences {
    da: String,
    en: String,
}

static SENTENCES: LazyLock<BTreeMap<String, Sentences>> = LazyLock::new(|| {
    toml::from_str(include_str!("../../config/lexicon/reasons.toml"))
        .expect("the shipped file of reasons parses; a test reads it")
});

macro_rules! reasons {
    ($($name:ident = $id:literal),* $(,)?) => {
        /// The reason of a finding.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Reason { $($name),* }

        impl Reason {
            /// The id that a finding carries.
            pub(super) fn id(self) -> &'static str {
                match self { $(Self::$name => $id),* }
            }
        }

        /// Every reason id that a finding can carry; the last are those of the rule book.
        pub const REASONS: &[&str] = &[$($id,)* "fact.own", "fact.third", "fact.child"];
    };
}

reasons! {
    CprNamed = "cpr.word-near",
    CprChecked = "cpr.checksum",
    CprShaped = "cpr.shape",
    CprReplacement = "cpr.replacement",
    CprBirthDate = "cpr.birth-date-near",
    CprSplit = "cpr.split",
    CprLastFour = "cpr.last-four",
    CprElectronic = "cpr.electronic",
    CprInLonger = "cpr.in-longer-number",
    CprForeign = "cpr.foreign",
    PhoneNamed = "phone.word-near",
    PhonePrefixed = "phone.prefix",
    PhoneShaped = "phone.shape",
    EmailPlain = "email.address",
    EmailObscured = "email.obscured",
    IbanChecked = "iban.checksum",
    CardNamed = "card.word-near",
    CardChecked = "card.checksum",
    BankNamed = "bank.word-near",
    BankShaped = "bank.shape",
    SecretNamed = "credential.word-near",
    UserNamed = "credential.user-name",
    DocumentNamed = "passport.word-near",
    CaseNumberOwn = "case-number.own",
    PlateBlamed = "plate.blamed",
    AddressLives = "address.lives",
    AddressPerson = "address.person",
    AddressDwelling = "address.dwelling",
    AddressProtected = "address.protected",
}

/// The sentence that tells a moderator why, in Danish or English; `None` for an id that no rule
/// gives.
#[must_use]
pub fn sentence(reason: &str, danish: bool) -> Option<&'static str> {
    let sentences = SENTENCES.get(reason)?;
    Some(if danish { &sentences.da } else { &sentences.en })
}
