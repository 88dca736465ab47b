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
use super::rights::Action;
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

/// Where one can go, by address and name, with what one does there.
const PLACES: [(&str, &str, Action); 17] = [
    ("/ko", "queue", Action::ReadInquiries),
    ("/ko?koe=dig", "queue-mine", Action::ReadInquiries),
    ("/venter", "waiting-title", Action::ReadInquiries),
    ("/alarmer", "alarms", Action::ReadAlarms),
    ("/afgjort", "decided-title", Action::ReadInquiries),
    ("/sog", "search-title", Action::ReadInquiries),
    ("/statistik", "statistics-title", Action::ReadFigures),
    ("/statistik/stikproeve", "sample-title", Action::JudgeSample),
    ("/sletning", "retention-title", Action::ReadFigures),
    ("/revision", "audit-title", Action::ReadTrail),
    ("/afstemning", "counts", Action::ReadFigures),
    ("/drift", "health-title", Action::ReadOperation),
    ("/regler", "policy-title", Action::ReadOperation),
    ("/indstillinger", "settings-title", Action::ReadOperation),
    ("/genveje", "shortcuts-title", Action::Own),
    ("/emner", "spared-title", Action::Own),
    ("/tilgaengelighed", "statement-title", Action::Own),
];

#[derive(Template)]
#[template(path = "help.html")]
struct Page {
    frame: Frame,
    answers: [(&'static str, &'static str); 6],
    keys: Vec<Key>,
    are_on: bool,
    places: Vec<(&'static str, &'static str)>,
}

/// `GET /hjaelp`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let frame = frame::around(&reception, &signed, HELP, reception.desk.clock.now()).await?;
    let keys = frame.bar.as_ref().map_or_else(String::new, |bar| bar.keys.clone());
    let map = shortcuts::map(signed.words, &keys);
    let open = PLACES.into_iter().filter(|(_, _, action)| signed.may(*action));
    let places = open.map(|(path, name, _)| (path, name)).collect();
    page(StatusCode::OK, &Page { frame, answers: ANSWERS, keys: map, are_on: !keys.is_empty(), places })
}
