//! Graph errors: the class stands in `error.code`, hardly ever in the HTTP status.

use std::time::Duration;

use serde_json::{Value, json};

use super::usage::{Over, business_usage, shares};
use crate::demo::fault::Refusal;
use crate::demo::wire::Told;

fn error(status: u16, kind: &str, code: u32, subcode: Option<u32>, message: &str) -> Told {
    let mut error =
        json!({"message": message, "type": kind, "code": code, "fbtrace_id": "AtownTraceId0000000000"});
    if let (Some(subcode), Value::Object(fields)) = (subcode, &mut error) {
        fields.insert("error_subcode".to_owned(), subcode.into());
    }
    Told::json(status, &json!({"error": error}))
}

pub(in crate::demo) fn no_token() -> Told {
    let message = "An access token is required to request this resource.";
    error(400, "OAuthException", 104, None, message)
}

pub(in crate::demo) fn bad_token() -> Told {
    let message = "Invalid OAuth access token - Cannot parse access token";
    error(400, "OAuthException", 190, None, message)
}

/// `subcode` 463: expired; 460: the password was changed.
pub(in crate::demo) fn dead_token(subcode: u32) -> Told {
    let message = "Error validating access token: The session is no longer valid.";
    error(400, "OAuthException", 190, Some(subcode), message)
}

/// Gone, or not ours to see: the network does not tell which.
pub(in crate::demo) fn unknown(method: &str, id: &str) -> Told {
    let message = format!(
        "Unsupported {method} request. Object with ID '{id}' does not exist, cannot be loaded due to \
         missing permissions, or does not support this operation."
    );
    error(400, "GraphMethodException", 100, Some(33), &message)
}

pub(in crate::demo) fn bad_parameter(message: &str) -> Told {
    error(400, "OAuthException", 100, None, &format!("(#100) {message}"))
}

pub(in crate::demo) fn bad_path() -> Told {
    error(400, "OAuthException", 2500, None, "Unknown path components")
}

pub(in crate::demo) fn not_permitted() -> Told {
    error(403, "OAuthException", 200, None, "(#200) The user lacks permission to do this on the page")
}

/// Which of Meta's networks refuses, as its headers and codes name it.
#[derive(Clone, Copy)]
pub(in crate::demo) struct Kind {
    /// In `X-Business-Use-Case-Usage`.
    pub(in crate::demo) name: &'static str,
    /// The code of its own limit.
    pub(in crate::demo) used_up: u32,
}

/// The app's calls, or the page's, are used up.
pub(in crate::demo) fn used_up(over: Over, page: &str, kind: Kind) -> Told {
    match over {
        Over::App(wait) => throttled(4, "(#4) Application request limit reached", page, kind, wait),
        Over::Business(wait) => {
            let message = format!("(#{}) There have been too many calls to this account", kind.used_up);
            throttled(kind.used_up, &message, page, kind, wait)
        }
    }
}

fn throttled(code: u32, message: &str, page: &str, kind: Kind, wait: Duration) -> Told {
    let usage = business_usage(page, kind.name, &shares(100), wait);
    error(400, "OAuthException", code, None, message).with("x-business-use-case-usage", &usage)
}

/// The form of answer that was asked for is not one of theirs: said after the write was done.
pub(in crate::demo) fn after_success() -> Told {
    error(400, "OAuthException", 20, Some(1_772_107), "(#20) This form of answer is not supported")
}

/// A refusal that strikes before anything is done, but for the last.
pub(in crate::demo) fn refusal(refusal: Refusal, page: &str, kind: Kind) -> Told {
    match refusal {
        Refusal::ServerError => error(500, "OAuthException", 1, None, "An unknown error has occurred."),
        Refusal::TokenExpired => dead_token(463),
        Refusal::PermissionLost => not_permitted(),
        Refusal::Throttled(wait) => throttled(32, "(#32) Page request limit reached", page, kind, wait),
        Refusal::AfterSuccess => after_success(),
    }
}
