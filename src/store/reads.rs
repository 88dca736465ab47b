//! A database that can only be read: whoever is handed this, and no [`Db`], cannot change anything.

use super::{Db, Error, Tx};

/// A database without its writer.
#[derive(Clone, Debug)]
pub struct Reads(Db);

impl Reads {
    /// The reading half of a database.
    #[must_use]
    pub fn of(db: &Db) -> Self {
        Self(db.clone())
    }

    /// Begins a transaction that the engine itself keeps from writing. Close it within five seconds.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn begin(&self) -> Result<Tx, Error> {
        self.0.read().await
    }
}
