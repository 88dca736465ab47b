//! Our account: who may ask, what is written to its repository, and which method answers.

use axum::http::Method;
use serde_json::{Value, json};

use super::notices::Notices;
use super::records::{self, Gates};
use super::session::Sessions;
use super::{errors, ids};
use crate::demo::entry::{By, Entry, Gone, Kind};
use crate::demo::tongue::Desk;
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::demo::writing::Writing;
use crate::demo::{Access, Call, Fault, Network};
use crate::model::{Deed, Stamp};

const POST: &str = "app.bsky.feed.post";
const GATE: &str = "app.bsky.feed.threadgate";

/// The account and everything that hangs on it.
pub(in crate::demo) struct Repo {
    pub(in crate::demo) did: String,
    pub(in crate::demo) handle: String,
    pub(super) name: String,
    pub(super) sessions: Sessions,
    pub(super) gates: Gates,
    pub(super) ours: Vec<usize>,
    notices: Notices,
    access: Access,
    micros: u64,
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
    pub(in crate::demo) fn new(name: &str, handle: &str, seed: u64) -> Self {
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
            micros: 0,
        }
    }

    pub(in crate::demo) fn password(&self) -> &str {
        &self.sessions.password
    }

    pub(in crate::demo) fn set_sign_in_limit(&mut self, is_limited: bool) {
        self.sessions.is_limited = is_limited;
    }

    pub(in crate::demo) fn set_access(&mut self, access: Access) {
        self.access = access;
        if access == Access::Revoked {
            self.sessions.revoke();
        }
    }

    pub(in crate::demo) fn fail(&mut self, fault: Fault, now: Stamp) -> Told {
        if fault == Fault::TokenExpired {
            self.sessions.expire();
        }
        errors::fault(fault, now)
    }

    /// A key that no record has, later than all before.
    fn rkey(&mut self, at: Stamp) -> String {
        let micros = u64::try_from(at.ms()).unwrap_or(0) * 1000;
        self.micros = micros.max(self.micros + 1);
        ids::tid(self.micros)
    }

    /// What somebody writes in an app.
    pub(in crate::demo) fn write(&mut self, world: &mut World, writing: &Writing<'_>) -> usize {
        let record = self.record(world, writing);
        let rkey = self.rkey(writing.arrived_at);
        self.add(world, writing, &rkey, record)
    }

    fn add(&mut self, world: &mut World, writing: &Writing<'_>, rkey: &str, record: Value) -> usize {
        let is_ours = writing.by != By::Citizen;
        let name = if is_ours { &self.name } else { writing.author };
        let account = if is_ours { self.did.clone() } else { ids::did(name) };
        let entry = Entry {
            id: records::uri(&account, POST, rkey),
            name: name.to_owned(),
            handle: if is_ours { self.handle.clone() } else { ids::handle(name) },
            account,
            words: record.get("text").and_then(Value::as_str).unwrap_or_default().to_owned(),
            cid: ids::cid(&record.to_string()),
            record,
            ..writing.entry()
        };
        let at = world.add(entry);
        if is_ours {
            self.ours.push(at);
        }
        self.notices.add(world, at);
        at
    }

    fn record(&self, world: &World, writing: &Writing<'_>) -> Value {
        let reference = |at: usize| json!({"uri": world.get(at).id, "cid": world.get(at).cid});
        let address = format!("@{}", self.handle);
        let names_us = writing.kind == Kind::Mention && !writing.words.contains(&address);
        let text = if names_us { format!("{address} {}", writing.words) } else { writing.words.to_owned() };
        let mut record = json!({"$type": POST, "createdAt": writing.written_at.rfc3339(), "langs": ["da"]});
        if let Value::Object(fields) = &mut record {
            if let (Some(root), Some(parent)) = (writing.root, writing.parent) {
                let reply = json!({"root": reference(root), "parent": reference(parent)});
                fields.insert("reply".to_owned(), reply);
            }
            if let (Kind::Mention, Some(start)) = (writing.kind, text.find(&address)) {
                let facet = json!([{"index": {"byteStart": start, "byteEnd": start + address.len()},
                    "features": [{"$type": "app.bsky.richtext.facet#mention", "did": self.did}]}]);
                fields.insert("facets".to_owned(), facet);
            }
            if let Some(quoted) = writing.quotes {
                let embed = json!({"$type": "app.bsky.embed.record", "record": reference(quoted)});
                fields.insert("embed".to_owned(), embed);
            }
            fields.insert("text".to_owned(), text.into());
        }
        record
    }

    /// The same record with the entry's new words: another content hash at the same place in time.
    pub(in crate::demo) fn rewritten(&mut self, world: &mut World, at: usize) {
        let entry = world.get_mut(at);
        if let Value::Object(fields) = &mut entry.record {
            fields.insert("text".to_owned(), entry.words.clone().into());
        }
        entry.cid = ids::cid(&entry.record.to_string());
        self.notices.remove(world, at);
        self.notices.add(world, at);
    }

    pub(in crate::demo) fn end(&mut self, world: &mut World, at: usize, gone: Gone) {
        world.end(at, gone);
        self.notices.remove(world, at);
    }

    pub(in crate::demo) fn like(&mut self, world: &World, at: usize, author: &str, now: Stamp) {
        self.notices.like(world, at, author, now);
    }

    pub(in crate::demo) fn call(&self, ask: &Ask) -> (Call, Option<String>) {
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
            _ => (Call::Other, None),
        }
    }

    pub(in crate::demo) fn answer(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Told {
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

    fn get_record(&self, world: &World, ask: &Ask) -> Result<Told, Told> {
        let asked = |name: &str| ask.asked(name).unwrap_or_default();
        let (repo, collection, rkey) = (asked("repo"), asked("collection"), asked("rkey"));
        let repo = if repo == self.handle { self.did.as_str() } else { repo };
        let uri = records::uri(repo, collection, rkey);
        let found = match collection {
            GATE if repo == self.did => self.gates.get(rkey).map(|gate| (&gate.cid, &gate.record)),
            _ => world.alive(&uri).map(|at| (&world.get(at).cid, &world.get(at).record)),
        };
        let (cid, record) = found.ok_or_else(|| errors::no_record(&uri))?;
        Ok(Told::ok(&json!({"uri": uri, "cid": cid, "value": record})))
    }

    /// Ours is the only repository we may write to.
    fn own<'a>(&self, ask: &'a Ask) -> Result<(&'a str, &'a str), Told> {
        let repo = ask.field("repo").unwrap_or_default();
        if repo != self.did && repo != self.handle {
            return Err(errors::not_yours());
        }
        match (ask.field("collection"), ask.field("rkey")) {
            (Some(collection @ (POST | GATE)), Some(rkey)) if ids::is_tid(rkey) => Ok((collection, rkey)),
            (Some(POST | GATE), _) => Err(errors::invalid("Invalid record key")),
            _ => Err(errors::unknown_method()),
        }
    }

    fn put_record(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Result<Told, Told> {
        let (collection, rkey) = self.own(ask)?;
        let record = ask.body.get("record").cloned().unwrap_or_default();
        records::check(collection, &record)?;
        let uri = records::uri(&self.did, collection, rkey);
        let at = desk.world.alive(&uri);
        let current = match collection {
            GATE => self.gates.get(rkey).map(|gate| gate.cid.as_str()),
            _ => at.map(|at| desk.world.get(at).cid.as_str()),
        };
        records::swap(ask.body.get("swapRecord"), current)?;
        let new = ids::cid(&record.to_string());
        if current == Some(new.as_str()) {
            return Ok(Told::ok(&json!({"uri": uri, "cid": new, "validationStatus": "valid"})));
        }
        match (collection, at) {
            (GATE, _) => {
                self.gates.put(rkey, record);
                self.apply_gate(desk, rkey);
            }
            (_, Some(at)) => {
                let words = record.get("text").and_then(Value::as_str).unwrap_or_default().to_owned();
                desk.world.get_mut(at).record = record;
                desk.world.rewrite(at, &words);
                self.rewritten(desk.world, at);
            }
            (_, None) => self.add_by_us(desk, rkey, record),
        }
        let commit = self.commit(desk.now, &uri);
        Ok(Told::ok(&json!({"uri": uri, "cid": new, "commit": commit, "validationStatus": "valid"})))
    }

    fn add_by_us(&mut self, desk: &mut Desk<'_>, rkey: &str, record: Value) {
        let find =
            |pointer| record.pointer(pointer).and_then(Value::as_str).and_then(|uri| desk.world.find(uri));
        let (root, parent) = (find("/reply/root/uri"), find("/reply/parent/uri"));
        let written = record.get("createdAt").and_then(Value::as_str).and_then(Stamp::parse);
        let mut writing = Writing::by_us(By::Us, "", desk.now);
        writing.kind = if parent.is_some() { Kind::Comment } else { Kind::Post };
        (writing.root, writing.parent) = (root, parent);
        writing.written_at = written.unwrap_or(desk.now);
        self.add(desk.world, &writing, rkey, record);
        if let Some(parent) = parent {
            desk.note(Network::Bluesky, Deed::Reply, parent);
        }
    }

    /// What a changed gate does to the thread below its post.
    fn apply_gate(&self, desk: &mut Desk<'_>, rkey: &str) {
        let post = self.gates.post(rkey);
        let gate = self.gates.get(rkey).filter(|gate| gate.record.get("post") == Some(&json!(post)));
        let hidden = gate.map(|gate| records::hidden(&gate.record)).unwrap_or_default();
        let thread = desk.world.find(&post).map(|root| desk.world.under(root).to_vec());
        for at in thread.unwrap_or_default() {
            let entry = desk.world.get_mut(at);
            let is_hidden = hidden.contains(&entry.id.as_str());
            if entry.is_hidden != is_hidden {
                entry.is_hidden = is_hidden;
                desk.note(Network::Bluesky, if is_hidden { Deed::Hide } else { Deed::Unhide }, at);
            }
        }
    }

    fn delete_record(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Result<Told, Told> {
        let (collection, rkey) = self.own(ask)?;
        let uri = records::uri(&self.did, collection, rkey);
        if collection == GATE {
            if self.gates.remove(rkey).is_none() {
                return Ok(Told::ok(&json!({})));
            }
            self.apply_gate(desk, rkey);
        } else {
            let Some(at) = desk.world.alive(&uri) else {
                return Ok(Told::ok(&json!({})));
            };
            desk.note(Network::Bluesky, Deed::Delete, at);
            self.end(desk.world, at, Gone::ByUs);
        }
        let commit = self.commit(desk.now, &uri);
        Ok(Told::ok(&json!({"commit": commit})))
    }

    fn commit(&mut self, now: Stamp, uri: &str) -> Value {
        let rev = self.rkey(now);
        json!({"cid": ids::cid(&format!("{rev} {uri}")), "rev": rev})
    }
}
