//! The daily quota of a network that does not count for us: reserved in the database before a round,
//! what is left given back after it. A crash counts too much, never too little.

use anyhow::Context;

use crate::model::{OrganisationId, Stamp};
use crate::platform::{Allowance, Budget, Quota};
use crate::store::{self, Db};

/// No round reserves more than this part of a day: so much is lost to a crash at the most, and another
/// account of the pool finds something left.
const PART: u32 = 10;
/// More than any deed costs with the looks before and after it.
const DEED: u32 = 60;
/// Pulls get their share of the day so long ahead.
const AHEAD: f64 = 1.0 / 24.0;
/// When pulls that were held back may try again.
const SOON: std::time::Duration = std::time::Duration::from_mins(10);

/// A reservation.
#[derive(Debug)]
pub struct Meter {
    pool: String,
    day: String,
    most: i64,
    wish: u32,
    granted: Allowance,
}

impl Meter {
    /// What a round reserves at first: so much is lost to a crash. A round that costs more is given more.
    pub const FIRST: u32 = 250;

    /// What the next round reserves: twice as much where the reservation did not last, for a round that is
    /// cut short each time never comes to its end; half as much where most of it was left. Where the day is
    /// spent, or the share of it that pulls have by now, a larger reservation would not help.
    #[must_use]
    pub fn next(&self, left: Allowance) -> u32 {
        let is_whole = self.granted.all == self.wish;
        let was_short = left.all < DEED || (left.pulls == 0 && self.granted.pulls == self.granted.all);
        let most = u32::try_from(self.most).unwrap_or(u32::MAX) / PART;
        let next = if is_whole && was_short {
            self.wish.saturating_mul(2)
        } else if left.all > self.wish / 2 || !is_whole {
            self.wish / 2
        } else {
            self.wish
        };
        next.min(most).max(Self::FIRST)
    }

    /// Reserves what a round may spend, at most the `wish`, and lets the connection spend it.
    ///
    /// # Errors
    /// As the database.
    pub async fn open(
        db: &Db,
        organisation: &OrganisationId,
        quota: Quota,
        budget: &Budget,
        wish: u32,
        now: Stamp,
    ) -> anyhow::Result<Self> {
        let (day, passed, ends) = now.day_of(quota.zone);
        let (units, kept) = (i64::from(quota.units), i64::from(quota.kept));
        let mut tx = db.write().await.context("reserving of a quota")?;
        let spent = store::quota::spent(&mut tx, organisation, &quota.pool, &day).await?;
        let left = (units - spent).max(0);
        let wanted = left.min(i64::from(wish));
        // Another round may have reserved since we looked: what is not given is not spent.
        let is_given = store::quota::add(&mut tx, organisation, &quota.pool, &day, wanted, units).await?;
        let reserved = if is_given { wanted } else { 0 };
        tx.commit().await.context("reserving of a quota")?;
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "units of a day")]
        let share = ((units - kept).max(0) as f64 * (passed + AHEAD).min(1.0)) as i64;
        let resets = if left > 0 { now.later(SOON).min(ends) } else { ends };
        let granted = Allowance {
            all: within(reserved, reserved),
            replies: within(left - kept / 2, reserved),
            pulls: within((share - spent).min(left - kept), reserved),
            resets,
            ends,
        };
        budget.allow(granted);
        Ok(Self { pool: quota.pool, day, most: units, wish, granted })
    }

    /// Gives back what was not spent.
    ///
    /// # Errors
    /// As the database.
    pub async fn close(self, db: &Db, organisation: &OrganisationId, budget: &Budget) -> anyhow::Result<()> {
        let rest = budget.take().map_or(0, |rest| i64::from(rest.all));
        if rest > 0 {
            let mut tx = db.write().await.context("giving back of a quota")?;
            store::quota::add(&mut tx, organisation, &self.pool, &self.day, -rest, self.most).await?;
            tx.commit().await.context("giving back of a quota")?;
        }
        Ok(())
    }
}

fn within(units: i64, most: i64) -> u32 {
    u32::try_from(units.clamp(0, most.max(0))).unwrap_or(u32::MAX)
}
