//! Google's APIs under our consent: every call is paid for in units of a project's daily quota before it
//! goes out, lists come in pages, and a refusal means what its reason says.

use std::sync::Arc;

use reqwest::Method;
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::budget::{Budget, Priority, Quota};
use super::connect::{ConnectError, number, text};
use super::contract::{Connection, Error, Grant, Sent, Wait};
use super::http::{Answer, Body, Call, Fault, Http};
use super::marks::Marks;
use super::oauth::OAuth;
use super::wait;
use super::wire::Item;

/// Where a refresh token is exchanged.
const TOKENS: &str = "https://oauth2.googleapis.com/token";
/// At whose midnight a quota begins anew.
const ZONE: &str = "America/Los_Angeles";
/// Who we are: harmless, and added by many a consent screen.
const IDENTITY: [&str; 5] = [
    "openid",
    "email",
    "profile",
    "https://www.googleapis.com/auth/userinfo.email",
    "https://www.googleapis.com/auth/userinfo.profile",
];

/// One API, as one consent sees it.
pub(super) struct Google {
    http: Http,
    /// Its path, above its methods.
    api: &'static [&'static str],
    oauth: OAuth,
    budget: Arc<Budget>,
    quota: Quota,
    units_read: u32,
    units_write: u32,
}

/// One page of a list. Google leaves an empty list out, but never its kind where that is asked for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct List<T> {
    #[serde(rename = "kind")]
    _kind: String,
    #[serde(default = "Vec::new", bound(deserialize = "T: DeserializeOwned"))]
    pub(super) items: Vec<Item<T>>,
    #[serde(default)]
    pub(super) next_page_token: Option<String>,
}

/// Why a call did not give what was asked for.
pub(super) enum Trouble {
    /// It does not exist, in Google's own words.
    Absent,
    /// Comments are switched off there.
    Closed,
    /// All else.
    Fault(Fault),
}

impl Google {
    /// Takes out of a connection what is Google's: `token_url`, `project` (whose quota it is), and in
    /// units `units_a_day`, `units_kept` (for deeds), `units_read` and `units_write`. Google changes its
    /// prices now and then, and projects buy more.
    pub(super) fn new(
        connection: &mut Connection,
        api: &'static [&'static str],
    ) -> Result<Self, ConnectError> {
        let tokens = text(connection, "token_url")?;
        let tokens = Url::parse(tokens.as_deref().unwrap_or(TOKENS))
            .map_err(|_| ConnectError::WrongOption("token_url", "must be an address"))?;
        let project = text(connection, "project")?;
        let mut units = |key, otherwise, most| {
            let units =
                number(connection, key, otherwise, 1..=most, "must be a whole number, and not so large");
            units.map(|units| u32::try_from(units).unwrap_or(u32::MAX))
        };
        let a_day = units("units_a_day", 10_000, 1_000_000_000)?;
        let usual = usize::try_from(a_day / 5).unwrap_or(0).clamp(1, 2000);
        let kept = units("units_kept", usual, usize::try_from(a_day).unwrap_or(usize::MAX))?;
        let units_read = units("units_read", 1, 10_000)?;
        let units_write = units("units_write", 50, 10_000)?;
        let oauth = OAuth::new(connection, tokens)?;
        // A client's id begins with the number of its project.
        let client = connection.secrets.needed("client_id")?;
        let number = client.expose_secret().split('-').next().unwrap_or_default();
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        let project = project.or_else(|| is_number.then(|| number.to_owned()));
        let pool = project.map_or("google".to_owned(), |project| format!("google {project}"));
        Ok(Self {
            http: Http::new(connection)?,
            api,
            oauth,
            budget: Arc::clone(&connection.budget),
            quota: Quota { pool, units: a_day, kept, zone: ZONE },
            units_read,
            units_write,
        })
    }

    pub(super) fn quota(&self) -> Quota {
        self.quota.clone()
    }

    /// What we were granted. Policy 001 §4, no private messages: whatever opens more than the service
    /// whose scopes begin so is refused.
    pub(super) async fn consent(&self, service: &str) -> Result<Grant, Error> {
        let access = self.oauth.access().await.map_err(|fault| fault.error)?;
        let is_ours = |scope: &String| scope.starts_with(service) || IDENTITY.contains(&scope.as_str());
        if access.scopes.iter().flatten().all(is_ours) {
            Ok(Grant { scopes: access.scopes.clone(), ends: None })
        } else {
            Err(Error::NotPermitted(
                "its consent opens more than this service: ask for the needed scopes only",
            ))
        }
    }

    /// One page.
    pub(super) async fn list<T: DeserializeOwned>(
        &self,
        what: &str,
        query: &[(&str, &str)],
        priority: Priority,
    ) -> Result<List<T>, Trouble> {
        let answer = self.send(Method::GET, &[what], query, Body::Empty, priority).await?;
        answer.json().map_err(|error| Fault::lost(error).into())
    }

    /// A list from its first page until `ends`, or to its end.
    pub(super) async fn walk<T: DeserializeOwned + Send>(
        &self,
        what: &str,
        query: &[(&str, &str)],
        priority: Priority,
        ends: impl Fn(&[Item<T>]) -> bool + Send,
    ) -> Result<Vec<Item<T>>, Trouble> {
        let (mut all, mut marks) = (Vec::new(), Marks::default());
        loop {
            let mut query = query.to_vec();
            query.extend(marks.last().map(|mark| ("pageToken", mark)));
            let page: List<T> = self.list(what, &query, priority).await?;
            let is_last = !page.items.is_empty() && ends(&page.items);
            all.extend(page.items);
            match page.next_page_token {
                Some(mark) if !is_last => marks.follow(mark)?,
                _ => return Ok(all),
            }
        }
    }

    /// Writes.
    pub(super) async fn write(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
        body: Body<'_>,
        priority: Priority,
    ) -> Result<Answer, Trouble> {
        self.send(Method::POST, path, query, body, priority).await
    }

    async fn send(
        &self,
        method: Method,
        path: &[&str],
        query: &[(&str, &str)],
        body: Body<'_>,
        priority: Priority,
    ) -> Result<Answer, Trouble> {
        let units = if method == Method::GET { self.units_read } else { self.units_write };
        let path = [self.api, path].concat();
        let call = Call { method, path: &path, query, body, bearer: None };
        let answer = self.oauth.send(&self.http, &call, || self.budget.spend(units, priority)).await?;
        if answer.is_ok() { Ok(answer) } else { Err(said(&answer)) }
    }
}

