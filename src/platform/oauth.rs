//! OAuth 2.0 with a refresh token (RFC 6749 §6): an access token is asked for when it is needed, kept
//! in memory only, and asked for anew before it ends. No token ever stands in an address or an error.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use reqwest::Method;
use reqwest::header::HeaderMap;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use url::Url;

use super::connect::ConnectError;
use super::contract::{Connection, Error};
use super::held::Held;
use super::http::{Answer, Body, Call, Fault, Http};
use super::wait;
use crate::model::Stamp;

/// So long before its end an access token is not used any more.
const BEFORE: Duration = Duration::from_mins(2);

/// Our consent, as the refresh token holds it.
pub(super) struct OAuth {
    http: Http,
    refresh: SecretString,
    client_id: SecretString,
    client_secret: SecretString,
    held: Held<Access>,
}

/// An access token.
pub(super) struct Access {
    token: SecretString,
    /// What it may do, where the network tells.
    pub(super) scopes: Option<Vec<String>>,
    /// Its end, by the network's own clock: its answers say what time it is there.
    ends: Option<Stamp>,
    is_ending: AtomicBool,
}

#[derive(Deserialize)]
struct Granted {
    access_token: SecretString,
    #[serde(default)]
    expires_in: Option<u64>,
    #[serde(default)]
    scope: Option<String>,
}

/// RFC 6749 §5.2. The description is not read: it can quote what was sent.
#[derive(Deserialize)]
struct Refusal {
    error: String,
}

impl OAuth {
    /// `tokens` is where the network exchanges them.
    pub(super) fn new(connection: &Connection, tokens: Url) -> Result<Self, ConnectError> {
        let refresh = connection.secrets.bearer()?;
        let [client_id, client_secret] =
            ["client_id", "client_secret"].map(|name| connection.secrets.needed(name));
        let http = Http::new(&Connection { base_url: tokens, ..connection.clone() });
        let http = http.map_err(|error| match error {
            ConnectError::Address(cause) => ConnectError::WrongOption("token_url", cause),
            other => other,
        })?;
        Ok(Self {
            http,
            refresh,
            client_id: client_id?,
            client_secret: client_secret?,
            held: Held::nothing(),
        })
    }

    /// An access token.
    pub(super) async fn access(&self) -> Result<Arc<Access>, Fault> {
        self.held.get(|held| held.is_ending.load(Ordering::Relaxed), self.exchange()).await
    }

    /// Sends a call with an access token, and once more with a fresh one where the first was not
    /// accepted: a call that was refused so did nothing. `before` is asked each time.
    pub(super) async fn send(
        &self,
        http: &Http,
        call: &Call<'_>,
        before: impl Fn() -> Result<(), Error>,
    ) -> Result<Answer, Fault> {
        let mut access = self.access().await?;
        let mut is_renewed = false;
        loop {
            let call = Call { bearer: Some(&access.token), ..call.clone() };
            let answer = http.send(call, &before).await?;
            access.hear(&answer.headers);
            if !answer.is_unauthorized() || is_renewed {
                return Ok(answer);
            }
            access = self.held.get(|held| Arc::ptr_eq(held, &access), self.exchange()).await?;
            is_renewed = true;
        }
    }

    async fn exchange(&self) -> Result<Access, Fault> {
        let form = [
            ("grant_type", "refresh_token"),
            ("refresh_token", self.refresh.expose_secret()),
            ("client_id", self.client_id.expose_secret()),
            ("client_secret", self.client_secret.expose_secret()),
        ];
        let body = Body::Form(&form);
        let call = Call { method: Method::POST, path: &[], query: &[], body, bearer: None };
        // Whatever was asked for, it has not been sent yet: a lost answer here loses nothing.
        let answer = self.http.send_once(call).await.map_err(|fault| Fault::refused(fault.error))?;
        if !answer.is_ok() {
            let name = answer.json::<Refusal>().map_or(String::new(), |refusal| refusal.error);
            return Err(Fault::refused(match name.as_str() {
                "invalid_grant" => Error::TokenDead("invalid_grant: the consent was revoked or has ended"),
                "invalid_client" | "unauthorized_client" => {
                    Error::TokenDead("the OAuth client is not accepted")
                }
                // RFC 6749 refuses with 400 and 401. A 403 says that we ask too often, in the words of the API
                // behind it; whoever took it for a missing permission would ask again at once.
                "" if answer.is_forbidden() => Error::Throttled(wait::asked(&answer.headers)),
                _ => answer.by_status().error,
            }));
        }
        let granted: Granted = answer.json().map_err(Fault::refused)?;
        let lasts = granted.expires_in.map(|seconds| Duration::from_secs(seconds).saturating_sub(BEFORE));
        Ok(Access {
            token: granted.access_token,
            scopes: granted.scope.map(|scope| scope.split_whitespace().map(str::to_owned).collect()),
            ends: wait::sent_at(&answer.headers).zip(lasts).map(|(now, lasts)| now.later(lasts)),
            is_ending: AtomicBool::new(false),
        })
    }
}

impl Access {
    fn hear(&self, headers: &HeaderMap) {
        if wait::sent_at(headers).zip(self.ends).is_some_and(|(now, ends)| now >= ends) {
            self.is_ending.store(true, Ordering::Relaxed);
        }
    }
}
