//! JSON Schema, as far as specifications of APIs use it. Stricter in one thing: a property that the
//! schema does not name is a fault, because we must not send what the network does not ask for.

use std::collections::BTreeMap;

use serde_json::Value;

/// What is wrong with a value; references lead into `spec`.
pub(super) fn faults(spec: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let schema = match resolved(spec, schema) {
        Ok(schema) => schema,
        Err(fault) => return vec![format!("{at}: {fault}")],
    };
    if let Some(ways) = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array) {
        let each = ways.iter().map(|way| faults(spec, way, value, at));
        return each.min_by_key(Vec::len).unwrap_or_default();
    }
    if schema.get("allOf").is_some() || schema["type"] == "object" || schema.get("properties").is_some() {
        return object(spec, schema, value, at);
    }
    if schema["type"] == "array" {
        let Some(items) = value.as_array() else { return vec![format!("{at}: is no list")] };
        let each = items.iter().enumerate();
        return each
            .flat_map(|(number, item)| faults(spec, &schema["items"], item, &format!("{at}[{number}]")))
            .collect();
    }
    scalar(schema, value, at)
}

/// What is wrong with a value that was written as text, in a query or a form.
pub(super) fn text_faults(spec: &Value, schema: &Value, text: &str, at: &str) -> Vec<String> {
    let schema = match resolved(spec, schema) {
        Ok(schema) => schema,
        Err(fault) => return vec![format!("{at}: {fault}")],
    };
    let value = match schema["type"].as_str() {
        Some("boolean" | "integer" | "number") => serde_json::from_str(text).unwrap_or(Value::Null),
        _ => Value::from(text),
    };
    faults(spec, schema, &value, at)
}

/// `#/components/schemas/Status` in one kind of document, `Comment` in the other.
fn resolved<'a>(spec: &'a Value, schema: &'a Value) -> Result<&'a Value, String> {
    match schema.get("$ref").and_then(Value::as_str) {
        Some(name) => name
            .strip_prefix('#')
            .map_or_else(|| spec["schemas"].get(name), |pointer| spec.pointer(pointer))
            .ok_or(format!("the specification does not hold {name}")),
        None => Ok(schema),
    }
}

fn object(spec: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let Some(given) = value.as_object() else { return vec![format!("{at}: is no object")] };
    let (mut properties, mut required) = (BTreeMap::new(), Vec::new());
    if let Err(fault) = gather(spec, schema, &mut properties, &mut required) {
        return vec![format!("{at}: {fault}")];
    }
    let mut faults = Vec::new();
    for name in required.iter().filter(|name| !given.contains_key(**name)) {
        faults.push(format!("{at}.{name}: is missing"));
    }
    for (name, value) in given {
        match properties.get(name.as_str()) {
            Some(schema) => faults.extend(self::faults(spec, schema, value, &format!("{at}.{name}"))),
            None => faults.push(format!("{at}.{name}: is unknown")),
        }
    }
    faults
}

/// The properties of an object and of all that it is made of.
fn gather<'a>(
    spec: &'a Value,
    schema: &'a Value,
    properties: &mut BTreeMap<&'a str, &'a Value>,
    required: &mut Vec<&'a str>,
) -> Result<(), String> {
    let schema = resolved(spec, schema)?;
    for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        gather(spec, part, properties, required)?;
    }
    let named = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
    properties.extend(named.map(|(name, schema)| (name.as_str(), schema)));
    let needed = schema.get("required").and_then(Value::as_array).into_iter().flatten();
    required.extend(needed.filter_map(Value::as_str));
    Ok(())
}

fn scalar(schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let fits = match schema["type"].as_str() {
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some(_) | None => true,
    };
    if !fits {
        faults.push(format!("{at}: is no {}", schema["type"]));
    }
    if let Some(known) = schema.get("enum").and_then(Value::as_array).filter(|known| !known.contains(value)) {
        faults.push(format!("{at}: is none of {}", Value::from(known.clone())));
    }
    // The discovery documents write bounds as text; one documentation writes them in its sentences.
    let bound =
        |key: &str| schema.get(key).and_then(|bound| bound.as_i64().or_else(|| bound.as_str()?.parse().ok()));
    let most = bound("maximum").or_else(|| said_most(schema));
    if let Some(number) = value.as_i64()
        && (bound("minimum").is_some_and(|least| number < least) || most.is_some_and(|most| number > most))
    {
        faults.push(format!("{at}: is out of bounds"));
    }
    faults
}

/// `Defaults to 40 notifications. Max 80 notifications.`
fn said_most(schema: &Value) -> Option<i64> {
    let (_, after) = schema.get("description")?.as_str()?.split_once("Max ")?;
    after.split_whitespace().next()?.trim_end_matches('.').parse().ok()
}
