//! The commands, one a file. An error is a sentence on standard error, never a backtrace.

mod account;
mod check;
pub mod demo;
pub mod drill;
pub mod eval;
mod evaluate;
mod forget;
mod halt;
mod keys;
mod log;
mod moderator;
mod retain;
mod scan;
mod serve;
mod setup;
mod signals;

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
    /// Run the worker and the review queue on the configured accounts, until told to stop.
    Serve,
    Demo(demo::Args),
    Drill(drill::Args),
    Scan(scan::Args),
    Check(check::Args),
    Retain(retain::Args),
    Forget(forget::Args),
    Stop(halt::Stop),
    Start(halt::Start),
    #[command(subcommand)]
    Keys(keys::Command),
    #[command(subcommand)]
    Moderator(moderator::Command),
    #[command(subcommand)]
    Account(account::Command),
    Eval(evaluate::Args),
}

/// Runs the command line.
pub async fn run() -> ExitCode {
    let Cli { config, command } = Cli::parse();
    let config = config.as_deref();
    let result = match command {
        Command::Serve => serve::run(config).await.map(done),
        Command::Demo(args) => Box::pin(demo::run(&args)).await.map(done),
        Command::Drill(args) => Box::pin(drill::run(&args)).await.map(done),
        Command::Scan(args) => scan::run(config, &args),
        Command::Check(args) => check::run(config, &args).await,
        Command::Retain(args) => retain::run(config, &args).await.map(done),
        Command::Forget(args) => forget::run(config, &args).await.map(done),
        Command::Stop(args) => halt::stop(config, &args).await.map(done),
        Command::Start(args) => halt::start(config, &args).await.map(done),
        Command::Keys(command) => keys::run(config, &command).map(done),
        Command::Moderator(command) => moderator::run(config, &command).await.map(done),
        Command::Account(command) => account::run(config, &command).await.map(done),
        Command::Eval(args) => evaluate::run(config, &args).map(done),
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
