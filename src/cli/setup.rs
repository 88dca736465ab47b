//! What every command begins with: the configuration, the log, and the opened installation.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};

use super::log;
use crate::app::App;
use crate::config::{self, Config, Organisation, Outpost};
use crate::model::SystemClock;

/// Looked for when no file was named.
const FILE: &str = "ordstyrer.toml";

/// The configuration: the file that was named, else the one in this folder, else the defaults.
pub(super) fn config(named: Option<&Path>) -> anyhow::Result<Config> {
    Ok(Config::load(file(named), config::environment())?)
}

/// What of it the hook uses alone.
pub(super) fn outpost(named: Option<&Path>) -> anyhow::Result<Outpost> {
    Ok(Outpost::load(file(named), config::environment())?)
}

fn file(named: Option<&Path>) -> Option<&Path> {
    let here = Path::new(FILE);
    named.or_else(|| here.exists().then_some(here))
}

/// The installation, opened, with its log.
pub(super) async fn open(named: Option<&Path>) -> anyhow::Result<App> {
    let config = config(named)?;
    log::start(config.log)?;
    // Opening is a large future: it holds both databases' migrations.
    App::open(config, Arc::new(SystemClock)).await
}

/// The organisation of this name; without a name the only one.
pub(super) fn organisation<'a>(config: &'a Config, name: Option<&str>) -> anyhow::Result<&'a Organisation> {
    match (name, config.organisations.as_slice()) {
        (Some(name), all) => all
            .iter()
            .find(|one| one.id.as_str() == name)
            .with_context(|| format!("there is no organisation `{name}`")),
        (None, [only]) => Ok(only),
        (None, []) => bail!("no organisation is configured"),
        (None, _) => bail!("there are several organisations: name one with --organisation"),
    }
}
