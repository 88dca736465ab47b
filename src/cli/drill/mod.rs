//! `ordstyrer drill`: rehearsals that an operator can run on any machine, against a simulated town.

mod attack;
mod clock;
mod hooks;
mod kill;
mod networks;
mod outpost;
mod verdict;
mod victim;
mod victims;
mod webhooks;

/// Rehearsals against a simulated town; nothing real is touched.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    drill: Drill,
}

#[derive(Debug, clap::Subcommand)]
enum Drill {
    /// Kills worker and hook (`kill -9`) at random moments while citizens write and webhooks come, and
    /// checks that nothing was lost, nothing was answered twice and every row can be read.
    Kill(kill::Args),
    /// Calls the hook in every wrong way (forged, replayed, oversized, slow, deep), and checks that
    /// nothing of it was stored, that what was genuine was, and that memory stayed flat.
    Hooks(hooks::Args),
    /// Runs every network of the town through weeks of simulated time: webhooks lost and doubled, calls
    /// that fail, tokens that end, outages. Checks that nothing was lost, taken in or answered twice, no
    /// private message touched and no limit passed.
    Networks(networks::Args),
    /// What is killed.
    #[command(hide = true)]
    Victim(victim::Args),
}

/// Runs it.
///
/// # Errors
/// When a promise was broken, or the drill itself could not run.
pub async fn run(args: &Args) -> anyhow::Result<()> {
    match &args.drill {
        Drill::Kill(args) => kill::run(args).await,
        Drill::Hooks(args) => hooks::run(args).await,
        Drill::Networks(args) => Box::pin(networks::run(args)).await,
        Drill::Victim(args) => victim::run(args).await,
    }
}
