//! A clock that runs faster than the machine's, from a moment that two processes share: waiting
//! times of minutes pass in a drill of seconds.

use crate::model::{Clock, Stamp, SystemClock};

/// See the module.
#[derive(Clone, Copy, Debug)]
pub(super) struct FastClock {
    from: Stamp,
    times: i64,
}

impl FastClock {
    /// `times` as fast as the machine's since `from`.
    pub(super) fn new(from: Stamp, times: i64) -> Self {
        Self { from, times }
    }
}

impl Clock for FastClock {
    fn now(&self) -> Stamp {
        let passed = SystemClock.now().ms().saturating_sub(self.from.ms());
        Stamp::from_ms(self.from.ms().saturating_add(passed.saturating_mul(self.times)))
    }
}
