//! What happened between two moments, as numbers: for the statistics of the desk and for the report that a
//! municipality can publish. A comment that was hidden or deleted is one removal, whoever did it and however
//! often; totals of removals always stand, and a small cell of a table that crosses two things never does.

use std::collections::BTreeMap;

use super::few::hold_back;
use crate::intake::Reckoning;
use crate::model::{Month, OrganisationId, Staffed, Stamp};
use crate::store::figures::{self, Decided};
use crate::store::post_day::{self, Day};
use crate::store::{self, Tx, account};

const MOST_HIDES: i64 = 10_000;
/// A median of fewer is a time of somebody's.
const FEW_TIMES: usize = 5;

/// The numbers. Ids of the policy, the networks and the mailboxes stand for their names.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Report {
    /// Comments seen for the first time.
    pub seen: i64,
    /// Of these on each network.
    pub networks: Vec<Counted>,
    /// Comments that were hidden or deleted.
    pub removed: i64,
    /// Of these by the machine, where no person removed them too.
    pub removed_by_machine: i64,
    /// Comments that a person kept, or showed again.
    pub kept: i64,
    /// Comments that were pointed to a mailbox.
    pub redirected: i64,
    /// Removals by ground: by a person, and by the machine alone.
    pub grounds: Crossed,
    /// What the machine flagged and a person judged, by rule: what stayed is a false alarm.
    pub rules: Crossed,
    /// How many were pointed to each mailbox.
    pub mailboxes: Vec<Counted>,
    /// From written to hidden, for what was written while somebody was at work.
    pub staffed: Option<Waited>,
    /// The same, for what was written outside those hours.
    pub unstaffed: Option<Waited>,
    /// Counted by a network and not shown to us, as it stood at the end.
    pub missing: i64,
    /// Counted by a network once, and gone before we came.
    pub gone_before: i64,
    /// What came in, day by day.
    #[serde(skip)]
    pub days: Vec<Day>,
}

/// Something and how often.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Counted {
    /// What.
    pub id: String,
    /// How often.
    pub count: i64,
}

/// A table that crosses two things.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Crossed {
    /// What the cells count.
    pub columns: [&'static str; 2],
    /// The rows, by id.
    pub rows: Vec<Line>,
}

/// A row of a crossed table.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Line {
    /// What.
    pub id: String,
    /// Its total.
    pub total: i64,
    /// Its cells; `null` where one is held back.
    pub cells: Vec<Option<i64>>,
}

/// How long something took.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Waited {
    /// How many.
    pub count: usize,
    /// The median in whole minutes, rounded up; `None` where there are too few to publish one.
    pub median_minutes: Option<i64>,
}

impl Crossed {
    fn of(columns: [&'static str; 2], rows: Vec<(String, [i64; 2])>) -> Self {
        let table: Vec<_> = rows.iter().map(|(_, cells)| cells.to_vec()).collect();
        let held = hold_back(&table);
        let line = |((id, cells), shown): ((String, [i64; 2]), Vec<Option<i64>>)| Line {
            id,
            total: cells.iter().sum(),
            cells: shown,
        };
        Self { columns, rows: rows.into_iter().zip(held).map(line).collect() }
    }
}

impl Report {
    /// What happened from `from` until before `until`.
    ///
    /// # Errors
    /// As the database.
    pub async fn between(
        tx: &mut Tx,
        organisation: &OrganisationId,
        staffed: &Staffed,
        (from, until): (Stamp, Stamp),
    ) -> Result<Self, store::Error> {
        let span = (from, until);
        let last = Stamp::from_ms(until.ms() - 1);
        let days = post_day::list(tx, organisation, &from.day(), &last.day()).await?;
        let accounts = account::list(tx, organisation).await?;
        let decided = figures::decided(tx, organisation, span).await?;
        let judged = figures::judged(tx, organisation, span).await?;
        let pointed = figures::redirected(tx, organisation, span).await?;
        let hidden = figures::hidden(tx, organisation, span, MOST_HIDES).await?;
        let mut networks: BTreeMap<String, i64> = BTreeMap::new();
        for day in &days {
            let known = accounts.iter().find(|one| one.account == day.account);
            *networks.entry(known.map_or_else(String::new, |one| one.network.clone())).or_default() +=
                day.seen;
        }
        let (work, rest): (Vec<_>, Vec<_>) =
            hidden.into_iter().partition(|(written, _)| staffed.is_open(*written));
        let sum = Reckoning::of(&days);
        let removals = || decided.iter().filter(|one| is_removal(one));
        let stayed = |(rule, all, stayed): (String, i64, i64)| (rule, [stayed, all - stayed]);
        let decided_so = |outcome: &str| -> i64 {
            decided.iter().filter(|one| one.outcome == outcome).map(|one| one.count).sum()
        };
        Ok(Self {
            seen: sum.seen,
            networks: networks.into_iter().map(|(id, count)| Counted { id, count }).collect(),
            removed: removals().map(|one| one.count).sum(),
            removed_by_machine: removals().filter(|one| one.is_automatic).map(|one| one.count).sum(),
            kept: decided_so("leave"),
            redirected: decided_so("redirect"),
            grounds: grounds(&decided),
            rules: Crossed::of(["stayed", "acted_on"], judged.into_iter().map(stayed).collect()),
            mailboxes: pointed.into_iter().map(|(id, count)| Counted { id, count }).collect(),
            staffed: waited(&work),
            unstaffed: waited(&rest),
            missing: sum.missing,
            gone_before: sum.gone_before,
            days,
        })
    }

    /// What happened in a month, to be published; `None` while it is not over, because two states of one
    /// month side by side would tell what each alone holds back.
    ///
    /// # Errors
    /// As the database.
    pub async fn of_month(
        tx: &mut Tx,
        organisation: &OrganisationId,
        staffed: &Staffed,
        month: &Month,
        now: Stamp,
    ) -> Result<Option<Self>, store::Error> {
        let Some(span) = month.bounds().filter(|(_, until)| *until <= now) else { return Ok(None) };
        let mut report = Self::between(tx, organisation, staffed, span).await?;
        for waited in [&mut report.staffed, &mut report.unstaffed].into_iter().flatten() {
            waited.median_minutes = waited.median_minutes.filter(|_| waited.count >= FEW_TIMES);
        }
        Ok(Some(report))
    }
}

fn is_removal(one: &Decided) -> bool {
    matches!(one.outcome.as_str(), "hide" | "delete")
}

fn grounds(decided: &[Decided]) -> Crossed {
    let mut rows: BTreeMap<&str, [i64; 2]> = BTreeMap::new();
    for one in decided.iter().filter(|one| is_removal(one)) {
        if let Some(cell) = rows.entry(&one.ground).or_default().get_mut(usize::from(one.is_automatic)) {
            *cell += one.count;
        }
    }
    Crossed::of(
        ["person", "machine"],
        rows.into_iter().map(|(ground, cells)| (ground.to_owned(), cells)).collect(),
    )
}

/// The median time from written to hidden; `None` without any.
fn waited(hides: &[(Stamp, Stamp)]) -> Option<Waited> {
    let mut times: Vec<_> = hides.iter().map(|(written, ended)| ended.since(*written)).collect();
    times.sort_unstable();
    let middle = times.get(times.len() / 2)?;
    let minutes = i64::try_from(middle.as_secs().div_ceil(60)).unwrap_or(i64::MAX);
    Some(Waited { count: times.len(), median_minutes: Some(minutes) })
}
