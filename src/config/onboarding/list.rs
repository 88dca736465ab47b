//! What depends on what.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::Deserialize;

use super::whole;
use super::words::Words;
use crate::decide::{self, strictly};
use crate::model::Language;

/// The list, with its words in both languages.
#[derive(Clone, Debug)]
pub struct Onboarding {
    pub(super) list: List,
    pub(super) danish: Words,
    pub(super) english: Words,
}

/// The list without its words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct List {
    pub(super) steps: Vec<Step>,
    pub(super) reviews: BTreeMap<String, Review>,
    pub(super) permissions: Vec<Permission>,
}

/// One step.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What it is called.
    pub id: String,
    /// The steps before it, which must be settled first.
    pub needs: Vec<String>,
    /// The networks that it concerns; none means all.
    #[serde(default)]
    pub networks: Vec<String>,
}

/// What a network's review asks for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Which papers.
    pub asks: Vec<Paper>,
    /// The scenes of the recording, in order.
    pub scenes: Vec<String>,
}

/// A paper that a review asks for.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each name says what it is")]
pub enum Paper {
    Permissions,
    Deletion,
    Screencast,
    Audit,
}

/// A permission that is asked for.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Permission {
    /// Of which network.
    pub network: String,
    /// In the network's own words.
    pub scope: String,
    /// The scenes that show its use.
    pub scenes: Vec<String>,
    /// The step without which it is not asked for.
    pub only_for: Option<String>,
}

impl FromStr for Paper {
    type Err = &'static str;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        match word {
            "permissions" => Ok(Self::Permissions),
            "deletion" => Ok(Self::Deletion),
            "screencast" => Ok(Self::Screencast),
            "audit" => Ok(Self::Audit),
            _ => Err("is permissions, deletion, screencast or audit"),
        }
    }
}

impl Onboarding {
    /// The files that the program comes with: the list, its Danish and its English words, each with
    /// its name.
    pub const SHIPPED: [(&str, &str); 3] = [
        (include_str!("../../../config/onboarding.toml"), "config/onboarding.toml"),
        (include_str!("../../../config/onboarding.da.toml"), "config/onboarding.da.toml"),
        (include_str!("../../../config/onboarding.en.toml"), "config/onboarding.en.toml"),
    ];

    /// Reads the list, its Danish and its English words; each with the name of its file.
    ///
    /// # Errors
    /// [`decide::Error::Unusable`] with everything that is wrong in the first file that is wrong.
    pub fn parse([list, danish, english]: [(&str, &str); 3]) -> Result<Self, decide::Error> {
        let read = Self {
            list: strictly(list.0, list.1)?,
            danish: strictly(danish.0, danish.1)?,
            english: strictly(english.0, english.1)?,
        };
        decide::Error::unless_none(list.1, whole::of_list(&read.list))?;
        decide::Error::unless_none(danish.1, whole::of_words(&read.list, &read.danish))?;
        decide::Error::unless_none(english.1, whole::of_words(&read.list, &read.english))?;
        Ok(read)
    }

    /// The steps, each after those that it needs.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.list.steps
    }

    /// What a network's review asks for.
    #[must_use]
    pub fn review(&self, network: &str) -> Option<&Review> {
        self.list.reviews.get(network)
    }

    /// The permissions that are asked of a network.
    pub fn permissions(&self, network: &str) -> impl Iterator<Item = &Permission> {
        self.list.permissions.iter().filter(move |permission| permission.network == network)
    }

    /// The words; Danish unless English is asked for.
    #[must_use]
    pub fn words(&self, language: Language) -> &Words {
        if language == Language::English { &self.english } else { &self.danish }
    }
}
