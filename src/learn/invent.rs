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
pub fn invented(times: usize, seed: u64) -> anyhow::Result<Vec<Row>> {
    from(PATTERNS, times, seed)
}

/// What a section's patterns are.
#[derive(Clone, Copy)]
enum Section {
    Slot,
    Request(Area),
    Nothing,
    Spam,
}

fn from(patterns: &str, times: usize, seed: u64) -> anyhow::Result<Vec<Row>> {
    let mut slots: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut lines: Vec<(usize, Section, &str)> = Vec::new();
    let mut section = Section::Slot;
    let mut slot = "";
    for (number, line) in (1..).zip(patterns.lines().map(str::trim)) {
        if line.is_empty() || line.starts_with("# ") {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = match name.split_once(' ') {
                Some(("slot", name)) => {
                    slot = name;
                    Section::Slot
                }
                Some(("request", area)) => Section::Request(
                    Area::named(area).ok_or_else(|| anyhow::anyhow!("line {number} names no area"))?,
                ),
                _ if name == "none" => Section::Nothing,
                _ if name == "spam" => Section::Spam,
                _ => anyhow::bail!("line {number} of the sentence patterns begins no section"),
            };
        } else if matches!(section, Section::Slot) {
            slots.entry(slot).or_default().push(line);
        } else {
            lines.push((number, section, line));
        }
    }
    let mut dice = Dice::new(seed);
    let mut rows = Vec::new();
    for (number, section, pattern) in lines {
        for nth in 0..times {
            let text = fill(pattern, &slots, &mut dice, 0)
                .ok_or_else(|| anyhow::anyhow!("line {number} of the sentence patterns cannot be filled"))?;
            let area = if let Section::Request(area) = section { Some(area) } else { None };
            rows.push(Row {
                origin: Origin::Invented,
                id: format!("invented-{number}-{nth}"),
                text: roughen(text, &mut dice),
                post: None,
                is_offensive: Some(false),
                is_request: Some(area.is_some()),
                is_spam: Some(matches!(section, Section::Spam)),
                area,
            });
        }
    }
    Ok(rows)
}

/// Fills `{a|b}` and `{name}`, from the left; `None` where a bracket or a name is wrong.
fn fill(pattern: &str, slots: &HashMap<&str, Vec<&str>>, dice: &mut Dice, depth: usize) -> Option<String> {
    if depth > DEEPEST {
        return None;
    }
    let mut filled = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (inside, after) = after.split_once('}')?;
        let choices: Vec<&str> =
            if inside.contains('|') { inside.split('|').collect() } else { slots.get(inside)?.clone() };
        let choice = choices.get(dice.below(choices.len()))?;
        filled.push_str(&fill(choice, slots, dice, depth + 1)?);
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

/// People leave out the last stop and write small.
fn roughen(text: String, dice: &mut Dice) -> String {
    let text = if dice.below(3) == 0 { text.trim_end_matches(['.', '?', '!']).to_owned() } else { text };
    if dice.below(3) == 0 { text.to_lowercase() } else { text }
}
