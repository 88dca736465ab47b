//! The accessibility statement that the law asks for. The municipality's own stands where the government's tool
//! publishes it; until that is made, this page says what is known and how to complain.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::desk::Reception;
use super::failure::{Failure, page};
use super::frame::{self, Frame};
use super::signed::Signed;

/// Where it stands.
pub(super) const STATEMENT: &str = "/tilgaengelighed";

/// What it says, heading and paragraph.
const PARTS: [(&str, &str); 5] = [
    ("statement-how", "statement-how-answer"),
    ("statement-not", "statement-not-answer"),
    ("statement-tested", "statement-tested-answer"),
    ("statement-contact", "statement-contact-answer"),
    ("statement-authority", "statement-authority-answer"),
];

#[derive(Template)]
#[template(path = "statement.html")]
struct Page {
    frame: Frame,
    municipality: String,
    parts: [(&'static str, &'static str); 5],
}

/// `GET /tilgaengelighed`
pub(super) async fn show(
    State(reception): State<Arc<Reception>>,
    Extension(signed): Extension<Signed>,
) -> Result<Response, Failure> {
    let frame = frame::around(&reception, &signed, STATEMENT, reception.desk.clock.now()).await?;
    page(StatusCode::OK, &Page { frame, municipality: signed.organisation.name.clone(), parts: PARTS })
}
