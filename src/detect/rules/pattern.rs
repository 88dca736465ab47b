//! One pattern: slots with bounded gaps, `i 0-2 will 0-3 kill [ 0-1 you ]`.
//!
//! A slot is classes or groups joined by `|`, literal terms `'kommer/komme'`, or a mark: `#name`,
//! `#mention`, `#number`, `#link`, `#odd-link`. `^` is the start of a sentence, `$` its end; `N-M` the
//! words that may stand between; `?` after a slot makes it optional; `[ ]` cut out what is reported.

use super::set::Set;
use super::tokens::Marks;
use super::vocabulary::Vocabulary;

/// Words that may stand between two slots: more would join what is not said together.
const WIDEST_GAP: usize = 12;
const MOST_SLOTS: usize = 12;

/// A pattern, ready to match.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub(super) slots: Vec<Slot>,
    /// First and last slot of what is reported.
    pub(super) reported: (usize, usize),
    /// The slot whose words decide whether the pattern is tried: the first that is not common.
    pub(super) anchor: Option<usize>,
}

/// One place of a pattern.
#[derive(Clone, Debug)]
pub(super) struct Slot {
    pub(super) what: What,
    /// How many words may stand before it.
    pub(super) gap: (usize, usize),
    pub(super) is_optional: bool,
}

/// What a slot takes.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// A word of these classes, or one with any of these marks.
    Word { classes: Box<Set>, marks: Marks },
    /// The start of a sentence.
    Start,
    /// The end of a sentence.
    End,
}

impl Pattern {
    /// Reads a pattern; says what to mend.
    pub(super) fn parse(written: &str, vocabulary: &mut Vocabulary) -> Result<Self, String> {
        let wrong = |what: String| format!("pattern \"{written}\": {what}");
        let mut slots: Vec<Slot> = Vec::new();
        let mut gap = None;
        let (mut opens, mut closes) = (None, None);
        for piece in pieces(written).map_err(wrong)? {
            if piece == "[" {
                opens = Some(slots.len());
            } else if piece == "]" {
                closes = slots.len().checked_sub(1);
            } else if let Some(words) = gap_of(&piece) {
                if words.0 > words.1 || words.1 > WIDEST_GAP {
                    return Err(wrong(format!("a gap goes from few to many, at most {WIDEST_GAP} words")));
                }
                gap = Some(words);
            } else {
                let (piece, is_optional) =
                    piece.strip_suffix('?').map_or((&*piece, false), |rest| (rest, true));
                let what = what(piece, vocabulary).map_err(wrong)?;
                slots.push(Slot { what, gap: gap.take().unwrap_or((0, 0)), is_optional });
            }
        }
        let last = slots.len().checked_sub(1).ok_or_else(|| wrong("holds nothing".to_owned()))?;
        if slots.len() > MOST_SLOTS {
            return Err(wrong(format!("has more than {MOST_SLOTS} slots")));
        }
        if gap.is_some() || slots.first().is_some_and(|slot| slot.is_optional || slot.gap != (0, 0)) {
            return Err(wrong("begins or ends with a gap or an optional slot".to_owned()));
        }
        let reported = (opens.unwrap_or(0), closes.unwrap_or(last));
        if reported.0 > reported.1 {
            return Err(wrong("`[` stands behind `]`".to_owned()));
        }
        // The rarest slot: a class that is not common, else the longest words written out.
        let rarity = |slot: &Slot| match &slot.what {
            What::Word { classes, marks }
                if !slot.is_optional
                    && !vocabulary.starts_nothing(classes)
                    && (marks.is_none() || marks.are_rare()) =>
            {
                vocabulary.shortest_literal(classes).unwrap_or(usize::MAX)
            }
            What::Word { .. } | What::Start | What::End => 0,
        };
        let anchor = (0..slots.len())
            .rev()
            .max_by_key(|nth| slots.get(*nth).map(rarity))
            .filter(|nth| slots.get(*nth).map(rarity).is_some_and(|rarity| rarity > 0));
        Ok(Self { slots, reported, anchor })
    }

    /// Whether all that it needs stands somewhere in a text with these classes and marks; without marks,
    /// whether some marks would do.
    pub(super) fn may_hold(&self, present: &Set, given: Option<Marks>) -> bool {
        self.slots.iter().filter(|slot| !slot.is_optional).all(|slot| match &slot.what {
            What::Word { classes, marks } => {
                classes.meets(present) || given.map_or(!marks.is_none(), |given| marks.meets(given))
            }
            What::Start | What::End => true,
        })
    }
}

fn what(piece: &str, vocabulary: &mut Vocabulary) -> Result<What, String> {
    match piece {
        "^" => return Ok(What::Start),
        "$" => return Ok(What::End),
        _ => {}
    }
    let (mut classes, mut marks) = (Set::new(), Marks::default());
    for part in piece.split('|') {
        if let Some(literals) = part.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
            for term in literals.split('/') {
                classes.add(vocabulary.literal(term)?);
            }
        } else if let Some(mark) = part.strip_prefix('#') {
            marks.add(mark)?;
        } else {
            classes.add_all(&vocabulary.set(part)?);
        }
    }
    Ok(What::Word { classes: Box::new(classes), marks })
}

/// Splits at blanks, except within quotation marks.
fn pieces(written: &str) -> Result<Vec<String>, String> {
    let mut pieces = vec![String::new()];
    let mut is_literal = false;
    for letter in written.chars() {
        is_literal ^= letter == '\'';
        if letter == ' ' && !is_literal {
            pieces.push(String::new());
        } else if let Some(last) = pieces.last_mut() {
            last.push(letter);
        }
    }
    if is_literal {
        return Err("a quotation mark is not closed".to_owned());
    }
    pieces.retain(|piece| !piece.is_empty());
    Ok(pieces)
}

fn gap_of(piece: &str) -> Option<(usize, usize)> {
    let (few, many) = piece.split_once('-')?;
    Some((few.parse().ok()?, many.parse().ok()?))
}
