//! Google's discovery documents: methods with their parameters, bodies and answers.

use serde_json::Value;
use wiremock::Request;

use super::fields::{self, Field};
use super::schema;

/// A refresh token for an access token, which is no method of the API: RFC 6749 §6.
const EXCHANGE: [&str; 4] = ["grant_type", "refresh_token", "client_id", "client_secret"];

/// What is wrong with a request.
pub(super) fn faults(spec: &Value, request: &Request) -> Vec<String> {
    if request.url.path() == "/token" {
        let sent: Vec<_> = url::form_urlencoded::parse(&request.body).collect();
        let mut names: Vec<_> = sent.iter().map(|(name, _)| name.as_ref()).collect();
        let (mut wanted, kind) = (EXCHANGE, sent.iter().find(|(name, _)| name == "grant_type"));
        names.sort_unstable();
        wanted.sort_unstable();
        // Its secrets stand in the body alone (RFC 6749 §2.3.1).
        let is_apart = request.url.query().is_none() && !request.headers.contains_key("authorization");
        let fits = is_apart && names == wanted && kind.is_some_and(|(_, kind)| kind == "refresh_token");
        return if fits { Vec::new() } else { vec!["body: is no exchange of a refresh token".to_owned()] };
    }
    let Some(method) = method(spec, request) else {
        return vec![format!("{} {}: there is no such method", request.method, request.url.path())];
    };
    let mut faults = Vec::new();
    let asked: Vec<(String, String)> = request.url.query_pairs().into_owned().collect();
    for (key, value) in &asked {
        let Some(kind) = method["parameters"].get(key).or_else(|| spec["parameters"].get(key)) else {
            faults.push(format!("?{key}: is unknown"));
            continue;
        };
        let is_repeated = kind["repeated"] == true;
        if !is_repeated && asked.iter().filter(|(other, _)| other == key).count() > 1 {
            faults.push(format!("?{key}: stands twice"));
        }
        faults.extend(schema::text_faults(spec, kind, value, &format!("?{key}")));
        if key == "fields" {
            faults.extend(selected(spec, &method["response"], value));
        }
        if key == "part" {
            faults.extend(parts(spec, method, value));
        }
    }
    let declared = method["parameters"].as_object().into_iter().flatten();
    for (name, _) in declared.filter(|(_, kind)| kind["required"] == true) {
        if !asked.iter().any(|(key, _)| key == name) {
            faults.push(format!("?{name}: is missing"));
        }
    }
    match (method.get("request"), request.body.is_empty()) {
        (None, true) => {}
        (None, false) => faults.push("body: is not asked for".to_owned()),
        (Some(_), true) => faults.push("body: is missing".to_owned()),
        (Some(wanted), false) => match request.body_json::<Value>() {
            Ok(value) => faults.extend(schema::faults(spec, wanted, &value, "body")),
            Err(error) => faults.push(format!("body: {error}")),
        },
    }
    faults
}

/// The method of this verb and path.
fn method<'a>(spec: &'a Value, request: &Request) -> Option<&'a Value> {
    let path = request.url.path().trim_start_matches('/');
    let verb = request.method.as_str();
    let resources = spec["resources"].as_object()?.values();
    let methods = resources.filter_map(|resource| resource["methods"].as_object()).flatten();
    let mut methods = methods.map(|(_, method)| method);
    methods.find(|method| method["httpMethod"] == verb && method["path"] == path)
}

/// `part` names properties of what is listed or sent.
fn parts(spec: &Value, method: &Value, parts: &str) -> Vec<String> {
    let answer = &spec["schemas"][method["response"]["$ref"].as_str().unwrap_or_default()];
    let listed = answer["properties"]["items"]["items"]["$ref"].as_str();
    let whole = listed.map_or(answer, |name| &spec["schemas"][name]);
    let unknown = parts.split(',').filter(|part| whole["properties"].get(part).is_none());
    unknown.map(|part| format!("?part: {part} is unknown")).collect()
}

/// A partial answer selects what the answer has.
fn selected(spec: &Value, answer: &Value, text: &str) -> Vec<String> {
    match fields::google(text) {
        Ok(fields) => fields.iter().flat_map(|field| missing(spec, answer, field, "?fields")).collect(),
        Err(fault) => vec![format!("?fields: {fault}")],
    }
}

fn missing(spec: &Value, kind: &Value, field: &Field, at: &str) -> Vec<String> {
    let kind = kind.get("$ref").and_then(Value::as_str).map_or(kind, |name| &spec["schemas"][name]);
    let kind = if kind["type"] == "array" { &kind["items"] } else { kind };
    let kind = kind.get("$ref").and_then(Value::as_str).map_or(kind, |name| &spec["schemas"][name]);
    let at = format!("{at}.{}", field.name);
    match kind["properties"].get(&field.name) {
        Some(kind) => field.within.iter().flat_map(|field| missing(spec, kind, field, &at)).collect(),
        None => vec![format!("{at}: is unknown")],
    }
}
