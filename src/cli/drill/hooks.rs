//! Calls a hook in every wrong way, many times, and looks what it stored and what it cost.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, bail};
use futures_util::StreamExt;
use serde_json::Value;
use tokio::process::Child;

use super::attack::Attack;
use super::outpost;
use crate::cli::caller::{self, Caller, SECRET};
use crate::cli::demo::Temporary;
use crate::hook::Network;
use crate::model::{Clock, OrganisationId, SystemClock};
use crate::store::{self, Db, Schema};

const PAGE: &str = "1234567890321";
const ORGANISATION: &str = "drill";
/// The hook's deadline: each slow call lasts so long.
const DEADLINE_SECONDS: u32 = 1;
/// Callers that hurry, and callers that are slow on purpose. Together fewer than are let in.
const HURRIED: usize = 32;
const SLOW: usize = 150;
/// Memory may grow by so much between the first tenth of the calls and the last one.
const FLAT_KB: u64 = 32 * 1024;
/// How long ago the old recording is.
const MONTH: Duration = Duration::from_hours(30 * 24);
/// From these numbers on events are forged, and recorded long ago.
const FORGED: usize = 10_000_000;
const RECORDED: usize = 20_000_000;
/// A caller whose connection ended tries again so often.
const TRIES: u32 = 5;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How many calls.
    #[arg(long, default_value_t = 100_000, value_name = "N")]
    calls: usize,
    /// Print one line of JSON.
    #[arg(long)]
    json: bool,
    /// The main database, if not a temporary `SQLite` file; it must be empty.
    #[arg(long, value_name = "ADDRESS")]
    main: Option<String>,
}

/// What the drill found.
#[derive(Clone, Debug, serde::Serialize)]
struct Verdict {
    /// Calls made.
    calls: usize,
    /// How many of each kind.
    attacks: BTreeMap<Attack, usize>,
    /// Calls that were answered otherwise than they should have been, by kind and answer.
    answered_wrongly: BTreeMap<String, usize>,
    /// Different genuine events that were sent in between.
    genuine: usize,
    /// Rows that stand: as many as genuine events, or something was lost or stored twice.
    stored: i64,
    /// The hook's memory in kilobytes: before the first call, after a tenth of them, at its highest,
    /// and after the last.
    memory_kb: [u64; 4],
    /// What the hook counted itself.
    counted: Value,
}

impl Verdict {
    fn is_broken(&self) -> bool {
        let [_, tenth, _, end] = self.memory_kb;
        !self.answered_wrongly.is_empty()
            || !self.is_counted("forged", Attack::is_forged)
            || !self.is_counted("too_old", |attack| attack == Attack::Old)
            || usize::try_from(self.stored) != Ok(self.genuine)
            || end > tenth + FLAT_KB
    }
}

impl Verdict {
    /// Whether the hook itself counted at least as many as were made; a call whose answer was lost is made
    /// again, and counts twice there.
    fn is_counted(&self, what: &str, which: impl Fn(Attack) -> bool) -> bool {
        let made: usize =
            self.attacks.iter().filter(|(attack, _)| which(**attack)).map(|(_, made)| made).sum();
        let counted = self.counted.pointer(&format!("/counts/{what}")).and_then(Value::as_u64);
        counted.and_then(|counted| usize::try_from(counted).ok()).is_some_and(|counted| counted >= made)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { calls, genuine, stored, memory_kb: [start, tenth, peak, end], .. } = self;
        writeln!(out, "{calls} calls, {genuine} genuine events among them: {stored} rows")?;
        for (attack, count) in &self.attacks {
            writeln!(out, "  {count} {attack:?}")?;
        }
        for (what, count) in &self.answered_wrongly {
            writeln!(out, "  WRONG: {count} {what}")?;
        }
        writeln!(
            out,
            "memory: {start} kB at the start, {tenth} kB after a tenth, {peak} kB at most, {end} kB at the end"
        )?;
        write!(out, "the hook counted {}", self.counted)
    }
}

pub(super) async fn run(args: &Args) -> anyhow::Result<()> {
    let now = SystemClock.now();
    let folder = Temporary::new(now)?;
    let address =
        args.main.clone().unwrap_or_else(|| format!("sqlite:{}", folder.0.join("main.db").display()));
    let db = Db::open(&address, Schema::Main).await.context("opening the main database")?;
    let settings = format!(
        "[store]\nmain = \"{address}\"\n\n[[organisations]]\nid = \"{ORGANISATION}\"\nname = \"Drill\"\n\
         unit = \"Drill\"\nlanguage = \"da\"\n\n[[organisations.accounts]]\nname = \"drill-facebook\"\n\
         network = \"facebook\"\nbase_url = \"https://graph.facebook.com/v25.0\"\npage = \"{PAGE}\"\n"
    );
    std::fs::write(folder.0.join("ordstyrer.toml"), settings).context("writing the configuration")?;
    let at = outpost::add(&folder.0, DEADLINE_SECONDS)?;
    let mut child = outpost::spawn(&["serve", "--role", "hook"], &folder.0)?;
    outpost::ready(&mut child, at).await?;

    let storm = Arc::new(Storm { at, now: now.ms() / 1000, then: now.earlier(MONTH).ms() / 1000 });
    let (start, _) = outpost::memory(&child)?;
    let mut ended = Vec::with_capacity(args.calls);
    let tenth = args.calls / 10;
    ended.extend(storm.strike(0..tenth).await?);
    let (after_a_tenth, _) = outpost::memory(&child)?;
    ended.extend(storm.strike(tenth..args.calls).await?);
    let (end, peak) = outpost::memory(&child)?;
    let counted = outpost::health(at).await?;
    let memory_kb = [start, after_a_tenth, peak, end];
    let verdict = judge(args.calls, &ended, &db, memory_kb, counted).await?;
    stop(child).await?;
    db.close().await;

    let mut out = std::io::stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&verdict)?)?;
    } else {
        writeln!(out, "{verdict}")?;
    }
    if verdict.is_broken() {
        bail!("a promise was broken");
    }
    Ok(())
}

