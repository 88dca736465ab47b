//! The municipality's own sign-in service (`OpenID` Connect), as far as it is called: what stands at its
//! host, and nothing elsewhere, whatever its own papers say.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Method;
use serde_json::Value;
use url::Url;

use super::address;
use super::budget::Budget;
use super::connect::ConnectError;
use super::contract::{Connection, Error};
use super::http::{Body, Call, Http};
use super::secrets::Secrets;
use crate::model::AccountName;

/// A person waits for it.
const DEADLINE: Duration = Duration::from_secs(5);
/// A token with all that somebody is a member of is large; this is larger.
const MOST_BYTES: usize = 256 << 10;

/// A connection to it.
pub struct Directory {
    http: Http,
    host: Url,
}

impl std::fmt::Debug for Directory {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Directory({})", self.host)
    }
}

impl Directory {
    /// Makes the connection. `is_near`: it stands in the municipality's own network. Nothing is sent yet.
    ///
    /// # Errors
    /// [`ConnectError::Address`] for an address that may not be called.
    pub fn new(issuer: &Url, is_near: bool) -> Result<Self, ConnectError> {
        let reach = if is_near { address::near(issuer, false)? } else { address::check(issuer)? };
        let is_here = address::check(issuer).is_ok_and(|reach| reach == address::Reach::Loopback);
        if issuer.scheme() != "https" && !is_here {
            return Err(ConnectError::Address("must be https"));
        }
        let mut host = issuer.clone();
        host.set_path("/");
        let connection = Connection {
            account: AccountName::from_text("identity"),
            base_url: host.clone(),
            page: String::new(),
            secrets: Secrets::not_yet(&[]),
            budget: Arc::<Budget>::default(),
            deadline: DEADLINE,
            most_bytes: MOST_BYTES,
            options: toml::Table::new(),
        };
        Ok(Self { http: Http::within(&connection, reach)?, host })
    }

    /// Reads a paper of it.
    ///
    /// # Errors
    /// When it stands at another host, does not answer, or answers no JSON.
    pub async fn read(&self, at: &Url) -> Result<Value, Error> {
        self.call(Method::GET, at, Body::Empty).await
    }

    /// Hands in a form, once.
    ///
    /// # Errors
    /// As [`Directory::read`]; also when it refuses.
    pub async fn hand_in(&self, at: &Url, form: &[(&str, &str)]) -> Result<Value, Error> {
        self.call(Method::POST, at, Body::Form(form)).await
    }

    async fn call(&self, method: Method, at: &Url, body: Body<'_>) -> Result<Value, Error> {
        if at.origin() != self.host.origin() || at.query().is_some() {
            return Err(Error::Broken("an address at another host"));
        }
        let path: Vec<&str> = at.path_segments().map_or_else(Vec::new, Iterator::collect);
        let call = Call { method, path: &path, query: &[], body, bearer: None };
        let answer = self.http.send_once(call).await.map_err(|fault| fault.error)?;
        if answer.is_ok() { answer.json() } else { Err(answer.by_status().error) }
    }
}
