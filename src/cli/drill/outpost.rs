//! A hook of a drill: its secrets, its settings, and the process that runs it.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, bail};
use serde_json::Value;
use tokio::process::{Child, Command};

use crate::cli::caller::{Caller, SECRET, TOKEN};

/// How often a starting hook is asked.
const BEAT: Duration = Duration::from_millis(10);
/// How long it may take to start.
const PATIENCE: Duration = Duration::from_mins(1);

/// Adds the hook's settings to the configuration in a folder, with its secrets beside it. Answers with
/// where it is going to listen.
pub(super) fn add(folder: &Path, deadline_seconds: u32) -> anyhow::Result<SocketAddr> {
    // Free now, and nobody on this machine hurries to take it.
    let listen = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr())?;
    for (name, secret) in [("hook.secret", SECRET), ("hook.token", TOKEN)] {
        let path = folder.join(name);
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        file.and_then(|mut file| file.write_all(secret.as_bytes()))
            .with_context(|| format!("writing {}", path.display()))?;
    }
    let path = folder.join("ordstyrer.toml");
    let secrets = "app_secrets = [\"file:hook.secret\"], verify_tokens = [\"file:hook.token\"]";
    let settings = format!(
        "\n[hook]\nlisten = \"{listen}\"\ndeadline_seconds = {deadline_seconds}\n\
         facebook = {{ {secrets} }}\ninstagram = {{ {secrets} }}\n"
    );
    let file = OpenOptions::new().append(true).create(true).open(&path);
    file.and_then(|mut file| file.write_all(settings.as_bytes()))
        .with_context(|| format!("writing {}", path.display()))?;
    Ok(listen)
}

/// Starts this program with these arguments.
pub(super) fn spawn(args: &[&str], folder: &Path) -> anyhow::Result<Child> {
    let program = std::env::current_exe().context("finding this program")?;
    Command::new(program)
        .args(args)
        .arg("--config")
        .arg(folder.join("ordstyrer.toml"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .context("starting the hook")
}

/// Waits until it answers.
pub(super) async fn ready(child: &mut Child, at: SocketAddr) -> anyhow::Result<()> {
    let answers = async {
        loop {
            if let Some(status) = child.try_wait()? {
                bail!("the hook ended by itself ({status}) before it was ready");
            }
            if health(at).await.is_ok() {
                return Ok(());
            }
            tokio::time::sleep(BEAT).await;
        }
    };
    tokio::time::timeout(PATIENCE, answers).await.context("the hook did not get ready")?
}

/// What it tells a monitor.
pub(super) async fn health(at: SocketAddr) -> anyhow::Result<Value> {
    let mut caller = Caller::connect(at).await?;
    caller.say(b"GET /health HTTP/1.1\r\nhost: hook.example\r\nconnection: close\r\n\r\n").await?;
    let (_, body) = caller.answer().await?;
    Ok(serde_json::from_slice(&body)?)
}

/// The memory of a process, in kilobytes: now, and at its highest.
pub(super) fn memory(child: &Child) -> anyhow::Result<(u64, u64)> {
    let id = child.id().context("the hook ended by itself")?;
    let status = fs::read_to_string(format!("/proc/{id}/status")).context("asking for the hook's memory")?;
    let find = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse().ok()
    };
    find("VmRSS:").zip(find("VmHWM:")).context("the system does not tell a process's memory")
}
