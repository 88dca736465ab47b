//! What each person may be at the desk, and which pages they look after. Without a line they look after
//! every page of the organisation.

use super::{Error, Tx};
use crate::model::{AccountName, ModeratorId, OrganisationId, Role, Stamp};

/// Whose pages a statement may show: a person's own, or all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reach(Option<ModeratorId>);

impl Reach {
    /// Every page.
    pub const ALL: Self = Self(None);

    /// As the statements take it.
    pub(super) fn key(&self) -> &str {
        self.0.as_ref().map_or("", ModeratorId::as_str)
    }
}

/// The roles of a person. What this version does not know counts for nothing.
///
/// # Errors
/// As the database.
pub async fn of(
    tx: &mut Tx,
    organisation: &OrganisationId,
    moderator: &ModeratorId,
) -> Result<Vec<Role>, Error> {
    let rows: Vec<(String,)> = on!(tx, conn => sqlx::query_as(
        "SELECT role FROM moderator_role WHERE organisation = $1 AND moderator = $2 ORDER BY role")
        .bind(organisation.as_str()).bind(moderator.as_str()).fetch_all(conn).await)?;
    Ok(rows.iter().filter_map(|(role,)| Role::parse(role)).collect())
}

/// Gives a person these roles and no others.
///
/// # Errors
/// As the database.
pub async fn set(
    tx: &mut Tx,
    organisation: &OrganisationId,
    moderator: &ModeratorId,
    roles: &[Role],
    now: Stamp,
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("DELETE FROM moderator_role WHERE organisation = $1 AND moderator = $2")
        .bind(organisation.as_str()).bind(moderator.as_str()).execute(conn).await.map(|_| ()))?;
    for role in roles {
        on!(tx, conn => sqlx::query(
            "INSERT INTO moderator_role (organisation, moderator, role, granted_at) VALUES ($1, $2, $3, $4)
             ON CONFLICT DO NOTHING")
            .bind(organisation.as_str()).bind(moderator.as_str()).bind(role.as_str()).bind(now.ms())
            .execute(conn).await.map(|_| ()))?;
    }
    Ok(())
}

/// The pages that a person looks after; empty = all.
///
/// # Errors
/// As the database.
pub async fn pages(
    tx: &mut Tx,
    organisation: &OrganisationId,
    moderator: &ModeratorId,
) -> Result<Vec<AccountName>, Error> {
    let rows: Vec<(String,)> = on!(tx, conn => sqlx::query_as(
        "SELECT account FROM moderator_page WHERE organisation = $1 AND moderator = $2 ORDER BY account")
        .bind(organisation.as_str()).bind(moderator.as_str()).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(account,)| AccountName::from_text(account)).collect())
}

/// What a person's statements may show.
///
/// # Errors
/// As the database.
pub async fn reach(
    tx: &mut Tx,
    organisation: &OrganisationId,
    moderator: &ModeratorId,
) -> Result<Reach, Error> {
    let pages = pages(tx, organisation, moderator).await?;
    Ok(Reach((!pages.is_empty()).then(|| moderator.clone())))
}

/// Lets a person look after these pages; none = all.
///
/// # Errors
/// As the database.
pub async fn set_pages(
    tx: &mut Tx,
    organisation: &OrganisationId,
    moderator: &ModeratorId,
    accounts: &[AccountName],
) -> Result<(), Error> {
    on!(tx, conn => sqlx::query("DELETE FROM moderator_page WHERE organisation = $1 AND moderator = $2")
        .bind(organisation.as_str()).bind(moderator.as_str()).execute(conn).await.map(|_| ()))?;
    for account in accounts {
        on!(tx, conn => sqlx::query(
            "INSERT INTO moderator_page (organisation, moderator, account) VALUES ($1, $2, $3)
             ON CONFLICT DO NOTHING")
            .bind(organisation.as_str()).bind(moderator.as_str()).bind(account.as_str())
            .execute(conn).await.map(|_| ()))?;
    }
    Ok(())
}
