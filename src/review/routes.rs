//! The map of the desk: each address on one line, with what one does there. What has no action is open to
//! everybody and says so.

use std::any::Any;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::Redirect;
use axum::{Extension, Router};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::timeout::TimeoutLayer;

use super::access::ACCESS;
use super::alarms::ALARMS;
use super::counts::COUNTS;
use super::desk::{Desk, Reception};
use super::doors::{Door, Doors};
use super::failure::{self, Failure};
use super::new_password::PASSWORD;
use super::rights::Action;
use super::second_step::SECOND_STEP;
use super::sign_in::QUEUE;
use super::signed::Signed;
use super::staff_notice::NOTICE;
use super::{
    access, alarms, alike, answer, arrangement, assets, authors, blocks, counts, decision, decisions, frame,
    halt, headers, health, help, item, language, link, live, monthly, municipal, new_password, operation,
    origin, own_sessions, password, queue, referral, retention, rules, sample, search, second_step,
    shortcuts, sign_in, spared, staff_notice, statement, statistics, take_back, theme, trail, waiting, watch,
};

/// The largest form.
const MOST_BYTES: usize = 64 * 1024;
const DEADLINE: Duration = Duration::from_secs(10);

/// Every address with what one does there: each is one line, and none can be written without its action.
fn map_of(reception: &Arc<Reception>) -> Doors {
    use Action::{
        CloseNotification, Decide, Enter, JudgeSample, Own, ReadAccess, ReadAlarms, ReadFigures,
        ReadInquiries, ReadOperation, ReadTrail, ReviewAccess, Start, Stop, TakeAlarm,
    };
    Doors::of(reception)
        .get(QUEUE, ReadInquiries, queue::show)
        .get("/ko/{id}", ReadInquiries, item::show)
        .post("/ko/{id}/behold", Decide, decision::keep)
        .post("/ko/{id}/fjern", Decide, decision::remove)
        .post("/ko/{id}/henvis", Decide, decision::redirect)
        .post("/ko/{id}/fortryd", Decide, take_back::take_back)
        .post("/ko/{id}/svar", Decide, answer::say)
        .post("/ko/{id}/luk", Decide, authors::close)
        .post("/ko/{id}/overtag", Decide, watch::take_over)
        .post("/ko/{id}/andet-syn", Decide, referral::ask)
        .post("/ko/{id}/giv-videre", Decide, referral::hand_over)
        .post("/ko/{id}/traek-tilbage", Decide, referral::withdraw)
        .get("/ko/{id}/ens", Decide, alike::show)
        .post("/ko/{id}/ens", Decide, alike::decide)
        .post("/ko/{id}/ens/se", Decide, alike::preview)
        .post("/ko/{id}/ens/fortryd", Decide, alike::take_back)
        .get("/ko/{id}/blokering", Decide, blocks::ask)
        .post("/ko/{id}/blokering", Decide, blocks::write)
        .get("/blokering/{id}", ReadInquiries, blocks::show)
        .post("/blokering/{id}/ophaevet", Decide, blocks::lift)
        .get("/ko/{id}/papir", ReadInquiries, trail::paper)
        .get(waiting::WAITING, ReadInquiries, waiting::show)
        .get(decisions::DECISIONS, ReadInquiries, decisions::show)
        .get(search::SEARCH, ReadInquiries, search::ask)
        .post(search::SEARCH, ReadInquiries, search::find)
        .get(statistics::STATISTICS, ReadFigures, statistics::show)
        .get("/statistik/maaned/{month}", ReadFigures, monthly::show)
        .get(sample::SAMPLE, JudgeSample, sample::show)
        .post(sample::SAMPLE, JudgeSample, sample::draw)
        .post("/statistik/stikproeve/{id}", JudgeSample, sample::judge)
        .get(retention::RETENTION, ReadFigures, retention::show)
        .get(trail::TRAIL, ReadTrail, trail::show)
        .get(operation::OPERATION, ReadOperation, operation::show)
        .get(arrangement::SETTINGS, ReadOperation, arrangement::show)
        .get(rules::RULES, ReadOperation, rules::show)
        .get(statement::STATEMENT, Own, statement::show)
        .get(spared::SPARED, Own, spared::show)
        .post(spared::SPARED, Own, spared::choose)
        .get(help::HELP, Own, help::show)
        .get(shortcuts::SHORTCUTS, Own, shortcuts::show)
        .post(shortcuts::SHORTCUTS, Own, shortcuts::choose)
        .get(own_sessions::SESSIONS, Own, own_sessions::show)
        .post(own_sessions::SESSIONS, Own, own_sessions::end)
        .get("/live", ReadFigures, live::listen)
        .get(COUNTS, ReadFigures, counts::show)
        .get(ALARMS, ReadAlarms, alarms::show)
        .get("/alarmer/{id}", ReadAlarms, alarms::lead)
        .post("/alarmer/{id}/kvitter", TakeAlarm, alarms::acknowledge)
        .post("/alarmer/{id}/luk", CloseNotification, alarms::close)
        .get(PASSWORD, Own, new_password::show)
        .post(PASSWORD, Own, new_password::choose)
        .post("/stop", Stop, halt::stop)
        .post("/start", Start, halt::start)
        .post("/sprog", Enter, language::switch)
        .post("/tema", Enter, theme::switch)
        .post("/log-ud", Enter, sign_in::leave)
        .get(ACCESS, ReadAccess, access::show)
        .post("/adgang/{id}", ReviewAccess, access::decide)
        .get(NOTICE, Enter, staff_notice::show)
        .post(NOTICE, Enter, staff_notice::confirm)
        .get("/", Enter, home)
        .get(SECOND_STEP, Enter, second_step::show)
        .post(SECOND_STEP, Enter, second_step::prove)
        .post("/totrin/ny", Enter, second_step::propose)
        .open("/log-ind", sign_in::show)
        .open_form("/log-ind", sign_in::enter)
        .open(municipal::THERE, municipal::there)
        .open(municipal::BACK, municipal::back)
        .open("/engang/{organisation}/{code}", link::show)
        .open_form("/engang/{organisation}/{code}", link::enter)
        .open("/stil.css", assets::style)
        .open("/sider.css", assets::pages)
        .open("/desk.js", assets::script)
        .open("/ikon.svg", assets::icon)
        .open("/sund", health::ask)
        .with_programs()
}

/// `GET /`: everybody to where they begin.
async fn home(Extension(signed): Extension<Signed>) -> Redirect {
    Redirect::to(frame::home(&signed.roles))
}

/// The map of the desk, for whoever checks who may go where.
///
/// # Errors
/// Where the machine has no random numbers.
pub fn map(desk: Arc<Desk>) -> anyhow::Result<Vec<Door>> {
    let reception = Arc::new(Reception::of(desk, CancellationToken::new())?);
    Ok(map_of(&reception).done().1)
}

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
    let origin = desk.settings.public_url.origin().ascii_serialization();
    // A proxy may rewrite `Host`; the browser's `Origin` is still ours.
    let csrf = CsrfLayer::new().add_trusted_origin(origin).unwrap_or_else(|_| {
        tracing::warn!("the public address is no origin that a browser sends");
        CsrfLayer::new()
    });
    let reception = Arc::new(Reception::of(desk, closing)?);
    let (router, _) = map_of(&reception).done();
    let router = router
        .fallback(|| async { Failure::Missing })
        .with_state(reception)
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
    let router = closed_by(desk, stop.clone())?;
    axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(stop.cancelled_owned())
        .await
        .context("serving the review desk")
}
