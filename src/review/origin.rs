//! Where a request comes from, as the browser says it. A form that does not say is not believed.

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

const FETCH_SITE: &str = "sec-fetch-site";

/// True when the request was caused by one of our own pages: a link in a letter, a bookmark and
/// another site are not.
pub(super) fn is_our_page(headers: &HeaderMap) -> bool {
    headers.get(FETCH_SITE).is_some_and(|site| site == "same-origin")
}

/// Refuses what changes something and does not say where it comes from. The check of what it says
/// lets such a request pass, as it might come from no browser; here only browsers sign in.
pub(super) async fn required(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let says = headers.contains_key(FETCH_SITE) || headers.contains_key(header::ORIGIN);
    if request.method().is_safe() || says {
        next.run(request).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    }
}
