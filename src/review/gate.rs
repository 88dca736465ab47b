//! How fast a name may be tried: a growing wait after failures, the same whether or not anybody has the
//! name. It follows the place that the guesses come from, so that somebody else's guessing does not keep
//! the person on call out, and no wait is longer than a quarter of an hour.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::desk::Reception;
use super::secret;
use crate::model::Stamp;
use crate::store::moderator::Moderator;

/// How a wait grows: so many mistakes cost nothing, the next costs the first wait, each after it double.
#[derive(Clone, Copy)]
struct Pace {
    free: i64,
    first: Duration,
    longest: Duration,
}

/// One name from one place.
const HERE: Pace = Pace { free: 4, first: Duration::from_secs(5), longest: Duration::from_mins(15) };
/// The same while somebody guesses everywhere at once.
const UNDER_PRESSURE: Pace =
    Pace { free: 0, first: Duration::from_secs(30), longest: Duration::from_mins(15) };
/// One name, wherever it is tried from.
const ANYWHERE: Pace = Pace { free: 20, first: Duration::from_secs(5), longest: Duration::from_mins(1) };
/// Any names from one address: a whole town hall may have one.
const ADDRESS: Pace = Pace { free: 40, first: Duration::from_secs(5), longest: Duration::from_mins(1) };
/// More failures than this in a quarter of an hour, in the whole installation, are an attack.
const PRESSURE: i64 = 300;
const WINDOW: Duration = Duration::from_mins(15);
/// Each comparison takes 46 MiB: so many at once …
const AT_ONCE: usize = 2;
/// … and this many more for those who came in from the same place before: they do not queue with guesses.
const KNOWN: usize = 1;
/// So much is remembered in memory.
const MOST: usize = 4096;

/// Where an attempt comes from, as far as that is known.
#[derive(Clone, Debug, Default)]
pub(super) struct Place(String);

impl FromRequestParts<Arc<Reception>> for Place {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, reception: &Arc<Reception>) -> Result<Self, Infallible> {
        let header = reception.desk.settings.client_header.as_deref();
        let address = match header {
            // The last entry is our own proxy's; what stands before it, the caller wrote.
            Some(name) => parts
                .headers
                .get_all(name)
                .iter()
                .next_back()
                .and_then(|value| value.to_str().ok())
                .and_then(|list| list.rsplit(',').next())
                .and_then(|last| last.trim().parse().ok()),
            None => parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip()),
        };
        // A proxy on this machine stands for everybody: that is no place.
        Ok(Self(address.filter(|one: &IpAddr| !one.is_loopback()).map_or_else(String::new, network)))
    }
}

/// A house gets 64 bits of an IPv6 address and changes the rest at will.
fn network(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => address.to_string(),
            None => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).to_string(),
        },
    }
}

/// Failures in a row, and whether somebody came in here since the start.
#[derive(Clone, Copy, Debug, Default)]
struct Tries {
    failures: i64,
    failed_at: Stamp,
    is_known: bool,
}

/// The state between sign-ins.
pub(super) struct Gate {
    turns: Semaphore,
    known_turns: Semaphore,
    tries: Mutex<BTreeMap<String, Tries>>,
    /// Failures of the whole installation since a moment.
    all: Mutex<(i64, Stamp)>,
}

impl Gate {
    pub(super) fn new() -> Self {
        Self {
            turns: Semaphore::new(AT_ONCE),
            known_turns: Semaphore::new(KNOWN),
            tries: Mutex::default(),
            all: Mutex::default(),
        }
    }

