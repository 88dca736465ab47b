//! `ordstyrer drill`: rehearsals that an operator can run on any machine, against a simulated town.

mod clock;
mod kill;
mod verdict;
mod victim;

/// Rehearsals against a simulated town; nothing real is touched.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    drill: Drill,
}

#[derive(Debug, clap::Subcommand)]
enum Drill {
    /// Kills the worker (`kill -9`) at random moments while citizens write, and checks that nothing
    /// was lost, nothing was answered twice and every row can be read.
    Kill(kill::Args),
    /// The worker that is killed.
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
        Drill::Victim(args) => victim::run(args).await,
    }
}
