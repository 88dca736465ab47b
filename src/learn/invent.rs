//! Comments made from our own sentence patterns (`config/model/invented.txt`): requests of every area,
//! general questions, lures. They hold nobody's words, and fill what the corpus has too little of.

use std::collections::HashMap;

use super::data::{Origin, Row};
use super::solver::Dice;
use crate::model::Area;

const PATTERNS: &str = include_str!("../../config/model/invented.txt");
/// Deeper nesting than this is a pattern that names itself.
const DEEPEST: usize = 6;

/// Makes `times` comments of each pattern. The same seed gives the same comments.
///
/// # Errors
/// A pattern that cannot be read, by its line.
pub(super) fn invented(times: usize, seed: u64) -> anyhow::Result<Vec<Row>> {
    from(PATTERNS, times, seed)
}

/// What the lines of a section are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    /// Choices for a name in brackets.
    Slot,
    /// What people ask about in an area, in Danish or in English.
    Things(Area, bool),
    /// A pattern with `{ting}`, met with the things of every area.
    Frame(Means, bool),
    Whole(Means),
}

/// What a comment of a pattern is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Means {
    Request(Option<Area>),
    Nothing,
    /// Nothing either, and full of words that sound like offence: quotations, swearing at the weather.
    Harmless,
    Spam,
}

fn section(name: &str) -> Option<Section> {
    let (head, rest) = name.split_once(' ').unwrap_or((name, ""));
    Some(match (head, rest) {
        ("slot", _) => Section::Slot,
        ("things", area) => Section::Things(Area::named(area)?, false),
        ("things-en", area) => Section::Things(Area::named(area)?, true),
        ("frame", "request") => Section::Frame(Means::Request(None), false),
        ("frame-en", "request") => Section::Frame(Means::Request(None), true),
        ("frame", "none") => Section::Frame(Means::Nothing, false),
        ("frame-en", "none") => Section::Frame(Means::Nothing, true),
        ("request", area) => Section::Whole(Means::Request(Some(Area::named(area)?))),
        ("none", "") => Section::Whole(Means::Nothing),
        ("harmless", "") => Section::Whole(Means::Harmless),
        ("spam", "") => Section::Whole(Means::Spam),
        _ => return None,
    })
}

type Slots<'a> = HashMap<&'a str, Vec<&'a str>>;

fn from(patterns: &str, times: usize, seed: u64) -> anyhow::Result<Vec<Row>> {
    let mut slots: Slots<'_> = HashMap::new();
    let mut things: Vec<(Area, bool, Vec<&str>)> = Vec::new();
    let mut lines: Vec<(usize, Section, &str)> = Vec::new();
    let (mut now, mut slot) = (Section::Slot, "");
    for (number, line) in (1..).zip(patterns.lines().map(str::trim)) {
        if line.is_empty() || line.starts_with("# ") {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            now = section(name)
                .ok_or_else(|| anyhow::anyhow!("line {number} of the sentence patterns names no section"))?;
            slot = name.strip_prefix("slot ").unwrap_or_default();
            if let Section::Things(area, is_english) = now {
                things.push((area, is_english, Vec::new()));
            }
        } else if now == Section::Slot {
            slots.entry(slot).or_default().push(line);
        } else if let (Section::Things(..), Some((_, _, things))) = (now, things.last_mut()) {
            things.push(line);
        } else {
            lines.push((number, now, line));
        }
    }
    let mut maker = Maker { slots, dice: Dice::new(seed), rows: Vec::new() };
    for (number, section, pattern) in lines {
        match section {
            Section::Frame(Means::Request(_), is_english) => {
                for (area, _, things) in things.iter().filter(|(_, english, _)| *english == is_english) {
                    maker.slots.insert(THING, things.clone());
                    maker.make(number, pattern, Means::Request(Some(*area)), times.div_ceil(2))?;
                }
            }
            Section::Frame(means, _) => maker.make(number, pattern, means, times * 5)?,
            Section::Whole(means) => maker.make(number, pattern, means, times)?,
            Section::Slot | Section::Things(..) => {}
        }
    }
    Ok(maker.rows)
}

/// The name that a frame has for what is asked about.
const THING: &str = "ting";

struct Maker<'a> {
    slots: Slots<'a>,
    dice: Dice,
    rows: Vec<Row>,
}

impl Maker<'_> {
    fn make(&mut self, number: usize, pattern: &str, means: Means, times: usize) -> anyhow::Result<()> {
        for _ in 0..times {
            let text = fill(pattern, &self.slots, &mut self.dice, 0)
                .ok_or_else(|| anyhow::anyhow!("line {number} of the sentence patterns cannot be filled"))?;
            let area = if let Means::Request(area) = means { area } else { None };
            self.rows.push(Row {
                origin: Origin::Invented,
                id: format!("invented-{}", self.rows.len()),
                text: roughen(text, &mut self.dice),
                post: None,
                is_offensive: (means == Means::Harmless).then_some(false),
                is_request: Some(area.is_some()),
                is_spam: Some(means == Means::Spam),
                area,
            });
        }
        Ok(())
    }
}

/// Fills `{a|b}` and `{name}`; `None` where a bracket or a name is wrong.
fn fill(pattern: &str, slots: &Slots<'_>, dice: &mut Dice, depth: usize) -> Option<String> {
    if depth > DEEPEST {
        return None;
    }
    let mut filled = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (choices, after) = choices(after)?;
        let choice = match choices.as_slice() {
            [name] => {
                let lines = slots.get(name)?;
                lines.get(dice.below(lines.len()))?
            }
            choices => choices.get(dice.below(choices.len()))?,
        };
        filled.push_str(&fill(choice, slots, dice, depth + 1)?);
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

/// The choices up to the bracket that closes, and what follows it.
fn choices(text: &str) -> Option<(Vec<&str>, &str)> {
    let (mut open, mut from, mut choices) = (0, 0, Vec::new());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => open += 1,
            b'}' if open > 0 => open -= 1,
            b'|' | b'}' if open == 0 => {
                choices.push(text.get(from..at)?);
                from = at + 1;
                if byte == b'}' {
                    return Some((choices, text.get(from..)?));
                }
            }
            _ => {}
        }
    }
    None
}

/// People leave out the last stop and write small.
fn roughen(text: String, dice: &mut Dice) -> String {
    let text = if dice.below(3) == 0 { text.trim_end_matches(['.', '?', '!']).to_owned() } else { text };
    if dice.below(3) == 0 { text.to_lowercase() } else { text }
}
