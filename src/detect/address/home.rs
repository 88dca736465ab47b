//! Whether somebody is said to live at an address.

use std::ops::Range;

use super::shape::{Place, has_capital, is_common, word_after, word_before};
use super::words::{Street, Words};
use crate::detect::class::{Class, Home};
use crate::detect::contract::Look;
use crate::detect::terms::Hit;

/// How far a word that says "home" reaches over to the address.
const REACH: usize = 45;
/// How far off a public place still makes a bare address its own.
const AROUND: usize = 70;
/// A protected address is spoken of so near.
const HIDDEN_REACH: usize = 160;

/// Why an address is taken for a home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Link {
    /// Somebody lives there, in so many words.
    Lives,
    /// A person, or a person's name, is tied to it.
    Person,
    /// It has a floor or a door.
    Dwelling,
    /// It belongs to somebody who is said to be protected.
    Hidden,
}

/// The words around an address; `homes` are the terms of `addresses.txt` in the same text.
pub(super) struct Around<'a> {
    pub(super) look: &'a Look<'a>,
    pub(super) words: &'a Words,
    pub(super) homes: &'a [Hit],
    /// The comment also holds a CPR number: it speaks of a person.
    pub(super) names_person: bool,
}

impl Around<'_> {
    /// The tie between a person and an address; `None` where it is a place like any other.
    pub(super) fn link(&self, place: &Place) -> Option<Link> {
        let link = self.tie(place)?;
        let at = &place.at;
        let is_hidden = self.homes.iter().any(|hit| {
            is(hit, Home::Hidden) && hit.end + HIDDEN_REACH > at.start && hit.start < at.end + HIDDEN_REACH
        });
        Some(if is_hidden && !self.is_public(at) { Link::Hidden } else { link })
    }

    fn tie(&self, place: &Place) -> Option<Link> {
        let is_street =
            place.street >= Street::Likely || place.has_dwelling || place.has_postcode || place.has_letter;
        // A name without a street's ending needs the sentence to go on as after an address.
        let is_name =
            place.street == Street::Named && (self.ends(place.at.end) || self.is_labelled(place.at.start));
        if (is_street || is_name) && (self.lives_before(place) || self.lives_after(place)) {
            return Some(Link::Lives);
        }
        if (is_street || is_name) && self.person_before(place) {
            return Some(Link::Person);
        }
        if self.is_public(&place.at) {
            return None;
        }
        if (is_street || is_name) && self.cue_before(place, Home::Moved, 30) {
            return Some(Link::Lives);
        }
        if is_street && self.name_before(place) {
            return Some(Link::Person);
        }
        if place.has_dwelling || (place.has_postcode && self.is_all(&place.at)) {
            return Some(Link::Dwelling);
        }
        (self.names_person && place.street == Street::Known).then_some(Link::Person)
    }

    fn lives_before(&self, place: &Place) -> bool {
        self.cue_before(place, Home::Lives, REACH)
    }

    /// A cue that leads up to the address with nothing between that turns it away.
    fn cue_before(&self, place: &Place, meant: Home, reach: usize) -> bool {
        let start = place.at.start;
        self.before(start, reach).any(|hit| {
            let gap = hit.end..start;
            is(hit, meant)
                && self.is_clear(gap.clone())
                && self.count(gap) <= if meant == Home::Moved { 4 } else { 8 }
        })
    }

    /// The comment is the address and hardly a word more: an answer to "where?".
    fn is_all(&self, at: &Range<usize>) -> bool {
        at.start < 12 && self.look.text.low().len() < at.end + 12
    }

    /// How many words stand in a gap.
    fn count(&self, gap: Range<usize>) -> usize {
        crate::detect::terms::words(self.look.text.slice(gap)).count()
    }

    /// `Nørregade 12, hvor jeg bor`, `Skippersvej 8, det er os`.
    fn lives_after(&self, place: &Place) -> bool {
        let end = place.at.end;
        let from = self.homes.partition_point(|hit| hit.start < end);
        let mut after = self.homes.iter().skip(from).take_while(|hit| hit.start <= end + 25);
        after.any(|hit| is(hit, Home::Lives) && self.only_small(end..hit.start) && !self.turns_away(hit.end))
    }

    /// Words such as "hvor jeg", "der", "and we".
    fn only_small(&self, gap: Range<usize>) -> bool {
        let bytes = self.look.text.slice(gap);
        let stops = bytes.iter().any(|byte| matches!(byte, b'!' | b'?' | b'\n' | b'.'));
        !stops
            && crate::detect::terms::words(bytes).all(|(_, word)| {
                matches!(
                    word,
                    b"hvor"
                        | b"der"
                        | b"som"
                        | b"jeg"
                        | b"vi"
                        | b"han"
                        | b"hun"
                        | b"de"
                        | b"og"
                        | b"er"
                        | b"nu"
                        | b"where"
                        | b"i"
                        | b"we"
                        | b"he"
                        | b"she"
                        | b"they"
                        | b"who"
                        | b"and"
                        | b"that"
                        | b"is"
                        | b"dort"
                        | b"wo"
                        | b"ich"
                )
            })
    }

    /// "… bor lige ved siden af".
    fn turns_away(&self, end: usize) -> bool {
        let from = self.homes.partition_point(|hit| hit.start < end);
        let mut after = self.homes.iter().skip(from).take_while(|hit| hit.start <= end + 8);
        after.any(|hit| is(hit, Home::Apart))
    }

    /// `familien i`, `ham fra`, `the guy at`: nothing but places stands between.
    fn person_before(&self, place: &Place) -> bool {
        let start = place.at.start;
        let leads = word_before(self.look, start)
            .is_some_and(|word| self.words.before.contains(self.look.text.slice(word)))
            || matches!(self.look.text.slice(place.door.start..place.door.start + 2), b"nr" | b"no");
        leads
            && self.before(start, 40).any(|hit| {
                let gap = hit.end..start;
                is(hit, Home::Person) && self.is_clear(gap.clone()) && self.only_where(gap)
            })
    }

    fn only_where(&self, gap: Range<usize>) -> bool {
        let start = gap.start;
        crate::detect::terms::words(self.look.text.slice(gap)).all(|(at, word)| {
            let place = start + at..start + at + word.len();
            // `min far Marcus Jensen på`
            let is_name = || has_capital(self.look, &place) && !is_common(self.look, self.words, &place);
            self.words.before.contains(word)
                || is_name()
                || self.look.text.before(start + at) == b'-'
                || self.words.floors.contains(word)
                || matches!(
                    word,
                    b"den"
                        | b"det"
                        | b"the"
                        | b"ovre"
                        | b"nede"
                        | b"oppe"
                        | b"ude"
                        | b"inde"
                        | b"henne"
                        | b"derovre"
                        | b"f\xf8rste"
                        | b"anden"
                        | b"tredje"
                        | b"first"
                        | b"second"
                        | b"third"
                        | b"fourth"
                        | b"over"
                        | b"down"
                        | b"up"
                        | b"der"
                )
        })
    }

    /// `Anne Lund, Vestergade 12`, `Karen på Vestergade 12`.
    fn name_before(&self, place: &Place) -> bool {
        let look = self.look;
        let mut end = place.at.start;
        let Some(mut word) = word_before(look, end) else { return false };
        let has_comma = look.text.slice(word.end..end).contains(&b',');
        if matches!(look.text.slice(word.clone()), b"p\xe5" | b"i" | b"fra" | b"from" | b"at" | b"in" | b"on")
        {
            end = word.start;
            let Some(before) = word_before(look, end) else { return false };
            word = before;
        } else if !has_comma {
            return false;
        }
        let mut count = 0;
        while count < 3 && has_capital(look, &word) && !is_common(look, self.words, &word) {
            if self.words.first_names.contains(look.text.slice(word.clone())) {
                return true;
            }
            count += 1;
            let before = word_before(look, word.start).filter(|before| look.text.at(before.end) == b' ');
            let Some(before) = before else { break };
            word = before;
        }
        // Two names with a comma, whatever they are: `Glenn Buhl, Hestetangsvej 109`.
        has_comma && count >= 2
    }

    /// A public place or a thing in the street is spoken of beside the address.
    fn is_public(&self, at: &Range<usize>) -> bool {
        let from = self.homes.partition_point(|hit| hit.end + AROUND < at.start);
        let mut near = self.homes.iter().skip(from).take_while(|hit| hit.start < at.end + AROUND);
        near.any(|hit| is(hit, Home::Public) && (hit.end <= at.start || hit.start >= at.end))
    }

    /// No sentence ends in a gap, and nothing in it says "near" or names another place.
    fn is_clear(&self, gap: Range<usize>) -> bool {
        let text = self.look.text;
        let stops = gap.clone().any(|place| match text.at(place) {
            b'!' | b'?' | b';' | b'\n' => true,
            b'.' => place > gap.start + 1 && text.at(place + 1) == b' ' && !is_short(text.low(), place),
            _ => false,
        });
        let from = self.homes.partition_point(|hit| hit.start < gap.start);
        let mut inside = self.homes.iter().skip(from).take_while(|hit| hit.start < gap.end);
        !stops && !inside.any(|hit| is(hit, Home::Apart) || is(hit, Home::Public))
    }

    /// The cues that end at most so far before a place.
    fn before(&self, start: usize, reach: usize) -> impl Iterator<Item = &Hit> {
        let from = self.homes.partition_point(|hit| hit.start + reach + 40 < start);
        self.homes
            .iter()
            .skip(from)
            .take_while(move |hit| hit.start < start)
            .filter(move |hit| hit.end <= start && start - hit.end <= reach)
    }

    /// `Adresse: Planken 167`.
    fn is_labelled(&self, start: usize) -> bool {
        self.look.text.slice(start.saturating_sub(2)..start) == b": "
    }

    /// The sentence ends here, or goes on with a word of grammar: no noun is counted by the number.
    fn ends(&self, end: usize) -> bool {
        let Some(next) = word_after(self.look, end) else { return true };
        let from = self.look.hits.partition_point(|hit| hit.start < next.start);
        let mut here = self.look.hits.iter().skip(from).take_while(|hit| hit.start == next.start);
        here.any(|hit| matches!(hit.class, Class::Speaks(_)) && hit.end == next.end)
    }
}

fn is(hit: &Hit, meant: Home) -> bool {
    hit.class == Class::Home(meant)
}

/// A dot after at most three letters shortens a word (`nr.`, `gl.`).
fn is_short(low: &[u8], dot: usize) -> bool {
    let word = low.get(dot.saturating_sub(4)..dot).unwrap_or_default();
    word.contains(&b' ')
}
