//! Calls to the Graph API with our token, and lists that are walked to their end.

use reqwest::Method;
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;

use super::list::List;
use super::refusal::{self, Trouble};
use super::token;
use super::usage::Pace;
use crate::model::{Post, Stamp};
use crate::platform::budget::Priority;
use crate::platform::connect::ConnectError;
use crate::platform::contract::{Connection, Error, Wait};
use crate::platform::http::{Answer, Body, Call, Fault, Http};
use crate::platform::marks::Marks;

/// The API, as one token sees it.
pub(in crate::platform) struct Graph {
    http: Http,
    pub(super) token: SecretString,
    /// That we know the app's secret: Meta demands it of every call where the app is set so.
    proof: Option<SecretString>,
    /// Our page's or account's id: who writes under this id is us.
    pub(in crate::platform) page: String,
    pub(super) edges: Edges,
    pace: Pace,
}

/// What two of Meta's networks call differently.
pub(in crate::platform) struct Edges {
    /// The edge of a comment where its answers stand.
    pub(in crate::platform) answers: &'static str,
    /// The field that hides a comment.
    pub(in crate::platform) hidden: &'static str,
    /// A list of our page that Meta shows as long as it shows us comments.
    pub(in crate::platform) witness: &'static str,
}

impl Graph {
    /// As the connection says.
    pub(in crate::platform) fn connect(connection: &Connection, edges: Edges) -> Result<Self, ConnectError> {
        // By the id alone we know our own comments; a name would make us moderate ourselves.
        if connection.page.is_empty() || !connection.page.bytes().all(|b| b.is_ascii_digit()) {
            return Err(ConnectError::Page("must be the id of the page or account, in digits"));
        }
        let token = connection.secrets.bearer()?;
        let secret = connection.secrets.get(token::APP_SECRET.name);
        let proof = secret.map(|secret| token::proof(secret, &token));
        let (http, page) = (Http::new(connection)?, connection.page.clone());
        Ok(Self { http, token, proof, page, edges, pace: Pace::default() })
    }

    /// Reads one thing. Never held back by our own pace, and nor is a write: a leak must be hidden
    /// even with the last calls.
    pub(in crate::platform) async fn get<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> Result<T, Trouble> {
        // In the address, because a read has no body. It is made of the secret and the token, gives
        // neither away, and opens nothing without the token.
        let query = self.with_proof(query);
        read(&self.send(Method::GET, path, &query, Body::Empty).await?)
    }

    /// Writes.
    pub(super) async fn write<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &[&str],
        form: &[(&str, &str)],
    ) -> Result<T, Trouble> {
        let form = self.with_proof(form);
        let body = if form.is_empty() { Body::Empty } else { Body::Form(&form) };
        read(&self.send(method, path, &[], body).await?)
    }

    /// How long reads that can wait must wait.
    pub(in crate::platform) fn hold(&self) -> Option<Wait> {
        self.pace.hold(true)
    }

    /// One page of a list that is pulled, from `after` on.
    pub(in crate::platform) async fn list<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
        after: Option<&str>,
    ) -> Result<List<T>, Trouble> {
        match self.pace.hold(after.is_none()) {
            Some(wait) => Err(Fault::refused(Error::Held(wait)).into()),
            None => self.page(path, query, after).await,
        }
    }

    /// A list from its first page until `take` has enough of it (and says so with `false`). Only a pull
    /// is held back.
    pub(in crate::platform) async fn walk<T: DeserializeOwned>(
        &self,
        priority: Priority,
        path: &[&str],
        query: &[(&str, &str)],
        mut take: impl FnMut(Vec<T>) -> bool,
    ) -> Result<(), Trouble> {
        let mut marks = Marks::default();
        loop {
            let page: List<T> = match priority {
                Priority::Pull => self.list(path, query, marks.last()).await?,
                Priority::Deed | Priority::Reply => self.page(path, query, marks.last()).await?,
            };
            let next = page.next().mark();
            // Leaving one out here could hide a thread from us, or send a reply twice.
            let items = page.data.into_iter().map(|item| item.0).collect::<Option<Vec<T>>>();
            let items = items.ok_or(Error::Broken("an item of another shape")).map_err(Fault::lost)?;
            if !take(items) {
                return Ok(());
            }
            match next.map_err(Fault::lost)? {
                None => return Ok(()),
                Some(mark) => marks.follow(mark).map_err(Fault::lost)?,
            }
        }
    }

    async fn page<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
        after: Option<&str>,
    ) -> Result<List<T>, Trouble> {
        let mut query = query.to_vec();
        query.extend(after.map(|mark| ("after", mark)));
        self.get(path, &query).await
    }

    /// Our posts of `from` or later on an edge of our page that runs from new to old.
    pub(in crate::platform) async fn posts<T: DeserializeOwned>(
        &self,
        edge: &str,
        query: &[(&str, &str)],
        from: Stamp,
        read: impl Fn(T) -> Post,
    ) -> Result<Vec<Post>, Trouble> {
        let mut posts = Vec::new();
        self.walk(Priority::Pull, &[&self.page, edge], query, |page: Vec<T>| {
            let read: Vec<Post> = page.into_iter().map(&read).collect();
            let goes_on = read.is_empty() || read.iter().any(|post| post.written_at >= from);
            posts.extend(read.into_iter().filter(|post| post.written_at >= from));
            goes_on
        })
        .await?;
        Ok(posts)
    }

    fn with_proof<'a>(&'a self, parameters: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
        let proof = self.proof.as_ref().map(|proof| ("appsecret_proof", proof.expose_secret()));
        parameters.iter().copied().chain(proof).collect()
    }

    async fn send(
        &self,
        method: Method,
        path: &[&str],
        query: &[(&str, &str)],
        body: Body<'_>,
    ) -> Result<Answer, Trouble> {
        let call = Call { method, path, query, body, bearer: Some(&self.token) };
        // A token is given in exchange for the old one: no read, though it is asked for like one.
        let answer = if path == ["refresh_access_token"] {
            self.http.send_once(call).await?
        } else {
            self.http.send(call, || Ok(())).await?
        };
        self.pace.hear(&answer.headers);
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
