//! Tokens: given, replaced, destroyed. The network is asked before anything is stored, so that what
//! stands has worked once.

use anyhow::bail;

use super::examine::{self, Examined, Line};
use super::find;
use super::given::Source;
use crate::app::App;
use crate::cli::{complain, say};
use crate::config::{Account, Organisation};
use crate::model::{AccountName, By, Mode, OrganisationId};
use crate::platform;
use crate::store;
use crate::vault::Renewal;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The account, as the configuration names it.
    name: String,
    #[command(flatten)]
    source: Source,
    /// Print one line of JSON.
    #[arg(long)]
    json: bool,
}

/// What was stored, for a script.
#[derive(serde::Serialize)]
struct Outcome<'a> {
    account: &'a str,
    network: &'a str,
    /// The version that stands now; `None` when nothing was stored.
    stored: Option<i64>,
    #[serde(flatten)]
    examined: &'a Examined,
}

pub(super) async fn add(app: &App, args: &Args) -> anyhow::Result<()> {
    let (organisation, account) = find(app, &args.name)?;
    if stands(app, &organisation.id, &account.name).await? {
        bail!("{0} has a token: put another in its place with `ordstyrer account rotate {0}`", args.name);
    }
    give(app, organisation, account, args, Renewal::Added).await
}

pub(super) async fn rotate(app: &App, args: &Args) -> anyhow::Result<()> {
    let (organisation, account) = find(app, &args.name)?;
    if !stands(app, &organisation.id, &account.name).await? {
        bail!("{0} has no token yet: give it one with `ordstyrer account add {0}`", args.name);
    }
    give(app, organisation, account, args, Renewal::Rotated).await
}

async fn stands(app: &App, organisation: &OrganisationId, account: &AccountName) -> anyhow::Result<bool> {
    let mut tx = app.db.read().await?;
    Ok(store::credential::get(&mut tx, organisation, account).await?.is_some())
}

async fn give(
    app: &App,
    organisation: &Organisation,
    account: &Account,
    args: &Args,
    renewal: Renewal,
) -> anyhow::Result<()> {
    let (id, name) = (&organisation.id, &account.name);
    let after = store::credential::version(&mut app.db.read().await?, id, name).await?;
    let secrets = args.source.read(platform::secrets(&account.network).unwrap_or_default())?;
    let line = Line::open(app, account, secrets.clone())?;
    let examined = line.within_quota(app, organisation, |platform| examine::token(account, platform)).await?;
    let known = store::account::get(&mut app.db.read().await?, id, name).await?;
    if examined.is_untold() && known.is_some_and(|known| known.mode == Mode::Acting) {
        bail!("{name} acts, and {}; or let it observe first: nothing was changed", examine::UNTOLD);
    }
    let stored = match &examined.refusal {
        Some(_) => None,
        None => app.store_secrets(id, name, after, &secrets, examined.ends_at, renewal).await?,
    };
    if args.json {
        let (account, network) = (name.as_str(), account.network.as_str());
        say(&serde_json::to_string(&Outcome { account, network, stored, examined: &examined })?)?;
    } else {
        examined.said(app.clock.now()).iter().try_for_each(|sentence| say(sentence))?;
        examined.wrong().iter().for_each(|sentence| complain(sentence));
    }
    match (stored, renewal) {
        (Some(_), _) if args.json => Ok(()),
        (Some(version), _) => say(&format!("stored as version {version}, used from the next turn on")),
        (None, _) if examined.refusal.is_none() => {
            bail!("somebody else stored a token meanwhile: nothing was changed")
        }
        (None, Renewal::Rotated) => bail!("nothing was changed: the old token stays"),
        (None, Renewal::Added | Renewal::Renewed) => bail!("nothing was stored"),
    }
}

/// Also for an account that is not configured any more: its token must not lie here for ever.
pub(super) async fn remove(app: &App, name: &str) -> anyhow::Result<()> {
    let (account, now) = (AccountName::from_text(name), app.clock.now());
    for organisation in store::organisation::list(&mut app.db.read().await?).await? {
        let mut tx = app.db.write().await?;
        if !store::credential::forget(&mut tx, &organisation, &account, now).await? {
            continue;
        }
        // A network's terms on what we keep count from here, as if it had ended our access.
        store::account::dead(&mut tx, &organisation, &account, Some(now)).await?;
        let what = format!("account.token_removed:{name}");
        app.vault.audit(&mut tx, &organisation, &By::Operator, what, None, now).await?;
        tx.commit().await?;
        app.db.checkpoint().await?;
        return say(&format!(
            "the token of {name} is destroyed; end it on the network too: a backup of the database and the key \
             folder together still open it"
        ));
    }
    bail!("no token of an account `{name}` is stored")
}
