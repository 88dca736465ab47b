//! What an outage may have lost is read again on request: newest posts first, a few threads a round,
//! after everything that is due. Nothing automatic happens to what is found.

use std::time::Duration;

use anyhow::Context;

use super::pull::{is_about_it, is_closed};
use super::report::Report;
use super::round::Round;
use crate::intake::{DueThread, Walk};
use crate::model::{RemoteId, Source, Stamp};
use crate::store::{self, backfill::Backfill};

/// How many threads one round reads.
const THREADS: usize = 10;

impl Round<'_> {
    /// Goes on with a request, if there is one.
    pub(super) async fn backfill(self, report: &mut Report, now: Stamp) -> anyhow::Result<()> {
        let (db, org) = (&self.worker.db, self.organisation);
        let mut tx = db.read().await?;
        let open = store::backfill::open(&mut tx, org, self.name()).await?;
        drop(tx);
        let Some(mut one) = open else { return Ok(()) };
        if one.posts + one.refused == 0 {
            let walk = Walk::Stream { since: one.since };
            one.found += self.walk(walk, None, Source::Backfill, report, now).await.context("filling in")?;
        }
        let horizon = now.earlier(self.settings().horizon.into());
        let mut tx = db.read().await?;
        // Posts are known: a pull lists them before anything else happens in a round. An old one may
        // have got comments during the outage too.
        let posts = store::post::list(&mut tx, org, self.name(), horizon).await?;
        drop(tx);
        let left: Vec<_> = posts.into_iter().filter(|post| post.written_at <= one.reached).collect();
        // Posts of one moment are read in one round, so that the mark can move past them.
        let edge = left.get(THREADS - 1).map(|post| post.written_at);
        let round: Vec<_> =
            left.into_iter().take_while(|post| edge.is_none_or(|edge| post.written_at >= edge)).collect();
        for post in round {
            let since = (post.written_at < one.since).then_some(one.since);
            let thread =
                DueThread { post: RemoteId::new(post.post.as_str()), count: post.count_there, since };
            let mut read = self.thread(thread.clone(), Source::Backfill, report, now).await;
            if read.as_ref().is_err_and(|error| is_about_it(error) && !is_closed(error)) {
                // Cut off on its way, most likely; if it comes so again, it always will.
                read = self.thread(thread, Source::Backfill, report, now).await;
            }
            match read {
                Ok(found) => (one.found, one.posts) = (one.found + found, one.posts + 1),
                // A post that was deleted, or cannot be read: the others are read all the same.
                Err(error) if is_about_it(&error) => one.refused += 1,
                Err(error) => {
                    // What was read stays read.
                    one.reached = post.written_at;
                    self.note(&one).await?;
                    return Err(error).context("filling in");
                }
            }
        }
        match edge {
            Some(edge) => one.reached = edge.earlier(Duration::from_millis(1)),
            None => one.ended_at = Some(now),
        }
        self.note(&one).await
    }

    async fn note(self, one: &Backfill) -> anyhow::Result<()> {
        let mut tx = self.worker.db.write().await.context("noting a backfill")?;
        store::backfill::went_on(&mut tx, self.organisation, one).await?;
        tx.commit().await.context("noting a backfill")
    }
}
