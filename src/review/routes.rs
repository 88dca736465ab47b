//! The map of the desk. What stands behind the guard needs a signed-in moderator; everything else
//! is listed by name.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Redirect;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

use super::counts::COUNTS;
use super::desk::{Desk, Reception};
use super::failure::{self, Failure};
use super::gate::Gate;
use super::sessions::Sessions;
use super::sign_in::QUEUE;
use super::{
    assets, counts, decision, halt, headers, health, item, language, link, new_password, origin, password,
    queue, sign_in, signed, theme, watch,
};

/// The largest form.
const MOST_BYTES: usize = 64 * 1024;
const DEADLINE: Duration = Duration::from_secs(10);

/// The desk as a router.
pub fn router(desk: Arc<Desk>) -> Router {
    password::prepare();
    let is_secure = desk.settings.public_url.scheme() == "https";
    let sessions = SessionManagerLayer::new(Sessions { db: desk.db.clone(), clock: Arc::clone(&desk.clock) })
        .with_name(if is_secure { "__Host-ordstyrer" } else { "ordstyrer" })
        .with_secure(is_secure)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_expiry(Expiry::OnSessionEnd);
    let origin = desk.settings.public_url.origin().ascii_serialization();
    // A proxy may rewrite `Host`; the browser's `Origin` is still ours.
    let csrf = CsrfLayer::new().add_trusted_origin(origin).unwrap_or_else(|_| {
        tracing::warn!("the public address is no origin that a browser sends");
        CsrfLayer::new()
    });
    let reception = Arc::new(Reception { desk, gate: Gate::new() });

    let behind_the_guard = Router::new()
        .route(QUEUE, get(queue::show))
        .route("/ko/{id}", get(item::show))
        .route("/ko/{id}/behold", post(decision::keep))
        .route("/ko/{id}/fjern", post(decision::remove))
        .route("/ko/{id}/henvis", post(decision::redirect))
        .route("/ko/{id}/overtag", post(watch::take_over))
        .route(COUNTS, get(counts::show))
        .route("/adgangskode", get(new_password::show).post(new_password::choose))
        .route("/stop", post(halt::stop))
        .route("/start", post(halt::start))
        .route("/sprog", post(language::switch))
        .route("/tema", post(theme::switch))
        .route("/log-ud", post(sign_in::leave))
        .route_layer(from_fn_with_state(Arc::clone(&reception), signed::guard));
    Router::new()
        .merge(behind_the_guard)
        .route("/", get(|| async { Redirect::to(QUEUE) }))
        .route("/log-ind", get(sign_in::show).post(sign_in::enter))
        .route("/engang/{organisation}/{code}", get(link::show).post(link::enter))
        .route("/stil.css", get(assets::style))
        .route("/ikon.svg", get(assets::icon))
        .route("/sund", get(health::ask))
        .fallback(|| async { Failure::Missing })
        .with_state(reception)
        .layer(sessions)
        .layer(RequestBodyLimitLayer::new(MOST_BYTES))
        .layer(csrf)
        .layer(from_fn(origin::required))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, DEADLINE))
        .layer(CatchPanicLayer::custom(|_: Box<dyn Any + Send>| {
            // What a panic says is not looked at: it could quote somebody.
            tracing::error!("a page panicked");
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        }))
        .layer(from_fn(failure::faces))
        .layer(from_fn_with_state(is_secure, headers::set))
}

/// Serves the desk until it is told to stop; requests under way are finished.
///
/// # Errors
/// When the listener fails.
pub async fn serve(listener: TcpListener, desk: Arc<Desk>, stop: CancellationToken) -> anyhow::Result<()> {
    axum::serve(listener, router(desk))
        .with_graceful_shutdown(stop.cancelled_owned())
        .await
        .context("serving the review desk")
}
