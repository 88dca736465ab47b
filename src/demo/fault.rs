//! How a network fails: chosen by a test for one call, or drawn by seed at a rate.

use std::collections::VecDeque;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use super::Call;

/// One way to fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// HTTP 500 in the network's own shape; nothing was done.
    ServerError,
    /// HTTP 502 with a page of HTML from something in between; nothing was done.
    BadGateway,
    /// Too many calls: wait so long. Facebook says it in minutes in a header, Bluesky in
    /// `RateLimit-*` and `Retry-After` with 429; nothing was done.
    Throttled(Duration),
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
}

impl Fault {
    /// The request is applied, only its answer suffers.
    pub(super) fn is_applied(self) -> bool {
        matches!(self, Self::Truncated | Self::AnswerLost | Self::Slow)
    }
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
        let chosen = self.on.iter().position(|(on, _)| *on == call).map(|at| self.on.remove(at).1);
        let fault = chosen.or_else(|| self.next.pop_front()).or(drawn.copied())?;
        (fault != Fault::TokenExpired || call != Call::SignIn).then_some(fault)
    }
}
