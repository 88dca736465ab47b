//! What was missed or wrongly said, one line of JSON each, for whoever improves a rule. The words stand
//! in it only on request: a file may hold what real citizens wrote.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use serde_json::json;

use super::seen::Seen;
use crate::model::Span;

/// Where misses go; nowhere when nobody asked for them.
#[derive(Default)]
pub struct Misses {
    file: Option<BufWriter<File>>,
    with_text: bool,
}

/// One of them.
pub(super) struct Miss<'a> {
    /// `missed`, `wrong` or `hidden`.
    pub(super) how: &'static str,
    /// The kind or label.
    pub(super) what: &'a str,
    /// Where, in Unicode scalar values; `None` for the comment as a whole.
    pub(super) span: Option<Span>,
    /// The rule that wrongly found it.
    pub(super) rule: Option<&'a str>,
}

impl Misses {
    /// Writes them to a file; `with_text` also the comments.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn to(path: &Path, with_text: bool) -> anyhow::Result<Self> {
        let file = File::create(path).with_context(|| format!("making {}", path.display()))?;
        Ok(Self { file: Some(BufWriter::new(file)), with_text })
    }

    pub(super) fn add(&mut self, seen: &Seen<'_>, miss: &Miss<'_>) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let mut line = json!({
            "file": seen.file, "id": seen.row.id, "how": miss.how, "what": miss.what,
            "start": miss.span.map(|span| span.start), "end": miss.span.map(|span| span.end), "rule": miss.rule,
        });
        if let Some(line) = line.as_object_mut().filter(|_| self.with_text) {
            line.insert("text".to_owned(), seen.row.text.as_str().into());
        }
        writeln!(file, "{line}")
    }

    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), BufWriter::flush)
    }
}
