//! Single comments: as they stand now, whether they are gone, and what was answered to them.

use serde::de::DeserializeOwned;

use super::graph::Graph;
use super::id::{Named, known};
use super::list::List;
use super::refusal::Trouble;
use crate::model::{Incoming, RemoteId, Target};
use crate::platform::budget::Priority;
use crate::platform::contract::{Error, OwnReply};

impl Graph {
    /// One thing as it stands now; `None` when it is gone.
    pub(in crate::platform) async fn one<T: DeserializeOwned>(
        &self,
        target: &Target,
        fields: &str,
    ) -> Result<Option<T>, Error> {
        match self.get(&[known(&target.remote)?], &[("fields", fields)]).await {
            Ok(found) => Ok(Some(found)),
            Err(Trouble::Vanished) => self.confirm_gone(target).await.map(|()| None),
            Err(trouble) => Err(trouble.error()),
        }
    }

    /// One page of what stands under `above`; nothing when that is gone.
    pub(in crate::platform) async fn under<T: DeserializeOwned>(
        &self,
        above: &Target,
        edge: &str,
        query: &[(&str, &str)],
        after: Option<&str>,
    ) -> Result<List<T>, Error> {
        match self.list(&[known(&above.remote)?, edge], query, after).await {
            Ok(list) => Ok(list),
            Err(Trouble::Vanished) => self.confirm_gone(above).await.map(|()| List::default()),
            Err(trouble) => Err(trouble.error()),
        }
    }

    /// All answers that stand under a comment, `top` or the target itself; none when it is gone.
    pub(in crate::platform) async fn answers<T: DeserializeOwned>(
        &self,
        target: &Target,
        top: Option<&RemoteId>,
        query: &[(&str, &str)],
    ) -> Result<Vec<T>, Error> {
        let path = [known(top.unwrap_or(&target.remote))?, self.edges.answers];
        let mut answers = Vec::new();
        let walked = self.walk(Priority::Reply, &path, query, |page: Vec<T>| {
            answers.extend(page);
            true
        });
        match walked.await {
            Ok(()) => Ok(answers),
            Err(Trouble::Vanished) => self.confirm_gone(target).await.map(|()| Vec::new()),
            Err(trouble) => Err(trouble.error()),
        }
    }

    /// Meta gives one code for "gone" and "not for you". Only when what stands above the comment can
    /// still be read, or has gone with it and a list of our page that needs the same permission can be
    /// read, is it gone; erasing our copy on a lost permission would lose the case.
    pub(super) async fn confirm_gone(&self, target: &Target) -> Result<(), Error> {
        if let Some(above) = &target.post {
            match self.get::<Named>(&[known(above)?], &[("fields", "id")]).await {
                Ok(_) => return Ok(()),
                // A citizen's post takes what stands under it along.
                Err(Trouble::Vanished) => {}
                Err(trouble) => return Err(trouble.error()),
            }
        }
        let witness = [self.page.as_str(), self.edges.witness];
        let shown = self.get::<List<Named>>(&witness, &[("fields", "id"), ("limit", "1")]).await;
        shown.map(|_| ()).map_err(Trouble::error)
    }
}

/// Those that we wrote.
pub(in crate::platform) fn ours(answers: impl Iterator<Item = Incoming>) -> Vec<OwnReply> {
    let ours = answers.filter(|answer| answer.is_ours);
    ours.map(|answer| OwnReply {
        remote: answer.target.remote,
        words: answer.text.expose().to_owned(),
        written_at: answer.written_at,
    })
    .collect()
}
