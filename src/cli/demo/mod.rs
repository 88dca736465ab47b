//! `ordstyrer demo`: a simulated town, the real worker, the real review queue.

mod install;
mod once;
mod open;
mod story;
mod tally;

pub(in crate::cli) use install::{Store, account, install};
pub(in crate::cli) use once::Temporary;

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::App;
use crate::demo::{Citizens, Moderators, Tools, Town};
use crate::model::{AccountName, Capabilities, Clock, Stamp};
use crate::worker::{Report, Worker};

/// A small simulated town on this machine: citizens write, the real worker pulls, screens, hides
/// and forgets, simulated moderators decide a part of the queue, and the review queue is open.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Run without waiting, on a simulated clock that lets retention periods pass, and end.
    #[arg(long)]
    once: bool,
    /// How many turns the worker takes with --once.
    #[arg(long, default_value_t = 48, value_name = "N")]
    turns: u32,
    /// Which town: equal seeds give equal towns.
    #[arg(long, default_value_t = 1, value_name = "S")]
    seed: u64,
    /// With --once, print one line of JSON instead of sentences.
    #[arg(long, requires = "once")]
    json: bool,
    /// Keep the installation in this empty folder, with an ordstyrer.toml for the other commands.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Where the review queue listens.
    #[arg(long, default_value = "127.0.0.1:8080", value_name = "ADDRESS")]
    listen: std::net::SocketAddr,
    /// Tell it in English.
    #[arg(long)]
    english: bool,
}

/// Runs it.
///
/// # Errors
/// When the folder is not empty, the port is taken, or our own databases fail.
pub async fn run(args: &Args) -> anyhow::Result<()> {
    if args.once { once::run(args).await } else { open::run(args).await }
}

/// The town with everything that lives in it.
struct Scene {
    town: Town,
    app: App,
    worker: Worker,
    citizens: Citizens,
    moderators: Moderators,
    can: std::collections::BTreeMap<AccountName, Capabilities>,
    clock: Arc<dyn Clock>,
}

/// What happened between two looks at the clock.
struct Happened {
    at: Stamp,
    written: usize,
    report: Report,
    decisions: crate::demo::Decisions,
}

impl Scene {
    async fn new(folder: &std::path::Path, args: &Args, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let town = Town::start(Arc::clone(&clock), args.seed).await?;
        // The demo signs in once, but a long one on a simulated clock renews often.
        let app = install(folder, &town, args.listen, None, Arc::clone(&clock)).await?;
        let worker = app.worker()?;
        Ok(Self {
            can: worker.capabilities(),
            citizens: Citizens::new(args.seed),
            moderators: Moderators::new(args.seed),
            town,
            app,
            worker,
            clock,
        })
    }

    /// Citizens write, the worker takes a turn, moderators decide.
    async fn step(&mut self, citizens_write: bool) -> anyhow::Result<Happened> {
        let at = self.clock.now();
        let written = if citizens_write { self.citizens.step(&self.town, at).len() } else { 0 };
        let report = self.worker.turn().await?;
        let organisation = &self.app.config.organisations[0];
        let tools = Tools {
            db: &self.app.db,
            vault: &self.app.vault,
            policy: &self.app.config.policy,
            mailboxes: &self.app.config.mailboxes,
            replies: &self.app.config.replies,
            outgoing: &self.app.outgoing()?,
            organisation: &organisation.id,
            unit: &organisation.unit,
            can: &self.can,
        };
        let decisions = if citizens_write {
            self.moderators.step(&tools, &self.town, at).await?
        } else {
            crate::demo::Decisions::default()
        };
        Ok(Happened { at, written, report, decisions })
    }
}
