//! Our own posts: which are new to us, and whose threads are to be read now.

use std::collections::{HashMap, HashSet};

use anyhow::Context;

use super::Settings;
use crate::model::{AccountName, OrganisationId, Post, RemoteId, Stamp};
use crate::store::{self, Db, post_day};
use crate::vault::Vault;

/// A post of ours whose thread is to be read now.
#[derive(Clone, Debug)]
pub struct DueThread {
    /// Which.
    pub post: RemoteId,
    /// The network's count when we decided to read it.
    pub count: Option<i64>,
    /// From when; `None` to the end.
    pub since: Option<Stamp>,
}

/// What a list of our own posts means for the reading of their threads.
#[derive(Clone, Copy, Debug)]
pub struct Noted<'a> {
    /// How often.
    pub settings: &'a Settings,
    /// Posts that a webhook spoke of.
    pub hinted: &'a HashSet<String>,
    /// Of these, those where an old comment may have changed: they are read to the end.
    pub edited: &'a HashSet<String>,
}

/// The posts of ours whose words are new to us. They are looked at before they are noted: a crash in
/// between means that they are looked at again.
///
/// # Errors
/// As the database.
pub async fn unread_posts<'a>(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    account: &AccountName,
    posts: &'a [Post],
) -> anyhow::Result<Vec<&'a Post>> {
    let mut tx = db.read().await.context("reading posts")?;
    let known = store::post::list(&mut tx, organisation, account, Stamp::default()).await?;
    let known: HashSet<_> = known.iter().map(|known| (known.post.as_str(), known.marker.as_str())).collect();
    let is_unread = |post: &&Post| {
        let marker = vault.marker(account, &post.remote, None, &post.text);
        !known.contains(&(post.remote.expose(), marker.as_str()))
    };
    Ok(posts.iter().filter(is_unread).collect())
}

/// Notes our own posts with the network's counts. Returns the threads to read now: counts that
/// moved, what a webhook spoke of, gaps at their time, and every thread at its own.
///
/// # Errors
/// As the database.
pub async fn note_posts(
    db: &Db,
    vault: &Vault,
    organisation: &OrganisationId,
    account: &AccountName,
    posts: Vec<Post>,
    noted: Noted<'_>,
    now: Stamp,
) -> anyhow::Result<Vec<DueThread>> {
    let mut tx = db.write().await.context("noting posts")?;
    let known = store::post::list(&mut tx, organisation, account, Stamp::default()).await?;
    let known: HashMap<_, _> = known.iter().map(|known| (known.post.as_str(), known)).collect();
    let listed: HashSet<_> = posts.iter().map(|post| post.remote.expose()).collect();
    let unlisted =
        known.values().filter(|post| post.standing.gap > 0 && !listed.contains(post.post.as_str()));
    let horizon = now.earlier(noted.settings.horizon.into());
    for post in unlisted {
        // A post of ours that was deleted took what was missing with it; one that left the horizon is
        // asked for no more.
        let gone = if post.written_at >= horizon { post.standing.gap } else { 0 };
        store::post::close_gap(&mut tx, organisation, account, &post.post, gone).await?;
        let moved = post_day::Moved { unseen: gone, gap: Some((0, None)), ..post_day::Moved::default() };
        post_day::add(&mut tx, organisation, account, &now.day(), &post.post, &moved).await?;
    }
    let (mut due, mut quiet) = (Vec::new(), Vec::new());
    for post in posts {
        let id = post.remote.expose();
        let count = post.count.map(|count| i64::try_from(count).unwrap_or(i64::MAX));
        let marker = vault.marker(account, &post.remote, None, &post.text);
        let before = known.get(id).copied();
        let there = before.and_then(|before| before.count_there);
        if before.is_none_or(|before| before.marker != marker || before.count_there != count) {
            store::post::note(&mut tx, organisation, account, id, post.written_at, &marker, count).await?;
        }
        if let Some(count) = count.filter(|_| there != count) {
            let grown = count - there.unwrap_or(0);
            let moved = post_day::Moved { there: Some(count), grown, ..post_day::Moved::default() };
            post_day::add(&mut tx, organisation, account, &now.day(), id, &moved).await?;
        }
        match is_due(post, count, before, noted, now) {
            Some(Due::Spoken(thread)) => due.push(thread),
            Some(Due::Quiet(read_at, thread)) => quiet.push((read_at, thread)),
            None => {}
        }
    }
    tx.commit().await.context("noting posts")?;
    quiet.sort_by_key(|(read_at, _)| *read_at);
    due.extend(quiet.into_iter().take(noted.settings.quiet_reads).map(|(_, thread)| thread));
    Ok(due)
}

/// Why a thread is read now.
enum Due {
    /// Something speaks for it.
    Spoken(DueThread),
    /// Only that it was long ago: when.
    Quiet(Stamp, DueThread),
}

fn is_due(
    post: Post,
    count: Option<i64>,
    before: Option<&store::post::Post>,
    noted: Noted<'_>,
    now: Stamp,
) -> Option<Due> {
    let Some(before) = before else {
        return Some(Due::Spoken(DueThread { post: post.remote, count, since: None }));
    };
    let settings = noted.settings;
    let full_at = before.full_at.unwrap_or_default();
    let is_full = now.since(full_at) >= settings.full_read;
    // What is missing shows only in a whole reading.
    let is_gap = before
        .standing
        .gap_since
        .is_some_and(|since| now.since(full_at) >= settings.gap_after(now.since(since)));
    let is_hinted = noted.hinted.contains(post.remote.expose());
    let is_edited = noted.edited.contains(post.remote.expose());
    let is_whole = is_full || is_gap || is_edited;
    let since = before.read_at.filter(|_| !is_whole).map(|read| read.earlier(settings.overlap));
    let is_spoken_for = is_gap || is_hinted || before.count_read != count || before.full_at.is_none();
    let thread = DueThread { post: post.remote, count, since };
    match (is_spoken_for, is_full) {
        (true, _) => Some(Due::Spoken(thread)),
        (false, true) => Some(Due::Quiet(full_at, thread)),
        (false, false) => None,
    }
}
