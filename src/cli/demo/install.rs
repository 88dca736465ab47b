//! An installation as an operator would make one: folder, configuration, secrets, keys, accounts
//! that may act.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use secrecy::ExposeSecret;

use crate::app::App;
use crate::config::Config;
use crate::demo::{Network, Town};
use crate::model::{AccountName, Clock, InquiryId, Mode};
use crate::store;
use crate::vault::{KeyRing, Master};

const NETWORKS: [(Network, &str); 2] = [(Network::Facebook, "facebook"), (Network::Bluesky, "bluesky")];

/// Databases of the caller's own, in place of files in the folder.
#[derive(Clone, Copy, Debug)]
pub(in crate::cli) struct Store<'a> {
    pub(in crate::cli) main: &'a str,
    pub(in crate::cli) keys: &'a str,
}

/// Makes it in an empty folder, and opens it.
pub(in crate::cli) async fn install(
    folder: &Path,
    town: &Town,
    listen: std::net::SocketAddr,
    store: Option<Store<'_>>,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<App> {
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    if fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?.next().is_some() {
        bail!("{} is not empty: name another folder, or empty it first", folder.display());
    }
    let file = folder.join("ordstyrer.toml");
    for (network, name) in NETWORKS {
        secret(&folder.join(format!("{name}.token")), town.token(network).expose_secret())?;
    }
    fs::write(&file, settings(town, listen, store)).with_context(|| format!("writing {}", file.display()))?;
    let now = clock.now();
    KeyRing::create(&folder.join("keys"), &Master::InFolder, InquiryId::new(now).as_str())?;
    let app = App::open(Config::load(Some(&file), std::iter::empty())?, clock).await?;
    let mut tx = app.db.write().await?;
    for (_, name) in NETWORKS {
        let account = AccountName::from_text(format!("demo-{name}"));
        let organisation = &app.config.organisations[0].id;
        store::account::set_mode(&mut tx, organisation, &account, Mode::Acting).await?;
    }
    tx.commit().await?;
    Ok(app)
}

/// The configuration: the town's addresses change with each demo, everything else is as shipped.
fn settings(town: &Town, listen: std::net::SocketAddr, store: Option<Store<'_>>) -> String {
    let accounts: Vec<_> = NETWORKS
        .into_iter()
        .map(|(network, name)| {
            let url = match network {
                Network::Facebook => town.facebook_url(),
                Network::Bluesky => town.bluesky_url(),
            };
            let page = town.page(network);
            format!(
                "[[organisations.accounts]]\nname = \"demo-{name}\"\nnetwork = \"{name}\"\nbase_url = \"{url}\"\n\
                 page = \"{page}\"\ntoken_file = \"{name}.token\"\n"
            )
        })
        .collect();
    let store = store.map_or(String::new(), |store| {
        format!("[store]\nmain = \"{}\"\nkeys = \"{}\"\n\n", store.main, store.keys)
    });
    format!(
        "# Made by `ordstyrer demo`. The networks are simulated and end with it.\n\n{store}\
         [review]\nlisten = \"{listen}\"\npublic_url = \"http://{listen}\"\n\n\
         # Invented numbers have birth dates in 2036; `serve` refuses this setting.\n\
         [detect]\ncpr_today = \"2040-01-01\"\n\n\
         [[organisations]]\nid = \"demo\"\nname = \"Demo Kommune\"\nunit = \"Demo Kommune\"\nlanguage = \"da\"\n\n{}",
        accounts.join("\n")
    )
}

fn secret(path: &Path, token: &str) -> anyhow::Result<()> {
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("writing {}", path.display()))?;
    file.write_all(token.as_bytes()).with_context(|| format!("writing {}", path.display()))
}
