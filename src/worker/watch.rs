//! What should worry us though nothing failed: a gap that stays, an account that is silent against
//! its own rhythm, webhooks that stopped while polls still find comments.

use std::time::Duration;

use anyhow::Context;
use tracing::warn;

use crate::model::{AccountName, By, OrganisationId, Stamp};
use crate::store::rhythm::{self, Hour};
use crate::store::{self, Db, Tx, warning::Warning};
use crate::vault::Vault;

/// How often is looked.
pub(super) const EVERY: Duration = Duration::from_mins(10);
/// A rhythm is known after two weeks, and made of the same hours of so many weeks.
const WEEKS: i64 = 4;
const KNOWN_AFTER: i64 = 2 * WEEK;
const WEEK: i64 = 7 * 24;
/// A stream that was read to its end within this time is alive.
const STREAM: Duration = Duration::from_hours(1);
/// A short silence is nothing, however much usually comes.
const LEAST_HOURS: i64 = 3;
/// So many found by polls in a day, and none announced, and as many announced in the week before.
const HOOKS: i64 = 20;

/// When what is missing worries us.
#[derive(Clone, Copy, Debug)]
pub struct Watch {
    /// A gap that is older than this.
    pub gap: Duration,
    /// Silence in hours in which so many comments would have come otherwise.
    pub silence: u32,
}

/// Looks at every account of an organisation. Returns how many alarms are new.
pub(super) async fn look(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    watch: &Watch,
    now: Stamp,
) -> anyhow::Result<u64> {
    let mut tx = db.write().await.context("watching")?;
    let mut found = Vec::new();
    for (account, post) in store::post::gaps(&mut tx, organisation).await? {
        let since = post.standing.gap_since.unwrap_or(now);
        if now.since(since) >= watch.gap {
            found.push(alarm(account, "gap", Some(post.post), since));
        }
    }
    for known in store::account::list(&mut tx, organisation).await? {
        let from = now.hour() - WEEKS * WEEK - 24;
        let hours = rhythm::list(&mut tx, organisation, &known.account, from).await?;
        // One whose stream is not read says so itself; one closed thread is no reason to look away.
        if now.since(known.watermark) < STREAM
            && let Some(since) = silent_since(&hours, i64::from(watch.silence), now.hour())
        {
            found.push(alarm(known.account.clone(), "silence", None, since));
        }
        if let Some(since) = hooks_stopped(&hours, now.hour()) {
            found.push(alarm(known.account, "hooks_stopped", None, since));
        }
    }
    let mut new = 0;
    for alarm in found {
        new += u64::from(raise(&mut tx, vault, organisation, alarm, now).await?);
    }
    tx.commit().await.context("watching")?;
    Ok(new)
}

/// An alarm, named by when its cause began: one cause alarms once.
fn alarm(account: AccountName, kind: &str, post: Option<String>, since: Stamp) -> (String, Warning) {
    let id = format!("{kind}:{account}:{}:{}", post.as_deref().unwrap_or_default(), since.ms());
    (id, Warning { account, kind: kind.to_owned(), remote: post, raised_at: since })
}

async fn raise(
    tx: &mut Tx,
    vault: &Vault,
    organisation: &OrganisationId,
    (id, mut alarm): (String, Warning),
    now: Stamp,
) -> anyhow::Result<bool> {
    alarm.raised_at = now;
    let is_new = store::warning::raise(tx, organisation, &id, &alarm).await?;
    if is_new {
        warn!(account = %alarm.account, kind = alarm.kind, "something is missing that should be there");
        let what = format!("{}:{}", alarm.kind, alarm.account);
        vault.audit(tx, organisation, &By::Machine, what, None, now).await?;
    }
    Ok(is_new)
}

/// Since when an account is silent, if in that time so many comments would have come as in the same
/// hours of the weeks before. The hour under way is not counted.
fn silent_since(hours: &[Hour], expected: i64, now: i64) -> Option<Stamp> {
    let first = hours.iter().find(|hour| hour.seen > 0)?.hour;
    let last = hours.iter().rfind(|hour| hour.seen > 0)?.hour;
    if now - first < KNOWN_AFTER || now - last <= LEAST_HOURS {
        return None;
    }
    let in_hour = |wanted: i64| hours.iter().find(|hour| hour.hour == wanted).map_or(0, |hour| hour.seen);
    let weeks = ((now - first) / WEEK).clamp(1, WEEKS);
    let usual: i64 =
        (last + 1..now).map(|hour| (1..=weeks).map(|week| in_hour(hour - week * WEEK)).sum::<i64>()).sum();
    (usual >= expected * weeks).then(|| Stamp::from_ms((last + 1) * 3_600_000))
}

/// Since when webhooks are silent, if polls find what they should have announced.
fn hooks_stopped(hours: &[Hour], now: i64) -> Option<Stamp> {
    let sum = |from: i64, until: i64, count: fn(&Hour) -> i64| -> i64 {
        hours.iter().filter(|hour| (from..until).contains(&hour.hour)).map(count).sum()
    };
    let day = now - 24;
    let found = sum(day, now, |hour| hour.seen);
    let announced = sum(day, now + 1, |hour| hour.hinted);
    let before = sum(day - WEEK, day, |hour| hour.hinted);
    let last = hours.iter().rfind(|hour| hour.hinted > 0)?.hour;
    (found >= HOOKS && announced == 0 && before >= HOOKS).then(|| Stamp::from_ms((last + 1) * 3_600_000))
}
