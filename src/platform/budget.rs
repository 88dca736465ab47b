//! What may still be spent of a network's daily quota: urgent deeds before replies before pulls.
//!
//! The worker fills it from the database before each round and takes the rest back after it, so a
//! crash can only count too much. It never waits: what is used up is refused until the quota begins anew.

use std::sync::{Mutex, PoisonError};

use super::contract::{Error, Wait};
use crate::model::Stamp;

/// A network's daily quota, for networks whose answers do not tell what is left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Which accounts share it: those of one project with the network.
    pub pool: String,
    /// Units in a day.
    pub units: u32,
    /// So many of them pulls never touch: they are for hiding and deleting, and half of them for
    /// replies too.
    pub kept: u32,
    /// IANA name of the time zone at whose midnight it begins anew.
    pub zone: &'static str,
}

/// What is spent for what. In order of who gives way last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// Hide, show again, delete, and the look before and after.
    Deed,
    /// Answer, and look for our own answers.
    Reply,
    /// Everything else.
    Pull,
}

/// What one round may spend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Altogether.
    pub all: u32,
    /// Of it for replies and pulls.
    pub replies: u32,
    /// Of it for pulls.
    pub pulls: u32,
    /// When there is more.
    pub resets: Stamp,
    /// The midnight that ends the day it is reserved of: from then on a call is paid for by the next day.
    pub ends: Stamp,
}

/// What an account may still spend now.
#[derive(Debug, Default)]
pub struct Budget(Mutex<Option<Allowance>>);

impl Budget {
    /// Sets what may be spent from now on.
    pub fn allow(&self, allowance: Allowance) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(allowance);
    }

    /// What is left now. `None` where nothing is metered.
    #[must_use]
    pub fn left(&self) -> Option<Allowance> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets nothing more be spent of a day that is over; a round that goes on past midnight would spend of
    /// the next day what nobody counts there.
    pub fn expire(&self, now: Stamp) {
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(left) = left.as_mut().filter(|left| left.ends <= now) {
            (left.all, left.replies, left.pulls) = (0, 0, 0);
        }
    }

    /// Takes back what was not spent; nothing may be spent then. `None` where nothing is metered.
    pub fn take(&self) -> Option<Allowance> {
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let rest = *left;
        if let Some(left) = &mut *left {
            (left.all, left.replies, left.pulls) = (0, 0, 0);
        }
        rest
    }

    /// Spends units before a call. Without an allowance nothing is metered.
    pub(super) fn spend(&self, units: u32, priority: Priority) -> Result<(), Error> {
        let mut left = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(left) = &mut *left else { return Ok(()) };
        let may = match priority {
            Priority::Deed => left.all,
            Priority::Reply => left.replies.min(left.all),
            Priority::Pull => left.pulls.min(left.replies).min(left.all),
        };
        if may < units {
            let wait = Wait::Until(left.resets);
            // Less urgent things wait by themselves; only a deed that cannot be paid stops the account.
            let is_for_deeds = priority != Priority::Deed && left.all >= units;
            return Err(if is_for_deeds { Error::Held(wait) } else { Error::Throttled(wait) });
        }
        left.all -= units;
        if priority != Priority::Deed {
            left.replies -= units;
        }
        if priority == Priority::Pull {
            left.pulls -= units;
        }
        Ok(())
    }
}
