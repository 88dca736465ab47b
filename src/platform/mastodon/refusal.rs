//! What a refusal means: by its status, and for "gone" only where the server itself says so.

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::platform::contract::Error;
use crate::platform::http::{Answer, Fault};

/// Why a call did not give what was asked for.
pub(super) enum Trouble {
    /// 404 or 410 in the server's own words: gone, or not for us.
    Absent,
    /// All else.
    Fault(Fault),
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl Trouble {
    /// What it means for a read.
    pub(super) fn error(self) -> Error {
        match self {
            Self::Absent => Error::Refused("there is no such thing there"),
            Self::Fault(fault) => fault.error,
        }
    }
}

/// The words of `error` are not read: each server has its own, and they can quote what was sent.
#[derive(Deserialize)]
struct Body {
    #[serde(rename = "error")]
    _said: IgnoredAny,
}

/// What an answer other than 2xx means. A 404 of something that stands between us and the server has
/// no body of this shape: nobody's comment is gone because a proxy was set up wrongly.
pub(super) fn said(answer: &Answer) -> Trouble {
    if answer.is_absent() && answer.json::<Body>().is_ok() {
        Trouble::Absent
    } else {
        answer.by_status().into()
    }
}
