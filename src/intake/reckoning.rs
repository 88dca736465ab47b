//! "We saw all of yesterday's comments", as numbers.

use std::collections::BTreeMap;

use crate::model::{AccountName, Stamp};
use crate::store::post_day::Day;

/// What came in, over some days and posts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Reckoning {
    /// Comments seen for the first time, ours among them.
    pub seen: i64,
    /// Of these and earlier ones, not listed any more.
    pub vanished: i64,
    /// Counted by the network once, and gone before we came.
    pub gone_before: i64,
    /// Counted by the network and not shown to us, as it stood at the end.
    pub missing: i64,
    /// Since when the oldest of them is missing.
    pub missing_since: Option<Stamp>,
}

impl Reckoning {
    /// Adds up; the days of one post come newest first, and its newest gap counts.
    #[must_use]
    pub fn of<'a>(days: impl IntoIterator<Item = &'a Day>) -> Self {
        let mut sum = Self::default();
        let mut newest: BTreeMap<(&AccountName, &str), &Day> = BTreeMap::new();
        for day in days {
            sum.seen += day.seen;
            sum.vanished += day.vanished;
            sum.gone_before += day.unseen;
            let known = newest.entry((&day.account, &day.post)).or_insert(day);
            if known.day < day.day {
                *known = day;
            }
        }
        for day in newest.into_values().filter(|day| day.gap > 0) {
            sum.missing += day.gap;
            sum.missing_since = match (sum.missing_since, day.gap_since) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
        }
        sum
    }

    /// Everything that the networks counted was shown to us.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.missing == 0
    }
}
