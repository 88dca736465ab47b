//! Mastodon's errors: the status says what it is, the words are for people.

use serde_json::json;

use crate::demo::fault::Refusal;
use crate::demo::throttling::iso;
use crate::demo::wire::Told;
use crate::model::Stamp;

fn error(status: u16, words: &str) -> Told {
    Told::json(status, &json!({"error": words}))
}

pub(super) fn no_token() -> Told {
    error(401, "The access token is invalid")
}

pub(super) fn expired() -> Told {
    error(401, "The access token expired")
}

pub(super) fn revoked() -> Told {
    error(401, "The access token was revoked")
}

pub(super) fn not_permitted() -> Told {
    error(403, "This action is outside the authorized scopes")
}

pub(super) fn not_found() -> Told {
    error(404, "Record not found")
}

pub(super) fn no_parent() -> Told {
    error(404, "The post you are trying to reply to does not appear to exist.")
}

pub(super) fn not_valid(what: &str) -> Told {
    error(422, &format!("Validation failed: {what}"))
}

/// `most` calls in a window; the next one at `reset`.
pub(super) fn throttled(reset: Stamp, most: u32) -> Told {
    error(429, "Too many requests")
        .with("x-ratelimit-limit", &most)
        .with("x-ratelimit-remaining", &0)
        .with("x-ratelimit-reset", &iso(reset))
}

/// A refusal that strikes before anything is done, but for the last.
pub(super) fn refusal(refusal: Refusal, now: Stamp, most: u32) -> Told {
    match refusal {
        Refusal::ServerError => error(500, "We're sorry, but something went wrong on our end."),
        Refusal::TokenExpired => expired(),
        Refusal::PermissionLost => not_permitted(),
        Refusal::Throttled(wait) => throttled(now.later(wait), most),
        Refusal::AfterSuccess => not_valid("Text could not be shown"),
    }
}
