//! An outside model may lift a comment that waits for a person, and do nothing else: it is asked only
//! about those, with masked words, and when it is lost everything goes on without it.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use tracing::{info, warn};

use super::round::Round;
use crate::model::{KeptText, Language, Outcome, Screened, Stamp};
use crate::platform::Adviser;
use crate::store::{self, warning::Warning};

/// A model that failed is left alone for so long: its deadline must not slow every page.
const REST: Duration = Duration::from_mins(1);

/// A model and from which score on it lifts.
#[derive(Debug)]
pub struct Lifter {
    adviser: Adviser,
    from: f32,
    lost: Mutex<Option<Lost>>,
}

#[derive(Clone, Copy, Debug)]
struct Lost {
    since: Stamp,
    retry_at: Stamp,
}

impl Lifter {
    /// Lifts what is scored `from` or higher, in 0..=1.
    #[must_use]
    pub fn new(adviser: Adviser, from: f32) -> Self {
        Self { adviser, from, lost: Mutex::default() }
    }

    /// Marks what the model lifts. Returns how many comments it should have scored and did not, and since
    /// when it is lost, if it was lost just now.
    async fn look(&self, screened: &mut [Screened], now: Stamp) -> (u64, Option<Stamp>) {
        let waiting: Vec<&mut Screened> = screened.iter_mut().filter(|one| waits(one)).collect();
        if waiting.is_empty() {
            return (0, None);
        }
        let unscored = u64::try_from(waiting.len()).unwrap_or(u64::MAX);
        let lost = *self.lost();
        if lost.is_some_and(|lost| lost.retry_at > now) {
            return (unscored, None);
        }
        let asked: Vec<(KeptText, Language)> =
            waiting.iter().map(|one| (one.for_model(), one.reading.language)).collect();
        match self.adviser.scores(&asked).await {
            Ok(scores) => {
                for (one, score) in waiting.into_iter().zip(scores) {
                    one.is_lifted = score >= self.from;
                }
                if self.lost().take().is_some() {
                    info!("the outside model answers again");
                }
                (0, None)
            }
            Err(error) => {
                let since = lost.map_or(now, |lost| lost.since);
                *self.lost() = Some(Lost { since, retry_at: now.later(REST) });
                if lost.is_none() {
                    warn!(cause = %error, "the outside model gave no scores: nothing is lifted until it does");
                }
                (unscored, lost.is_none().then_some(since))
            }
        }
    }

    fn lost(&self) -> std::sync::MutexGuard<'_, Option<Lost>> {
        self.lost.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// It stands in the queue, and not above everything else already.
fn waits(one: &Screened) -> bool {
    one.verdict.outcome == Outcome::Review && !one.verdict.is_urgent && !one.fresh.incoming.is_ours
}

impl Round<'_> {
    /// Asks the model, where there is one. Returns how many comments have no score that should have one.
    pub(super) async fn lift(self, screened: &mut [Screened], now: Stamp) -> anyhow::Result<u64> {
        let Some(lifter) = &self.worker.lifter else { return Ok(0) };
        let (unscored, lost) = lifter.look(screened, now).await;
        if let Some(since) = lost {
            let (account, kind) = (self.name().clone(), "model_lost".to_owned());
            let id = format!("{kind}:{account}:{}", since.ms());
            let warning = Warning { account, kind, remote: None, raised_at: now };
            let mut tx = self.worker.db.write().await.context("warning of a lost model")?;
            store::warning::raise(&mut tx, self.organisation, &id, &warning).await?;
            tx.commit().await.context("warning of a lost model")?;
        }
        Ok(unscored)
    }
}
