//! How far and how often is read.

use std::time::Duration;

use crate::model::Days;

/// How far and how often is read.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How far behind the watermark a stream is read again.
    pub overlap: Duration,
    /// How old a post may be whose thread is still read.
    pub horizon: Days,
    /// How often a thread is read to the end even if nothing speaks for it: edits, backdated replies
    /// and equal counts hide from everything else.
    pub full_read: Duration,
    /// How many threads one pull reads for which nothing speaks: with many posts each waits longer.
    pub quiet_reads: usize,
    /// How often the stream is read as far back as the horizon.
    pub wide_read: Duration,
    /// How many pages one walk may have.
    pub page_cap: usize,
    /// How often an inquiry younger than three days is asked for again.
    pub recheck: Duration,
    /// How often an older one is.
    pub recheck_old: Duration,
}

impl Settings {
    /// How often a thread is read to the end whose count does not agree with what we saw, so long
    /// after that began.
    #[must_use]
    pub fn gap_after(&self, open: Duration) -> Duration {
        (open / 4).clamp(Duration::from_mins(1), self.full_read.max(Duration::from_mins(1)))
    }
}
