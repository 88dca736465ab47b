//! `ordstyrer bench`: measurements beside a baseline in the same run, so that the ratio means the same
//! on every machine.

mod hooks;

/// Measurements beside a baseline in the same run.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    bench: Bench,
}

#[derive(Debug, clap::Subcommand)]
enum Bench {
    /// Webhooks, verified and on disk before they are answered, beside an endpoint that reads the same
    /// calls and does nothing.
    Hooks(hooks::Args),
}

/// Runs it.
///
/// # Errors
/// When the measurement itself could not run.
pub async fn run(args: &Args) -> anyhow::Result<()> {
    match &args.bench {
        Bench::Hooks(args) => hooks::run(args).await,
    }
}
