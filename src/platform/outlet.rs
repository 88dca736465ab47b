//! A generic webhook that is told something: one `POST` of JSON. It is a paging service or the
//! municipality's own, and gets nothing about a citizen.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use secrecy::SecretString;
use url::Url;

use super::address::{self, Reach};
use super::budget::Budget;
use super::connect::ConnectError;
use super::contract::{Connection, Error};
use super::http::{Body, Call, Http};
use super::secrets::Secrets;
use crate::model::AccountName;

/// An answer is not read for what it says.
const MOST_BYTES: usize = 64 << 10;

/// Where something is told.
#[derive(Clone, Debug)]
pub struct Address {
    /// The address, path included.
    pub url: Url,
    /// It stands on this machine or in the municipality's own network; otherwise `https` to a public host.
    pub is_near: bool,
    /// Sent as a bearer token, if there is one.
    pub token: Option<SecretString>,
    /// A call may take so long.
    pub deadline: Duration,
}

/// A connection to it.
pub struct Outlet {
    http: Http,
    token: Option<SecretString>,
}

impl Address {
    fn reach(&self) -> Result<Reach, ConnectError> {
        if self.is_near { address::near(&self.url, false) } else { address::check(&self.url) }
    }

    /// Whether this address may be called at all. Nothing is sent.
    ///
    /// # Errors
    /// [`ConnectError::Address`].
    pub fn check(&self) -> Result<(), ConnectError> {
        self.reach().map(drop)
    }
}

impl Outlet {
    /// Makes the connection. Nothing is sent yet.
    ///
    /// # Errors
    /// [`ConnectError::Address`] for an address that may not be called.
    pub fn new(to: &Address) -> Result<Self, ConnectError> {
        let connection = Connection {
            account: AccountName::from_text("alarm"),
            base_url: to.url.clone(),
            page: String::new(),
            secrets: Secrets::not_yet(&[]),
            budget: Arc::<Budget>::default(),
            deadline: to.deadline,
            most_bytes: MOST_BYTES,
            options: toml::Table::new(),
        };
        Ok(Self { http: Http::within(&connection, to.reach()?)?, token: to.token.clone() })
    }

    /// Tells it, with a key that is the same when the same is told again.
    ///
    /// # Errors
    /// As a network; anything but a 2xx is a refusal.
    pub async fn tell(&self, what: &serde_json::Value, key: &str) -> Result<(), Error> {
        let body = Body::JsonOnce(what, key);
        let bearer = self.token.as_ref();
        let call = Call { method: Method::POST, path: &[], query: &[], body, bearer };
        let answer = self.http.send_once(call).await.map_err(|fault| fault.error)?;
        if answer.is_ok() { Ok(()) } else { Err(answer.by_status().error) }
    }
}

impl std::fmt::Debug for Outlet {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Outlet")
    }
}
