//! Web sessions: only a hash of the cookie's token is stored, so a stolen copy opens no desk.

use super::{Error, Tx};
use crate::model::{ModeratorId, OrganisationId, Stamp};

/// One session.
#[derive(Clone, Debug)]
pub struct Session {
    /// The hash of the token.
    pub hash: String,
    /// What its owner ends it by from elsewhere: it opens nothing.
    pub handle: String,
    /// Where.
    pub organisation: OrganisationId,
    /// Whose.
    pub moderator: ModeratorId,
    /// When they came in.
    pub began_at: Stamp,
    /// When they were last here, to within minutes.
    pub seen_at: Stamp,
    /// When it ends, unless they come again.
    pub expires_at: Stamp,
    /// When a second factor was last shown.
    pub proven_at: Option<Stamp>,
    /// A mark of the password in force: another one ends it.
    pub password: String,
    /// Came in by a single-use link.
    pub by_link: bool,
    /// The language they read the desk in.
    pub tongue: String,
    /// Browser and machine, in two words.
    pub device: String,
    /// The hard ones that were opened: ids, apart by a blank. It ends with the session.
    pub hard: String,
}

type Columns =
    (String, String, String, String, i64, i64, i64, Option<i64>, String, bool, String, String, String);

fn session(row: Columns) -> Session {
    Session {
        hash: row.0,
        handle: row.1,
        organisation: OrganisationId::from_text(row.2),
        moderator: ModeratorId::from_text(row.3),
        began_at: Stamp::from_ms(row.4),
        seen_at: Stamp::from_ms(row.5),
        expires_at: Stamp::from_ms(row.6),
        proven_at: row.7.map(Stamp::from_ms),
        password: row.8,
        by_link: row.9,
        tongue: row.10,
        device: row.11,
        hard: row.12,
    }
}

/// Begins a session.
///
/// # Errors
/// As the database.
pub async fn insert(tx: &mut Tx, one: &Session) -> Result<(), Error> {
    on!(tx, conn => sqlx::query(
        "INSERT INTO web_session (hash, handle, organisation, moderator, began_at, seen_at, expires_at, proven_at,
            password, by_link, tongue, device, hard)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)")
        .bind(&one.hash).bind(&one.handle).bind(one.organisation.as_str()).bind(one.moderator.as_str())
        .bind(one.began_at.ms()).bind(one.seen_at.ms()).bind(one.expires_at.ms())
        .bind(one.proven_at.map(Stamp::ms)).bind(&one.password).bind(one.by_link).bind(&one.tongue)
        .bind(&one.device).bind(&one.hard).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// A session that has not expired.
///
/// # Errors
/// As the database.
pub async fn get(tx: &mut Tx, hash: &str, now: Stamp) -> Result<Option<Session>, Error> {
    let row: Option<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT hash, handle, organisation, moderator, began_at, seen_at, expires_at, proven_at, password, by_link,
            tongue, device, hard FROM web_session WHERE hash = $1 AND expires_at > $2")
        .bind(hash).bind(now.ms()).fetch_optional(conn).await)?;
    Ok(row.map(session))
}

/// Somebody's sessions that have not expired, the newest first.
///
/// # Errors
/// As the database.
pub async fn list(
    tx: &mut Tx,
    organisation: &OrganisationId,
    moderator: &ModeratorId,
    now: Stamp,
) -> Result<Vec<Session>, Error> {
    let rows: Vec<Columns> = on!(tx, conn => sqlx::query_as(
        "SELECT hash, handle, organisation, moderator, began_at, seen_at, expires_at, proven_at, password, by_link,
            tongue, device, hard FROM web_session
         WHERE organisation = $1 AND moderator = $2 AND expires_at > $3 ORDER BY began_at DESC, handle")
        .bind(organisation.as_str()).bind(moderator.as_str()).bind(now.ms()).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(session).collect())
}

/// Writes what changes in a session that still stands, under a new token where `hash` is another one than
/// `before`. `false` when it was ended meanwhile, in another window: it does not come back.
///
/// # Errors
/// As the database.
pub async fn update(tx: &mut Tx, before: &str, one: &Session) -> Result<bool, Error> {
    let rows = on!(tx, conn => sqlx::query(
        "UPDATE web_session SET hash = $1, seen_at = $2, expires_at = $3, proven_at = $4, password = $5,
            by_link = $6, tongue = $7, hard = $8 WHERE hash = $9")
        .bind(&one.hash).bind(one.seen_at.ms()).bind(one.expires_at.ms()).bind(one.proven_at.map(Stamp::ms))
        .bind(&one.password).bind(one.by_link).bind(&one.tongue).bind(&one.hard).bind(before)
        .execute(conn).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Ends a session by its token's hash.
///
/// # Errors
/// As the database.
pub async fn end(tx: &mut Tx, hash: &str) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("DELETE FROM web_session WHERE hash = $1")
        .bind(hash).execute(conn).await.map(|_| ()))?;
    Ok(())
}

/// Ends somebody's sessions: the one of this handle, or with `None` all of them but the one whose hash is
/// `but`. Returns how many.
///
/// # Errors
/// As the database.
pub async fn end_of(
    tx: &mut Tx,
    organisation: &OrganisationId,
    moderator: &ModeratorId,
    handle: Option<&str>,
    but: &str,
) -> Result<u64, Error> {
    Ok(on!(tx, conn => sqlx::query(
        "DELETE FROM web_session WHERE organisation = $1 AND moderator = $2 AND ($3 = '' OR handle = $3)
            AND hash <> $4")
        .bind(organisation.as_str()).bind(moderator.as_str()).bind(handle.unwrap_or("")).bind(but)
        .execute(conn).await.map(|done| done.rows_affected()))?)
}

/// Drops what has expired.
///
/// # Errors
/// As the database.
pub async fn expire(tx: &mut Tx, organisation: &OrganisationId, now: Stamp) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("DELETE FROM web_session WHERE organisation = $1 AND expires_at <= $2")
        .bind(organisation.as_str()).bind(now.ms()).execute(conn).await.map(|_| ()))?;
    Ok(())
}
