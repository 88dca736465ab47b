//! An installation as an operator would make one: folder, configuration, keys, tokens, accounts that
//! may act.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};

use crate::app::App;
use crate::config::Config;
use crate::demo::{Network, Town};
use crate::model::{AccountName, Clock, InquiryId, Mode};
use crate::store;
use crate::vault::{KeyRing, Master, Renewal};

/// Our name for the account on a network.
pub(in crate::cli) fn account(network: Network) -> AccountName {
    AccountName::from_text(format!("demo-{}", network.name()))
}

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
    fs::write(&file, settings(town, listen, store)).with_context(|| format!("writing {}", file.display()))?;
    let now = clock.now();
    KeyRing::create(&folder.join("keys"), &Master::InFolder, InquiryId::new(now).as_str())?;
    let app = App::open(Config::load(Some(&file), std::iter::empty())?, clock).await?;
    let organisation = &app.config.organisations[0].id;
    for network in town.networks() {
        let (account, secrets) = (account(network), town.secrets(network));
        app.store_secrets(organisation, &account, 0, &secrets, None, Renewal::Added).await?;
        let mut tx = app.db.write().await?;
        store::account::set_mode(&mut tx, organisation, &account, Mode::Acting).await?;
        tx.commit().await?;
    }
    Ok(app)
}

/// The configuration: the town's addresses change with each demo, everything else is as shipped.
fn settings(town: &Town, listen: std::net::SocketAddr, store: Option<Store<'_>>) -> String {
    let accounts: Vec<_> = town
        .networks()
        .into_iter()
        .map(|network| {
            let (account, name) = (account(network), network.name());
            let (account, url, page) = (account.as_str(), town.url(network), town.page(network));
            // A text, a number or a truth value is written alike in TOML and in JSON.
            let options = town.options(network);
            let options: Vec<_> = options
                .iter()
                .map(|(key, value)| format!("options.{key} = {}\n", serde_json::json!(value)))
                .collect();
            let options = options.concat();
            format!(
                "[[organisations.accounts]]\nname = \"{account}\"\nnetwork = \"{name}\"\nbase_url = \"{url}\"\n\
                 page = \"{page}\"\n{options}"
            )
        })
        .collect();
    let store = store.map_or(String::new(), |store| {
        format!("[store]\nmain = \"{}\"\nkeys = \"{}\"\n\n", store.main, store.keys)
    });
    format!(
        "# Made by `ordstyrer demo`. The networks are simulated and end with it.\n\n{store}\
         [review]\nlisten = \"{listen}\"\npublic_url = \"http://{listen}\"\n\
         # Nobody needs a phone to look at the demo, and nobody works here.\nsecond_step = []\n\
         staff_notice = false\n\n\
         # Invented numbers have birth dates in 2036; `serve` refuses this setting.\n\
         [detect]\ncpr_today = \"2040-01-01\"\n\n\
         [[organisations]]\nid = \"demo\"\nname = \"Demo Kommune\"\nunit = \"Demo Kommune\"\nlanguage = \"da\"\n\n{}",
        accounts.join("\n")
    )
}
