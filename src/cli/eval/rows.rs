//! Labelled rows of every kind of file, told apart by their fields.

use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::Context;
use serde_json::Value;

use crate::model::{Area, Kind, Label, Span};

/// One labelled row, whatever file it stands in; a field that its file does not have is empty.
#[derive(serde::Deserialize)]
pub(super) struct Row {
    #[serde(default)]
    pub(super) id: Value,
    pub(super) text: String,
    /// The municipality's post above it, in a few words.
    #[serde(default)]
    pub(super) post: Option<String>,
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    pub(super) subtype: Option<String>,
    #[serde(default)]
    pub(super) functionality: Option<String>,
    #[serde(default)]
    pub(super) lang: Option<String>,
    #[serde(default)]
    pub(super) source: Option<String>,
    #[serde(default)]
    pub(super) spans: Vec<Labelled>,
    #[serde(default)]
    pub(super) decoys: Vec<Labelled>,
    #[serde(default)]
    pub(super) optional: Vec<Labelled>,
    #[serde(default)]
    pub(super) forms: Vec<String>,
    #[serde(default)]
    labels: Option<Vec<String>>,
    #[serde(default)]
    stay: Option<bool>,
    #[serde(default)]
    pub(super) topic: Option<Area>,
}

/// A place in the text, in Unicode scalar values, with what stands there.
#[derive(serde::Deserialize)]
pub(super) struct Labelled {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: String,
}

/// What a row says of itself.
pub(super) enum Truth<'a> {
    /// Where the leaks are.
    Leaks,
    /// OFF or not.
    Offensive(bool),
    /// `HateCheck`: hateful, a threat to one person, or neither.
    Hate(Hate),
    /// A request in one's own case, or a general question.
    Request(bool),
    /// Nothing at all is wrong with it.
    Benign,
    /// Spam, or ham.
    Spam(bool),
    /// A comment with all its labels, and whether it must stay up.
    Corpus { labels: &'a [String], stay: bool },
}

/// The label of a `HateCheck` row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Hate {
    Group,
    Threat,
    None,
}

impl Row {
    /// What it is labelled with; `None` for a label that no file has.
    pub(super) fn truth(&self) -> Option<Truth<'_>> {
        if let (Some(labels), Some(stay)) = (&self.labels, self.stay) {
            return Some(Truth::Corpus { labels, stay });
        }
        Some(match self.label.as_deref() {
            None => Truth::Leaks,
            Some("OFF") => Truth::Offensive(true),
            Some("NOT") => Truth::Offensive(false),
            Some("hateful") => Truth::Hate(Hate::Group),
            Some("threat") => Truth::Hate(Hate::Threat),
            Some("non-hateful") => Truth::Hate(Hate::None),
            Some("case_request") => Truth::Request(true),
            Some("none") => Truth::Request(false),
            Some("benign") => Truth::Benign,
            Some("spam") => Truth::Spam(true),
            Some("ham") => Truth::Spam(false),
            Some(_) => return None,
        })
    }

    /// Its author, where ids name one: the letters before the first hyphen of `a-0012`.
    pub(super) fn author(&self) -> &str {
        self.id.as_str().and_then(|id| id.split_once('-')).map_or("unknown", |(author, _)| author)
    }

    /// Its language, as it is labelled.
    pub(super) fn lang(&self) -> &str {
        self.lang.as_deref().unwrap_or("unknown")
    }
}

impl Labelled {
    pub(super) fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }

    /// How many scalar values it shares with a span.
    pub(super) fn overlap(&self, span: Span) -> usize {
        self.end.min(span.end).saturating_sub(self.start.max(span.start))
    }

    /// The kind that it is measured as: a number in two parts is the number.
    pub(super) fn measured(&self) -> &str {
        if self.kind == "cpr_split" { "cpr" } else { &self.kind }
    }
}

/// The name of a kind or label in files and in `scan`.
pub(in crate::cli) fn name(what: impl serde::Serialize) -> String {
    serde_json::to_value(what).ok().and_then(|name| Some(name.as_str()?.to_owned())).unwrap_or_default()
}

/// The label of this name; `None` for a name that only describes a comment (criticism, praise).
pub(super) fn label(name: &str) -> Option<Label> {
    serde_json::from_value(Value::String(name.to_owned())).ok()
}

/// The kind of this name.
pub(super) fn kind(name: &str) -> Option<Kind> {
    serde_json::from_value(Value::String(name.to_owned())).ok()
}

/// Hands over each row of a file in turn.
///
/// # Errors
/// A file that cannot be read, or a line that is no row, named by its number and never quoted.
pub(super) fn each(path: &Path, mut take: impl FnMut(Row) -> anyhow::Result<()>) -> anyhow::Result<()> {
    let file = std::fs::File::open(path).with_context(|| format!("opening {}", path.display()))?;
    for (number, line) in (1..).zip(BufReader::new(file).lines()) {
        let line = line.with_context(|| format!("reading line {number}"))?;
        if line.trim().is_empty() {
            continue;
        }
        // serde quotes its input in errors: only the line number is told.
        let row: Row = serde_json::from_str(&line)
            .map_err(|_| anyhow::anyhow!("line {number} of {} is no labelled row", path.display()))?;
        if row.truth().is_none() {
            anyhow::bail!("line {number} of {} has a label that no kind of file has", path.display());
        }
        take(row)?;
    }
    Ok(())
}
