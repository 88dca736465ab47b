//! Our own brake, on networks whose answers tell how many calls are left: the last ones are for what
//! must be done, and lists wait for the next window.

use std::sync::{Mutex, PoisonError};

use reqwest::header::HeaderMap;

use super::contract::{Error, Wait};
use super::wait;

/// One call in so many of a window is left to deeds, and to the looks before and after them: of
/// Mastodon's 300 in five minutes 20, of Bluesky's 3,000 200.
const SPARE: u32 = 15;
/// Of a window whose length nobody says.
const MOST: u32 = 300;

/// See the module.
#[derive(Default)]
pub(super) struct Brake(Mutex<Option<Wait>>);

impl Brake {
    /// Notes what an answer says: `RateLimit-Limit` and `-Remaining`, as Bluesky writes it, or with an
    /// `X-` before it, as Mastodon does.
    pub(super) fn hear(&self, headers: &HeaderMap) {
        let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<u32>().ok();
        let said = |what: &str| {
            number(&format!("ratelimit-{what}")).or_else(|| number(&format!("x-ratelimit-{what}")))
        };
        let spare = said("limit").unwrap_or(MOST) / SPARE;
        if said("remaining").is_some_and(|left| left <= spare) {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(wait::asked(headers));
        }
    }

    /// How long reads that can wait must wait. Asked again they may go: whoever was told to wait is
    /// trusted to have done so.
    pub(super) fn hold(&self) -> Option<Wait> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The same, as the error of such a read.
    pub(super) fn check(&self) -> Result<(), Error> {
        self.hold().map_or(Ok(()), |wait| Err(Error::Held(wait)))
    }
}
