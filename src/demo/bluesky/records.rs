//! Records of our repository: checked as the lexicons say, compared and swapped by content hash.

use std::collections::HashMap;

use serde_json::{Value, json};
use unicode_segmentation::UnicodeSegmentation;

use super::{errors, ids};
use crate::demo::wire::Told;
use crate::model::Stamp;

pub(super) const POST: &str = "app.bsky.feed.post";
pub(super) const GATE: &str = "app.bsky.feed.threadgate";

/// Refuses what the lexicon of the collection refuses.
pub(super) fn check(collection: &str, record: &Value) -> Result<(), Told> {
    let wrong = |what: &str| Err(errors::invalid(&format!("Invalid {collection} record: {what}")));
    let text = |key: &str| record.get(key).and_then(Value::as_str);
    let needed: &[&str] = if collection == GATE { &["post", "createdAt"] } else { &["text", "createdAt"] };
    if text("$type") != Some(collection) {
        return wrong("Missing or wrong $type at $.record");
    }
    if let Some(missing) = needed.iter().find(|key| text(key).is_none()) {
        return wrong(&format!("Missing required key \"{missing}\" at $.record"));
    }
    if text("createdAt").and_then(Stamp::parse).is_none() {
        return wrong("Invalid datetime at $.record.createdAt");
    }
    let words = text("text").unwrap_or_default();
    let (bytes, graphemes) = (words.len(), words.graphemes(true).count());
    if bytes > 3000 {
        return wrong(&format!("string too big (maximum 3000, got {bytes}) at $.record.text"));
    }
    if graphemes > 300 {
        return wrong(&format!("grapheme too big (maximum 300, got {graphemes}) at $.record.text"));
    }
    let hidden = hidden(record).len();
    if hidden > 300 {
        return wrong(&format!("array too big (maximum 300, got {hidden}) at $.record.hiddenReplies"));
    }
    Ok(())
}

/// The replies that a gate hides.
pub(super) fn hidden(gate: &Value) -> Vec<&str> {
    let list = gate.get("hiddenReplies").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).collect()
}

/// `at://…` of a record.
pub(super) fn uri(did: &str, collection: &str, rkey: &str) -> String {
    format!("at://{did}/{collection}/{rkey}")
}

/// `swapRecord`: absent says nothing, null says "there is none yet".
pub(super) fn swap(asked: Option<&Value>, current: Option<&str>) -> Result<(), Told> {
    match asked {
        None => Ok(()),
        Some(Value::Null) if current.is_none() => Ok(()),
        Some(Value::String(cid)) if Some(cid.as_str()) == current => Ok(()),
        Some(_) => Err(errors::stale_swap(current)),
    }
}

/// A gate as it stands.
pub(super) struct Gate {
    pub(super) cid: String,
    pub(super) record: Value,
}

/// Our thread gates, by record key.
pub(super) struct Gates {
    did: String,
    by_rkey: HashMap<String, Gate>,
}

impl Gates {
    pub(super) fn new(did: &str) -> Self {
        Self { did: did.to_owned(), by_rkey: HashMap::new() }
    }

    pub(super) fn get(&self, rkey: &str) -> Option<&Gate> {
        self.by_rkey.get(rkey)
    }

    pub(super) fn put(&mut self, rkey: &str, record: Value) -> &str {
        let cid = ids::cid(&record.to_string());
        let gate = Gate { cid, record };
        &self.by_rkey.entry(rkey.to_owned()).insert_entry(gate).into_mut().cid
    }

    pub(super) fn remove(&mut self, rkey: &str) -> Option<Gate> {
        self.by_rkey.remove(rkey)
    }

    /// The post that a gate of this key can speak for.
    pub(super) fn post(&self, rkey: &str) -> String {
        uri(&self.did, POST, rkey)
    }

    /// `app.bsky.feed.defs#threadgateView` of one of our posts.
    pub(super) fn view(&self, post: &str) -> Option<Value> {
        let rkey = post.strip_prefix(&uri(&self.did, POST, ""))?;
        let gate = self.get(rkey)?;
        let uri = uri(&self.did, GATE, rkey);
        Some(json!({"uri": uri, "cid": gate.cid, "record": gate.record, "lists": []}))
    }
}
