//! What we do on Facebook: hide, show, delete, answer. Nothing is sent a second time from here.

use reqwest::Method;

use super::page::Facebook;
use super::refusal::Trouble;
use super::reread::known;
use super::wire::{Named, Success};
use crate::model::Target;
use crate::platform::contract::{Error, Sent};

impl Facebook {
    pub(super) async fn set_hidden(&self, target: &Target, hidden: bool) -> Result<Sent, Error> {
        let form = [("is_hidden", if hidden { "true" } else { "false" })];
        let path = [known(&target.remote)?];
        self.ended(target, self.graph.write(Method::POST, &path, &form).await.map(done)).await
    }

    pub(super) async fn remove(&self, target: &Target) -> Result<Sent, Error> {
        let path = [known(&target.remote)?];
        self.ended(target, self.graph.write(Method::DELETE, &path, &[]).await.map(done)).await
    }

    pub(super) async fn answer(&self, target: &Target, words: &str) -> Result<Sent, Error> {
        let path = [known(&target.remote)?, "comments"];
        let written = self.graph.write(Method::POST, &path, &[("message", words)]).await;
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
