//! The Digital Post directory: where a citizen is pointed to. Dated configuration, never code:
//! municipalities move their portfolios.

use serde::Deserialize;
use url::Url;

use super::{Error, Fault, read};
use crate::model::Area;

/// One mailbox of Digital Post, with the way in for those who do not have it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mailbox {
    /// Its short name here.
    pub id: String,
    /// Its name in Danish, as a citizen finds it.
    pub da: String,
    /// Its name in English.
    pub en: String,
    /// The address that opens a new message to it. It says nothing of the citizen: no query, no
    /// fragment.
    pub link: String,
    /// The telephone for people without Digital Post.
    pub phone: String,
    /// The place to visit, in Danish.
    pub place_da: String,
    /// The place to visit, in English.
    pub place_en: String,
    /// What belongs here.
    #[serde(default)]
    pub areas: Vec<Area>,
    /// Somebody opened the link and saw that it leads there.
    pub is_verified: bool,
}

/// All mailboxes of an installation.
#[derive(Clone, Debug)]
pub struct Mailboxes {
    file: File,
    fallback: Mailbox,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: String,
    fallback: String,
    mailboxes: Vec<Mailbox>,
}

impl Mailboxes {
    /// The sample that the program comes with.
    ///
    /// # Panics
    /// Never: a test reads the shipped mailboxes.
    #[must_use]
    pub fn shipped() -> Self {
        Self::parse(include_str!("../../config/mailboxes.toml"), "config/mailboxes.toml")
            .expect("the shipped mailboxes are read by a test")
    }

    /// Reads a directory; `from` is the name of its file.
    ///
    /// # Errors
    /// [`Error::Unusable`] with everything that is wrong, key by key.
    pub fn parse(toml: &str, from: &str) -> Result<Self, Error> {
        let file: File = read::strictly(toml, from)?;
        let mut faults = file.faults();
        let fallback = file.mailboxes.iter().find(|mailbox| mailbox.id == file.fallback).cloned();
        match fallback {
            Some(fallback) if faults.is_empty() => Ok(Self { file, fallback }),
            Some(_) => Err(Error::Unusable { from: from.to_owned(), faults }),
            None => {
                faults.push(Fault::new("fallback", format!("`{}` is no mailbox", file.fallback)));
                Err(Error::Unusable { from: from.to_owned(), faults })
            }
        }
    }

    /// The date or number of this directory.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.file.version
    }

    /// Every mailbox, in the order of the file.
    #[must_use]
    pub fn all(&self) -> &[Mailbox] {
        &self.file.mailboxes
    }

    /// One mailbox.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Mailbox> {
        self.file.mailboxes.iter().find(|mailbox| mailbox.id == id)
    }

    /// Where an area belongs; the one common entry (Borgerservice) when that is not sure, because a
    /// wrong mailbox costs a citizen more than a common one.
    #[must_use]
    pub fn for_area(&self, area: Option<Area>) -> &Mailbox {
        let its =
            area.and_then(|area| self.file.mailboxes.iter().find(|mailbox| mailbox.areas.contains(&area)));
        its.unwrap_or(&self.fallback)
    }
}

impl File {
    fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.version.trim().is_empty() {
            faults.push(Fault::new("version", "is empty"));
        }
        for (at, mailbox) in self.mailboxes.iter().enumerate() {
            let before = self.mailboxes.get(..at).unwrap_or_default();
            let mut fault =
                |key: &str, what: String| faults.push(Fault::new(format!("mailboxes[{at}].{key}"), what));
            if !mailbox.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
                fault("id", "holds more than a-z, 0-9 and -".to_owned());
            }
            if before.iter().any(|other| other.id == mailbox.id) {
                fault("id", format!("`{}` stands twice", mailbox.id));
            }
            for (key, words) in mailbox.needed() {
                if words.trim().is_empty() {
                    fault(key, "is empty".to_owned());
                }
            }
            if let Some(what) = link_fault(&mailbox.link) {
                fault("link", what.to_owned());
            }
            for area in mailbox.areas.iter().filter(|area| before.iter().any(|m| m.areas.contains(area))) {
                fault("areas", format!("`{}` belongs to a mailbox above already", read::word(area)));
            }
        }
        faults
    }
}

impl Mailbox {
    fn needed(&self) -> [(&'static str, &str); 6] {
        [
            ("id", &self.id),
            ("da", &self.da),
            ("en", &self.en),
            ("phone", &self.phone),
            ("place_da", &self.place_da),
            ("place_en", &self.place_en),
        ]
    }
}

/// Nothing of a citizen can stand in a link that has no query and no fragment.
fn link_fault(link: &str) -> Option<&'static str> {
    match Url::parse(link) {
        Ok(url) if url.scheme() != "https" => Some("is not https"),
        Ok(url) if url.query().is_some() || url.fragment().is_some() => Some("holds a query or fragment"),
        Ok(url) if !url.username().is_empty() || url.password().is_some() => Some("holds a user name"),
        Ok(_) => None,
        Err(_) => Some("is not an address"),
    }
}
