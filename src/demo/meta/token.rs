//! Our token on one of Meta's networks: who may ask, and what the token tells of itself.

use axum::http::Method;
use serde_json::json;

use super::errors;
use crate::demo::Access;
use crate::demo::wire::{Ask, Told};

/// The tokens that there were and are, and what they may do.
pub(in crate::demo) struct Tokens {
    pub(in crate::demo) access: Access,
    scopes: &'static [&'static str],
    seed: u64,
    /// All below are dead.
    oldest: u64,
    newest: u64,
}

impl Tokens {
    pub(in crate::demo) fn new(seed: u64, scopes: &'static [&'static str]) -> Self {
        Self { access: Access::Full, scopes, seed, oldest: 0, newest: 0 }
    }

    /// The newest.
    pub(in crate::demo) fn now(&self) -> String {
        self.nth(self.newest)
    }

    /// There is a new one, and those before it go on until they end.
    pub(in crate::demo) fn renew(&mut self) {
        self.newest += 1;
    }

    /// All die, and there is a new one.
    pub(in crate::demo) fn expire(&mut self) {
        self.newest += 1;
        self.oldest = self.newest;
    }

    /// Refuses whoever may not ask this.
    pub(in crate::demo) fn admit(&self, ask: &Ask) -> Result<(), Told> {
        let token = ask.bearer.as_deref().or_else(|| ask.asked("access_token"));
        let Some(token) = token else { return Err(errors::no_token()) };
        match (self.which(token), self.access) {
            (None, _) => Err(errors::bad_token()),
            (Some(which), _) if which < self.oldest => Err(errors::dead_token(463)),
            (_, Access::Revoked) => Err(errors::dead_token(460)),
            (_, Access::ReadOnly) if ask.method != Method::GET && !is_read(ask) => {
                Err(errors::not_permitted())
            }
            (_, Access::Full | Access::ReadOnly) => Ok(()),
        }
    }

    /// `/debug_token`, as a POST that is a read: a token in the address would be told to every log.
    pub(in crate::demo) fn debugged(&self, ask: &Ask) -> Result<Told, Told> {
        let token = ask.field("input_token").filter(|_| is_read(ask));
        let token = token.ok_or_else(|| errors::bad_parameter("The parameter input_token is required"))?;
        let is_valid = self.which(token).is_some_and(|which| which >= self.oldest);
        Ok(Told::ok(&json!({"data": {"app_id": "1", "type": "PAGE", "application": "Lilleby",
            "is_valid": is_valid, "scopes": self.scopes, "expires_at": 0, "data_access_expires_at": 0}})))
    }

    fn which(&self, token: &str) -> Option<u64> {
        (0..=self.newest).find(|which| self.nth(*which) == token)
    }

    fn nth(&self, which: u64) -> String {
        format!("EAATown{:016x}{which}ZD", self.seed)
    }
}

/// A POST that asks to be taken for a GET.
fn is_read(ask: &Ask) -> bool {
    ask.field("method") == Some("get")
}
