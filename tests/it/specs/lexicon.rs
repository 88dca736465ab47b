//! The AT Protocol's lexicons: queries' parameters, procedures' input, and the records that are put.
//!
//! <https://atproto.com/specs/lexicon>

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use ordstyrer::model::Stamp;
use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;
use wiremock::Request;

use super::folder;

/// The folder of lexicons; each file is read when it is asked for.
pub(super) struct Lexicons {
    folder: PathBuf,
    read: RefCell<HashMap<String, Option<Rc<Value>>>>,
}

impl Lexicons {
    pub(super) fn of(folder: PathBuf) -> Self {
        Self { folder, read: RefCell::default() }
    }

    fn lexicon(&self, nsid: &str) -> Option<Rc<Value>> {
        let is_name = nsid.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-');
        let file = self.folder.join(nsid.replace('.', "/")).with_extension("json");
        let mut read = self.read.borrow_mut();
        let found = read.entry(nsid.to_owned());
        found
            .or_insert_with(|| (is_name && Path::exists(&file)).then(|| Rc::new(folder::read(&file))))
            .clone()
    }

    /// What is wrong with a request.
    pub(super) fn faults(&self, request: &Request) -> Vec<String> {
        let path = request.url.path();
        let lexicon = path.strip_prefix("/xrpc/").and_then(|nsid| Some((nsid, self.lexicon(nsid)?)));
        let Some((nsid, lexicon)) = lexicon else { return vec![format!("{path}: there is no such method")] };
        let main = &lexicon["defs"]["main"];
        let verb = if main["type"] == "query" { "GET" } else { "POST" };
        if request.method.as_str() != verb {
            return vec![format!("{nsid}: takes no {}", request.method)];
        }
        let mut faults = self.parameters(nsid, &main["parameters"], request);
        let wanted = &main["input"]["schema"];
        match (wanted.is_null(), request.body.is_empty()) {
            (true, true) => {}
            (true, false) => faults.push("body: is not asked for".to_owned()),
            (false, true) => faults.push("body: is missing".to_owned()),
            (false, false) => match request.body_json::<Value>() {
                Ok(value) => {
                    faults.extend(self.value(nsid, wanted, &value, "body"));
                    if let Some(record) = value.get("record") {
                        faults.extend(self.record(&value, record));
                    }
                }
                Err(error) => faults.push(format!("body: {error}")),
            },
        }
        faults
    }

    fn parameters(&self, nsid: &str, declared: &Value, request: &Request) -> Vec<String> {
        let mut faults = Vec::new();
        let mut lists: HashMap<String, Vec<Value>> = HashMap::new();
        for (key, text) in request.url.query_pairs() {
            let kind = &declared["properties"][&*key];
            let (kind, is_list) =
                if kind["type"] == "array" { (&kind["items"], true) } else { (kind, false) };
            let given = lists.entry(key.to_string()).or_default();
            given.push(match kind["type"].as_str() {
                Some("integer" | "boolean") => serde_json::from_str(&text).unwrap_or(Value::Null),
                _ => Value::from(&*text),
            });
            if given.len() > 1 && !is_list {
                faults.push(format!("?{key}: stands twice"));
            }
        }
        for name in strings(&declared["required"]).filter(|name| !lists.contains_key(*name)) {
            faults.push(format!("?{name}: is missing"));
        }
        for (key, given) in lists {
            let kind = &declared["properties"][&key];
            let value = if kind["type"] == "array" { Value::from(given) } else { given[0].clone() };
            if kind.is_null() {
                faults.push(format!("?{key}: is unknown"));
            } else {
                faults.extend(self.value(nsid, kind, &value, &format!("?{key}")));
            }
        }
        faults
    }

