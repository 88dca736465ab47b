//! What the machine would hide alone where nothing was leaked: the worst error, so it is counted for
//! every file and must be 0.

use std::collections::BTreeMap;

use super::misses::{Miss, Misses};
use super::rows::{Hate, Truth};
use super::seen::Seen;
use super::sheet::{Figure, Sheet};
use crate::learn::metrics::Rate;
use crate::model::Confidence;

/// Counts per file.
#[derive(Default)]
pub(super) struct Hides {
    files: BTreeMap<String, (Rate, Rate)>,
}

impl Hides {
    pub(super) fn take(
        &mut self,
        seen: &Seen<'_>,
        truth: &Truth<'_>,
        misses: &mut Misses,
    ) -> std::io::Result<()> {
        let (lawful, other) = self.files.entry(seen.file.to_owned()).or_default();
        let is_lawful = match truth {
            Truth::Leaks => seen.row.spans.is_empty(),
            Truth::Offensive(is_off) => !is_off,
            Truth::Hate(hate) => *hate == Hate::None,
            Truth::Request(_) | Truth::Benign => true,
            Truth::Spam(is_spam) => !is_spam,
            Truth::Corpus { stay, .. } => *stay,
        };
        if !is_lawful {
            other.add(seen.is_hidden);
            return Ok(());
        }
        // A public telephone or an office's address: neither right nor wrong.
        let is_optional = seen.is_hidden
            && seen
                .reading
                .findings
                .iter()
                .filter(|finding| finding.confidence == Confidence::High)
                .all(|finding| seen.row.optional.iter().any(|place| place.overlap(finding.span) > 0));
        if is_optional {
            return Ok(());
        }
        lawful.add(seen.is_hidden);
        if seen.is_hidden {
            let finding = seen.reading.findings.iter().find(|one| one.confidence == Confidence::High);
            let (span, rule) = (finding.map(|one| one.span), finding.map(|one| one.rule.as_str()));
            misses.add(seen, &Miss { how: "hidden", what: "lawful", span, rule })?;
        }
        Ok(())
    }

    pub(super) fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new("automatic hides");
        for (file, (lawful, other)) in &self.files {
            sheet.row(
                file,
                [("of lawful rows", Figure::Rate(*lawful)), ("of other rows", Figure::Rate(*other))],
            );
        }
        sheet
    }
}
