//! Our accounts' secrets, sealed under a key that comes from the key folder and serves nothing else. A
//! copy of the main database opens none of them. They are written and used, never shown.

use std::collections::BTreeMap;

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::{Error, Vault, seal};
use crate::model::{AccountName, By, OrganisationId, Stamp};
use crate::store::credential::Stored;
use crate::store::{self, Tx};

/// Escaped in JSON, a byte takes six at most.
const ESCAPED: usize = 6;

/// What becomes of a secret that is stored, as the audit trail says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// The account had none.
    Added,
    /// A person put another in its place.
    Rotated,
    /// The network exchanged it for a fresh one.
    Renewed,
}

impl Renewal {
    fn as_str(self) -> &'static str {
        match self {
            Self::Added => "account.token_added",
            Self::Rotated => "account.token_rotated",
            Self::Renewed => "account.token_renewed",
        }
    }

    fn by(self) -> By {
        match self {
            Self::Added | Self::Rotated => By::Operator,
            Self::Renewed => By::Machine,
        }
    }
}

impl Vault {
    /// Seals secrets for one account and one version. Each stands in its own place only: a value of
    /// another account, or of a version before, does not open there.
    ///
    /// # Errors
    /// [`Error::Library`].
    pub fn seal_secrets<'a>(
        &self,
        organisation: &OrganisationId,
        account: &AccountName,
        version: i64,
        secrets: impl IntoIterator<Item = (&'a str, &'a SecretString)>,
    ) -> Result<Vec<u8>, Error> {
        let plain: BTreeMap<&str, &str> =
            secrets.into_iter().map(|(name, secret)| (name, secret.expose_secret())).collect();
        // Large enough from the start: a buffer that grew would leave a copy behind that nobody wipes.
        let length: usize = plain.iter().map(|(name, secret)| name.len() + secret.len() + 8).sum();
        let mut json = Zeroizing::new(Vec::with_capacity(ESCAPED * length + 2));
        serde_json::to_writer(&mut *json, &plain).map_err(|_| Error::Library)?;
        seal::close(&self.ring.credential, &bound(organisation, account, version), &json)
    }

    /// Opens what [`Vault::seal_secrets`] sealed.
    ///
    /// # Errors
    /// [`Error::NotOpened`].
    pub fn open_secrets(
        &self,
        organisation: &OrganisationId,
        account: &AccountName,
        stored: &Stored,
    ) -> Result<BTreeMap<String, SecretString>, Error> {
        let bound = bound(organisation, account, stored.version);
        let json = seal::open(&self.ring.credential, &bound, &stored.sealed)?;
        // serde's own error would quote what it read.
        serde_json::from_slice(&json).map_err(|_| Error::NotOpened)
    }

    /// Stores secrets in the place of version `after` (0: of none), with the audit line, last in the
    /// transaction. The account's failures are forgotten. `None` when another version stands by now: then
    /// nothing was changed.
    ///
    /// # Errors
    /// [`Error::Library`] or [`Error::Store`].
    #[expect(clippy::too_many_arguments, reason = "what is stored, where, and what the audit trail says")]
    pub async fn store_secrets<'a>(
        &self,
        tx: &mut Tx,
        organisation: &OrganisationId,
        account: &AccountName,
        after: i64,
        secrets: impl IntoIterator<Item = (&'a str, &'a SecretString)>,
        ends_at: Option<Stamp>,
        renewal: Renewal,
        now: Stamp,
    ) -> Result<Option<i64>, Error> {
        let version = after + 1;
        let sealed = self.seal_secrets(organisation, account, version, secrets)?;
        let stored = Stored { version, sealed, set_at: now, ends_at };
        if !store::credential::set(tx, organisation, account, &stored).await? {
            return Ok(None);
        }
        store::account::wake(tx, organisation, account).await?;
        let what = format!("{}:{account}", renewal.as_str());
        self.audit(tx, organisation, &renewal.by(), what, None, now).await?;
        Ok(Some(version))
    }
}

/// Associated data: table, organisation, account, version.
fn bound(organisation: &OrganisationId, account: &AccountName, version: i64) -> String {
    format!("credential|{organisation}|{account}|{version}")
}