    /// A record is of the collection that it is put into, under a key of its kind.
    fn record(&self, input: &Value, record: &Value) -> Vec<String> {
        let collection = input["collection"].as_str().unwrap_or_default();
        let Some(lexicon) = self.lexicon(collection) else {
            return vec![format!("{collection}: is no collection")];
        };
        let main = &lexicon["defs"]["main"];
        let mut faults = Vec::new();
        if record["$type"] != collection {
            faults.push(format!("record.$type: is not {collection}"));
        }
        if main["key"] == "tid" && input["rkey"].as_str().is_none_or(|key| !is("tid", key)) {
            faults.push("rkey: is no tid".to_owned());
        }
        faults.extend(self.value(collection, &main["record"], record, "record"));
        faults
    }

    /// What is wrong with a value; `nsid` is where a reference without a name leads.
    fn value(&self, nsid: &str, kind: &Value, value: &Value, at: &str) -> Vec<String> {
        match kind["type"].as_str() {
            Some("object") => self.object(nsid, kind, value, at),
            Some("array") => self.array(nsid, kind, value, at),
            Some("ref") => self.reference(nsid, kind["ref"].as_str().unwrap_or_default(), value, at),
            Some("union") => {
                let wanted = value["$type"].as_str().unwrap_or_default();
                let named = |reference: &&str| absolute(nsid, reference).trim_end_matches("#main") == wanted;
                match strings(&kind["refs"]).find(named) {
                    Some(reference) => self.reference(nsid, reference, value, at),
                    None => vec![format!("{at}.$type: {wanted} is none of the union")],
                }
            }
            Some("unknown") if value.is_object() => Vec::new(),
            Some("string") => text(kind, value, at),
            Some("integer") => {
                let bound = |key: &str| kind[key].as_i64();
                let fits = value.as_i64().is_some_and(|number| {
                    bound("minimum").is_none_or(|least| number >= least)
                        && bound("maximum").is_none_or(|most| number <= most)
                });
                if fits { Vec::new() } else { vec![format!("{at}: is no number within the bounds")] }
            }
            Some("boolean") if value.is_boolean() => Vec::new(),
            other => vec![format!("{at}: is no {}", other.unwrap_or("known type"))],
        }
    }

    fn object(&self, nsid: &str, kind: &Value, value: &Value, at: &str) -> Vec<String> {
        let Some(given) = value.as_object() else { return vec![format!("{at}: is no object")] };
        let mut faults = Vec::new();
        for name in strings(&kind["required"]).filter(|name| !given.contains_key(*name)) {
            faults.push(format!("{at}.{name}: is missing"));
        }
        for (name, value) in given.iter().filter(|(name, _)| *name != "$type") {
            let property = &kind["properties"][name];
            let is_null = value.is_null() && strings(&kind["nullable"]).any(|nullable| nullable == name);
            if property.is_null() {
                faults.push(format!("{at}.{name}: is unknown"));
            } else if !is_null {
                faults.extend(self.value(nsid, property, value, &format!("{at}.{name}")));
            }
        }
        faults
    }

    fn array(&self, nsid: &str, kind: &Value, value: &Value, at: &str) -> Vec<String> {
        let Some(items) = value.as_array() else { return vec![format!("{at}: is no list")] };
        let mut faults = Vec::new();
        if kind["maxLength"].as_u64().is_some_and(|most| items.len() as u64 > most) {
            faults.push(format!("{at}: is too long"));
        }
        for (number, item) in items.iter().enumerate() {
            faults.extend(self.value(nsid, &kind["items"], item, &format!("{at}[{number}]")));
        }
        faults
    }

    fn reference(&self, nsid: &str, reference: &str, value: &Value, at: &str) -> Vec<String> {
        let name = absolute(nsid, reference);
        let (home, def) = name.split_once('#').unwrap_or((&name, "main"));
        let Some(lexicon) = self.lexicon(home) else {
            return vec![format!("{at}: there is no lexicon {home}")];
        };
        let wanted = value.get("$type").and_then(Value::as_str);
        let mut faults = Vec::new();
        if wanted.is_some_and(|wanted| wanted != name.trim_end_matches("#main")) {
            faults.push(format!("{at}.$type: is not {name}"));
        }
        faults.extend(self.value(home, &lexicon["defs"][def], value, at));
        faults
    }
}

