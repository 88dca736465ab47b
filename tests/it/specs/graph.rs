//! The Graph API's node specifications: which fields a node has, which edges, and what each takes.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::PathBuf;
use std::rc::Rc;

use serde_json::Value;
use wiremock::Request;

use super::fields::{self, Field};
use super::folder;

/// What every call may carry, whatever the node: stands in Meta's documentation of the API as a whole.
const EVERYWHERE: [&str; 6] = ["fields", "limit", "after", "before", "summary", "appsecret_proof"];
/// What a list is read by field for field, with its identifier beside it; the specifications have only
/// the field. `GET /{ig-user-id}?fields=mentioned_comment.comment_id({id}){…}`
const BY_ID: [(&str, &str); 2] = [("mentioned_comment", "comment_id"), ("mentioned_media", "media_id")];

/// Calls that Meta documents in prose only: the verb, the path, and what may be sent.
const IN_PROSE: [(&str, &str, &[&str]); 3] = [
    // Access Token Debugging; asked as a POST that is a read, so that the token stands in the body.
    ("POST", "/debug_token", &["method", "input_token", "appsecret_proof"]),
    // Instagram API with Instagram Login.
    ("GET", "/refresh_access_token", &["grant_type", "appsecret_proof"]),
    ("GET", "/me", &["fields", "appsecret_proof"]),
];

/// What is selected of things that have no specification: (what they are called, the field).
const UNSPECIFIED: [(&str, &str); 4] =
    [("Object", "id"), ("Object", "name"), ("Object", "type"), ("StoryAttachment", "media_type")];

/// The nodes of one network; each file is read when it is asked for.
pub(super) struct Nodes {
    /// Its own, and Facebook's, where people and pages are described for both.
    folders: [PathBuf; 2],
    /// Where Facebook keeps the values of its enumerations.
    enums: PathBuf,
    read: RefCell<HashMap<String, Option<Rc<Value>>>>,
}

impl Nodes {
    pub(super) fn of(folders: [PathBuf; 2], enums: PathBuf) -> Self {
        Self { folders, enums, read: RefCell::default() }
    }

    fn node(&self, kind: &str) -> Option<Rc<Value>> {
        let mut files: Vec<PathBuf> = self.folders.iter().map(|folder| folder.join(kind)).collect();
        if kind == "enum_types" {
            files = vec![self.enums.clone()];
        }
        let mut files = files.into_iter().map(|file| file.with_extension("json"));
        let mut read = self.read.borrow_mut();
        let found = read.entry(kind.to_owned());
        let mut file = || files.find(|file| file.exists());
        found.or_insert_with(|| file().map(|file| Rc::new(folder::read(&file)))).clone()
    }

    /// What is wrong with a request; `kind` tells of which kind the node is that it names first.
    pub(super) fn faults(&self, kind: &str, request: &Request) -> Vec<String> {
        let prose = IN_PROSE.iter().find(|(verb, path, _)| {
            request.method.as_str() == *verb && request.url.path() == *path && kind != "Page"
        });
        if let Some((_, _, known)) = prose {
            let given = request.url.query_pairs().into_owned().chain(body(request).unwrap_or_default());
            let unknown = given.filter(|(key, _)| !known.contains(&key.as_str()));
            return unknown.map(|(key, _)| format!("{key}: is unknown")).collect();
        }
        let Some(node) = self.node(kind) else { return vec![format!("there is no node {kind}")] };
        let mut segments = request.url.path_segments().into_iter().flatten().skip(1);
        let (edge, rest) = (segments.next(), segments.next());
        if rest.is_some() {
            return vec![format!("{}: is too deep", request.url.path())];
        }
        let verb = request.method.as_str();
        let Some(api) = api(&node, verb, edge) else {
            return vec![format!("{kind} {}: takes no {verb}", edge.unwrap_or("itself"))];
        };
        let mut faults = Vec::new();
        let mut given: Vec<(String, String)> = request.url.query_pairs().into_owned().collect();
        match body(request) {
            Ok(body) => given.extend(body),
            Err(fault) => faults.push(fault),
        }
        if verb != "GET" && given.iter().any(|(key, _)| key == "fields") {
            // Meta makes the comment and then answers 400: four times the same reply.
            faults.push("fields: never with a write".to_owned());
        }
        for (key, value) in &given {
            if key == "fields" {
                faults.extend(self.selected(api["return"].as_str().unwrap_or_default(), value));
            } else {
                faults.extend(self.parameter(api, key, value));
            }
        }
        let declared = api["params"].as_array().into_iter().flatten();
        for wanted in declared.filter(|one| one["required"] == true) {
            let name = wanted["name"].as_str().unwrap_or_default();
            if !given.iter().any(|(key, _)| key == name) {
                faults.push(format!("{name}: is missing"));
            }
        }
        faults
    }

