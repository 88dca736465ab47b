//! Who was pointed to a mailbox in a thread before, and which mailbox a person chose in place of the proposal.
//! Both are written after the decision: a crash between the two loses a count, never a reply.

use super::desk::Desk;
use super::signed::Signed;
use super::when::Moment;
use crate::model::{Kept, KeptText, Stamp};
use crate::store::inquiry::Row;
use crate::store::{mailbox_day, pointed};

/// What is written after a redirect.
pub(super) struct Said {
    pub(super) proposed: String,
    pub(super) chosen: String,
    /// `None` where the network named no author.
    pub(super) mark: Option<String>,
}

/// Author and thread as a keyed hash; `None` where the network named no author.
pub(super) fn mark(desk: &Desk, row: &Row, kept: &Kept) -> Option<String> {
    let author = kept.handle.as_ref().or(kept.author_name.as_ref()).map(KeptText::expose)?;
    let thread = kept.target.post.as_ref().or(kept.parent.as_ref());
    Some(desk.vault.in_thread(&row.account, thread, author))
}

/// That this author was pointed to a mailbox in this thread, as a sentence.
pub(super) async fn before(
    desk: &Desk,
    signed: &Signed,
    row: &Row,
    kept: Option<&Kept>,
    now: Stamp,
) -> anyhow::Result<Option<String>> {
    let Some(mark) = kept.and_then(|kept| mark(desk, row, kept)) else { return Ok(None) };
    let since = now.earlier(desk.policy.again_after());
    let mut tx = desk.db.read().await?;
    let last = pointed::last(&mut tx, &signed.organisation.id, &row.account, &mark, since).await?;
    let words = signed.words;
    Ok(last.map(|at| words.about("pointed-before", Moment::of(words, at, now).shown)))
}

/// Writes both down.
pub(super) async fn count(
    desk: &Desk,
    signed: &Signed,
    row: &Row,
    said: &Said,
    now: Stamp,
) -> anyhow::Result<()> {
    let owner = &signed.organisation.id;
    let mut tx = desk.db.write().await?;
    mailbox_day::add(&mut tx, owner, &now.day(), &said.proposed, &said.chosen).await?;
    if let Some(mark) = &said.mark {
        pointed::set(&mut tx, owner, &row.account, mark, now).await?;
    }
    Ok(tx.commit().await?)
}
