//! What we do on Meta's networks: hide, show, delete, answer. Nothing is sent a second time from here,
//! and no write asks for `fields`: Instagram then writes the comment and answers 400.

use reqwest::Method;
use serde::Deserialize;

use super::graph::Graph;
use super::id::{Named, known};
use super::refusal::Trouble;
use crate::model::Target;
use crate::platform::contract::{Error, Sent};

/// What a write answers.
#[derive(Deserialize)]
struct Success {
    success: bool,
}

impl Graph {
    pub(in crate::platform) async fn set_hidden(&self, target: &Target, hidden: bool) -> Result<Sent, Error> {
        let form = [(self.edges.hidden, if hidden { "true" } else { "false" })];
        let path = [known(&target.remote)?];
        self.ended(target, self.write(Method::POST, &path, &form).await.map(done)).await
    }

    pub(in crate::platform) async fn remove(&self, target: &Target) -> Result<Sent, Error> {
        let path = [known(&target.remote)?];
        self.ended(target, self.write(Method::DELETE, &path, &[]).await.map(done)).await
    }

    pub(in crate::platform) async fn answer(&self, target: &Target, words: &str) -> Result<Sent, Error> {
        let path = [known(&target.remote)?, self.edges.answers];
        let written = self.write(Method::POST, &path, &[("message", words)]).await;
        self.ended(target, written.map(|made: Named| Ok(Sent::Done(Some(made.id.into()))))).await
    }

    async fn ended(
        &self,
        target: &Target,
        outcome: Result<Result<Sent, Error>, Trouble>,
    ) -> Result<Sent, Error> {
        match outcome {
            Ok(sent) => sent,
            Err(Trouble::Vanished) => self.confirm_gone(target).await.map(|()| Sent::Gone),
            // Somebody has sent these words just now, perhaps we: only reading tells.
            Err(Trouble::Duplicate) => Ok(Sent::Unknown),
            Err(Trouble::Fault(fault)) => fault.after_write(),
        }
    }
}

#[expect(clippy::needless_pass_by_value, reason = "stands where a function of the answer is wanted")]
fn done(answer: Success) -> Result<Sent, Error> {
    if answer.success { Ok(Sent::Done(None)) } else { Err(Error::Refused("success: false")) }
}
