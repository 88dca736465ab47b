//! What is stored, opened a few hundred rows at a time. What was masked before it was stored cannot be
//! judged again: its findings stand under both sets of rules.

use std::io::Write;

use anyhow::Context;

use super::trial::{Telling, Trial};
use crate::cli::complain;
use crate::detect::Comment;
use crate::model::{Finding, Kept, KeptText, OrganisationId, Stamp, Text};
use crate::store::{self, Reads};
use crate::vault::Opener;

/// Rows opened at once.
const ROWS: i64 = 500;

/// Tries the rules on what an organisation took in at `since` or later. It is handed nothing that could
/// change anything: the reading half of the database and the opening half of the vault.
pub(super) async fn read<W: Write>(
    trial: &Trial,
    (main, vault): (&Reads, &Opener),
    organisation: &OrganisationId,
    since: Stamp,
    telling: &mut Telling<'_, W>,
) -> anyhow::Result<()> {
    let mut after = String::new();
    loop {
        let mut tx = main.begin().await.context("reading what is stored")?;
        let rows = store::inquiry::since(&mut tx, organisation, since, &after, ROWS).await?;
        drop(tx);
        let Some(last) = rows.last() else { return Ok(()) };
        last.id.as_str().clone_into(&mut after);
        let opened = vault.open_all(organisation, &rows).await.context("opening what is stored")?;
        for (row, opened) in rows.iter().zip(opened) {
            match opened {
                Ok(opened) => {
                    telling.sum.comments += 1;
                    let id = || serde_json::Value::String(row.id.as_str().to_owned());
                    if let Some(change) = compare(trial, id, &opened.kept) {
                        telling.change(change)?;
                    }
                }
                Err(error) => {
                    telling.sum.unreadable += 1;
                    complain(&format!("{}: {error}", row.id));
                }
            }
        }
        telling.progress();
    }
}

fn compare(
    trial: &Trial,
    id: impl FnOnce() -> serde_json::Value,
    kept: &Kept,
) -> Option<super::fate::Change> {
    let words = |text: &Option<KeptText>| text.as_ref().map(|text| Text::new(text.expose()));
    let (text, name, handle) = (words(&kept.text)?, words(&kept.author_name), words(&kept.handle));
    let masked: Vec<Finding> = kept.findings.iter().filter(|finding| finding.is_masked()).cloned().collect();
    let comment = Comment { text: &text, author_name: name.as_ref(), handle: handle.as_ref(), post: None };
    trial.compare(id, &comment, &masked)
}
