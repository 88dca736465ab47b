//! The house stands: an import goes only to a lower floor, SQL stands only in the store, and every
//! file says what it is for. The checks are tried on wrong houses too, so that they can fail.

use std::fs;
use std::path::{Path, PathBuf};

const FLOORS: [(u8, &[&str]); 9] = [
    (9, &["main"]),
    (8, &["cli"]),
    (7, &["app", "demo"]),
    (6, &["config"]),
    (5, &["worker", "review"]),
    (4, &["intake", "screen", "settle", "act", "retain", "hook", "learn", "alarm", "identity"]),
    (3, &["platform", "detect", "decide", "vault"]),
    (2, &["store"]),
    (1, &["model"]),
];

const SQL: [&str; 10] = [
    "WITH ",
    "SELECT ",
    "INSERT INTO ",
    "UPDATE ",
    "DELETE FROM ",
    "CREATE TABLE ",
    "ALTER TABLE ",
    "DROP TABLE ",
    "PRAGMA ",
    "VACUUM",
];

fn floor(room: &str) -> Option<u8> {
    FLOORS.iter().find(|(_, rooms)| rooms.contains(&room)).map(|(floor, _)| *floor)
}

/// Every source file as (path from `src`, text), `lib.rs` aside: it holds only the `mod` lines.
fn house() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the source is here") {
            let path = entry.expect("the source can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(&root).expect("it is below src").to_str().expect("UTF-8");
                files.push((name.to_owned(), fs::read_to_string(&path).expect("it can be read")));
            }
        }
    }
    files.retain(|(name, _)| name != "lib.rs");
    files.sort();
    files
}

/// A source text in two: the code without comments and string contents, and the strings.
fn split(source: &str) -> (String, Vec<String>) {
    let (mut code, mut strings) = (String::new(), Vec::new());
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("//") {
            rest = rest.find('\n').and_then(|end| rest.get(end..)).unwrap_or("");
        } else if let Some((text, after)) = string(rest, code.chars().next_back()) {
            strings.push(text);
            code.push_str("\"\"");
            rest = after;
        } else {
            // A quote in single quotes opens no string.
            let taken = if rest.starts_with("'\"'") { "'\"'" } else { "" };
            let length = taken.len().max(first.len_utf8());
            code.push(if taken.is_empty() { first } else { ' ' });
            rest = rest.get(length..).unwrap_or("");
        }
    }
    (code, strings)
}

/// The string literal that `rest` begins with, and what follows it.
fn string(rest: &str, before: Option<char>) -> Option<(String, &str)> {
    let is_name = before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
    if let Some(raw) = rest.strip_prefix('r').filter(|_| !is_name) {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if let Some(text) = raw.get(hashes..).and_then(|raw| raw.strip_prefix('"')) {
            let (inside, after) = text.split_once(&format!("\"{}", "#".repeat(hashes)))?;
            return Some((inside.to_owned(), after));
        }
    }
    let text = rest.strip_prefix('"')?;
    let mut is_escaped = false;
    let end = text.char_indices().find(|&(_, letter)| {
        let ends = letter == '"' && !is_escaped;
        is_escaped = letter == '\\' && !is_escaped;
        ends
    })?;
    Some((text.get(..end.0)?.to_owned(), text.get(end.0 + 1..)?))
}

/// The rooms that a file reaches into: `crate::room`, `crate::{a, b::c}`, and `super::` past its own.
fn reaches(name: &str, code: &str) -> Vec<String> {
    let depth = name.trim_end_matches("/mod.rs").trim_end_matches(".rs").split('/').count();
    let mut rooms = Vec::new();
    let from_root = format!("{}::", vec!["super"; depth].join("::"));
    for mark in ["crate::", "ordstyrer::", from_root.as_str()] {
        for (at, _) in code.match_indices(mark) {
            let before = code.get(..at).unwrap_or("");
            if before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':') {
                continue;
            }
            let after = code.get(at + mark.len()..).unwrap_or("");
            rooms.extend(if after.starts_with('{') { group(after) } else { vec![word(after)] });
        }
    }
    rooms.retain(|room| !room.is_empty() && room != "super");
    rooms
}

