//! Tokens of programs: only a hash is stored, so a stolen copy of the database opens nothing.

use super::{Error, Tx};
use crate::model::{OrganisationId, Role, Stamp};

/// One token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Whose figures it reads.
    pub organisation: OrganisationId,
    /// A random id, which the audit trail shows.
    pub id: String,
    /// What it is for, in the operator's words.
    pub name: String,
    /// What it may read is what these may read.
    pub roles: Vec<Role>,
    /// When it was made.
    pub made_at: Stamp,
    /// From then on it is worth nothing.
    pub expires_at: Stamp,
    /// Since when it is worth nothing, where somebody said so.
    pub revoked_at: Option<Stamp>,
    /// The Danish day of its last call, as `2026-11-21`; empty where there was none.
    pub used_day: String,
}

type Row = (String, String, String, String, i64, i64, Option<i64>, String);

fn token(row: Row) -> Result<Token, Error> {
    let role =
        |name: &str| Role::parse(name).ok_or(Error::Unreadable { table: "api_token", column: "roles" });
    Ok(Token {
        organisation: OrganisationId::from_text(row.0),
        id: row.1,
        name: row.2,
        roles: row.3.split_whitespace().map(role).collect::<Result<_, _>>()?,
        made_at: Stamp::from_ms(row.4),
        expires_at: Stamp::from_ms(row.5),
        revoked_at: row.6.map(Stamp::from_ms),
        used_day: row.7,
    })
}

/// Stores a token by the hash of its secret. `false` when the id or the hash is taken.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, token: &Token, hash: &str) -> Result<bool, Error> {
    let roles: Vec<&str> = token.roles.iter().map(|role| role.as_str()).collect();
    let rows = on!(tx, conn => sqlx::query(
        "INSERT INTO api_token (organisation, id, name, hash, roles, made_at, expires_at, revoked_at, used_day)
         VALUES ($1, $2, $3, $4, $5, $6, $7, NULL, '') ON CONFLICT DO NOTHING")
        .bind(token.organisation.as_str()).bind(&token.id).bind(&token.name).bind(hash)
        .bind(roles.join(" ")).bind(token.made_at.ms()).bind(token.expires_at.ms())
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The tokens of an organisation, the oldest first.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn list(tx: &mut Tx, organisation: &OrganisationId) -> Result<Vec<Token>, Error> {
    let rows: Vec<Row> = on!(tx, conn => sqlx::query_as(
        "SELECT organisation, id, name, roles, made_at, expires_at, revoked_at, used_day FROM api_token
         WHERE organisation = $1 ORDER BY made_at, id")
        .bind(organisation.as_str()).fetch_all(conn).await)?;
    rows.into_iter().map(token).collect()
}

/// The token whose secret has this hash, if it is worth anything now. Which organisation it belongs to is
/// known by nothing else.
///
/// # Errors
/// As the database, or [`Error::Unreadable`].
pub async fn by_hash(tx: &mut Tx, hash: &str, now: Stamp) -> Result<Option<Token>, Error> {
    let row: Option<Row> = on!(tx, conn => sqlx::query_as(
        "SELECT organisation, id, name, roles, made_at, expires_at, revoked_at, used_day FROM api_token
         WHERE hash = $1 AND revoked_at IS NULL AND expires_at > $2")
        .bind(hash).bind(now.ms()).fetch_optional(conn).await)?;
    row.map(token).transpose()
}

/// Notes the day of a call.
///
/// # Errors
/// As the database.
pub async fn used(tx: &mut Tx, organisation: &OrganisationId, id: &str, day: &str) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("UPDATE api_token SET used_day = $1 WHERE organisation = $2 AND id = $3")
        .bind(day).bind(organisation.as_str()).bind(id).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Ends a token. `false` when it was ended already or nothing has this id.
///
/// # Errors
/// As the database.
pub async fn revoke(tx: &mut Tx, organisation: &OrganisationId, id: &str, now: Stamp) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE api_token SET revoked_at = $1 WHERE organisation = $2 AND id = $3 AND revoked_at IS NULL")
        .bind(now.ms()).bind(organisation.as_str()).bind(id)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Drops the tokens that ended before `before`.
///
/// # Errors
/// As the database.
pub async fn expire(tx: &mut Tx, organisation: &OrganisationId, before: Stamp) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "DELETE FROM api_token WHERE organisation = $1 AND (expires_at < $2 OR revoked_at < $2)")
        .bind(organisation.as_str()).bind(before.ms()).execute(conn).await.map(|_| ()))?;
    Ok(())
}