    /// Waits for a turn. Held until the failure is counted, so that a burst of guesses is not
    /// judged before the first of them counts.
    pub(super) async fn turn(
        &self,
        owner: &str,
        name: &str,
        place: &Place,
    ) -> anyhow::Result<SemaphorePermit<'_>> {
        let turns = if self.here(owner, name, place).is_known { &self.known_turns } else { &self.turns };
        turns.acquire().await.context("waiting for a turn to sign in")
    }

    /// How long this name still has to wait at this place.
    pub(super) fn wait(
        &self,
        owner: &str,
        name: &str,
        place: &Place,
        known: Option<&Moderator>,
        now: Stamp,
    ) -> Option<Duration> {
        let here = self.here(owner, name, place);
        let (count, since) = *self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let is_pressed = count > PRESSURE && now.since(since) < WINDOW;
        let growth = if is_pressed && !here.is_known { UNDER_PRESSURE } else { HERE };
        let waits_here = remaining(growth, here.failures, here.failed_at, now);
        if here.is_known {
            // Others' guesses elsewhere are not theirs.
            return waits_here;
        }
        let (failures, failed_at) = known.map_or_else(
            || {
                let anywhere = self.tries_of(&anywhere(owner, name));
                (anywhere.failures, anywhere.failed_at)
            },
            |moderator| (moderator.failures, moderator.failed_at),
        );
        let address = self.tries_of(&address(place));
        let is_address_known = !place.0.is_empty() && now.since(address.failed_at) < WINDOW;
        let waits = [
            waits_here,
            remaining(ANYWHERE, failures, failed_at, now),
            is_address_known.then(|| remaining(ADDRESS, address.failures, address.failed_at, now)).flatten(),
        ];
        waits.into_iter().flatten().max()
    }

    /// Counts a failure; that of a known name is on its row too.
    pub(super) fn failed(&self, owner: &str, name: &str, place: &Place, is_known: bool, now: Stamp) {
        {
            let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
            *all = if now.since(all.1) < WINDOW { (all.0 + 1, all.1) } else { (1, now) };
        }
        self.count(here(owner, name, place), now);
        if !is_known {
            self.count(anywhere(owner, name), now);
        }
        if !place.0.is_empty() {
            self.count(address(place), now);
        }
    }

    /// Forgets the failures of this name here: somebody came in, and is known here from now on.
    pub(super) fn came_in(&self, owner: &str, name: &str, place: &Place, now: Stamp) {
        let mut tries = self.room(now);
        tries.insert(here(owner, name, place), Tries { is_known: true, ..Tries::default() });
    }

    fn here(&self, owner: &str, name: &str, place: &Place) -> Tries {
        self.tries_of(&here(owner, name, place))
    }

    fn tries_of(&self, key: &str) -> Tries {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner).get(key).copied().unwrap_or_default()
    }

    fn count(&self, key: String, now: Stamp) {
        let mut tries = self.room(now);
        let entry = tries.entry(key).or_default();
        entry.failures += 1;
        entry.failed_at = now;
    }

    /// Room for one more: what is long past goes first, then all that is not known.
    fn room(&self, now: Stamp) -> std::sync::MutexGuard<'_, BTreeMap<String, Tries>> {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() >= MOST {
            tries.retain(|_, one| one.is_known || now.since(one.failed_at) < WINDOW);
        }
        if tries.len() >= MOST {
            tries.retain(|_, one| one.is_known);
        }
        if tries.len() >= MOST {
            tries.clear();
        }
        tries
    }
}

// Hashed: people type their password into the name field.
fn here(owner: &str, name: &str, place: &Place) -> String {
    secret::digest(format!("here\n{owner}\n{}\n{name}", place.0).as_bytes())
}

fn anywhere(owner: &str, name: &str) -> String {
    secret::digest(format!("anywhere\n{owner}\n{name}").as_bytes())
}

fn address(place: &Place) -> String {
    secret::digest(format!("address\n{}", place.0).as_bytes())
}

fn remaining(pace: Pace, failures: i64, failed_at: Stamp, now: Stamp) -> Option<Duration> {
    let beyond = u32::try_from(failures - pace.free - 1).ok()?;
    let wait = pace.first.saturating_mul(2_u32.saturating_pow(beyond)).min(pace.longest);
    wait.checked_sub(now.since(failed_at)).filter(|left| !left.is_zero())
}
