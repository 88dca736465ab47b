//! What the drill found, against what the simulated networks remember.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::time::Duration;

use super::super::verdict;
use super::figures::Figures;
use crate::app::App;
use crate::cli::demo::account;
use crate::demo::{Standing, Town};
use crate::model::{OrganisationId, RemoteId, TaskState};
use crate::store;
use crate::worker::Report;

/// What was done before anything was looked at.
pub(super) struct Drilled {
    pub(super) seed: u64,
    pub(super) days: u32,
    pub(super) turns: u64,
    pub(super) passed: Duration,
    pub(super) renewed: u32,
    pub(super) report: Report,
}

/// Counts. Everything from `lost` on must be zero.
#[derive(Clone, Debug, serde::Serialize)]
pub(super) struct Verdict {
    /// Which drill.
    seed: u64,
    /// Simulated.
    days: u32,
    turns: u64,
    /// Real.
    seconds: u64,
    /// Tokens that the operator renewed.
    tokens_renewed: u32,
    /// Each network for itself.
    networks: Vec<Figures>,
    /// Items that the networks delivered, ours and repeated ones among them.
    delivered: u64,
    /// New inquiries.
    taken_in: u64,
    /// Of these, comments that came again after our copy of them had ended: they were edited.
    taken_again: u64,
    /// Inquiries that stand at the end.
    stand: usize,
    /// Posts under which a network counts more than it shows us.
    gaps: usize,
    /// Alarms that were raised.
    alarms: u64,
    /// Tasks that wait for a person.
    parked: i64,
    /// Tasks that never came to an end: what, where it stands and why.
    unfinished: Vec<String>,
    /// Citizens' comments that stand on a network and that we do not know.
    lost: usize,
    /// Comments that two inquiries stand for, and those that came as new ones again though neither
    /// their words had changed nor their tombstone was due.
    taken_twice: usize,
    /// The same words twice under one comment.
    double_replies: usize,
    /// Private messages that we read one by one, answered or stored.
    direct_messages_touched: usize,
    /// Calls made though the limit was reached, or before a wait was over.
    quotas_exceeded: u64,
    /// Copies of ours that outlived for a day what they are copies of.
    copies_of_gone: usize,
}

impl Verdict {
    pub(super) fn is_broken(&self) -> bool {
        let broken = self.lost
            + self.taken_twice
            + self.double_replies
            + self.direct_messages_touched
            + self.copies_of_gone
            // In the end the towns' networks withhold nothing, and every task has come to its end.
            + self.gaps
            + self.unfinished.len();
        broken > 0 || self.quotas_exceeded > 0
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            out,
            "seed {}: {} days in {} turns and {} s; {} tokens renewed by the operator",
            self.seed, self.days, self.turns, self.seconds, self.tokens_renewed
        )?;
        self.networks.iter().try_for_each(|network| writeln!(out, "{network}"))?;
        writeln!(
            out,
            "{} delivered, {} taken in ({} of them again, after an edit), {} stand; {} gaps, {} alarms, {} tasks wait for a person, {} unfinished",
            self.delivered,
            self.taken_in,
            self.taken_again,
            self.stand,
            self.gaps,
            self.alarms,
            self.parked,
            self.unfinished.len()
        )?;
        self.unfinished.iter().try_for_each(|task| writeln!(out, "  {task}"))?;
        write!(
            out,
            "lost {}, taken twice {}, double replies {}, direct messages touched {}, quotas exceeded {}, \
             copies of what is gone {}",
            self.lost,
            self.taken_twice,
            self.double_replies,
            self.direct_messages_touched,
            self.quotas_exceeded,
            self.copies_of_gone
        )
    }
}

/// Looks at everything.
pub(super) async fn reach(app: &App, town: &Town, drilled: Drilled) -> anyhow::Result<Verdict> {
    let organisation = &app.config.organisations[0].id;
    let (mut held, mut stand, mut taken_twice, mut known) = (HashSet::new(), 0, 0, 0_u64);
    let mut tx = app.db.read().await?;
    for account in app.accounts(organisation) {
        known += store::tombstone::count(&mut tx, organisation, &account).await?.unsigned_abs();
        for (id, _) in store::inquiry::keyed(&mut tx, organisation, &account).await? {
            let Some(row) = store::inquiry::get(&mut tx, organisation, &id).await? else { continue };
            stand += 1;
            taken_twice += usize::from(!held.insert((account.clone(), row.mac)));
        }
    }
    let gaps = store::post::gaps(&mut tx, organisation).await?.len();
    let parked = store::task::count(&mut tx, organisation, TaskState::Parked).await?;
    drop(tx);
    let unfinished = verdict::unfinished(app).await?;
    let (mut lost, mut copies_of_gone) = (0, 0);
    let inquiries = town.inquiries();
    // What was destroyed in between leaves no second row to find, only a tombstone too few. An edit of
    // what was destroyed is a new inquiry.
    let edits: u64 = inquiries.iter().map(|one| u64::from(one.version) - 1).sum();
    let taken_again = drilled.report.taken_in.saturating_sub(known);
    if drilled.days < app.config.worker.intake.horizon.0 {
        taken_twice += usize::try_from(taken_again.saturating_sub(edits))?;
    }
    let by_id: HashMap<&str, &Standing> = inquiries.iter().map(|one| (one.id.as_str(), one)).collect();
    for one in &inquiries {
        if one.gone.is_some() {
            let account = account(one.network);
            let mac = app.vault.tombstone(&account, &RemoteId::new(one.id.as_str()));
            copies_of_gone += usize::from(held.contains(&(account, mac)));
        } else if !is_below_gone(&by_id, one) {
            lost += usize::from(!knows(app, organisation, one).await?);
        }
    }
    let mut touched = 0;
    for private in town.private() {
        touched += usize::from(knows(app, organisation, &private).await?);
    }
    let networks = town.networks();
    let touched_there: u64 = networks.iter().map(|network| town.private_touched(*network)).sum();
    Ok(Verdict {
        seed: drilled.seed,
        days: drilled.days,
        turns: drilled.turns,
        seconds: drilled.passed.as_secs(),
        tokens_renewed: drilled.renewed,
        networks: networks.iter().map(|network| Figures::of(town, *network)).collect(),
        delivered: drilled.report.served,
        taken_in: drilled.report.taken_in,
        taken_again,
        stand,
        gaps,
        alarms: drilled.report.alarms,
        parked,
        unfinished,
        lost,
        taken_twice,
        double_replies: town.check_all().double_replies,
        direct_messages_touched: touched + usize::try_from(touched_there)?,
        quotas_exceeded: networks.iter().map(|network| town.quotas_exceeded(*network)).sum(),
        copies_of_gone,
    })
}

/// What stands below something that is gone is shown to nobody.
fn is_below_gone(all: &HashMap<&str, &Standing>, one: &Standing) -> bool {
    let mut above = one.parent.as_deref();
    while let Some(parent) = above.and_then(|id| all.get(id)) {
        if parent.gone.is_some() {
            return true;
        }
        above = parent.parent.as_deref();
    }
    false
}

async fn knows(app: &App, organisation: &OrganisationId, one: &Standing) -> anyhow::Result<bool> {
    let account = account(one.network);
    let mac = app.vault.tombstone(&account, &RemoteId::new(one.id.as_str()));
    let mut tx = app.db.read().await?;
    Ok(store::tombstone::get(&mut tx, organisation, &account, &mac).await?.is_some())
}
