//! What the error names of the AT Protocol mean. A dead token comes as 400, and 401 on a write means
//! that the record is not ours: the name decides, not the status.

use serde::Deserialize;

use crate::platform::contract::Error;
use crate::platform::http::{Answer, Fault};
use crate::platform::wait;

/// Why a call did not give what was asked for.
pub(super) enum Trouble {
    /// The session's token does not hold (any more).
    Token,
    /// The record or post does not exist.
    Absent,
    /// The whole repository does not exist, or is switched off.
    NoRepository,
    /// The request made no sense to them.
    Invalid,
    /// Somebody else changed the record since we read it.
    Swap,
    /// All else.
    Fault(Fault),
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl Trouble {
    /// As a fault, where the finer meaning does not matter. None of them was carried out.
    pub(super) fn fault(self) -> Fault {
        Fault::refused(match self {
            Self::Fault(fault) => return fault,
            Self::Token => Error::TokenDead("a renewed session was not accepted either"),
            Self::Absent => Error::Refused("no such record"),
            Self::NoRepository => Error::NotPermitted("the repository is closed"),
            Self::Invalid => Error::Refused("a request that they do not take"),
            Self::Swap => Error::Refused("the record changed meanwhile"),
        })
    }

    /// What it means for a read.
    pub(super) fn error(self) -> Error {
        self.fault().error
    }
}

/// The `message` is not read: it can quote what was sent.
#[derive(Deserialize)]
struct Body {
    error: String,
}

/// What an answer other than 2xx means.
pub(super) fn said(answer: &Answer, is_write: bool) -> Trouble {
    let name = answer.json::<Body>().map_or(String::new(), |body| body.error);
    let refused = match name.as_str() {
        "ExpiredToken" | "InvalidToken" | "AuthMissing" => return Trouble::Token,
        "RecordNotFound" | "NotFound" => return Trouble::Absent,
        "RepoNotFound" | "RepoDeactivated" | "RepoTakendown" | "RepoSuspended" => {
            return Trouble::NoRepository;
        }
        "InvalidSwap" => return Trouble::Swap,
        "RateLimitExceeded" => Error::Throttled(wait::asked(&answer.headers)),
        "AccountTakedown" | "AccountSuspended" | "AccountDeactivated" => {
            Error::TokenDead("our profile is closed")
        }
        "AuthFactorTokenRequired" => Error::TokenDead("a second factor is asked for: use an app password"),
        "BlockedActor" | "BlockedByActor" => Error::NotPermitted("one of us blocks the other"),
        "InvalidRequest" => return Trouble::Invalid,
        // `AuthenticationRequired`, or a name that we do not know.
        _ => match answer.by_status().error {
            Error::TokenDead(_) if is_write => Error::NotPermitted("401 not our own record"),
            Error::TokenDead(_) => return Trouble::Token,
            _ => return answer.by_status().into(),
        },
    };
    Fault::refused(refused).into()
}
