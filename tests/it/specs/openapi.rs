//! `OpenAPI`: a path template, its method, parameters and body.

use serde_json::Value;
use wiremock::Request;

use super::schema;

/// What is wrong with a request.
pub(super) fn faults(spec: &Value, request: &Request) -> Vec<String> {
    let path = request.url.path();
    let Some(template) = template(spec, path) else { return vec![format!("{path}: there is no such path")] };
    let verb = request.method.as_str().to_ascii_lowercase();
    let Some(operation) = template.get(&verb) else { return vec![format!("{path}: takes no {verb}")] };
    let mut faults = Vec::new();
    let declared: Vec<&Value> =
        operation.get("parameters").and_then(Value::as_array).into_iter().flatten().collect();
    let of = |place: &str, name: &str| {
        let mut found = declared.iter().filter(|one| one["in"] == place);
        found.find(|one| one["name"].as_str().is_some_and(|there| there.eq_ignore_ascii_case(name)))
    };
    for (key, value) in request.url.query_pairs() {
        let (name, is_many) = key.strip_suffix("[]").map_or((&*key, false), |name| (name, true));
        let Some(parameter) = of("query", name) else {
            faults.push(format!("?{key}: is unknown"));
            continue;
        };
        let is_list = parameter["schema"]["type"] == "array";
        if is_list != is_many {
            faults.push(format!("?{key}: is {}", if is_list { "a list" } else { "no list" }));
        }
        let kind = if is_list { &parameter["schema"]["items"] } else { &parameter["schema"] };
        faults.extend(schema::text_faults(spec, kind, &value, &format!("?{key}")));
    }
    for parameter in declared.iter().filter(|one| one["in"] == "query" && one["required"] == true) {
        let name = parameter["name"].as_str().unwrap_or_default();
        if !request.url.query_pairs().any(|(key, _)| key.trim_end_matches("[]") == name) {
            faults.push(format!("?{name}: is missing"));
        }
    }
    if request.headers.contains_key("idempotency-key") && of("header", "Idempotency-Key").is_none() {
        faults.push("idempotency-key: is unknown".to_owned());
    }
    faults.extend(body(spec, operation, request));
    faults
}

fn body(spec: &Value, operation: &Value, request: &Request) -> Vec<String> {
    let wanted = operation.get("requestBody");
    if request.body.is_empty() {
        let is_needed = wanted.is_some_and(|wanted| wanted["required"] == true);
        return if is_needed { vec!["body: is missing".to_owned()] } else { Vec::new() };
    }
    let Some(wanted) = wanted else { return vec!["body: is not asked for".to_owned()] };
    let kind = request.headers.get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let Some(kind) = wanted["content"].get(kind) else {
        return vec![format!("body: is not taken as {kind}")];
    };
    match request.body_json::<Value>() {
        Ok(value) => schema::faults(spec, &kind["schema"], &value, "body"),
        Err(error) => vec![format!("body: {error}")],
    }
}

/// The template that a path fits; a literal segment before a parameter.
fn template<'a>(spec: &'a Value, path: &str) -> Option<&'a Value> {
    let paths = spec["paths"].as_object()?;
    if let Some(exact) = paths.get(path) {
        return Some(exact);
    }
    let fits = |template: &str| {
        let (mut there, mut here) = (template.split('/'), path.split('/'));
        there.by_ref().zip(here.by_ref()).all(|(there, here)| there == here || there.starts_with('{'))
            && template.matches('/').count() == path.matches('/').count()
    };
    paths.iter().find(|(template, _)| fits(template)).map(|(_, item)| item)
}
