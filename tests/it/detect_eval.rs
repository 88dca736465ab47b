//! The figures on the labelled files, which are not part of the project: the folder is named by
//! `ORDSTYRER_EVAL`.

use std::path::PathBuf;

use ordstyrer::cli::eval;
use ordstyrer::detect::{Comment, Detectors, Lists};
use ordstyrer::model::{Stamp, Text};

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

#[test]
#[ignore = "prints misses"]
fn misses() {
    let detectors = Detectors::new(&Lists::shipped()).unwrap();
    let file = std::env::var("EVAL_FILE").unwrap();
    let kinds = std::env::var("EVAL_KINDS")
        .unwrap_or("cpr,cpr_split,phone,email,iban,card,bank_account,credential".into());
    for line in std::fs::read_to_string(file).unwrap().lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let words = row["text"].as_str().unwrap().to_owned();
        let text = Text::new(words.clone());
        let reading = detectors.read(&Comment { text: &text, author_name: None, handle: None }, today());
        let cut = |s: usize, e: usize| words.chars().skip(s).take(e - s).collect::<String>();
        let mut out = vec![];
        let empty = vec![];
        for span in row["spans"].as_array().unwrap_or(&empty) {
            let kind = span["kind"].as_str().unwrap();
            if !kinds.split(',').any(|k| k == kind) {
                continue;
            }
            let k = if kind == "cpr_split" { "cpr" } else { kind };
            let (s, e) = (span["start"].as_u64().unwrap() as usize, span["end"].as_u64().unwrap() as usize);
            let ok = reading.findings.iter().any(|f| {
                let n = serde_json::to_value(f.kind).unwrap();
                let sh = e.min(f.span.end).saturating_sub(s.max(f.span.start));
                n == k
                    && (sh * 10 >= 7 * (e - s).max(f.span.end - f.span.start)
                        || (kind == "cpr_split" && sh == e - s))
            });
            if !ok {
                out.push(format!("MISS {kind} [{}]", cut(s, e)))
            }
        }
        for f in &reading.findings {
            let n = serde_json::to_value(f.kind).unwrap().as_str().unwrap().to_owned();
            let near = row["spans"]
                .as_array()
                .unwrap_or(&empty)
                .iter()
                .chain(row["optional"].as_array().unwrap_or(&empty))
                .any(|span| {
                    let (s, e) =
                        (span["start"].as_u64().unwrap() as usize, span["end"].as_u64().unwrap() as usize);
                    e.min(f.span.end) > s.max(f.span.start)
                });
            if !near {
                out.push(format!(
                    "FALSE {n} {:?} {} [{}]",
                    f.confidence,
                    f.rule,
                    cut(f.span.start, f.span.end)
                ))
            }
        }
        if !out.is_empty() {
            println!("{} {:?} {out:?}", row["id"], words)
        }
    }
}
