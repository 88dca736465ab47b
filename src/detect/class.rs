//! What a term of the word lists tells the rules. A list's section names its class.

use crate::model::Area;

/// The meaning of one term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Names the number beside it.
    Label(Label),
    /// "the last four are": the digits that end a CPR number follow.
    LastFour,
    /// "and then": joins a birth date and the four digits after it, where something says CPR.
    AndThen,
    /// A dash spelled out.
    Dash,
    /// A joining word between spelled numbers.
    Joint,
    /// A spelled number, 0 to 99.
    Numeral(u8),
    /// An English ten that takes a one after it (twenty two).
    Ten(u8),
    /// A month, 1 to 12.
    Month(u8),
    /// A unit that makes the number before it (or after it) an amount.
    Unit,
    /// An insult, or swearing.
    Abuse(Abuse),
    /// Who a sentence is about or to.
    Who(Who),
    /// A request in one's own case.
    Case(Case),
    /// A topic of the municipality.
    Topic(Area),
    /// A common word of one language.
    Speaks(Tongue),
    /// A word of the rule book, by the number of its class there.
    Rule(u16),
    /// A mail host that people name without its ending.
    MailHost,
    /// "krølle" for an @.
    Curl,
    /// What somebody is blamed for beside a car's plate.
    Blame,
    /// What stands around an address.
    Home(Home),
}

/// What a word says of the number beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// A CPR number.
    Cpr,
    /// A birth date.
    Born,
    /// A phone number.
    Phone,
    /// Asks to be called or written to.
    Call,
    /// A number that the public is meant to call.
    PublicPhone,
    /// A bank account.
    Account,
    /// Money is to go somewhere.
    Pay,
    /// A bank's registration number.
    Registration,
    /// A payment card.
    Card,
    /// An IBAN.
    Iban,
    /// A number of another kind: order, case, company, meter.
    Other,
    /// The same, when it stands right beside the number only (a paragraph, a bus).
    OtherBeside,
    /// A passport, residence card or driving licence, right beside the number.
    Document,
    /// Just "number".
    Number,
    /// A password, PIN or one-time code.
    Secret,
    /// "the code", which may be a door's.
    Code,
    /// `MitID`, `NemID`.
    MitId,
    /// A user name.
    UserName,
}

impl Label {
    /// Announces a secret, which need not hold a digit.
    pub(super) fn is_secret(self) -> bool {
        matches!(self, Self::Secret | Self::Code | Self::MitId | Self::UserName)
    }
}

/// What a word does in abuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Abuse {
    /// An insult when it names a person.
    Insult,
    /// An insult only when said to somebody's face.
    Mild,
    /// A demeaning property.
    Trait,
    /// An insult by itself, because it speaks to somebody.
    Spoken,
    /// Swearing.
    Swearing,
    /// The start of a quotation or of talk about words.
    Quote,
}

/// Who is spoken of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Who {
    /// The one spoken to.
    You,
    /// The many spoken to, in Danish also the municipality.
    YouAll,
    /// Belongs to the one spoken to.
    Your,
    /// Somebody spoken of.
    They,
    /// A person by office or work.
    Office,
    /// An authority, a plan or a system: criticism of it is lawful.
    Institution,
    /// Is, are.
    Is,
    /// Words that may stand between.
    Filler,
    /// Not.
    Not,
}

/// What a word does in a request for case handling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// The writer or the writer's family.
    Own,
    /// Belongs to the writer or the writer's family.
    OwnThing,
    /// A case, an application, a decision, a payment.
    Matter,
    /// Something that an authority grants or hands out, and that is a matter only with a verb.
    Thing,
    /// Waits, has heard nothing, has sent.
    Status,
    /// Was refused, was cut.
    Dispute,
    /// Asks for an answer or an act.
    Ask,
    /// Speaks to the municipality.
    ToYou,
    /// A phrase that is a request by itself.
    Whole,
}

/// What a word says of an address near it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// Somebody lives there.
    Lives,
    /// Somebody moved or has something fetched; a shop may do so too.
    Moved,
    /// A person who is told apart by the address.
    Person,
    /// Says that the address is not the home: near, opposite, and.
    Apart,
    /// A public place, an event, a thing in the street.
    Public,
    /// The address is protected.
    Hidden,
}

/// A language of the stop-word lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tongue {
    Danish,
    /// Danish and Norwegian alike.
    Nordic,
    English,
    Norwegian,
    Swedish,
    German,
}
