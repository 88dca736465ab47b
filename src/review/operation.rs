//! How it all runs: one sentence, then a row for each part with what to do. Never why in the words of a
//! citizen, and never a secret.

use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::access;
use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::signed::Signed;
use super::trail;
use super::when::Moment;
use super::words::Words;
use crate::model::{Mode, Stamp, TaskState};
use crate::store::Reach;
use crate::store::account::Account;
use crate::store::task::{self, Task};
use crate::store::{account, alarm, inquiry, installation, organisation, post, receipt};

/// Where it stands.
pub(super) const OPERATION: &str = "/drift";
/// As on every page.
const LATE: Duration = Duration::from_mins(15);
/// What waits so long for a network needs somebody.
const STUCK: Duration = Duration::from_hours(1);
const A_DAY: Duration = Duration::from_hours(24);

#[derive(Template)]
#[template(path = "operation.html")]
struct Page {
    frame: Frame,
    worst: Light,
    sentence: String,
    checks: Vec<Check>,
    version: &'static str,
}

/// How a part does; the last is the worst.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Light {
    Well,
    Late,
    Bad,
}

impl Light {
    fn class(self) -> &'static str {
        match self {
            Self::Well => "",
            Self::Late => " late",
            Self::Bad => " bad",
        }
    }
}

struct Check {
    name: String,
    light: Light,
    /// Never by colour alone.
    word: String,
    sentence: String,
    todo: Option<String>,
}

impl Check {
    fn of(
        words: Words,
        name: impl Into<String>,
        light: Light,
        sentence: String,
        todo: Option<String>,
    ) -> Self {
        let word = words.say(match light {
            Light::Well => "light-word-well",
            Light::Late => "light-word-late",
            Light::Bad => "light-word-bad",
        });
        Self { name: name.into(), light, word, sentence, todo: todo.filter(|_| light != Light::Well) }
    }
}

