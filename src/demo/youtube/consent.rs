//! The consent of our channel's owner: a refresh token that lives until it is taken back, and access
//! tokens of an hour.

use std::time::Duration;

use axum::http::Method;
use serde_json::json;

use super::errors;
use crate::demo::Access;
use crate::demo::wire::{Ask, Told};
use crate::model::Stamp;
use crate::platform::Secrets;

const LIFE: Duration = Duration::from_hours(1);
const SCOPE: &str = "https://www.googleapis.com/auth/youtube.force-ssl";

/// What was consented to, and the tokens of it.
pub(super) struct Consent {
    pub(super) access: Access,
    seed: u64,
    /// Those before it were taken back.
    given: u64,
    made: u64,
    alive: Vec<(String, Stamp)>,
}

impl Consent {
    pub(super) fn new(seed: u64) -> Self {
        Self { access: Access::Full, seed, given: 0, made: 0, alive: Vec::new() }
    }

    pub(super) fn secrets(&self) -> Secrets {
        Secrets::token(self.refresh().into())
            .with("client_id", self.client().into())
            .with("client_secret", self.secret().into())
    }

    fn refresh(&self) -> String {
        format!("1//town{:016x}-{}", self.seed, self.given)
    }

    fn client(&self) -> String {
        format!("{}-town.apps.lilleby.test", 100_000_000_000 + self.seed % 1_000_000_000)
    }

    fn secret(&self) -> String {
        format!("GOCSPX-town{:016x}", self.seed)
    }

    /// `POST /token`
    pub(super) fn exchange(&mut self, ask: &Ask, now: Stamp) -> Result<Told, Told> {
        if ask.method != Method::POST || ask.field("grant_type") != Some("refresh_token") {
            return Err(errors::exchange(400, "unsupported_grant_type"));
        }
        let is_client = ask.field("client_id") == Some(&self.client());
        if !is_client || ask.field("client_secret") != Some(&self.secret()) {
            return Err(errors::exchange(401, "invalid_client"));
        }
        if ask.field("refresh_token") != Some(&self.refresh()) || self.access == Access::Revoked {
            return Err(errors::exchange(400, "invalid_grant"));
        }
        self.made += 1;
        self.alive.retain(|(_, ends)| *ends > now);
        let token = format!("ya29.town{:016x}-{}", self.seed, self.made);
        self.alive.push((token.clone(), now.later(LIFE)));
        Ok(Told::ok(&json!({"access_token": token, "expires_in": LIFE.as_secs() - 1, "scope": SCOPE,
            "token_type": "Bearer"})))
    }

    /// Refuses whoever may not ask this.
    pub(super) fn admit(&self, ask: &Ask, now: Stamp) -> Result<(), Told> {
        let is_alive = |token: &String| self.alive.iter().any(|(held, ends)| held == token && *ends > now);
        match (ask.bearer.as_ref().filter(|token| is_alive(token)), self.access) {
            (None, _) | (_, Access::Revoked) => Err(errors::error(401, "authError")),
            (_, Access::ReadOnly) if ask.method != Method::GET => {
                Err(errors::error(403, "insufficientPermissions"))
            }
            (_, Access::Full | Access::ReadOnly) => Ok(()),
        }
    }

    /// Every access token dies; the consent stands.
    pub(super) fn expire(&mut self) {
        self.alive.clear();
    }

    /// The consent is taken back, and another is given.
    pub(super) fn give_anew(&mut self) {
        self.given += 1;
        self.alive.clear();
    }
}
