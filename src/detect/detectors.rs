//! All detectors together: one comment in, one reading out.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::abuse::{self, ABUSIVE};
use super::address::Addresses;
use super::bank::Accounts;
use super::card::Cards;
use super::case_number::CaseNumbers;
use super::class::Class;
use super::context::Labels;
use super::contract::{Detector, Found, Look};
use super::cpr::Cpr;
use super::credential::Credentials;
use super::document::Documents;
use super::email::Emails;
use super::iban::Ibans;
use super::language;
use super::lists::{Error, Lists};
use super::lookalike::LookAlikes;
use super::normalise::Normalised;
use super::numbers::Numbers;
use super::phone::Phones;
use super::plate::Plates;
use super::request::{self, REQUEST};
use super::terms::{Hit, Terms};
use crate::model::{Finding, Label, Language, Place, Reading, Scores, Stamp, Text};

/// What a citizen wrote, with the name and handle it came under: a leak in those counts too.
#[derive(Clone, Copy, Debug)]
pub struct Comment<'a> {
    /// The words.
    pub text: &'a Text,
    /// The name shown, where the network gives one.
    pub author_name: Option<&'a Text>,
    /// The handle shown, where the network has one.
    pub handle: Option<&'a Text>,
}

/// The compiled rules. Made once, shared by all threads, and it keeps nothing of what it reads.
pub struct Detectors {
    terms: Terms,
    detectors: Vec<Box<dyn Detector>>,
}

impl Detectors {
    /// Compiles rules and word lists.
    ///
    /// # Errors
    /// Names the list and the line that cannot be used.
    pub fn new(lists: &Lists) -> Result<Self, Error> {
        // The order matters: see [`Detector`].
        let detectors: Vec<Box<dyn Detector>> = vec![
            Box::new(LookAlikes),
            Box::new(Ibans),
            Box::new(Cards),
            Box::new(Accounts),
            Box::new(Cpr),
            Box::new(Documents),
            Box::new(Emails::new(lists)?),
            Box::new(Credentials),
            Box::new(Phones::new(lists)?),
            Box::new(CaseNumbers),
            Box::new(Plates::new(lists)?),
            Box::new(Addresses::new(lists)?),
        ];
        Ok(Self { terms: Terms::new(lists)?, detectors })
    }

    /// Reads a comment. `cpr_today` is the moment against which a birth date must not lie in the
    /// future; it is injected because the CPR numbers of tests and demo are born in 2036.
    #[must_use]
    pub fn read(&self, comment: &Comment<'_>, cpr_today: Stamp) -> Reading {
        let (words, mut is_whole) = comment.text.readable();
        let text = Normalised::new(words);
        let hits = self.terms.find(&text);
        let mut findings = self.search(&text, &hits, Place::Text, cpr_today);
        for (field, place) in [(comment.author_name, Place::AuthorName), (comment.handle, Place::Handle)] {
            let Some(field) = field else { continue };
            let (words, all) = field.readable();
            is_whole &= all;
            let field = Normalised::new(words);
            let hits = self.terms.find(&field);
            findings.extend(self.search(&field, &hits, place, cpr_today));
        }
        let abuse = abuse::judge(&text, &hits);
        let case_request = request::score(&text, &hits);
        let is_request = case_request >= REQUEST;
        let mut labels = Vec::new();
        if abuse.abuse >= ABUSIVE {
            labels.extend([Label::Offensive, Label::Abuse]);
        }
        if abuse.is_swearing {
            labels.push(Label::Profanity);
        }
        if is_request {
            labels.push(Label::CaseRequest);
        }
        if !is_whole {
            labels.push(Label::Unread);
        }
        let language = language::tell(&text, &hits);
        if language == Language::Other {
            labels.push(Label::OtherLanguage);
        }
        labels.sort_unstable();
        // Swearing at nobody ranks a little above silence, and never near abuse.
        let swearing = if abuse.is_swearing { 0.15 } else { 0.0 };
        Reading {
            language,
            scores: Scores { offensive: abuse.abuse.max(swearing), case_request, ..Scores::default() },
            labels,
            findings,
            area: is_request.then(|| request::area(&hits)),
        }
    }

    fn search(&self, text: &Normalised, hits: &[Hit], place: Place, cpr_today: Stamp) -> Vec<Finding> {
        let numbers = Numbers::new(text, hits);
        let has_secret_word =
            || hits.iter().any(|hit| matches!(hit.class, Class::Label(label) if label.is_secret()));
        let may_hold_address =
            || memchr::memchr3(b'@', b'(', b'[', text.low()).is_some() || has_at_word(text, hits);
        if numbers.runs().is_empty() && !may_hold_address() && !has_secret_word() {
            return Vec::new();
        }
        let labels = Labels::new(text, hits, &numbers);
        let today = cpr_today.date();
        let look = Look { text, hits, numbers: &numbers, labels: &labels, place, today };
        let mut found = Found::new(text.low().len());
        for detector in &self.detectors {
            detector.look(&look, &mut found);
        }
        found.findings(text, place)
    }
}

/// An address without @ and brackets: "navn snabela domæne punktum dk", "navn.lund på gmail".
fn has_at_word(text: &Normalised, hits: &[Hit]) -> bool {
    // Building a searcher costs more than searching a comment.
    static FINDERS: LazyLock<[Finder<'static>; 3]> =
        LazyLock::new(|| [Finder::new("snabel"), Finder::new("punktum"), Finder::new(" dot ")]);
    hits.iter().any(|hit| matches!(hit.class, Class::MailHost | Class::Curl))
        || FINDERS.iter().any(|finder| finder.find(text.low()).is_some())
}
