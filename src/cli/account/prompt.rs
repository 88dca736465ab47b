//! A question whose answer is not shown while it is typed.

use std::io::{BufRead, Stdin, Write};

use anyhow::Context;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use zeroize::Zeroizing;

/// Asks on standard error, and reads one line from the terminal.
///
/// # Errors
/// When it is no terminal, or it is closed.
pub(super) fn hidden(terminal: &mut Stdin, question: &str) -> anyhow::Result<Zeroizing<String>> {
    let shown = tcgetattr(&*terminal).context("asking the terminal")?;
    let mut silent = shown.clone();
    silent.local_modes.remove(LocalModes::ECHO);
    // The end of the line is still seen.
    silent.local_modes.insert(LocalModes::ECHONL);
    let mut out = std::io::stderr();
    write!(out, "{question}").and_then(|()| out.flush()).context("asking the terminal")?;
    // What was typed before the question is thrown away: it may be meant for something else.
    tcsetattr(&*terminal, OptionalActions::Flush, &silent).context("asking the terminal")?;
    let guard = Shown { terminal, before: shown };
    let mut line = Zeroizing::new(String::new());
    let read = guard.terminal.lock().read_line(&mut line);
    drop(guard);
    read.context("reading from the terminal")?;
    Ok(line)
}

/// Shows again what is typed.
struct Shown<'a> {
    terminal: &'a Stdin,
    before: Termios,
}

impl Drop for Shown<'_> {
    fn drop(&mut self) {
        if tcsetattr(self.terminal, OptionalActions::Now, &self.before).is_err() {
            tracing::warn!("the terminal may not show what is typed: run `stty echo`");
        }
    }
}
