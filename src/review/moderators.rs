//! The moderators, for the command line and the demo: added, let in by a single-use link, shut out.

use std::time::Duration;

use anyhow::{Context, ensure};

use super::entry::folded;
use super::secret;
use crate::model::{AccountName, By, ModeratorId, OrganisationId, Role, Stamp};
use crate::store::access_review::{self, Look};
use crate::store::moderator::{self, Moderator};
use crate::store::{Db, account, factor, role, session};
use crate::vault::Vault;

/// The longest name.
const MOST: usize = 80;

/// Adds somebody with these roles, who gets in by [`one_time`] and chooses a password there. Returns the
/// pseudonym.
///
/// # Errors
/// When the name is empty, too long or taken (large and small letters alike), or as the database.
pub async fn add(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    name: &str,
    roles: &[Role],
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
    role::set(&mut tx, organisation, &id, roles, now).await?;
    note(&mut tx, vault, organisation, "moderator.added", &id, now).await?;
    tx.commit().await?;
    Ok(id)
}

/// Somebody who came back from the municipality's own login: added at the first time, with the roles that
/// their groups give them now. `None` when that is none, or they are shut out: they lose what they had.
pub(super) async fn from_login(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    subject: &str,
    called: Option<&str>,
    roles: &[Role],
    now: Stamp,
) -> anyhow::Result<Option<Moderator>> {
    let mut tx = db.write().await?;
    let known = moderator::of_subject(&mut tx, organisation, subject).await?;
    if known.as_ref().is_some_and(|person| person.disabled_at.is_some()) {
        return Ok(None);
    }
    let id = match (&known, roles) {
        (None, []) => return Ok(None),
        (None, _) => {
            let id = ModeratorId::new(now);
            let taken = moderator::list(&mut tx, organisation).await?;
            let name = free_name(called, &id, &taken);
            moderator::insert(&mut tx, organisation, &id, &name, now).await?;
            moderator::set_subject(&mut tx, organisation, &id, subject).await?;
            note_by_machine(&mut tx, vault, organisation, "moderator.added", &id, now).await?;
            id
        }
        (Some(person), _) => person.id.clone(),
    };
    let mut before = role::of(&mut tx, organisation, &id).await?;
    before.sort();
    if before != roles {
        role::set(&mut tx, organisation, &id, roles, now).await?;
        note_by_machine(&mut tx, vault, organisation, "moderator.roles", &id, now).await?;
    }
    if roles.is_empty() {
        session::end_of(&mut tx, organisation, &id, None, "").await?;
        tx.commit().await?;
        return Ok(None);
    }
    moderator::came_in(&mut tx, organisation, &id, now).await?;
    vault.audit(&mut tx, organisation, &By::Moderator(id.clone()), "sign_in.login", None, now).await?;
    let person = moderator::get(&mut tx, organisation, &id).await?;
    tx.commit().await?;
    Ok(person)
}

/// What they are called, if nobody else here is.
fn free_name(called: Option<&str>, id: &ModeratorId, taken: &[Moderator]) -> String {
    let line: String =
        called.unwrap_or_default().chars().filter(|sign| !sign.is_control()).take(MOST).collect();
    let line = line.trim();
    let is_free = !line.is_empty() && taken.iter().all(|other| folded(&other.name) != folded(line));
    let end = id.as_str().rsplit('-').next().unwrap_or_default();
    if is_free { line.to_owned() } else { format!("{line} {end}").trim().to_owned() }
}

/// Gives somebody these roles and no others, from their next request on.
///
/// # Errors
/// As the database.
pub async fn set_roles(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    id: &ModeratorId,
    roles: &[Role],
    now: Stamp,
) -> anyhow::Result<()> {
    let mut tx = db.write().await?;
    role::set(&mut tx, organisation, id, roles, now).await?;
    note(&mut tx, vault, organisation, "moderator.roles", id, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Lets somebody look after these pages only, from their next request on; none = all.
///
/// # Errors
/// When a page is none of the organisation's, or as the database.
pub async fn set_pages(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    id: &ModeratorId,
    pages: &[AccountName],
    now: Stamp,
) -> anyhow::Result<()> {
    let mut tx = db.write().await?;
    let known = account::list(&mut tx, organisation).await?;
    for page in pages {
        ensure!(known.iter().any(|one| one.account == *page), "there is no account `{page}`");
    }
    role::set_pages(&mut tx, organisation, id, pages).await?;
    note(&mut tx, vault, organisation, "moderator.pages", id, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The roles of somebody, and the pages they look after (none = all).
///
/// # Errors
/// As the database.
pub async fn rights_of(
    db: &Db,
    organisation: &OrganisationId,
    id: &ModeratorId,
) -> anyhow::Result<(Vec<Role>, Vec<AccountName>)> {
    let mut tx = db.read().await?;
    Ok((role::of(&mut tx, organisation, id).await?, role::pages(&mut tx, organisation, id).await?))
}

/// Notes a look at somebody's access; who does not keep it loses every role, and their sessions end. `false`
/// when nobody has this id.
pub(super) async fn review(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    look: &Look,
    by: &By,
) -> anyhow::Result<bool> {
    let mut tx = db.write().await?;
    let id = &look.moderator;
    if moderator::get(&mut tx, organisation, id).await?.is_none() {
        return Ok(false);
    }
    access_review::insert(&mut tx, organisation, look).await?;
    if !look.is_kept {
        role::set(&mut tx, organisation, id, &[], look.at).await?;
        session::end_of(&mut tx, organisation, id, None, "").await?;
    }
    let what = if look.is_kept { "access.kept" } else { "access.ended" };
    vault.audit(&mut tx, organisation, by, format!("{what}:{id}"), None, look.at).await?;
    tx.commit().await?;
    Ok(true)
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

/// Forgets somebody's second factor: a phone was lost. Their sessions end, and they set up another one when
/// they come in. `false` when there was none.
///
/// # Errors
/// As the database.
pub async fn forget_factor(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    id: &ModeratorId,
    now: Stamp,
) -> anyhow::Result<bool> {
    let mut tx = db.write().await?;
    let was_there = factor::forget(&mut tx, organisation, id).await?;
    if was_there {
        session::end_of(&mut tx, organisation, id, None, "").await?;
        note(&mut tx, vault, organisation, "moderator.second_step_forgotten", id, now).await?;
    }
    tx.commit().await?;
    Ok(was_there)
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
    session::end_of(&mut tx, organisation, id, None, "").await?;
    factor::forget(&mut tx, organisation, id).await?;
    if is_new {
        note(&mut tx, vault, organisation, "moderator.disabled", id, now).await?;
    }
    tx.commit().await?;
    Ok(is_new)
}

async fn note_by_machine(
    tx: &mut crate::store::Tx,
    vault: &Vault,
    organisation: &OrganisationId,
    what: &str,
    id: &ModeratorId,
    now: Stamp,
) -> anyhow::Result<()> {
    Ok(vault.audit(tx, organisation, &By::Machine, format!("{what}:{id}"), None, now).await?)
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
