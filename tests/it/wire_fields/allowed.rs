//! The list of what may be read and asked for.

use std::collections::BTreeMap;

/// Why the policy allows it. Each is explained at the head of the list.
const REASONS: [&str; 14] = [
    "name",
    "handle",
    "content",
    "technical id",
    "moment",
    "state",
    "count",
    "page mark",
    "link",
    "permission",
    "limit",
    "error",
    "secret",
    "ours",
];
/// A field that only holds others that stand here.
const PARTS: &str = "parts";

/// (network, structure, field) and why it is allowed.
pub(super) type List = BTreeMap<(String, String, String), String>;

/// The project's own list.
pub(super) fn shipped() -> List {
    parse(include_str!("../../fixtures/wire_fields.toml")).expect("the list is whole")
}

/// Reads a list: every field has a reason that is one of the known ones, or says what it only holds.
pub(super) fn parse(text: &str) -> Result<List, String> {
    let file: BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>> =
        toml::from_str(text).map_err(|error| error.message().to_owned())?;
    let mut list = List::new();
    for (network, structures) in file {
        for (structure, fields) in structures {
            for (field, reason) in fields {
                let class = reason.split_once(": ").map_or(reason.as_str(), |(class, _)| class);
                if !REASONS.contains(&class) && class != PARTS {
                    return Err(format!("{network}.{structure}.{field}: {class:?} is no reason"));
                }
                list.insert((network.clone(), structure.clone(), field), reason);
            }
        }
    }
    Ok(list)
}

/// What differs between what stands in the source and what stands in the list, and what of it takes
/// more than it says.
pub(super) fn differences(found: &[super::declared::Declared], list: &List) -> Vec<String> {
    let mut differences = Vec::new();
    for one in found {
        let key = (one.network.clone(), one.structure.clone(), one.field.clone());
        let name = format!("{}.{}.{}", one.network, one.structure, one.field);
        match list.get(&key) {
            None => differences.push(format!("{name}: is not on the list")),
            Some(reason) if one.is_whole && !reason.contains(": ") => {
                differences.push(format!("{name}: takes whatever comes, and the list does not say why"));
            }
            Some(reason) if reason.starts_with(PARTS) && one.is_plain => {
                differences.push(format!("{name}: holds a value of its own, not only parts"));
            }
            Some(_) => {}
        }
    }
    for (network, structure, field) in list.keys() {
        let is_there = |one: &&super::declared::Declared| {
            (&one.network, &one.structure, &one.field) == (network, structure, field)
        };
        if !found.iter().any(|one| is_there(&one)) {
            differences.push(format!("{network}.{structure}.{field}: is on the list and nowhere else"));
        }
    }
    differences
}
