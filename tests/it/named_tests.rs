//! Documents that name tests name tests that are there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let inside = folders.iter().flat_map(|folder| sources(folder));
    inside.chain(files.into_iter().filter(|path| path.extension().is_some_and(|end| end == "rs"))).collect()
}

/// Every function that follows a test's mark.
fn tests() -> BTreeSet<String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tests = BTreeSet::new();
    for path in sources(&here.join("tests/it")) {
        let text = fs::read_to_string(path).unwrap();
        let marks = ["#[test]", "#[tokio::test]", "#[tokio::test("];
        for mark in marks {
            for rest in text.split(mark).skip(1) {
                let name = rest.split("fn ").nth(1).and_then(|rest| rest.split('(').next());
                tests.extend(name.map(str::to_owned));
            }
        }
    }
    tests
}

#[test]
fn every_test_that_a_document_names_is_there() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let tests = tests();
    let mut found = 0;
    for document in ["stories.md", "accessibility.md"] {
        let text = fs::read_to_string(here.join(document)).unwrap();
        // A test's name is a sentence; shorter words in code are none.
        let names = text.split('`').skip(1).step_by(2).filter(|word| word.matches('_').count() >= 4);
        for name in names {
            assert!(tests.contains(name), "{document} names `{name}`, which is no test");
            found += 1;
        }
    }
    assert!(found > 80, "only {found} names were found");
}

#[test]
fn every_story_has_a_line_with_a_test_or_a_reason() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/stories.md");
    let text = fs::read_to_string(path).unwrap();
    let lines: Vec<Vec<&str>> = text
        .lines()
        .filter(|line| line.starts_with("| ") && line.contains(char::is_numeric))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    for story in 1..=25 {
        let line = lines.iter().find(|cells| cells[1] == story.to_string());
        let line = line.unwrap_or_else(|| panic!("story {story} has no line"));
        assert!(line[3].starts_with('`') || !line[4].is_empty(), "story {story} has neither test nor reason");
    }
}
