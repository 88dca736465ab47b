//! XRPC errors. A dead token is HTTP 400, and a 401 on a write may only mean "not your repository".

use std::time::Duration;

use serde_json::json;

use crate::demo::fault::Refusal;
use crate::demo::wire::Told;
use crate::model::Stamp;

pub(super) fn error(status: u16, name: &str, message: &str) -> Told {
    Told::json(status, &json!({"error": name, "message": message}))
}

pub(super) fn invalid(message: &str) -> Told {
    error(400, "InvalidRequest", message)
}

pub(super) fn no_token() -> Told {
    error(401, "AuthMissing", "Authentication Required")
}

pub(super) fn bad_token() -> Told {
    error(400, "InvalidToken", "Token could not be verified")
}

pub(super) fn wrong_scope() -> Told {
    error(400, "InvalidToken", "Bad token scope")
}

pub(super) fn expired() -> Told {
    error(400, "ExpiredToken", "Token has expired")
}

pub(super) fn revoked() -> Told {
    error(400, "ExpiredToken", "Token has been revoked")
}

pub(super) fn bad_password() -> Told {
    error(401, "AuthenticationRequired", "Invalid identifier or password")
}

pub(super) fn not_yours() -> Told {
    error(401, "AuthenticationRequired", "Authentication Required")
}

pub(super) fn not_permitted() -> Told {
    error(403, "ScopeMissingError", "Missing required scope")
}

pub(super) fn no_record(uri: &str) -> Told {
    error(400, "RecordNotFound", &format!("Could not locate record: {uri}"))
}

pub(super) fn no_post(uri: &str) -> Told {
    error(400, "NotFound", &format!("Post not found: {uri}"))
}

pub(super) fn stale_swap(current: Option<&str>) -> Told {
    error(400, "InvalidSwap", &format!("Record was at {}", current.unwrap_or("null")))
}

pub(super) fn unknown_method() -> Told {
    error(501, "MethodNotImplemented", "Method Not Implemented")
}

/// `most` calls in `window`; the next one after `wait`.
pub(super) fn throttled(now: Stamp, wait: Duration, most: u32, window: Duration) -> Told {
    let reset = now.later(wait).ms().div_euclid(1000) + 1;
    error(429, "RateLimitExceeded", "Rate Limit Exceeded")
        .with("ratelimit-limit", &most)
        .with("ratelimit-remaining", &0)
        .with("ratelimit-reset", &reset)
        .with("ratelimit-policy", &format!("{most};w={}", window.as_secs()))
        .with("retry-after", &wait.as_secs().max(1))
}

/// A refusal that strikes before anything is done, but for the last.
pub(super) fn refusal(refusal: Refusal, now: Stamp) -> Told {
    match refusal {
        Refusal::ServerError => error(500, "InternalServerError", "Internal Server Error"),
        Refusal::TokenExpired => expired(),
        Refusal::PermissionLost => not_permitted(),
        Refusal::Throttled(wait) => throttled(now, wait, 3000, Duration::from_mins(5)),
        Refusal::AfterSuccess => invalid("Record could not be shown"),
    }
}
