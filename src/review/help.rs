//! Help in the same place on every page: what the marks mean, and the keys.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::shortcuts::{self, Key};
use super::signed::Signed;

/// Where it stands.
pub(super) const HELP: &str = "/hjaelp";

/// The questions, each with its answer.
const ANSWERS: [(&str, &str); 6] = [
    ("help-order", "help-order-answer"),
    ("help-colours", "help-colours-answer"),
    ("help-suggestion", "help-suggestion-answer"),
    ("help-two", "help-two-answer"),
    ("help-hard", "help-hard-answer"),
    ("help-stop", "help-stop-answer"),
];

/// Where one can go, by address and name.
const PLACES: [(&str, &str); 17] = [
    ("/ko", "queue"),
    ("/ko?koe=dig", "queue-mine"),
    ("/venter", "waiting-title"),
    ("/alarmer", "alarms"),
    ("/afgjort", "decided-title"),
    ("/sog", "search-title"),
    ("/statistik", "statistics-title"),
    ("/statistik/stikproeve", "sample-title"),
    ("/sletning", "retention-title"),
    ("/revision", "audit-title"),
    ("/afstemning", "counts"),
    ("/drift", "health-title"),
    ("/regler", "policy-title"),
    ("/indstillinger", "settings-title"),
    ("/genveje", "shortcuts-title"),
    ("/emner", "spared-title"),
    ("/tilgaengelighed", "statement-title"),
];

#[derive(Template)]
#[template(path = "help.html")]
struct Page {
    frame: Frame,
    answers: [(&'static str, &'static str); 6],
    keys: Vec<Key>,
    are_on: bool,
    places: [(&'static str, &'static str); 17],
}

/// `GET /hjaelp`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let frame = frame::around(&reception, &signed, HELP, reception.desk.clock.now()).await?;
    let keys = frame.bar.as_ref().map_or_else(String::new, |bar| bar.keys.clone());
    let map = shortcuts::map(signed.words, &keys);
    page(
        StatusCode::OK,
        &Page { frame, answers: ANSWERS, keys: map, are_on: !keys.is_empty(), places: PLACES },
    )
}
