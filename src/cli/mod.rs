//! The commands, one a file. An error is a sentence on standard error, never a backtrace.

mod account;
mod alarm;
mod api_token;
mod backfill;
pub mod backtest;
pub mod bench;
mod caller;
mod check;
pub mod demo;
pub mod drill;
pub mod eval;
mod evaluate;
mod forget;
mod halt;
mod hook;
mod keys;
mod log;
mod mailboxes;
mod moderator;
mod onboard;
mod reconcile;
mod report;
mod retain;
mod scan;
mod serve;
mod setup;
mod shadows;
mod signals;
mod train;
mod trial;

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;

/// Moderates citizens' comments for Danish municipalities: finds leaked CPR numbers and hides them,
/// points case requests to Digital Post, leaves the rest to people, and forgets in time.
#[derive(Debug, Parser)]
#[command(name = "ordstyrer", version)]
struct Cli {
    /// The configuration file; without it, ordstyrer.toml in this folder if there is one.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Serve(serve::Args),
    Demo(demo::Args),
    Drill(drill::Args),
    Bench(bench::Args),
    Scan(scan::Args),
    Check(check::Args),
    Retain(retain::Args),
    Forget(forget::Args),
    Stop(halt::Stop),
    Start(halt::Start),
    #[command(subcommand)]
    Hook(hook::Command),
    #[command(subcommand)]
    Keys(keys::Command),
    #[command(subcommand)]
    Moderator(moderator::Command),
    #[command(subcommand)]
    ApiToken(api_token::Command),
    #[command(subcommand)]
    Account(account::Command),
    #[command(subcommand)]
    Onboard(onboard::Command),
    #[command(subcommand)]
    Mailboxes(mailboxes::Command),
    Reconcile(reconcile::Args),
    Report(report::Args),
    Backfill(backfill::Args),
    Eval(evaluate::Args),
    Backtest(trial::Args),
    Shadows(shadows::Args),
    Train(train::Args),
    #[command(subcommand)]
    Alarm(alarm::Command),
}

/// Runs the command line.
pub async fn run() -> ExitCode {
    let Cli { config, command } = Cli::parse();
    let config = config.as_deref();
    let result = match command {
        Command::Serve(args) => serve::run(config, &args).await.map(done),
        Command::Demo(args) => Box::pin(demo::run(&args)).await.map(done),
        Command::Drill(args) => Box::pin(drill::run(&args)).await.map(done),
        Command::Bench(args) => Box::pin(bench::run(&args)).await.map(done),
        Command::Scan(args) => scan::run(config, &args),
        Command::Check(args) => check::run(config, &args).await,
        Command::Retain(args) => retain::run(config, &args).await.map(done),
        Command::Forget(args) => forget::run(config, &args).await.map(done),
        Command::Stop(args) => halt::stop(config, &args).await.map(done),
        Command::Start(args) => halt::start(config, &args).await.map(done),
        Command::Hook(command) => hook::run(&command).map(done),
        Command::Keys(command) => keys::run(config, &command).map(done),
        Command::Moderator(command) => moderator::run(config, &command).await.map(done),
        Command::ApiToken(command) => api_token::run(config, &command).await.map(done),
        Command::Account(command) => account::run(config, &command).await,
        Command::Onboard(command) => onboard::run(config, &command).await.map(done),
        Command::Mailboxes(command) => mailboxes::run(config, &command).await,
        Command::Reconcile(args) => reconcile::run(config, &args).await,
        Command::Report(args) => report::run(config, &args).await.map(done),
        Command::Backfill(args) => Box::pin(backfill::run(config, &args)).await.map(done),
        Command::Eval(args) => evaluate::run(config, &args).map(done),
        Command::Backtest(args) => Box::pin(trial::run(config, &args)).await,
        Command::Shadows(args) => shadows::run(config, &args).await.map(done),
        Command::Train(args) => train::run(&args).map(done),
        Command::Alarm(command) => alarm::run(config, &command).await,
    };
    result.unwrap_or_else(|error| {
        complain(&format!("{error:#}"));
        ExitCode::FAILURE
    })
}

fn done((): ()) -> ExitCode {
    ExitCode::SUCCESS
}

/// Says what is wrong, each sentence on a line of its own.
fn complain(sentences: &str) {
    for sentence in sentences.lines() {
        eprintln!("ordstyrer: {sentence}");
    }
}

/// Says what was done.
fn say(sentence: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout().lock(), "{sentence}")?)
}
