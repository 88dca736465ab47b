//! The records of a repository over the wire: read, put, deleted.

use serde_json::{Value, json};

use super::records::{GATE, POST};
use super::repo::Repo;
use super::{errors, ids, records};
use crate::demo::entry::{By, Gone, Kind};
use crate::demo::tongue::Desk;
use crate::demo::wire::{Ask, Told};
use crate::demo::world::World;
use crate::demo::writing::Writing;
use crate::model::{Deed, Stamp};

impl Repo {
    pub(super) fn get_record(&self, world: &World, ask: &Ask) -> Result<Told, Told> {
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

    pub(super) fn put_record(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Result<Told, Told> {
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
                desk.world.rewrite(at, &words, desk.now);
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
            desk.note(Deed::Reply, parent);
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
                desk.note(if is_hidden { Deed::Hide } else { Deed::Unhide }, at);
            }
        }
    }

    pub(super) fn delete_record(&mut self, desk: &mut Desk<'_>, ask: &Ask) -> Result<Told, Told> {
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
            desk.note(Deed::Delete, at);
            self.take_back(desk.world, at, Gone::ByUs);
        }
        let commit = self.commit(desk.now, &uri);
        Ok(Told::ok(&json!({"commit": commit})))
    }

    fn commit(&mut self, now: Stamp, uri: &str) -> Value {
        let rev = self.rkey(now);
        json!({"cid": ids::cid(&format!("{rev} {uri}")), "rev": rev})
    }
}
