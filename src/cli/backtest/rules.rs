//! Rules to be tried: the configured ones, with whatever files a folder holds in their place.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};

use crate::decide::{Policy, Proposal};
use crate::detect::{Comment, Detectors, Lists};
use crate::model::{Reading, Stamp};

/// Detectors and policy together. It reads comments and can do nothing else.
pub(super) struct Rules {
    detectors: Arc<Detectors>,
    policy: Policy,
}

impl Rules {
    /// Compiles them.
    ///
    /// # Errors
    /// A list that does not compile, by name and line.
    pub(super) fn new(lists: &Lists, policy: Policy) -> anyhow::Result<Self> {
        Ok(Self { detectors: Arc::new(Detectors::new(lists)?), policy })
    }

    /// These rules, made of `lists`, with those of `path` in their place: a folder with any of
    /// `policy.toml` and the word lists under their shipped names, or a policy file alone.
    ///
    /// # Errors
    /// A file that cannot be read or used, or whose name no rule has: it would be tried by nobody.
    pub(super) fn with(&self, path: &Path, mut lists: Lists) -> anyhow::Result<Self> {
        let (mut policy, mut is_other) = (self.policy.clone(), false);
        let mut files = Vec::new();
        if path.is_dir() {
            for entry in std::fs::read_dir(path).with_context(|| format!("listing {}", path.display()))? {
                files.push(entry.with_context(|| format!("listing {}", path.display()))?.path());
            }
            files.sort();
        } else {
            files.push(path.to_owned());
        }
        let mut taken = 0;
        for file in files.iter().filter(|file| !file.is_dir()) {
            let from = file.display().to_string();
            let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let is_policy = name == "policy.toml" || (file == path && has_ending(file, "toml"));
            if !has_ending(file, "txt") && !has_ending(file, "toml") {
                continue;
            }
            let text = std::fs::read_to_string(file).with_context(|| format!("reading {from}"))?;
            if is_policy {
                policy = Policy::parse(&text, &from)?;
            } else if let Some(list) = list(&mut lists, name) {
                is_other |= *list != text;
                *list = text;
            } else {
                bail!("{from} is no rule file: no list has this name");
            }
            taken += 1;
        }
        if taken == 0 {
            bail!("{} holds no rules: neither policy.toml nor a word list", path.display());
        }
        if is_other {
            Self::new(&lists, policy)
        } else {
            Ok(Self { detectors: Arc::clone(&self.detectors), policy })
        }
    }

    /// Both read a comment alike: only their policies differ.
    pub(super) fn reads_like(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.detectors, &other.detectors)
    }

    /// What the detectors make of a comment.
    #[must_use]
    pub(super) fn read(&self, comment: &Comment<'_>, cpr_today: Stamp) -> Reading {
        self.detectors.read(comment, cpr_today)
    }

    /// What the policy makes of a reading.
    #[must_use]
    pub(super) fn propose(&self, reading: &Reading) -> Proposal<'_> {
        self.policy.propose(reading)
    }

    /// The version of the policy.
    #[must_use]
    pub(super) fn version(&self) -> &str {
        self.policy.version()
    }
}

/// The list of this file name.
fn list<'a>(lists: &'a mut Lists, name: &str) -> Option<&'a mut String> {
    Some(match name {
        "numbers.txt" => &mut lists.numbers,
        "abuse.txt" => &mut lists.abuse,
        "cases.txt" => &mut lists.cases,
        "topics.txt" => &mut lists.topics,
        "languages.txt" => &mut lists.languages,
        "mail.txt" => &mut lists.mail,
        "public-numbers.txt" => &mut lists.public_numbers,
        _ => return None,
    })
}

fn has_ending(file: &Path, ending: &str) -> bool {
    file.extension().is_some_and(|given| given.eq_ignore_ascii_case(ending))
}
