//! The real services, as one process that ends with us.

use std::io::{BufRead, BufReader, Lines, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde::Deserialize;
use url::Url;

/// PLC, PDS and `AppView` on loopback.
pub(super) struct Services {
    process: Child,
    to: Option<ChildStdin>,
    from: Lines<BufReader<ChildStdout>>,
    pub(super) at: Addresses,
}

#[derive(Clone, Deserialize)]
pub(super) struct Addresses {
    /// Where accounts live and write.
    pub(super) pds: Url,
    /// Where a reader without an account reads.
    pub(super) appview: Url,
}

impl Services {
    /// Installs what is missing (minutes, once) and starts.
    pub(super) fn start() -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bluesky/start.sh");
        let mut process = Command::new("bash")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("bash runs the script");
        let mut from = BufReader::new(process.stdout.take().unwrap()).lines();
        let at = from
            .by_ref()
            .map(Result::unwrap)
            .find_map(|line| Some(serde_json::from_str(line.strip_prefix("READY ")?).unwrap()))
            .expect("the services started; what stands above says why not");
        Self { to: process.stdin.take(), from, process, at }
    }

    /// Waits until a reader sees everything that was written.
    pub(super) fn settle(&mut self) {
        writeln!(self.to.as_mut().unwrap(), "settle").unwrap();
        let answer = self.from.by_ref().map(Result::unwrap).find(|line| line == "SETTLED");
        assert!(answer.is_some(), "the services ended");
    }
}

impl Drop for Services {
    fn drop(&mut self) {
        // Its standard input closes, and with it everything ends.
        drop(self.to.take());
        let status = self.process.wait();
        assert!(status.is_ok_and(|status| status.success()) || std::thread::panicking(), "it ended badly");
    }
}
