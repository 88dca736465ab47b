//! All detectors together: one comment in, one reading out.

use std::cell::OnceCell;
use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::abuse::{self, ABUSIVE, Judged};
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
use super::learned::{self, Features, Learned, Opinion};
use super::lists::{Error, Lists};
use super::lookalike::LookAlikes;
use super::normalise::Normalised;
use super::numbers::Numbers;
use super::phone::Phones;
use super::plate::Plates;
use super::request;
use super::rules::{self, Book, Mistake};
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
    /// Our own post above it, where it is at hand: it helps to name the area of a request.
    pub post: Option<&'a Text>,
}

/// The compiled rules. Made once, shared by all threads, and it keeps nothing of what it reads.
pub struct Detectors {
    terms: Terms,
    book: Book,
    learned: Learned,
    /// In the order in which they look.
    each: Vec<Box<dyn Detector>>,
}

impl Detectors {
    /// Compiles rules and word lists.
    ///
    /// # Errors
    /// Names the list and the line that cannot be used.
    pub fn new(lists: &Lists) -> Result<Self, Error> {
        // The order matters: see [`Detector`].
        let each: Vec<Box<dyn Detector>> = vec![
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
        let book = Book::new(&lists.rules)?;
        Ok(Self { terms: Terms::new(lists, &book)?, book, learned: Learned::shipped()?, each })
    }

    /// Tries every rule on the sentences beside it, and tells what it gets wrong.
    #[must_use]
    pub fn mistakes(&self) -> Vec<Mistake> {
        rules::try_out(&self.book, &self.terms)
    }

    /// The same detectors, if every rule gets every sentence beside it right.
    ///
    /// # Errors
    /// [`Error::Rule`] with the first sentence that a rule gets wrong.
    pub fn tried(self) -> Result<Self, Error> {
        match self.mistakes().into_iter().next() {
            None => Ok(self),
            Some(mistake) => Err(mistake.into()),
        }
    }

    /// How many rules run, and how many of them in shadow.
    #[must_use]
    pub fn rules(&self) -> (usize, usize) {
        self.book.count()
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
            if is_mere_name(words) {
                continue;
            }
            let field = Normalised::new(words);
            let hits = self.terms.find(&field);
            findings.extend(self.search(&field, &hits, place, cpr_today));
        }
        let abuse = abuse::judge(&text, &hits);
        let ruled = self.ruled(&text, &hits, abuse);
        let opinion = self.opinion((words, comment.post), &text, &hits, abuse);
        let mut labels = ruled.labels;
        // The model learnt from labels that count swearing at nobody as offence. Here that is lawful.
        let is_aimed = !abuse.is_swearing || abuse.abuse > 0.0;
        labels.extend((opinion.is_offensive && is_aimed).then_some(Label::Offensive));
        labels.extend(opinion.is_request.then_some(Label::CaseRequest));
        labels.extend(opinion.is_spam.then_some(Label::Spam));
        labels.extend((!is_whole).then_some(Label::Unread));
        let language = language::tell(&text, &hits);
        labels.extend((language == Language::Other).then_some(Label::OtherLanguage));
        labels.sort_unstable();
        labels.dedup();
        Reading {
            language,
            scores: Scores {
                offensive: ruled.scores.offensive.max(opinion.offensive),
                spam: ruled.scores.spam.max(opinion.spam),
                case_request: opinion.case_request,
                ..ruled.scores
            },
            labels,
            findings: together(findings, ruled.findings),
            area: opinion.areas.first().filter(|_| opinion.is_request).map(|best| best.area),
            areas: opinion.areas,
            shadows: ruled.shadows,
        }
    }

