//! Who was pointed to a mailbox in a thread before.

use super::desk::Desk;
use super::signed::Signed;
use super::when::Moment;
use crate::model::{Kept, Stamp};
use crate::settle;
use crate::store::inquiry::Row;
use crate::store::pointed;

/// That this author was pointed to a mailbox in this thread, as a sentence.
pub(super) async fn before(
    desk: &Desk,
    signed: &Signed,
    row: &Row,
    kept: Option<&Kept>,
    now: Stamp,
) -> anyhow::Result<Option<String>> {
    let mark = kept.and_then(|kept| settle::author_in_thread(&desk.vault, &row.account, kept));
    let Some(mark) = mark else { return Ok(None) };
    let since = now.earlier(desk.policy.again_after());
    let mut tx = desk.db.read().await?;
    let last = pointed::last(&mut tx, &signed.organisation.id, &row.account, &mark, since).await?;
    let words = signed.words;
    Ok(last.map(|at| words.about("pointed-before", Moment::of(words, at, now).shown)))
}
