//! Which installation a database belongs to: both databases and the key folder must agree.

use super::{Error, Tx};
use crate::model::Stamp;

/// The id written when the database was new; `None` in a new one.
///
/// # Errors
/// As the database.
pub async fn id(tx: &mut Tx) -> Result<Option<String>, Error> {
    let row: Option<(String,)> =
        on!(tx, conn => sqlx::query_as("SELECT id FROM installation").fetch_optional(conn).await)?;
    Ok(row.map(|(id,)| id))
}

/// Writes it, once.
///
/// # Errors
/// As the database.
pub async fn set(tx: &mut Tx, id: &str, now: Stamp) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("INSERT INTO installation (id, made_at) VALUES ($1, $2)")
        .bind(id).bind(now.ms()).execute(conn).await.map(|_| ()))?;
    Ok(())
}
