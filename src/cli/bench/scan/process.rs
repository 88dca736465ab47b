//! What a process spends: processor time and peak memory, as Linux counts them under `/proc`.

use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, bail};

/// How often a running process is looked at.
const LOOK: Duration = Duration::from_millis(5);
/// `/proc` counts in hundredths of a second on every Linux.
const TICK: Duration = Duration::from_millis(10);

/// What a process spent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spent {
    pub(super) cpu: Duration,
    pub(super) wall: Duration,
    /// The most memory it ever held, in kilobytes.
    pub(super) peak_kb: u64,
}

/// Runs a command to its end.
///
/// # Errors
/// When it cannot be run, fails, or cannot be watched.
#[expect(clippy::disallowed_methods, reason = "speed is measured by a command")]
pub(super) fn run(command: &mut Command, what: &str) -> anyhow::Result<Spent> {
    let began = Instant::now();
    let mut child = command.spawn().with_context(|| format!("starting {what}"))?;
    let watched = watch(&child);
    let wall = began.elapsed();
    let status = child.wait().with_context(|| format!("waiting for {what}"))?;
    if !status.success() {
        bail!("{what} ended with {status}");
    }
    let (cpu, peak_kb) = watched?;
    Ok(Spent { cpu, wall, peak_kb })
}

/// Looks at a process until it has ended but is not yet taken away: then its times are final.
fn watch(child: &Child) -> anyhow::Result<(Duration, u64)> {
    let (stat, status) = (format!("/proc/{}/stat", child.id()), format!("/proc/{}/status", child.id()));
    let mut peak_kb = 0;
    loop {
        let line = std::fs::read_to_string(&stat).context("this measurement needs Linux: reading /proc")?;
        // The name in brackets may hold anything: fields are counted after it.
        let fields: Vec<&str> =
            line.rsplit_once(')').map_or("", |(_, rest)| rest).split_whitespace().collect();
        if fields.first() == Some(&"Z") {
            let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<u32>().ok());
            let (user, system) = ticks(11).zip(ticks(12)).context("reading processor times")?;
            return Ok((TICK * (user + system), peak_kb));
        }
        let now = std::fs::read_to_string(&status).unwrap_or_default();
        let held = now.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let held = held.and_then(|held| held.trim().trim_end_matches(" kB").parse().ok());
        peak_kb = held.unwrap_or(0).max(peak_kb);
        std::thread::sleep(LOOK);
    }
}
