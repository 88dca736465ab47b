//! One provider: where it wants people sent, and who comes back. Its papers and keys are kept for a while;
//! an unknown key is looked for again, and not more often than once in a while.

use std::collections::BTreeMap;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::sync::Mutex;
use url::Url;

use super::keys::{self, Key};
use super::token::{self, Expected, Wrong};
use crate::model::{Role, Stamp};
use crate::platform::{ConnectError, Directory};

/// The papers are read again after so long.
const PAPERS: Duration = Duration::from_hours(12);
/// Keys are asked for again this soon at the soonest, whatever a token names.
const AGAIN: Duration = Duration::from_mins(1);

/// How the municipality's login is set up.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Exactly as the provider writes it.
    pub issuer: String,
    /// Our name there.
    pub client: String,
    /// Our secret there, where it gave us one.
    pub secret: Option<SecretString>,
    /// The claim that lists the groups.
    pub groups: String,
    /// What the members of a group are here. Who is in none of them may not come in.
    pub roles: BTreeMap<String, Vec<Role>>,
    /// Levels of sign-in, of which one must be told; empty = not looked at.
    pub acr: Vec<String>,
    /// Ways of sign-in, of which one at least must be told; empty = not looked at.
    pub amr: Vec<String>,
    /// It stands in the municipality's own network.
    pub is_near: bool,
    /// Where it sends people back to.
    pub back: Url,
}

/// Somebody who came back, and holds.
#[derive(Clone, Debug)]
pub struct Person {
    /// Who, in the provider's own words: stable, and no name.
    pub subject: String,
    /// What they are called.
    pub name: Option<String>,
    /// What their groups make them here; none = they may not come in.
    pub roles: Vec<Role>,
}

/// Why nobody comes in. Nothing of a token stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The provider does not answer, or not as one does.
    #[error("the sign-in service cannot be used: {0}")]
    Provider(&'static str),
    /// What it handed out does not hold.
    #[error("a token was not believed: {0}")]
    Token(&'static str),
}

/// One way there and back.
#[derive(Clone, Copy, Debug)]
pub struct Way<'a> {
    /// Tells our own returns from others.
    pub state: &'a str,
    /// Tells the token of this sign-in from others.
    pub nonce: &'a str,
    /// The secret whose hash goes there first (PKCE).
    pub verifier: &'a str,
    /// The person signs in anew, since this moment: what they do next outlasts the session.
    pub since: Option<Stamp>,
}

#[derive(Clone, Debug)]
struct Papers {
    authorization: Url,
    token: Url,
    keys: Url,
    read_at: Stamp,
}

#[derive(Debug, Default)]
struct Kept {
    papers: Option<Papers>,
    keys: Vec<Key>,
    keys_at: Option<Stamp>,
}

/// A provider.
#[derive(Debug)]
pub struct Provider {
    settings: Settings,
    directory: Directory,
    kept: Mutex<Kept>,
}

impl Provider {
    /// Makes it. Nothing is sent yet.
    ///
    /// # Errors
    /// [`ConnectError::Address`] for an issuer that may not be called.
    pub fn new(settings: Settings) -> Result<Self, ConnectError> {
        let issuer =
            Url::parse(&settings.issuer).map_err(|_| ConnectError::Address("the issuer is no address"))?;
        let directory = Directory::new(&issuer, settings.is_near)?;
        Ok(Self { settings, directory, kept: Mutex::default() })
    }

    /// Whether it tells how people signed in, and we look at it: then its sign-in is two steps.
    #[must_use]
    pub fn proves_two_steps(&self) -> bool {
        !self.settings.acr.is_empty() || !self.settings.amr.is_empty()
    }

    /// Where a browser is sent. `challenge` is the hash of the verifier.
    ///
    /// # Errors
    /// [`Refused::Provider`].
    pub async fn door(&self, way: Way<'_>, challenge: &str, now: Stamp) -> Result<Url, Refused> {
        let mut door = self.papers(now).await?.authorization;
        door.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("response_mode", "query")
            .append_pair("client_id", &self.settings.client)
            .append_pair("redirect_uri", self.settings.back.as_str())
            .append_pair("scope", "openid profile")
            .append_pair("state", way.state)
            .append_pair("nonce", way.nonce)
            .append_pair("code_challenge", challenge)
            .append_pair("code_challenge_method", "S256");
        if !self.settings.acr.is_empty() {
            door.query_pairs_mut().append_pair("acr_values", &self.settings.acr.join(" "));
        }
        if way.since.is_some() {
            door.query_pairs_mut().append_pair("prompt", "login").append_pair("max_age", "0");
        }
        Ok(door)
    }

