//! `GET /api/v1/openapi.json`: what the rest answers, as `OpenAPI` 3.1. A test holds it against the answers.

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// The description, as it stands beside this file.
const DOCUMENT: &str = include_str!("openapi.json");

pub(super) async fn tell() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT).into_response()
}
