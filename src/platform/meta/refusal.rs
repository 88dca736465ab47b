//! What Meta's error codes mean. The code in the body decides, because the status is nearly always 400.

use serde::Deserialize;

use super::usage;
use crate::platform::contract::Error;
use crate::platform::http::{Answer, Fault};
use crate::platform::wait;

/// Why a call did not give what was asked for.
pub(in crate::platform) enum Trouble {
    /// 100/33: it does not exist, or we may not see it. Meta does not say which.
    Vanished,
    /// 506: the same words stand there already.
    Duplicate,
    /// All else.
    Fault(Fault),
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl Trouble {
    /// What it means for a read that nobody needs to confirm.
    pub(in crate::platform) fn error(self) -> Error {
        match self {
            Self::Vanished => Error::NotPermitted("100/33 gone, or no longer shown to us"),
            Self::Duplicate => Error::Refused("506 duplicate"),
            Self::Fault(fault) => fault.error,
        }
    }
}

#[derive(Deserialize)]
struct Body {
    error: Coded,
}

/// The `message` is not read: it can quote what was sent.
#[derive(Deserialize)]
struct Coded {
    code: i64,
    #[serde(default)]
    error_subcode: Option<i64>,
    #[serde(default)]
    is_transient: Option<bool>,
}

/// The error in an answer, whatever its status; `None` when there is none.
pub(super) fn said(answer: &Answer) -> Option<Trouble> {
    let Ok(Body { error }) = answer.json() else { return None };
    let refused = match (error.code, error.error_subcode) {
        (100, Some(33)) | (803, _) => return Some(Trouble::Vanished),
        (506, _) => return Some(Trouble::Duplicate),
        (190, subcode) => Error::TokenDead(death(subcode)),
        (102, _) => Error::TokenDead("102 the session has ended"),
        (3 | 10 | 200..=299, _) => Error::NotPermitted("the token lacks a permission"),
        // Instagram says this of a comment that it has written: sent again it stands there twice.
        (20, _) => {
            return Some(Fault::lost(Error::Refused("20 a form of answer that they do not have")).into());
        }
        // A block for breaking their rules: hurrying only prolongs it.
        (368, _) => Error::Throttled(wait::lasting(wait::MOST)),
        (4 | 17 | 32 | 341 | 613 | 80_000..=80_014, _) => Error::Throttled(usage::wait(&answer.headers)),
        // Meta says these also about requests that it has carried out.
        (1 | 2, _) => {
            return Some(Fault::lost(Error::Unreachable("a passing error of theirs")).into());
        }
        _ if error.is_transient == Some(true) => {
            return Some(Fault::lost(Error::Unreachable("a passing error of theirs")).into());
        }
        (100, _) => Error::Refused("100 a parameter they do not take"),
        _ if answer.speaks_by_status() => return None,
        _ => Error::Refused("a code that we do not know"),
    };
    Some(Fault::refused(refused).into())
}

fn death(subcode: Option<i64>) -> &'static str {
    match subcode {
        Some(458) => "190/458 the app was removed",
        Some(459 | 464) => "190/459 its owner must log in to Facebook",
        Some(460) => "190/460 its owner changed the password",
        Some(463) => "190/463 expired",
        Some(467) => "190/467 invalid",
        Some(492) => "190/492 its owner lost the role on the page",
        _ => "190",
    }
}
