//! Finds patterns in one text, within a budget: every step is counted, and the budget grows with the
//! text, so the work is linear whatever somebody writes.

use super::super::class::Class;
use super::super::normalise::Normalised;
use super::super::terms::Hit;
use super::pattern::{Pattern, What};
use super::set::Set;
use super::tokens::{Marks, Token, tokens};

/// Steps for each word of a text, all rules together.
const STEPS_A_WORD: usize = 300;

/// One text, prepared for rules.
pub(super) struct Matcher<'a> {
    tokens: Vec<Token>,
    hits: Vec<Placed>,
    /// For each token the first hit that starts at it or later.
    first: Vec<u32>,
    /// Every class in the text.
    present: &'a Set,
    marks: Marks,
    steps: usize,
}

/// A term of a class, by its first and last token.
#[derive(Clone, Copy, Debug)]
struct Placed {
    first: usize,
    last: usize,
    class: u16,
}

/// A pattern where it matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// The first and last token of all of it.
    pub(super) first: usize,
    pub(super) last: usize,
    /// The first token of its last slot: what may deny a statement stands before that.
    pub(super) tail: usize,
    /// The bytes of what is reported.
    pub(super) start: usize,
    pub(super) end: usize,
    /// The first class of those asked for that took part.
    pub(super) topic: Option<u16>,
}

type Step = Option<Placed>;

impl<'a> Matcher<'a> {
    /// Prepares a text whose rule classes are `present`.
    pub(super) fn new(text: &Normalised, hits: &[Hit], present: &'a Set) -> Self {
        let tokens = tokens(text);
        let mut placed: Vec<Placed> = Vec::new();
        let mut token = 0;
        for hit in hits {
            let Class::Rule(class) = hit.class else { continue };
            while tokens.get(token).is_some_and(|at| at.end <= hit.start) {
                token += 1;
            }
            let Some(at) = tokens.get(token).filter(|at| at.start == hit.start || hit.is_tail) else {
                continue;
            };
            let more = tokens.iter().skip(token).position(|last| last.end >= hit.end).unwrap_or(0);
            let ends = tokens.get(token + more).is_some_and(|last| last.end == hit.end);
            if ends && at.start <= hit.start {
                placed.push(Placed { first: token, last: token + more, class });
            }
        }
        let mut first = Vec::with_capacity(tokens.len() + 1);
        let mut nth = 0;
        for token in 0..=tokens.len() {
            while placed.get(nth).is_some_and(|hit| hit.first < token) {
                nth += 1;
            }
            first.push(u32::try_from(nth).unwrap_or(u32::MAX));
        }
        let marks = tokens.iter().fold(Marks::default(), |all, token| all.with(token.marks));
        let steps = (tokens.len() + 8) * STEPS_A_WORD;
        Self { tokens, hits: placed, first, present, marks, steps }
    }

    /// Whether all that a pattern needs stands somewhere in the text.
    pub(super) fn may_hold(&self, pattern: &Pattern) -> bool {
        pattern.may_hold(self.present, Some(self.marks))
    }

    /// The first match of a pattern that starts at `from` or later. `topics` are the classes of which
    /// the match is to name one.
    pub(super) fn find(&mut self, pattern: &Pattern, from: usize, topics: &Set) -> Option<Match> {
        let mut trail: Vec<Step> = Vec::with_capacity(pattern.slots.len());
        for start in from..self.tokens.len() {
            self.steps = self.steps.checked_sub(1)?;
            if !self.may_start(pattern, start) {
                continue;
            }
            trail.clear();
            let sentence = self.tokens.get(start)?.sentence;
            if self.walk(pattern, 0, start, sentence, &mut trail) {
                return self.told(pattern, &trail, topics);
            }
        }
        None
    }

    /// Whether a match begins in quotation marks.
    pub(super) fn is_quoted(&self, found: &Match) -> bool {
        self.tokens.get(found.first).is_some_and(|token| token.is_quoted)
    }