/// `GET /drift`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let (desk, owner, words) = (&reception.desk, &signed.organisation.id, signed.words);
    let now = desk.clock.now();
    let frame = frame::around(&reception, &signed, OPERATION, now).await?;
    let mut tx = desk.db.read().await?;
    let halt = organisation::halted(&mut tx, owner).await?;
    let accounts = account::list(&mut tx, owner).await?;
    let under_way = task::unfinished(&mut tx, owner, &Reach::ALL, 1).await?;
    let open = task::count(&mut tx, owner, TaskState::Open).await?;
    let parked = task::count(&mut tx, owner, TaskState::Parked).await?;
    let alarms = alarm::count_open(&mut tx, owner, &signed.reach).await?;
    let overdue = inquiry::count_due(&mut tx, owner, now.earlier(A_DAY)).await?;
    let last = receipt::list(&mut tx, owner, 1).await?.pop();
    let unreviewed = access::late(&mut tx, owner, now).await?;
    let missing: i64 = post::gaps(&mut tx, owner).await?.iter().map(|(_, post)| post.standing.gap).sum();
    drop(tx);
    let mut keys = desk.vault.keys.read().await?;
    let are_keys_there = installation::id(&mut keys).await?.is_some();
    drop(keys);
    let (holds, chain) = trail::chain(&reception, &signed).await?;

    let mut checks = vec![Check::of(
        words,
        words.say("check-machine"),
        if halt.is_some() { Light::Bad } else { Light::Well },
        words.say(if halt.is_some() { "check-machine-halted" } else { "check-machine-well" }),
        Some(words.say("check-machine-todo")),
    )];
    checks.extend(accounts.iter().map(|account| of_account(words, account, now)));
    checks.push(outbox(words, under_way.first(), open, parked, now));
    checks.push(Check::of(
        words,
        words.say("alarms"),
        if alarms > 0 { Light::Bad } else { Light::Well },
        if alarms > 0 { words.count("check-alarms-open", alarms) } else { words.say("check-alarms-none") },
        Some(words.say("check-alarms-todo")),
    ));
    checks.push(Check::of(
        words,
        words.say("check-retention"),
        if overdue > 0 { Light::Bad } else { Light::Well },
        if overdue > 0 {
            words.count("check-retention-late", overdue)
        } else {
            let at = last.as_ref().map(|last| Moment::of(words, last.at, now).shown);
            at.map_or_else(
                || words.say("check-retention-never"),
                |at| words.about("check-retention-well", at),
            )
        },
        Some(words.say("check-retention-todo")),
    ));
    checks.push(Check::of(
        words,
        words.say("check-counts"),
        if missing > 0 { Light::Late } else { Light::Well },
        if missing > 0 { words.count("check-counts-missing", missing) } else { words.say("gaps-none") },
        Some(words.say("check-counts-todo")),
    ));
    let light = if holds { Light::Well } else { Light::Bad };
    checks.push(Check::of(
        words,
        words.say("audit-title"),
        light,
        chain,
        Some(words.say("check-chain-todo")),
    ));
    checks.push(Check::of(
        words,
        words.say("access-title"),
        if unreviewed > 0 { Light::Late } else { Light::Well },
        if unreviewed > 0 {
            words.count("check-access-late", i64::try_from(unreviewed).unwrap_or(i64::MAX))
        } else {
            words.say("check-access-well")
        },
        Some(words.say("check-access-todo")),
    ));
    let light = if are_keys_there { Light::Well } else { Light::Bad };
    let sentence = words.say(if are_keys_there { "check-databases-well" } else { "check-databases-bad" });
    let todo = Some(words.say("check-databases-todo"));
    checks.push(Check::of(words, words.say("check-databases"), light, sentence, todo));

    let worst = checks.iter().map(|check| check.light).max().unwrap_or(Light::Well);
    let ill = checks.iter().filter(|check| check.light != Light::Well).count();
    let sentence = match worst {
        Light::Well => words.say("operation-well"),
        Light::Late | Light::Bad => words.count("operation-ill", i64::try_from(ill).unwrap_or(i64::MAX)),
    };
    page(StatusCode::OK, &Page { frame, worst, sentence, checks, version: env!("CARGO_PKG_VERSION") })
}

fn of_account(words: Words, account: &Account, now: Stamp) -> Check {
    let name = format!("{} ({})", frame::network(words, &account.network), account.account);
    let at = account.pulled_at.map(|at| Moment::of(words, at, now).shown);
    let (light, sentence) = match (&account.trouble, at) {
        _ if account.dead_since.is_some() => (Light::Bad, words.say("check-account-dead")),
        (Some(_), Some(at)) => (Light::Late, words.about("check-account-trouble", at)),
        (Some(_) | None, None) => (Light::Late, words.say("check-account-never")),
        (None, Some(at)) if account.pulled_at.is_some_and(|last| now.since(last) > LATE) => {
            (Light::Late, words.about("check-account-late", at))
        }
        (None, Some(at)) => (Light::Well, words.about("check-account-well", at)),
    };
    let mode = words.say(match account.mode {
        Mode::Acting => "mode-acting",
        Mode::Observing => "mode-observing",
    });
    let todo = if account.dead_since.is_some() { "check-account-dead-todo" } else { "check-account-todo" };
    Check::of(words, name, light, format!("{sentence} {mode}"), Some(words.say(todo)))
}

fn outbox(words: Words, oldest: Option<&Task>, open: i64, parked: i64, now: Stamp) -> Check {
    let is_stuck = oldest.is_some_and(|task| now.since(task.made_at) > STUCK);
    let light = match (parked > 0, is_stuck) {
        (true, _) => Light::Bad,
        (false, true) => Light::Late,
        (false, false) => Light::Well,
    };
    let sentence = words.about_both("check-outbox-sentence", open.to_string(), parked.to_string());
    Check::of(words, words.say("check-outbox"), light, sentence, Some(words.say("check-outbox-todo")))
}
