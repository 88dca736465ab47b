//! Secrets as an operator gives them: a file that nobody else can read, standard input, or a prompt that
//! shows nothing. Never an argument or a variable: these are seen by others on the machine. What was
//! given never reaches an error.

use std::fs;
use std::io::{IsTerminal, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use secrecy::SecretString;
use toml::{Table, Value};
use zeroize::Zeroizing;

use super::prompt;
use crate::platform::{Secret, Secrets};

/// More than any set of secrets.
const MOST: u64 = 64 << 10;

#[derive(Debug, clap::Args)]
pub(super) struct Source {
    /// Read them from this file: one line NAME = "…" for each. Its mode must be 0600.
    #[arg(long, value_name = "FILE", conflicts_with = "stdin")]
    secrets: Option<PathBuf>,
    /// Read the same from standard input. Without either, a terminal asks for each.
    #[arg(long)]
    stdin: bool,
}

impl Source {
    /// The secrets that a network wants.
    ///
    /// # Errors
    /// A sentence for what is missing, unknown or unfit; it quotes no secret.
    pub(super) fn read(&self, wanted: &[Secret]) -> anyhow::Result<Secrets> {
        if let Some(path) = &self.secrets {
            return sort_out(&file(path)?, wanted);
        }
        let mut input = std::io::stdin();
        if self.stdin {
            let mut text = Zeroizing::new(String::new());
            let read = input.lock().take(MOST).read_to_string(&mut text);
            read.map_err(|error| anyhow!("standard input cannot be read: {}", error.kind()))?;
            return sort_out(&text, wanted);
        }
        if !input.is_terminal() {
            bail!("give the secrets with --secrets FILE or --stdin, or sit at a terminal");
        }
        let mut secrets = Secrets::default();
        for secret in wanted {
            let typed = prompt::hidden(&mut input, &question(secret))?;
            match typed.trim() {
                "" if secret.is_needed => bail!("`{}` is needed", secret.name),
                "" => {}
                word => secrets = secrets.with(secret.name, fit(secret.name, word)?),
            }
        }
        Ok(secrets)
    }
}

fn question(secret: &Secret) -> String {
    let optional = if secret.is_needed { "" } else { "; empty for none" };
    format!("{} ({}{optional}): ", secret.name, secret.about)
}

fn file(path: &Path) -> anyhow::Result<Zeroizing<String>> {
    let shown = path.display();
    let failed = |error: std::io::Error| anyhow!("{shown} cannot be read: {}", error.kind());
    let about = fs::metadata(path).map_err(failed)?;
    if !about.is_file() || about.len() > MOST {
        bail!("{shown} is no file of secrets");
    }
    let mode = about.permissions().mode();
    if mode & 0o077 != 0 {
        bail!(
            "{shown} is open to others (mode {:o}), and was not read; use chmod 600, and consider whether \
             somebody saw it",
            mode & 0o777
        );
    }
    fs::read_to_string(path).map(Zeroizing::new).map_err(failed)
}

/// Holds what was written against what the network wants.
fn sort_out(text: &str, wanted: &[Secret]) -> anyhow::Result<Secrets> {
    // TOML's own error would quote the line.
    let written: Table =
        text.parse().map_err(|_| anyhow!("one line NAME = \"…\" is expected for each secret"))?;
    let names = || wanted.iter().map(|secret| secret.name).collect::<Vec<_>>().join(", ");
    let mut secrets = Secrets::default();
    for (name, value) in written {
        let known = wanted.iter().find(|secret| secret.name == name);
        // The unknown name is not quoted: who mixes up the two sides writes the secret there.
        let known = known.with_context(|| {
            format!("there is a name that is none of this network's secrets, which are: {}", names())
        })?;
        let Value::String(word) = value else { bail!("`{}` is no text in quotation marks", known.name) };
        let word = Zeroizing::new(word);
        secrets = secrets.with(known.name, fit(known.name, word.trim())?);
    }
    match wanted.iter().find(|secret| secret.is_needed && secrets.get(secret.name).is_none()) {
        Some(missing) => bail!("`{}` is missing: {}", missing.name, missing.about),
        None => Ok(secrets),
    }
}

fn fit(name: &str, word: &str) -> anyhow::Result<SecretString> {
    if word.is_empty() {
        bail!("`{name}` is empty");
    }
    if word.chars().any(char::is_control) {
        bail!("`{name}` holds more than one line");
    }
    Ok(SecretString::from(word))
}
