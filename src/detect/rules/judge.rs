//! What the rules of a book make of one comment.

use std::collections::BTreeMap;

use super::super::class::Class;
use super::super::normalise::Normalised;
use super::super::terms::Hit;
use super::book::{Book, Compiled, Effect, Guard};
use super::matcher::{Match, Matcher};
use super::pattern::Pattern;
use super::set::Set;
use super::written::{Mode, Reach};
use crate::model::{Confidence, Finding, Label, Place};

/// Where a label begins to be given.
const LABELLED: f32 = 0.5;
/// So many words beside a match a guard of reach `near` may stand.
const NEAR: usize = 4;

/// What the rules say of a comment.
#[derive(Debug, Default)]
pub(in crate::detect) struct Ruling {
    /// 0 to 1 for each label that any rule spoke of.
    scores: BTreeMap<Label, f32>,
    /// Facts about persons; never more than medium confidence.
    pub(in crate::detect) findings: Vec<Finding>,
    /// Ids of the shadow rules that matched, sorted, each once.
    pub(in crate::detect) shadows: Vec<String>,
}

impl Ruling {
    /// The score of a label, 0 where no rule speaks of it.
    pub(in crate::detect) fn score(&self, label: Label) -> f32 {
        self.scores.get(&label).copied().unwrap_or_default()
    }

    /// With findings and shadows in order; of two findings that overlap the first and longer one.
    fn sorted(mut self) -> Self {
        self.findings.sort_by_key(|finding| (finding.span.start, usize::MAX - finding.span.end));
        self.findings.dedup_by(|next, kept| kept.span.end > next.span.start);
        self.shadows.sort_unstable();
        self.shadows.dedup();
        self
    }

    /// The labels that are given.
    pub(in crate::detect) fn labels(&self) -> impl Iterator<Item = Label> + '_ {
        self.scores.iter().filter(|(_, score)| **score >= LABELLED).map(|(label, _)| *label)
    }
}

impl Book {
    /// Runs the rules over a text. A rule is tried only where a word stands that it starts from.
    pub(in crate::detect) fn judge(&self, text: &Normalised, hits: &[Hit]) -> Ruling {
        let mut present = Set::new();
        let mut tried: Vec<(u16, u16)> = Vec::new();
        for hit in hits {
            let Class::Rule(class) = hit.class else { continue };
            if !present.has(class) {
                present.add(class);
                tried.extend(self.starters.get(usize::from(class)).into_iter().flatten());
            }
        }
        if memchr::memchr3(b'.', b'@', b':', text.low()).is_some() {
            tried.extend(&self.marked);
        }
        // Marks are not known yet, and nearly every pattern fails without them.
        tried.retain(|at| self.pattern(*at).is_some_and(|pattern| pattern.may_hold(&present, None)));
        if tried.is_empty() {
            return Ruling::default();
        }
        tried.sort_unstable();
        tried.dedup();
        let mut run = Run::new(self, text, Matcher::new(text, hits, &present));
        for of_rule in tried.chunk_by(|one, next| one.0 == next.0) {
            let nth = of_rule.first().map_or(0, |first| usize::from(first.0));
            if let Some(rule) = self.rules.get(nth) {
                run.rule(rule, of_rule.iter().filter_map(|at| rule.patterns.get(usize::from(at.1))));
            }
        }
        run.ruling.sorted()
    }

    fn pattern(&self, (rule, place): (u16, u16)) -> Option<&Pattern> {
        self.rules.get(usize::from(rule))?.patterns.get(usize::from(place))
    }

    /// Whether one rule has its effect on a text, mode apart.
    pub(super) fn fires(&self, nth: usize, text: &Normalised, hits: &[Hit]) -> bool {
        let mut present = Set::new();
        for hit in hits {
            if let Class::Rule(class) = hit.class {
                present.add(class);
            }
        }
        let mut run = Run::new(self, text, Matcher::new(text, hits, &present));
        self.rules.get(nth).is_some_and(|rule| run.strength(rule, rule.patterns.iter()) >= LABELLED)
    }
}

struct Run<'a> {
    book: &'a Book,
    text: &'a Normalised,
    matcher: Matcher<'a>,
    /// The matches of each guard that was asked for, found once.
    guards: BTreeMap<usize, Vec<Match>>,
    ruling: Ruling,
}

