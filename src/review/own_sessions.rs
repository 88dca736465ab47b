//! One's own sessions: where one is signed in, and how to end it from here.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};

use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::signed::Signed;
use super::when::Moment;
use crate::store::session;

/// Where it stands.
pub(super) const SESSIONS: &str = "/sessioner";

#[derive(Template)]
#[template(path = "own_sessions.html")]
struct Page {
    frame: Frame,
    lines: Vec<Line>,
}

struct Line {
    handle: String,
    device: String,
    began: Moment,
    seen: Moment,
    is_this: bool,
}

/// `GET /sessioner`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let (desk, words) = (&reception.desk, signed.words);
    let now = desk.clock.now();
    let mut tx = desk.db.read().await?;
    let standing = session::list(&mut tx, &signed.organisation.id, &signed.moderator, now).await?;
    drop(tx);
    let lines = standing.into_iter().map(|one| Line {
        is_this: one.hash == signed.session.hash,
        handle: one.handle,
        device: if one.device.is_empty() { words.say("device-unknown") } else { one.device },
        began: Moment::of(words, one.began_at, now),
        seen: Moment::of(words, one.seen_at, now),
    });
    let lines = lines.collect();
    let frame = frame::around(&reception, &signed, SESSIONS, now).await?;
    page(StatusCode::OK, &Page { frame, lines })
}

/// Which one; without it all others.
#[derive(serde::Deserialize)]
pub(super) struct Which {
    #[serde(default)]
    session: String,
}

/// `POST /sessioner`
pub(super) async fn end(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    which: Result<Form<Which>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(which) = which.map_err(|_| Failure::Malformed)?;
    let (desk, owner) = (&reception.desk, &signed.organisation.id);
    let handle = Some(which.session.as_str()).filter(|handle| !handle.is_empty());
    let mut tx = desk.db.write().await?;
    // Never this one: whoever wants that signs out.
    let ended = session::end_of(&mut tx, owner, &signed.moderator, handle, &signed.session.hash).await?;
    if ended > 0 {
        desk.vault.audit(&mut tx, owner, &signed.by(), "session.ended", None, desk.clock.now()).await?;
    }
    tx.commit().await?;
    Ok(Redirect::to(SESSIONS).into_response())
}
