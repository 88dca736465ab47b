//! What came, in numbers: for the log and for a monitor. Nothing in it is about a person.

use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Serialize, Serializer};
use tracing::info;

/// A number that only grows.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    pub(super) fn add(&self, more: u64) {
        self.0.fetch_add(more, Ordering::Relaxed);
    }

    /// As it stands.
    #[must_use]
    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

impl Serialize for Count {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(self.get())
    }
}

/// Since the hook began.
#[derive(Debug, Default, Serialize)]
pub struct Counts {
    /// Calls with a body, whatever became of them.
    pub calls: Count,
    /// Hints that are new.
    pub stored: Count,
    /// Hints that were there already.
    pub doubled: Count,
    /// Calls whose signature was missing or wrong.
    pub forged: Count,
    /// Calls whose body was too large.
    pub oversized: Count,
    /// Calls and connections that took too long.
    pub slow: Count,
    /// Events older than the age window, or without a moment.
    pub too_old: Count,
    /// Events from the future.
    pub too_early: Count,
    /// Direct messages, dropped unread.
    pub direct_messages: Count,
    /// Entries of a page that is not ours.
    pub unknown: Count,
    /// Events with nothing to read again: reactions, and fields that we do not know.
    pub ignored: Count,
    /// Signed calls that are no webhook in a shape that we know.
    pub unreadable: Count,
    /// Calls that the queue or the memory for bodies had no room for.
    pub turned_away: Count,
    /// Calls whose hints the database did not take.
    pub failed: Count,
    /// Handshakes that were answered.
    pub handshakes: Count,
    /// Handshakes with a wrong token or challenge.
    pub handshakes_refused: Count,
}

impl Counts {
    /// Writes them to the log.
    pub(super) fn log(&self) {
        info!(
            calls = self.calls.get(),
            stored = self.stored.get(),
            doubled = self.doubled.get(),
            forged = self.forged.get(),
            oversized = self.oversized.get(),
            slow = self.slow.get(),
            too_old = self.too_old.get(),
            too_early = self.too_early.get(),
            direct_messages = self.direct_messages.get(),
            unknown = self.unknown.get(),
            ignored = self.ignored.get(),
            unreadable = self.unreadable.get(),
            turned_away = self.turned_away.get(),
            failed = self.failed.get(),
            handshakes = self.handshakes.get(),
            handshakes_refused = self.handshakes_refused.get(),
            "counted webhooks since the hook began"
        );
    }
}