impl<'a> Run<'a> {
    fn new(book: &'a Book, text: &'a Normalised, matcher: Matcher<'a>) -> Self {
        Self { book, text, matcher, guards: BTreeMap::new(), ruling: Ruling::default() }
    }

    fn rule<'p>(&mut self, rule: &Compiled, patterns: impl Iterator<Item = &'p Pattern> + Clone) {
        let found = self.ruling.findings.len();
        let strength = self.strength(rule, patterns);
        if rule.mode == Mode::Shadow {
            self.ruling.findings.truncate(found);
            if strength >= LABELLED {
                self.ruling.shadows.push(rule.id.clone());
            }
        } else if let Effect::Label { label, score } = rule.effect {
            let sum = self.ruling.scores.entry(label).or_default();
            *sum = 1.0 - (1.0 - *sum) * (1.0 - score * strength);
        }
    }

    /// How much of a rule holds, 0 to 1: its best match, lowered by guards. Notes what it finds.
    fn strength<'p>(&mut self, rule: &Compiled, patterns: impl Iterator<Item = &'p Pattern> + Clone) -> f32 {
        let mut strength = 0.0_f32;
        let may_hold = patterns.clone().any(|pattern| self.matcher.may_hold(pattern));
        if !may_hold || !self.holds_all(rule) {
            return strength;
        }
        for pattern in patterns {
            if !self.matcher.may_hold(pattern) {
                continue;
            }
            let mut from = 0;
            while let Some(found) = self.matcher.find(pattern, from, &self.book.topics) {
                let factor = self.factor(rule, &found);
                strength = strength.max(factor);
                // A match that a guard cancels may hide a sound one that begins within it.
                from = found.first + 1;
                if factor >= LABELLED {
                    from = from.max(found.last + 1);
                    self.note(rule, &found);
                }
            }
        }
        strength
    }

    fn note(&mut self, rule: &Compiled, found: &Match) {
        let Effect::Finds { kind, reason } = &rule.effect else { return };
        let topic = || found.topic.and_then(|class| self.book.kinds.get(&class).copied());
        let Some(kind) = kind.or_else(topic) else { return };
        self.ruling.findings.push(Finding {
            kind,
            span: self.text.span(&(found.start..found.end)),
            place: Place::Text,
            confidence: Confidence::Medium,
            rule: rule.id.clone(),
            reason: reason.clone(),
        });
    }

    fn holds_all(&mut self, rule: &Compiled) -> bool {
        let Self { matcher, book, .. } = self;
        rule.with
            .iter()
            .all(|pattern| matcher.may_hold(pattern) && matcher.find(pattern, 0, &book.topics).is_some())
    }

    /// The product of all guards that stand beside a match.
    fn factor(&mut self, rule: &Compiled, found: &Match) -> f32 {
        let mut factor = 1.0;
        for nth in &rule.guards {
            let Some(guard) = self.book.guards.get(*nth) else { continue };
            if !self.guards.contains_key(nth) {
                let places = self.places(guard);
                self.guards.insert(*nth, places);
            }
            let places = self.guards.get(nth).map(Vec::as_slice).unwrap_or_default();
            let matcher = &self.matcher;
            let stands = places.iter().any(|place| match guard.reach {
                Reach::Inside => place.first >= found.first && place.last < found.tail,
                Reach::Near => {
                    place.last + NEAR >= found.first
                        && place.first <= found.last + NEAR
                        && matcher.share_sentence(place, found)
                }
                Reach::Before => {
                    place.first < found.first
                        && place.last + NEAR >= found.first
                        && matcher.share_sentence(place, found)
                }
                Reach::Sentence => matcher.share_sentence(place, found),
                Reach::Comment => true,
            });
            if stands || (guard.quotes && matcher.is_quoted(found)) {
                factor *= guard.factor;
            }
        }
        factor
    }

    fn places(&mut self, guard: &Guard) -> Vec<Match> {
        let mut places = Vec::new();
        for pattern in &guard.patterns {
            let mut from = 0;
            while self.matcher.may_hold(pattern)
                && let Some(place) = self.matcher.find(pattern, from, &self.book.topics)
            {
                from = place.first + 1;
                places.push(place);
            }
        }
        places
    }
}
