//! `demo --once`: no waiting, a simulated clock. Citizens write for the first part of the turns;
//! in the rest days pass until every retention period is over.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;

use super::story;
use super::tally::Tally;
use super::{Args, Scene};
use crate::model::{Clock, ManualClock, Stamp};

/// When every demo on the simulated clock begins.
const START: &str = "2026-11-21T07:00:00Z";
/// Between two turns while citizens write.
const STEP: Duration = Duration::from_mins(20);
/// What passes in the rest: longer than any period of the shipped policy.
const REST: Duration = Duration::from_hours(130 * 24);

pub(super) async fn run(args: &Args) -> anyhow::Result<()> {
    let start = Stamp::parse(START).context("the demo's first moment")?;
    let clock = ManualClock::at(start);
    let temporary;
    let folder = if let Some(folder) = &args.data {
        folder.as_path()
    } else {
        temporary = Temporary::new(clock.now())?;
        &temporary.0
    };
    let mut scene = Scene::new(folder, args, Arc::new(clock.clone())).await?;
    let mut tally = Tally::default();
    let lively = args.turns - args.turns / 3;
    let mut out = std::io::stdout().lock();
    for turn in 0..args.turns {
        let happened = scene.step(turn < lively).await?;
        tally.add(&happened);
        tally.look(&scene).await?;
        if !args.json {
            for sentence in story::tell(&happened, args.english) {
                writeln!(out, "{sentence}")?;
            }
        }
        clock.advance(if turn < lively { STEP } else { REST / (args.turns - lively) });
    }
    // What became due with the last step.
    let happened = scene.step(false).await?;
    tally.add(&happened);
    tally.close(&scene, folder).await?;
    scene.worker.release().await?;
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&tally)?)?;
    } else {
        for sentence in story::sum_up(&tally, args.english) {
            writeln!(out, "{sentence}")?;
        }
    }
    Ok(())
}

/// A folder that goes when the demo ends.
pub(in crate::cli) struct Temporary(pub(in crate::cli) std::path::PathBuf);

impl Temporary {
    pub(in crate::cli) fn new(now: Stamp) -> anyhow::Result<Self> {
        let name = format!("ordstyrer-demo-{}", crate::model::TaskId::new(now));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).with_context(|| format!("making {}", path.display()))?;
        Ok(Self(path))
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // Nothing real is in it: the town is invented.
        if std::fs::remove_dir_all(&self.0).is_err() {
            tracing::warn!("the demo's temporary folder could not be removed");
        }
    }
}
