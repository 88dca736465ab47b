//! `GET /api/v1/health`: how the machine does, for a monitor that wants more than `/sund`.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::Caller;
use crate::model::{Mode, Stamp, TaskState};
use crate::review::desk::Reception;
use crate::review::failure::{self, Failure};
use crate::review::trail;
use crate::store::account::Account;
use crate::store::{Reach, account, alarm, inquiry, organisation, post, task};

const A_DAY: Duration = Duration::from_hours(24);

#[derive(serde::Serialize)]
struct Told {
    organisation: String,
    at: String,
    version: &'static str,
    /// Everything automatic was stopped by a person.
    is_stopped: bool,
    accounts: Vec<Line>,
    open_tasks: i64,
    parked_tasks: i64,
    open_alarms: i64,
    /// Counted by the networks and not shown to us.
    missing: i64,
    /// Should have been destroyed more than a day ago.
    overdue_for_deletion: i64,
    /// The newest lines of the audit chain hold.
    chain_holds: bool,
}

#[derive(serde::Serialize)]
struct Line {
    account: String,
    network: String,
    mode: &'static str,
    /// When a whole pull went through last.
    pulled_at: Option<String>,
    is_in_trouble: bool,
    /// Its token is worth nothing: a person must renew it.
    is_dead: bool,
}

pub(super) async fn tell(
    State(reception): State<Arc<Reception>>,
    Extension(caller): Extension<Caller>,
) -> Result<Response, Failure> {
    let (desk, owner) = (&reception.desk, &caller.organisation.id);
    let now = desk.clock.now();
    let mut tx = desk.db.read().await?;
    let is_stopped = organisation::halted(&mut tx, owner).await?.is_some();
    let accounts = account::list(&mut tx, owner).await?;
    let open_tasks = task::count(&mut tx, owner, TaskState::Open).await?;
    let parked_tasks = task::count(&mut tx, owner, TaskState::Parked).await?;
    let open_alarms = alarm::count_open(&mut tx, owner, &Reach::ALL).await?;
    let missing = post::gaps(&mut tx, owner).await?.iter().map(|(_, post)| post.standing.gap).sum();
    let overdue_for_deletion = inquiry::count_due(&mut tx, owner, now.earlier(A_DAY)).await?;
    drop(tx);
    let (_, _, chain) = trail::verified(&reception, owner).await?;
    let told = Told {
        organisation: owner.to_string(),
        at: now.rfc3339(),
        version: env!("CARGO_PKG_VERSION"),
        is_stopped,
        accounts: accounts.iter().map(line).collect(),
        open_tasks,
        parked_tasks,
        open_alarms,
        missing,
        overdue_for_deletion,
        chain_holds: chain.is_ok(),
    };
    Ok(failure::json(StatusCode::OK, &told))
}

fn line(account: &Account) -> Line {
    Line {
        account: account.account.to_string(),
        network: account.network.clone(),
        mode: match account.mode {
            Mode::Acting => "acting",
            Mode::Observing => "observing",
        },
        pulled_at: account.pulled_at.map(Stamp::rfc3339),
        is_in_trouble: account.trouble.is_some(),
        is_dead: account.dead_since.is_some(),
    }
}
