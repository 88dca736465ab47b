//! Lines of the audit trail that the desk writes itself. Never a name, a handle or content.

use crate::model::{InquiryId, OrganisationId, Stamp};
use crate::store::audit::{self, Line};
use crate::store::{Error, Tx};
use crate::vault::Vault;

/// Notes that somebody did something, as the last step of its transaction.
pub(super) async fn note(
    tx: &mut Tx,
    vault: &Vault,
    organisation: &OrganisationId,
    who: &str,
    what: &str,
    inquiry: Option<&InquiryId>,
    now: Stamp,
) -> Result<(), Error> {
    let line = Line { at: now, who: who.to_owned(), what: what.to_owned(), inquiry: inquiry.cloned() };
    audit::append(tx, organisation, &line, |seq, previous, line| vault.sign(organisation, seq, previous, line))
        .await
}
