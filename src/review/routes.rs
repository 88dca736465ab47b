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
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

use super::alarms::ALARMS;
use super::counts::COUNTS;
use super::desk::{Desk, Reception};
use super::failure::{self, Failure};
use super::fingerprints::Fingerprints;
use super::gate::Gate;
use super::sessions::Sessions;
use super::sign_in::QUEUE;
use super::{
    alarms, alike, answer, arrangement, assets, authors, blocks, counts, decision, decisions, halt, headers,
    health, help, item, language, link, live, new_password, operation, origin, password, queue, retention,
    search, shortcuts, sign_in, signed, statistics, take_back, theme, trail, waiting, watch,
};

/// The largest form.
const MOST_BYTES: usize = 64 * 1024;
const DEADLINE: Duration = Duration::from_secs(10);

/// The desk as a router.
///
/// # Errors
/// Where the machine has no random numbers.
pub fn router(desk: Arc<Desk>) -> anyhow::Result<Router> {
    closed_by(desk, CancellationToken::new())
}

/// The same; what listens for long ends with `closing`.
fn closed_by(desk: Arc<Desk>, closing: CancellationToken) -> anyhow::Result<Router> {
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
    let reception = Arc::new(Reception {
        desk,
        gate: Gate::new(),
        fingerprints: Fingerprints::new()?,
        listeners: Arc::new(Semaphore::new(live::LISTENERS)),
        closing,
    });

    let behind_the_guard = Router::new()
        .route(QUEUE, get(queue::show))
        .route("/ko/{id}", get(item::show))
        .route("/ko/{id}/behold", post(decision::keep))
        .route("/ko/{id}/fjern", post(decision::remove))
        .route("/ko/{id}/henvis", post(decision::redirect))
        .route("/ko/{id}/fortryd", post(take_back::take_back))
        .route("/ko/{id}/svar", post(answer::say))
        .route("/ko/{id}/luk", post(authors::close))
        .route("/ko/{id}/overtag", post(watch::take_over))
        .route("/ko/{id}/ens", get(alike::show).post(alike::decide))
        .route("/ko/{id}/ens/se", post(alike::preview))
        .route("/ko/{id}/ens/fortryd", post(alike::take_back))
        .route("/ko/{id}/blokering", get(blocks::ask).post(blocks::write))
        .route("/blokering/{id}", get(blocks::show))
        .route("/blokering/{id}/ophaevet", post(blocks::lift))
        .route("/ko/{id}/papir", get(trail::paper))
        .route(waiting::WAITING, get(waiting::show))
        .route(decisions::DECISIONS, get(decisions::show))
        .route(search::SEARCH, get(search::ask).post(search::find))
        .route(statistics::STATISTICS, get(statistics::show))
        .route(retention::RETENTION, get(retention::show))
        .route(trail::TRAIL, get(trail::show))
        .route(operation::OPERATION, get(operation::show))
        .route(arrangement::SETTINGS, get(arrangement::show))
        .route(help::HELP, get(help::show))
        .route(shortcuts::SHORTCUTS, get(shortcuts::show).post(shortcuts::choose))
        .route("/live", get(live::listen))
        .route(COUNTS, get(counts::show))
        .route(ALARMS, get(alarms::show))
        .route("/alarmer/{id}", get(alarms::lead))
        .route("/alarmer/{id}/kvitter", post(alarms::acknowledge))
        .route("/alarmer/{id}/luk", post(alarms::close))
        .route("/adgangskode", get(new_password::show).post(new_password::choose))
        .route("/stop", post(halt::stop))
        .route("/start", post(halt::start))
        .route("/sprog", post(language::switch))
        .route("/tema", post(theme::switch))
        .route("/log-ud", post(sign_in::leave))
        .route_layer(from_fn_with_state(Arc::clone(&reception), signed::guard));
    let router = Router::new()
        .merge(behind_the_guard)
        .route("/", get(|| async { Redirect::to(QUEUE) }))
        .route("/log-ind", get(sign_in::show).post(sign_in::enter))
        .route("/engang/{organisation}/{code}", get(link::show).post(link::enter))
        .route("/stil.css", get(assets::style))
        .route("/sider.css", get(assets::pages))
        .route("/desk.js", get(assets::script))
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
        .layer(from_fn_with_state(is_secure, headers::set));
    Ok(router)
}

/// Serves the desk until it is told to stop; requests under way are finished.
///
/// # Errors
/// When the listener fails, or the machine has no random numbers.
pub async fn serve(listener: TcpListener, desk: Arc<Desk>, stop: CancellationToken) -> anyhow::Result<()> {
    axum::serve(listener, closed_by(desk, stop.clone())?)
        .with_graceful_shutdown(stop.cancelled_owned())
        .await
        .context("serving the review desk")
}
