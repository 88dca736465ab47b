//! The language switch. Before sign-in the browser's own wish counts.

use std::sync::Arc;

use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Form};

use super::desk::Reception;
use super::failure::Failure;
use super::halt;
use super::signed::{self, Signed};
use super::words::Tongue;

/// Which language, and where the button was pressed.
#[derive(serde::Deserialize)]
pub(super) struct Switch {
    sprog: Tongue,
    tilbage: String,
}

/// `POST /sprog`
pub(super) async fn switch(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
    switch: Result<Form<Switch>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(switch) = switch.map_err(|_| Failure::Malformed)?;
    signed::amend(&reception, &signed, |session| switch.sprog.code().clone_into(&mut session.tongue)).await?;
    Ok(Redirect::to(halt::back(&switch.tilbage)).into_response())
}
