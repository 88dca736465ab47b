//! `ordstyrer account check`: what the network says of the stored token, and what a little pull shows.

use std::process::ExitCode;

use super::examine::{self, Examined, Told};
use super::find;
use super::pull::{self, Pulled};
use crate::app::App;
use crate::cli::{complain, say};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The account, as the configuration names it.
    name: String,
    /// Print one line of JSON.
    #[arg(long)]
    json: bool,
}

/// All that was seen, for a script. Counts, permissions and moments; nothing of a citizen.
#[derive(serde::Serialize)]
struct Seen<'a> {
    account: &'a str,
    network: &'a str,
    token_version: Option<i64>,
    token_since: Option<String>,
    token: Option<Examined>,
    pull: Option<Pulled>,
    hints: Vec<String>,
    wrong: Vec<String>,
}

pub(super) async fn run(app: &App, args: &Args) -> anyhow::Result<ExitCode> {
    let (organisation, account) = find(app, &args.name)?;
    let now = app.clock.now();
    let mut seen = Seen {
        account: &args.name,
        network: &account.network,
        token_version: None,
        token_since: None,
        token: None,
        pull: None,
        hints: Vec::new(),
        wrong: Vec::new(),
    };
    match examine::stored(app, organisation, account).await? {
        Err(wrong) => seen.wrong.push(wrong),
        Ok(Told { stored, line, examined }) => {
            seen.wrong = examined.wrong();
            seen.token_version = Some(stored.version);
            seen.token_since = Some(stored.set_at.rfc3339());
            if examined.refusal.is_none() {
                let looked = line.within_quota(app, organisation, |platform| pull::look(platform, now));
                let (pulled, failed) = looked.await?;
                seen.hints = pulled.hints(crate::platform::hints(&account.network));
                seen.pull = Some(pulled);
                seen.wrong.extend(failed);
            }
            seen.token = Some(examined);
        }
    }
    if args.json {
        say(&serde_json::to_string(&seen)?)?;
    } else {
        let token = seen.token.iter().flat_map(|token| token.said(now));
        let pull = seen.pull.iter().flat_map(Pulled::said);
        token.chain(pull).chain(seen.hints).try_for_each(|sentence| say(&sentence))?;
        seen.wrong.iter().for_each(|sentence| complain(sentence));
    }
    if !seen.wrong.is_empty() {
        return Ok(ExitCode::FAILURE);
    }
    if !args.json {
        say("nothing is wrong")?;
    }
    Ok(ExitCode::SUCCESS)
}
