//! What webhooks told us of an account: which threads to read now. A hint is taken only when the pull
//! that it asked for went through, and losing all of them loses nothing.

use std::collections::HashSet;

use anyhow::Context;

use super::round::Round;
use crate::model::{AccountName, OrganisationId, Stamp};
use crate::store::{self, Db, rhythm};

/// What was heard.
pub(super) struct Heard {
    /// Posts of ours that were spoken of.
    pub(super) posts: HashSet<String>,
    /// Of these, those of which more was said than that something new stands there.
    pub(super) edited: HashSet<String>,
    /// How many hints, and up to when they were stored.
    hints: Option<(i64, Stamp)>,
}

impl Round<'_> {
    /// The hints that nobody took.
    pub(super) async fn heard(self) -> anyhow::Result<Heard> {
        let mut tx = self.worker.db.read().await?;
        let open =
            store::hint::open(&mut tx, self.organisation, self.name()).await.context("reading hints")?;
        let hints = open.as_ref().map(|open| (open.hints, open.up_to));
        let (posts, edited) = open.map(|open| (open.posts, open.edited)).unwrap_or_default();
        Ok(Heard { posts: posts.into_iter().collect(), edited: edited.into_iter().collect(), hints })
    }

    /// Takes them: what they spoke of is read.
    pub(super) async fn took(self, heard: &Heard, now: Stamp) -> anyhow::Result<()> {
        let Some((hinted, up_to)) = heard.hints else { return Ok(()) };
        let mut tx = self.worker.db.write().await.context("taking hints")?;
        store::hint::take(&mut tx, self.organisation, self.name(), up_to, now).await?;
        let hour = rhythm::Hour { hour: now.hour(), seen: 0, hinted };
        rhythm::add(&mut tx, self.organisation, self.name(), hour).await?;
        tx.commit().await.context("taking hints")
    }
}

/// Whether an account has a hint that nobody took.
pub(super) async fn is_called(
    db: &Db,
    organisation: &OrganisationId,
    account: &AccountName,
) -> Result<bool, store::Error> {
    let mut tx = db.read().await?;
    store::hint::is_any_open(&mut tx, organisation, account).await
}
