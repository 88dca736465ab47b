//! The lint's lists and rules, as `config/lint.toml` holds them, with the sentences that each rule must
//! get right: a file whose rules get one wrong is refused as a whole.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::pattern::Pattern;
use super::refusal::{Citizen, Draft, Purpose, Refusal};
use super::terms::Terms;
use super::{check, tokens};
use crate::decide::{Error, Fault, read};
use crate::model::{Finding, Language, Passed};

/// The groups that code speaks of: the file must hold a sentence for each.
pub(super) const PERSONAL: &str = "personal";
pub(super) const NAME: &str = "name";
pub(super) const REPEATS: &str = "repeats";

/// The lint, ready to read drafts.
#[derive(Clone, Debug)]
pub struct Lint {
    pub(super) groups: BTreeMap<String, Group>,
    pub(super) rules: Vec<Rule>,
    pub(super) needs: Vec<Need>,
    /// Words that may stand in any reply, also where the citizen wrote them too.
    pub(super) plain: Terms,
    /// Names that are everyday words too: one is a name only with a capital inside a sentence.
    pub(super) words_too: Terms,
    /// The words of our own templates, beside `plain`.
    pub(super) ours: BTreeSet<String>,
}

/// A kind of refusal, with its sentences.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Group {
    id: String,
    /// Blocks in an answer too; otherwise in redirects and notes of a removal only.
    pub(super) always: bool,
    pub(super) why_da: String,
    pub(super) mend_da: String,
    pub(super) why_en: String,
    pub(super) mend_en: String,
}

/// What must not be said.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) group: String,
    pub(super) found: Vec<Pattern>,
    pub(super) unless: Vec<Pattern>,
    /// Speaks of redirects and notes of a removal only; elsewhere it is not even a hint.
    pub(super) templates_only: bool,
}

/// What must be said in a redirect or a note of a removal.
#[derive(Clone, Debug)]
pub(super) struct Need {
    pub(super) group: String,
    pub(super) found: Vec<Pattern>,
    /// Only where one of these is said; empty: always.
    pub(super) when: Vec<Pattern>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: String,
    words: BTreeMap<String, String>,
    group: Vec<Group>,
    rule: Vec<WrittenRule>,
    needs: Vec<WrittenNeed>,
    #[serde(default)]
    proper: Vec<Proper>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRule {
    id: String,
    group: String,
    #[serde(rename = "match")]
    found: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
    #[serde(default)]
    templates_only: bool,
    must: Vec<String>,
    must_not: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenNeed {
    group: String,
    #[serde(rename = "match")]
    found: Vec<String>,
    #[serde(default)]
    when: Vec<String>,
    must: Vec<String>,
    must_not: Vec<String>,
}

/// A whole reply that nothing may refuse.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Proper {
    purpose: Purpose,
    words: String,
}

impl Lint {
    /// The lint that the program comes with.
    ///
    /// # Panics
    /// Never: a test reads the shipped lint.
    #[must_use]
    pub fn shipped() -> Self {
        // Whether its rules get their sentences right a test knows already: each start would pay for it.
        static SHIPPED: LazyLock<Lint> = LazyLock::new(|| {
            let shipped = Lint::read(include_str!("../../../config/lint.toml"), "config/lint.toml");
            shipped.map(|(lint, _)| lint).expect("the shipped lint is read by a test")
        });
        SHIPPED.clone()
    }

    /// Reads a lint; `from` is the name of its file.
    ///
    /// # Errors
    /// [`Error::Unusable`] with everything that is wrong: a list or group that is missing, a pattern that
    /// cannot be read, a sentence that a rule gets wrong.
    pub fn parse(toml: &str, from: &str) -> Result<Self, Error> {
        let (lint, file) = Self::read(toml, from)?;
        Error::unless_none(from, lint.mistakes(&file))?;
        Ok(lint)
    }

