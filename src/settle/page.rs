//! A screened page into the database: keys first, then everything else in one transaction, under
//! the fence of the account's lease.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use anyhow::{Context, bail};

use super::{Caps, judged, own};
use crate::decide::Policy;
use crate::model::{
    AccountName, InquiryId, OrganisationId, Outcome, Screened, Source, Staffed, Stamp, State, Tombstone,
};
use crate::store::inquiry::Row;
use crate::store::{self, Db, Tx, post_day, rhythm, shadow_day};
use crate::vault::Vault;

/// What a page came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// New inquiries.
    pub taken_in: u64,
    /// Inquiries whose words changed.
    pub edited: u64,
    /// Inquiries that a colleague answered in the network's own app.
    pub answered: u64,
    /// Leaks in our own words.
    pub warnings: u64,
    /// Comments seen for the first time, ours among them.
    pub new: i64,
}

/// Where a page came from.
#[derive(Clone, Copy, Debug)]
pub struct From<'a> {
    /// Whose.
    pub organisation: &'a OrganisationId,
    /// By which account.
    pub account: &'a AccountName,
    /// The fence of its lease.
    pub fence: i64,
    /// How it came.
    pub source: Source,
    /// How much the machine may do alone.
    pub caps: Caps,
    /// When somebody is at work.
    pub staffed: &'a Staffed,
    /// How long what the machine says alone can be taken back.
    pub undo: Duration,
    /// Nobody here can hide what others wrote, and the account acts: a leak is tracked until its author
    /// deletes it.
    pub tracks_leaks: bool,
}

/// One comment on its way into the database.
pub(super) struct Prepared {
    pub(super) screened: Screened,
    /// The row as it stood, for a comment that we hold already.
    pub(super) standing: Option<Row>,
    pub(super) id: InquiryId,
    pub(super) key_version: i64,
    pub(super) sealed: Vec<u8>,
}

/// Settles a page.
///
/// # Errors
/// When the lease was lost (nothing is written then), or as the databases.
pub async fn page(
    db: &Db,
    vault: &Vault,
    policy: &Policy,
    from: From<'_>,
    screened: Vec<Screened>,
    now: Stamp,
) -> anyhow::Result<Settled> {
    let mut settled = Settled::default();
    if screened.is_empty() {
        return Ok(settled);
    }
    let (ours, theirs): (Vec<_>, Vec<_>) = screened.into_iter().partition(|one| one.fresh.incoming.is_ours);
    let prepared = prepare(db, vault, from, theirs, now).await?;

    let mut tx = db.write().await.context("settling a page")?;
    if !store::account::hold(&mut tx, from.organisation, from.account, from.fence).await? {
        bail!("another worker took the account over; nothing of the page was written");
    }
    let mut seen = Seen::default();
    let mut shadows = Shadows::default();
    let mut superseded = Vec::new();
    for one in &prepared {
        if store::tombstone::set(&mut tx, from.organisation, from.account, &stone(one), now).await? {
            seen.add(&one.screened.fresh.stone, 1);
        }
        match &one.standing {
            None => {
                judged::insert(&mut tx, vault, policy, from, one, now).await?;
                shadows.add(&one.screened);
                settled.taken_in += 1;
            }
            Some(standing) => {
                let is_replaced = judged::change(&mut tx, vault, policy, from, one, now).await?;
                // Destroyed meanwhile: what goes is the key of the words that were not kept.
                let stays = if is_replaced { one.key_version } else { standing.key_version };
                superseded.push((one.id.clone(), stays));
                if is_replaced {
                    shadows.add(&one.screened);
                }
                settled.edited += u64::from(is_replaced);
            }
        }
    }
    for words in &ours {
        let new =
            store::tombstone::set(&mut tx, from.organisation, from.account, &words.fresh.stone, now).await?;
        if new {
            seen.add(&words.fresh.stone, 0);
        }
        settled.warnings += u64::from(own::warn(&mut tx, vault, from, words, now).await?);
        settled.answered += u64::from(own::answered(&mut tx, vault, policy, from, words, now).await?);
    }
    settled.new = seen.all;
    seen.count(&mut tx, from, now).await?;
    shadows.count(&mut tx, from.organisation, now).await?;
    tx.commit().await.context("settling a page")?;

    // The words before the edit, or after it where the row is gone: nothing points to their key any more.
    let mut keys = vault.keys.write().await?;
    for (id, version) in superseded {
        store::keys::destroy(&mut keys, from.organisation, &id, Some(version)).await?;
    }
    keys.commit().await?;
    Ok(settled)
}

