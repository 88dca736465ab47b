//! Calls to our instance with our token, and lists that are walked to their end.

use reqwest::Method;
use reqwest::header::{HeaderMap, LINK};
use secrecy::SecretString;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use super::refusal::{self, Trouble};
use super::wire::Id;
use crate::platform::brake::Brake;
use crate::platform::contract::Error;
use crate::platform::http::{Answer, Body, Call, Fault, Http};
use crate::platform::wire::Item;

/// The API, as one token sees it.
pub(super) struct Api {
    http: Http,
    token: SecretString,
    pub(super) brake: Brake,
}

/// One page of a list, and the mark of the next.
pub(super) struct List<T> {
    pub(super) items: Vec<Item<T>>,
    pub(super) next: Option<String>,
}

impl Api {
    pub(super) fn new(http: Http, token: SecretString) -> Self {
        Self { http, token, brake: Brake::default() }
    }

    /// Reads one thing.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<T, Trouble> {
        read(&self.send(Method::GET, path, query, Body::Empty, Some(&self.token)).await?)
    }

    /// Reads one thing, and whether the server says that it is fetching more of it elsewhere.
    ///
    /// `Mastodon-Async-Refresh: id="…", retry=3` (since 4.5, only while it is under way)
    pub(super) async fn get_so_far<T: DeserializeOwned>(&self, path: &[&str]) -> Result<(T, bool), Trouble> {
        let answer = self.send(Method::GET, path, &[], Body::Empty, Some(&self.token)).await?;
        Ok((read(&answer)?, answer.headers.contains_key("mastodon-async-refresh")))
    }

    /// Reads one thing as somebody who has not signed in.
    pub(super) async fn get_as_a_stranger<T: DeserializeOwned>(&self, path: &[&str]) -> Result<T, Trouble> {
        read(&self.send(Method::GET, path, &[], Body::Empty, None).await?)
    }

    /// Writes, once for this key.
    pub(super) async fn write<T: DeserializeOwned>(
        &self,
        path: &[&str],
        what: &Value,
        key: &str,
    ) -> Result<T, Trouble> {
        let body = Body::JsonOnce(what, key);
        read(&self.send(Method::POST, path, &[], body, Some(&self.token)).await?)
    }

    /// One page of a list, from new to old, below the mark.
    pub(super) async fn list<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
        below: Option<&str>,
    ) -> Result<List<T>, Trouble> {
        self.brake.check().map_err(Fault::refused)?;
        let mut query = query.to_vec();
        query.extend(below.map(|mark| ("max_id", mark)));
        let answer = self.send(Method::GET, path, &query, Body::Empty, Some(&self.token)).await?;
        Ok(List { items: read(&answer)?, next: next(&answer.headers)? })
    }

    async fn send(
        &self,
        method: Method,
        path: &[&str],
        query: &[(&str, &str)],
        body: Body<'_>,
        bearer: Option<&SecretString>,
    ) -> Result<Answer, Trouble> {
        let answer = self.http.send(Call { method, path, query, body, bearer }, || Ok(())).await?;
        if bearer.is_some() {
            self.brake.hear(&answer.headers);
        }
        if answer.is_ok() { Ok(answer) } else { Err(refusal::said(&answer)) }
    }
}

fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, Trouble> {
    answer.json().map_err(|error| Fault::lost(error).into())
}

/// The mark of the next page, out of an address that is read and never followed.
///
/// `Link: <https://…?max_id=7>; rel="next", <https://…?min_id=9>; rel="prev"` (RFC 8288)
fn next(headers: &HeaderMap) -> Result<Option<String>, Trouble> {
    for header in headers.get_all(LINK) {
        let Ok(text) = header.to_str() else { return Err(without_a_mark()) };
        let links = text.split('<').filter_map(|link| link.split_once('>'));
        for (address, about) in links {
            let is_next =
                about.split([';', ',']).any(|one| matches!(one.trim(), "rel=\"next\"" | "rel=next"));
            if is_next {
                return mark(address).ok_or_else(without_a_mark).map(Some);
            }
        }
    }
    Ok(None)
}

fn mark(address: &str) -> Option<String> {
    let address = Url::parse(address).ok()?;
    let (_, mark) = address.query_pairs().find(|(key, _)| key == "max_id")?;
    Id::fits(&mark).then(|| mark.into_owned())
}

fn without_a_mark() -> Trouble {
    Fault::lost(Error::Broken("a next page without a cursor")).into()
}
