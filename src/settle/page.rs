//! A screened page into the database: keys first, then everything else in one transaction, under
//! the fence of the account's lease.

use std::collections::HashMap;

use anyhow::{Context, bail};

use super::hidden;
use crate::decide::Policy;
use crate::model::{
    AccountName, By, Deed, InquiryId, OrganisationId, Outcome, Post, Purpose, Screened, Source, Stamp, State,
    TaskId, TaskState, Tombstone, VerdictId,
};
use crate::store::inquiry::{Change, Provenance, Row};
use crate::store::warning::Warning;
use crate::store::{self, Db, Tx};
use crate::vault::Vault;

/// What a page came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Settled {
    /// New inquiries.
    pub taken_in: u64,
    /// Inquiries whose words changed.
    pub edited: u64,
    /// Hides that the machine asked for.
    pub to_hide: u64,
    /// Inquiries that a colleague answered in the network's own app.
    pub answered: u64,
    /// Leaks in our own words.
    pub warnings: u64,
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
}

/// One comment on its way into the database.
struct Prepared {
    screened: Screened,
    /// The row as it stood, for a comment that we hold already.
    standing: Option<Row>,
    id: InquiryId,
    key_version: i64,
    sealed: Vec<u8>,
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
    let mut seen: HashMap<String, i64> = HashMap::new();
    let mut superseded = Vec::new();
    for one in &prepared {
        if store::tombstone::set(&mut tx, from.organisation, from.account, &stone(one), now).await?
            && let Some(post) = &one.screened.fresh.stone.post
        {
            *seen.entry(post.clone()).or_default() += 1;
        }
        match &one.standing {
            None => {
                insert(&mut tx, vault, policy, from, one, now).await?;
                settled.taken_in += 1;
            }
            Some(standing) => {
                let is_replaced = change(&mut tx, vault, policy, from, one, now).await?;
                // Destroyed meanwhile: what goes is the key of the words that were not kept.
                let stays = if is_replaced { one.key_version } else { standing.key_version };
                superseded.push((one.id.clone(), stays));
                settled.edited += u64::from(is_replaced);
            }
        }
        settled.to_hide += u64::from(hides(one));
    }
    for own in &ours {
        let new =
            store::tombstone::set(&mut tx, from.organisation, from.account, &own.fresh.stone, now).await?;
        if new && let Some(post) = &own.fresh.stone.post {
            *seen.entry(post.clone()).or_default() += 1;
        }
        settled.warnings += u64::from(warn(&mut tx, vault, from, own, now).await?);
        settled.answered += u64::from(answered(&mut tx, vault, policy, from, own, now).await?);
    }
    for (post, more) in seen {
        store::post::count_seen(&mut tx, from.organisation, from.account, &post, more).await?;
    }
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

fn stone(one: &Prepared) -> Tombstone {
    Tombstone { inquiry: Some(one.id.clone()), ..one.screened.fresh.stone.clone() }
}

/// The machine's own hide of a leak.
fn hides(one: &Prepared) -> bool {
    one.screened.verdict.outcome == Outcome::Hide && one.screened.verdict.is_automatic
}

async fn insert(
    tx: &mut Tx,
    vault: &Vault,
    policy: &Policy,
    from: From<'_>,
    one: &Prepared,
    now: Stamp,
) -> Result<(), store::Error> {
    let verdict = &one.screened.verdict;
    let state = match (verdict.outcome, verdict.is_automatic) {
        (Outcome::Leave, _) => State::Left,
        (Outcome::Hide, true) => State::Hidden,
        (Outcome::Redirect, true) => State::Redirected,
        (Outcome::Review | Outcome::Hide | Outcome::Delete | Outcome::Redirect, _) => State::Queued,
    };
    let row = Row {
        id: one.id.clone(),
        account: from.account.clone(),
        mac: one.screened.fresh.stone.mac.clone(),
        sealed: one.sealed.clone(),
        key_version: one.key_version,
        version: 1,
        state,
        is_urgent: verdict.is_urgent,
        rule: verdict.rule.clone(),
        written_at: one.screened.fresh.incoming.written_at,
        taken_in: now,
        checked_at: now,
        decide_by: (state == State::Hidden).then(|| now.later(policy.confirm_within())),
        delete_after: verdict.delete_after,
    };
    let provenance =
        Provenance { purpose: Purpose::AnswerEnquiry, source: from.source, policy_version: policy.version() };
    store::inquiry::insert(tx, from.organisation, &row, provenance).await?;
    record(tx, vault, policy, from, one, ("taken_in", row.version), now).await
}

/// An edit: judged again, also after a person kept it. Returns whether the words were replaced.
async fn change(
    tx: &mut Tx,
    vault: &Vault,
    policy: &Policy,
    from: From<'_>,
    one: &Prepared,
    now: Stamp,
) -> Result<bool, store::Error> {
    let (org, id, verdict) = (from.organisation, &one.id, &one.screened.verdict);
    if !store::inquiry::reseal(tx, org, id, &one.sealed, one.key_version, now).await? {
        return Ok(false);
    }
    // Read only now that the row is ours: a person may have decided since the page was prepared.
    let Some(standing) = store::inquiry::get(tx, org, id).await? else { return Ok(false) };
    let tasks = store::task::of_inquiry(tx, org, id).await?;
    let is_taken_back = store::task::cancel(tx, org, id, false, "the comment was edited", now).await? > 0;
    let is_hidden = hidden::standing(&tasks).is_some_and(|hide| hide.is_automatic);
    let hides = verdict.outcome == Outcome::Hide && verdict.is_automatic;
    let state = match (verdict.outcome, standing.state) {
        // What the machine hid waits for a person, whatever became of the words.
        _ if hides || is_hidden => State::Hidden,
        // What was harmless stays where a person or the machine left it, but an edit after a
        // removal is a new comment that a person must see: it may be lawful now. So it is with a
        // decision that had not been carried out.
        (Outcome::Leave, State::Kept | State::Left | State::Redirected | State::Answered)
            if !is_taken_back =>
        {
            standing.state
        }
        (Outcome::Leave, State::Gone) => State::Left,
        _ => State::Queued,
    };
    let deadline = standing.decide_by.filter(|_| !hides).unwrap_or(now.later(policy.confirm_within()));
    let change = Change {
        state,
        is_urgent: verdict.is_urgent,
        rule: &verdict.rule,
        decide_by: (state == State::Hidden).then_some(deadline),
        delete_after: policy.delete_after(state, None, now),
    };
    store::inquiry::change(tx, org, id, standing.version, &change).await?;
    record(tx, vault, policy, from, one, ("edited", standing.version + 1), now).await?;
    Ok(true)
}

/// Verdict, task and audit line of what the machine made of it.
async fn record(
    tx: &mut Tx,
    vault: &Vault,
    policy: &Policy,
    from: From<'_>,
    one: &Prepared,
    (what, version): (&str, i64),
    now: Stamp,
) -> Result<(), store::Error> {
    let verdict = &one.screened.verdict;
    let id = VerdictId::new(now);
    let (org, rules) = (from.organisation, policy.version());
    store::verdict::insert(tx, org, &id, &one.id, verdict, rules, version, now).await?;
    let deed = match verdict.outcome {
        Outcome::Hide => Some((Deed::Hide, None)),
        Outcome::Redirect => Some((Deed::Reply, verdict.reply.clone())),
        // No machine deletes, whatever the policy table says.
        Outcome::Leave | Outcome::Review | Outcome::Delete => None,
    };
    if let Some((deed, words)) = deed.filter(|_| verdict.is_automatic) {
        let task = store::task::Task {
            id: TaskId::new(now),
            inquiry: one.id.clone(),
            account: from.account.clone(),
            deed,
            is_automatic: true,
            state: TaskState::Open,
            after: None,
            not_before: now,
            tries: 0,
            fence: 0,
            words,
            language: None,
            our_remote: None,
            note: None,
            made_at: now,
            intent_at: None,
        };
        store::task::insert(tx, from.organisation, &task).await?;
    }
    let line = format!("{what}.{}:{}", verdict.outcome.as_str(), verdict.rule);
    vault.audit(tx, from.organisation, &By::Machine, line, Some(&one.id), now).await
}

/// Our own words leaked something: nobody hides them automatically, but a person must know.
async fn warn(
    tx: &mut Tx,
    vault: &Vault,
    from: From<'_>,
    own: &Screened,
    now: Stamp,
) -> Result<bool, store::Error> {
    if own.reading.leaks() {
        raise(tx, vault, from, own.fresh.incoming.target.remote.expose(), &own.fresh.stone.marker, now)
            .await?;
    }
    Ok(own.reading.leaks())
}

async fn raise(
    tx: &mut Tx,
    vault: &Vault,
    from: From<'_>,
    remote: &str,
    marker: &str,
    now: Stamp,
) -> Result<(), store::Error> {
    let warning = Warning {
        account: from.account.clone(),
        kind: "we_leaked".to_owned(),
        remote: Some(remote.to_owned()),
        raised_at: now,
    };
    // One warning for one state of the words, however often they are seen.
    store::warning::raise(tx, from.organisation, marker, &warning).await?;
    vault.audit(tx, from.organisation, &By::Machine, format!("we_leaked:{}", from.account), None, now).await
}

/// Warns of our own posts that leak.
///
/// # Errors
/// As the database.
pub async fn warn_of_posts(
    db: &Db,
    vault: &Vault,
    from: From<'_>,
    posts: &[Post],
    now: Stamp,
) -> anyhow::Result<u64> {
    if posts.is_empty() {
        return Ok(0);
    }
    let mut tx = db.write().await?;
    for post in posts {
        let marker = vault.marker(from.account, &post.remote, None, &post.text);
        raise(&mut tx, vault, from, post.remote.expose(), &marker, now).await?;
    }
    tx.commit().await?;
    Ok(u64::try_from(posts.len()).unwrap_or(u64::MAX))
}

/// A reply of ours that no task of ours wrote: a colleague answered in the network's own app.
async fn answered(
    tx: &mut Tx,
    vault: &Vault,
    policy: &Policy,
    from: From<'_>,
    own: &Screened,
    now: Stamp,
) -> Result<bool, store::Error> {
    let Some(parent) = &own.fresh.incoming.parent else { return Ok(false) };
    let mac = vault.tombstone(from.account, parent);
    let Some(stone) = store::tombstone::get(tx, from.organisation, from.account, &mac).await? else {
        return Ok(false);
    };
    let Some(id) = stone.inquiry else { return Ok(false) };
    let remote = own.fresh.incoming.target.remote.expose();
    if store::task::knows_reply(tx, from.organisation, from.account, remote).await? {
        return Ok(false);
    }
    let tasks = store::task::of_inquiry(tx, from.organisation, &id).await?;
    // A reply of ours is under way: reading own replies will tell whose this one is.
    let under_way = |task: &store::task::Task| {
        task.deed == Deed::Reply && matches!(task.state, TaskState::Intent | TaskState::Unknown)
    };
    if tasks.iter().any(under_way) {
        return Ok(false);
    }
    let Some(row) = store::inquiry::get(tx, from.organisation, &id).await? else { return Ok(false) };
    let cancelled =
        store::task::cancel(tx, from.organisation, &id, true, "a colleague answered", now).await?;
    let waits = row.state == State::Queued && !row.is_urgent || row.state == State::Left || cancelled > 0;
    if !waits || matches!(row.state, State::Hidden | State::Removed | State::Gone | State::Going) {
        return Ok(false);
    }
    let change = Change {
        state: State::Answered,
        is_urgent: false,
        rule: &row.rule,
        decide_by: None,
        delete_after: policy.delete_after(State::Answered, None, now),
    };
    let done = store::inquiry::change(tx, from.organisation, &id, row.version, &change).await?;
    if done {
        vault.audit(tx, from.organisation, &By::Machine, "answered.elsewhere", Some(&id), now).await?;
    }
    Ok(done)
}
