//! A pattern over the words of one sentence: `give 0-3 yours datum`, `'hvad hedder du'`, `hi #name`.
//! A slot is a list's name, words in quotation marks, `!name` (a word that is on no such list), `#name`
//! (a capital where none is needed), `+name` (a list's word with a capital), `#digits`, `^` (the sentence
//! begins here), or `?` (the sentence asks); `0-3` is a gap of so many words.

use std::collections::BTreeMap;

use super::terms::Terms;
use super::tokens::Token;

/// The widest gap.
const WIDEST: usize = 12;

#[derive(Clone, Debug)]
pub(super) struct Pattern(Vec<Slot>);

#[derive(Clone, Debug)]
enum Slot {
    Words(Terms),
    /// No term of the list begins here.
    Not(Terms),
    /// A term of the list, written with a capital.
    Capital(Terms),
    Name,
    Digits,
    Start,
    Asked,
    Gap(usize, usize),
}

impl Pattern {
    /// Reads a pattern; `lists` are the lists of words by name.
    pub(super) fn read(written: &str, lists: &BTreeMap<String, Terms>) -> Result<Self, String> {
        let mut slots = Vec::new();
        let mut rest = written.trim();
        while !rest.is_empty() {
            if let Some(quoted) = rest.strip_prefix('\'') {
                // Words may hold an apostrophe: only one before a blank or the end closes.
                let end = quoted.find("' ").or_else(|| quoted.strip_suffix('\'').map(str::len));
                let end = end.ok_or("a quotation mark is not closed")?;
                slots.push(Slot::Words(Terms::read(quoted.get(..end).unwrap_or(""))));
                rest = quoted.get(end + 1..).unwrap_or("").trim_start();
                continue;
            }
            let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
            rest = after.trim_start();
            slots.push(slot(word, lists)?);
        }
        let is_gap = |slot: Option<&Slot>| matches!(slot, None | Some(Slot::Gap(..)));
        if is_gap(slots.first()) || is_gap(slots.last()) {
            return Err("a pattern begins and ends with a word".to_owned());
        }
        Ok(Self(slots))
    }

    /// It speaks of its sentence from the beginning.
    pub(super) fn is_whole(&self) -> bool {
        matches!(self.0.first(), Some(Slot::Start))
    }

    /// Every place where it matches, as ranges of tokens.
    pub(super) fn find(&self, tokens: &[Token]) -> Vec<(usize, usize)> {
        (0..tokens.len())
            .filter_map(|start| self.ends(tokens, start, 0, start).map(|end| (start, end)))
            .collect()
    }

    fn ends(&self, tokens: &[Token], start: usize, nth: usize, at: usize) -> Option<usize> {
        let Some(slot) = self.0.get(nth) else { return Some(at) };
        let same = |place: usize| {
            let sentence = |place: usize| tokens.get(place).map(|token| token.sentence);
            sentence(place).is_some() && sentence(place) == sentence(start)
        };
        match slot {
            Slot::Gap(least, most) => {
                (*least..=*most).find_map(|gap| self.ends(tokens, start, nth + 1, at + gap))
            }
            Slot::Start => {
                let first =
                    at == 0 || tokens.get(at).map(|t| t.sentence) != tokens.get(at - 1).map(|t| t.sentence);
                if first { self.ends(tokens, start, nth + 1, at) } else { None }
            }
            Slot::Asked if tokens.get(at).is_some_and(|token| token.is_asked) => {
                self.ends(tokens, start, nth + 1, at)
            }
            _ if !same(at) => None,
            Slot::Words(terms) => terms
                .lengths(tokens, at)
                .into_iter()
                .find_map(|length| self.ends(tokens, start, nth + 1, at + length)),
            Slot::Not(terms) => {
                let is_word = tokens.get(at).is_some_and(|token| token.word.chars().any(char::is_alphabetic));
                if is_word && !terms.has(tokens, at) {
                    self.ends(tokens, start, nth + 1, at + 1)
                } else {
                    None
                }
            }
            Slot::Capital(terms) => {
                let lengths =
                    tokens.get(at).filter(|token| token.is_capital).map(|_| terms.lengths(tokens, at));
                lengths
                    .into_iter()
                    .flatten()
                    .find_map(|length| self.ends(tokens, start, nth + 1, at + length))
            }
            Slot::Name if tokens.get(at).is_some_and(|token| token.is_name) => {
                self.ends(tokens, start, nth + 1, at + 1)
            }
            Slot::Digits
                if tokens
                    .get(at)
                    .is_some_and(|token| token.word.starts_with(|c: char| c.is_ascii_digit())) =>
            {
                self.ends(tokens, start, nth + 1, at + 1)
            }
            Slot::Name | Slot::Digits | Slot::Asked => None,
        }
    }
}

fn slot(word: &str, lists: &BTreeMap<String, Terms>) -> Result<Slot, String> {
    let list = |name: &str| lists.get(name).cloned().ok_or_else(|| format!("`{name}` is no list of words"));
    let signs = [("#name", Slot::Name), ("#digits", Slot::Digits), ("^", Slot::Start), ("?", Slot::Asked)];
    if let Some((_, slot)) = signs.into_iter().find(|(sign, _)| *sign == word) {
        return Ok(slot);
    }
    if let Some(name) = word.strip_prefix('!') {
        return list(name).map(Slot::Not);
    }
    if let Some(name) = word.strip_prefix('+') {
        return list(name).map(Slot::Capital);
    }
    let gap = word.split_once('-').and_then(|(least, most)| Some((least.parse().ok()?, most.parse().ok()?)));
    match gap {
        Some((least, most)) if least <= most && most <= WIDEST => Ok(Slot::Gap(least, most)),
        Some(_) => Err(format!("the gap {word} is not from 0 to {WIDEST} words")),
        None => list(word).map(Slot::Words),
    }
}
