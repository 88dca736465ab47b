//! What the drill found, against what the simulated networks remember.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use crate::app::App;
use crate::cli::demo::account;
use crate::demo::Town;
use crate::model::{RemoteId, TaskState};
use crate::store;
use crate::vault::Vault;

/// What the drill did before anything was looked at.
pub(super) struct Drilled {
    pub(super) seed: u64,
    pub(super) kills: u32,
    pub(super) hook_kills: u32,
    /// Webhooks that were answered, and hints of them that do not stand.
    pub(super) webhooks: (usize, usize),
}

/// Counts. Everything after `parked` must be zero.
#[derive(Clone, Debug, serde::Serialize)]
pub(super) struct Verdict {
    /// Which drill.
    seed: u64,
    /// How often worker or hook was killed.
    kills: u32,
    /// Of these, the hook.
    hook_kills: u32,
    /// Webhooks that the hook answered.
    webhooks: usize,
    /// Citizens' comments that a network delivered.
    served: usize,
    /// Our replies that stand on the networks.
    replies: usize,
    /// Inquiries that stand.
    stand: usize,
    /// Tasks that wait for a person: ambiguous, not lost.
    parked: i64,
    /// Hints of answered webhooks that do not stand.
    hints_lost: usize,
    /// Delivered, and neither held nor known again.
    lost: usize,
    /// Where.
    lost_on: BTreeMap<&'static str, usize>,
    /// Comments that two inquiries stand for.
    taken_twice: usize,
    /// The same words twice under one comment.
    double_replies: usize,
    /// Rows that their key does not open.
    unreadable: usize,
    /// Keys without a row.
    orphan_keys: usize,
    /// Breaks in the audit chain.
    chain_breaks: usize,
    /// Tasks that never came to an end: what, where it stands and why.
    unfinished: Vec<String>,
}

impl Verdict {
    pub(super) fn is_broken(&self) -> bool {
        self.lost
            + self.hints_lost
            + self.taken_twice
            + self.double_replies
            + self.unreadable
            + self.orphan_keys
            + self.chain_breaks
            > 0
            || !self.unfinished.is_empty()
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { seed, kills, hook_kills, webhooks, served, replies, stand, parked, .. } = self;
        let Self {
            hints_lost,
            lost,
            taken_twice,
            double_replies,
            unreadable,
            orphan_keys,
            chain_breaks,
            unfinished,
            ..
        } = self;
        writeln!(
            out,
            "seed {seed}: {kills} kills ({hook_kills} of the hook), {webhooks} webhooks answered, {served} comments delivered, {replies} replies sent"
        )?;
        writeln!(out, "{stand} inquiries stand, {parked} tasks wait for a person")?;
        write!(
            out,
            "lost {lost}, lost hints {hints_lost}, taken twice {taken_twice}, double replies {double_replies}, unreadable rows {unreadable}, \
             orphan keys {orphan_keys}, chain breaks {chain_breaks}, unfinished tasks {}",
            unfinished.len()
        )?;
        unfinished.iter().try_for_each(|task| write!(out, "\n  {task}"))
    }
}

/// True when nothing is under way any more.
pub(super) async fn is_quiet(app: &App, town: &Town) -> anyhow::Result<bool> {
    Ok(unfinished(app).await?.is_empty() && lost(app, town).await?.is_empty())
}

/// Looks at everything.
pub(super) async fn reach(app: &App, town: &Town, drilled: Drilled) -> anyhow::Result<Verdict> {
    let lost_on = lost(app, town).await?;
    let Drilled { seed, kills, hook_kills, webhooks: (webhooks, hints_lost) } = drilled;
    let organisation = &app.config.organisations[0].id;
    let (mut stand, mut unreadable, mut orphan_keys) = (0, 0, 0);
    let mut macs = HashSet::new();
    let mut taken_twice = 0;
    for account in app.accounts(organisation) {
        let (mut tx, mut keys) = (app.db.read().await?, app.vault.keys.read().await?);
        let rows: HashSet<_> =
            store::inquiry::keyed(&mut tx, organisation, &account).await?.into_iter().collect();
        let older = store::keys::older(&mut keys, organisation, &account, i64::MAX).await?;
        orphan_keys += older.iter().filter(|key| !rows.contains(key)).count();
        for (id, _) in &rows {
            let Some(row) = store::inquiry::get(&mut tx, organisation, id).await? else { continue };
            stand += 1;
            unreadable += usize::from(app.vault.open(&mut keys, organisation, &row).await.is_err());
            taken_twice += usize::from(!macs.insert((account.clone(), row.mac)));
        }
    }
    let report = town.check_all();
    let mut tx = app.db.read().await?;
    let parked = store::task::count(&mut tx, organisation, TaskState::Parked).await?;
    let lines = store::audit::list(&mut tx, organisation, 0, i64::MAX).await?;
    let head = store::audit::head(&mut tx, organisation).await?;
    drop(tx);
    Ok(Verdict {
        seed,
        kills,
        hook_kills,
        webhooks,
        served: report.served,
        replies: report.replies,
        stand,
        parked,
        hints_lost,
        lost: lost_on.values().sum(),
        lost_on,
        taken_twice,
        double_replies: report.double_replies,
        unreadable,
        orphan_keys,
        chain_breaks: chain_breaks(&app.vault, organisation, &lines, &head),
        unfinished: unfinished(app).await?,
    })
}

fn chain_breaks(
    vault: &Vault,
    organisation: &crate::model::OrganisationId,
    lines: &[store::audit::Chained],
    head: &(i64, String),
) -> usize {
    let last = vault.verify(organisation, 0, "", lines);
    let is_whole = last.is_ok_and(|mac| mac == head.1) && i64::try_from(lines.len()) == Ok(head.0);
    usize::from(!is_whole)
}

async fn lost(app: &App, town: &Town) -> anyhow::Result<BTreeMap<&'static str, usize>> {
    let organisation = &app.config.organisations[0].id;
    let mut tx = app.db.read().await?;
    let mut lost = BTreeMap::new();
    let gone: HashSet<_> =
        town.served().into_iter().filter(|one| one.gone.is_some()).map(|one| one.id).collect();
    // Delivered to a worker that died, and deleted by its author before the next one looked: gone
    // before we came. So is an answer to it: Bluesky shows nothing below what is gone.
    let is_below = |parent: &Option<String>| parent.as_ref().is_some_and(|parent| gone.contains(parent));
    for comment in
        town.served().into_iter().filter(|comment| comment.gone.is_none() && !is_below(&comment.parent))
    {
        let account = account(comment.network);
        let mac = app.vault.tombstone(&account, &RemoteId::new(comment.id));
        if store::tombstone::get(&mut tx, organisation, &account, &mac).await?.is_none() {
            *lost.entry(comment.network.name()).or_default() += 1;
        }
    }
    Ok(lost)
}

/// Tasks that did not come to an end: what, where it stands and why.
pub(super) async fn unfinished(app: &App) -> anyhow::Result<Vec<String>> {
    let organisation = &app.config.organisations[0].id;
    let mut tx = app.db.read().await?;
    let tasks = store::task::unfinished(&mut tx, organisation, &store::Reach::ALL, 100).await?;
    let now = app.clock.now();
    Ok(tasks
        .into_iter()
        .map(|task| {
            let note = task.note.as_deref().unwrap_or("-");
            let wait = task.not_before.since(now).as_secs();
            format!(
                "{} {} after {} tries: {note} ({wait} s to wait)",
                task.deed.as_str(),
                task.state.as_str(),
                task.tries
            )
        })
        .collect())
}
