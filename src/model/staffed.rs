//! When somebody is at work, with the Danish holidays: computed, so that no list runs out.

use std::time::Duration;

use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, tz::TimeZone};

use super::Stamp;
use super::time::ZONE;

/// The days ahead that are looked at for an open one: more than any row of holidays.
const AHEAD: usize = 40;

/// The hours in which somebody is at work, in Danish time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staffed {
    /// Monday first.
    days: [bool; 7],
    /// Minutes since midnight.
    from: u16,
    /// Minutes since midnight; later than `from`.
    until: u16,
    /// Closed beside the holidays: `12-24` each year, `2027-05-14` once.
    closed: Vec<String>,
}

impl Default for Staffed {
    /// Monday to Friday from 8 to 16, and the days on which town halls are closed beside the holidays.
    fn default() -> Self {
        let closed = ["06-05", "12-24", "12-31"].map(str::to_owned).to_vec();
        Self { days: [true, true, true, true, true, false, false], from: 8 * 60, until: 16 * 60, closed }
    }
}

impl Staffed {
    /// `days` as `mon` … `sun`, times as `08:00`, `closed` as `12-24` or `2027-05-14`.
    ///
    /// # Errors
    /// A sentence that says which of them is wrong.
    pub fn new(days: &[String], from: &str, until: &str, closed: Vec<String>) -> Result<Self, String> {
        const NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
        let mut open = [false; 7];
        for day in days {
            let at = NAMES.iter().position(|name| name == day);
            let slot = at.and_then(|at| open.get_mut(at));
            *slot.ok_or_else(|| format!("staffed_days: `{day}` is none of {}", NAMES.join(", ")))? = true;
        }
        if !open.contains(&true) {
            return Err("staffed_days is empty: name at least one day".to_owned());
        }
        let minutes = |key: &str, text: &str| {
            let shape = text.split_once(':').filter(|(h, m)| h.len() == 2 && m.len() == 2);
            let parsed = shape.and_then(|(h, m)| Some((h.parse::<u16>().ok()?, m.parse::<u16>().ok()?)));
            parsed
                .filter(|(h, m)| *m < 60 && h * 60 + m <= 24 * 60)
                .map(|(h, m)| h * 60 + m)
                .ok_or_else(|| format!("{key} is a time, as 08:00: `{text}`"))
        };
        let (from, until) = (minutes("staffed_from", from)?, minutes("staffed_until", until)?);
        if until <= from {
            return Err("staffed_until is not later than staffed_from".to_owned());
        }
        let is_day = |text: &String| {
            let whole = if text.len() == 5 { format!("2024-{text}") } else { text.clone() };
            whole.parse::<Date>().is_ok()
        };
        if let Some(wrong) = closed.iter().find(|text| !is_day(text)) {
            return Err(format!("closed: `{wrong}` is no day, as 12-24 or 2027-05-14"));
        }
        Ok(Self { days: open, from, until, closed })
    }

    /// The days of the week, Monday first: `true` where somebody is at work.
    #[must_use]
    pub fn days(&self) -> [bool; 7] {
        self.days
    }

    /// From when until when, as `08:00`.
    #[must_use]
    pub fn hours(&self) -> (String, String) {
        let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        (time(self.from), time(self.until))
    }

    /// Whether somebody is at work.
    #[must_use]
    pub fn is_open(&self, at: Stamp) -> bool {
        self.window(at.civil()).is_some_and(|(from, until)| (from..until).contains(&at))
    }

    /// The next moment at which somebody is at work: this one, if somebody is.
    #[must_use]
    pub fn next(&self, at: Stamp) -> Stamp {
        self.after(at, Duration::ZERO)
    }

    /// When so much staffed time has passed.
    #[must_use]
    pub fn after(&self, at: Stamp, work: Duration) -> Stamp {
        let mut left = work;
        let mut day = at.civil();
        for _ in 0..AHEAD {
            if let Some((from, until)) = self.window(day) {
                let begin = from.max(at);
                let here = until.since(begin);
                if begin < until && left < here {
                    return begin.later(left);
                }
                left = left.saturating_sub(here);
            }
            day = day.saturating_add(1.day());
        }
        // Somebody closed the house for good: the wall clock is left.
        at.later(work)
    }

    /// When it must be in hand: after so much staffed time, at the latest after so long.
    #[must_use]
    pub fn due(&self, at: Stamp, (staffed, latest): (Duration, Duration)) -> Stamp {
        self.after(at, staffed).min(at.later(latest))
    }

    fn window(&self, day: Date) -> Option<(Stamp, Stamp)> {
        let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or_default();
        let text = day.to_string();
        let is_closed = self.closed.iter().any(|closed| text.ends_with(closed.as_str()));
        if !self.days.get(weekday).copied().unwrap_or(false) || is_closed || is_holiday(day) {
            return None;
        }
        Some((at(day, self.from)?, at(day, self.until)?))
    }
}

fn at(day: Date, minute: u16) -> Option<Stamp> {
    let zone = TimeZone::get(ZONE).unwrap_or(TimeZone::UTC);
    let (hour, minute) = (i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?);
    let (day, hour) = if hour == 24 { (day.tomorrow().ok()?, 0) } else { (day, hour) };
    let moment = day.at(hour, minute, 0, 0).to_zoned(zone).ok()?;
    Some(Stamp::from_ms(moment.timestamp().as_millisecond()))
}

/// A day on which Denmark is closed. The Great Prayer Day is none since 2024 (law no. 214 of 2023).
fn is_holiday(day: Date) -> bool {
    if matches!((day.month(), day.day()), (1, 1) | (12, 25 | 26)) {
        return true;
    }
    let Some(easter) = easter(day.year()) else { return false };
    let Ok(from_easter) = easter.until(day) else { return false };
    match from_easter.get_days() {
        -3 | -2 | 0 | 1 | 39 | 49 | 50 => true,
        26 => day.year() < 2024,
        _ => false,
    }
}

/// Easter Sunday of a year in the Gregorian calendar (Meeus, Jones, Butcher).
fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let (cycle, century, rest) = (year_number % 19, year_number / 100, year_number % 100);
    let moon = (19 * cycle + century - century / 4 - (8 * century + 13) / 25 + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let late = (cycle + 11 * moon + 19 * weekday) / 433;
    let month = (moon + weekday - 7 * late + 90) / 25;
    let day = (moon + weekday - 7 * late + 33 * month + 19) % 32;
    let easter = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    debug_assert_eq!(easter.weekday(), Weekday::Sunday);
    Some(easter)
}