    /// What the rules say of the comment as a whole: the highest score of each.
    fn ruled(&self, text: &Normalised, hits: &[Hit], abuse: Judged) -> Ruled {
        let ruling = self.book.judge(text, hits);
        let mut labels: Vec<Label> = ruling.labels().collect();
        if abuse.abuse >= ABUSIVE {
            labels.extend([Label::Offensive, Label::Abuse]);
        }
        if labels.iter().any(|label| matches!(label, Label::Hate | Label::Sexual)) {
            labels.push(Label::Offensive);
        }
        if abuse.is_swearing {
            labels.push(Label::Profanity);
        }
        // Swearing at nobody ranks a little above silence, and never near abuse.
        let swearing: f32 = if abuse.is_swearing { 0.15 } else { 0.0 };
        let (hate, sexual) = (ruling.score(Label::Hate), ruling.score(Label::Sexual));
        let scores = Scores {
            offensive: abuse.abuse.max(swearing).max(hate).max(sexual),
            threat: ruling.score(Label::Threat),
            hate,
            spam: ruling.score(Label::Spam),
            ..Scores::default()
        };
        Ruled { findings: ruling.findings, labels, scores, shadows: ruling.shadows }
    }

    /// What the trained models think of the comment as a whole.
    fn opinion(
        &self,
        (words, post): (&str, Option<&Text>),
        text: &Normalised,
        hits: &[Hit],
        abuse: Judged,
    ) -> Opinion {
        let signs = request::signs(text, hits);
        let features = learned::features(words, hits, abuse, signs);
        self.learned.opinion(features, || self.post_features(post))
    }

    fn post_features(&self, post: Option<&Text>) -> Features {
        let Some(post) = post else { return Features::default() };
        let (words, _) = post.readable();
        learned::post_features(words, &self.terms.find(&Normalised::new(words)))
    }

    /// A comment as the trained models see it, with the post above it: what training learns from.
    #[must_use]
    pub fn features(&self, comment: &Comment<'_>) -> Features {
        let (words, _) = comment.text.readable();
        let text = Normalised::new(words);
        let hits = self.terms.find(&text);
        let (abuse, signs) = (abuse::judge(&text, &hits), request::signs(&text, &hits));
        let features = learned::features(words, &hits, abuse, signs);
        features.under(self.post_features(comment.post))
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
        let today = OnceCell::new();
        let look = Look { text, hits, numbers: &numbers, labels: &labels, place, cpr_today, today };
        let mut found = Found::new(text.low().len());
        for detector in &self.each {
            detector.look(&look, &mut found);
        }
        found.findings(text, place)
    }
}

/// One or two words of Latin letters, as most names are. Nothing can be found in them: a number has a
/// digit or three words, a mailbox a sign or three words, but for one that says "snabel".
fn is_mere_name(words: &str) -> bool {
    let is_latin = |letter: char| {
        letter.is_ascii_alphabetic() || (matches!(letter, 'À'..='ÿ') && !matches!(letter, '×' | '÷'))
    };
    let mut blanks = 0;
    let is_plain = words.chars().all(|letter| {
        blanks += usize::from(letter == ' ');
        letter == ' ' || is_latin(letter)
    });
    is_plain && blanks < 2 && !words.as_bytes().windows(6).any(|six| six.eq_ignore_ascii_case(b"snabel"))
}

/// What the rules say of a comment as a whole.
struct Ruled {
    findings: Vec<Finding>,
    labels: Vec<Label>,
    scores: Scores,
    shadows: Vec<String>,
}

/// Leaks and facts in one list. A leak inside the words of a fact is what must be masked: it stays,
/// and the fact goes.
fn together(mut leaks: Vec<Finding>, facts: Vec<Finding>) -> Vec<Finding> {
    for fact in facts {
        let meets = |leak: &Finding| {
            leak.place == fact.place && leak.span.start < fact.span.end && fact.span.start < leak.span.end
        };
        if !leaks.iter().any(meets) {
            leaks.push(fact);
        }
    }
    leaks.sort_by_key(|finding| (finding.place, finding.span.start));
    leaks
}

/// An address without @ and brackets: "navn snabela domæne punktum dk", "navn.lund på gmail".
fn has_at_word(text: &Normalised, hits: &[Hit]) -> bool {
    // Building a searcher costs more than searching a comment.
    static FINDERS: LazyLock<[Finder<'static>; 3]> =
        LazyLock::new(|| [Finder::new("snabel"), Finder::new("punktum"), Finder::new(" dot ")]);
    hits.iter().any(|hit| matches!(hit.class, Class::MailHost | Class::Curl))
        || FINDERS.iter().any(|finder| finder.find(text.low()).is_some())
}
