//! The book of words: the same in both languages, complete, and nothing in it that nobody says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Keys with the names of what is put into them.
fn book(language: &str) -> BTreeMap<String, BTreeSet<String>> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("config/words").join(language).with_extension("ftl");
    let mut book: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in fs::read_to_string(path).unwrap().lines() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        let mut said = line;
        if !line.starts_with([' ', '}']) {
            let (name, rest) =
                line.split_once(" = ").unwrap_or_else(|| panic!("not a line of words: {line}"));
            name.clone_into(&mut key);
            said = rest;
            assert!(book.insert(key.clone(), BTreeSet::new()).is_none(), "{key} stands twice in {language}");
        }
        for part in said.split('$').skip(1) {
            let name = part.chars().take_while(char::is_ascii_alphanumeric).collect();
            book.get_mut(&key).unwrap().insert(name);
        }
    }
    book
}

/// Everything that the desk's sources and pages hold.
fn sources() -> String {
    let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/review");
    [room.clone(), room.join("pages")]
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| fs::read_to_string(path).unwrap())
        .collect()
}

#[test]
fn both_languages_say_the_same() {
    let (danish, english) = (book("da"), book("en"));
    assert!(danish.len() > 150);
    assert_eq!(danish, english);
}

#[test]
fn every_word_that_is_asked_for_stands_in_the_book() {
    let (book, sources) = (book("da"), sources());
    let mut asked = 0;
    for call in ["say(\"", "count(\"", "about(\"", "about_both(\""] {
        for rest in sources.split(call).skip(1) {
            let key = rest.split('"').next().unwrap();
            assert!(book.contains_key(key), "{key} is asked for and does not stand in the book");
            asked += 1;
        }
    }
    assert!(asked > 100, "only {asked} were found");
}

#[test]
fn nothing_stands_in_the_book_that_nobody_says() {
    let sources = sources();
    // Put together from a word and an id: the whole family is said.
    let families = [
        "month-",
        "state-",
        "outcome-",
        "ground-",
        "warning-",
        "note-",
        "alarm-",
        "drift-",
        "area-",
        "did-",
        "kept-",
        "reason-",
        "ending-",
        "unlike-",
        "example-",
        "rules-about-",
        "whole-month-",
        "role-",
        "closed-",
        "hearing-",
        "weekday-",
    ];
    for key in book("da").keys() {
        let error = ["-title", "-sentence"].iter().find_map(|end| key.strip_suffix(end));
        let is_said = sources.contains(&format!("\"{key}\""))
            || families
                .iter()
                .any(|family| key.starts_with(family) && sources.contains(&format!("\"{family}{{")))
            || error.is_some_and(|error| sources.contains(&format!("\"{error}\"")));
        assert!(is_said, "{key} is never said");
    }
}

#[test]
fn the_outbox_writes_no_common_note_that_the_book_does_not_translate() {
    let book = book("da");
    let act = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/act");
    let settle = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/settle");
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/model");
    let text: String = [act, settle, model]
        .iter()
        .flat_map(|folder| fs::read_dir(folder).unwrap())
        .map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    for key in book.keys().filter_map(|key| key.strip_prefix("note-")) {
        let words: Vec<_> = key.split('-').collect();
        let is_written = text.split('"').any(|literal| {
            let letters: String = literal
                .to_lowercase()
                .chars()
                .map(|c| if c == ' ' { '-' } else { c })
                .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
                .collect();
            letters == words.join("-")
        });
        assert!(is_written, "nobody writes the note {key} any more");
    }
}
