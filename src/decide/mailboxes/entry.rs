//! One entry of the directory: a mailbox of ours, another authority's, or a partner's door for those who
//! have no `MitID` yet.

use std::time::Duration;

use serde::Deserialize;
use url::Url;

use super::super::Fault;
use crate::model::{AccountName, Area, Language, OrganisationId, Stamp};

/// Whose an entry is. It says in which words a citizen is pointed to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The municipality's own mailbox.
    #[default]
    Ours,
    /// Another authority's.
    Authority,
    /// A partner who helps newcomers that have no `MitID`, and so no Digital Post.
    Partner,
}

/// How far an entry can be relied on, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Somebody opened the link, not too long ago.
    Verified,
    /// Somebody opened the link, too long ago.
    Stale,
    /// Nobody opened the link yet.
    Unverified,
    /// Not valid yet, or no longer.
    Expired,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mailbox {
    /// Its short name here.
    pub id: String,
    /// Whose it is.
    #[serde(default)]
    pub owner: Owner,
    /// The organisations that point to it; empty: all of this installation.
    #[serde(default)]
    pub organisations: Vec<String>,
    /// Its name in Danish, as a citizen finds it.
    pub da: String,
    /// Its name in English.
    pub en: String,
    /// The address that opens a new message to it, or a partner's page. It says nothing of the citizen: no
    /// query, no fragment.
    pub link: String,
    /// The same for companies; empty where there is none.
    #[serde(default)]
    pub company_link: String,
    /// The telephone for people without Digital Post.
    pub phone: String,
    /// The place to visit, in Danish.
    pub place_da: String,
    /// The place to visit, in English.
    pub place_en: String,
    /// Where an ordinary letter goes; empty where none can be sent.
    #[serde(default)]
    pub letter: String,
    /// What belongs here.
    #[serde(default)]
    pub areas: Vec<Area>,
    /// Words of a comment that speak for it, in any language: `term`, `term~` with endings, `term*`.
    #[serde(default)]
    pub words: Vec<String>,
    /// Pages (accounts) under which it is the likely one.
    #[serde(default)]
    pub pages: Vec<String>,
    /// Languages whose writers often need it.
    #[serde(default)]
    pub languages: Vec<Language>,
    /// Who in the house answers for the entry being right.
    pub keeper: String,
    /// The first day, as 2026-01-01; empty: since ever.
    #[serde(default)]
    pub valid_from: String,
    /// The last day; empty: until further notice.
    #[serde(default)]
    pub valid_to: String,
    /// The day when somebody opened the link and saw that it leads there; empty: never.
    #[serde(default)]
    pub verified: String,
}

impl Mailbox {
    /// How far it can be relied on now; a look is good for `days`.
    #[must_use]
    pub fn standing(&self, days: Duration, now: Stamp) -> Standing {
        let is_early = !self.valid_from.is_empty() && now.day() < self.valid_from;
        if is_early || (!self.valid_to.is_empty() && now.day() > self.valid_to) {
            return Standing::Expired;
        }
        match Stamp::of_day(&self.verified) {
            None => Standing::Unverified,
            Some(day) if day.later(days) < now => Standing::Stale,
            Some(_) => Standing::Verified,
        }
    }

    /// Somebody opened the link at some time.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        !self.verified.is_empty()
    }

    /// When somebody last opened the link and saw that it leads there; `None`: never.
    #[must_use]
    pub fn verified_at(&self) -> Option<Stamp> {
        Stamp::of_day(&self.verified)
    }

    /// Whether an organisation points to it.
    #[must_use]
    pub fn serves(&self, organisation: &OrganisationId) -> bool {
        self.organisations.is_empty() || self.organisations.iter().any(|id| id == organisation.as_str())
    }

    /// Our own names in it, which a reply may hold although they are a topic's word.
    #[must_use]
    pub fn names(&self) -> [&str; 7] {
        [&self.da, &self.en, &self.place_da, &self.place_en, &self.letter, &self.link, &self.company_link]
    }

    /// True when the link still holds the zeros that stand where an authority's own ids belong.
    #[must_use]
    pub fn is_placeholder(&self) -> bool {
        self.link.contains("00000000-0000-0000-0000-000000000000")
    }

    /// It is the likely one on this page.
    pub(super) fn is_on(&self, account: &AccountName) -> bool {
        self.pages.iter().any(|page| page == account.as_str())
    }

    /// Both are valid on one day at least.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let ends_before = |one: &Self, two: &Self| {
            !one.valid_to.is_empty() && !two.valid_from.is_empty() && one.valid_to < two.valid_from
        };
        !ends_before(self, other) && !ends_before(other, self)
    }

    /// Both may be pointed to by one organisation.
    pub(super) fn shares(&self, other: &Self) -> bool {
        self.organisations.is_empty()
            || other.organisations.is_empty()
            || self.organisations.iter().any(|id| other.organisations.contains(id))
    }

    /// What is wrong with it by itself, by key.
    pub(super) fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        if !self.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') {
            faults.push(Fault::new("id", "holds more than a-z, 0-9 and -"));
        }
        for (key, words) in [
            ("id", &self.id),
            ("da", &self.da),
            ("en", &self.en),
            ("phone", &self.phone),
            ("place_da", &self.place_da),
            ("place_en", &self.place_en),
            ("keeper", &self.keeper),
        ] {
            if words.trim().is_empty() {
                faults.push(Fault::new(key, "is empty"));
            }
        }
        for (key, link) in [("link", &self.link), ("company_link", &self.company_link)] {
            if let Some(what) = link_fault(link).filter(|_| key == "link" || !link.is_empty()) {
                faults.push(Fault::new(key, what));
            }
        }
        for (key, day) in
            [("valid_from", &self.valid_from), ("valid_to", &self.valid_to), ("verified", &self.verified)]
        {
            if !day.is_empty() && Stamp::of_day(day).is_none_or(|stamp| stamp.day() != *day) {
                faults.push(Fault::new(key, format!("`{day}` is no day, as 2026-11-21")));
            }
        }
        if !self.valid_from.is_empty() && !self.valid_to.is_empty() && self.valid_to < self.valid_from {
            faults.push(Fault::new("valid_to", "is before valid_from"));
        }
        faults
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
