//! The drill from its first turn to its verdict. Time is simulated: a turn every few minutes of it, as
//! fast as the machine can.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use anyhow::bail;

use super::life::Life;
use super::operator::Operator;
use super::verdict;
use super::weather::Weather;
use super::webhooks::Webhooks;
use crate::app::App;
use crate::cli::demo::{Store, Temporary, install};
use crate::demo::{Network, Town};
use crate::model::{AccountName, Clock, ManualClock, Stamp, SystemClock};
use crate::store;
use crate::worker::Report;

/// When every drill begins.
const START: &str = "2026-11-02T06:00:00Z";
/// After the last comment: every copy of what was deleted must have ended by then.
const DRAIN: Duration = Duration::from_hours(30);
/// So long before the end the moderators go home.
const LAST_DEEDS: Duration = Duration::from_hours(6);
/// Units of YouTube's daily quota for each comment of a day, on whatever network.
const UNITS: u32 = 15;
/// How often progress is told.
const TOLD: Duration = Duration::from_hours(24);

#[derive(Debug, clap::Args)]
pub(in crate::cli::drill) struct Args {
    /// How many comments citizens write, on all networks together.
    #[arg(long, default_value_t = 100_000, value_name = "N")]
    comments: u32,
    /// In how many simulated days.
    #[arg(long, default_value_t = 30, value_name = "N")]
    days: u32,
    /// Minutes of simulated time from one turn to the next.
    #[arg(long, default_value_t = 5, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=60))]
    step: u32,
    /// Which drill: printed, so that a failure can be looked at again.
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Print one line of JSON.
    #[arg(long)]
    json: bool,
    /// The main database, if not a temporary `SQLite` file; it must be empty.
    #[arg(long, value_name = "ADDRESS", requires = "keys")]
    main: Option<String>,
    /// The keys database; it must be empty.
    #[arg(long, value_name = "ADDRESS", requires = "main")]
    keys: Option<String>,
}

pub(in crate::cli::drill) async fn run(args: &Args) -> anyhow::Result<()> {
    let began = SystemClock.now();
    let seed = args.seed.unwrap_or_else(|| began.ms().unsigned_abs() % 1_000_000);
    let start = Stamp::parse(START).unwrap_or_default();
    let clock = ManualClock::at(start);
    let folder = Temporary::new(began)?;
    let town = Town::start(Arc::new(clock.clone()), seed).await?;
    // A channel with so many comments has bought more units.
    let a_day = args.comments / args.days.max(1);
    if town.networks().contains(&Network::YouTube) {
        town.set_quota(Network::YouTube, a_day.saturating_mul(UNITS).max(10_000));
    }
    let store = args.main.as_ref().zip(args.keys.as_ref()).map(|(main, keys)| Store { main, keys });
    let listen = ([127, 0, 0, 1], 0).into();
    let app = install(&folder.0, &town, listen, store, Arc::new(clock.clone())).await?;
    let webhooks = Webhooks::open(&app, &town).await?;
    let worker = app.worker()?;

    let (step, days) = (Duration::from_mins(args.step.into()), Duration::from_hours(24) * args.days);
    let mut life = Life::new(seed, args.comments, days, step);
    let mut weather = Weather::new(&town, start, days, seed);
    let mut operator = Operator::new();
    let (mut report, mut turns, mut told) = (Report::default(), 0_u64, start);
    let (ends, mut progress) = (start.later(days), std::io::stderr());
    let over = ends.later(DRAIN);
    let mut now = start;
    while now < over {
        now = now.later(step);
        clock.advance(now.since(clock.now()));
        weather.change(&town, now);
        if now <= ends {
            life.citizens_write(&town, start, now);
        } else {
            weather.clear(&town);
        }
        if !weather.is_our_line_cut() {
            webhooks.deliver(&town).await?;
        }
        add(&mut report, worker.turn().await?);
        turns += 1;
        // An account that failed or was told to wait goes on when its rest is over, as in a service that
        // runs, and not at the next step: or a day of many threads never came to its end.
        let until = now.later(step);
        while let Some((account, rested)) = next_rested(&app, clock.now()).await? {
            if rested >= until {
                break;
            }
            clock.advance(rested.since(clock.now()));
            add(&mut report, worker.turn_of(&account).await?);
            turns += 1;
        }
        // What they decide last must still be carried out.
        if now <= over.earlier(LAST_DEEDS) {
            life.moderators_decide(&app, &worker, &town, clock.now()).await?;
        }
        operator.renew(&app, &town, clock.now()).await?;
        if now.since(told) >= TOLD {
            told = now;
            let passed = SystemClock.now().since(began).as_secs();
            let day = now.since(start).as_secs() / 86_400;
            writeln!(
                progress,
                "day {day}: {} written, {} taken in, {passed} s",
                life.written(),
                report.taken_in
            )?;
        }
    }
    worker.release().await?;
    webhooks.close().await;
    let passed = SystemClock.now().since(began);
    let drilled =
        verdict::Drilled { seed, days: args.days, turns, passed, renewed: operator.renewed(), report };
    let verdict = verdict::reach(&app, &town, drilled).await?;
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

/// Troubles are what the drill makes.
fn add(report: &mut Report, mut turn: Report) {
    turn.troubles.clear();
    report.add(turn);
}

/// The next account that will have rested, and when.
async fn next_rested(app: &App, now: Stamp) -> anyhow::Result<Option<(AccountName, Stamp)>> {
    let mut tx = app.db.read().await?;
    let accounts = store::account::list(&mut tx, &app.config.organisations[0].id).await?;
    let resting = accounts.into_iter().map(|one| (one.account, one.retry_at)).filter(|(_, at)| *at > now);
    Ok(resting.min_by_key(|(_, at)| *at))
}
