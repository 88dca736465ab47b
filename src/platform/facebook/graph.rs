//! Calls to the Graph API with our token, and lists that are walked to their end.

use std::sync::{Mutex, PoisonError};

use reqwest::Method;
use secrecy::SecretString;
use serde::de::DeserializeOwned;

use super::refusal::{self, Trouble};
use super::usage;
use super::wire::{List, Next};
use crate::platform::contract::{Error, Wait};
use crate::platform::http::{Answer, Body, Call, Fault, Http};

/// A list that goes on for longer than this is not one of ours.
const MOST_PAGES: usize = 200;

/// The API, as one token sees it.
pub(super) struct Graph {
    http: Http,
    token: SecretString,
    /// Set when an answer said that our share is used up: the next list is not read.
    pause: Mutex<Option<Wait>>,
}

impl Graph {
    pub(super) fn new(http: Http, token: SecretString) -> Self {
        Self { http, token, pause: Mutex::new(None) }
    }

    /// Reads one thing. Never held back by our own pause, and nor is a write: a leak must be hidden
    /// even with the last calls.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<T, Trouble> {
        read(&self.send(Method::GET, path, query, Body::Empty).await?)
    }

    /// Writes.
    pub(super) async fn write<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &[&str],
        form: &[(&str, &str)],
    ) -> Result<T, Trouble> {
        let body = if form.is_empty() { Body::Empty } else { Body::Form(form) };
        read(&self.send(method, path, &[], body).await?)
    }

    /// One page of a list, from `after` on.
    pub(super) async fn list<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
        after: Option<&str>,
    ) -> Result<List<T>, Trouble> {
        if let Some(wait) = self.pause.lock().unwrap_or_else(PoisonError::into_inner).take() {
            return Err(Fault::refused(Error::Throttled(wait)).into());
        }
        let mut query = query.to_vec();
        query.extend(after.map(|mark| ("after", mark)));
        self.get(path, &query).await
    }

    /// A list from its first page until `take` has enough of it (and says so with `false`).
    pub(super) async fn walk<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
        mut take: impl FnMut(Vec<T>) -> bool,
    ) -> Result<(), Trouble> {
        let mut seen: Vec<String> = Vec::new();
        while seen.len() < MOST_PAGES {
            let page: List<T> = self.list(path, query, seen.last().map(String::as_str)).await?;
            let next = page.next();
            // Leaving one out here could hide a thread from us, or send a reply twice.
            let items = page.data.into_iter().map(|item| item.0).collect::<Option<Vec<T>>>();
            if !take(items.ok_or_else(|| broken("an item of another shape"))?) {
                return Ok(());
            }
            match next {
                Next::End => return Ok(()),
                Next::After(mark) if !seen.contains(&mark) => seen.push(mark),
                Next::After(_) => return Err(broken("a cursor that repeats")),
                Next::Unsaid => return Err(broken("a next page without a cursor")),
            }
        }
        Err(broken("a list without an end"))
    }

    async fn send(
        &self,
        method: Method,
        path: &[&str],
        query: &[(&str, &str)],
        body: Body<'_>,
    ) -> Result<Answer, Trouble> {
        let call = Call { method, path, query, body, bearer: Some(&self.token) };
        let answer = self.http.send(call).await?;
        if let Some(wait) = usage::pause(&answer.headers) {
            *self.pause.lock().unwrap_or_else(PoisonError::into_inner) = Some(wait);
        }
        if answer.is_ok() {
            return Ok(answer);
        }
        Err(refusal::said(&answer).unwrap_or_else(|| answer.by_status().into()))
    }
}

/// Meta also sends errors under status 200.
fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, Trouble> {
    answer.json().map_err(|error| refusal::said(answer).unwrap_or_else(|| Fault::lost(error).into()))
}

fn broken(cause: &'static str) -> Trouble {
    Fault::lost(Error::Broken(cause)).into()
}
