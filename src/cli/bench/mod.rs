//! `ordstyrer bench`: measurements beside a baseline in the same run, so that the ratio means the same
//! on every machine.

mod hooks;
mod scan;

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
    /// The whole `scan` process, JSON in and out, beside Presidio on the same comments by processor time;
    /// and its memory at two sizes. Linux only.
    Scan(scan::Args),
}

/// Runs it.
///
/// # Errors
/// When the measurement itself could not run.
pub async fn run(args: &Args) -> anyhow::Result<()> {
    match &args.bench {
        Bench::Hooks(args) => hooks::run(args).await,
        Bench::Scan(args) => scan::run(args),
    }
}
