//! An outside model that says how much a comment needs a person: one call, a deadline, masked words. It
//! is the municipality's own service, on this machine or in its own network, and no network of citizens.
//!
//! The contract: `POST` to the configured address, `{"version":1,"comments":[{"text":"…","language":"da"}]}`;
//! the answer is `{"scores":[0.93]}`, one number in 0..=1 for each comment, in their order.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use url::Url;

use super::address::{self, Reach};
use super::budget::Budget;
use super::connect::ConnectError;
use super::contract::{Connection, Error};
use super::http::{Body, Call, Http};
use super::secrets::Secrets;
use crate::model::{AccountName, KeptText, Language};

/// An answer holds a number for each comment: more is no answer.
const MOST_BYTES: usize = 64 << 10;
/// Comments in one call.
const AT_ONCE: usize = 64;

/// Where the model answers, and for how long it is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// Its address, path included.
    pub url: Url,
    /// A call may take so long, answer included.
    pub deadline: Duration,
    /// It may stand outside the municipality's own network; then `https` is a must.
    pub allow_public: bool,
}

/// A connection to the model.
pub struct Adviser {
    http: Http,
}

#[derive(serde::Serialize)]
struct Asked<'a> {
    version: u32,
    comments: Vec<Words<'a>>,
}

#[derive(serde::Serialize)]
struct Words<'a> {
    text: &'a str,
    language: Language,
}

#[derive(serde::Deserialize)]
struct Said {
    scores: Vec<f32>,
}

impl Advice {
    /// Whether this address may be called at all. Nothing is sent.
    ///
    /// # Errors
    /// [`ConnectError::Address`].
    pub fn check(&self) -> Result<(), ConnectError> {
        self.reach().map(drop)
    }

    fn reach(&self) -> Result<Reach, ConnectError> {
        address::near(&self.url, self.allow_public)
    }
}

impl Adviser {
    /// Makes the connection. Nothing is sent yet.
    ///
    /// # Errors
    /// [`ConnectError::Address`] for an address that may not be called.
    pub fn new(advice: &Advice) -> Result<Self, ConnectError> {
        let connection = Connection {
            account: AccountName::from_text("model"),
            base_url: advice.url.clone(),
            page: String::new(),
            secrets: Secrets::not_yet(&[]),
            budget: Arc::<Budget>::default(),
            deadline: advice.deadline,
            most_bytes: MOST_BYTES,
            options: toml::Table::new(),
        };
        Ok(Self { http: Http::within(&connection, advice.reach()?)? })
    }

    /// Asks for a score of each comment, in 0..=1. Only masked words can be asked about.
    ///
    /// # Errors
    /// As a network: too late, gone, a redirect, or an answer of another shape. Then none has a score.
    pub async fn scores(&self, comments: &[(KeptText, Language)]) -> Result<Vec<f32>, Error> {
        let mut scores = Vec::with_capacity(comments.len());
        for some in comments.chunks(AT_ONCE) {
            scores.extend(self.ask(some).await?);
        }
        Ok(scores)
    }

    async fn ask(&self, comments: &[(KeptText, Language)]) -> Result<Vec<f32>, Error> {
        let words =
            comments.iter().map(|(text, language)| Words { text: text.expose(), language: *language });
        let asked = Asked { version: 1, comments: words.collect() };
        let body = serde_json::to_value(asked).map_err(|_| Error::Broken("a comment that is no JSON"))?;
        let call =
            Call { method: Method::POST, path: &[], query: &[], body: Body::Json(&body), bearer: None };
        let answer = self.http.send(call).await.map_err(|fault| fault.error)?;
        if !answer.is_ok() {
            return Err(answer.by_status().error);
        }
        let said: Said = answer.json()?;
        let is_score = |score: &f32| (0.0..=1.0).contains(score);
        if said.scores.len() != comments.len() || !said.scores.iter().all(is_score) {
            return Err(Error::Broken("scores that do not answer what was asked"));
        }
        Ok(said.scores)
    }
}

impl std::fmt::Debug for Adviser {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Adviser")
    }
}
