//! What was decided, the newest first: by whom, under which rule, and where it stands. No words of a
//! citizen: who wants those opens the inquiry, and that is noted.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::people;
use super::signed::Signed;
use super::when::Moment;
use crate::model::Stamp;
use crate::store::{moderator, verdict};

/// Where it stands.
pub(super) const DECISIONS: &str = "/afgjort";
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "decisions.html")]
struct Page {
    frame: Frame,
    lines: Vec<Line>,
    /// Before when the older ones begin.
    older: Option<i64>,
}

struct Line {
    moment: Moment,
    who: String,
    what: String,
    rule: String,
    ground: Option<String>,
    standing: String,
    /// When it was taken back.
    undone: Option<String>,
    inquiry: Option<String>,
}

/// From where.
#[derive(Default, serde::Deserialize)]
pub(super) struct Wanted {
    foer: Option<i64>,
}

/// `GET /afgjort`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Response, Failure> {
    let wanted = wanted.map(|Query(wanted)| wanted).unwrap_or_default();
    let (owner, words) = (&signed.organisation.id, signed.words);
    let now = reception.desk.clock.now();
    let frame = frame::around(&reception, &signed, DECISIONS, now).await?;
    let before = wanted.foer.map_or(now.later(std::time::Duration::from_millis(1)), Stamp::from_ms);
    let mut tx = reception.desk.db.read().await?;
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX) + 1;
    let mut listed = verdict::before(&mut tx, owner, &signed.reach, before, limit).await?;
    let names = moderator::list(&mut tx, owner).await?;
    drop(tx);
    let has_older = listed.len() > PAGE;
    listed.truncate(PAGE);
    let older = listed.last().filter(|_| has_older).map(|last| last.recorded.decided_at.ms());
    let line = |one: verdict::Listed| {
        let said = one.recorded;
        Line {
            moment: Moment::of(words, said.decided_at, now),
            who: people::name(words, &names, &said.by),
            what: words.say(&format!("outcome-{}", said.outcome)),
            rule: said.rule,
            ground: said.ground.map(|ground| words.say(&format!("ground-{}", ground.replace('_', "-")))),
            standing: match &one.state {
                Some(state) => words.say(&format!("state-{state}")),
                None => words.say("decided-destroyed"),
            },
            undone: said.undone_at.map(|at| words.about("undone", Moment::of(words, at, now).shown)),
            inquiry: one.state.is_some().then(|| one.inquiry.to_string()),
        }
    };
    page(StatusCode::OK, &Page { frame, lines: listed.into_iter().map(line).collect(), older })
}
