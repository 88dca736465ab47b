//! The accounts, and how they fare.

use crate::app::App;
use crate::cli::say;
use crate::model::{Mode, OrganisationId, Stamp};
use crate::store::{self, account::Account, credential::Stored};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Print one line of JSON for each.
    #[arg(long)]
    json: bool,
}

/// One account, for a script.
#[derive(serde::Serialize)]
struct Line<'a> {
    organisation: &'a OrganisationId,
    account: &'a str,
    network: &'a str,
    is_configured: bool,
    acts: bool,
    connected_at: String,
    token_version: Option<i64>,
    token_since: Option<String>,
    token_ends: Option<String>,
    dead_since: Option<String>,
    trouble: Option<&'a str>,
    read_at: Option<String>,
    private_dropped: i64,
    unreadable: i64,
}

pub(super) async fn run(app: &App, args: &Args) -> anyhow::Result<()> {
    for organisation in &app.config.organisations {
        let mut tx = app.db.read().await?;
        for known in store::account::list(&mut tx, &organisation.id).await? {
            let stored = store::credential::get(&mut tx, &organisation.id, &known.account).await?;
            let is_configured = organisation.accounts.iter().any(|one| one.name == known.account);
            if args.json {
                let line = line(&organisation.id, &known, stored.as_ref(), is_configured);
                say(&serde_json::to_string(&line)?)?;
                continue;
            }
            let mode = match known.mode {
                _ if !is_configured => "not configured any more",
                Mode::Observing => "observes",
                Mode::Acting => "acts",
            };
            let fares = match (&known.trouble, known.pulled_at) {
                (Some(trouble), _) => format!("{trouble}; next try {}", known.retry_at.danish()),
                (None, Some(at)) => format!("last read {}", at.danish()),
                (None, None) => "not read yet".to_owned(),
            };
            say(&format!(
                "{}  {}  {}  {mode}, connected {}; {}; {fares}; private items dropped unread {}, unreadable items {}",
                organisation.id,
                known.account,
                known.network,
                known.connected_at.danish(),
                token(&known, stored.as_ref()),
                known.private_dropped,
                known.unreadable
            ))?;
        }
    }
    Ok(())
}

fn token(known: &Account, stored: Option<&Stored>) -> String {
    let Some(stored) = stored else { return "no token".to_owned() };
    let ends = stored.ends_at.map_or(String::new(), |ends| format!(", ends {}", ends.danish()));
    let dead = known.dead_since.map_or(String::new(), |since| format!(", dead since {}", since.danish()));
    format!("token of {}{ends}{dead}", stored.set_at.danish())
}

fn line<'a>(
    organisation: &'a OrganisationId,
    known: &'a Account,
    stored: Option<&Stored>,
    is_configured: bool,
) -> Line<'a> {
    Line {
        organisation,
        account: known.account.as_str(),
        network: &known.network,
        is_configured,
        acts: known.mode == Mode::Acting,
        connected_at: known.connected_at.rfc3339(),
        token_version: stored.map(|stored| stored.version),
        token_since: stored.map(|stored| stored.set_at.rfc3339()),
        token_ends: stored.and_then(|stored| stored.ends_at).map(Stamp::rfc3339),
        dead_since: known.dead_since.map(Stamp::rfc3339),
        trouble: known.trouble.as_deref(),
        read_at: known.pulled_at.map(Stamp::rfc3339),
        private_dropped: known.private_dropped,
        unreadable: known.unreadable,
    }
}
