//! The people who decide: their sign-in, their pseudonym, and the single-use links they get in by.

use super::{Error, Tx};
use crate::model::{ModeratorId, OrganisationId, Stamp};

/// One person.
#[derive(Clone)]
pub struct Moderator {
    /// The pseudonym that the audit trail shows.
    pub id: ModeratorId,
    /// The name they sign in with.
    pub name: String,
    /// A PHC string (argon2id); `None` until a password was chosen.
    pub password_hash: Option<String>,
    /// When they were added.
    pub made_at: Stamp,
    /// Since when they may not come in.
    pub disabled_at: Option<Stamp>,
    /// Sign-ins that failed since the last one that did not.
    pub failures: i64,
    /// When the last one failed.
    pub failed_at: Stamp,
    /// When they last came in.
    pub last_in: Option<Stamp>,
}

impl std::fmt::Debug for Moderator {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Name and hash stay out of logs: only the pseudonym is shown.
        out.debug_struct("Moderator").field("id", &self.id).finish_non_exhaustive()
    }
}

type Row = (String, String, Option<String>, i64, Option<i64>, i64, i64, Option<i64>);

fn moderator(row: Row) -> Moderator {
    Moderator {
        id: ModeratorId::from_text(row.0),
        name: row.1,
        password_hash: row.2,
        made_at: Stamp::from_ms(row.3),
        disabled_at: row.4.map(Stamp::from_ms),
        failures: row.5,
        failed_at: Stamp::from_ms(row.6),
        last_in: row.7.map(Stamp::from_ms),
    }
}

