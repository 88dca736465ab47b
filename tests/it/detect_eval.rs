//! The figures on the labelled files, which are not part of the project: the folder is named by
//! `ORDSTYRER_EVAL`.

use std::path::PathBuf;

use ordstyrer::cli::eval;
use ordstyrer::detect::{Detectors, Lists};
use ordstyrer::model::Stamp;

fn today() -> Stamp {
    Stamp::parse("2040-01-01T12:00:00Z").unwrap()
}

fn folder() -> PathBuf {
    let folder =
        std::env::var_os("ORDSTYRER_EVAL").expect("ORDSTYRER_EVAL names the folder of labelled files");
    PathBuf::from(folder)
}

#[test]
#[ignore = "reads labelled files that are not part of the project; prints figures"]
fn figures() {
    let detectors = Detectors::new(&Lists::shipped()).unwrap();
    for file in ["pii.jsonl", "pii_hard.jsonl"] {
        let mut out = Vec::new();
        eval::pii(&folder().join(file), &detectors, today(), false, &mut out).unwrap();
        println!("== {file}\n{}", String::from_utf8(out).unwrap());
    }
}
