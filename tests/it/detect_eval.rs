//! The figures on the labelled files, which are not part of the project: the folder is named by
//! `ORDSTYRER_EVAL`.

use std::path::PathBuf;

use ordstyrer::cli::eval;

use crate::detect::{shipped, today};

fn measured(file: &str, json: bool) -> String {
    let folder = std::env::var_os("ORDSTYRER_EVAL").map(PathBuf::from);
    let folder = folder.expect("ORDSTYRER_EVAL names the folder of labelled files");
    let mut out = Vec::new();
    eval::pii(&folder.join(file), &shipped(), today(), json, &mut out).expect("the file is labelled rows");
    String::from_utf8(out).expect("figures are text")
}

#[test]
#[ignore = "reads labelled files that are not part of the project; --nocapture shows the figures"]
fn identifiers_are_found_without_false_alarms_on_the_labelled_files() {
    println!("pii.jsonl: {}", measured("pii.jsonl", false));
    println!("pii_hard.jsonl: {}", measured("pii_hard.jsonl", false));

    let figures: serde_json::Value = serde_json::from_str(&measured("pii.jsonl", true)).unwrap();

    for kind in ["cpr", "phone", "email", "iban", "card", "bank_account"] {
        let (precision, recall) = (&figures["kinds"][kind]["precision"], &figures["kinds"][kind]["recall"]);
        assert!(precision.as_f64().unwrap() >= 0.99 && recall.as_f64().unwrap() >= 0.99, "{kind}");
    }
    for (kind, alarms) in figures["look_alikes"].as_object().unwrap() {
        assert_eq!(alarms["reported_high"], 0, "a {kind} would be hidden");
    }
}

#[test]
fn a_row_that_is_no_row_is_named_by_its_line_and_never_quoted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.jsonl");
    std::fs::write(&path, "{\"text\":\"hej\"}\n{\"text\": 311236}\n").unwrap();

    let error = eval::pii(&path, &shipped(), today(), false, &mut Vec::new()).unwrap_err();

    let told = format!("{error:#}");
    assert!(told.contains("line 2") && !told.contains("311236"), "{told}");
}

#[test]
fn figures_count_what_is_found_missed_and_wrongly_reported() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.jsonl");
    let rows = [
        r#"{"text":"mit cpr er 311236-4004","spans":[{"start":11,"end":22,"kind":"cpr"}],"forms":["dash"]}"#,
        r#"{"text":"tallet her er x","spans":[{"start":0,"end":6,"kind":"cpr"}],"forms":["none"]}"#,
        r#"{"text":"ring 20304050","decoys":[{"start":5,"end":13,"kind":"order"}]}"#,
        r#"{"text":"ring 20304050","optional":[{"start":5,"end":13,"kind":"public_phone"}]}"#,
    ];
    std::fs::write(&path, rows.join("\n")).unwrap();
    let mut out = Vec::new();

    eval::pii(&path, &shipped(), today(), true, &mut out).unwrap();

    let figures: serde_json::Value = serde_json::from_slice(&out).unwrap();
    assert_eq!(figures["kinds"]["cpr"]["recall"], 0.5);
    assert_eq!(figures["kinds"]["cpr"]["precision"], 1.0);
    assert_eq!(figures["kinds"]["phone"]["precision"], 0.0);
    assert_eq!(figures["cpr_forms"]["dash"]["found"], 1);
    assert_eq!(figures["look_alikes"]["order"]["reported"], 1);
}