impl Trouble {
    /// What it means for a write that nobody needs to confirm.
    pub(super) fn after_write(self) -> Result<Sent, Error> {
        match self {
            Self::Fault(fault) => fault.after_write(),
            other => Err(other.into()),
        }
    }
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Fault(Fault::refused(error))
    }
}

impl From<Trouble> for Error {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Absent => Self::Refused("there is no such thing there"),
            Trouble::Closed => Self::NotPermitted("comments are switched off there"),
            Trouble::Fault(fault) => fault.error,
        }
    }
}

#[derive(Deserialize)]
struct Refusal {
    error: Reasons,
}

/// The `message` is not read: it can quote what was sent.
#[derive(Deserialize)]
struct Reasons {
    #[serde(default)]
    errors: Vec<Reason>,
}

#[derive(Deserialize)]
struct Reason {
    reason: String,
}

/// What an answer other than 2xx means: by its reason first, because 403 is said of nearly everything.
fn said(answer: &Answer) -> Trouble {
    let reasons = answer.json::<Refusal>().map_or(Vec::new(), |refusal| refusal.error.errors);
    let reason = reasons.first().map_or("", |first| first.reason.as_str());
    Trouble::Fault(Fault::refused(match reason {
        "commentsDisabled" => return Trouble::Closed,
        reason if reason.ends_with("NotFound") && answer.is_absent() => return Trouble::Absent,
        "quotaExceeded" | "dailyLimitExceeded" => Error::Throttled(match wait::sent_at(&answer.headers) {
            Some(now) => Wait::Until(now.day_of(ZONE).2),
            None => Wait::Unsaid,
        }),
        "rateLimitExceeded" | "userRateLimitExceeded" => Error::Throttled(wait::asked(&answer.headers)),
        "accessNotConfigured" => Error::NotPermitted("the API is not switched on in our Google project"),
        "insufficientPermissions" => Error::NotPermitted("the consent lacks a scope"),
        "youtubeSignupRequired" => Error::NotPermitted("the consent is of somebody without a channel"),
        "parentCommentIsPrivate" => Error::NotPermitted("what is held cannot be answered"),
        "invalidPageToken" => Error::Broken("a cursor that they do not take any more"),
        // Said also of requests that were carried out.
        "processingFailure" => return Fault::lost(Error::Unreachable("a passing error of theirs")).into(),
        _ => return answer.by_status().into(),
    }))
}
