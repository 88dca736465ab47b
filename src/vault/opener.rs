//! The vault without its pen: it opens rows and can neither make nor destroy a key.

use std::sync::Arc;

use super::{Error, Opened, Vault};
use crate::model::OrganisationId;
use crate::store::{Reads, inquiry::Row};

/// Opens sealed rows.
#[derive(Clone, Debug)]
pub struct Opener(Arc<Vault>);

impl Opener {
    /// The opening half of a vault.
    #[must_use]
    pub fn of(vault: &Arc<Vault>) -> Self {
        Self(Arc::clone(vault))
    }

    /// Opens rows, each with its own result, in one reading transaction: a few hundred at a time.
    ///
    /// # Errors
    /// [`Error::Store`] when the keys database cannot be read at all.
    pub async fn open_all(
        &self,
        organisation: &OrganisationId,
        rows: &[Row],
    ) -> Result<Vec<Result<Opened, Error>>, Error> {
        let mut keys = Reads::of(&self.0.keys).begin().await?;
        self.0.open_all(&mut keys, organisation, rows).await
    }
}
