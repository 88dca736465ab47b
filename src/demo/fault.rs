//! How a network fails or disturbs what it lists: chosen by a test for one call, or drawn by seed at
//! a rate.

use std::collections::VecDeque;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use super::{Call, Throttling};

/// One way to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// HTTP 500 in the network's own shape; nothing was done.
    ServerError,
    /// HTTP 502 with a page of HTML from something in between; nothing was done.
    BadGateway,
    /// Too many calls: wait so long, said in the network's own way; nothing was done. A call that
    /// comes before that counts as one that the limit did not allow.
    Throttled(Duration),
    /// The same, said in this way, whichever network it is.
    ThrottledAs(Throttling, Duration),
    /// The token has expired; nothing was done. On Bluesky the access token really is dead
    /// afterwards and must be refreshed; a sign-in cannot fail so.
    TokenExpired,
    /// The token lives and may not do this; nothing was done.
    PermissionLost,
    /// It was done, and the JSON of the answer is cut off in the middle.
    Truncated,
    /// The connection closes without an answer; nothing was done.
    Dropped,
    /// It was done, and the connection closes without an answer.
    AnswerLost,
    /// It was done, and the answer does not come before the caller gives up.
    Slow,
    /// It was done, and the answer says that it was refused: seen at Meta for comments.
    RefusedAfterSuccess,
    /// A list comes with every second item twice.
    Doubled,
    /// A list comes in another order.
    Reordered,
    /// Once a list is answered, the first thing on it goes and another comes before it: what is read
    /// next is read from a list that has shifted.
    Shifted,
}

impl Fault {
    /// A fault drawn at a rate strikes only where it means something.
    fn fits(self, call: Call) -> bool {
        match self {
            Self::RefusedAfterSuccess => call == Call::Reply,
            Self::Doubled | Self::Reordered => matches!(call, Call::Posts | Call::Reached | Call::Thread),
            Self::Shifted => matches!(call, Call::Reached | Call::Thread),
            _ => true,
        }
    }

    /// What a network says itself of it, where nothing was done.
    pub(super) fn refusal(self) -> Option<Refusal> {
        match self {
            Self::ServerError => Some(Refusal::ServerError),
            Self::Throttled(wait) => Some(Refusal::Throttled(wait)),
            Self::TokenExpired => Some(Refusal::TokenExpired),
            Self::PermissionLost => Some(Refusal::PermissionLost),
            Self::BadGateway
            | Self::ThrottledAs(..)
            | Self::Truncated
            | Self::Dropped
            | Self::AnswerLost
            | Self::Slow
            | Self::RefusedAfterSuccess
            | Self::Doubled
            | Self::Reordered
            | Self::Shifted => None,
        }
    }

    /// How long the network asks us to wait.
    pub(super) fn wait(self) -> Option<Duration> {
        match self {
            Self::Throttled(wait) => Some(wait),
            // Where it does not say, nobody can be blamed for coming too early.
            Self::ThrottledAs(how, wait) => how.says_when().then_some(wait),
            _ => None,
        }
    }
}

/// What a network says in its own words and shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// It failed itself, HTTP 500.
    ServerError,
    /// Too many calls; the next one after so long.
    Throttled(Duration),
    /// The token has expired.
    TokenExpired,
    /// The token lives and may not do this.
    PermissionLost,
    /// A clean refusal of a write, though it was carried out.
    AfterSuccess,
}

/// What our token may do on a network, until it is set otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Everything.
    #[default]
    Full,
    /// Reading only.
    ReadOnly,
    /// Nothing: password changed, app removed. A person must renew it.
    Revoked,
}

/// The faults that wait on one network.
pub(super) struct Faults {
    /// The next request, whatever it is for.
    next: VecDeque<Fault>,
    /// The next request for this.
    on: Vec<(Call, Fault)>,
    rate: f64,
    kinds: Vec<Fault>,
    chance: StdRng,
}

impl Faults {
    pub(super) fn new(seed: u64) -> Self {
        Self {
            next: VecDeque::new(),
            on: Vec::new(),
            rate: 0.0,
            kinds: Vec::new(),
            chance: StdRng::seed_from_u64(seed),
        }
    }

    pub(super) fn next(&mut self, fault: Fault) {
        self.next.push_back(fault);
    }

    pub(super) fn on(&mut self, call: Call, fault: Fault) {
        self.on.push((call, fault));
    }

    pub(super) fn rate(&mut self, rate: f64, kinds: &[Fault]) {
        self.rate = rate.clamp(0.0, 1.0);
        self.kinds = kinds.to_vec();
    }

    /// The fault that this call meets, if any.
    pub(super) fn draw(&mut self, call: Call) -> Option<Fault> {
        // Drawn always, so that a chosen fault in between does not shift the rest of the seed.
        let drawn = self.chance.random_bool(self.rate).then(|| self.kinds.choose(&mut self.chance)).flatten();
        let drawn = drawn.copied().filter(|fault| fault.fits(call));
        let chosen = self.on.iter().position(|(on, _)| *on == call).map(|at| self.on.remove(at).1);
        let fault = chosen.or_else(|| self.next.pop_front()).or(drawn)?;
        (fault != Fault::TokenExpired || call != Call::SignIn).then_some(fault)
    }
}
