//! Signing in: short access tokens, refresh tokens that rotate, and a limit on sign-ins, so that a
//! client that signs in at every poll is found out.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::errors;
use crate::demo::wire::{Ask, Told};
use crate::model::Stamp;

const ACCESS_LIFE: Duration = Duration::from_hours(2);
const REFRESH_LIFE: Duration = Duration::from_hours(90 * 24);
const SIGN_INS: [(u32, Duration); 2] = [(30, Duration::from_mins(5)), (300, Duration::from_hours(24))];

/// What a token is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    Access,
    Refresh,
}

/// The sessions of our one account.
pub(super) struct Sessions {
    did: String,
    handle: String,
    pub(super) password: String,
    pub(super) is_limited: bool,
    tokens: HashMap<String, (Scope, Stamp)>,
    sign_ins: VecDeque<Stamp>,
    made: u64,
    passwords: u64,
}

impl Sessions {
    pub(super) fn new(did: &str, handle: &str, password: String) -> Self {
        let (tokens, sign_ins) = (HashMap::new(), VecDeque::new());
        let (did, handle) = (did.to_owned(), handle.to_owned());
        Self { did, handle, password, is_limited: true, tokens, sign_ins, made: 0, passwords: 0 }
    }

    /// `com.atproto.server.createSession`.
    pub(super) fn create(&mut self, ask: &Ask, now: Stamp, is_revoked: bool) -> Result<Told, Told> {
        self.limit(now)?;
        let who = ask.field("identifier").unwrap_or_default();
        let knows = ask.field("password") == Some(self.password.as_str());
        if is_revoked || !knows || (who != self.did && who != self.handle) {
            return Err(errors::bad_password());
        }
        Ok(self.open(now))
    }

    /// `com.atproto.server.refreshSession`: the old refresh token dies.
    pub(super) fn refresh(&mut self, ask: &Ask, now: Stamp) -> Result<Told, Told> {
        self.check(ask, Scope::Refresh, now)?;
        self.tokens.retain(|token, _| Some(token) != ask.bearer.as_ref());
        Ok(self.open(now))
    }

    /// `com.atproto.server.getSession`.
    pub(super) fn show(&self) -> Told {
        let (did, handle) = (&self.did, &self.handle);
        Told::ok(&json!({"did": did, "handle": handle, "active": true, "emailConfirmed": true}))
    }

    pub(super) fn admit(&self, ask: &Ask, now: Stamp) -> Result<(), Told> {
        self.check(ask, Scope::Access, now)
    }

    /// Every access token dies; the refresh tokens live.
    pub(super) fn expire(&mut self) {
        for (scope, until) in self.tokens.values_mut() {
            if *scope == Scope::Access {
                *until = Stamp::default();
            }
        }
    }

    /// Every token dies.
    pub(super) fn revoke(&mut self) {
        for (_, until) in self.tokens.values_mut() {
            *until = Stamp::default();
        }
    }

    /// Every token dies, and there is a new app password.
    pub(super) fn change_password(&mut self) {
        self.revoke();
        self.passwords += 1;
        let (stem, _) = self.password.rsplit_once('-').unwrap_or((&self.password, ""));
        self.password = format!("{stem}-a{:03}", self.passwords % 1000);
    }

    fn check(&self, ask: &Ask, scope: Scope, now: Stamp) -> Result<(), Told> {
        let token = ask.bearer.as_ref().ok_or_else(errors::no_token)?;
        match self.tokens.get(token) {
            None if scope == Scope::Refresh => Err(errors::revoked()),
            None => Err(errors::bad_token()),
            Some((held, _)) if *held != scope => Err(errors::wrong_scope()),
            Some((_, until)) if *until <= now => Err(errors::expired()),
            Some(_) => Ok(()),
        }
    }

    fn limit(&mut self, now: Stamp) -> Result<(), Told> {
        for (most, window) in SIGN_INS {
            let recent = self.sign_ins.iter().filter(|at| **at > now.earlier(window)).count();
            if self.is_limited && recent >= most as usize {
                return Err(errors::throttled(now, window, most, window));
            }
        }
        self.sign_ins.retain(|at| *at > now.earlier(Duration::from_hours(24)));
        self.sign_ins.push_back(now);
        Ok(())
    }

    fn open(&mut self, now: Stamp) -> Told {
        self.tokens.retain(|_, (_, until)| *until > now);
        let access = self.token(Scope::Access, now);
        let refresh = self.token(Scope::Refresh, now);
        Told::ok(&json!({
            "accessJwt": access, "refreshJwt": refresh, "did": self.did, "handle": self.handle,
            "didDoc": {"@context": ["https://www.w3.org/ns/did/v1"], "id": self.did,
                "alsoKnownAs": [format!("at://{}", self.handle)]},
            "email": "kommune@example.test", "emailConfirmed": true, "active": true,
        }))
    }

    fn token(&mut self, scope: Scope, now: Stamp) -> String {
        self.made += 1;
        let (name, until) = match scope {
            Scope::Access => ("com.atproto.appPass", now.later(ACCESS_LIFE)),
            Scope::Refresh => ("com.atproto.refresh", now.later(REFRESH_LIFE)),
        };
        let (issued, expires) = (now.ms().div_euclid(1000), until.ms().div_euclid(1000));
        let head = json!({"typ": "at+jwt", "alg": "HS256"});
        let body = json!({"scope": name, "sub": self.did, "iat": issued, "exp": expires, "jti": self.made});
        let token = [head, body].map(|part| URL_SAFE_NO_PAD.encode(part.to_string())).join(".") + ".dG93bg";
        self.tokens.insert(token.clone(), (scope, until));
        token
    }
}
