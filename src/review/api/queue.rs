//! `GET /api/v1/queue`: how many wait, by need and account.

use std::sync::Arc;

use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::Caller;
use crate::review::desk::Reception;
use crate::review::failure::{self, Failure};
use crate::store::{Reach, alarm, queue};

#[derive(serde::Serialize)]
struct Told {
    organisation: String,
    at: String,
    waiting: i64,
    queues: Vec<Line>,
    open_alarms: i64,
}

#[derive(serde::Serialize)]
struct Line {
    need: &'static str,
    account: String,
    count: i64,
}

pub(super) async fn tell(
    State(reception): State<Arc<Reception>>,
    Extension(caller): Extension<Caller>,
) -> Result<Response, Failure> {
    let (desk, owner) = (&reception.desk, &caller.organisation.id);
    let now = desk.clock.now();
    let mut tx = desk.db.read().await?;
    let waiting = queue::count(&mut tx, owner, &Reach::ALL, desk.policy.redirect_rule(), now).await?;
    let open_alarms = alarm::count_open(&mut tx, owner, &Reach::ALL).await?;
    drop(tx);
    let told = Told {
        organisation: owner.to_string(),
        at: now.rfc3339(),
        waiting: waiting.iter().map(|line| line.count).sum(),
        queues: waiting
            .into_iter()
            .map(|line| Line {
                need: line.need.as_str(),
                account: line.account.to_string(),
                count: line.count,
            })
            .collect(),
        open_alarms,
    };
    Ok(failure::json(StatusCode::OK, &told))
}
