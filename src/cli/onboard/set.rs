//! Writing down how a step stands.

use anyhow::{Context, bail};

use super::list::{standing, waits_for};
use crate::app::App;
use crate::cli::{say, setup};
use crate::model::{By, Stamp};
use crate::store::onboarding::{self, Entry, State};

/// A name or a note that is longer was meant for another place.
const MOST_OWNER: usize = 100;
const MOST_NOTE: usize = 2000;

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The step, as the list names it.
    step: String,
    /// open, under-way, done or not-needed.
    #[arg(long, value_parser = state)]
    state: Option<State>,
    /// Who sees to it: a colleague or a unit; "" for nobody.
    #[arg(long)]
    owner: Option<String>,
    /// The day it is due, as 2026-11-21; "" for none.
    #[arg(long, value_parser = day)]
    due: Option<String>,
    /// What is to be remembered. Never a citizen's name or words; "" for nothing.
    #[arg(long)]
    note: Option<String>,
    /// Which organisation, where there are several.
    #[arg(long, value_name = "ID")]
    organisation: Option<String>,
}

fn state(word: &str) -> Result<State, &'static str> {
    State::parse(&word.replace('-', "_")).ok_or("is open, under-way, done or not-needed")
}

fn day(text: &str) -> Result<String, &'static str> {
    let is_day = Stamp::of_day(text).is_some_and(|day| day.day() == text);
    if text.is_empty() || is_day { Ok(text.to_owned()) } else { Err("is a day, as 2026-11-21") }
}

pub(super) async fn run(app: &App, args: &Args) -> anyhow::Result<()> {
    let organisation = setup::organisation(&app.config, args.organisation.as_deref())?;
    let is_empty = args.state.is_none() && args.owner.is_none() && args.due.is_none() && args.note.is_none();
    if is_empty {
        bail!("nothing to write down: name --state, --owner, --due or --note");
    }
    short("owner", args.owner.as_deref(), MOST_OWNER)?;
    short("note", args.note.as_deref(), MOST_NOTE)?;
    let before = standing(app, organisation).await?;
    let one = before.iter().find(|one| one.step.id == args.step);
    let one = one
        .with_context(|| format!("there is no step `{}`: `ordstyrer onboard list` names them", args.step))?;
    let now = app.clock.now();
    let held = one.entry.clone().unwrap_or(Entry {
        step: args.step.clone(),
        state: one.state,
        owner: String::new(),
        note: String::new(),
        due: None,
        changed_at: now,
    });
    let entry = Entry {
        step: held.step,
        state: args.state.unwrap_or(held.state),
        owner: args.owner.clone().unwrap_or(held.owner),
        note: args.note.clone().unwrap_or(held.note),
        due: args.due.clone().or(held.due).filter(|due| !due.is_empty()),
        changed_at: now,
    };
    let mut tx = app.db.write().await?;
    onboarding::set(&mut tx, &organisation.id, &entry).await?;
    // Neither owner nor note: the trail holds no names.
    let what = format!("onboarding.{}:{}", entry.state.as_str(), entry.step);
    app.vault.audit(&mut tx, &organisation.id, &By::Operator, what, None, now).await?;
    tx.commit().await?;

    let words = app.config.onboarding.words(organisation.language);
    let state = words.states.get(entry.state.as_str()).map_or(entry.state.as_str(), String::as_str);
    say(&format!("{}: {state}", entry.step))?;
    let waits = waits_for(one.step, &before);
    if !waits.is_empty() && matches!(entry.state, State::UnderWay | State::Done) {
        say(&format!("{}: {}", words.headings.builds_on, waits.join(", ")))?;
    }
    Ok(())
}

fn short(what: &str, text: Option<&str>, most: usize) -> anyhow::Result<()> {
    let text = text.unwrap_or_default();
    if text.chars().count() > most {
        bail!("the {what} is longer than {most} signs");
    }
    if text.chars().any(char::is_control) {
        bail!("the {what} holds a sign that nobody can see");
    }
    Ok(())
}
