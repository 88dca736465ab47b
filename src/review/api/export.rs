//! `GET /api/v1/export`: the figures of a period, for a report of one's own. Counts only.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::period::Period;
use super::{Caller, refuse};
use crate::intake::Reckoning;
use crate::review::desk::Reception;
use crate::review::failure::{self, Failure};
use crate::store::post_day::Day;
use crate::store::{account, figures, post_day};

#[derive(serde::Serialize)]
struct Told {
    organisation: String,
    from: String,
    to: String,
    incoming: Vec<Incoming>,
    decisions: Vec<Decided>,
    redirects: Vec<Redirected>,
}

#[derive(serde::Serialize)]
struct Incoming {
    day: String,
    account: String,
    network: String,
    seen: i64,
    vanished: i64,
    gone_before: i64,
    missing: i64,
}

#[derive(serde::Serialize)]
struct Decided {
    outcome: String,
    ground: Option<String>,
    is_automatic: bool,
    count: i64,
}

#[derive(serde::Serialize)]
struct Redirected {
    mailbox: String,
    count: i64,
}

pub(super) async fn tell(
    State(reception): State<Arc<Reception>>,
    Extension(caller): Extension<Caller>,
    wanted: Result<Query<Period>, QueryRejection>,
) -> Result<Response, Failure> {
    let Ok(Query(wanted)) = wanted else {
        return Ok(refuse(StatusCode::BAD_REQUEST, "`from` is needed: a day as 2026-11-21"));
    };
    let period = match wanted.days() {
        Ok(period) => period,
        Err(refusal) => return Ok(*refusal),
    };
    let owner = &caller.organisation.id;
    let mut tx = reception.desk.db.read().await?;
    let days = post_day::list(&mut tx, owner, &period.first, &period.last).await?;
    let accounts = account::list(&mut tx, owner).await?;
    let decided = figures::decided(&mut tx, owner, (period.from, period.until)).await?;
    let redirected = figures::redirected(&mut tx, owner, (period.from, period.until)).await?;
    drop(tx);
    let mut lines: BTreeMap<(&str, &str), Vec<&Day>> = BTreeMap::new();
    for day in &days {
        lines.entry((&day.day, day.account.as_str())).or_default().push(day);
    }
    let incoming = lines.into_iter().map(|((day, account), rows)| {
        let sum = Reckoning::of(rows);
        let known = accounts.iter().find(|known| known.account.as_str() == account);
        Incoming {
            day: day.to_owned(),
            account: account.to_owned(),
            network: known.map_or_else(String::new, |known| known.network.clone()),
            seen: sum.seen,
            vanished: sum.vanished,
            gone_before: sum.gone_before,
            missing: sum.missing,
        }
    });
    let told = Told {
        organisation: owner.to_string(),
        incoming: incoming.collect(),
        decisions: decided
            .into_iter()
            .map(|one| Decided {
                outcome: one.outcome,
                ground: (!one.ground.is_empty()).then_some(one.ground),
                is_automatic: one.is_automatic,
                count: one.count,
            })
            .collect(),
        redirects: redirected.into_iter().map(|(mailbox, count)| Redirected { mailbox, count }).collect(),
        from: period.first,
        to: period.last,
    };
    Ok(failure::json(StatusCode::OK, &told))
}
