//! The moderators, for the command line and the demo: added, let in by a single-use link, shut out.

use std::time::Duration;

use anyhow::{Context, ensure};

use super::entry::folded;
use super::secret;
use crate::model::{By, ModeratorId, OrganisationId, Stamp};
use crate::store::Db;
use crate::store::moderator::{self, Moderator};
use crate::vault::Vault;

/// The longest name.
const MOST: usize = 80;

/// Adds a moderator, who gets in by [`one_time`] and chooses a password there. Returns the
/// pseudonym.
///
/// # Errors
/// When the name is empty, too long or taken (large and small letters alike), or as the database.
pub async fn add(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    name: &str,
    now: Stamp,
) -> anyhow::Result<ModeratorId> {
    let name = name.trim();
    ensure!(!name.is_empty() && name.chars().count() <= MOST, "a moderator's name has 1 to {MOST} letters");
    ensure!(!name.chars().any(char::is_control), "a moderator's name is one line of letters");
    let mut tx = db.write().await?;
    let taken = moderator::list(&mut tx, organisation).await?;
    ensure!(
        taken.iter().all(|other| folded(&other.name) != folded(name)),
        "a moderator of this name is there already"
    );
    let id = ModeratorId::new(now);
    ensure!(
        moderator::insert(&mut tx, organisation, &id, name, now).await?,
        "a moderator of this name is there already"
    );
    note(&mut tx, vault, organisation, "moderator.added", &id, now).await?;
    tx.commit().await?;
    Ok(id)
}

/// Makes a single-use sign-in code that lives for `ttl`; earlier ones of the same person are worth
/// nothing any more. The link is `{public_url}/engang/{organisation}/{code}`.
///
/// # Errors
/// When nobody has this id or the person is shut out, or as the database.
pub async fn one_time(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    id: &ModeratorId,
    ttl: Duration,
    now: Stamp,
) -> anyhow::Result<String> {
    let code = secret::fresh()?;
    let mut tx = db.write().await?;
    let person =
        moderator::get(&mut tx, organisation, id).await?.context("there is no moderator with this id")?;
    ensure!(person.disabled_at.is_none(), "this moderator is shut out");
    let hash = secret::digest(code.as_bytes());
    moderator::insert_link(&mut tx, organisation, id, &hash, now.later(ttl), now).await?;
    note(&mut tx, vault, organisation, "moderator.link", id, now).await?;
    tx.commit().await?;
    Ok(code)
}

/// The moderators of an organisation, by name, those who are shut out among them.
///
/// # Errors
/// As the database.
pub async fn list(db: &Db, organisation: &OrganisationId) -> anyhow::Result<Vec<Moderator>> {
    let mut tx = db.read().await?;
    Ok(moderator::list(&mut tx, organisation).await?)
}

/// The moderator of this name (large and small letters alike).
///
/// # Errors
/// As the database.
pub async fn find(db: &Db, organisation: &OrganisationId, name: &str) -> anyhow::Result<Option<Moderator>> {
    Ok(list(db, organisation).await?.into_iter().find(|person| folded(&person.name) == folded(name)))
}

/// Shuts a moderator out at once, signed in or not. `false` when it was so already.
///
/// # Errors
/// As the database.
pub async fn disable(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    id: &ModeratorId,
    now: Stamp,
) -> anyhow::Result<bool> {
    let mut tx = db.write().await?;
    let is_new = moderator::disable(&mut tx, organisation, id, now).await?;
    if is_new {
        note(&mut tx, vault, organisation, "moderator.disabled", id, now).await?;
    }
    tx.commit().await?;
    Ok(is_new)
}

async fn note(
    tx: &mut crate::store::Tx,
    vault: &Vault,
    organisation: &OrganisationId,
    what: &str,
    id: &ModeratorId,
    now: Stamp,
) -> anyhow::Result<()> {
    let what = format!("{what}:{id}");
    Ok(vault.audit(tx, organisation, &By::Operator, what, None, now).await?)
}