fn absolute(nsid: &str, reference: &str) -> String {
    if reference.starts_with('#') { format!("{nsid}{reference}") } else { reference.to_owned() }
}

fn strings(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn text(kind: &Value, value: &Value, at: &str) -> Vec<String> {
    let Some(text) = value.as_str() else { return vec![format!("{at}: is no text")] };
    let mut faults = Vec::new();
    if kind["maxLength"].as_u64().is_some_and(|most| text.len() as u64 > most)
        || kind["maxGraphemes"].as_u64().is_some_and(|most| text.graphemes(true).count() as u64 > most)
    {
        faults.push(format!("{at}: is too long"));
    }
    // `knownValues` is open, but we have no reason to send a value that nobody knows.
    let known = kind.get("enum").or_else(|| kind.get("knownValues"));
    if known.is_some_and(|known| !strings(known).any(|known| known == text)) {
        faults.push(format!("{at}: is none of the known values"));
    }
    if let Some(format) = kind["format"].as_str().filter(|format| !is(format, text)) {
        faults.push(format!("{at}: is no {format}"));
    }
    faults
}

/// Whether a text has one of the protocol's formats.
pub(super) fn is(format: &str, text: &str) -> bool {
    let signs = |text: &str, more: &[u8]| {
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || more.contains(&byte))
    };
    match format {
        "did" => {
            let mut parts = text.splitn(3, ':');
            let (scheme, method, id) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
            scheme == Some("did")
                && method.is_some_and(|m| !m.is_empty() && m.bytes().all(|byte| byte.is_ascii_lowercase()))
                && signs(id, b"._:%-")
                && !id.ends_with([':', '%'])
                && text.len() <= 2048
        }
        "handle" => {
            let labels: Vec<&str> = text.split('.').collect();
            let is_label = |label: &&str| {
                signs(label, b"-") && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-')
            };
            labels.len() > 1
                && text.len() <= 253
                && labels.iter().all(is_label)
                && labels.last().is_some_and(|last| last.starts_with(|sign: char| sign.is_ascii_alphabetic()))
        }
        "at-identifier" => is("did", text) || is("handle", text),
        "nsid" => {
            let segments: Vec<&str> = text.split('.').collect();
            let name = segments.last().copied().unwrap_or_default();
            let is_label = |label: &&str| {
                signs(label, b"-") && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-')
            };
            segments.len() > 2
                && text.len() <= 317
                && segments.iter().all(is_label)
                && segments[0].starts_with(|sign: char| sign.is_ascii_alphabetic())
                && name.starts_with(|sign: char| sign.is_ascii_alphabetic())
                && signs(name, b"")
        }
        "record-key" => signs(text, b"._:~-") && text.len() <= 512 && text != "." && text != "..",
        "tid" => {
            text.len() == 13
                && text.bytes().all(|byte| b"234567abcdefghijklmnopqrstuvwxyz".contains(&byte))
                && text.bytes().next().is_some_and(|byte| b"234567abcdefghij".contains(&byte))
        }
        "at-uri" => {
            let Some(rest) = text.strip_prefix("at://") else { return false };
            let parts: Vec<&str> = rest.split('/').collect();
            is("at-identifier", parts[0])
                && parts.get(1).is_none_or(|collection| is("nsid", collection))
                && parts.get(2).is_none_or(|key| is("record-key", key))
                && parts.len() <= 3
                && text.len() <= 8192
        }
        "cid" => (8..=256).contains(&text.len()) && signs(text, b"+="),
        "datetime" => text.contains('T') && !text.ends_with("-00:00") && Stamp::parse(text).is_some(),
        "language" => (2..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase()),
        "uri" => url::Url::parse(text).is_ok() && text.is_ascii(),
        _ => false,
    }
}
