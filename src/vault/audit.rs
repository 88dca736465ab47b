//! The audit chain's keyed hash: a plain chain could be stamped anew after a change.

use super::{Vault, mac};
use crate::model::{By, InquiryId, OrganisationId, Stamp};
use crate::store::audit::{Chained, Line};
use crate::store::{self, Tx};

/// Where a chain does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Break {
    /// The line with this number was changed, or the one before it.
    Changed(i64),
    /// A line is missing before this number.
    Gap(i64),
    /// The newest lines are missing: the head says that there are so many.
    Cut(i64),
}

impl Vault {
    /// The keyed hash of a line after the one whose hash is `previous`.
    #[must_use]
    pub fn sign(&self, organisation: &OrganisationId, seq: i64, previous: &str, line: &Line) -> String {
        mac::hex(
            mac::full(
                &self.ring.audit,
                &[
                    organisation.as_str().as_bytes(),
                    &seq.to_be_bytes(),
                    previous.as_bytes(),
                    &line.at.ms().to_be_bytes(),
                    line.who.as_bytes(),
                    line.what.as_bytes(),
                    line.inquiry.as_ref().map_or("", InquiryId::as_str).as_bytes(),
                ],
            )
            .as_ref(),
        )
    }

    /// Appends an audit line, last in its transaction. `what` is a short word and, after a colon, a
    /// rule or an account; never a name, a handle or content.
    ///
    /// # Errors
    /// As the database.
    pub async fn audit(
        &self,
        tx: &mut Tx,
        organisation: &OrganisationId,
        by: &By,
        what: impl Into<String>,
        inquiry: Option<&InquiryId>,
        now: Stamp,
    ) -> Result<(), store::Error> {
        let line =
            Line { at: now, who: by.as_str().to_owned(), what: what.into(), inquiry: inquiry.cloned() };
        store::audit::append(tx, organisation, &line, |seq, previous, line| {
            self.sign(organisation, seq, previous, line)
        })
        .await
    }

    /// Checks a run of lines that follows the hash `previous` and number `after`. Returns the hash
    /// of the last one.
    ///
    /// # Errors
    /// Where it breaks first.
    pub fn verify(
        &self,
        organisation: &OrganisationId,
        after: i64,
        previous: &str,
        lines: &[Chained],
    ) -> Result<String, Break> {
        let mut previous = previous.to_owned();
        for (expected, chained) in (after + 1..).zip(lines) {
            if chained.seq != expected {
                return Err(Break::Gap(chained.seq));
            }
            if self.sign(organisation, chained.seq, &previous, &chained.line) != chained.mac {
                return Err(Break::Changed(chained.seq));
            }
            previous.clone_from(&chained.mac);
        }
        Ok(previous)
    }
}
