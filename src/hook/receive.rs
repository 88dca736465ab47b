//! One call, in the order of what it costs an attacker and us: shape of the signature, size, body,
//! signature, and only then a parser. The answer says nothing but whether to send it again.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};

use super::body::{self, Refused};
use super::keys::Claim;
use super::routes::Room;
use super::{handshake, writer};

const SIGNATURE: HeaderName = HeaderName::from_static("x-hub-signature-256");

/// `GET`: the handshake.
pub(super) async fn shake_hands(State(room): State<Arc<Room>>, request: Request) -> Response {
    let counts = &room.shared.counts;
    if let Some(answer) = handshake::answer(&room.keys, request.uri().query().unwrap_or_default()) {
        counts.handshakes.add(1);
        answer
    } else {
        counts.handshakes_refused.add(1);
        StatusCode::FORBIDDEN.into_response()
    }
}

/// `POST`: a webhook.
pub(super) async fn receive(State(room): State<Arc<Room>>, request: Request) -> StatusCode {
    let shared = &room.shared;
    let counts = &shared.counts;
    counts.calls.add(1);
    let Some(claim) = claim(request.headers()) else {
        counts.forged.add(1);
        return StatusCode::UNAUTHORIZED;
    };
    let read = body::read(request.into_body(), shared.most_bytes, &shared.memory);
    let Ok(read) = tokio::time::timeout(shared.deadline, read).await else {
        counts.slow.add(1);
        return StatusCode::REQUEST_TIMEOUT;
    };
    let held = match read {
        Ok(held) => held,
        Err(Refused::TooLarge) => {
            counts.oversized.add(1);
            return StatusCode::PAYLOAD_TOO_LARGE;
        }
        Err(Refused::NoRoom) => {
            counts.turned_away.add(1);
            return StatusCode::SERVICE_UNAVAILABLE;
        }
        Err(Refused::Cut) => return StatusCode::BAD_REQUEST,
    };
    if !room.keys.signed(held.bytes(), &claim) {
        counts.forged.add(1);
        return StatusCode::UNAUTHORIZED;
    }
    let Some(hints) = room.hear(held.bytes()) else {
        // The network signed it: asked to send it again, it would, for a day and a half, and then
        // send nothing at all any more.
        counts.unreadable.add(1);
        return StatusCode::OK;
    };
    drop(held);
    if hints.is_empty() {
        return StatusCode::OK;
    }
    match writer::hand_over(&shared.queue, hints, shared.deadline).await {
        Ok(()) => StatusCode::OK,
        Err(writer::Failed::Full) => {
            counts.turned_away.add(1);
            StatusCode::SERVICE_UNAVAILABLE
        }
        Err(writer::Failed::NotStored) => {
            counts.failed.add(1);
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

/// The one signature of a call; two of them are none.
fn claim(headers: &HeaderMap) -> Option<Claim> {
    let mut all = headers.get_all(SIGNATURE).iter();
    let only = all.next().filter(|_| all.next().is_none())?;
    Claim::read(only.as_bytes())
}
