//! Refusals: the status says little, the reason says what.

use serde_json::json;

use crate::demo::fault::Refusal;
use crate::demo::throttling::seconds;
use crate::demo::wire::Told;

pub(super) fn error(status: u16, reason: &str) -> Told {
    let message = "The request cannot be completed.";
    Told::json(
        status,
        &json!({"error": {"code": status, "message": message,
            "errors": [{"domain": "youtube.town", "reason": reason, "message": message}]}}),
    )
}

/// An exchange of tokens has a form of its own (RFC 6749 §5.2).
pub(super) fn exchange(status: u16, name: &str) -> Told {
    Told::json(status, &json!({"error": name, "error_description": "Town."}))
}

pub(super) fn no_comment() -> Told {
    error(404, "commentNotFound")
}

pub(super) fn bad(reason: &str) -> Told {
    error(400, reason)
}

pub(super) fn refusal(refusal: Refusal) -> Told {
    match refusal {
        Refusal::ServerError => error(500, "backendError"),
        Refusal::Throttled(wait) => error(403, "rateLimitExceeded").with("retry-after", &seconds(wait)),
        Refusal::TokenExpired => error(401, "authError"),
        Refusal::PermissionLost => error(403, "forbidden"),
        // The one of which their own sheet says that it may be passing.
        Refusal::AfterSuccess => error(400, "processingFailure"),
    }
}