    /// Hands the code in and checks who it is for.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn person(&self, code: &str, way: Way<'_>, now: Stamp) -> Result<Person, Refused> {
        let papers = self.papers(now).await?;
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", self.settings.back.as_str()),
            ("client_id", self.settings.client.as_str()),
            ("code_verifier", way.verifier),
        ];
        if let Some(secret) = &self.settings.secret {
            form.push(("client_secret", secret.expose_secret()));
        }
        let answer = self.directory.hand_in(&papers.token, &form).await;
        let answer = answer.map_err(|_| Refused::Token("the code was not taken"))?;
        let token = answer.get("id_token").and_then(Value::as_str).ok_or(Refused::Token("there is none"))?;
        let expected = Expected {
            issuer: &self.settings.issuer,
            client: &self.settings.client,
            nonce: way.nonce,
            acr: &self.settings.acr,
            amr: &self.settings.amr,
            since: way.since,
            groups: &self.settings.groups,
        };
        let mut said = token::check(token, &self.keys(&papers, false, now).await?, expected, now);
        if said.as_ref().is_err_and(|wrong| *wrong == Wrong::NoKey) {
            said = token::check(token, &self.keys(&papers, true, now).await?, expected, now);
        }
        let said = said.map_err(|wrong| match wrong {
            Wrong::NoKey => Refused::Token("signed by nobody we know"),
            Wrong::Is(what) => Refused::Token(what),
        })?;
        let mut roles: Vec<Role> = said
            .groups
            .iter()
            .filter_map(|group| self.settings.roles.get(group))
            .flatten()
            .copied()
            .collect();
        roles.sort();
        roles.dedup();
        Ok(Person { subject: said.subject, name: said.name, roles })
    }

    async fn papers(&self, now: Stamp) -> Result<Papers, Refused> {
        let mut kept = self.kept.lock().await;
        if let Some(papers) = kept.papers.as_ref().filter(|papers| now.since(papers.read_at) < PAPERS) {
            return Ok(papers.clone());
        }
        let at = format!("{}/.well-known/openid-configuration", self.settings.issuer.trim_end_matches('/'));
        let at = Url::parse(&at).map_err(|_| Refused::Provider("its issuer is no address"))?;
        let said = self.directory.read(&at).await.map_err(|_| Refused::Provider("it does not answer"))?;
        let text = |name: &str| said.get(name).and_then(Value::as_str);
        if text("issuer") != Some(self.settings.issuer.as_str()) {
            return Err(Refused::Provider("it is another issuer than the configuration names"));
        }
        let url = |name: &str| {
            let url = text(name).and_then(|address| Url::parse(address).ok());
            // A browser is sent to one of them: never without TLS, unless all of it is on this machine.
            url.filter(|url| url.scheme() == "https" || url.origin() == at.origin())
                .ok_or(Refused::Provider("its papers lack an address"))
        };
        let papers = Papers {
            authorization: url("authorization_endpoint")?,
            token: url("token_endpoint")?,
            keys: url("jwks_uri")?,
            read_at: now,
        };
        kept.papers = Some(papers.clone());
        Ok(papers)
    }

    /// The keys; `again` when a token names one that is not among them.
    async fn keys(&self, papers: &Papers, again: bool, now: Stamp) -> Result<Vec<Key>, Refused> {
        let mut kept = self.kept.lock().await;
        let age = kept.keys_at.map(|at| now.since(at));
        let is_due = age.is_none_or(|age| age >= PAPERS || (again && age >= AGAIN));
        if is_due {
            let set = self.directory.read(&papers.keys).await;
            let set = set.map_err(|_| Refused::Provider("its keys cannot be read"))?;
            kept.keys = keys::read(&set).ok_or(Refused::Provider("its keys are no key set"))?;
            kept.keys_at = Some(now);
        }
        Ok(kept.keys.clone())
    }
}
