//! `ordstyrer backfill`: what an outage may have lost is read again.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, bail};

use super::{say, setup};
use crate::app::App;
use crate::model::{AccountName, By, OrganisationId, Stamp};
use crate::store::{self, backfill::Backfill};

/// Read again what an outage may have lost: visitors' posts and mentions since then, and the thread of
/// every post in the pull horizon. Nothing automatic happens to what is found, nor to anything else that
/// was written from then until this command and comes in while it works: people see it in the queue. What
/// the service's own pulls found before was judged as any other comment. Stopped half-way, the same
/// command goes on where it was.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// From when on, as 2026-11-21 or 2026-11-21T08:00:00Z.
    #[arg(long, value_name = "WHEN")]
    since: String,
    /// Only this account; without it all of them.
    #[arg(long, value_name = "NAME")]
    account: Option<String>,
    /// Leave the work to the service that runs, and do not wait for it.
    #[arg(long)]
    no_wait: bool,
    /// Print the end as JSON, one line an account.
    #[arg(long)]
    json: bool,
}

#[derive(serde::Serialize)]
struct Ended {
    organisation: String,
    account: String,
    since: String,
    threads: i64,
    found: i64,
    /// Threads that the network did not let us read.
    refused: i64,
    is_done: bool,
}

/// How often the progress of a running service is looked at.
const LOOK: Duration = Duration::from_secs(2);
/// An account that failed so often, one time after the other, is not waited for: about four minutes.
const FAILURES: i64 = 8;

pub(super) async fn run(file: Option<&Path>, args: &Args) -> anyhow::Result<()> {
    let since = Stamp::of_day(&args.since).or_else(|| Stamp::parse(&args.since));
    let since = since.with_context(|| format!("`{}` is no day and no moment", args.since))?;
    let app = setup::open(file).await?;
    let wanted = wanted(&app, args.account.as_deref())?;
    ask(&app, &wanted, since).await?;
    let stuck = if args.no_wait { Vec::new() } else { follow(&app, &wanted).await? };
    for one in requests(&app, &wanted).await? {
        tell(&one, args.json)?;
    }
    if !stuck.is_empty() {
        bail!("not at an end, and not waited for: {}", stuck.join("; "));
    }
    Ok(())
}

fn wanted(app: &App, name: Option<&str>) -> anyhow::Result<Vec<(OrganisationId, AccountName)>> {
    let all = app.config.organisations.iter().flat_map(|organisation| {
        organisation.accounts.iter().map(move |account| (organisation.id.clone(), account.name.clone()))
    });
    let found: Vec<_> = all.filter(|(_, account)| name.is_none_or(|name| name == account.as_str())).collect();
    match (found.is_empty(), name) {
        (true, Some(name)) => bail!("there is no account `{name}`"),
        (true, None) => bail!("no account is configured"),
        (false, _) => Ok(found),
    }
}

