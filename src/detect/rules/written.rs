//! The shape of a rule file, as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::model::{Kind, Label};

/// One file of `config/rules`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    /// Word classes: terms with the marks of the word lists, parted by commas or lines.
    pub(super) words: BTreeMap<String, String>,
    /// Names for several classes together.
    pub(super) groups: BTreeMap<String, Vec<String>>,
    /// Classes of words so common that no rule may start from them.
    pub(super) common: Vec<String>,
    /// What a class of topics says of a person: `illness = "health"`.
    pub(super) kinds: BTreeMap<String, Kind>,
    /// What lowers or cancels rules.
    #[serde(rename = "guard")]
    pub(super) guards: Vec<Guard>,
    /// The rules.
    #[serde(rename = "rule")]
    pub(super) rules: Vec<Rule>,
}

/// `[[guard]]`: where it matches beside a rule, the rule's score is multiplied by `factor`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Guard {
    pub(super) id: String,
    #[serde(default, rename = "match")]
    pub(super) patterns: Vec<String>,
    /// Matches whatever stands in quotation marks.
    #[serde(default)]
    pub(super) quotes: bool,
    pub(super) reach: Reach,
    /// 0 cancels.
    pub(super) factor: f32,
}

/// Where a guard must match to lower a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Reach {
    /// Within what the rule matched, before its last slot.
    Inside,
    /// Up to four words before it, in it, or up to four words after it.
    Near,
    /// Up to four words before it.
    Before,
    /// In the same sentence.
    Sentence,
    /// Anywhere.
    Comment,
}

/// `[[rule]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub(super) id: String,
    /// What the comment is if the rule matches; else `finds`.
    pub(super) label: Option<Label>,
    /// 0 to 1, beside `label`: how much one match says. Several rules of a label add up.
    pub(super) score: Option<f32>,
    /// A finding: its kind, or `topic` for the kind of the topic that matched.
    pub(super) finds: Option<Finds>,
    /// The reason of a finding, one of `reasons.toml`.
    pub(super) reason: Option<String>,
    #[serde(rename = "match")]
    pub(super) patterns: Vec<String>,
    /// Each of these must match too, anywhere in the comment.
    #[serde(default)]
    pub(super) with: Vec<String>,
    /// Guards, by id.
    #[serde(default)]
    pub(super) guards: Vec<String>,
    #[serde(default)]
    pub(super) mode: Mode,
    /// Sentences that the rule must match.
    pub(super) must: Vec<String>,
    /// Sentences that it must not match.
    pub(super) must_not: Vec<String>,
}

/// What a rule finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Finds {
    /// What the topic in it says, see [`File::kinds`].
    Topic,
    #[serde(untagged)]
    Kind(Kind),
}

/// Whether a rule has an effect.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Mode {
    #[default]
    Live,
    /// Runs on everything, is named in the reading, and changes nothing.
    Shadow,
}
