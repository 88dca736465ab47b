//! Our account on its instance: who may ask, and which method answers.

use std::collections::HashMap;
use std::time::Duration;

use axum::http::Method;
use serde_json::{Value, json};

use super::notices::Notices;
use super::{errors, ids, lists, view};
use crate::demo::quota::Window;
use crate::demo::tongue::Desk;
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::demo::{Access, Call};
use crate::model::Stamp;

/// What our token was given.
const SCOPES: [&str; 4] = ["profile", "read:notifications", "read:statuses", "write:statuses"];
/// The longest post, in characters, and what an address counts in it.
pub(super) const LONGEST: usize = 500;
pub(super) const A_LINK: usize = 23;
/// So many can be asked for by name in one call.
const MOST_AT_ONCE: usize = 20;

/// The account and what its instance knows.
pub(super) struct Home {
    pub(super) id: String,
    pub(super) acct: &'static str,
    pub(super) name: String,
    pub(super) token: String,
    pub(super) access: Access,
    pub(super) notices: Notices,
    /// What was written under a key, and when.
    pub(super) once: HashMap<String, (Stamp, usize)>,
    pub(super) ours: Vec<usize>,
    pub(super) made: u64,
    /// Calls with our token, and calls without one.
    pub(super) calls: Window,
    pub(super) strangers: Window,
    seed: u64,
    renewed: u64,
}

impl Home {
    pub(super) fn new(name: &str, acct: &'static str, seed: u64) -> Self {
        let window = || Window::new(300, Duration::from_mins(5));
        Self {
            id: ids::account(acct),
            acct,
            name: name.to_owned(),
            token: token(seed, 0),
            access: Access::Full,
            notices: Notices::default(),
            once: HashMap::new(),
            ours: Vec::new(),
            made: 0,
            calls: window(),
            strangers: window(),
            seed,
            renewed: 0,
        }
    }

    /// The token dies, and there is a new one.
    pub(super) fn expire(&mut self) {
        self.renewed += 1;
        self.token = token(self.seed, self.renewed);
    }

    pub(super) fn purpose(world: &World, ask: &Ask) -> (Call, Option<String>) {
        let named = |id: &str| Some(id.to_owned());
        match (&ask.method, ask.parts(1).as_slice()) {
            (&Method::GET, ["v1", "accounts" | "apps", "verify_credentials"] | ["v2", "instance"]) => {
                (Call::Check, None)
            }
            (&Method::GET, ["v1", "accounts", _, "statuses"]) => (Call::Posts, None),
            (&Method::GET, ["v1", "notifications"]) => (Call::Reached, None),
            (&Method::GET, ["v1", "statuses"]) => {
                let asked = ask.all("id[]");
                let is_private = |id: &&&str| world.find(id).is_some_and(|at| world.get(at).is_private());
                let first = asked.iter().find(is_private).or(asked.first());
                (Call::Read, first.and_then(|id| named(id)))
            }
            (&Method::GET, ["v1", "statuses", id]) => (Call::Read, named(id)),
            (&Method::GET, ["v1", "statuses", id, "context"]) => (Call::Thread, named(id)),
            (&Method::POST, ["v1", "statuses"]) => {
                (Call::Reply, ask.field("in_reply_to_id").map(str::to_owned))
            }
            (&Method::DELETE, ["v1", "statuses", id]) => (Call::Delete, named(id)),
            (_, ["v1", "conversations", ..]) => (Call::Private, None),
            _ => (Call::Other, None),
        }
    }

    pub(super) fn respond(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Told {
        self.try_respond(desk, ask).unwrap_or_else(|error| error)
    }

    fn try_respond(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Result<Told, Told> {
        let (path, get) = (ask.parts(0), Method::GET);
        let ["api", path @ ..] = path.as_slice() else { return Err(errors::not_found()) };
        match (ask.method == get, path) {
            (true, ["v2", "instance"]) => return Ok(Told::ok(&instance())),
            // Two that strangers may ask for too.
            (true, ["v1", "statuses", id]) => {
                let is_us = self.is_us(ask)?;
                let at = view::shown_to(desk.world, id, is_us).ok_or_else(errors::not_found)?;
                return Ok(Told::ok(&view::status(self, desk.world, at)));
            }
            (true, ["v1", "statuses", id, "context"]) => {
                let is_us = self.is_us(ask)?;
                let at = view::shown_to(desk.world, id, is_us).ok_or_else(errors::not_found)?;
                return Ok(view::context(self, desk.world, at, is_us));
            }
            _ if !self.is_us(ask)? => return Err(errors::no_token()),
            _ => {}
        }
        if ask.method != get && self.access == Access::ReadOnly {
            return Err(errors::not_permitted());
        }
        match (&ask.method, path) {
            (&Method::GET, ["v1", "accounts", "verify_credentials"]) => {
                Ok(Told::ok(&view::author(&self.id, self.acct, &self.name)))
            }
            (&Method::GET, ["v1", "apps", "verify_credentials"]) => {
                Ok(Told::ok(&json!({"id": "7", "name": "ordstyrer", "website": null, "scopes": SCOPES,
                    "redirect_uris": ["urn:ietf:wg:oauth:2.0:oob"]})))
            }
            (&Method::GET, ["v1", "accounts", id, "statuses"]) => {
                if *id != self.id {
                    return Err(errors::not_found());
                }
                Ok(lists::ours(self, desk.world, ask))
            }
            (&Method::GET, ["v1", "notifications"]) => Ok(self.notices.list(self, desk.world, ask)),
            (&Method::GET, ["v1", "statuses"]) => self.several(desk.world, ask),
            (&Method::POST, ["v1", "statuses"]) => self.publish(desk, ask),
            (&Method::DELETE, ["v1", "statuses", id]) => self.delete(desk, id),
            _ => Err(errors::not_found()),
        }
    }

    /// Those that are gone are simply not there.
    fn several(&self, world: &World, ask: &Ask) -> Result<Told, Told> {
        let asked = ask.all("id[]");
        if asked.len() > MOST_AT_ONCE {
            return Err(errors::not_valid("Too many ids"));
        }
        let shown = asked.into_iter().filter_map(|id| view::shown_to(world, id, true));
        let shown: Vec<Value> = shown.map(|at| view::status(self, world, at)).collect();
        Ok(Told::ok(&shown.into()))
    }

    /// With our token, or with none; any other is refused.
    fn is_us(&self, ask: &Ask) -> Result<bool, Told> {
        match ask.bearer.as_deref() {
            None => Ok(false),
            Some(_) if self.access == Access::Revoked => Err(errors::revoked()),
            Some(word) if word == self.token => Ok(true),
            Some(word) if (0..self.renewed).any(|which| token(self.seed, which) == word) => {
                Err(errors::expired())
            }
            Some(_) => Err(errors::no_token()),
        }
    }
}

fn token(seed: u64, which: u64) -> String {
    format!("TownToken{seed:016x}{which:04}abcdefghijkl")
}

fn instance() -> Value {
    json!({"domain": "lilleby.test", "title": "Lilleby", "version": "4.7.0", "languages": ["da"],
        "configuration": {"statuses": {"max_characters": LONGEST, "max_media_attachments": 4,
            "characters_reserved_per_url": A_LINK}}, "registrations": {"enabled": false}})
}
