//! Moments as a person says them, in Danish time.

use super::words::Words;
use crate::model::Stamp;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// A moment for a `<time>` element.
pub(super) struct Moment {
    /// RFC 3339.
    pub(super) machine: String,
    /// `i dag kl. 21.37` or `21. nov. 2026 kl. 21.37`.
    pub(super) shown: String,
    /// `for 4 min. siden`.
    pub(super) ago: String,
}

impl Moment {
    /// `at`, seen from `now`.
    pub(super) fn of(words: Words, at: Stamp, now: Stamp) -> Self {
        Self { machine: at.rfc3339(), shown: shown(words, at, now), ago: ago(words, at, now) }
    }
}

/// `21.37` in Danish time.
pub(super) fn time_of_day(at: Stamp) -> String {
    at.danish().split_once(' ').map_or_else(String::new, |(_, time)| time.to_owned())
}

/// `21.37.05` in Danish time: an end of a wait is a moment, never a countdown.
pub(super) fn time_with_seconds(at: Stamp) -> String {
    at.clock_face()
}

/// `21. nov. 2026`.
pub(super) fn date(words: Words, at: Stamp) -> String {
    let (year, month, day) = at.date();
    words.about_both(&format!("month-{month}"), day.to_string(), year.to_string())
}

/// `21. nov.` for `2026-11-21`.
pub(super) fn day(words: Words, day: &str) -> String {
    let date = Stamp::of_day(day).map(|at| date(words, at));
    let short = date.as_deref().and_then(|date| date.rsplit_once(' ')).map(|(short, _)| short.to_owned());
    short.unwrap_or_else(|| day.to_owned())
}

fn shown(words: Words, at: Stamp, now: Stamp) -> String {
    let time = time_of_day(at);
    if at.date() == now.date() {
        words.about("when-today", time)
    } else {
        words.about_both("when-other-day", date(words, at), time)
    }
}

fn ago(words: Words, at: Stamp, now: Stamp) -> String {
    let seconds = now.since(at).as_secs();
    let (key, count) = match seconds {
        0..MINUTE => return words.say("ago-now"),
        MINUTE..HOUR => ("ago-minutes", seconds / MINUTE),
        HOUR..DAY => ("ago-hours", seconds / HOUR),
        DAY.. => ("ago-days", seconds / DAY),
    };
    words.count(key, i64::try_from(count).unwrap_or(i64::MAX))
}
