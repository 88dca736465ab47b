//! `/api/v1/`: figures for programs, read only. A token of its own in place of a session, the rights of the
//! desk's roles, and never a word or a name of a citizen: who needs those sits at the desk.

mod decisions;
mod document;
mod export;
mod health;
mod period;
mod queue;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use serde_json::json;

use super::desk::{Organisation, Reception};
use super::failure;
use super::rights::{self, Action};
use super::secret;
use super::tokens::PREFIX;
use crate::store::api_token;

/// Where it begins.
pub(super) const API: &str = "/api/v1";

/// Whose figures are read.
#[derive(Clone)]
struct Caller {
    organisation: Organisation,
}

/// Every address with what one does there. `tests/it/review/api.rs` holds the description against it.
pub(super) fn router(reception: &Arc<Reception>) -> Router<Arc<Reception>> {
    let needs = |action| from_fn_with_state(Asked { reception: Arc::clone(reception), action }, guard);
    Router::new()
        .route("/queue", get(queue::tell).route_layer(needs(Action::ReadFigures)))
        .route("/export", get(export::tell).route_layer(needs(Action::ReadFigures)))
        .route("/decisions", get(decisions::tell).route_layer(needs(Action::ReadTrail)))
        .route("/health", get(health::tell).route_layer(needs(Action::ReadOperation)))
        // The description says nothing about anybody.
        .route("/openapi.json", get(document::tell))
        .fallback(|| async {
            refuse(StatusCode::NOT_FOUND, "there is nothing here; see /api/v1/openapi.json")
        })
        .layer(from_fn(faces))
}

#[derive(Clone)]
struct Asked {
    reception: Arc<Reception>,
    action: Action,
}

/// Stands before every address that needs a token. It is asked anew on each call, so that one which was
/// ended is worth nothing at once.
async fn guard(State(asked): State<Asked>, mut request: Request, next: Next) -> Response {
    match caller(&asked, request.headers()).await {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(refusal) => *refusal,
    }
}

async fn caller(asked: &Asked, headers: &HeaderMap) -> Result<Caller, Box<Response>> {
    let desk = &asked.reception.desk;
    let Some(secret) = bearer(headers) else { return Err(Box::new(unknown())) };
    let now = desk.clock.now();
    let broken = |error: crate::store::Error| {
        tracing::error!(%error, "a token could not be looked up");
        Box::new(refuse(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer; try again later"))
    };
    let mut tx = desk.db.read().await.map_err(broken)?;
    let found = api_token::by_hash(&mut tx, &secret::digest(secret.as_bytes()), now).await.map_err(broken)?;
    drop(tx);
    let known =
        found.and_then(|token| Some((desk.settings.organisation(token.organisation.as_str())?, token)));
    let Some((organisation, token)) = known else { return Err(Box::new(unknown())) };
    if !rights::may(&token.roles, asked.action) {
        return Err(Box::new(refuse(StatusCode::FORBIDDEN, "no role of this token may read this")));
    }
    let today = now.day();
    if token.used_day != today {
        let mut tx = desk.db.write().await.map_err(broken)?;
        api_token::used(&mut tx, &token.organisation, &token.id, &today).await.map_err(broken)?;
        tx.commit().await.map_err(broken)?;
    }
    Ok(Caller { organisation: organisation.clone() })
}

/// The token in `Authorization: Bearer …`. One in the address is not taken: addresses are logged.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let given = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = given.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && secret.starts_with(PREFIX)).then_some(secret.trim_end())
}

/// One answer for a token that never was, one that ended and none.
fn unknown() -> Response {
    let mut response =
        refuse(StatusCode::UNAUTHORIZED, "a token that is in force is needed: Authorization: Bearer …");
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}

fn refuse(status: StatusCode, why: &str) -> Response {
    failure::json(status, &json!({ "error": why }))
}

/// A program gets no page: what failed below is said in JSON.
async fn faces(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || failure::is_finished(&response) {
        return response;
    }
    match status {
        StatusCode::METHOD_NOT_ALLOWED => refuse(status, "only GET is answered here"),
        StatusCode::SERVICE_UNAVAILABLE => refuse(status, "the database does not answer; try again later"),
        _ => refuse(status, "something of ours failed; the log says what"),
    }
}
