//! The stylesheets, the script and the icon: open to all, and about nobody.

use std::sync::LazyLock;

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::secret;

static STYLE: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("text/css; charset=utf-8", include_str!("pages/desk.css")));
static PAGES: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("text/css; charset=utf-8", include_str!("pages/pages.css")));
static SCRIPT: LazyLock<Asset> =
    LazyLock::new(|| Asset::new("text/javascript; charset=utf-8", include_str!("pages/desk.js")));
static ICON: LazyLock<Asset> = LazyLock::new(|| Asset::new("image/svg+xml", include_str!("pages/icon.svg")));

struct Asset {
    kind: &'static str,
    body: &'static str,
    tag: String,
}

impl Asset {
    fn new(kind: &'static str, body: &'static str) -> Self {
        Self { kind, body, tag: format!("\"{}\"", secret::digest(body.as_bytes())) }
    }

    fn answer(&self, headers: &HeaderMap) -> Response {
        let about = [(header::ETAG, self.tag.as_str()), (header::CACHE_CONTROL, "public, no-cache")];
        let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
        if known.is_some_and(|known| known.split(',').any(|tag| tag.trim() == self.tag)) {
            return (StatusCode::NOT_MODIFIED, about).into_response();
        }
        (about, [(header::CONTENT_TYPE, self.kind)], self.body).into_response()
    }
}

/// `GET /stil.css`
pub(super) async fn style(headers: HeaderMap) -> Response {
    STYLE.answer(&headers)
}

/// `GET /sider.css`: what only the pages beside the queue need.
pub(super) async fn pages(headers: HeaderMap) -> Response {
    PAGES.answer(&headers)
}

/// `GET /desk.js`
pub(super) async fn script(headers: HeaderMap) -> Response {
    SCRIPT.answer(&headers)
}

/// `GET /ikon.svg`
pub(super) async fn icon(headers: HeaderMap) -> Response {
    ICON.answer(&headers)
}
