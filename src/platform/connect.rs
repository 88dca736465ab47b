//! What the list of networks is made of, and why an account cannot be connected.

use std::ops::RangeInclusive;

use toml::Value;

use super::contract::{Connection, Platform};
use super::secrets::Secret;
use crate::model::Days;

/// One network's row in the list.
pub(super) struct Network {
    /// As the configuration writes it.
    pub(super) name: &'static str,
    /// What its tokens must be allowed.
    pub(super) needs: Needs,
    /// What it wants kept secret.
    pub(super) secrets: &'static [Secret],
    /// How long its terms let us keep what it gave us.
    pub(super) terms: Terms,
    /// What to tell an operator who misses something.
    pub(super) hints: Hints,
    /// Makes its adapter.
    pub(super) connect: fn(Connection) -> Result<Box<dyn Platform>, ConnectError>,
}

/// What a token must be allowed on a network, and what it must not be: policy 001 §4 keeps us out
/// of private messages, so a token that opens them is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Without these something that we do fails.
    pub needed: &'static [&'static str],
    /// Needed too, each while this option is not `false`.
    pub unless_off: &'static [(&'static str, &'static str)],
    /// With one of these the account must not be used.
    pub refused: &'static [&'static str],
}

/// What a token's permissions come to, beside what we need.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Judged {
    /// Needed, and not there: something that we do will fail.
    pub missing: Vec<&'static str>,
    /// There, and forbidden: the token must not be used.
    pub refused: Vec<String>,
    /// There, and of no use to us.
    pub spare: Vec<String>,
}

impl Needs {
    /// What is needed with these options.
    #[must_use]
    pub fn with(&self, options: &toml::Table) -> Vec<&'static str> {
        let is_on = |option: &str| options.get(option).and_then(Value::as_bool) != Some(false);
        let more = self.unless_off.iter().filter(|(_, option)| is_on(option)).map(|(scope, _)| *scope);
        self.needed.iter().copied().chain(more).collect()
    }

    /// Holds these permissions against what is needed with these options.
    #[must_use]
    pub fn judge(&self, scopes: &[String], options: &toml::Table) -> Judged {
        let is_in = |list: &[&str], scope: &String| list.contains(&scope.as_str());
        let needed = self.with(options);
        let missing = needed.iter().filter(|needed| !scopes.iter().any(|scope| scope == *needed));
        let (refused, others): (Vec<_>, Vec<_>) =
            scopes.iter().cloned().partition(|scope| is_in(self.refused, scope));
        let spare = others.into_iter().filter(|scope| !is_in(&needed, scope)).collect();
        Judged { missing: missing.copied().collect(), refused, spare }
    }
}

/// What it may mean when a test pull misses something. For the operator; the causes are what other
/// users of the network met, so each is a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Comments come without an author.
    pub no_author: Option<&'static str>,
    /// The network counts comments and shows none.
    pub none_listed: Option<&'static str>,
    /// The network counts more than it shows.
    pub fewer_listed: Option<&'static str>,
}

/// The network's own terms on what we keep: hard ceilings, whatever the municipality configured. The
/// shorter rule wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// What was not asked for again for so long must go.
    pub refresh_within: Option<Days>,
    /// So long after our access ended, everything must go.
    pub after_access: Option<Days>,
}

/// Why an account cannot be connected: always a mistake in its configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConnectError {
    /// No adapter has this name.
    #[error("there is no network of this name")]
    UnknownNetwork,
    /// The address may not be called.
    #[error("base_url {0}")]
    Address(&'static str),
    /// The page cannot be one of this network.
    #[error("page {0}")]
    Page(&'static str),
    /// The token cannot be sent.
    #[error("token {0}")]
    Token(&'static str),
    /// Another of its secrets cannot be used.
    #[error("secret `{0}` {1}")]
    Secret(&'static str, &'static str),
    /// The network has no such option.
    #[error("`{0}` is not an option of this network")]
    UnknownOption(String),
    /// The network has the option, but not with this value.
    #[error("option `{0}` {1}")]
    WrongOption(&'static str, &'static str),
    /// The HTTPS client could not be built.
    #[error("no https client: the machine has no usable certificates")]
    Client,
}

/// The names of a list of networks.
pub(super) const fn names<const N: usize>(list: &[Network]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut at = 0;
    while at < N {
        names[at] = list[at].name;
        at += 1;
    }
    names
}

/// Takes an option that is a whole number within `fits`, or `otherwise` where it is not set; `range`
/// says in words what fits.
pub(super) fn number(
    connection: &mut Connection,
    key: &'static str,
    otherwise: usize,
    fits: RangeInclusive<usize>,
    range: &'static str,
) -> Result<usize, ConnectError> {
    let Some(written) = connection.options.remove(key) else { return Ok(otherwise) };
    let number = written.as_integer().and_then(|number| usize::try_from(number).ok());
    number.filter(|number| fits.contains(number)).ok_or(ConnectError::WrongOption(key, range))
}

/// Takes an option that is a text.
pub(super) fn text(connection: &mut Connection, key: &'static str) -> Result<Option<String>, ConnectError> {
    match connection.options.remove(key) {
        None => Ok(None),
        Some(Value::String(text)) if !text.trim().is_empty() => Ok(Some(text)),
        Some(_) => Err(ConnectError::WrongOption(key, "must be a text")),
    }
}

/// Refuses every option that is left once a network has taken its own.
pub(super) fn without_options(connection: &Connection) -> Result<(), ConnectError> {
    match connection.options.keys().next() {
        Some(key) => Err(ConnectError::UnknownOption(key.clone())),
        None => Ok(()),
    }
}
