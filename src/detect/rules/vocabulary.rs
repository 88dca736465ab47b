//! The word classes of all rule files: names to numbers, and the terms that are looked for.

use std::collections::BTreeMap;

use super::super::terms::Shape;
use super::set::{MOST_CLASSES, Set};

/// So many terms all rule files may hold together.
const MOST_TERMS: usize = 30_000;

/// The classes of a book.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// Class by name; a literal in a pattern is a class of its own, named with its quotation mark.
    names: BTreeMap<String, u16>,
    groups: BTreeMap<String, Vec<String>>,
    common: Option<Set>,
    /// Classes that patterns wrote out, with the length of the term.
    literals: BTreeMap<u16, usize>,
    terms: Vec<(u16, Shape)>,
}

impl Vocabulary {
    /// Adds a class with its terms; a class of the same name grows.
    pub(super) fn add(&mut self, name: &str, terms: &str) -> Result<(), String> {
        let class = self.class(name)?;
        for term in terms.split([',', '\n']).map(str::trim).filter(|term| !term.is_empty()) {
            let shape = Shape::parse(term).map_err(|why| format!("the term `{term}`: {why}"))?;
            self.terms.push((class, shape));
        }
        if self.terms.len() > MOST_TERMS {
            return Err(format!("all rule files hold more than {MOST_TERMS} terms: drop some"));
        }
        Ok(())
    }

    /// Names several classes together.
    pub(super) fn group(&mut self, name: &str, members: &[String]) -> Result<(), String> {
        if self.names.contains_key(name) {
            return Err(format!("the group `{name}` has the name of a class"));
        }
        self.groups.entry(name.to_owned()).or_default().extend(members.iter().cloned());
        Ok(())
    }

    /// Marks a class as too common to start a rule from.
    pub(super) fn is_common(&mut self, name: &str) -> Result<(), String> {
        let set = self.set(name)?;
        self.common.get_or_insert_with(Set::new).add_all(&set);
        Ok(())
    }

    /// The classes that a name stands for.
    pub(super) fn set(&self, name: &str) -> Result<Set, String> {
        let mut set = Set::new();
        self.collect(name, &mut set, 0)?;
        Ok(set)
    }

    /// The class of a literal in a pattern, made on first use.
    pub(super) fn literal(&mut self, term: &str) -> Result<u16, String> {
        let name = format!("'{term}");
        if let Some(class) = self.names.get(&name) {
            return Ok(*class);
        }
        self.add(&name, term)?;
        let class = self.class(&name)?;
        self.literals.insert(class, term.chars().count());
        Ok(class)
    }

    /// Whether a slot that takes these classes is too common to start from.
    pub(super) fn starts_nothing(&self, set: &Set) -> bool {
        self.common.as_ref().is_some_and(|common| common.meets(set))
    }

    /// The length of the shortest term that patterns wrote out among these classes.
    pub(super) fn shortest_literal(&self, set: &Set) -> Option<usize> {
        set.classes().filter_map(|class| self.literals.get(&class).copied()).min()
    }

    /// Every term with its class, for the word lists.
    pub(super) fn terms(&self) -> &[(u16, Shape)] {
        &self.terms
    }

    fn class(&mut self, name: &str) -> Result<u16, String> {
        if let Some(class) = self.names.get(name) {
            return Ok(*class);
        }
        if self.names.len() >= MOST_CLASSES {
            return Err(format!(
                "all rule files hold more than {MOST_CLASSES} classes and literals: use classes again"
            ));
        }
        let class = u16::try_from(self.names.len()).map_err(|error| error.to_string())?;
        self.names.insert(name.to_owned(), class);
        Ok(class)
    }

    fn collect(&self, name: &str, set: &mut Set, depth: usize) -> Result<(), String> {
        if let Some(class) = self.names.get(name) {
            set.add(*class);
            return Ok(());
        }
        let members = self.groups.get(name).filter(|_| depth < 5);
        for member in members.ok_or_else(|| format!("`{name}` is no class and no group of classes"))? {
            self.collect(member, set, depth + 1)?;
        }
        Ok(())
    }
}
