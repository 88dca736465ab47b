//! Who was pointed to a mailbox in a thread, and which mailbox a person chose in place of the proposal:
//! counted with the decision, and taken back with it.

use crate::model::{AccountName, Kept, KeptText, OrganisationId, Stamp};
use crate::store::undo::Pointed;
use crate::store::{self, Tx, mailbox_day};
use crate::vault::Vault;

/// Author and thread as a keyed hash, by which a second redirect is known; `None` where the network named no
/// author.
#[must_use]
pub fn author_in_thread(vault: &Vault, account: &AccountName, kept: &Kept) -> Option<String> {
    let author = kept.handle.as_ref().or(kept.author_name.as_ref()).map(KeptText::expose)?;
    let thread = kept.target.post.as_ref().or(kept.parent.as_ref());
    Some(vault.in_thread(account, thread, author))
}

/// Writes a redirect down; `chosen` is the proposal and what a person chose.
pub(super) async fn count(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    chosen: Option<(&str, &str)>,
    mark: Option<String>,
    now: Stamp,
) -> Result<Pointed, store::Error> {
    let mut before = None;
    if let Some(mark) = &mark {
        before = store::pointed::last(tx, organisation, account, mark, Stamp::default()).await?;
        store::pointed::set(tx, organisation, account, mark, now).await?;
    }
    if let Some((proposed, chosen)) = chosen {
        mailbox_day::add(tx, organisation, &now.day(), proposed, chosen).await?;
    }
    let chosen = chosen.map(|(proposed, chosen)| (proposed.to_owned(), chosen.to_owned()));
    Ok(Pointed { chosen, mark, before })
}

/// As if it had not been.
pub(super) async fn take_back(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    pointed: &Pointed,
    decided_at: Stamp,
) -> Result<(), store::Error> {
    if let Some(mark) = &pointed.mark {
        let at = (decided_at, pointed.before);
        store::pointed::take_back(tx, organisation, account, mark, at).await?;
    }
    if let Some((proposed, chosen)) = &pointed.chosen {
        mailbox_day::take_back(tx, organisation, &decided_at.day(), proposed, chosen).await?;
    }
    Ok(())
}