fn word(code: &str) -> String {
    code.trim_start().chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

/// The first names of a group's members: `{a, b::{c, d}}` gives a and b.
fn group(code: &str) -> Vec<String> {
    let (mut depth, mut names, mut is_start) = (0, Vec::new(), false);
    for (at, letter) in code.char_indices() {
        match letter {
            '{' => {
                depth += 1;
                is_start = depth == 1;
            }
            '}' if depth == 1 => break,
            '}' => depth -= 1,
            ',' if depth == 1 => is_start = true,
            letter if is_start && !letter.is_whitespace() => {
                names.push(word(code.get(at..).unwrap_or("")));
                is_start = false;
            }
            _ => {}
        }
    }
    names
}

fn wrong_imports(name: &str, source: &str) -> Vec<String> {
    let room = name.split('/').next().unwrap_or(name).trim_end_matches(".rs");
    let Some(own) = floor(room) else { return vec![format!("{name}: the room `{room}` stands on no floor")] };
    let (code, _) = split(source);
    reaches(name, &code)
        .into_iter()
        .filter(|other| other != room)
        .filter_map(|other| match floor(&other) {
            Some(floor) if floor < own => None,
            Some(floor) => Some(format!("{name} (floor {own}) reaches into {other} (floor {floor})")),
            // A name that is no room is a macro or an item of the crate's root, which has none.
            None => Some(format!("{name} reaches into `{other}`, which is no room")),
        })
        .collect()
}

fn wrong_sql(name: &str, source: &str) -> Vec<String> {
    if name.starts_with("store/") {
        return Vec::new();
    }
    let (_, strings) = split(source);
    let has_sql = |text: &String| SQL.iter().any(|word| text.trim_start().starts_with(word));
    strings.into_iter().filter(has_sql).map(|text| format!("{name} holds SQL: {text}")).collect()
}

#[test]
fn an_import_goes_only_to_a_lower_floor() {
    let wrong: Vec<_> = house().iter().flat_map(|(name, source)| wrong_imports(name, source)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn sql_stands_only_in_the_store() {
    let wrong: Vec<_> = house().iter().flat_map(|(name, source)| wrong_sql(name, source)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_begins_with_what_it_is_for() {
    for (name, source) in house() {
        assert!(source.starts_with("//! "), "{name} does not begin with a sentence");
    }
}

#[test]
fn the_map_in_the_library_names_every_floor() {
    let map =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).expect("the library");
    for (floor, rooms) in FLOORS {
        assert!(map.contains(&format!("{floor} {}", rooms.join(" "))), "floor {floor} is drawn otherwise");
    }
}

#[test]
fn an_import_upwards_or_sideways_is_seen_however_it_is_written() {
    for (name, source) in [
        ("store/db.rs", "use crate::vault::Vault;"),
        ("vault/row.rs", "use crate::decide::Policy;"),
        ("intake.rs", "use crate::{model::Stamp, settle};"),
        ("act/reply.rs", "use crate::{\n    model::{Stamp, State},\n    retain::{self, Settings},\n};"),
        ("settle/page.rs", "fn f() { crate::worker::run(); }"),
        ("retain/mod.rs", "pub use super::act::run;"),
        ("retain/destroy.rs", "use super::super::act::run;"),
        ("screen.rs", "use super::intake;"),
        ("demo/town.rs", "use crate::app::App;"),
        ("worker/turn.rs", "use crate::review::Desk;"),
    ] {
        let wrong = wrong_imports(name, source);
        assert_eq!(wrong.len(), 1, "{name}: {source}: {wrong:?}");
    }
    assert_eq!(wrong_imports("helpers/text.rs", "").len(), 1, "a room that nobody planned is seen");
    assert_eq!(wrong_imports("act/mod.rs", "use crate::Everything;").len(), 1);
}

#[test]
fn an_import_downwards_is_left_alone() {
    for (name, source) in [
        ("act/reply.rs", "use super::effect;\nuse crate::store::{self, task};\nuse crate::model::Stamp;"),
        ("act/mod.rs", "use crate::act::effect; // use crate::worker::Worker;"),
        ("demo/town.rs", "const HINT: &str = \"use crate::cli::run;\"; use crate::config::Config;"),
        ("platform/facebook/page.rs", "use super::super::contract::Page; use crate::model::Stamp;"),
        ("main.rs", "fn main() { ordstyrer::cli::run(); }"),
    ] {
        assert_eq!(wrong_imports(name, source), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn sql_outside_the_store_is_seen_in_every_kind_of_string() {
    let kinds = [
        "f(\"SELECT 1 FROM x\")",
        "f(r#\"\n  DELETE FROM \"x\"\"#)",
        "f(\"say \\\"x\\\"\"); g(\"UPDATE x\")",
    ];
    for source in kinds {
        assert_eq!(wrong_sql("act/mod.rs", source).len(), 1, "{source}");
        assert_eq!(wrong_sql("store/task.rs", source).len(), 0);
    }
    let harmless = "// SELECT 1\nlet quote = '\"'; let x = \"we SELECT nothing\"; /* */ let insert = 1;";
    assert_eq!(wrong_sql("act/mod.rs", harmless), Vec::<String>::new());
}
