//! How much of what Meta allows is used up: percentages that rise with every call and fall with time,
//! told in the headers of every answer. Past 100 % it refuses.

use std::collections::VecDeque;
use std::time::Duration;

use serde_json::json;

use crate::demo::wire::Told;
use crate::model::Stamp;

/// Calls of the app in an hour, and of the page in a day. Meta's own figures grow with the users.
const APP: u32 = 5_000;
const BUSINESS: u32 = 60_000;
const MINUTE_MS: i64 = 60_000;

/// Both limits.
pub(in crate::demo) struct Usage {
    app: Rolling,
    business: Rolling,
}

/// Which limit is reached, and for how long.
#[derive(Clone, Copy)]
pub(in crate::demo) enum Over {
    App(Duration),
    Business(Duration),
}

impl Usage {
    pub(in crate::demo) fn new() -> Self {
        let hour = Duration::from_hours(1);
        Self { app: Rolling::new(APP, hour), business: Rolling::new(BUSINESS, hour * 24) }
    }

    /// So many calls of the app in an hour, and twelve times as many of the page in a day.
    pub(in crate::demo) fn set_most(&mut self, most: u32) {
        (self.app.most, self.business.most) = (most, most.saturating_mul(12));
    }

    /// Counts a call.
    pub(in crate::demo) fn spend(&mut self, now: Stamp) -> Result<(), Over> {
        self.app.forget(now);
        self.business.forget(now);
        if self.app.is_full() {
            return Err(Over::App(self.app.regained(now)));
        }
        if self.business.is_full() {
            return Err(Over::Business(self.business.regained(now)));
        }
        self.app.add(now);
        self.business.add(now);
        Ok(())
    }

    /// The headers that every answer has; what an answer says of its own accord stays.
    pub(in crate::demo) fn sign(&self, told: Told, page: &str, kind: &str) -> Told {
        let told = told.unless_said("x-app-usage", &shares(self.app.percent()));
        let business = shares(self.business.percent());
        told.unless_said("x-business-use-case-usage", &business_usage(page, kind, &business, Duration::ZERO))
    }
}

/// `X-Business-Use-Case-Usage` of one page.
pub(in crate::demo) fn business_usage(
    page: &str,
    kind: &str,
    shares: &serde_json::Value,
    wait: Duration,
) -> serde_json::Value {
    let mut usage = shares.clone();
    if let serde_json::Value::Object(usage) = &mut usage {
        usage.insert("type".to_owned(), kind.into());
        usage.insert("estimated_time_to_regain_access".to_owned(), wait.as_secs().div_ceil(60).into());
    }
    json!({page: [usage]})
}

/// Percentages; time and processor are used more slowly than calls.
pub(in crate::demo) fn shares(percent: u32) -> serde_json::Value {
    json!({"call_count": percent, "total_cputime": percent / 2, "total_time": percent / 2})
}

/// Calls in the last so long, counted by the minute.
struct Rolling {
    most: u32,
    length: Duration,
    minutes: VecDeque<(i64, u32)>,
    used: u32,
}

impl Rolling {
    fn new(most: u32, length: Duration) -> Self {
        Self { most, length, minutes: VecDeque::new(), used: 0 }
    }

    fn forget(&mut self, now: Stamp) {
        let oldest = now.earlier(self.length).ms().div_euclid(MINUTE_MS);
        while let Some((_, calls)) = self.minutes.pop_front_if(|(minute, _)| *minute < oldest) {
            self.used -= calls;
        }
    }

    fn add(&mut self, now: Stamp) {
        let minute = now.ms().div_euclid(MINUTE_MS);
        match self.minutes.back_mut() {
            Some((last, calls)) if *last == minute => *calls += 1,
            _ => self.minutes.push_back((minute, 1)),
        }
        self.used += 1;
    }

    fn is_full(&self) -> bool {
        self.used >= self.most
    }

    fn percent(&self) -> u32 {
        self.used.saturating_mul(100) / self.most.max(1)
    }

    /// How long until the oldest minute is forgotten.
    fn regained(&self, now: Stamp) -> Duration {
        let oldest = self.minutes.front().map_or(0, |(minute, _)| *minute);
        Stamp::from_ms((oldest + 1) * MINUTE_MS).later(self.length).since(now)
    }
}
