//! How streets are named and homes numbered: `config/lexicon/streets.txt`, ready to look up.

use std::collections::HashSet;

use crate::detect::lists::{Error, Lists, entries};
use crate::detect::normalise::Normalised;

type Set = HashSet<Vec<u8>>;

/// The words of an address, folded.
#[derive(Default)]
pub(super) struct Words {
    endings: Vec<Vec<u8>>,
    loose_endings: Vec<Vec<u8>>,
    not_street: Set,
    pub(super) name_parts: Set,
    pub(super) after_owner: Set,
    pub(super) floors: Set,
    pub(super) sides: Set,
    pub(super) doors: Set,
    pub(super) before: Set,
    pub(super) first_names: Set,
    towns: Set,
    town_endings: Vec<Vec<u8>>,
}

/// How sure it is that a word is a street's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Street {
    /// Any word: only a floor and a door, or a postcode, make it a street.
    Any,
    /// A name with a capital, without a street's ending.
    Named,
    /// With an ending that other words have too.
    Likely,
    /// With a street's ending.
    Known,
}

impl Words {
    /// Reads the list.
    ///
    /// # Errors
    /// A section that nothing reads, by its line.
    pub(super) fn new(lists: &Lists) -> Result<Self, Error> {
        let mut words = Self::default();
        for entry in entries("streets.txt", &lists.streets)? {
            let fold = |term: &str| Normalised::new(term).low().to_vec();
            let term = fold(entry.term);
            let set = match entry.section {
                "ending" => {
                    words.endings.push(term);
                    continue;
                }
                "loose-ending" => {
                    words.loose_endings.push(term);
                    continue;
                }
                "town-ending" => {
                    words.town_endings.push(term);
                    continue;
                }
                "not-street" => &mut words.not_street,
                "name-part" => &mut words.name_parts,
                "genitive-word" => &mut words.after_owner,
                "floor" => &mut words.floors,
                "side" => &mut words.sides,
                "door" => &mut words.doors,
                "before" => &mut words.before,
                "town" => &mut words.towns,
                "first-name" => &mut words.first_names,
                _ => return Err(entry.wrong("no rule reads this section")),
            };
            set.insert(term);
        }
        Ok(words)
    }

    /// True for a town that needs no postcode to be known.
    pub(super) fn is_town(&self, word: &[u8]) -> bool {
        let ends = |ending: &Vec<u8>| word.len() > ending.len() + 1 && word.ends_with(ending);
        self.towns.contains(word) || self.town_endings.iter().any(ends)
    }

    /// What kind of street name a word can be; `None` for a word that is none.
    pub(super) fn street(&self, word: &[u8], has_capital: bool) -> Option<Street> {
        if word.len() < 3 || self.not_street.contains(word) {
            return None;
        }
        // Two letters at least stand before an ending: `Åvej`, but no bare `vej`.
        let ends = |endings: &[Vec<u8>]| {
            endings.iter().any(|ending| word.len() > ending.len() && word.ends_with(ending))
        };
        Some(if ends(&self.endings) {
            Street::Known
        } else if ends(&self.loose_endings) {
            Street::Likely
        } else if has_capital {
            Street::Named
        } else {
            Street::Any
        })
    }
}
