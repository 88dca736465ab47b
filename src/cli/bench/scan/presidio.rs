//! Presidio beside us: another free tool that finds personal data, on the same comments in the same run.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::Context;

/// Reads with a blank pipeline, which is the fastest that Presidio offers.
const SCRIPT: &str = include_str!("presidio.py");
/// How to get it.
const INSTALL: &str =
    "python3 -m venv VENV && VENV/bin/pip install presidio-analyzer, then --python VENV/bin/python";

/// What it came to.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Read {
    /// Comments.
    pub(super) read: u32,
    /// Processor seconds, without loading.
    pub(super) seconds: f64,
}

impl Read {
    /// Comments in a second of processor time.
    pub(super) fn rate(&self) -> f64 {
        f64::from(self.read) / self.seconds.max(1e-9)
    }
}

/// Reads at most `most` of the comments; the sentence says why it did not.
pub(super) fn read(
    python: &Path,
    comments: &Path,
    folder: &Path,
    most: usize,
) -> anyhow::Result<Result<Read, String>> {
    let probe = Command::new(python)
        .args(["-c", "import presidio_analyzer, spacy, tldextract"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    if !probe.is_ok_and(|status| status.success()) {
        return Ok(Err(format!("{} has no presidio-analyzer: {INSTALL}", python.display())));
    }
    let out = File::create(folder.join("presidio.jsonl")).context("making Presidio's output")?;
    let ran = Command::new(python)
        .arg("-c")
        .arg(SCRIPT)
        .arg(comments)
        .arg(most.to_string())
        .stdout(out)
        .stderr(Stdio::piped())
        .output()
        .context("running Presidio")?;
    let told = String::from_utf8_lossy(&ran.stderr);
    let last = told.lines().last().unwrap_or_default();
    Ok(serde_json::from_str(last).map_err(|_| format!("Presidio ended with {} and no figures", ran.status)))
}
