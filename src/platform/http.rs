//! The one way out to a network: a deadline, a size cap, no redirects, no proxy, `https`. It must
//! never put a token or a word of an answer into an error, nor follow an address that a network gives.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::{Client, Method, StatusCode, redirect, retry};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use url::Url;

use super::address::{self, Reach};
use super::connect::ConnectError;
use super::contract::{Connection, Error, Sent};
use super::wait;

/// A connection takes longer than this only when the network is down.
const CONNECT: Duration = Duration::from_secs(10);

/// A client for one account.
pub(super) struct Http {
    client: Client,
    base: Url,
    most_bytes: usize,
}

/// One request, without its host: that is fixed by the connection.
#[derive(Clone)]
pub(super) struct Call<'a> {
    /// The verb.
    pub(super) method: Method,
    /// Path segments below the base; each is escaped.
    pub(super) path: &'a [&'a str],
    /// The query. Never a token: addresses land in logs.
    pub(super) query: &'a [(&'a str, &'a str)],
    /// What is sent along.
    pub(super) body: Body<'a>,
    /// What goes into the `Authorization` header.
    pub(super) bearer: Option<&'a SecretString>,
}

/// What a request carries.
#[derive(Clone, Copy)]
pub(super) enum Body<'a> {
    /// Nothing.
    Empty,
    /// A form.
    Form(&'a [(&'a str, &'a str)]),
    /// JSON.
    Json(&'a serde_json::Value),
    /// JSON that is carried out once, however often it is sent with this `Idempotency-Key`.
    JsonOnce(&'a serde_json::Value, &'a str),
}

/// An answer that came whole, whatever its status.
pub(super) struct Answer {
    status: StatusCode,
    /// Its headers.
    pub(super) headers: HeaderMap,
    body: Vec<u8>,
}

/// A call that failed, and whether the network may have carried it out nevertheless.
#[derive(Debug)]
pub(super) struct Fault {
    /// The request may have been carried out.
    pub(super) may_be_done: bool,
    /// What it means for a read.
    pub(super) error: Error,
    /// The line was cut in the middle: the next call may well go through.
    is_line_lost: bool,
}

impl Http {
    /// A client for the connection's address, which is checked here.
    pub(super) fn new(connection: &Connection) -> Result<Self, ConnectError> {
        Self::within(connection, address::check(&connection.base_url)?)
    }

    /// A client for an address that was checked to be within this reach.
    #[expect(clippy::disallowed_methods, reason = "the one place that builds a client")]
    pub(super) fn within(connection: &Connection, reach: Reach) -> Result<Self, ConnectError> {
        let mut builder = Client::builder()
            .user_agent(concat!("ordstyrer/", env!("CARGO_PKG_VERSION")))
            .timeout(connection.deadline)
            .connect_timeout(connection.deadline.min(CONNECT))
            .redirect(redirect::Policy::none())
            .retry(retry::never())
            .referer(false)
            .no_proxy()
            .https_only(connection.base_url.scheme() == "https")
            .dns_resolver(Arc::new(reach));
        if reach == Reach::Loopback {
            // No certificate of the world is trusted here, so the demo runs where there are none.
            builder = builder.tls_certs_only([]);
        }
        let client = builder.build().map_err(|_| ConnectError::Client)?;
        Ok(Self { client, base: connection.base_url.clone(), most_bytes: connection.most_bytes })
    }

    /// Sends a request and reads the whole answer, up to the cap. `before` is asked each time that something
    /// goes out. A read that the line or a
    /// gateway lost is sent once more at once: of a round of forty calls one would fail in most rounds,
    /// and a leak at the end of the list would wait. A write is never sent again from here.
    pub(super) async fn send(
        &self,
        call: Call<'_>,
        before: impl Fn() -> Result<(), Error>,
    ) -> Result<Answer, Fault> {
        before().map_err(Fault::refused)?;
        if call.method != Method::GET {
            return self.send_once(call).await;
        }
        let answer = self.send_once(call.clone()).await;
        let is_lost = match &answer {
            Ok(answer) => answer.is_lost(),
            Err(fault) => fault.is_line_lost,
        };
        if !is_lost || before().is_err() {
            return answer;
        }
        self.send_once(call).await
    }

    /// The same, and never sent again: also for what is asked for like a read and is none.
    pub(super) async fn send_once(&self, call: Call<'_>) -> Result<Answer, Fault> {
        let mut address = self.base.clone();
        address
            .path_segments_mut()
            .expect("the address was checked to be http or https, and those have a path")
            .pop_if_empty()
            .extend(call.path);
        let is_empty_write = call.method == Method::POST && matches!(call.body, Body::Empty);
        let mut request = self
            .client
            .request(call.method, address)
            .header(ACCEPT, HeaderValue::from_static("application/json"));
        if !call.query.is_empty() {
            request = request.query(call.query);
        }
        if is_empty_write {
            // Some refuse a write that does not say that it carries nothing (411).
            request = request.header(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        request = match call.body {
            Body::Empty => request,
            Body::Form(pairs) => request.form(pairs),
            Body::Json(value) => request.json(value),
            Body::JsonOnce(value, key) => request.json(value).header("idempotency-key", key),
        };
        if let Some(token) = call.bearer {
            request = request.bearer_auth(token.expose_secret());
        }
        let response = request.send().await.map_err(|error| Fault::sending(&error))?;
        if response.status().is_redirection() {
            return Err(Fault::refused(Error::Broken("a redirect to another address")));
        }
        self.read(response).await
    }

    async fn read(&self, mut response: reqwest::Response) -> Result<Answer, Fault> {
        let (status, headers) = (response.status(), response.headers().clone());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| Fault::reading(&error))? {
            // Counted after decompression, so that a small bomb is a large answer.
            if body.len() + chunk.len() > self.most_bytes {
                return Err(Fault::lost(Error::Broken("larger than we read")));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status, headers, body })
    }
}

impl Answer {
    /// 2xx.
    pub(super) fn is_ok(&self) -> bool {
        self.status.is_success()
    }

    /// 204: done, and nothing to say about it.
    pub(super) fn is_without_words(&self) -> bool {
        self.status == StatusCode::NO_CONTENT
    }

    /// 401.
    pub(super) fn is_unauthorized(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED
    }

    /// 403.
    pub(super) fn is_forbidden(&self) -> bool {
        self.status == StatusCode::FORBIDDEN
    }

    /// 404 or 410.
    pub(super) fn is_absent(&self) -> bool {
        self.status == StatusCode::NOT_FOUND || self.status == StatusCode::GONE
    }

    /// A gateway failed, and does not ask us to wait. (A 500 is the network's own word: Meta says so too
    /// that a limit is reached.)
    fn is_lost(&self) -> bool {
        matches!(self.status.as_u16(), 502 | 504) && wait::retry_after(&self.headers).is_none()
    }

    /// Its status says more than a code that we do not know: 429 and 5xx.
    pub(super) fn speaks_by_status(&self) -> bool {
        self.status.is_server_error() || self.status == StatusCode::TOO_MANY_REQUESTS
    }

    /// The body. An error tells the kind of damage and quotes nothing.
    pub(super) fn json<T: DeserializeOwned>(&self) -> Result<T, Error> {
        if let Some(page) = self.not_json() {
            return Err(Error::Broken(page));
        }
        serde_json::from_slice(&self.body).map_err(|error| {
            Error::Broken(match error.classify() {
                Category::Eof => "JSON that is cut off",
                Category::Data => "JSON of another shape",
                Category::Syntax | Category::Io => "no JSON",
            })
        })
    }

    /// What a refusal means by its status alone, for bodies that say nothing.
    pub(super) fn by_status(&self) -> Fault {
        match self.status.as_u16() {
            429 => Fault::refused(Error::Throttled(wait::asked(&self.headers))),
            503 => Fault::refused(match wait::retry_after(&self.headers) {
                Some(asked) => Error::Throttled(asked),
                None => Error::Unreachable("503 service unavailable"),
            }),
            // A gateway that gave up does not know what happened behind it.
            500.. => Fault::lost(Error::Unreachable("5xx server error")),
            408 => Fault::refused(Error::Unreachable("408 request timeout")),
            _ if self.not_json().is_some() => Fault::refused(Error::Broken("an HTML page")),
            401 => Fault::refused(Error::TokenDead("401 unauthorized")),
            403 => Fault::refused(Error::NotPermitted("403 forbidden")),
            _ => Fault::refused(Error::Refused("4xx without a reason that we know")),
        }
    }

    /// Meta has answered JSON as `text/javascript`; a missing type is left to the parser.
    fn not_json(&self) -> Option<&'static str> {
        let kind = self.headers.get(CONTENT_TYPE)?.to_str().unwrap_or("").to_ascii_lowercase();
        if kind.contains("json") || kind.contains("javascript") {
            None
        } else if kind.contains("html") {
            Some("an HTML page")
        } else {
            Some("no JSON")
        }
    }
}

impl Fault {
    /// The network did nothing.
    pub(super) fn refused(error: Error) -> Self {
        Self { may_be_done: false, error, is_line_lost: false }
    }

    /// The request went out and no usable answer came.
    pub(super) fn lost(error: Error) -> Self {
        Self { may_be_done: true, error, is_line_lost: false }
    }

    /// What it means for a write: unknown, where it may have been carried out.
    pub(super) fn after_write(self) -> Result<Sent, Error> {
        if self.may_be_done { Ok(Sent::Unknown) } else { Err(self.error) }
    }

    fn sending(error: &reqwest::Error) -> Self {
        if error.is_builder() {
            Self::refused(Error::Unreachable("the request could not be built"))
        } else if error.is_dns() {
            Self::refused(Error::Unreachable("its name was not found"))
        } else if error.is_connect() {
            Self::refused(Error::Unreachable("no connection"))
        } else {
            Self::reading(error)
        }
    }

    fn reading(error: &reqwest::Error) -> Self {
        if error.is_timeout() {
            Self::lost(Error::Unreachable("the deadline passed"))
        } else if error.is_body() || error.is_decode() {
            Self { is_line_lost: true, ..Self::lost(Error::Broken("an answer that is cut off")) }
        } else {
            Self { is_line_lost: true, ..Self::lost(Error::Unreachable("the connection was lost")) }
        }
    }
}
