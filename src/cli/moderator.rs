//! `ordstyrer moderator`: the first moderator, a lost password, and the end of an access.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};

use super::{say, setup};
use crate::app::App;
use crate::config::Organisation;
use crate::model::{AccountName, ModeratorId, Role, Stamp};
use crate::review::{access, moderators};
use crate::store::moderator::Moderator;

/// How long a sign-in link lives.
const LINK: Duration = Duration::from_hours(24);

/// Who may decide in the queue.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Command {
    /// Add somebody and print a link with which they sign in once and choose a password.
    Add {
        #[command(flatten)]
        who: Who,
        /// What they are: reader, moderator, team-lead, dpo, legal, security-lead or it-administrator.
        #[arg(long = "role", value_name = "ROLE", value_parser = role, default_value = "moderator")]
        roles: Vec<Role>,
    },
    /// Say what somebody is, from their next click on. Without a role they may do nothing.
    Role {
        #[command(flatten)]
        who: Who,
        /// As for add; all that they are.
        #[arg(value_name = "ROLE", value_parser = role)]
        roles: Vec<Role>,
    },
    /// Say which pages somebody looks after, from their next click on; none = all of them.
    Pages {
        #[command(flatten)]
        who: Who,
        /// The names of accounts.
        #[arg(value_name = "ACCOUNT")]
        accounts: Vec<String>,
    },
    /// Print a new link for a moderator who lost their password. Earlier links stop working.
    Reset(Who),
    /// Forget the second step of somebody who lost their phone, and end their sessions. They set up another
    /// one when they come in.
    LostPhone(Who),
    /// List the moderators with their pseudonyms.
    List(Where),
    /// List who has access and when somebody last looked at it: every three months, on the desk.
    Review(Where),
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
    let (Command::Add { who: Who { place, .. }, .. }
    | Command::Role { who: Who { place, .. }, .. }
    | Command::Pages { who: Who { place, .. }, .. }
    | Command::Reset(Who { place, .. })
    | Command::LostPhone(Who { place, .. })
    | Command::Disable(Who { place, .. })
    | Command::Review(place)
    | Command::List(place)) = command;
    let organisation = setup::organisation(&app.config, place.organisation.as_deref())?;
    let (id, now) = (&organisation.id, app.clock.now());
    match command {
        Command::Add { who, roles } => {
            let person = moderators::add(&app.db, &app.vault, id, &who.name, roles, now).await?;
            say(&format!("added {}, who appears as {person} in the audit trail", who.name))?;
            link(&app, organisation, &person, now).await
        }
        Command::Role { who, roles } => {
            let person = find(&app, organisation, &who.name).await?;
            moderators::set_roles(&app.db, &app.vault, id, &person.id, roles, now).await?;
            say(&format!(
                "{} is now: {}",
                who.name,
                listed(roles.iter().map(|role| role.as_str()), "nothing")
            ))
        }
        Command::Pages { who, accounts } => {
            let person = find(&app, organisation, &who.name).await?;
            let pages: Vec<_> = accounts.iter().map(AccountName::from_text).collect();
            moderators::set_pages(&app.db, &app.vault, id, &person.id, &pages, now).await?;
            say(&format!("{} looks after: {}", who.name, listed(accounts.iter().map(String::as_str), "all")))
        }
        Command::Reset(who) => {
            let person = find(&app, organisation, &who.name).await?;
            link(&app, organisation, &person.id, now).await
        }
        Command::LostPhone(who) => {
            let person = find(&app, organisation, &who.name).await?;
            let was = moderators::forget_factor(&app.db, &app.vault, id, &person.id, now).await?;
            say(if was { "forgotten, and their sessions are over" } else { "had no second step set up" })
        }
        Command::Review(_) => {
            for holder in access::holders(&app.db, id, now).await? {
                let (person, day) = (&holder.person, |at: Stamp| at.danish());
                let roles = listed(holder.roles.iter().map(|role| role.as_str()), "nothing");
                let last = person.last_in.map_or_else(|| "never".to_owned(), day);
                let look = holder.look.map_or_else(|| "never".to_owned(), |look| day(look.at));
                let due = if holder.is_due { "  LATE" } else { "" };
                let name = &person.name;
                say(&format!("{name}  ({roles})  last in: {last}  looked at: {look}{due}"))?;
            }
            Ok(())
        }
        Command::List(_) => {
            for person in moderators::list(&app.db, id).await? {
                let state = match (&person.disabled_at, &person.password_hash) {
                    (Some(since), _) => format!("shut out since {}", since.danish()),
                    (None, None) => "has not chosen a password yet".to_owned(),
                    (None, Some(_)) => "may sign in".to_owned(),
                };
                let (roles, pages) = moderators::rights_of(&app.db, id, &person.id).await?;
                let roles = listed(roles.iter().map(|role| role.as_str()), "nothing");
                let pages = listed(pages.iter().map(AccountName::as_str), "all pages");
                say(&format!("{}  {}  {state}  ({roles}; {pages})", person.id, person.name))?;
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

pub(super) fn role(text: &str) -> Result<Role, String> {
    let known = Role::ALL.map(|role| role.as_str().replace('_', "-"));
    Role::parse(&text.replace('-', "_")).ok_or_else(|| format!("there are {}", known.join(", ")))
}

fn listed<'a>(names: impl Iterator<Item = &'a str>, nothing: &str) -> String {
    let names: Vec<_> = names.collect();
    if names.is_empty() { nothing.to_owned() } else { names.join(", ") }
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
