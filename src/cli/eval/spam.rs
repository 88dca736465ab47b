//! Spam and ham, per language and per source.

use std::collections::BTreeMap;

use super::misses::Misses;
use super::requests::figures;
use super::seen::Seen;
use super::sheet::Sheet;
use crate::learn::metrics::Confusion;
use crate::model::Label;

/// Counts.
#[derive(Default)]
pub(super) struct Spam {
    groups: BTreeMap<String, Confusion>,
}

impl Spam {
    pub(super) fn take(
        &mut self,
        seen: &Seen<'_>,
        is_spam: bool,
        misses: &mut Misses,
    ) -> std::io::Result<()> {
        let is_said = seen.says(Label::Spam);
        let source = seen.row.source.as_deref().unwrap_or("unknown");
        for group in ["all".to_owned(), seen.row.lang().to_owned(), format!("{}, {source}", seen.row.lang())]
        {
            self.groups.entry(group).or_default().add(is_spam, is_said);
        }
        seen.judge("spam", is_spam, is_said, misses)
    }

    pub(super) fn sheets(&self, title: &str, seed: u64) -> Vec<Sheet> {
        let mut sheet = Sheet::new(format!("{title}: spam"));
        for (group, counts) in &self.groups {
            sheet.row(group, figures(*counts, seed));
        }
        vec![sheet]
    }
}
