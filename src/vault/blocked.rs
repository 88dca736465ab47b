//! Sealing and opening whom a decision to block is about: a key of its own, in the keys database, that goes
//! with the row.

use zeroize::Zeroizing;

use super::{Error, Vault, seal};
use crate::model::{AccountName, Blocked, InquiryId, KeptText, OrganisationId, Stamp};
use crate::store::{self, Tx};

/// A row of its own, once.
pub const VERSION: i64 = 1;

impl Vault {
    /// The key and what is sealed: first the key is stored, then the row.
    ///
    /// # Errors
    /// [`Error::Library`] or [`Error::File`].
    pub fn seal_blocked(
        &self,
        organisation: &OrganisationId,
        id: &InquiryId,
        (account, fence): (&AccountName, i64),
        blocked: &Blocked,
        now: Stamp,
    ) -> Result<(store::keys::Key, Vec<u8>), Error> {
        let (month, plain) = (now.month(), seal::fresh()?);
        let wrapped = self.wrap(organisation, id, VERSION, &month, &plain)?;
        let blind = |text: &Option<KeptText>| text.as_ref().map(|text| self.blind(account, text.expose()));
        let key = store::keys::Key {
            inquiry: id.clone(),
            key_version: VERSION,
            account: account.clone(),
            fence,
            month,
            wrapped,
            blind_name: blind(&blocked.name),
            blind_handle: blind(&blocked.handle),
        };
        let words = Zeroizing::new(serde_json::to_vec(blocked).map_err(|_| Error::Library)?);
        Ok((key, seal::close(&plain, &bound(organisation, id), &words)?))
    }

    /// Opens it.
    ///
    /// # Errors
    /// [`Error::KeyGone`], [`Error::MonthGone`] or [`Error::NotOpened`].
    pub async fn open_blocked(
        &self,
        keys: &mut Tx,
        organisation: &OrganisationId,
        id: &InquiryId,
        sealed: &[u8],
    ) -> Result<Blocked, Error> {
        let (month, wrapped) =
            store::keys::get(keys, organisation, id, VERSION).await?.ok_or(Error::KeyGone)?;
        let plain = self.unwrap(organisation, id, VERSION, &month, &wrapped)?;
        let opened = seal::open(&plain, &bound(organisation, id), sealed)?;
        // serde's own error would quote what it read.
        serde_json::from_slice(&opened).map_err(|_| Error::NotOpened)
    }
}

fn bound(organisation: &OrganisationId, id: &InquiryId) -> String {
    format!("block|{organisation}|{id}|{VERSION}")
}
