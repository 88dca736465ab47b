//! Sign-ins by the municipality's own login that are under way. Each is used once, by the browser that
//! began it.

use super::{Error, Tx};
use crate::model::{OrganisationId, Stamp};

/// One of them.
#[derive(Clone)]
pub struct SignInWay {
    /// The hash of what comes back with the browser's address.
    pub state: String,
    /// The hash of what comes back in its cookie.
    pub browser: String,
    /// What the token must say.
    pub nonce: String,
    /// What is handed in with the code.
    pub verifier: String,
    /// Where the person wanted to go.
    pub back: String,
    /// The person signs in anew, since then.
    pub since: Option<Stamp>,
}

/// Begins one, where not too many are under way; what has expired goes. `false` where too many are.
///
/// # Errors
/// As the database.
pub async fn insert(
    tx: &mut Tx,
    organisation: &OrganisationId,
    one: &SignInWay,
    most: i64,
    expires_at: Stamp,
    now: Stamp,
) -> Result<bool, Error> {
    expire(tx, organisation, now).await?;
    let (count,): (i64,) = on!(tx, conn => sqlx::query_as(
        "SELECT COUNT(*) FROM sign_in_way WHERE organisation = $1")
        .bind(organisation.as_str()).fetch_one(conn).await)?;
    if count >= most {
        return Ok(false);
    }
    on!(tx, conn => sqlx::query(
        "INSERT INTO sign_in_way (organisation, state, browser, nonce, verifier, back, since, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)")
        .bind(organisation.as_str()).bind(&one.state).bind(&one.browser).bind(&one.nonce).bind(&one.verifier)
        .bind(&one.back).bind(one.since.map(Stamp::ms)).bind(expires_at.ms())
        .execute(conn).await.map(|_| ()))?;
    Ok(true)
}

/// Uses one up; `None` when it was used, has expired, never was, or is another browser's.
///
/// # Errors
/// As the database.
pub async fn take(
    tx: &mut Tx,
    organisation: &OrganisationId,
    state: &str,
    browser: &str,
    now: Stamp,
) -> Result<Option<SignInWay>, Error> {
    let row: Option<(String, String, String, Option<i64>, i64)> = on!(tx, conn => sqlx::query_as(
        "DELETE FROM sign_in_way WHERE organisation = $1 AND state = $2 AND browser = $3
         RETURNING nonce, verifier, back, since, expires_at")
        .bind(organisation.as_str()).bind(state).bind(browser).fetch_optional(conn).await)?;
    Ok(row.filter(|row| row.4 > now.ms()).map(|(nonce, verifier, back, since, _)| SignInWay {
        state: state.to_owned(),
        browser: browser.to_owned(),
        nonce,
        verifier,
        back,
        since: since.map(Stamp::from_ms),
    }))
}

/// Drops what has expired.
///
/// # Errors
/// As the database.
pub async fn expire(tx: &mut Tx, organisation: &OrganisationId, now: Stamp) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("DELETE FROM sign_in_way WHERE organisation = $1 AND expires_at <= $2")
        .bind(organisation.as_str()).bind(now.ms()).execute(conn).await.map(|_| ()))?;
    Ok(())
}
