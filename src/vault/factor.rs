//! The secret behind a person's six digits, sealed like the secrets of our accounts: a copy of the main
//! database signs nobody in.

use zeroize::Zeroizing;

use super::{Error, Vault, seal};
use crate::model::{ModeratorId, OrganisationId};

impl Vault {
    /// Seals it for one person.
    ///
    /// # Errors
    /// [`Error::Library`].
    pub fn seal_factor(
        &self,
        organisation: &OrganisationId,
        moderator: &ModeratorId,
        secret: &[u8],
    ) -> Result<Vec<u8>, Error> {
        seal::close(&self.ring.credential, &bound(organisation, moderator), secret)
    }

    /// Opens what was sealed for this person.
    ///
    /// # Errors
    /// [`Error::NotOpened`].
    pub fn open_factor(
        &self,
        organisation: &OrganisationId,
        moderator: &ModeratorId,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        seal::open(&self.ring.credential, &bound(organisation, moderator), sealed)
    }
}

/// Associated data: table, organisation, person.
fn bound(organisation: &OrganisationId, moderator: &ModeratorId) -> String {
    format!("second_factor|{organisation}|{moderator}")
}
