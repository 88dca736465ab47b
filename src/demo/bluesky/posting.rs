//! How words become records: what citizens and colleagues write in their apps, and what becomes of it.

use serde_json::{Value, json};

use super::records::POST;
use super::repo::Repo;
use super::{ids, records};
use crate::demo::entry::{By, Entry, Gone, Kind};
use crate::demo::world::World;
use crate::demo::writing::Writing;
use crate::model::Stamp;

impl Repo {
    /// A key that no record has, later than all before.
    pub(super) fn rkey(&mut self, at: Stamp) -> String {
        let micros = u64::try_from(at.ms()).unwrap_or(0) * 1000;
        self.micros = micros.max(self.micros + 1);
        ids::tid(self.micros)
    }

    /// What somebody writes in an app.
    pub(super) fn post(&mut self, world: &mut World, writing: &Writing<'_>) -> usize {
        let record = self.record(world, writing);
        let rkey = self.rkey(writing.arrived_at);
        self.add(world, writing, &rkey, record)
    }

    pub(super) fn add(
        &mut self,
        world: &mut World,
        writing: &Writing<'_>,
        rkey: &str,
        record: Value,
    ) -> usize {
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
    pub(super) fn rewritten(&mut self, world: &mut World, at: usize) {
        let entry = world.get_mut(at);
        if let Value::Object(fields) = &mut entry.record {
            fields.insert("text".to_owned(), entry.words.clone().into());
        }
        entry.cid = ids::cid(&entry.record.to_string());
        self.notices.remove(world, at);
        self.notices.add(world, at);
    }

    pub(super) fn take_back(&mut self, world: &mut World, at: usize, gone: Gone) {
        world.end(at, gone);
        self.notices.remove(world, at);
    }
}
