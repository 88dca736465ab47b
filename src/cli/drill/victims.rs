//! The two processes that a drill kills: a worker and a hook.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, bail};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};

use super::outpost;
use crate::model::Stamp;

/// Both, each as long as it lives.
pub(super) struct Victims<'a> {
    folder: &'a Path,
    from: Stamp,
    times: i64,
    hook_at: SocketAddr,
    worker: Option<Child>,
    /// What a worker says until it is ready.
    starting: Option<ChildStdout>,
    hook: Option<Child>,
}

impl<'a> Victims<'a> {
    /// Of the installation in a folder, on a clock that runs since `from`, so many times as fast.
    pub(super) fn new(folder: &'a Path, from: Stamp, times: i64, hook_at: SocketAddr) -> Self {
        Self { folder, from, times, hook_at, worker: None, starting: None, hook: None }
    }

    /// Starts what is dead.
    pub(super) fn start(&mut self) -> anyhow::Result<()> {
        if self.worker.is_none() {
            let mut worker = self.spawn(&[])?;
            self.starting = worker.stdout.take();
            self.worker = Some(worker);
        }
        self.start_hook()
    }

    /// Starts the hook, if it is dead.
    pub(super) fn start_hook(&mut self) -> anyhow::Result<()> {
        if self.hook.is_none() {
            self.hook = Some(self.spawn(&["--hook"])?);
        }
        Ok(())
    }

    fn spawn(&self, more: &[&str]) -> anyhow::Result<Child> {
        let program = std::env::current_exe().context("finding this program")?;
        Command::new(program)
            .args(["drill", "victim", "--config"])
            .arg(self.folder.join("ordstyrer.toml"))
            .args(["--from", &self.from.ms().to_string(), "--times", &self.times.to_string()])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .context("starting a process")
    }

    /// Waits until both work.
    pub(super) async fn ready(&mut self) -> anyhow::Result<()> {
        if let Some(out) = self.starting.take() {
            let line = BufReader::new(out).lines();
            let line = tokio::time::timeout(Duration::from_mins(1), async { { line }.next_line().await });
            match line.await.context("the worker did not get ready")?? {
                Some(line) if line == "ready" => {}
                _ => bail!("the worker ended before it was ready"),
            }
        }
        match &mut self.hook {
            Some(hook) => outpost::ready(hook, self.hook_at).await,
            None => Ok(()),
        }
    }

    /// Kills the worker.
    pub(super) async fn kill_worker(&mut self) -> anyhow::Result<()> {
        self.starting = None;
        end(&mut self.worker, "worker").await
    }

    /// Kills the hook.
    pub(super) async fn kill_hook(&mut self) -> anyhow::Result<()> {
        end(&mut self.hook, "hook").await
    }
}

async fn end(process: &mut Option<Child>, name: &str) -> anyhow::Result<()> {
    let Some(mut child) = process.take() else { return Ok(()) };
    if let Some(status) = child.try_wait()? {
        bail!("the {name} ended by itself ({status}) before it was killed");
    }
    child.kill().await.with_context(|| format!("killing the {name}"))
}
