//! Kills worker and hook at random moments, heals, drains, and counts what was broken.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::clock::FastClock;
use super::outpost;
use super::verdict::{self, Drilled};
use super::victims::Victims;
use super::webhooks::Webhooks;
use crate::app::App;
use crate::cli::demo::{Store, Temporary, install};
use crate::config::Outpost;
use crate::demo::{Citizens, Fault, Moderators, Tools, Town};
use crate::model::{Clock, Stamp, SystemClock};

/// The drill's clock: a second of the machine is an hour and a bit of the town.
const TIMES: i64 = 4000;
/// How many turns the healed worker gets to bring everything to an end. Each kill lost what was reserved of
/// a daily quota, so on a metered network that takes until its next day.
const HEALING: u32 = 600;
/// The share of kills that hit the hook.
const HOOKS_SHARE: f64 = 0.3;
const DEADLINE_SECONDS: u32 = 5;

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// How often a process is killed: the worker mostly, else the hook.
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
    let town = Arc::new(Town::start(Arc::clone(&clock) as Arc<dyn Clock>, seed).await?);
    // A new process signs in anew: the limit on sign-ins is not what is rehearsed.
    town.limit_sign_ins(false);
    for network in town.networks() {
        town.fault_rate(network, args.lost_answers, &[Fault::AnswerLost]);
    }
    let store = args.main.as_ref().zip(args.keys.as_ref()).map(|(main, keys)| Store { main, keys });
    let listen = ([127, 0, 0, 1], 0).into();
    let app = install(&folder.0, &town, listen, store, Arc::clone(&clock) as Arc<dyn Clock>).await?;
    let hook_at = outpost::add(&folder.0, DEADLINE_SECONDS)?;
    let outpost = Outpost::load(Some(&folder.0.join("ordstyrer.toml")), std::iter::empty())?;
    let mut life = Life { citizens: Citizens::new(seed), moderators: Moderators::new(seed) };
    let mut victims = Victims::new(&folder.0, from, TIMES, hook_at);
    victims.start()?;
    victims.ready().await?;
    let mut webhooks = Webhooks::start(outpost, &app, Arc::clone(&town), hook_at).await?;
    let mut hook_kills = 0;

    let mut progress = std::io::stderr();
    for kill in 1..=args.kills {
        victims.start()?;
        // One in five dies while it starts: recovery itself is killed too.
        if chance.random_bool(0.8) {
            victims.ready().await?;
            life.go_on(&app, &town, clock.now()).await?;
        }
        tokio::time::sleep(Duration::from_micros(chance.random_range(200..250_000))).await;
        let killed = if chance.random_bool(HOOKS_SHARE) {
            hook_kills += 1;
            victims.kill_hook().await
        } else {
            victims.kill_worker().await
        };
        killed.with_context(|| format!("kill {kill}, seed {seed}"))?;
        webhooks.check(&app).await?;
        if kill % 20 == 0 && !args.json {
            writeln!(progress, "{kill} of {} kills", args.kills)?;
        }
    }

    victims.kill_worker().await?;
    victims.start_hook()?;
    victims.ready().await?;
    let webhooks = webhooks.finish(&app).await?;
    victims.kill_hook().await?;
    for network in town.networks() {
        town.fault_rate(network, 0.0, &[]);
    }
    heal(&app, &town).await?;
    let verdict =
        verdict::reach(&app, &town, Drilled { seed, kills: args.kills, hook_kills, webhooks }).await?;
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

/// Citizens and moderators, who live on while worker and hook die.
struct Life {
    citizens: Citizens,
    moderators: Moderators,
}

impl Life {
    async fn go_on(&mut self, app: &App, town: &Town, now: Stamp) -> anyhow::Result<()> {
        self.citizens.step(town, now);
        let organisation = &app.config.organisations[0];
        let can = app.worker()?.capabilities();
        let tools = Tools {
            db: &app.db,
            vault: &app.vault,
            policy: &app.config.policy,
            mailboxes: &app.config.mailboxes,
            replies: &app.config.replies,
            outgoing: &app.outgoing()?,
            organisation: &organisation.id,
            unit: &organisation.unit,
            can: &can,
        };
        self.moderators.step(&tools, town, now).await?;
        Ok(())
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