    fn parameter(&self, api: &Value, key: &str, value: &str) -> Vec<String> {
        let mut declared = api["params"].as_array().into_iter().flatten();
        let Some(found) = declared.find(|one| one["name"] == key) else {
            let is_known = EVERYWHERE.contains(&key);
            return if is_known { Vec::new() } else { vec![format!("{key}: is unknown")] };
        };
        let kind = found["type"].as_str().unwrap_or_default();
        let kind = kind.strip_prefix("list<").and_then(|kind| kind.strip_suffix('>')).unwrap_or(kind);
        let fits = match kind {
            "string" | "Object" | "map" => true,
            "bool" => value == "true" || value == "false",
            "int" | "unsigned int" => value.bytes().all(|byte| byte.is_ascii_digit()) && !value.is_empty(),
            "datetime" => value.parse::<i64>().is_ok() || ordstyrer::model::Stamp::parse(value).is_some(),
            _ => value.split(',').all(|value| self.is_value(kind, value)),
        };
        if fits { Vec::new() } else { vec![format!("{key}: {value} is no {kind}")] }
    }

    fn is_value(&self, kind: &str, value: &str) -> bool {
        let Some(enums) = self.node("enum_types") else { return false };
        let found = enums.as_array().into_iter().flatten().find(|one| one["name"] == kind);
        found
            .and_then(|one| one["values"].as_array())
            .is_some_and(|values| values.iter().any(|one| one == value))
    }

    fn selected(&self, kind: &str, text: &str) -> Vec<String> {
        match fields::meta(text) {
            Ok(fields) => fields.iter().flat_map(|field| self.field(kind, field)).collect(),
            Err(fault) => vec![format!("fields: {fault}")],
        }
    }

    /// A field of the node, or an edge of it that is read along.
    fn field(&self, kind: &str, field: &Field) -> Vec<String> {
        let Some(node) = self.node(kind) else {
            let is_known = UNSPECIFIED.contains(&(kind, &field.name)) && field.within.is_empty();
            let fault = || format!("{kind}.{}: has no specification", field.name);
            return if is_known { Vec::new() } else { vec![fault()] };
        };
        let mut plain = node["fields"].as_array().into_iter().flatten();
        let found = plain.find(|one| one["name"] == field.name.as_str());
        let edge = api(&node, "GET", Some(&field.name));
        let (within, faults): (&str, Vec<String>) = match (found, edge) {
            (Some(found), _) => {
                let fits = |(name, _): &&(String, String)| !BY_ID.contains(&(&field.name, name));
                let odd = field.modifiers.iter().find(fits);
                let odd = odd.map(|(name, _)| format!("{kind}.{}.{name}: is unknown", field.name));
                (found["type"].as_str().unwrap_or_default(), odd.into_iter().collect())
            }
            (None, Some(edge)) => {
                let each = field.modifiers.iter().flat_map(|(name, value)| self.parameter(edge, name, value));
                (edge["return"].as_str().unwrap_or_default(), each.collect())
            }
            (None, None) => return vec![format!("{kind}.{}: is unknown", field.name)],
        };
        let within = within.strip_prefix("list<").and_then(|kind| kind.strip_suffix('>')).unwrap_or(within);
        let below = field.within.iter().flat_map(|field| self.field(within, field));
        faults.into_iter().chain(below).collect()
    }
}

/// The call of this verb on an edge, or on the node itself.
fn api<'a>(node: &'a Value, verb: &str, edge: Option<&str>) -> Option<&'a Value> {
    let own = match verb {
        "GET" => "#get",
        "POST" => "#update",
        _ => "#delete",
    };
    let mut apis = node["apis"].as_array()?.iter();
    apis.find(|api| match edge {
        Some(edge) => api["method"] == verb && api["endpoint"] == edge,
        None => api["method"] == verb && api["name"] == own,
    })
}

fn body(request: &Request) -> Result<Vec<(String, String)>, String> {
    if request.body.is_empty() {
        return Ok(Vec::new());
    }
    let kind = request.headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind != "application/x-www-form-urlencoded" {
        return Err(format!("body: is {kind} and no form"));
    }
    Ok(url::form_urlencoded::parse(&request.body).into_owned().collect())
}
