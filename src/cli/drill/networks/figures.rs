//! What came of one network in the drill, in figures.

use std::fmt;
use std::time::Duration;

use crate::demo::{Hooked, Network, Town};
use crate::model::Deed;

/// Counts, and seconds.
#[derive(Clone, Debug, serde::Serialize)]
pub(super) struct Figures {
    network: &'static str,
    /// Citizens' comments.
    written: usize,
    /// Of these, shown to us in a list.
    served: usize,
    /// Hides that we made.
    hides: usize,
    /// Deletions that we made.
    deletions: usize,
    /// Replies that we made.
    replies: usize,
    /// Of these, the same words twice under one comment.
    double_replies: usize,
    /// CPR numbers that stand in public at the end.
    leaks_standing: usize,
    /// How long a CPR number stood until we hid it: half of them, nineteen of twenty, all.
    half_hidden_after_s: u64,
    most_hidden_after_s: u64,
    all_hidden_after_s: u64,
    /// Calls that we made, and how many of them failed.
    calls: u64,
    calls_failed: u64,
    /// Private messages among the rest.
    private: usize,
    /// Webhooks, where it sends any.
    #[serde(skip_serializing_if = "Option::is_none")]
    webhooks: Option<Hooked>,
}

impl Figures {
    pub(super) fn of(town: &Town, network: Network) -> Self {
        let check = town.check(network);
        let effects = town.effects();
        let deeds =
            |deed: Deed| effects.iter().filter(|one| one.network == network && one.deed == deed).count();
        let mut stood = town.leaks_stood(network);
        stood.sort_unstable();
        let (calls, calls_failed) = town.calls(network);
        let hooked = town.hooked(network);
        Self {
            network: network.name(),
            written: check.written,
            served: check.served,
            hides: deeds(Deed::Hide),
            deletions: deeds(Deed::Delete),
            replies: check.replies,
            double_replies: check.double_replies,
            leaks_standing: check.leaks_standing,
            half_hidden_after_s: share(&stood, 50),
            most_hidden_after_s: share(&stood, 95),
            all_hidden_after_s: share(&stood, 100),
            calls,
            calls_failed,
            private: town.private().iter().filter(|one| one.network == network).count(),
            webhooks: (hooked.events > 0).then_some(hooked),
        }
    }
}

/// So many of a hundred are not longer.
fn share(sorted: &[Duration], of_100: usize) -> u64 {
    let at = (sorted.len() * of_100).div_ceil(100).saturating_sub(1);
    sorted.get(at).map_or(0, Duration::as_secs)
}

impl fmt::Display for Figures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "  {}: {} written, {} shown to us; {} hidden, {} deleted, {} answered; {} leaks stand. \
             Hidden after {} s (half), {} s (nineteen of twenty), {} s (all). {} calls, {} failed",
            self.network,
            self.written,
            self.served,
            self.hides,
            self.deletions,
            self.replies,
            self.leaks_standing,
            self.half_hidden_after_s,
            self.most_hidden_after_s,
            self.all_hidden_after_s,
            self.calls,
            self.calls_failed,
        )?;
        if self.private > 0 {
            write!(out, "; {} private messages among them", self.private)?;
        }
        match &self.webhooks {
            Some(hooked) => write!(
                out,
                "; webhooks: {} heard, {} lost, {} twice, {} direct messages",
                hooked.heard, hooked.dropped, hooked.doubled, hooked.direct
            ),
            None => Ok(()),
        }
    }
}
