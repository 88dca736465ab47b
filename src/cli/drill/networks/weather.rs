//! What goes wrong in the drill: calls that fail all the time in each network's own ways, lists that
//! come late, two outages of a day, tokens that end.

use std::time::Duration;

use crate::demo::{Fault, Network, Town};
use crate::model::Stamp;

/// An outage lasts so long, and in a short drill a sixth of it.
const OUTAGE: Duration = Duration::from_hours(24);
/// This share of calls fails.
const FAILING: f64 = 0.05;
/// This share of what citizens write shows in lists only later, up to so much.
const LATE: f64 = 0.03;
const LATEST: Duration = Duration::from_hours(3);

/// Failures that every network knows in its own shape.
const FAILURES: [Fault; 8] = [
    Fault::ServerError,
    Fault::BadGateway,
    Fault::Throttled(Duration::from_secs(45)),
    Fault::Throttled(Duration::from_secs(200)),
    Fault::Dropped,
    Fault::AnswerLost,
    Fault::Truncated,
    Fault::RefusedAfterSuccess,
];
/// What disturbs a list and is no failure.
const DISTURBANCES: [Fault; 3] = [Fault::Doubled, Fault::Reordered, Fault::Shifted];

/// The weather.
pub(super) struct Weather {
    /// Our own line is cut: nobody reaches anybody.
    line: (Stamp, Stamp),
    /// One network is down for everybody.
    alone: (Network, Stamp, Stamp),
    is_cut: bool,
}

impl Weather {
    /// Sets in at once; what comes later is planned.
    pub(super) fn new(town: &Town, start: Stamp, days: Duration, seed: u64) -> Self {
        let networks = town.networks();
        for (number, network) in networks.iter().enumerate() {
            town.fault_rate(*network, rate(), &[FAILURES.as_slice(), &DISTURBANCES].concat());
            town.late(*network, LATE, LATEST);
            // Each token ends twice, none on the same day as another.
            let first = start.later(days / 10 + days / 60 * u32::try_from(number).unwrap_or(0));
            town.expire_token_at(*network, first);
            town.expire_token_at(*network, first.later(days / 2));
        }
        let lasts = OUTAGE.min(days / 6);
        let which = usize::try_from(seed).unwrap_or(0) % networks.len();
        let (line, alone) = (start.later(days / 4), start.later(days * 7 / 10));
        Self {
            line: (line, line.later(lasts)),
            alone: (networks[which], alone, alone.later(lasts)),
            is_cut: false,
        }
    }

    /// What is down now.
    pub(super) fn change(&mut self, town: &Town, now: Stamp) {
        self.is_cut = self.line.0 <= now && now < self.line.1;
        let (alone, from, to) = self.alone;
        for network in town.networks() {
            let is_down = self.is_cut || (network == alone && from <= now && now < to);
            town.outage(network, is_down);
        }
    }

    pub(super) fn is_our_line_cut(&self) -> bool {
        self.is_cut
    }

    /// Everything is fine again.
    pub(super) fn clear(&mut self, town: &Town) {
        self.is_cut = false;
        for network in town.networks() {
            town.outage(network, false);
            town.fault_rate(network, 0.0, &[]);
            town.late(network, 0.0, Duration::ZERO);
        }
    }
}

/// So that the failures alone come to their share.
fn rate() -> f64 {
    let kinds = FAILURES.len() + DISTURBANCES.len();
    #[expect(clippy::cast_precision_loss, reason = "a handful of kinds")]
    let more = kinds as f64 / FAILURES.len() as f64;
    FAILING * more
}
