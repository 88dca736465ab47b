//! Tokens of programs, for the command line: made, listed, ended. A token reads figures over
//! `/api/v1/`, by the rights of its roles; none of them opens a citizen's words there.

use std::time::Duration;

use anyhow::{Context, ensure};

use super::secret;
use crate::model::{By, OrganisationId, Role, Stamp};
use crate::store::api_token::{self, Token};
use crate::store::{Db, Tx};
use crate::vault::Vault;

/// The longest name.
const MOST: usize = 80;
/// What every token begins with, so that a scanner for secrets knows one that leaked.
pub(super) const PREFIX: &str = "ordstyrer_";

/// Makes a token for a program and returns it with its id; it is shown this once and stored as a hash.
///
/// # Errors
/// When the name is empty, too long or more than a line, without a role, or as the database.
pub async fn add(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    (name, roles): (&str, &[Role]),
    lives: Duration,
    now: Stamp,
) -> anyhow::Result<(String, String)> {
    let name = name.trim();
    ensure!(!name.is_empty() && name.chars().count() <= MOST, "a token's name has 1 to {MOST} letters");
    ensure!(!name.chars().any(char::is_control), "a token's name is one line of letters");
    ensure!(!roles.is_empty(), "a token needs a role: what it may read is what the role may read");
    let secret = format!("{PREFIX}{}", secret::fresh()?);
    let id: String = secret::fresh()?.chars().filter(char::is_ascii_alphanumeric).take(12).collect();
    let token = Token {
        organisation: organisation.clone(),
        id: id.clone(),
        name: name.to_owned(),
        roles: roles.to_vec(),
        made_at: now,
        expires_at: now.later(lives),
        revoked_at: None,
        used_day: String::new(),
    };
    let mut tx = db.write().await?;
    let is_new = api_token::insert(&mut tx, &token, &secret::digest(secret.as_bytes())).await?;
    ensure!(is_new, "the token could not be made: its id is taken; try again");
    note(&mut tx, vault, organisation, "api_token.added", &id, now).await?;
    tx.commit().await?;
    Ok((id, secret))
}

/// The tokens of an organisation, the oldest first, those that ended among them.
///
/// # Errors
/// As the database.
pub async fn list(db: &Db, organisation: &OrganisationId) -> anyhow::Result<Vec<Token>> {
    let mut tx = db.read().await?;
    api_token::list(&mut tx, organisation).await.context("reading the tokens")
}

/// Ends a token at once. `false` when it was ended already or there is none with this id.
///
/// # Errors
/// As the database.
pub async fn revoke(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    id: &str,
    now: Stamp,
) -> anyhow::Result<bool> {
    let mut tx = db.write().await?;
    let was_alive = api_token::revoke(&mut tx, organisation, id, now).await?;
    if was_alive {
        note(&mut tx, vault, organisation, "api_token.revoked", id, now).await?;
    }
    tx.commit().await?;
    Ok(was_alive)
}

async fn note(
    tx: &mut Tx,
    vault: &Vault,
    organisation: &OrganisationId,
    what: &str,
    id: &str,
    now: Stamp,
) -> anyhow::Result<()> {
    Ok(vault.audit(tx, organisation, &By::Operator, format!("{what}:{id}"), None, now).await?)
}
