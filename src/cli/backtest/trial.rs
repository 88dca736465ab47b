//! Two sets of rules beside each other, and what is told of it while it goes on.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use super::fate::{Change, Sum};
use super::rules::Rules;
use crate::cli::complain;
use crate::decide::Policy;
use crate::detect::{Comment, Lists};
use crate::model::{Finding, Stamp};

/// How often a long trial says how far it is.
const SAYS: Duration = Duration::from_secs(2);

/// The rules in force and those that are tried.
pub struct Trial {
    standing: Rules,
    tried: Rules,
    cpr_today: Stamp,
}

impl Trial {
    /// Compiles the configured rules, and those of `rules` in their place: a folder with any of
    /// `policy.toml` and the word lists under their shipped names, or a policy file alone. `cpr_today` is
    /// the moment against which birth dates are plausible.
    ///
    /// # Errors
    /// A file that cannot be read or used, or whose name no rule has: it would be tried by nobody.
    pub fn new(lists: Lists, policy: Policy, rules: &Path, cpr_today: Stamp) -> anyhow::Result<Self> {
        let standing = Rules::new(&lists, policy)?;
        let tried = standing.with(rules, lists)?;
        Ok(Self { standing, tried, cpr_today })
    }

    /// Reads a comment with both. `masked`: what was found before its words were masked, which no rule can
    /// find again; it stands under both.
    pub(super) fn compare(
        &self,
        id: impl FnOnce() -> serde_json::Value,
        comment: &Comment<'_>,
        masked: &[Finding],
    ) -> Option<Change> {
        let read = |rules: &Rules| {
            let mut reading = rules.read(comment, self.cpr_today);
            reading.findings.extend_from_slice(masked);
            reading
        };
        let now = read(&self.standing);
        let other = (!self.tried.reads_like(&self.standing)).then(|| read(&self.tried));
        let then = other.as_ref().unwrap_or(&now);
        Change::between(id, (&now, &self.standing.propose(&now)), (then, &self.tried.propose(then)))
    }
}

/// Counts, and passes on each change.
pub(super) struct Telling<'a, W> {
    pub(super) sum: Sum,
    out: &'a mut W,
    json: bool,
    began: Instant,
    told: Instant,
}

impl<'a, W: Write> Telling<'a, W> {
    #[expect(clippy::disallowed_methods, reason = "speed is measured by a command")]
    pub(super) fn new(out: &'a mut W, json: bool) -> Self {
        let began = Instant::now();
        Self { sum: Sum::default(), out, json, began, told: began }
    }

    pub(super) fn change(&mut self, change: Change) -> anyhow::Result<()> {
        if self.json {
            serde_json::to_writer(&mut *self.out, &change)?;
            self.out.write_all(b"\n")?;
        }
        self.sum.add(change);
        Ok(())
    }

    /// Says how far it is, if it has been silent for a while.
    #[expect(clippy::disallowed_methods, reason = "speed is measured by a command")]
    pub(super) fn progress(&mut self) {
        if self.told.elapsed() >= SAYS {
            self.told = Instant::now();
            complain(&format!(
                "{} comments read, {} would fare otherwise",
                self.sum.comments, self.sum.changed
            ));
        }
    }

    /// Prints what it came to, as JSON the sum as the last line; returns how many could not be read.
    pub(super) fn end(self, trial: &Trial) -> anyhow::Result<u64> {
        let seconds = self.began.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "a count of comments")]
        let rate = self.sum.comments as f64 / seconds.max(1e-9);
        let (standing, tried) = (trial.standing.version(), trial.tried.version());
        if self.json {
            let mut line = serde_json::to_value(&self.sum)?;
            line["policy"] = serde_json::json!({"in_force": standing, "tried": tried});
            line["seconds"] = seconds.into();
            writeln!(self.out, "{line}")?;
            return Ok(self.sum.unreadable);
        }
        writeln!(self.out, "policy {standing} in force, {tried} tried; nothing was changed by this trial")?;
        for line in self.sum.sentences() {
            writeln!(self.out, "{line}")?;
        }
        writeln!(self.out, "{seconds:.1} s, {rate:.0} comments/s")?;
        Ok(self.sum.unreadable)
    }
}
