//! What is answered when there is no page to answer with. Details go to the log, never to the
//! screen; an error of ours never quotes a citizen.

use askama::Template;
use axum::Json;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use super::frame::Frame;
use super::secret;
use super::theme::Theme;
use super::words::{Tongue, Words};
use crate::store;

/// Why a handler has no page.
#[derive(Debug)]
pub(super) enum Failure {
    /// There is no such thing here: never made, destroyed, or another organisation's. One answer
    /// for all three, so that none of them can be told.
    Missing,
    /// The form was not one of ours.
    Malformed,
    /// Something of ours failed.
    Broken(anyhow::Error),
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Self {
        Self::Broken(error)
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Self::Broken(error.into())
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        Self::Broken(error.into())
    }
}

/// The number that a moderator can tell the operator.
#[derive(Clone)]
struct Incident(String);

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Self::Missing => StatusCode::NOT_FOUND.into_response(),
            Self::Malformed => StatusCode::BAD_REQUEST.into_response(),
            Self::Broken(error) => {
                let busy = matches!(
                    error.downcast_ref::<store::Error>(),
                    Some(store::Error::Busy | store::Error::Unavailable(_))
                );
                let incident: String = secret::fresh()
                    .unwrap_or_default()
                    .chars()
                    .filter(char::is_ascii_alphanumeric)
                    .take(8)
                    .collect();
                tracing::error!(incident, error = format!("{error:#}"), "a page could not be made");
                let status =
                    if busy { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::INTERNAL_SERVER_ERROR };
                let mut response = status.into_response();
                response.extensions_mut().insert(Incident(incident));
                response
            }
        }
    }
}

/// Marks an answer that is a page already, whatever its status.
#[derive(Clone, Copy)]
struct Finished;

/// A page with a status of its own.
pub(super) fn page(status: StatusCode, page: &impl Template) -> Result<Response, Failure> {
    let mut response = (status, Html(page.render()?)).into_response();
    response.extensions_mut().insert(Finished);
    Ok(response)
}

/// A word for a machine, with a status of its own.
pub(super) fn plain(status: StatusCode, word: &'static str) -> Response {
    let mut response = (status, word).into_response();
    response.extensions_mut().insert(Finished);
    response
}

#[derive(Template)]
#[template(path = "message.html")]
struct Message {
    frame: Frame,
    title: String,
    sentence: String,
    incident: Option<String>,
}

/// An answer for a program, with a status of its own.
pub(super) fn json(status: StatusCode, answer: &impl serde::Serialize) -> Response {
    let mut response = (status, Json(answer)).into_response();
    response.extensions_mut().insert(Finished);
    response
}

/// Whether an answer is one already, whatever its status.
pub(super) fn is_finished(response: &Response) -> bool {
    response.extensions().get::<Finished>().is_some()
}

/// Puts a page on every bare error, whichever layer it comes from: their own texts can quote what
/// was sent.
pub(super) async fn faces(request: Request, next: Next) -> Response {
    let (tongue, theme) = (Tongue::of(request.headers()), Theme::of(request.headers()));
    let response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || is_finished(&response) {
        return response;
    }
    let words = response.extensions().get::<Words>().copied().unwrap_or(Words(tongue));
    let incident = response.extensions().get::<Incident>().map(|incident| incident.0.clone());
    let key = match status {
        StatusCode::NOT_FOUND => "missing",
        StatusCode::FORBIDDEN => "cross-site",
        StatusCode::SERVICE_UNAVAILABLE => "busy",
        _ if status.is_client_error() => "malformed",
        _ => "broken",
    };
    let message = Message {
        frame: Frame::bare(words, theme),
        title: words.say(&format!("{key}-title")),
        sentence: words.say(&format!("{key}-sentence")),
        incident,
    };
    match message.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "the page of an error could not be made");
            status.into_response()
        }
    }
}
