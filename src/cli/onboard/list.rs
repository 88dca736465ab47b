//! The steps as they stand.

use crate::app::App;
use crate::cli::{say, setup};
use crate::config::Organisation;
use crate::config::onboarding::Step;
use crate::model::{Language, OrganisationId};
use crate::store::onboarding::{self, Entry, State};

#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// Which organisation, where there are several.
    #[arg(long, value_name = "ID")]
    organisation: Option<String>,
    /// da or en; without it the organisation's own.
    #[arg(long, value_parser = super::print::language)]
    language: Option<Language>,
    /// Print one line of JSON.
    #[arg(long)]
    json: bool,
}

/// A step with how it stands.
pub(super) struct Standing<'a> {
    pub(super) step: &'a Step,
    pub(super) entry: Option<Entry>,
    /// How it stands: as written down, or not needed where the organisation is not on its networks.
    pub(super) state: State,
}

/// The steps of an organisation, in their order.
pub(super) async fn standing<'a>(
    app: &'a App,
    organisation: &Organisation,
) -> anyhow::Result<Vec<Standing<'a>>> {
    let mut tx = app.db.read().await?;
    let mut entries = onboarding::list(&mut tx, &organisation.id).await?;
    drop(tx);
    let steps = app.config.onboarding.steps().iter().map(|step| {
        let at = entries.iter().position(|entry| entry.step == step.id);
        let entry = at.map(|at| entries.swap_remove(at));
        let concerns = |network: &String| organisation.accounts.iter().any(|one| &one.network == network);
        // Before there are accounts nobody knows which networks it will be.
        let is_elsewhere = !organisation.accounts.is_empty()
            && !step.networks.is_empty()
            && !step.networks.iter().any(concerns);
        let unwritten = if is_elsewhere { State::NotNeeded } else { State::Open };
        Standing { step, state: entry.as_ref().map_or(unwritten, |entry| entry.state), entry }
    });
    Ok(steps.collect())
}

/// What a step waits for.
pub(super) fn waits_for<'a>(step: &'a Step, all: &[Standing<'_>]) -> Vec<&'a str> {
    let is_settled = |id: &str| all.iter().any(|one| one.step.id == id && one.state.is_settled());
    step.needs.iter().map(String::as_str).filter(|id| !is_settled(id)).collect()
}

#[derive(serde::Serialize)]
struct Told<'a> {
    organisation: &'a OrganisationId,
    done: usize,
    of: usize,
    steps: Vec<Line<'a>>,
}

#[derive(serde::Serialize)]
struct Line<'a> {
    step: &'a str,
    title: &'a str,
    what: &'a str,
    state: &'static str,
    owner: &'a str,
    due: Option<&'a str>,
    is_overdue: bool,
    waits_for: Vec<&'a str>,
    networks: &'a [String],
    note: &'a str,
    changed_at: Option<String>,
}

pub(super) async fn run(app: &App, args: &Args) -> anyhow::Result<()> {
    let organisation = setup::organisation(&app.config, args.organisation.as_deref())?;
    let words = app.config.onboarding.words(args.language.unwrap_or(organisation.language));
    let today = app.clock.now().day();
    let all = standing(app, organisation).await?;
    let lines = all.iter().map(|one| {
        let text = |of: fn(&Entry) -> &String| one.entry.as_ref().map_or("", |entry| of(entry).as_str());
        let due = one.entry.as_ref().and_then(|entry| entry.due.as_deref());
        Line {
            step: &one.step.id,
            title: words.step(&one.step.id).map_or("", |words| words.title.as_str()),
            what: words.step(&one.step.id).map_or("", |words| words.what.as_str()),
            state: one.state.as_str(),
            owner: text(|entry| &entry.owner),
            due,
            is_overdue: !one.state.is_settled() && due.is_some_and(|due| *due < *today),
            waits_for: waits_for(one.step, &all),
            networks: &one.step.networks,
            note: text(|entry| &entry.note),
            changed_at: one.entry.as_ref().map(|entry| entry.changed_at.rfc3339()),
        }
    });
    let settled = all.iter().filter(|one| one.state.is_settled()).count();
    let told = Told { organisation: &organisation.id, done: settled, of: all.len(), steps: lines.collect() };
    if args.json {
        return say(&serde_json::to_string(&told)?);
    }
    for line in &told.steps {
        let state = words.states.get(line.state).map_or(line.state, String::as_str);
        let due = line.due.map(|due| if line.is_overdue { format!("{due} !") } else { due.to_owned() });
        let parts = [Some(state.to_owned()), due, Some(line.owner.to_owned())];
        let parts: Vec<_> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        say(&format!("{:<21}  {}: {}", line.step, line.title, parts.join(", ")))?;
        let is_settled = State::parse(line.state).is_some_and(State::is_settled);
        if !line.waits_for.is_empty() && line.state != State::NotNeeded.as_str() {
            let waits = line.waits_for.join(", ");
            say(&format!("{:<21}  {} {waits}", "", words.headings.waits_for))?;
        } else if !is_settled {
            // It is its turn: what is to be done.
            say(&format!("{:<21}  {}", "", line.what))?;
        }
        if !line.note.is_empty() {
            say(&format!("{:<21}  “{}”", "", line.note))?;
        }
    }
    say(&format!("{settled}/{} {}", all.len(), words.headings.settled))
}
