//! All detectors together: one comment in, one reading out.

use super::abuse::{self, ABUSIVE, Judged};
use super::bank::Accounts;
use super::card::Cards;
use super::class::Class;
use super::context::Labels;
use super::contract::{Detector, Found, Look};
use super::cpr::Cpr;
use super::credential::Credentials;
use super::email::Emails;
use super::iban::Ibans;
use super::language;
use super::learned::{self, Features, Learned, Opinion};
use super::lists::{Error, Lists};
use super::lookalike::LookAlikes;
use super::normalise::Normalised;
use super::numbers::Numbers;
use super::phone::Phones;
use super::request;
use super::terms::{Hit, Terms};
use crate::model::{Finding, Label, Place, Reading, Scores, Stamp, Text};

/// What a citizen wrote, with the name and handle it came under: a leak in those counts too.
#[derive(Clone, Copy, Debug)]
pub struct Comment<'a> {
    /// The words.
    pub text: &'a Text,
    /// The name shown, where the network gives one.
    pub author_name: Option<&'a Text>,
    /// The handle shown, where the network has one.
    pub handle: Option<&'a Text>,
    /// Our own post above it, where it is at hand: it helps to name the area of a request.
    pub post: Option<&'a Text>,
}

/// The compiled rules. Made once, shared by all threads, and it keeps nothing of what it reads.
pub struct Detectors {
    terms: Terms,
    learned: Learned,
    finders: Vec<Box<dyn Detector>>,
}

impl Detectors {
    /// Compiles rules and word lists.
    ///
    /// # Errors
    /// Names the list and the line that cannot be used.
    pub fn new(lists: &Lists) -> Result<Self, Error> {
        // The order matters: see [`Detector`].
        let finders: Vec<Box<dyn Detector>> = vec![
            Box::new(LookAlikes),
            Box::new(Ibans),
            Box::new(Cards),
            Box::new(Accounts),
            Box::new(Cpr),
            Box::new(Emails::new(lists)?),
            Box::new(Credentials),
            Box::new(Phones::new(lists)?),
        ];
        Ok(Self { terms: Terms::new(lists)?, learned: Learned::shipped()?, finders })
    }

    /// Reads a comment. `cpr_today` is the moment against which a birth date must not lie in the
    /// future; it is injected because the CPR numbers of tests and demo are born in 2036.
    #[must_use]
    pub fn read(&self, comment: &Comment<'_>, cpr_today: Stamp) -> Reading {
        let text = Normalised::new(comment.text.expose());
        let hits = self.terms.find(&text);
        let mut findings = self.search(&text, &hits, Place::Text, cpr_today);
        for (field, place) in [(comment.author_name, Place::AuthorName), (comment.handle, Place::Handle)] {
            let Some(field) = field else { continue };
            let field = Normalised::new(field.expose());
            let hits = self.terms.find(&field);
            findings.extend(self.search(&field, &hits, place, cpr_today));
        }
        let abuse = abuse::judge(&text, &hits);
        let opinion = self.opinion(comment, &text, &hits, abuse);
        let mut labels = Vec::new();
        if abuse.abuse >= ABUSIVE {
            labels.extend([Label::Offensive, Label::Abuse]);
        } else if opinion.is_offensive && (!abuse.is_swearing || abuse.abuse > 0.0) {
            // The model learnt from labels that count swearing at nobody as offence. Here it is lawful.
            labels.push(Label::Offensive);
        }
        if abuse.is_swearing {
            labels.push(Label::Profanity);
        }
        if opinion.is_request {
            labels.push(Label::CaseRequest);
        }
        if opinion.is_spam {
            labels.push(Label::Spam);
        }
        labels.sort_unstable();
        // Swearing at nobody ranks a little above silence, and never near abuse.
        let swearing = if abuse.is_swearing { 0.15 } else { 0.0 };
        Reading {
            language: language::tell(&text, &hits),
            scores: Scores {
                offensive: abuse.abuse.max(swearing).max(opinion.offensive),
                case_request: opinion.case_request,
                spam: opinion.spam,
                ..Scores::default()
            },
            labels,
            findings,
            area: opinion.areas.first().filter(|_| opinion.is_request).map(|best| best.area),
            areas: opinion.areas,
        }
    }

    /// What the trained models think of the comment as a whole.
    fn opinion(&self, comment: &Comment<'_>, text: &Normalised, hits: &[Hit], abuse: Judged) -> Opinion {
        let signs = request::signs(text, hits);
        let features = learned::features(comment.text.expose(), hits, abuse, signs);
        self.learned.opinion(&features, || self.post_features(comment.post))
    }

    fn post_features(&self, post: Option<&Text>) -> Features {
        let Some(post) = post else { return Features::default() };
        learned::post_features(post.expose(), &self.terms.find(&Normalised::new(post.expose())))
    }

    /// A comment as the trained models see it, with the post above it: what training learns from.
    #[must_use]
    pub fn features(&self, comment: &Comment<'_>) -> Features {
        let text = Normalised::new(comment.text.expose());
        let hits = self.terms.find(&text);
        let (abuse, signs) = (abuse::judge(&text, &hits), request::signs(&text, &hits));
        let features = learned::features(comment.text.expose(), &hits, abuse, signs);
        features.under(self.post_features(comment.post))
    }

    fn search(&self, text: &Normalised, hits: &[Hit], place: Place, cpr_today: Stamp) -> Vec<Finding> {
        let numbers = Numbers::new(text, hits);
        let has_secret_word =
            || hits.iter().any(|hit| matches!(hit.class, Class::Label(label) if label.is_secret()));
        let may_hold_address =
            || memchr::memchr3(b'@', b'(', b'[', text.low()).is_some() || has_at_word(text);
        if numbers.runs().is_empty() && !may_hold_address() && !has_secret_word() {
            return Vec::new();
        }
        let labels = Labels::new(text, hits, &numbers);
        let today = cpr_today.date();
        let look = Look { text, hits, numbers: &numbers, labels: &labels, place, today };
        let mut found = Found::new(text.low().len());
        for detector in &self.finders {
            detector.look(&look, &mut found);
        }
        found.findings(text, place)
    }
}

/// An address without @ and brackets: "navn snabela domæne punktum dk".
fn has_at_word(text: &Normalised) -> bool {
    let has = |word: &[u8]| memchr::memmem::find(text.low(), word).is_some();
    has(b"snabel") || has(b"punktum") || has(b" dot ")
}
