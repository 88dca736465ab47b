//! `GET /api/v1/decisions`: what was decided, under which rule, by a pseudonym; in pages.

use std::sync::Arc;

use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::period::Period;
use super::{Caller, refuse};
use crate::model::Stamp;
use crate::review::desk::Reception;
use crate::review::failure::{self, Failure};
use crate::store::verdict::{self, Exported};

/// On one page.
const PAGE: i64 = 500;

#[derive(serde::Deserialize)]
pub(super) struct Wanted {
    #[serde(flatten)]
    period: Period,
    /// `next` of the page before.
    after: Option<String>,
}

#[derive(serde::Serialize)]
struct Told {
    organisation: String,
    decisions: Vec<Line>,
    /// Give it as `after` for the next page; null on the last.
    next: Option<String>,
}

#[derive(serde::Serialize)]
struct Line {
    id: String,
    inquiry: String,
    decided_at: String,
    outcome: String,
    rule: String,
    ground: Option<String>,
    mailbox: Option<String>,
    by: String,
    is_automatic: bool,
    policy_version: String,
    undone_at: Option<String>,
}

pub(super) async fn tell(
    State(reception): State<Arc<Reception>>,
    Extension(caller): Extension<Caller>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Failure> {
    let Ok(Query(wanted)) = wanted else {
        return Ok(refuse(StatusCode::BAD_REQUEST, "`from` is needed: a day as 2026-11-21"));
    };
    let days = match wanted.period.days() {
        Ok(days) => days,
        Err(refusal) => return Ok(*refusal),
    };
    let Some((moment, id)) = cursor(wanted.after.as_deref(), days.from) else {
        return Ok(refuse(StatusCode::BAD_REQUEST, "`after` is `next` of an earlier page"));
    };
    let owner = &caller.organisation.id;
    let mut tx = reception.desk.db.read().await?;
    let period = (days.from, days.until);
    let found = verdict::export(&mut tx, owner, period, (moment, &id), PAGE + 1).await?;
    drop(tx);
    let is_more = found.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
    let shown = found.iter().take(usize::try_from(PAGE).unwrap_or(usize::MAX));
    let last = shown.clone().next_back();
    let next = last.filter(|_| is_more).map(|last| format!("{}.{}", last.recorded.decided_at.ms(), last.id));
    let told = Told { organisation: owner.to_string(), decisions: shown.map(line).collect(), next };
    Ok(failure::json(StatusCode::OK, &told))
}

/// Where to go on: the moment and the id of the last one. Without a cursor before the first day.
fn cursor(after: Option<&str>, from: Stamp) -> Option<(Stamp, String)> {
    let Some(after) = after else { return Some((Stamp::from_ms(from.ms() - 1), String::new())) };
    let (moment, id) = after.split_once('.')?;
    Some((Stamp::from_ms(moment.parse().ok()?), id.to_owned()))
}

fn line(one: &Exported) -> Line {
    let Exported { id, inquiry, recorded } = one;
    Line {
        id: id.clone(),
        inquiry: inquiry.to_string(),
        decided_at: recorded.decided_at.rfc3339(),
        outcome: recorded.outcome.clone(),
        rule: recorded.rule.clone(),
        ground: recorded.ground.clone(),
        mailbox: recorded.mailbox.clone(),
        by: recorded.by.clone(),
        is_automatic: recorded.is_automatic,
        policy_version: recorded.policy_version.clone(),
        undone_at: recorded.undone_at.map(Stamp::rfc3339),
    }
}
