//! From which day to which.

use std::time::Duration;

use axum::http::StatusCode;
use axum::response::Response;

use super::refuse;
use crate::model::Stamp;

const A_DAY: Duration = Duration::from_hours(24);
/// A year and the month that compares with it: longer no figure is kept.
const MOST_DAYS: u32 = 400;

/// As it is asked for: Danish days, both among them; without `to` the same as `from`.
#[derive(serde::Deserialize)]
pub(super) struct Period {
    from: String,
    to: Option<String>,
}

/// As it is read.
pub(super) struct Days {
    /// The first day, `2026-11-21`.
    pub(super) first: String,
    /// The last.
    pub(super) last: String,
    /// The first moment of the first.
    pub(super) from: Stamp,
    /// The first moment after the last.
    pub(super) until: Stamp,
}

impl Period {
    /// The days, or why they cannot be.
    pub(super) fn days(&self) -> Result<Days, Box<Response>> {
        let last = self.to.as_ref().unwrap_or(&self.from);
        let day = |text: &str| Stamp::of_day(text).filter(|stamp| stamp.day() == text);
        let bad = |why: &str| Box::new(refuse(StatusCode::BAD_REQUEST, why));
        let (Some(from), Some(to)) = (day(&self.from), day(last)) else {
            return Err(bad("`from` and `to` are days as 2026-11-21"));
        };
        // Noon of the day after is in that day also where the clock changes.
        let until = Stamp::of_day(&to.later(A_DAY + A_DAY / 2).day()).unwrap_or(to);
        if to < from {
            return Err(bad("`to` is before `from`"));
        }
        if until.since(from) > A_DAY * MOST_DAYS {
            return Err(bad("at most 400 days at once"));
        }
        Ok(Days { first: self.from.clone(), last: last.clone(), from, until })
    }
}
