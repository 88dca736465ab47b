//! The one stylesheet: open to all, and about nobody.

use std::sync::LazyLock;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::secret;

const SHEET: &str = include_str!("pages/desk.css");
static TAG: LazyLock<String> = LazyLock::new(|| format!("\"{}\"", secret::digest(SHEET.as_bytes())));

/// `GET /stil.css`
pub(super) async fn sheet(headers: HeaderMap) -> Response {
    let about = [(header::ETAG, TAG.as_str()), (header::CACHE_CONTROL, "public, no-cache")];
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    if known.is_some_and(|known| known.split(',').any(|tag| tag.trim() == *TAG)) {
        return (StatusCode::NOT_MODIFIED, about).into_response();
    }
    (about, [(header::CONTENT_TYPE, "text/css; charset=utf-8")], SHEET).into_response()
}
