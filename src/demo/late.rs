//! What comes late: a citizen's words that stand there already and show in lists only some time after.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::entry::By;
use super::writing::Writing;

/// How often, and how late at the most: half of that at the least.
pub(super) struct Late {
    share: f64,
    longest: Duration,
    chance: StdRng,
}

impl Late {
    pub(super) fn new(seed: u64) -> Self {
        Self { share: 0.0, longest: Duration::ZERO, chance: StdRng::seed_from_u64(seed ^ 0x1a7e) }
    }

    pub(super) fn set(&mut self, share: f64, longest: Duration) {
        (self.share, self.longest) = (share.clamp(0.0, 1.0), longest);
    }

    /// Holds a new thing back, if chance wants it.
    pub(super) fn hold(&mut self, writing: &mut Writing<'_>) {
        // Drawn always, so that our own posts in between do not shift the rest of the seed.
        let is_late = self.chance.random_bool(self.share);
        let most = u64::try_from(self.longest.as_millis()).unwrap_or(u64::MAX);
        let by = Duration::from_millis(self.chance.random_range(most / 2..=most));
        if is_late && writing.by == By::Citizen {
            writing.listed_from = writing.arrived_at.later(by);
        }
    }
}
