//! Verified and durable webhooks a second, beside a no-op endpoint behind the same door, under the same
//! load, in the same run.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use axum::Router;
use axum::body::Bytes;
use axum::http::StatusCode;
use axum::routing::post;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::cli::caller::{self, Caller, SECRET, TOKEN};
use crate::cli::demo::Temporary;
use crate::hook::{self, Channel, Counts, Door, Hook, Network, Page, Settings};
use crate::model::{AccountName, Clock, OrganisationId, SystemClock};
use crate::store::{self, Db, Engine, Schema};

const PAGE: &str = "1234567890321";
const DEADLINE: Duration = Duration::from_secs(10);

#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Calls in each round.
    #[arg(long, default_value_t = 50_000, value_name = "N")]
    calls: usize,
    /// Connections that call at the same time.
    #[arg(long, default_value_t = 256, value_name = "N", value_parser = clap::value_parser!(u32).range(1..4096))]
    connections: u32,
    /// Rounds; the one in the middle is reported.
    #[arg(long, default_value_t = 5, value_name = "N", value_parser = clap::value_parser!(u32).range(1..100))]
    rounds: u32,
    /// The database, if not a temporary `SQLite` file; it must be empty.
    #[arg(long, value_name = "ADDRESS")]
    main: Option<String>,
    /// Print one line of JSON.
    #[arg(long)]
    json: bool,
}

/// What was measured.
#[derive(Debug, serde::Serialize)]
struct Measured {
    engine: &'static str,
    calls: usize,
    connections: u32,
    rounds: u32,
    /// Calls a second, verified and on disk.
    durable: u64,
    /// Calls a second of the endpoint that does nothing.
    no_op: u64,
    /// The first by the second: the round in the middle.
    ratio: f64,
    lowest_ratio: f64,
    highest_ratio: f64,
    /// How long a durable call took, in microseconds.
    p50_us: u128,
    p99_us: u128,
}

pub(super) async fn run(args: &Args) -> anyhow::Result<()> {
    let now = SystemClock.now();
    let folder = Temporary::new(now)?;
    let address = args.main.clone();
    let address = address.unwrap_or_else(|| format!("sqlite:{}", folder.0.join("main.db").display()));
    let db = Db::open(&address, Schema::Main).await.context("opening the database")?;
    let stop = CancellationToken::new();

    let door = Door { at_once: usize::try_from(args.connections)? * 2, deadline: DEADLINE };
    let (listener, no_op) = listen().await?;
    let nothing = Router::new().route(Network::Facebook.path(), post(|_: Bytes| async { StatusCode::OK }));
    tokio::spawn(hook::listen(listener, nothing, door, Arc::<Counts>::default(), stop.clone()));
    let (listener, durable) = listen().await?;
    let settings = settings(door, args.calls);
    let (hook, writer) = Hook::new(settings, db.clone(), Arc::new(SystemClock));
    tokio::spawn(hook.serve(writer, listener, stop.clone()));

    let mut rounds = Vec::new();
    for round in 0..=args.rounds {
        let calls = Arc::new(calls(args, round, now.ms() / 1000));
        let (nothing, _) = load(args, &calls, no_op).await?;
        let (stored, took) = load(args, &calls, durable).await?;
        // The first one only warms up.
        if round > 0 {
            rounds.push((stored / nothing, stored, nothing, took));
        }
    }
    let expected = i64::try_from(args.calls)? * (i64::from(args.rounds) + 1);
    let there = store::hint::count(&mut db.read().await?, &organisation()).await?;
    if there != expected {
        bail!("{there} hints stand where {expected} calls were answered");
    }
    stop.cancel();
    let engine = match db.engine() {
        Engine::Sqlite => "SQLite",
        Engine::Postgres => "PostgreSQL",
    };
    db.close().await;
    report(args, engine, rounds)
}