/// Makes and stores the keys, seals the words.
async fn prepare(
    db: &Db,
    vault: &Vault,
    from: From<'_>,
    screened: Vec<Screened>,
    now: Stamp,
) -> anyhow::Result<Vec<Prepared>> {
    let mut standing = Vec::with_capacity(screened.len());
    let mut read = db.read().await?;
    for one in &screened {
        let row = match &one.fresh.stone.inquiry {
            Some(id) => store::inquiry::get(&mut read, from.organisation, id).await?,
            None => None,
        };
        standing.push(row.filter(|row| row.state != State::Going));
    }
    drop(read);
    let mut prepared = Vec::with_capacity(screened.len());
    let mut keys = vault.keys.write().await.context("storing keys")?;
    for (screened, standing) in screened.into_iter().zip(standing) {
        let id = standing.as_ref().map_or_else(|| InquiryId::new(now), |row| row.id.clone());
        let newest = store::keys::newest(&mut keys, from.organisation, &id).await?;
        let key_version = standing.as_ref().map(|row| row.key_version).max(newest).map_or(1, |last| last + 1);
        let incoming = &screened.fresh.incoming;
        let row = vault.new_row(
            from.organisation,
            id.clone(),
            key_version,
            from.account,
            from.fence,
            incoming,
            now,
        )?;
        let sealed = vault.close(from.organisation, &row, &mut screened.kept(), &incoming.text)?;
        store::keys::insert(&mut keys, from.organisation, &row.key).await?;
        prepared.push(Prepared { screened, standing, id, key_version, sealed });
    }
    keys.commit().await.context("storing keys")?;
    Ok(prepared)
}

/// What of a page was seen for the first time.
#[derive(Default)]
struct Seen {
    by_post: HashMap<String, i64>,
    citizens: i64,
    all: i64,
}

impl Seen {
    fn add(&mut self, stone: &Tombstone, citizens: i64) {
        self.all += 1;
        self.citizens += citizens;
        // What stands under none of our posts has no count of the network's to stand beside.
        let under_none = (citizens > 0).then(String::new);
        if let Some(post) = stone.post.clone().or(under_none) {
            *self.by_post.entry(post).or_default() += 1;
        }
    }

    async fn count(self, tx: &mut Tx, from: From<'_>, now: Stamp) -> Result<(), store::Error> {
        let (org, account) = (from.organisation, from.account);
        for (post, seen) in self.by_post {
            store::post::count_seen(tx, org, account, &post, seen, now).await?;
            let moved = post_day::Moved { seen, ..post_day::Moved::default() };
            post_day::add(tx, org, account, &now.day(), &post, &moved).await?;
        }
        // A backfill finds what came long ago: it is no part of the rhythm.
        if self.citizens > 0 && from.source == Source::Poll {
            let hour = rhythm::Hour { hour: now.hour(), seen: self.citizens, hinted: 0 };
            rhythm::add(tx, org, account, hour).await?;
        }
        Ok(())
    }
}

/// What rules on trial matched, beside what came of the comment.
#[derive(Default)]
struct Shadows(BTreeMap<(String, &'static str), (Outcome, i64)>);

impl Shadows {
    fn add(&mut self, one: &Screened) {
        let outcome = one.verdict.outcome;
        for rule in &one.reading.shadows {
            self.0.entry((rule.clone(), outcome.as_str())).or_insert((outcome, 0)).1 += 1;
        }
    }

    async fn count(self, tx: &mut Tx, organisation: &OrganisationId, now: Stamp) -> Result<(), store::Error> {
        for ((rule, _), (outcome, matched)) in self.0 {
            shadow_day::add(tx, organisation, &now.day(), &rule, outcome, matched).await?;
        }
        Ok(())
    }
}

fn stone(one: &Prepared) -> Tombstone {
    Tombstone { inquiry: Some(one.id.clone()), ..one.screened.fresh.stone.clone() }
}