    /// Reads a lint without trying its rules.
    fn read(toml: &str, from: &str) -> Result<(Self, File), Error> {
        let file: File = read::strictly(toml, from)?;
        let mut faults = Vec::new();
        if file.version.trim().is_empty() {
            faults.push(Fault::new("version", "is empty"));
        }
        let mut lists: BTreeMap<String, Terms> =
            file.words.iter().map(|(name, list)| (name.clone(), Terms::read(list))).collect();
        let spared: Vec<&str> =
            file.words.get("not-topic").into_iter().flat_map(|list| list.split(',')).map(str::trim).collect();
        let topic = lists.entry("topic".to_owned()).or_default();
        topics().filter(|term| !spared.contains(term)).for_each(|term| topic.add(term));
        let patterns = |key: String, written: &[String], faults: &mut Vec<Fault>| -> Vec<Pattern> {
            let each = written.iter().filter_map(|written| {
                Pattern::read(written, &lists).map_err(|what| faults.push(Fault::new(key.clone(), what))).ok()
            });
            each.collect()
        };
        let mut rules = Vec::new();
        for rule in &file.rule {
            let key = format!("rule `{}`", rule.id);
            rules.push(Rule {
                id: rule.id.clone(),
                group: rule.group.clone(),
                found: patterns(key.clone(), &rule.found, &mut faults),
                unless: patterns(key, &rule.unless, &mut faults),
                templates_only: rule.templates_only,
            });
        }
        let mut needs = Vec::new();
        for need in &file.needs {
            let key = format!("needs `{}`", need.group);
            needs.push(Need {
                group: need.group.clone(),
                found: patterns(key.clone(), &need.found, &mut faults),
                when: patterns(key, &need.when, &mut faults),
            });
        }
        let groups: BTreeMap<String, Group> =
            file.group.iter().map(|group| (group.id.clone(), group.clone())).collect();
        let used =
            rules.iter().map(|rule| rule.group.as_str()).chain(needs.iter().map(|need| need.group.as_str()));
        for group in used.chain([PERSONAL, NAME, REPEATS]).filter(|group| !groups.contains_key(*group)) {
            faults.push(Fault::new("group", format!("`{group}` has no sentences")));
        }
        let plain = lists.get("plain").cloned().unwrap_or_default();
        if plain.is_empty() {
            faults.push(Fault::new("words.plain", "is empty"));
        }
        let words_too = lists.get("words-too").cloned().unwrap_or_default();
        Error::unless_none(from, faults)?;
        let lint = Self { groups, rules, needs, plain, words_too, ours: BTreeSet::new() };
        Ok((lint, file))
    }

    /// The same lint, knowing the words of our own templates: that a citizen wrote one of them too does
    /// not make a reply repeat the citizen.
    #[must_use]
    pub fn knowing<'a>(mut self, templates: impl IntoIterator<Item = &'a str>) -> Self {
        for words in templates {
            self.ours.extend(tokens::read(words).into_iter().map(|token| token.word));
        }
        self
    }

    /// Everything that speaks against a draft; `findings` is what the detectors found in its words.
    #[must_use]
    pub fn look(&self, draft: &Draft<'_>, findings: &[Finding]) -> Vec<Refusal> {
        check::all(self, draft, findings)
    }

    /// The draft as words that may be sent, with the hints on them.
    ///
    /// # Errors
    /// Every refusal, when one of them blocks.
    pub fn pass(
        &self,
        draft: &Draft<'_>,
        findings: &[Finding],
    ) -> Result<(Passed, Vec<Refusal>), Vec<Refusal>> {
        let refusals = self.look(draft, findings);
        if refusals.iter().any(|refusal| refusal.blocks) {
            Err(refusals)
        } else {
            Ok((Passed::seal(draft.words, draft.language), refusals))
        }
    }

    fn mistakes(&self, file: &File) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (rule, written) in self.rules.iter().zip(&file.rule) {
            let says = |words: &str| !check::matches(rule, &tokens::read(words)).is_empty();
            judge(&format!("rule `{}`", rule.id), (&written.must, &written.must_not), says, &mut faults);
        }
        for (need, written) in self.needs.iter().zip(&file.needs) {
            let says = |words: &str| check::is_said(need, &tokens::read(words));
            judge(&format!("needs `{}`", need.group), (&written.must, &written.must_not), says, &mut faults);
        }
        for (at, proper) in file.proper.iter().enumerate() {
            let draft = Draft {
                words: &proper.words,
                language: Language::Danish,
                purpose: proper.purpose,
                to: Citizen::default(),
                ours: &[],
            };
            let refused = self.look(&draft, &[]).into_iter().find(|refusal| refusal.blocks);
            faults.extend(refused.map(|by| {
                Fault::new(format!("proper[{at}]"), format!("is refused by `{}`: {}", by.rule, proper.words))
            }));
        }
        faults
    }
}

/// Tries a rule on its own sentences.
fn judge(
    key: &str,
    (must, must_not): (&[String], &[String]),
    says: impl Fn(&str) -> bool,
    faults: &mut Vec<Fault>,
) {
    if must.is_empty() || must_not.is_empty() {
        faults.push(Fault::new(key, "has no sentence under must or must_not"));
    }
    for words in must.iter().filter(|words| !says(words)) {
        faults.push(Fault::new(key, format!("does not find what it must: {words}")));
    }
    for words in must_not.iter().filter(|words| says(words)) {
        faults.push(Fault::new(key, format!("finds what it must not: {words}")));
    }
}

/// What comments are about, from the same list that the detectors read.
fn topics() -> impl Iterator<Item = &'static str> {
    let lines = include_str!("../../../config/lexicon/topics.txt").lines();
    lines.map(str::trim).filter(|line| !line.is_empty() && !line.starts_with(['#', '[']))
}