fn report(
    args: &Args,
    engine: &'static str,
    mut rounds: Vec<(f64, f64, f64, Vec<Duration>)>,
) -> anyhow::Result<()> {
    rounds.sort_by(|one, other| one.0.total_cmp(&other.0));
    let (lowest, highest) = (rounds.first().map(|one| one.0), rounds.last().map(|one| one.0));
    let middle = rounds.len() / 2;
    let (ratio, durable, no_op, mut took) = rounds.swap_remove(middle);
    took.sort_unstable();
    let at = |share: usize| took.get(took.len() * share / 100).map_or(0, Duration::as_micros);
    let measured = Measured {
        engine,
        calls: args.calls,
        connections: args.connections,
        rounds: args.rounds,
        durable: whole(durable),
        no_op: whole(no_op),
        ratio,
        lowest_ratio: lowest.unwrap_or(ratio),
        highest_ratio: highest.unwrap_or(ratio),
        p50_us: at(50),
        p99_us: at(99),
    };
    let mut out = std::io::stdout();
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&measured)?)?;
        return Ok(());
    }
    let Measured { lowest_ratio, highest_ratio, durable, no_op, p50_us, p99_us, .. } = measured;
    writeln!(
        out,
        "{engine}: {durable} webhooks/s verified and on disk, {no_op}/s by an endpoint that does nothing: \
         ratio {ratio:.2} ({lowest_ratio:.2}-{highest_ratio:.2} over {} rounds of {} calls, {} connections); \
         a durable call took {p50_us} µs (p50), {p99_us} µs (p99)",
        args.rounds, args.calls, args.connections
    )?;
    Ok(())
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rate is positive and small")]
fn whole(rate: f64) -> u64 {
    rate.round() as u64
}

async fn listen() -> anyhow::Result<(TcpListener, SocketAddr)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("listening on loopback")?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

fn organisation() -> OrganisationId {
    OrganisationId::from_text("bench")
}

fn settings(door: Door, queue: usize) -> Settings {
    Settings {
        channels: vec![Channel {
            network: Network::Facebook,
            app_secrets: vec![SECRET.into()],
            verify_tokens: vec![TOKEN.into()],
        }],
        pages: vec![Page {
            network: Network::Facebook,
            id: PAGE.to_owned(),
            organisation: organisation(),
            account: AccountName::from_text("bench-facebook"),
        }],
        most_bytes: 1 << 20,
        deadline: door.deadline,
        oldest: Duration::from_hours(48),
        at_once: door.at_once,
        queue,
    }
}

/// Every call is about another comment: each must be stored.
fn calls(args: &Args, round: u32, time: i64) -> Vec<Vec<u8>> {
    let call = |number: usize| {
        let post = format!("{PAGE}_{}", number % 100);
        let body = caller::body(PAGE, &post, &format!("{round}_{number}"), "add", time).to_string();
        caller::call(Network::Facebook, &body, &caller::sign(SECRET, &body))
    };
    (0..args.calls).map(call).collect()
}

/// Calls a second, and how long each took. Every connection makes its share, one after the other.
#[expect(clippy::disallowed_methods, reason = "speed is measured by a command")]
async fn load(
    args: &Args,
    calls: &Arc<Vec<Vec<u8>>>,
    to: SocketAddr,
) -> anyhow::Result<(f64, Vec<Duration>)> {
    let connections = usize::try_from(args.connections)?;
    let mut callers = Vec::new();
    for _ in 0..connections {
        callers.push(Caller::connect(to).await.context("connecting")?);
    }
    let began = Instant::now();
    let callers = callers.into_iter().enumerate().map(|(number, mut caller)| {
        let calls = Arc::clone(calls);
        tokio::spawn(async move {
            let mut took = Vec::new();
            for call in calls.iter().skip(number).step_by(connections) {
                let from = Instant::now();
                match caller.ask(call).await.context("calling")? {
                    200 => took.push(from.elapsed()),
                    status => bail!("a call was answered {status}"),
                }
            }
            Ok(took)
        })
    });
    let mut took = Vec::with_capacity(calls.len());
    for caller in callers.collect::<Vec<_>>() {
        took.extend(caller.await.context("a caller")??);
    }
    let seconds = began.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a count of calls is small")]
    let rate = took.len() as f64 / seconds;
    Ok((rate, took))
}