async fn stop(mut child: Child) -> anyhow::Result<()> {
    child.kill().await.context("ending the hook")
}

async fn judge(
    calls: usize,
    ended: &[Ended],
    db: &Db,
    memory_kb: [u64; 4],
    counted: Value,
) -> anyhow::Result<Verdict> {
    let (mut attacks, mut answered_wrongly, mut genuine) = (BTreeMap::new(), BTreeMap::new(), HashSet::new());
    for end in ended {
        let is_right = match end.attack {
            Some(attack) => {
                *attacks.entry(attack).or_default() += 1;
                attack.may_end(end.status)
            }
            None => end.status == Some(200),
        };
        if end.attack.is_none_or(|attack| attack == Attack::Doubled) {
            genuine.insert(event_of(end.number));
        }
        if !is_right {
            let what = format!("{:?} answered {:?}", end.attack, end.status);
            *answered_wrongly.entry(what).or_default() += 1;
        }
    }
    let organisation = OrganisationId::from_text(ORGANISATION);
    let stored = store::hint::count(&mut db.read().await?, &organisation).await?;
    Ok(Verdict { calls, attacks, answered_wrongly, genuine: genuine.len(), stored, memory_kb, counted })
}

/// One call, and how it ended: with a status, or with a closed connection.
struct Ended {
    number: usize,
    attack: Option<Attack>,
    status: Option<u16>,
}

/// The genuine event that a call is about: one for each thousand calls.
fn event_of(number: usize) -> usize {
    number / 1000
}

fn body(event: usize, time: i64) -> String {
    caller::body(PAGE, &format!("{PAGE}_77001"), &format!("77001_{event}"), "add", time).to_string()
}

/// Everybody who calls.
struct Storm {
    at: SocketAddr,
    /// In seconds.
    now: i64,
    /// When the old recordings were made.
    then: i64,
}

impl Storm {
    /// The event that a call speaks of. A stranger's is its own: if one of them were stored, it would be a row
    /// too many, and not the row of a genuine one.
    fn said(&self, number: usize, attack: Option<Attack>) -> String {
        let is_known = attack.is_none_or(|attack| attack == Attack::Doubled);
        body(if is_known { event_of(number) } else { FORGED + number }, self.now)
    }

    /// An event of last month that the hook has never heard.
    fn recorded(&self, number: usize) -> String {
        body(RECORDED + number, self.then)
    }

    async fn strike(self: &Arc<Self>, numbers: std::ops::Range<usize>) -> anyhow::Result<Vec<Ended>> {
        let (mut slow, mut hurried) = (Vec::new(), Vec::new());
        for number in numbers {
            match Attack::of(number) {
                Some(attack) if attack.is_slow() => slow.push((number, attack)),
                attack => hurried.push((number, attack)),
            }
        }
        let (next, hurried) = (Arc::new(AtomicUsize::new(0)), Arc::new(hurried));
        let callers = (0..HURRIED).map(|_| {
            let (storm, next, calls) = (Arc::clone(self), Arc::clone(&next), Arc::clone(&hurried));
            tokio::spawn(async move {
                let (mut ended, mut caller) = (Vec::new(), None);
                while let Some((number, attack)) = calls.get(next.fetch_add(1, Ordering::Relaxed)) {
                    ended.push(storm.hurry(&mut caller, *number, *attack).await);
                }
                ended
            })
        });
        let callers: Vec<_> = callers.collect();
        let drag = |(number, attack): (usize, Attack)| async move {
            let call = attack.call(&self.said(number, Some(attack)), &self.recorded(number));
            let status = attack.trickle(self.at, &call).await;
            Ended { number, attack: Some(attack), status }
        };
        let mut ended: Vec<_> =
            futures_util::stream::iter(slow).map(drag).buffer_unordered(SLOW).collect().await;
        for caller in callers {
            ended.extend(caller.await.context("a caller of the drill")?);
        }
        Ok(ended)
    }

    async fn hurry(&self, caller: &mut Option<Caller>, number: usize, attack: Option<Attack>) -> Ended {
        let genuine = self.said(number, attack);
        let call = match attack {
            Some(attack) => attack.call(&genuine, &self.recorded(number)),
            None => caller::call(Network::Facebook, &genuine, &caller::sign(SECRET, &genuine)),
        };
        let mut status = None;
        for _ in 0..TRIES {
            if caller.is_none() {
                *caller = Caller::connect(self.at).await.ok();
            }
            if let Some(connected) = caller {
                status = connected.ask(&call).await.ok();
            }
            // What was refused before it was read ends its connection.
            if matches!(status, None | Some(408 | 413 | 503)) {
                *caller = None;
            }
            if status.is_some() || attack == Some(Attack::ChunkedTooLarge) {
                break;
            }
        }
        Ended { number, attack, status }
    }
}
