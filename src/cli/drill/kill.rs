//! Kills the worker at random moments, heals, drains, and counts what was broken.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use super::clock::FastClock;
use super::verdict;
use crate::app::App;
use crate::cli::demo::{Store, Temporary, install};
use crate::demo::{Citizens, Fault, Moderators, Network, Tools, Town};
use crate::model::{Clock, Stamp, SystemClock};

/// The drill's clock: a second of the machine is an hour and a bit of the town.
const TIMES: i64 = 4000;
/// How many turns the healed worker gets to bring everything to an end.
const HEALING: u32 = 60;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How often the worker is killed.
    #[arg(long, default_value_t = 200, value_name = "N")]
    kills: u32,
    /// Which drill: printed, so that a failure can be looked at again.
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Print one line of JSON.
    #[arg(long)]
    json: bool,
    /// The share of calls whose answer is lost after they were carried out.
    #[arg(long, default_value_t = 0.02, value_name = "P")]
    lost_answers: f64,
    /// The main database, if not a temporary `SQLite` file; it must be empty.
    #[arg(long, value_name = "ADDRESS", requires = "keys")]
    main: Option<String>,
    /// The keys database; it must be empty.
    #[arg(long, value_name = "ADDRESS", requires = "main")]
    keys: Option<String>,
}

pub(super) async fn run(args: &Args) -> anyhow::Result<()> {
    let seed = args.seed.unwrap_or_else(|| SystemClock.now().ms().unsigned_abs() % 1_000_000);
    let mut chance = StdRng::seed_from_u64(seed);
    let from = SystemClock.now();
    let clock = Arc::new(FastClock::new(from, TIMES));
    let folder = Temporary::new(from)?;
    let town = Town::start(Arc::clone(&clock) as Arc<dyn Clock>, seed).await?;
    // A new process signs in anew: the limit on sign-ins is not what is rehearsed.
    town.limit_sign_ins(false);
    for network in [Network::Facebook, Network::Bluesky] {
        town.fault_rate(network, args.lost_answers, &[Fault::AnswerLost]);
    }
    let store = args.main.as_ref().zip(args.keys.as_ref()).map(|(main, keys)| Store { main, keys });
    let listen = ([127, 0, 0, 1], 0).into();
    let app = install(&folder.0, &town, listen, store, Arc::clone(&clock) as Arc<dyn Clock>).await?;
    let mut life = Life { citizens: Citizens::new(seed), moderators: Moderators::new(seed) };

    let mut progress = std::io::stderr();
    for kill in 1..=args.kills {
        let mut victim = spawn(&folder.0, from)?;
        // One in five dies while it starts: recovery itself is killed too.
        if chance.random_bool(0.8) {
            ready(&mut victim).await?;
            life.go_on(&app, &town, clock.now()).await?;
        }
        tokio::time::sleep(Duration::from_micros(chance.random_range(200..250_000))).await;
        if let Some(status) = victim.try_wait()? {
            bail!("the worker ended by itself ({status}) before kill {kill}; seed {seed}");
        }
        victim.kill().await.context("killing the worker")?;
        if kill % 20 == 0 && !args.json {
            writeln!(progress, "{kill} of {} kills", args.kills)?;
        }
    }

    for network in [Network::Facebook, Network::Bluesky] {
        town.fault_rate(network, 0.0, &[]);
    }
    heal(&app, &town).await?;
    let verdict = verdict::reach(&app, &town, seed, args.kills).await?;
    app.db.close().await;
    app.vault.keys.close().await;
    let mut out = std::io::stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&verdict)?)?;
    } else {
        writeln!(out, "{verdict}")?;
    }
    if verdict.is_broken() {
        bail!("a promise was broken; look again with --seed {seed}");
    }
    Ok(())
}

/// Citizens and moderators, who live on while the worker dies.
struct Life {
    citizens: Citizens,
    moderators: Moderators,
}

impl Life {
    async fn go_on(&mut self, app: &App, town: &Town, now: Stamp) -> anyhow::Result<()> {
        self.citizens.step(town, now);
        let organisation = &app.config.organisations[0];
        let limits = app.worker()?.reply_limits();
        let tools = Tools {
            db: &app.db,
            vault: &app.vault,
            policy: &app.config.policy,
            mailboxes: &app.config.mailboxes,
            replies: &app.config.replies,
            organisation: &organisation.id,
            unit: &organisation.unit,
            limits: &limits,
        };
        self.moderators.step(&tools, town, now).await?;
        Ok(())
    }
}

fn spawn(folder: &Path, from: Stamp) -> anyhow::Result<Child> {
    let program = std::env::current_exe().context("finding this program")?;
    Command::new(program)
        .args(["drill", "victim", "--config"])
        .arg(folder.join("ordstyrer.toml"))
        .args(["--from", &from.ms().to_string(), "--times", &TIMES.to_string()])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .context("starting the worker")
}

async fn ready(victim: &mut Child) -> anyhow::Result<()> {
    let out = victim.stdout.take().context("the worker's output")?;
    let line = tokio::time::timeout(Duration::from_mins(1), BufReader::new(out).lines().next_line()).await;
    match line.context("the worker did not get ready")?? {
        Some(line) if line == "ready" => Ok(()),
        _ => bail!("the worker ended before it was ready"),
    }
}

/// An undisturbed worker brings everything to an end.
async fn heal(app: &App, town: &Town) -> anyhow::Result<()> {
    let worker = app.worker()?;
    for _ in 0..HEALING {
        worker.turn().await?;
        if verdict::is_quiet(app, town).await? {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    worker.release().await
}
