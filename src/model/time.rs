//! Moments, months and days. The only place that knows a calendar, and the only one that may ask
//! the machine what time it is.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::{Timestamp, tz::TimeZone};

/// Where the municipalities are; all calendar arithmetic is done here.
pub(super) const ZONE: &str = "Europe/Copenhagen";

/// A moment: milliseconds since 1970 in UTC.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct Stamp(i64);

impl Stamp {
    /// From milliseconds since 1970 in UTC.
    #[must_use]
    pub const fn from_ms(ms: i64) -> Self {
        Self(ms)
    }

    /// Milliseconds since 1970 in UTC.
    #[must_use]
    pub const fn ms(self) -> i64 {
        self.0
    }

    /// From RFC 3339, or from the same with an offset without a colon (`+0000`), as Meta writes it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(moment) = text.parse::<Timestamp>() {
            return Some(Self(moment.as_millisecond()));
        }
        let moment = jiff::fmt::strtime::parse("%Y-%m-%dT%H:%M:%S%z", text).ok()?.to_timestamp().ok()?;
        Some(Self(moment.as_millisecond()))
    }

    /// RFC 3339 in UTC with milliseconds.
    #[must_use]
    pub fn rfc3339(self) -> String {
        format!("{:.3}", self.moment())
    }

    /// `21. nov. 2026 kl. 21.35`-like short form in Danish time: `21.11.2026 21.35`.
    #[must_use]
    pub fn danish(self) -> String {
        self.zoned().strftime("%d.%m.%Y %H.%M").to_string()
    }

    /// `21:35:04` in Danish time.
    #[must_use]
    pub fn clock_face(self) -> String {
        self.zoned().strftime("%H.%M.%S").to_string()
    }

    /// Year, month and day in Danish time.
    #[must_use]
    pub fn date(self) -> (i16, i8, i8) {
        let day = self.zoned().date();
        (day.year(), day.month(), day.day())
    }

    /// The day in Danish time, `2026-11-21`.
    #[must_use]
    pub fn day(self) -> String {
        self.zoned().strftime("%Y-%m-%d").to_string()
    }

    /// The day in Danish time, for the rooms of this house that reckon with days.
    pub(super) fn civil(self) -> jiff::civil::Date {
        self.zoned().date()
    }

    /// The day in a network's own time zone (an IANA name; UTC where it is unknown), how much of it has
    /// passed (0 to 1), and when it ends.
    #[must_use]
    pub fn day_of(self, zone: &str) -> (String, f64, Self) {
        let here = self.moment().to_zoned(TimeZone::get(zone).unwrap_or(TimeZone::UTC));
        let begin = here.start_of_day().map_or(self.0, |begin| begin.timestamp().as_millisecond());
        let end = here.tomorrow().and_then(|next| next.start_of_day());
        let end = end.map_or(begin.saturating_add(86_400_000), |end| end.timestamp().as_millisecond());
        #[expect(clippy::cast_precision_loss, reason = "a day in milliseconds is exact in an f64")]
        let passed = (self.0 - begin) as f64 / (end - begin).max(1) as f64;
        (here.strftime("%Y-%m-%d").to_string(), passed.clamp(0.0, 1.0), Self(end))
    }

    /// The hour of the day in Danish time, 0 to 23, and whether it is a Saturday or Sunday.
    #[must_use]
    pub fn hour_of_week(self) -> (u8, bool) {
        let here = self.zoned();
        let is_weekend =
            matches!(here.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday);
        (u8::try_from(here.hour()).unwrap_or_default(), is_weekend)
    }

    /// The number of its hour since 1970, in UTC.
    #[must_use]
    pub const fn hour(self) -> i64 {
        self.0.div_euclid(3_600_000)
    }

    /// The start of a Danish day, `2026-11-21`; `None` when it is no date.
    #[must_use]
    pub fn of_day(text: &str) -> Option<Self> {
        let date: jiff::civil::Date = text.parse().ok()?;
        let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
        Some(Self(date.to_zoned(zone).ok()?.timestamp().as_millisecond()))
    }

    /// The start of its week, a Monday, in Danish time.
    #[must_use]
    pub fn monday(self) -> Self {
        let date = self.civil();
        let since = jiff::Span::new().days(date.weekday().to_monday_zero_offset());
        let monday = date.checked_sub(since).unwrap_or(date);
        Self::of_day(&monday.to_string()).unwrap_or(self)
    }

    /// The month in Danish time.
    #[must_use]
    pub fn month(self) -> Month {
        Month(self.zoned().strftime("%Y-%m").to_string())
    }

    /// Later by so much; stops at the end of time instead of wrapping.
    #[must_use]
    pub fn later(self, by: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)))
    }

    /// Earlier by so much.
    #[must_use]
    pub fn earlier(self, by: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(by.as_millis()).unwrap_or(i64::MAX)))
    }

    /// How long since `earlier`; zero if it has not come yet.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0.saturating_sub(earlier.0)).unwrap_or(0))
    }

    fn moment(self) -> Timestamp {
        Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::MAX)
    }

    fn zoned(self) -> jiff::Zoned {
        let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
        self.moment().to_zoned(zone)
    }
}

/// A calendar month in Danish time, `2026-11`: the life of one month key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(String);

impl Month {
    /// From a column or a file name; `None` unless it is four digits, a hyphen and two digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let shape = text.len() == 7
            && text.bytes().enumerate().all(|(at, b)| if at == 4 { b == b'-' } else { b.is_ascii_digit() });
        shape.then(|| Self(text.to_owned()))
    }

    /// `2026-11`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its first moment and the first of the next month, in Danish time; `None` where there is no such month.
    #[must_use]
    pub fn bounds(&self) -> Option<(Stamp, Stamp)> {
        let first = Stamp::of_day(&format!("{}-01", self.0))?;
        // Forty days on from any first is in the next month.
        let next = first.later(Duration::from_hours(24 * 40)).month();
        Some((first, Stamp::of_day(&format!("{}-01", next.0))?))
    }
}

/// A number of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Days(pub u32);

impl Days {
    /// The whole days from `since` to `now`.
    #[must_use]
    pub fn since(since: Stamp, now: Stamp) -> Self {
        Self(u32::try_from(now.since(since).as_secs() / 86_400).unwrap_or(u32::MAX))
    }
}

impl From<Days> for Duration {
    fn from(days: Days) -> Self {
        Self::from_secs(u64::from(days.0) * 86_400)
    }
}

/// What time it is. Held by the worker and the review queue only; below them `now` is a parameter.
pub trait Clock: Send + Sync + fmt::Debug {
    /// The moment.
    fn now(&self) -> Stamp;
}

/// The machine's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    fn now(&self) -> Stamp {
        Stamp(Timestamp::now().as_millisecond())
    }
}

/// A clock that moves when it is told to: the demo's and the tests'.
#[derive(Clone, Debug)]
pub struct ManualClock(Arc<AtomicI64>);

impl ManualClock {
    /// Stands still at `start`.
    #[must_use]
    pub fn at(start: Stamp) -> Self {
        Self(Arc::new(AtomicI64::new(start.ms())))
    }

    /// Moves on.
    pub fn advance(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).unwrap_or(i64::MAX), Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Stamp {
        Stamp(self.0.load(Ordering::SeqCst))
    }
}