    /// Whether two matches stand in one sentence.
    pub(super) fn share_sentence(&self, one: &Match, other: &Match) -> bool {
        let of = |found: &Match| self.tokens.get(found.first).map(|token| token.sentence);
        of(one) == of(other)
    }

    /// Whether the first slot fits at a token.
    fn may_start(&self, pattern: &Pattern, start: usize) -> bool {
        let Some(What::Word { classes, marks }) = pattern.slots.first().map(|slot| &slot.what) else {
            return self.starts(start);
        };
        let from = self.first.get(start).copied().unwrap_or_default() as usize;
        let to = self.first.get(start + 1).copied().unwrap_or_default() as usize;
        self.tokens.get(start).is_some_and(|token| token.marks.meets(*marks))
            || self.hits.get(from..to).is_some_and(|hits| hits.iter().any(|hit| classes.has(hit.class)))
    }

    fn walk(
        &mut self,
        pattern: &Pattern,
        nth: usize,
        at: usize,
        sentence: usize,
        trail: &mut Vec<Step>,
    ) -> bool {
        let Some(slot) = pattern.slots.get(nth) else { return true };
        let (classes, marks) = match &slot.what {
            What::Start => return self.starts(at) && self.next(pattern, nth, at, sentence, trail, None),
            What::End => {
                return self.ends(at, sentence) && self.next(pattern, nth, at, sentence, trail, None);
            }
            What::Word { classes, marks } => (classes, *marks),
        };
        for place in at + slot.gap.0..=at + slot.gap.1 {
            let Some(rest) = self.steps.checked_sub(1) else { return false };
            self.steps = rest;
            let Some(token) = self.tokens.get(place).filter(|token| token.sentence == sentence) else {
                break;
            };
            if token.marks.meets(marks) {
                let step = Placed { first: place, last: place, class: u16::MAX };
                if self.next(pattern, nth, place + 1, sentence, trail, Some(step)) {
                    return true;
                }
            }
            let from = self.first.get(place).copied().unwrap_or_default() as usize;
            let to = self.first.get(place + 1).copied().unwrap_or_default() as usize;
            for nth_hit in from..to {
                let Some(hit) = self.hits.get(nth_hit).copied() else { break };
                if classes.has(hit.class) && self.next(pattern, nth, hit.last + 1, sentence, trail, Some(hit))
                {
                    return true;
                }
            }
        }
        slot.is_optional && self.next(pattern, nth, at, sentence, trail, None)
    }

    fn next(
        &mut self,
        pattern: &Pattern,
        nth: usize,
        at: usize,
        sentence: usize,
        trail: &mut Vec<Step>,
        step: Step,
    ) -> bool {
        let Some(rest) = self.steps.checked_sub(1) else { return false };
        self.steps = rest;
        trail.push(step);
        let holds = self.walk(pattern, nth + 1, at, sentence, trail);
        if !holds {
            trail.pop();
        }
        holds
    }

    fn starts(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        before.is_none_or(|before| self.tokens.get(at).is_some_and(|token| token.sentence != before.sentence))
    }

    fn ends(&self, at: usize, sentence: usize) -> bool {
        self.tokens.get(at).is_none_or(|token| token.sentence != sentence)
    }

    fn told(&self, pattern: &Pattern, trail: &[Step], topics: &Set) -> Option<Match> {
        let (opens, closes) = pattern.reported;
        let steps = || trail.iter().flatten();
        let reported = || trail.get(opens..=closes).unwrap_or_default().iter().flatten();
        let bytes = |token: usize| self.tokens.get(token);
        Some(Match {
            first: steps().map(|step| step.first).min()?,
            last: steps().map(|step| step.last).max()?,
            tail: steps().map(|step| step.first).max()?,
            start: bytes(reported().map(|step| step.first).min()?)?.start,
            end: bytes(reported().map(|step| step.last).max()?)?.end,
            topic: steps().map(|step| step.class).find(|class| topics.has(*class)),
        })
    }
}
