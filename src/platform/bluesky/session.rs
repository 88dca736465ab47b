//! Our session with the PDS: opened once with the app password, renewed when it runs out, kept in
//! memory only. Logging in is limited to 30 in five minutes and 300 a day, so it is the last resort.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::refusal::{self, Trouble};
use super::uri::is_did;
use crate::platform::brake::Brake;
use crate::platform::contract::Error;
use crate::platform::held::Held;
use crate::platform::http::{Answer, Body, Call, Fault, Http};

/// The PDS, as one profile of ours sees it.
pub(super) struct Session {
    http: Http,
    /// Handle or DID.
    identifier: String,
    password: SecretString,
    open: Held<Open>,
    pub(super) brake: Brake,
}

/// An open session.
#[derive(Deserialize)]
pub(super) struct Open {
    /// Who we are.
    pub(super) did: String,
    #[serde(rename = "accessJwt")]
    access: SecretString,
    #[serde(rename = "refreshJwt")]
    refresh: SecretString,
}

impl Session {
    pub(super) fn new(http: Http, identifier: String, password: SecretString) -> Self {
        Self { http, identifier, password, open: Held::nothing(), brake: Brake::default() }
    }

    /// The open session; opened now if there is none.
    pub(super) async fn open(&self) -> Result<Arc<Open>, Trouble> {
        self.open.get(|_| false, self.log_in()).await
    }

    /// Reads.
    pub(super) async fn query<T: DeserializeOwned>(
        &self,
        method: &str,
        query: &[(&str, &str)],
    ) -> Result<T, Trouble> {
        shaped(&self.call(Method::GET, method, query, None).await?)
    }

    /// Reads a list, which can wait.
    pub(super) async fn list<T: DeserializeOwned>(
        &self,
        method: &str,
        query: &[(&str, &str)],
    ) -> Result<T, Trouble> {
        self.brake.check().map_err(Fault::refused)?;
        self.query(method, query).await
    }

    /// Writes.
    pub(super) async fn procedure<T: DeserializeOwned>(
        &self,
        method: &str,
        input: &Value,
    ) -> Result<T, Trouble> {
        shaped(&self.call(Method::POST, method, &[], Some(input)).await?)
    }

    async fn call(
        &self,
        verb: Method,
        method: &str,
        query: &[(&str, &str)],
        input: Option<&Value>,
    ) -> Result<Answer, Trouble> {
        let mut open = self.open().await?;
        let mut is_renewed = false;
        loop {
            let call = Call {
                method: verb.clone(),
                path: &["xrpc", method],
                query,
                body: input.map_or(Body::Empty, Body::Json),
                bearer: Some(&open.access),
            };
            let answer = self.http.send(call, || Ok(())).await?;
            self.brake.hear(&answer.headers);
            if answer.is_ok() {
                return Ok(answer);
            }
            match refusal::said(&answer, input.is_some()) {
                // A refused token did nothing, so the call may go out once more.
                Trouble::Token if !is_renewed => open = self.renew(&open).await?,
                trouble => return Err(trouble),
            }
            is_renewed = true;
        }
    }

    /// A session in place of one that was not accepted.
    async fn renew(&self, stale: &Arc<Open>) -> Result<Arc<Open>, Trouble> {
        let renewed = async {
            match self.exchange("com.atproto.server.refreshSession", None, Some(&stale.refresh)).await {
                Err(Trouble::Token) => self.log_in().await,
                other => other,
            }
        };
        self.open.get(|open| Arc::ptr_eq(open, stale), renewed).await
    }

    async fn log_in(&self) -> Result<Open, Trouble> {
        let input = json!({ "identifier": self.identifier, "password": self.password.expose_secret() });
        match self.exchange("com.atproto.server.createSession", Some(&input), None).await {
            Err(Trouble::Token) => {
                Err(Fault::refused(Error::TokenDead("the app password was not accepted")).into())
            }
            other => other,
        }
    }

    async fn exchange(
        &self,
        method: &str,
        input: Option<&Value>,
        bearer: Option<&SecretString>,
    ) -> Result<Open, Trouble> {
        let body = input.map_or(Body::Empty, Body::Json);
        let call = Call { method: Method::POST, path: &["xrpc", method], query: &[], body, bearer };
        // Whatever was asked for, it has not been sent yet: a lost answer here loses nothing.
        let answer = self.http.send_once(call).await.map_err(|fault| Fault::refused(fault.error))?;
        if !answer.is_ok() {
            let trouble = refusal::said(&answer, false);
            return Err(match trouble {
                Trouble::Fault(fault) => Fault::refused(fault.error).into(),
                other => other,
            });
        }
        let open: Open = answer.json().map_err(Fault::refused)?;
        if is_did(&open.did) { Ok(open) } else { Err(Fault::refused(Error::Broken("no DID")).into()) }
    }
}

impl Open {
    /// What the session may do, where its token says so: the AT Protocol's tokens are JWTs, but that
    /// is no promise.
    pub(super) fn scope(&self) -> Option<String> {
        #[derive(Deserialize)]
        struct Claims {
            scope: String,
        }
        let claims = self.access.expose_secret().split('.').nth(1)?;
        let claims = URL_SAFE_NO_PAD.decode(claims).ok()?;
        serde_json::from_slice::<Claims>(&claims).ok().map(|claims| claims.scope)
    }
}

fn shaped<T: DeserializeOwned>(answer: &Answer) -> Result<T, Trouble> {
    answer.json().map_err(|error| Fault::lost(error).into())
}
