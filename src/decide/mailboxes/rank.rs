//! Which mailbox a comment belongs to: the trained model's areas, trigger words, language and the page
//! that it was written on. Below a confidence it is the single entry, never a guess.

use super::super::lint::tokens;
use super::directory::Mailboxes;
use super::entry::{Mailbox, Standing};
use crate::model::{AccountName, Area, Language, Likely, OrganisationId, Stamp};

/// What each further trigger word adds; a fourth says nothing new.
const WORDS: [f32; 3] = [0.4, 0.15, 0.1];
/// A page is a strong hint, a language a weak one: both speak only for what something else speaks for.
const PAGE: f32 = 0.2;
const LANGUAGE: f32 = 0.15;
/// So far the best must be ahead of the next.
const LEAD: f32 = 0.1;
/// How many a moderator is shown.
const SHOWN: usize = 3;
/// An area that is named without a score.
const NAMED: f32 = 0.6;

/// What is known of a comment.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Whom it was written to.
    pub organisation: &'a OrganisationId,
    /// On which page.
    pub account: &'a AccountName,
    /// The areas of the trained model, the likeliest first.
    pub areas: &'a [Likely],
    /// The area that it settled on; `None` where nobody seems to ask for anything.
    pub area: Option<Area>,
    /// The words, as they are kept.
    pub words: &'a str,
    /// Their language.
    pub language: Language,
}

/// Why a mailbox is among the first.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// The model takes the comment for one of its area; how likely, 0..=1.
    Area(Area, f32),
    /// One of its trigger words stands in the comment: the word as our list has it.
    Word(String),
    /// It is the likely one on this page.
    Page,
    /// Writers in this language often need it.
    Language(Language),
    /// The single entry: no other is sure enough.
    Common,
    /// In place of a better fit, which cannot be relied on.
    InPlaceOf(String, Standing),
}

/// One of the first.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked<'a> {
    /// The mailbox.
    pub mailbox: &'a Mailbox,
    /// How much speaks for it; above 1 where everything does.
    pub score: f32,
    /// How far it can be relied on.
    pub standing: Standing,
    /// Why.
    pub reasons: Vec<Reason>,
}

/// The first ones, at most three; the proposal first, and never none.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranking<'a> {
    /// They.
    pub first: Vec<Ranked<'a>>,
    /// The proposal is more than the single entry: something speaks for it clearly.
    pub is_sure: bool,
}

impl<'a> Ranking<'a> {
    /// The mailbox to point to.
    #[must_use]
    pub fn proposal(&self) -> Option<&Ranked<'a>> {
        self.first.first()
    }
}

/// Ranks every mailbox that serves the organisation.
pub(super) fn of<'a>(all: &'a Mailboxes, asked: &Asked<'_>, now: Stamp) -> Ranking<'a> {
    let triggered = all.triggered(&tokens::read(asked.words));
    let serving = all.all().iter().enumerate().filter(|(_, mailbox)| mailbox.serves(asked.organisation));
    let scored = serving.map(|(entry, mailbox)| {
        let its = triggered.iter().filter(|(of, _)| *of == entry);
        let (score, reasons) = score(mailbox, asked, its.filter_map(|(_, nth)| mailbox.words.get(*nth)));
        Scored { mailbox, score, reasons }
    });
    let mut scored: Vec<Scored<'a>> = scored.filter(|scored| scored.score > 0.0).collect();
    scored.sort_by(|one, two| two.score.total_cmp(&one.score));
    let next = scored.get(1).map_or(0.0, |next| next.score);
    let fallback = all.fallback(asked.organisation);
    let clear = scored.first().filter(|best| best.score >= all.sure() && best.score >= next + LEAD);
    let trouble = clear.and_then(|best| unreliable(all, best.mailbox, fallback, now));
    let is_sure = clear.is_some() && trouble.is_none();
    if !is_sure {
        let reason = trouble.unwrap_or(Reason::Common);
        let place = scored.iter().position(|scored| scored.mailbox.id == fallback.id);
        let mut common = place.map_or_else(
            || Scored { mailbox: fallback, score: 0.0, reasons: Vec::new() },
            |place| scored.remove(place),
        );
        common.reasons.insert(0, reason);
        scored.insert(0, common);
    }
    scored.truncate(SHOWN);
    // How far an entry can be relied on is asked of those alone that are shown.
    let ranked = scored.into_iter().map(|Scored { mailbox, score, reasons }| Ranked {
        mailbox,
        score,
        standing: all.standing(mailbox, now),
        reasons,
    });
    Ranking { first: ranked.collect(), is_sure }
}

struct Scored<'a> {
    mailbox: &'a Mailbox,
    score: f32,
    reasons: Vec<Reason>,
}

/// An entry that is less to be relied on than the single entry gives it its place. Where nothing was ever
/// verified there is nothing to win by that, and the best fit stands, with a warning; one whose days are
/// over never does.
fn unreliable(all: &Mailboxes, best: &Mailbox, fallback: &Mailbox, now: Stamp) -> Option<Reason> {
    let standing = all.standing(best, now);
    let is_worse = standing > all.standing(fallback, now) || standing == Standing::Expired;
    (best.id != fallback.id && is_worse).then(|| Reason::InPlaceOf(best.id.clone(), standing))
}

fn score<'b>(
    mailbox: &Mailbox,
    asked: &Asked<'_>,
    words: impl Iterator<Item = &'b String>,
) -> (f32, Vec<Reason>) {
    let (mut score, mut reasons) = (0.0, Vec::new());
    let named = asked.area.map(|area| Likely { area, score: NAMED });
    let areas = if asked.areas.is_empty() { named.as_slice() } else { asked.areas };
    if let Some(likely) = areas.iter().find(|likely| mailbox.areas.contains(&likely.area)) {
        score += likely.score;
        reasons.push(Reason::Area(likely.area, likely.score));
    }
    for (word, adds) in words.zip(WORDS) {
        score += adds;
        reasons.push(Reason::Word(word.trim_end_matches(['~', '*']).to_owned()));
    }
    if score > 0.0 && mailbox.is_on(asked.account) {
        score += PAGE;
        reasons.push(Reason::Page);
    }
    if score > 0.0 && mailbox.languages.contains(&asked.language) {
        score += LANGUAGE;
        reasons.push(Reason::Language(asked.language));
    }
    (score, reasons)
}
