//! The language switch. Before sign-in the browser's own wish counts.

use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::response::{IntoResponse, Redirect, Response};
use tower_sessions::Session;

use super::failure::Failure;
use super::halt;
use super::signed;
use super::words::Tongue;

/// Which language, and where the button was pressed.
#[derive(serde::Deserialize)]
pub(super) struct Switch {
    sprog: Tongue,
    tilbage: String,
}

/// `POST /sprog`
pub(super) async fn switch(
    session: Session,
    switch: Result<Form<Switch>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(switch) = switch.map_err(|_| Failure::Malformed)?;
    signed::amend(&session, |signature| signature.tongue = switch.sprog).await?;
    Ok(Redirect::to(halt::back(&switch.tilbage)).into_response())
}
