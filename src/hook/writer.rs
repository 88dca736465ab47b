//! Group commit: one task stores what many calls brought in one transaction, and each call is
//! answered when that is on disk. While one commits, the next gather.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tracing::{info, warn};

use super::counts::Counts;
use crate::model::{Clock, OrganisationId, Stamp};
use crate::store::hint::{self, Hint};
use crate::store::{self, Db};

/// So many calls are committed together at most.
const TOGETHER: usize = 1024;

/// What one call brought.
pub(super) struct Call {
    hints: Vec<(OrganisationId, Hint)>,
    stored: oneshot::Sender<bool>,
}

/// Why a call was not stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failed {
    /// Too many wait already.
    Full,
    /// The database did not take it, or not in time.
    NotStored,
}

/// Hands a call's hints over, and waits until they are stored.
pub(super) async fn hand_over(
    queue: &mpsc::Sender<Call>,
    hints: Vec<(OrganisationId, Hint)>,
    deadline: Duration,
) -> Result<(), Failed> {
    let (stored, told) = oneshot::channel();
    queue.try_send(Call { hints, stored }).map_err(|_| Failed::Full)?;
    match tokio::time::timeout(deadline, told).await {
        Ok(Ok(true)) => Ok(()),
        _ => Err(Failed::NotStored),
    }
}

/// Stores what the calls bring, until the hook they came from is gone.
pub struct Writer {
    pub(super) db: Db,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) calls: mpsc::Receiver<Call>,
    pub(super) counts: Arc<Counts>,
    pub(super) is_well: Arc<AtomicBool>,
}

impl Writer {
    /// Runs until nobody can bring anything any more.
    pub async fn run(mut self) {
        let (mut calls, mut last) = (Vec::with_capacity(TOGETHER), Stamp::default());
        while self.calls.recv_many(&mut calls, TOGETHER).await > 0 {
            let result = self.commit(&mut calls, &mut last).await;
            let was_well = self.is_well.swap(result.is_ok(), Ordering::Relaxed);
            // Said once, however many calls come: each of them is answered and counted.
            match &result {
                Ok(()) if !was_well => info!("the database takes hints again"),
                Err(cause) if was_well => {
                    warn!(%cause, "the database takes no hints; the network sends again");
                }
                Ok(()) | Err(_) => {}
            }
            for call in calls.drain(..) {
                // A caller that went away is not told.
                call.stored.send(result.is_ok()).ok();
            }
        }
    }

    async fn commit(&self, calls: &mut [Call], last: &mut Stamp) -> Result<(), store::Error> {
        let mut tx = self.db.write().await?;
        // After the transaction began: on `SQLite` nobody else stores a hint now, so what is read up to a
        // moment is all that will ever stand up to it.
        *last = self.clock.now().max(*last);
        let mut each: BTreeMap<OrganisationId, Vec<Hint>> = BTreeMap::new();
        for (organisation, hint) in calls.iter_mut().flat_map(|call| call.hints.drain(..)) {
            each.entry(organisation).or_default().push(Hint { heard_at: *last, ..hint });
        }
        let (mut new, mut all) = (0, 0);
        for (organisation, hints) in &each {
            new += hint::insert(&mut tx, organisation, hints).await?;
            all += u64::try_from(hints.len()).unwrap_or(u64::MAX);
        }
        tx.commit().await?;
        self.counts.stored.add(new);
        self.counts.doubled.add(all - new);
        Ok(())
    }
}
