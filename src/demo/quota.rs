//! A limit of so many calls in a window of time, as Mastodon and Bluesky count.

use std::time::Duration;

use crate::model::Stamp;

/// The calls of one caller.
pub(super) struct Window {
    most: u32,
    length: Duration,
    begins: Stamp,
    used: u32,
}

/// A window in which there are no calls left.
pub(super) struct UsedUp {
    /// When the next one begins.
    pub(super) reset: Stamp,
}

impl Window {
    pub(super) fn new(most: u32, length: Duration) -> Self {
        Self { most, length, begins: Stamp::default(), used: 0 }
    }

    /// Another limit from now on.
    pub(super) fn set_most(&mut self, most: u32) {
        self.most = most;
    }

    /// Counts a call. Windows stand side by side since 1970.
    pub(super) fn spend(&mut self, now: Stamp) -> Result<(), UsedUp> {
        let length = i64::try_from(self.length.as_millis()).unwrap_or(i64::MAX);
        let begins = Stamp::from_ms(now.ms() - now.ms().rem_euclid(length));
        if begins != self.begins {
            (self.begins, self.used) = (begins, 0);
        }
        if self.used >= self.most {
            return Err(UsedUp { reset: self.reset() });
        }
        self.used += 1;
        Ok(())
    }

    pub(super) fn most(&self) -> u32 {
        self.most
    }

    pub(super) fn length(&self) -> Duration {
        self.length
    }

    pub(super) fn left(&self) -> u32 {
        self.most.saturating_sub(self.used)
    }

    /// When the window under way ends.
    pub(super) fn reset(&self) -> Stamp {
        self.begins.later(self.length)
    }
}
