//! Graph errors: the class stands in `error.code`, hardly ever in the HTTP status.

use serde_json::{Value, json};

use crate::demo::Fault;
use crate::demo::wire::Told;

fn error(status: u16, kind: &str, code: u16, subcode: Option<u16>, message: &str) -> Told {
    let mut error =
        json!({"message": message, "type": kind, "code": code, "fbtrace_id": "AtownTraceId0000000000"});
    if let (Some(subcode), Value::Object(fields)) = (subcode, &mut error) {
        fields.insert("error_subcode".to_owned(), subcode.into());
    }
    Told::json(status, &json!({"error": error}))
}

pub(super) fn no_token() -> Told {
    let message = "An access token is required to request this resource.";
    error(400, "OAuthException", 104, None, message)
}

pub(super) fn bad_token() -> Told {
    let message = "Invalid OAuth access token - Cannot parse access token";
    error(400, "OAuthException", 190, None, message)
}

/// `subcode` 463: expired; 460: the password was changed.
pub(super) fn dead_token(subcode: u16) -> Told {
    let message = "Error validating access token: The session is no longer valid.";
    error(400, "OAuthException", 190, Some(subcode), message)
}

/// Gone, or not ours to see: the network does not tell which.
pub(super) fn unknown(method: &str, id: &str) -> Told {
    let message = format!(
        "Unsupported {method} request. Object with ID '{id}' does not exist, cannot be loaded due to \
         missing permissions, or does not support this operation."
    );
    error(400, "GraphMethodException", 100, Some(33), &message)
}

pub(super) fn bad_parameter(message: &str) -> Told {
    error(400, "OAuthException", 100, None, &format!("(#100) {message}"))
}

pub(super) fn bad_path() -> Told {
    error(400, "OAuthException", 2500, None, "Unknown path components")
}

pub(super) fn not_permitted() -> Told {
    error(403, "OAuthException", 200, None, "(#200) The user lacks permission to do this on the page")
}

/// A fault that strikes before anything is done.
pub(super) fn fault(fault: Fault, page: &str) -> Told {
    match fault {
        Fault::BadGateway => Told::bad_gateway(),
        Fault::TokenExpired => dead_token(463),
        Fault::PermissionLost => not_permitted(),
        Fault::Throttled(wait) => {
            let minutes = wait.as_secs().div_ceil(60);
            let usage = json!({page: [{"type": "pages", "call_count": 100, "total_cputime": 25,
                "total_time": 25, "estimated_time_to_regain_access": minutes}]});
            error(400, "OAuthException", 32, None, "(#32) Page request limit reached")
                .with("x-business-use-case-usage", &usage)
        }
        // The last four have an answer of their own, or none.
        Fault::ServerError | Fault::Truncated | Fault::Dropped | Fault::AnswerLost | Fault::Slow => {
            error(500, "OAuthException", 1, None, "An unknown error has occurred.")
        }
    }
}