/// A comment is known again by its tombstone, and those live as long as their post is in the pull
/// horizon: further back, or before a horizon that was raised had filled, a comment that was dealt with
/// would come as a new one.
async fn ask(app: &App, wanted: &[(OrganisationId, AccountName)], since: Stamp) -> anyhow::Result<()> {
    let now = app.clock.now();
    let own = |organisation: &OrganisationId| {
        app.config.organisations.iter().find(|one| one.id == *organisation).and_then(|one| one.horizon)
    };
    if since > now {
        bail!("that has not come yet");
    }
    let mut tx = app.db.write().await?;
    for (organisation, _) in wanted {
        let horizon = own(organisation).unwrap_or(app.config.worker.intake.horizon);
        let reach = store::organisation::reach(&mut tx, organisation, horizon, now).await?;
        if since < reach {
            bail!(
                "that is further back than {}: of what stood before that nothing tells a comment that was \
                 dealt with from a new one (horizon_days; one that is raised reaches further day by day)",
                reach.danish()
            );
        }
    }
    for (organisation, account) in wanted {
        if store::backfill::ask(&mut tx, organisation, account, since, now).await? {
            let what = format!("backfill:{account}");
            app.vault.audit(&mut tx, organisation, &By::Operator, what, None, now).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// Works on what nobody else works on, and watches the rest, until all of it has ended. Returns a
/// sentence for each account that needs a person first: it would be waited for in vain.
async fn follow(app: &App, wanted: &[(OrganisationId, AccountName)]) -> anyhow::Result<Vec<String>> {
    let worker = app.worker()?;
    let (mut told, mut going) = ((0, 0), HashMap::new());
    loop {
        let report = worker.turn().await?;
        let (mut under_way, mut stuck) = (Vec::new(), Vec::new());
        for (organisation, one) in requests(app, wanted).await? {
            if one.ended_at.is_none() {
                stuck.extend(why_stuck(app, &organisation, &one, &mut going).await?);
                under_way.push((organisation, one));
            }
        }
        if under_way.len() == stuck.len() {
            worker.release().await?;
            return Ok(stuck);
        }
        let posts: i64 = under_way.iter().map(|(_, one)| one.posts).sum();
        let found: i64 = under_way.iter().map(|(_, one)| one.found).sum();
        if told != (posts, found) {
            told = (posts, found);
            writeln!(
                std::io::stderr(),
                "{} accounts to go, {posts} threads read, {found} comments found",
                under_way.len()
            )?;
        }
        for trouble in &report.troubles {
            writeln!(std::io::stderr(), "{trouble}")?;
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = tokio::signal::ctrl_c() => {
                worker.release().await?;
                bail!("stopped; the same command goes on where it was");
            }
        }
    }
}

/// Why a request goes on only when a person has done something. `going` remembers how far each has
/// come, and how often its account had failed then.
async fn why_stuck(
    app: &App,
    organisation: &OrganisationId,
    one: &Backfill,
    going: &mut HashMap<AccountName, (Stamp, i64)>,
) -> anyhow::Result<Option<String>> {
    let mut tx = app.db.read().await?;
    let name = &one.account;
    if store::credential::get(&mut tx, organisation, name).await?.is_none() {
        return Ok(Some(format!("{name}: no token yet")));
    }
    let Some(known) = store::account::get(&mut tx, organisation, name).await? else { return Ok(None) };
    if known.dead_since.is_some() {
        return Ok(Some(format!("{name}: its token is dead")));
    }
    let mark = going.entry(name.clone()).or_insert((one.reached, known.failures));
    if mark.0 != one.reached || known.failures < mark.1 {
        *mark = (one.reached, known.failures);
    }
    let is_stuck = known.failures - mark.1 >= FAILURES;
    Ok(known.trouble.filter(|_| is_stuck).map(|trouble| format!("{name}: {trouble}")))
}

async fn requests(
    app: &App,
    wanted: &[(OrganisationId, AccountName)],
) -> anyhow::Result<Vec<(OrganisationId, Backfill)>> {
    let mut found = Vec::new();
    for (organisation, account) in wanted {
        let all = store::backfill::list(&mut app.db.read().await?, organisation).await?;
        let one = all.into_iter().find(|one| &one.account == account);
        found.extend(one.map(|one| (organisation.clone(), one)));
    }
    Ok(found)
}

fn tell((organisation, one): &(OrganisationId, Backfill), json: bool) -> anyhow::Result<()> {
    let ended = Ended {
        organisation: organisation.to_string(),
        account: one.account.to_string(),
        since: one.since.rfc3339(),
        threads: one.posts,
        found: one.found,
        refused: one.refused,
        is_done: one.ended_at.is_some(),
    };
    if json {
        return say(&serde_json::to_string(&ended)?);
    }
    let state = if ended.is_done { "done" } else { "under way" };
    let refused = match ended.refused {
        0 => String::new(),
        refused => format!("; {refused} threads that the network did not let us read"),
    };
    say(&format!(
        "{}  {}  {state}: {} threads read, {} comments found that we had not seen{refused}",
        ended.organisation, ended.account, ended.threads, ended.found
    ))
}
