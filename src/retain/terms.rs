//! The networks' own terms on what we keep: ceilings in code, whatever the municipality configured. The
//! shorter rule wins, but for a row with which something is still to be done there: a leak whose deletion
//! waits must not be forgotten. Once our access has ended nothing can be done there, and it goes too.

use std::time::Duration;

use anyhow::Context;
use tracing::info;

use super::{BATCH, destroy};
use crate::model::{AccountName, Days, OrganisationId, Stamp};
use crate::platform;
use crate::store::warning::Warning;
use crate::store::{self, Db, Tx};
use crate::vault::Vault;

/// Before the ceiling, not at it: a machine that is off for a night must not break it.
const EARLY: Duration = Duration::from_hours(24);

/// Destroys what the terms do not let us keep. Returns how many rows.
pub(super) async fn keep(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    run: &str,
    now: Stamp,
) -> anyhow::Result<i64> {
    let accounts = store::account::list(&mut db.read().await?, organisation).await?;
    let mut destroyed = 0;
    for known in accounts {
        let terms = platform::terms(&known.network);
        let stale = terms.refresh_within.map(|days| before(days, now));
        let ended = terms.after_access.zip(known.dead_since);
        let is_over = ended.is_some_and(|(days, since)| since <= before(days, now));
        let Some(stale) = (if is_over { Some(Stamp::from_ms(i64::MAX)) } else { stale }) else { continue };
        loop {
            let mut tx = db.write().await.context("keeping a network's terms")?;
            // Nobody has decided on these: when the network gives them to us again they are news.
            let undecided =
                store::inquiry::stale_undecided(&mut tx, organisation, &known.account, stale).await?;
            let (account, spares_tasks) = (&known.account, !is_over);
            let due = store::inquiry::claim_stale(&mut tx, organisation, account, stale, spares_tasks, BATCH)
                .await?;
            let mut forgotten = 0;
            for inquiry in undecided.iter().filter(|inquiry| due.contains(inquiry)) {
                store::tombstone::forget(&mut tx, organisation, account, inquiry).await?;
                forgotten += 1;
            }
            if forgotten > 0 {
                warn(&mut tx, organisation, account, now).await?;
            }
            tx.commit().await.context("keeping a network's terms")?;
            if due.is_empty() {
                break;
            }
            info!(account = %known.account, rows = due.len(), "the network's terms do not let us keep these longer");
            destroyed += destroy::destroy(db, vault, organisation, run, &due, now).await?;
        }
    }
    Ok(destroyed)
}

/// Says that something went undecided; once a day and account.
async fn warn(
    tx: &mut Tx,
    organisation: &OrganisationId,
    account: &AccountName,
    now: Stamp,
) -> anyhow::Result<()> {
    let warning =
        Warning { account: account.clone(), kind: "undecided_gone".to_owned(), remote: None, raised_at: now };
    let id = format!("undecided_gone:{account}:{}", now.day());
    store::warning::raise(tx, organisation, &id, &warning).await?;
    Ok(())
}

fn before(days: Days, now: Stamp) -> Stamp {
    now.earlier(Duration::from(days).saturating_sub(EARLY))
}
