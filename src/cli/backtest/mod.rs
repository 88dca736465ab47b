//! Other rules on what is stored or on a file, beside those in force. It has no way to act: it is handed
//! no network, no writer and no outbox.

mod fate;
mod file;
mod rules;
mod stored;
mod trial;

use std::io::{Read, Write};

use self::trial::Telling;
pub use self::trial::Trial;
use crate::model::{OrganisationId, Stamp};
use crate::store::Reads;
use crate::vault::Opener;

/// Tries rules on comments, one JSON object a line with id, text and author, on every core. Prints what
/// would change, as text or JSON; returns how many lines could not be read.
///
/// # Errors
/// When the input ends in an error, or nothing can be printed.
pub fn input(trial: &Trial, input: impl Read, json: bool, out: &mut impl Write) -> anyhow::Result<u64> {
    let mut telling = Telling::new(out, json);
    file::read(trial, input, &mut telling)?;
    telling.end(trial)
}

/// Tries rules on what was taken in at `since` or later. Prints ids, never words; returns how many rows
/// could not be opened.
///
/// # Errors
/// As the databases.
pub async fn stored(
    trial: &Trial,
    from: (&Reads, &Opener),
    organisations: &[OrganisationId],
    since: Stamp,
    json: bool,
    out: &mut impl Write,
) -> anyhow::Result<u64> {
    let mut telling = Telling::new(out, json);
    for organisation in organisations {
        stored::read(trial, from, organisation, since, &mut telling).await?;
    }
    telling.end(trial)
}
