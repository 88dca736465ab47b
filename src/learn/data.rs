//! The rows to learn from, and which question each of them answers. Rows whose words are kept back
//! for checking are dropped; no row's words stand in an error.

use std::collections::HashSet;
use std::path::Path;

use anyhow::Context;
use serde::Deserialize;

use super::held::Held;
use crate::model::Area;

/// Where a row is from, which decides what is left out together with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A file of the corpus: one author.
    Author(u8),
    /// A fold of the Danish comments.
    Danish(u8),
    /// The English comments.
    English,
    /// Made from our own sentence patterns.
    Invented,
}

/// One comment with what is known of it; `None` where the source does not say.
#[derive(Clone, Debug)]
pub struct Row {
    /// Where it is from.
    pub origin: Origin,
    /// Its id in its source.
    pub id: String,
    /// The words.
    pub text: String,
    /// Our own post above it, or its topic.
    pub post: Option<String>,
    /// Abuses, threatens or degrades somebody.
    pub is_offensive: Option<bool>,
    /// Asks for case handling.
    pub is_request: Option<bool>,
    /// Advertises, lures, begs for clicks.
    pub is_spam: Option<bool>,
    /// Where the request belongs.
    pub area: Option<Area>,
}

/// The authors' files of the corpus, in the order of [`Origin::Author`].
const AUTHORS: [&str; 3] = ["a.jsonl", "b.jsonl", "c.jsonl"];

#[derive(Deserialize)]
struct Corpus {
    id: String,
    text: String,
    #[serde(default)]
    post: Option<String>,
    labels: Vec<String>,
    #[serde(default)]
    topic: Option<String>,
}

#[derive(Deserialize)]
struct Danish {
    id: String,
    text: String,
    label: String,
    fold: u8,
}

/// Reads the corpus, one author a file.
///
/// # Errors
/// A file that cannot be read, or a line that is no row, by its number.
pub fn corpus(folder: &Path, held: &Held) -> anyhow::Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (author, name) in (0..).zip(AUTHORS) {
        for row in lines::<Corpus>(&folder.join(name))? {
            if held.holds(&row.text) {
                continue;
            }
            let has = |names: &[&str]| row.labels.iter().any(|label| names.contains(&label.as_str()));
            let is_request = has(&["case_request"]);
            let is_offensive = has(&["abuse", "threat", "hate", "sexual", "incitement"]);
            rows.push(Row {
                origin: Origin::Author(author),
                id: row.id,
                post: row.post,
                is_offensive: Some(is_offensive),
                is_request: Some(is_request),
                is_spam: Some(has(&["spam"])),
                area: row.topic.as_deref().filter(|_| is_request).and_then(Area::named),
                text: row.text,
            });
        }
    }
    Ok(rows)
}

/// Reads the Danish comments with their folds. Nobody asks a municipality for anything in them: they
/// are negatives of requests. Spam was not labelled, but an inoffensive row is taken for none.
///
/// # Errors
/// As [`corpus`].
pub fn danish(file: &Path, held: &Held) -> anyhow::Result<Vec<Row>> {
    let rows = lines::<Danish>(file)?.into_iter().filter(|row| !held.holds(&row.text));
    let row = |row: Danish| Row {
        origin: Origin::Danish(row.fold),
        id: row.id,
        text: row.text,
        post: None,
        is_offensive: Some(row.label == "OFF"),
        is_request: Some(false),
        is_spam: Some(false),
        area: None,
    };
    Ok(rows.map(row).collect())
}

/// Reads English tweets: a class and a text a line, parted by a tab. `most` of them, evenly spread.
///
/// # Errors
/// As [`corpus`].
pub fn english(file: &Path, held: &Held, most: usize) -> anyhow::Result<Vec<Row>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let mut rows = Vec::new();
    for (number, line) in (2..).zip(text.lines().skip(1)) {
        let (class, text) = line
            .split_once('\t')
            .with_context(|| format!("line {number} of {} has no class and text", file.display()))?;
        if held.holds(text) {
            continue;
        }
        rows.push(Row {
            origin: Origin::English,
            id: format!("en-{number}"),
            text: text.to_owned(),
            post: None,
            is_offensive: Some(class != "neither"),
            is_request: Some(false),
            is_spam: None,
            area: None,
        });
    }
    let step = rows.len().div_ceil(most.max(1)).max(1);
    Ok(rows.into_iter().step_by(step).collect())
}

fn lines<T: for<'a> Deserialize<'a>>(file: &Path) -> anyhow::Result<Vec<T>> {
    let text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    let mut rows = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        // serde quotes its input in errors: only the line number is told.
        let row = serde_json::from_str(line)
            .map_err(|_| anyhow::anyhow!("line {number} of {} is no labelled row", file.display()))?;
        rows.push(row);
    }
    Ok(rows)
}

/// Each text once: of rows with the same words only the first stays.
#[must_use]
pub(super) fn distinct(rows: Vec<Row>) -> Vec<Row> {
    let mut seen = HashSet::new();
    rows.into_iter().filter(|row| seen.insert(super::held::fold(&row.text))).collect()
}
