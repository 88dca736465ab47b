//! What a request of theirs says: its path without the version, and a flag.

use serde_json::Value;

use crate::demo::wire::Ask;

/// The path. The version stands in front or not.
pub(in crate::demo) fn parts(ask: &Ask) -> Vec<&str> {
    let is_version = |part: &&str| part.starts_with('v') && part.contains('.');
    let skip = usize::from(ask.parts(0).first().is_some_and(is_version));
    ask.parts(skip)
}

/// A flag, from the form, the JSON or the address.
pub(in crate::demo) fn flag(ask: &Ask, name: &str) -> Option<bool> {
    match (ask.body.get(name), ask.asked(name)) {
        (Some(Value::Bool(flag)), _) => Some(*flag),
        (Some(Value::String(word)), _) => word.parse().ok(),
        (None, Some(word)) => word.parse().ok(),
        (_, _) => None,
    }
}

/// The words of an answer.
pub(in crate::demo) fn message(ask: &Ask) -> &str {
    ask.field("message").or_else(|| ask.asked("message")).unwrap_or_default()
}
