//! `ordstyrer moderator`: the first moderator, a lost password, and the end of an access.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};

use super::{say, setup};
use crate::app::App;
use crate::config::Organisation;
use crate::model::{ModeratorId, Stamp};
use crate::review::moderators;
use crate::store::moderator::Moderator;

/// How long a sign-in link lives.
const LINK: Duration = Duration::from_hours(24);

/// Who may decide in the queue.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Add a moderator and print a link with which they sign in once and choose a password.
    Add(Who),
    /// Print a new link for a moderator who lost their password. Earlier links stop working.
    Reset(Who),
    /// List the moderators with their pseudonyms.
    List(Where),
    /// Shut a moderator out at once, signed in or not.
    Disable(Who),
}

#[derive(Debug, clap::Args)]
pub(super) struct Who {
    /// The name that they sign in with.
    name: String,
    #[command(flatten)]
    place: Where,
}

#[derive(Debug, clap::Args)]
pub(super) struct Where {
    /// The organisation; needed where there are several.
    #[arg(long, value_name = "ID")]
    organisation: Option<String>,
}

pub(super) async fn run(file: Option<&Path>, command: &Command) -> anyhow::Result<()> {
    let app = setup::open(file).await?;
    let (Command::Add(Who { place, .. })
    | Command::Reset(Who { place, .. })
    | Command::Disable(Who { place, .. })
    | Command::List(place)) = command;
    let organisation = setup::organisation(&app.config, place.organisation.as_deref())?;
    let (id, now) = (&organisation.id, app.clock.now());
    match command {
        Command::Add(who) => {
            let person = moderators::add(&app.db, &app.vault, id, &who.name, now).await?;
            say(&format!("added {}, who appears as {person} in the audit trail", who.name))?;
            link(&app, organisation, &person, now).await
        }
        Command::Reset(who) => {
            let person = find(&app, organisation, &who.name).await?;
            link(&app, organisation, &person.id, now).await
        }
        Command::List(_) => {
            for person in moderators::list(&app.db, id).await? {
                let state = match (&person.disabled_at, &person.password_hash) {
                    (Some(since), _) => format!("shut out since {}", since.danish()),
                    (None, None) => "has not chosen a password yet".to_owned(),
                    (None, Some(_)) => "may sign in".to_owned(),
                };
                say(&format!("{}  {}  {state}", person.id, person.name))?;
            }
            Ok(())
        }
        Command::Disable(who) => {
            let person = find(&app, organisation, &who.name).await?;
            let is_new = moderators::disable(&app.db, &app.vault, id, &person.id, now).await?;
            say(if is_new { "shut out, signed in or not" } else { "was shut out already" })
        }
    }
}

async fn find(app: &App, organisation: &Organisation, name: &str) -> anyhow::Result<Moderator> {
    let found = moderators::find(&app.db, &organisation.id, name).await?;
    found.with_context(|| format!("there is no moderator of this name in {}", organisation.id))
}

async fn link(
    app: &App,
    organisation: &Organisation,
    person: &ModeratorId,
    now: Stamp,
) -> anyhow::Result<()> {
    let id = &organisation.id;
    let code = moderators::one_time(&app.db, &app.vault, id, person, LINK, now).await?;
    let Ok(mut address) = app.config.review.public_url.join("engang/") else {
        bail!("review.public_url cannot be extended");
    };
    address.set_path(&format!("engang/{id}/{code}"));
    say(&format!("sign in once, before {}: {address}", now.later(LINK).danish()))
}
