//! Our own words are never inquiries: a leak in them is a warning, and a reply that no task of ours
//! wrote is a colleague's answer.

use super::From;
use crate::decide::Policy;
use crate::model::{By, Deed, Post, Screened, Stamp, State, TaskState};
use crate::store::inquiry::Change;
use crate::store::warning::Warning;
use crate::store::{self, Db, Tx};
use crate::vault::Vault;

/// Our own words leaked something: nobody hides them automatically, but a person must know.
pub(super) async fn warn(
    tx: &mut Tx,
    vault: &Vault,
    from: From<'_>,
    own: &Screened,
    now: Stamp,
) -> Result<bool, store::Error> {
    if !own.reading.leaks() {
        return Ok(false);
    }
    raise(tx, vault, from, own.fresh.incoming.target.remote.expose(), &own.fresh.stone.marker, now).await
}

async fn raise(
    tx: &mut Tx,
    vault: &Vault,
    from: From<'_>,
    remote: &str,
    marker: &str,
    now: Stamp,
) -> Result<bool, store::Error> {
    let warning = Warning {
        account: from.account.clone(),
        kind: "we_leaked".to_owned(),
        remote: Some(remote.to_owned()),
        raised_at: now,
    };
    // One warning for one state of the words, however often they are seen.
    let is_new = store::warning::raise(tx, from.organisation, marker, &warning).await?;
    if is_new {
        let what = format!("we_leaked:{}", from.account);
        vault.audit(tx, from.organisation, &By::Machine, what, None, now).await?;
    }
    Ok(is_new)
}

/// Warns of our own posts that leak.
///
/// # Errors
/// As the database.
pub async fn warn_of_posts(
    db: &Db,
    vault: &Vault,
    from: From<'_>,
    posts: &[&Post],
    now: Stamp,
) -> anyhow::Result<u64> {
    if posts.is_empty() {
        return Ok(0);
    }
    let mut tx = db.write().await?;
    let mut raised = 0;
    for post in posts {
        let marker = vault.marker(from.account, &post.remote, None, &post.text);
        raised += u64::from(raise(&mut tx, vault, from, post.remote.expose(), &marker, now).await?);
    }
    tx.commit().await?;
    Ok(raised)
}

/// A reply of ours that no task of ours wrote: a colleague answered in the network's own app.
pub(super) async fn answered(
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
    let is_unsent = row.state == State::Redirected
        && tasks.iter().all(|task| task.deed != Deed::Reply || task.state == TaskState::Cancelled);
    let waits = match row.state {
        State::Queued => !row.is_urgent,
        State::Left => true,
        _ => is_unsent || cancelled > 0,
    };
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
