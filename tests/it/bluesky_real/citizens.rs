//! What the citizens write: real comments, read where they lie and never kept, some with a number
//! planted in them.

use std::path::PathBuf;

use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;

use super::network::Ref;

/// Invented numbers (born on the last day of 2036), in the forms that people write.
const LEAKS: [&str; 6] = [
    "Mit cpr-nummer er 311236-4004.",
    "Cpr 3112364012, hvis I skal bruge det.",
    "Det gælder min mor, 311236 4020.",
    "Mit CPR: 31 12 36 - 4039",
    "Mit personnummer er 311236-4004 og jeg venter stadig.",
    "CPR-nr. 3112364012",
];
/// The network takes 300 graphemes; this leaves room for a leak.
const MOST: usize = 240;

/// A reply that a citizen wrote.
pub(super) struct Reply {
    pub(super) here: Ref,
    /// Which citizen.
    pub(super) by: usize,
    pub(super) root: Ref,
    pub(super) parent: Ref,
    pub(super) written_at: String,
    pub(super) words: String,
    pub(super) is_leak: bool,
}

/// The first `count` comments of the labelled file that fit into a reply, and how many did not.
pub(super) fn rows(count: usize) -> (Vec<String>, usize) {
    let folder =
        std::env::var_os("ORDSTYRER_EVAL").expect("ORDSTYRER_EVAL names the folder of labelled files");
    let file = PathBuf::from(folder).join("offensive_da.jsonl");
    let lines = std::fs::read_to_string(file).expect("the folder holds offensive_da.jsonl");
    let (mut rows, mut long) = (Vec::new(), 0);
    for line in lines.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let words = row["text"].as_str().unwrap();
        if words.graphemes(true).count() > MOST {
            long += 1;
            continue;
        }
        rows.push(words.to_owned());
        if rows.len() == count {
            break;
        }
    }
    assert_eq!(rows.len(), count, "the file has too few rows that fit");
    (rows, long)
}

/// A comment with the `nth` leak planted in it.
pub(super) fn leaking(words: &str, nth: usize) -> String {
    format!("{words} {}", LEAKS[nth % LEAKS.len()])
}
