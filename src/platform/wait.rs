//! How long a network's headers ask us to wait.

use std::time::Duration;

use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

use super::contract::Wait;
use crate::model::Stamp;

/// No answer may silence an account for longer: a network that asks for a year has made a mistake.
pub(super) const MOST: Duration = Duration::from_hours(1);

/// Reads `Retry-After` (seconds or a date), then `RateLimit-Reset` (seconds since 1970, as Bluesky
/// writes it) or `X-RateLimit-Reset` (ISO 8601, as Mastodon writes it). Zero, the past and nonsense
/// count as not said.
///
/// A moment is measured against the answer's own `Date`, so that the two clocks need not agree; only
/// without one is it handed on as [`Wait::Until`], and then the caller keeps it within the hour.
pub(super) fn asked(headers: &HeaderMap) -> Wait {
    if let Some(wait) = retry_after(headers) {
        return wait;
    }
    let since_1970 =
        |seconds| Stamp::from_ms(i64::try_from(seconds).unwrap_or(i64::MAX).saturating_mul(1000));
    let reset = header(headers, "ratelimit-reset").and_then(digits).map(since_1970);
    let reset = reset.or_else(|| header(headers, "x-ratelimit-reset").and_then(Stamp::parse));
    reset.map_or(Wait::Unsaid, |until| against_date(headers, until))
}

/// Reads `Retry-After` alone; `None` when there is none.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Wait> {
    let text = header(headers, RETRY_AFTER.as_str())?;
    Some(match digits(text) {
        Some(seconds) => lasting(Duration::from_secs(seconds)),
        None => http_date(text).map_or(Wait::Unsaid, |until| against_date(headers, until)),
    })
}

/// A wait of this length, within the hour; none at all is not a wait.
pub(super) fn lasting(length: Duration) -> Wait {
    if length.is_zero() { Wait::Unsaid } else { Wait::For(length.min(MOST)) }
}

/// When the answer was sent, by the network's own clock.
pub(super) fn sent_at(headers: &HeaderMap) -> Option<Stamp> {
    header(headers, DATE.as_str()).and_then(http_date)
}

fn against_date(headers: &HeaderMap, until: Stamp) -> Wait {
    match sent_at(headers) {
        Some(sent) => lasting(until.since(sent)),
        None => Wait::Until(until),
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

fn digits(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u64::MAX))
}

fn http_date(text: &str) -> Option<Stamp> {
    let moment = DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(Stamp::from_ms(moment.as_millisecond()))
}
