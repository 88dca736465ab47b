//! The stop button: every automatic act and every unsent reply, now; and the start button.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};

use super::desk::Reception;
use super::failure::Failure;
use super::new_password::PASSWORD;
use super::sign_in::{QUEUE, is_ours};
use super::signed::Signed;
use crate::store::organisation;

/// Where a button in the frame was pressed.
#[derive(serde::Deserialize)]
pub(super) struct From {
    tilbage: String,
}

/// `POST /stop`
pub(super) async fn stop(
    state: State<Arc<Reception>>,
    signed: Extension<Signed>,
    from: Result<Form<From>, FormRejection>,
) -> Result<Response, Failure> {
    turn(state, signed, from, true).await
}

/// `POST /start`
pub(super) async fn start(
    state: State<Arc<Reception>>,
    signed: Extension<Signed>,
    from: Result<Form<From>, FormRejection>,
) -> Result<Response, Failure> {
    turn(state, signed, from, false).await
}

async fn turn(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    from: Result<Form<From>, FormRejection>,
    is_halt: bool,
) -> Result<Response, Failure> {
    let Form(from) = from.map_err(|_| Failure::Malformed)?;
    let (desk, owner) = (&reception.desk, &signed.organisation.id);
    let now = desk.clock.now();
    let mut tx = desk.db.write().await?;
    organisation::ensure(&mut tx, owner).await?;
    let halt = is_halt.then(|| (now, signed.moderator.as_str()));
    if organisation::set_halted(&mut tx, owner, halt).await? {
        let what = if is_halt { "halted" } else { "started" };
        desk.vault.audit(&mut tx, owner, &signed.by(), what, None, now).await?;
    }
    tx.commit().await?;
    Ok(Redirect::to(back(&from.tilbage)).into_response())
}

/// The page where the button was pressed, if it is one of ours.
pub(super) fn back(path: &str) -> &str {
    if is_ours(path) || path == PASSWORD { path } else { QUEUE }
}
