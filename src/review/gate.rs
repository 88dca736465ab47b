//! How fast a name may be tried: a growing wait after failures, the same whether or not anybody
//! has the name, and never long enough to keep the person on call out for the night.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::secret;
use crate::model::Stamp;
use crate::store::moderator::Moderator;

/// Mistakes that cost nothing.
const FREE: i64 = 4;
const FIRST_WAIT: Duration = Duration::from_secs(5);
const LONGEST_WAIT: Duration = Duration::from_mins(15);
/// Each comparison takes 46 MiB: so many at once.
const AT_ONCE: usize = 2;
/// Names that nobody has are remembered in memory only, so many.
const STRANGERS: usize = 4096;

/// The state between sign-ins.
pub(super) struct Gate {
    turns: Semaphore,
    strangers: Mutex<BTreeMap<String, (i64, Stamp)>>,
}

impl Gate {
    pub(super) fn new() -> Self {
        Self { turns: Semaphore::new(AT_ONCE), strangers: Mutex::default() }
    }

    /// Waits for a turn. Held until the failure is counted, so that a burst of guesses is not
    /// judged before the first of them counts.
    pub(super) async fn turn(&self) -> anyhow::Result<SemaphorePermit<'_>> {
        self.turns.acquire().await.context("waiting for a turn to sign in")
    }

    /// How long this name still has to wait.
    pub(super) fn wait(
        &self,
        organisation: &str,
        name: &str,
        known: Option<&Moderator>,
        now: Stamp,
    ) -> Option<Duration> {
        let (failures, failed_at) = known.map_or_else(
            || self.strangers().get(&stranger(organisation, name)).copied().unwrap_or_default(),
            |moderator| (moderator.failures, moderator.failed_at),
        );
        remaining(failures, failed_at, now)
    }

    /// Counts a failure of a name that nobody has; a known name's is on its row.
    pub(super) fn stranger_failed(&self, organisation: &str, name: &str, now: Stamp) {
        let mut strangers = self.strangers();
        if strangers.len() >= STRANGERS {
            strangers.retain(|_, (failures, at)| remaining(*failures, *at, now).is_some());
        }
        if strangers.len() >= STRANGERS {
            strangers.clear();
        }
        let entry = strangers.entry(stranger(organisation, name)).or_default();
        *entry = (entry.0 + 1, now);
    }

    fn strangers(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, (i64, Stamp)>> {
        self.strangers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Hashed: people type their password into the name field.
fn stranger(organisation: &str, name: &str) -> String {
    secret::digest(format!("{organisation}\n{name}").as_bytes())
}

fn remaining(failures: i64, failed_at: Stamp, now: Stamp) -> Option<Duration> {
    let beyond = u32::try_from(failures - FREE - 1).ok()?;
    let wait = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(beyond)).min(LONGEST_WAIT);
    wait.checked_sub(now.since(failed_at)).filter(|left| !left.is_zero())
}
