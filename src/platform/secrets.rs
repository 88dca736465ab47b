//! The secrets of one connection, by name. Nothing here can be printed.

use std::collections::BTreeMap;

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use super::connect::ConnectError;

/// One secret that a network wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secret {
    /// What it is called, here and in `ordstyrer account add`.
    pub name: &'static str,
    /// Whether nothing works without it.
    pub is_needed: bool,
    /// What it is and where it is found, for the operator.
    pub about: &'static str,
}

/// What every network wants.
pub(super) const TOKEN: &str = "token";

/// Stands for every secret while an account is judged that has none yet. Never sent.
const NOT_YET: &str = "not-yet";

/// Secrets by name.
#[derive(Clone, Debug, Default)]
pub struct Secrets(BTreeMap<String, SecretString>);

impl Secrets {
    /// The one secret of most networks: the token, or the app password.
    #[must_use]
    pub fn token(token: SecretString) -> Self {
        Self::default().with(TOKEN, token)
    }

    /// The same, and one more (or another in its place).
    #[must_use]
    pub fn with(mut self, name: &str, secret: SecretString) -> Self {
        self.0.insert(name.to_owned(), secret);
        self
    }

    /// Something in the place of each that is needed.
    pub(super) fn not_yet(wanted: &[Secret]) -> Self {
        let needed = wanted.iter().filter(|secret| secret.is_needed);
        needed.fold(Self::default(), |secrets, secret| secrets.with(secret.name, NOT_YET.into()))
    }

    /// The secret of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&SecretString> {
        self.0.get(name)
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &SecretString)> {
        self.0.iter().map(|(name, secret)| (name.as_str(), secret))
    }

    /// A secret without which nothing works.
    pub(super) fn needed(&self, name: &'static str) -> Result<SecretString, ConnectError> {
        let secret = self.get(name).filter(|secret| !secret.expose_secret().is_empty());
        secret.cloned().ok_or(ConnectError::Secret(name, "is missing or empty"))
    }

    /// The token, if it can stand in a header.
    pub(super) fn bearer(&self) -> Result<SecretString, ConnectError> {
        let token = self.get(TOKEN).ok_or(ConnectError::Token("is missing"))?;
        let word = token.expose_secret();
        if word.is_empty() || HeaderValue::from_str(word).is_err() {
            return Err(ConnectError::Token("is empty or holds a sign that no header can carry"));
        }
        Ok(token.clone())
    }
}

impl FromIterator<(String, SecretString)> for Secrets {
    fn from_iter<I: IntoIterator<Item = (String, SecretString)>>(all: I) -> Self {
        Self(all.into_iter().collect())
    }
}
