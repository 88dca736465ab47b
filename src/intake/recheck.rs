//! Which of the inquiries that we hold the network is asked for again.

use std::time::Duration;

use anyhow::Context;

use super::Settings;
use crate::model::{AccountName, OrganisationId, Stamp};
use crate::store::{self, Db};

/// How long edits and deletions are looked for often.
const YOUNG: Duration = Duration::from_hours(72);

/// The inquiries of an account that the network must be asked for again.
///
/// # Errors
/// As the database.
pub async fn to_recheck(
    db: &Db,
    organisation: &OrganisationId,
    account: &AccountName,
    settings: &Settings,
    now: Stamp,
    limit: i64,
) -> anyhow::Result<Vec<store::inquiry::Row>> {
    let mut tx = db.read().await.context("reading what to check again")?;
    let young = (now.earlier(YOUNG), now.earlier(settings.recheck));
    let rows = store::inquiry::to_check(
        &mut tx,
        organisation,
        account,
        young,
        now.earlier(settings.recheck_old),
        limit,
    );
    Ok(rows.await?)
}
