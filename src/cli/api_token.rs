//! `ordstyrer api-token`: lets a program read figures.

use std::path::Path;
use std::time::Duration;

use anyhow::bail;
use serde_json::json;

use super::{moderator, say, setup};
use crate::model::Role;
use crate::review::tokens;
use crate::store::api_token::Token;

const A_DAY: Duration = Duration::from_hours(24);

/// Which programs may read figures over /api/v1/ (its description is at /api/v1/openapi.json).
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Make a token and print it once: afterwards only its hash is there.
    Add {
        /// What it is for.
        name: String,
        /// What it may read is what this role may read; may be given several times.
        #[arg(long = "role", value_name = "ROLE", default_value = "reader", value_parser = moderator::role)]
        roles: Vec<Role>,
        /// In how many days it ends.
        #[arg(long, value_name = "N", default_value_t = 365, value_parser = clap::value_parser!(u32).range(1..=730))]
        days: u32,
        #[command(flatten)]
        place: Where,
    },
    /// List the tokens: what for, by which roles, until when, used last on which day.
    List {
        /// Print JSON, one object a line.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Where,
    },
    /// End a token at once.
    Revoke {
        /// Its id, as `list` shows it.
        id: String,
        #[command(flatten)]
        place: Where,
    },
}

#[derive(Debug, clap::Args)]
pub(super) struct Where {
    /// The organisation; needed where there are several.
    #[arg(long, value_name = "ID")]
    organisation: Option<String>,
}

pub(super) async fn run(file: Option<&Path>, command: &Command) -> anyhow::Result<()> {
    let app = setup::open(file).await?;
    let (Command::Add { place, .. } | Command::List { place, .. } | Command::Revoke { place, .. }) = command;
    let organisation = setup::organisation(&app.config, place.organisation.as_deref())?;
    let (owner, now) = (&organisation.id, app.clock.now());
    match command {
        Command::Add { name, roles, days, .. } => {
            let lives = A_DAY * *days;
            let (id, token) =
                tokens::add(&app.db, &app.vault, owner, (name.as_str(), roles), lives, now).await?;
            say(&format!(
                "made {id}, which ends {}; the token is shown this once:",
                now.later(lives).danish()
            ))?;
            say(&token)
        }
        Command::List { json, .. } => {
            for token in tokens::list(&app.db, owner).await? {
                say(&if *json { as_json(&token) } else { in_words(&token) })?;
            }
            Ok(())
        }
        Command::Revoke { id, .. } => {
            if tokens::revoke(&app.db, &app.vault, owner, id, now).await? {
                return say("ended");
            }
            bail!("no token {id} is in force in {owner}; `ordstyrer api-token list` shows them")
        }
    }
}

/// The roles as they are given.
fn names(token: &Token) -> Vec<String> {
    token.roles.iter().map(|role| role.as_str().replace('_', "-")).collect()
}

fn in_words(token: &Token) -> String {
    let state = match token.revoked_at {
        Some(at) => format!("ended {}", at.danish()),
        None => format!("until {}", token.expires_at.danish()),
    };
    let used = if token.used_day.is_empty() { "never used" } else { &token.used_day };
    format!("{}  {}  {}  {state}  {used}", token.id, token.name, names(token).join(","))
}

fn as_json(token: &Token) -> String {
    json!({
        "id": token.id, "name": token.name, "roles": names(token), "made_at": token.made_at,
        "expires_at": token.expires_at, "revoked_at": token.revoked_at,
        "used_day": (!token.used_day.is_empty()).then_some(&token.used_day),
    })
    .to_string()
}
