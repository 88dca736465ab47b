//! "Too many calls" in every form in which a network says it.

use std::time::Duration;

use serde_json::json;

use super::wire::Told;
use crate::model::Stamp;

/// One form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Throttling {
    /// 429 with `Retry-After` in seconds.
    Seconds,
    /// 429 with `Retry-After` as a date.
    Date,
    /// 429 and not a word of when.
    Unsaid,
    /// 429 with `RateLimit-Reset` in seconds since 1970: Bluesky.
    Epoch,
    /// 429 with `X-RateLimit-Reset` as ISO 8601 to the microsecond: Mastodon.
    Iso,
    /// 400 with code 4 (the app's calls), the minutes in `X-Business-Use-Case-Usage`: Meta.
    MetaMinutes,
    /// 403 with `rateLimitExceeded`, and not a word of when: Google.
    GoogleRate,
    /// 403 with `userRateLimitExceeded`: Google.
    GoogleUserRate,
    /// 403 with `quotaExceeded`: nothing more until midnight Pacific: Google.
    GoogleQuota,
}

impl Throttling {
    /// Those that mean the same to everybody: HTTP 429.
    pub const EVERYWHERE: [Self; 5] = [Self::Seconds, Self::Date, Self::Unsaid, Self::Epoch, Self::Iso];
    /// Meta's own.
    pub const META: [Self; 1] = [Self::MetaMinutes];
    /// Google's own.
    pub const GOOGLE: [Self; 3] = [Self::GoogleRate, Self::GoogleUserRate, Self::GoogleQuota];

    /// The caller is told how long to wait.
    pub(super) fn says_when(self) -> bool {
        match self {
            Self::Seconds | Self::Date | Self::Epoch | Self::Iso | Self::MetaMinutes => true,
            Self::Unsaid | Self::GoogleRate | Self::GoogleUserRate | Self::GoogleQuota => false,
        }
    }

    pub(super) fn told(self, now: Stamp, wait: Duration) -> Told {
        let until = now.later(wait);
        let plain = || Told::json(429, &json!({"error": "Too many requests"}));
        match self {
            Self::Seconds => plain().with("retry-after", &seconds(wait)),
            Self::Date => plain().with("retry-after", &http_date(Stamp::from_ms(epoch(until) * 1000))),
            Self::Unsaid => plain(),
            Self::Epoch => plain().with("ratelimit-reset", &epoch(until)),
            Self::Iso => plain().with("x-ratelimit-reset", &iso(until)),
            Self::MetaMinutes => {
                let minutes = wait.as_secs().div_ceil(60);
                let usage = json!({"104000000000000": [{"type": "pages", "call_count": 100,
                    "total_cputime": 25, "total_time": 25, "estimated_time_to_regain_access": minutes}]});
                let error = json!({"message": "(#4) Application request limit reached",
                    "type": "OAuthException", "code": 4, "is_transient": true, "fbtrace_id": "AtownTraceId0"});
                Told::json(400, &json!({"error": error})).with("x-business-use-case-usage", &usage)
            }
            Self::GoogleRate => google("rateLimitExceeded", "RATE_LIMIT_EXCEEDED"),
            Self::GoogleUserRate => google("userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"),
            Self::GoogleQuota => google("quotaExceeded", "RESOURCE_EXHAUSTED"),
        }
    }
}

fn google(reason: &str, status: &str) -> Told {
    let error = json!({"code": 403, "message": "The request cannot be completed.", "status": status,
        "errors": [{"domain": "youtube.quota", "reason": reason, "message": "Too much."}]});
    Told::json(403, &json!({"error": error}))
}

/// Whole seconds, rounded up: who waits so long is never too early.
pub(super) fn seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

/// Seconds since 1970, rounded up.
pub(super) fn epoch(at: Stamp) -> i64 {
    at.ms().div_euclid(1000) + i64::from(at.ms().rem_euclid(1000) > 0)
}

/// ISO 8601 to the microsecond, as Rails writes it.
pub(super) fn iso(at: Stamp) -> String {
    at.rfc3339().replace('Z', "000Z")
}

/// `Sat, 21 Nov 2026 12:00:00 GMT`.
pub(super) fn http_date(at: Stamp) -> String {
    let moment = jiff::Timestamp::from_millisecond(at.ms()).unwrap_or_default();
    moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
