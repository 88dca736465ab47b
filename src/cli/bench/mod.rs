//! `ordstyrer bench`: measurements beside a baseline in the same run, so that the ratio means the same
//! on every machine.

mod desk;
mod get;
mod hooks;
mod scan;
mod search;
mod stored;

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
    /// A page of the queue, with its database and the opening of fifty sealed rows, beside a static file from
    /// the same desk; at several numbers of stored inquiries, one after the other.
    Desk(desk::Args),
    /// A search for a word through open inquiries, beside reading both tables without opening anything.
    Search(search::Args),
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
        Bench::Desk(args) => desk::run(args).await,
        Bench::Search(args) => search::run(args).await,
        Bench::Scan(args) => scan::run(args),
    }
}