/// Adds a person without a password. `false` when the name is taken.
///
/// # Errors
/// As the database.
pub async fn insert(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &ModeratorId,
    name: &str,
    now: Stamp,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "INSERT INTO moderator (organisation, id, name, made_at, failures, failed_at)
         VALUES ($1, $2, $3, $4, 0, 0) ON CONFLICT DO NOTHING")
        .bind(organisation.as_str()).bind(id.as_str()).bind(name).bind(now.ms())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The people of an organisation, by name, disabled ones among them.
///
/// # Errors
/// As the database.
pub async fn list(tx: &mut Tx, organisation: &OrganisationId) -> Result<Vec<Moderator>, Error> {
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(
        "SELECT id, name, password_hash, made_at, disabled_at, failures, failed_at, last_in FROM moderator
         WHERE organisation = $1 ORDER BY name, id")
        .bind(organisation.as_str()).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(moderator).collect())
}

/// One person.
///
/// # Errors
/// As the database.
pub async fn get(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &ModeratorId,
) -> Result<Option<Moderator>, Error> {
    let row: Option<Row> = on!(tx, conn => sqlx::query_as(
        "SELECT id, name, password_hash, made_at, disabled_at, failures, failed_at, last_in FROM moderator
         WHERE organisation = $1 AND id = $2")
        .bind(organisation.as_str()).bind(id.as_str()).fetch_optional(conn).await)?;
    Ok(row.map(moderator))
}

/// The person who is this to the municipality's own login.
///
/// # Errors
/// As the database.
pub async fn of_subject(
    tx: &mut Tx,
    organisation: &OrganisationId,
    subject: &str,
) -> Result<Option<Moderator>, Error> {
    let row: Option<Row> = on!(tx, conn => sqlx::query_as(
        "SELECT id, name, password_hash, made_at, disabled_at, failures, failed_at, last_in FROM moderator
         WHERE organisation = $1 AND subject = $2")
        .bind(organisation.as_str()).bind(subject).fetch_optional(conn).await)?;
    Ok(row.map(moderator))
}

/// Whether a person comes in by the municipality's own login.
///
/// # Errors
/// As the database.
pub async fn has_subject(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &ModeratorId,
) -> Result<bool, Error> {
    let (count,): (i64,) = on!(tx, conn => sqlx::query_as(
        "SELECT COUNT(*) FROM moderator WHERE organisation = $1 AND id = $2 AND subject IS NOT NULL")
        .bind(organisation.as_str()).bind(id.as_str()).fetch_one(conn).await)?;
    Ok(count == 1)
}

/// Says who a person is to that login.
///
/// # Errors
/// As the database.
pub async fn set_subject(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &ModeratorId,
    subject: &str,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("UPDATE moderator SET subject = $1 WHERE organisation = $2 AND id = $3")
        .bind(subject).bind(organisation.as_str()).bind(id.as_str()).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Counts a sign-in that failed. With `None` it does the same work and changes nothing, so that a
/// name nobody has cannot be told by the time it takes.
///
/// # Errors
/// As the database.
pub async fn failed(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: Option<&ModeratorId>,
    now: Stamp,
) -> Result<(), Error> {
    let id = id.map_or("", ModeratorId::as_str);
    on!(tx, conn => sqlx::query(
        "UPDATE moderator SET failures = failures + CASE WHEN id = $1 THEN 1 ELSE 0 END,
            failed_at = CASE WHEN id = $1 THEN $2 ELSE failed_at END
         WHERE organisation = $3")
        .bind(id).bind(now.ms()).bind(organisation.as_str()).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Forgets the failures, and notes when: somebody came in.
///
/// # Errors
/// As the database.
pub async fn came_in(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &ModeratorId,
    now: Stamp,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE moderator SET failures = 0, last_in = $1 WHERE organisation = $2 AND id = $3")
        .bind(now.ms()).bind(organisation.as_str()).bind(id.as_str()).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Sets the password's hash.
///
/// # Errors
/// As the database.
pub async fn set_password(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &ModeratorId,
    hash: &str,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "UPDATE moderator SET password_hash = $1, failures = 0 WHERE organisation = $2 AND id = $3")
        .bind(hash).bind(organisation.as_str()).bind(id.as_str()).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Shuts somebody out, with the links that would let them in. `false` when it was so already or
/// nobody has this id.
///
/// # Errors
/// As the database.
pub async fn disable(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &ModeratorId,
    now: Stamp,
) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE moderator SET disabled_at = $1
         WHERE organisation = $2 AND id = $3 AND disabled_at IS NULL")
        .bind(now.ms()).bind(organisation.as_str()).bind(id.as_str())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    drop_links(tx, organisation, id).await?;
    Ok(rows == 1)
}

/// Stores a link by the hash of its code, in place of the person's earlier ones; what has expired
/// in this organisation goes too.
///
/// # Errors
/// As the database.
pub async fn insert_link(
    tx: &mut Tx,
    organisation: &OrganisationId,
    id: &ModeratorId,
    hash: &str,
    expires_at: Stamp,
    now: Stamp,
) -> Result<(), Error> {
    drop_links(tx, organisation, id).await?;
    on!(tx, conn => sqlx::query("DELETE FROM one_time WHERE organisation = $1 AND expires_at <= $2")
        .bind(organisation.as_str()).bind(now.ms()).execute(conn).await.map(|_| ()))?;
    on!(tx, conn => sqlx::query(
        "INSERT INTO one_time (organisation, hash, moderator, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(organisation.as_str()).bind(hash).bind(id.as_str()).bind(expires_at.ms())
        .execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Uses a link up and says whose it was; `None` when it was used, has expired or never was.
///
/// # Errors
/// As the database.
pub async fn use_link(
    tx: &mut Tx,
    organisation: &OrganisationId,
    hash: &str,
    now: Stamp,
) -> Result<Option<ModeratorId>, Error> {
    let row: Option<(String, i64)> = on!(tx, conn => sqlx::query_as(
        "DELETE FROM one_time WHERE organisation = $1 AND hash = $2 RETURNING moderator, expires_at")
        .bind(organisation.as_str()).bind(hash).fetch_optional(conn).await)?;
    Ok(row.filter(|(_, expires)| *expires > now.ms()).map(|(id, _)| ModeratorId::from_text(id)))
}

async fn drop_links(tx: &mut Tx, organisation: &OrganisationId, id: &ModeratorId) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("DELETE FROM one_time WHERE organisation = $1 AND moderator = $2")
        .bind(organisation.as_str()).bind(id.as_str()).execute(conn).await.map(|_| ()))?;
    Ok(())
}
