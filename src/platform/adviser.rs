//! An outside model that says how much a comment needs a person: one call, a deadline, masked words. It
//! is the municipality's own service, on this machine or in its own network, and no network of citizens;
//! or a file on this machine, where the program was built with the feature `onnx`.
//!
//! A service's contract: `POST` to the configured address, `{"version":1,"comments":[{"text":"…","language":"da"}]}`;
//! the answer is `{"scores":[0.93]}`, one number in 0..=1 for each comment, in their order.

#[cfg(feature = "onnx")]
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use url::Url;

use super::address;
use super::budget::Budget;
use super::connect::ConnectError;
use super::contract::{Connection, Error};
use super::http::{Body, Call, Http};
#[cfg(feature = "onnx")]
use super::onnx::{Files, Onnx};
use super::secrets::Secrets;
use crate::model::{AccountName, KeptText, Language};

/// An answer holds a number for each comment: more is no answer.
const MOST_BYTES: usize = 64 << 10;
/// Comments in one call.
const AT_ONCE: usize = 64;

/// Where the model answers, and for how long it is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// Where it stands.
    pub door: Door,
    /// A call may take so long, answer included.
    pub deadline: Duration,
}

/// Where a model stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Door {
    /// A service that is asked by HTTP.
    Service {
        /// Its address, path included.
        url: Url,
        /// It may stand outside the municipality's own network; then `https` is a must.
        allow_public: bool,
    },
    /// An ONNX file, run in this process.
    #[cfg(feature = "onnx")]
    File {
        /// The model.
        model: PathBuf,
        /// The shared library of ONNX Runtime, 1.17 or newer.
        library: PathBuf,
    },
}

/// A connection to the model.
pub struct Adviser {
    behind: Behind,
}

/// What stands behind its door.
enum Behind {
    Service(Http),
    #[cfg(feature = "onnx")]
    File(Onnx),
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
    /// Whether this door may be used at all. Nothing is sent, and no file is opened.
    ///
    /// # Errors
    /// [`ConnectError::Address`].
    pub fn check(&self) -> Result<(), ConnectError> {
        match &self.door {
            Door::Service { url, allow_public } => address::near(url, *allow_public).map(drop),
            #[cfg(feature = "onnx")]
            Door::File { .. } => Ok(()),
        }
    }

    /// Loads what stands on this machine. Nothing is sent.
    ///
    /// # Errors
    /// A sentence: the file or its library does not load, or the model is of another shape.
    pub fn rehearse(&self) -> Result<(), String> {
        match &self.door {
            Door::Service { .. } => Ok(()),
            #[cfg(feature = "onnx")]
            Door::File { model, library } => Files::of(model, library).load().map(drop),
        }
    }
}

impl std::fmt::Display for Door {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Service { url, .. } => write!(out, "at {url}"),
            #[cfg(feature = "onnx")]
            Self::File { model, .. } => write!(out, "in the file {}", model.display()),
        }
    }
}

impl Adviser {
    /// Makes the connection. Nothing is sent yet; a file is loaded, and one that does not load is lost as
    /// a service that does not answer is.
    ///
    /// # Errors
    /// [`ConnectError::Address`] for an address that may not be called.
    pub fn new(advice: &Advice) -> Result<Self, ConnectError> {
        let behind = match &advice.door {
            Door::Service { url, allow_public } => {
                let connection = Connection {
                    account: AccountName::from_text("model"),
                    base_url: url.clone(),
                    page: String::new(),
                    secrets: Secrets::not_yet(&[]),
                    budget: Arc::<Budget>::default(),
                    deadline: advice.deadline,
                    most_bytes: MOST_BYTES,
                    options: toml::Table::new(),
                };
                Behind::Service(Http::within(&connection, address::near(url, *allow_public)?)?)
            }
            #[cfg(feature = "onnx")]
            Door::File { model, library } => {
                Behind::File(Onnx::new(Files::of(model, library), advice.deadline))
            }
        };
        Ok(Self { behind })
    }

    /// Asks for a score of each comment, in 0..=1. Only masked words can be asked about.
    ///
    /// # Errors
    /// As a network: too late, gone, a redirect, or an answer of another shape. Then none has a score.
    pub async fn scores(&self, comments: &[(KeptText, Language)]) -> Result<Vec<f32>, Error> {
        let mut scores = Vec::with_capacity(comments.len());
        for some in comments.chunks(AT_ONCE) {
            let said = match &self.behind {
                Behind::Service(http) => ask(http, some).await?,
                #[cfg(feature = "onnx")]
                Behind::File(file) => file.scores(some).await?,
            };
            if said.len() != some.len() || !said.iter().all(|score| (0.0..=1.0).contains(score)) {
                return Err(Error::Broken("scores that do not answer what was asked"));
            }
            scores.extend(said);
        }
        Ok(scores)
    }
}

async fn ask(http: &Http, comments: &[(KeptText, Language)]) -> Result<Vec<f32>, Error> {
    let words = comments.iter().map(|(text, language)| Words { text: text.expose(), language: *language });
    let asked = Asked { version: 1, comments: words.collect() };
    let body = serde_json::to_value(asked).map_err(|_| Error::Broken("a comment that is no JSON"))?;
    let call = Call { method: Method::POST, path: &[], query: &[], body: Body::Json(&body), bearer: None };
    let answer = http.send_once(call).await.map_err(|fault| fault.error)?;
    if !answer.is_ok() {
        return Err(answer.by_status().error);
    }
    Ok(answer.json::<Said>()?.scores)
}

impl std::fmt::Debug for Adviser {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Adviser")
    }
}
