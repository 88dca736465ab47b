//! Our account: who may ask, and which method answers.

use std::time::Duration;

use axum::http::Method;
use serde_json::Value;

use super::notices::Notices;
use super::records::{self, GATE, Gates};
use super::session::Sessions;
use super::{errors, ids};
use crate::demo::quota::Window;
use crate::demo::tongue::Desk;
use crate::demo::wire::{Ask, Told};
use crate::demo::{Access, Call};

/// The account and everything that hangs on it.
pub(super) struct Repo {
    pub(super) did: String,
    pub(super) handle: String,
    pub(super) name: String,
    pub(super) sessions: Sessions,
    pub(super) gates: Gates,
    pub(super) ours: Vec<usize>,
    pub(super) notices: Notices,
    pub(super) micros: u64,
    pub(super) access: Access,
    pub(super) calls: Window,
}

/// `limit`, 1 to 100.
pub(super) fn limit(ask: &Ask) -> Result<usize, Told> {
    match ask.asked("limit").map(str::parse::<usize>) {
        None => Ok(50),
        Some(Ok(limit)) if (1..=100).contains(&limit) => Ok(limit),
        Some(_) => Err(errors::invalid("Error: limit can not be greater than 100")),
    }
}

impl Repo {
    pub(super) fn new(name: &str, handle: &str, seed: u64) -> Self {
        let did = ids::did(handle);
        let password = format!("town-{:04x}-{:04x}-appp", seed & 0xffff, (seed >> 16) & 0xffff);
        Self {
            sessions: Sessions::new(&did, handle, password),
            gates: Gates::new(&did),
            did,
            handle: handle.to_owned(),
            name: name.to_owned(),
            ours: Vec::new(),
            notices: Notices::default(),
            access: Access::Full,
            calls: Window::new(3000, Duration::from_mins(5)),
            micros: 0,
        }
    }

    pub(super) fn purpose(&self, ask: &Ask) -> (Call, Option<String>) {
        let text = |name: &str| ask.field(name).unwrap_or_default();
        let about = |pointer: &str| ask.body.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        let named = |name: &str| ask.asked(name).map(str::to_owned);
        match ask.parts(1).first().copied().unwrap_or_default() {
            "com.atproto.server.createSession" => (Call::SignIn, None),
            "com.atproto.server.refreshSession" => (Call::Refresh, None),
            "com.atproto.server.getSession" => (Call::Check, None),
            "com.atproto.repo.getRecord" if ask.asked("collection") == Some(GATE) => (Call::Gate, None),
            "com.atproto.repo.getRecord" => (Call::Read, None),
            "com.atproto.repo.putRecord" if text("collection") == GATE => {
                let before =
                    self.gates.get(text("rkey")).map_or(0, |gate| records::hidden(&gate.record).len());
                let after = ask.body.get("record").map_or(0, |gate| records::hidden(gate).len());
                (if after >= before { Call::Hide } else { Call::Unhide }, about("/record/post"))
            }
            "com.atproto.repo.putRecord" => (Call::Reply, about("/record/reply/parent/uri")),
            "com.atproto.repo.deleteRecord" => {
                (Call::Delete, Some(records::uri(text("repo"), text("collection"), text("rkey"))))
            }
            "app.bsky.feed.getAuthorFeed" => (Call::Posts, None),
            "app.bsky.feed.getPosts" => (Call::Read, named("uris")),
            "app.bsky.feed.getPostThread" => (Call::Thread, named("uri")),
            "app.bsky.notification.listNotifications" => (Call::Reached, None),
            private if private.starts_with("chat.bsky.") => (Call::Private, None),
            _ => (Call::Other, None),
        }
    }

    pub(super) fn respond(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Told {
        self.try_answer(desk, ask).unwrap_or_else(|error| error)
    }

    fn try_answer(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Result<Told, Told> {
        let parts = ask.parts(0);
        let ["xrpc", method] = parts.as_slice() else {
            return Err(errors::unknown_method());
        };
        match (&ask.method, *method) {
            (&Method::POST, "com.atproto.server.createSession") => {
                return self.sessions.create(ask, desk.now, self.access == Access::Revoked);
            }
            (&Method::POST, "com.atproto.server.refreshSession") => {
                return self.sessions.refresh(ask, desk.now);
            }
            // The one method of a repository that asks for no sign-in.
            (&Method::GET, "com.atproto.repo.getRecord") => return self.get_record(desk.world, ask),
            _ => self.sessions.admit(ask, desk.now)?,
        }
        if ask.method == Method::POST && self.access == Access::ReadOnly {
            return Err(errors::not_permitted());
        }
        match (&ask.method, *method) {
            (&Method::GET, "com.atproto.server.getSession") => Ok(self.sessions.show()),
            (&Method::GET, "app.bsky.notification.listNotifications") => self.notices.list(desk.world, ask),
            (&Method::GET, "app.bsky.feed.getAuthorFeed") => self.author_feed(desk.world, ask),
            (&Method::GET, "app.bsky.feed.getPosts") => self.posts(desk.world, ask),
            (&Method::GET, "app.bsky.feed.getPostThread") => self.thread(desk.world, ask),
            (&Method::POST, "com.atproto.repo.putRecord") => self.put_record(desk, ask),
            (&Method::POST, "com.atproto.repo.deleteRecord") => self.delete_record(desk, ask),
            _ => Err(errors::unknown_method()),
        }
    }
}
