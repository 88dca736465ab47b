//! The figures on the labelled files, which are not part of the project: the folder is named by
//! `ORDSTYRER_EVAL`. How figures are made is tried on rows written here.

use std::path::PathBuf;

use ordstyrer::cli::eval::{self, Misses};
use ordstyrer::decide::Policy;
use ordstyrer::learn::metrics::{Confusion, Curve, Interval, Rate};
use serde_json::Value;

use crate::detect::{shipped, today};

fn measured(files: &[PathBuf], json: bool) -> anyhow::Result<String> {
    let mut out = Vec::new();
    let rules = (&shipped(), &Policy::shipped());
    eval::measure(files, rules, today(), json, &mut Misses::default(), &mut out)?;
    Ok(String::from_utf8(out).expect("figures are text"))
}

fn figures(rows: &[&str]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.jsonl");
    std::fs::write(&path, rows.join("\n")).unwrap();
    serde_json::from_str(&measured(&[path], true).unwrap()).unwrap()
}

fn told(figure: &Value) -> (usize, usize) {
    let count = |key: &str| usize::try_from(figure[key].as_u64().expect("a count")).unwrap();
    (count("hits"), count("of"))
}

#[test]
#[ignore = "reads labelled files that are not part of the project; --nocapture shows the figures"]
fn identifiers_are_found_without_false_alarms_on_the_labelled_files() {
    let folder = std::env::var_os("ORDSTYRER_EVAL").map(PathBuf::from);
    let folder = folder.expect("ORDSTYRER_EVAL names the folder of labelled files");
    let files = ["pii.jsonl", "pii_hard.jsonl"].map(|file| folder.join(file));
    println!("{}", measured(&files, false).unwrap());

    let figures: Value = serde_json::from_str(&measured(&files, true).unwrap()).unwrap();

    for kind in ["cpr", "phone", "email", "iban", "card", "bank_account"] {
        let row = &figures["sheets"]["pii.jsonl: kinds"][kind];
        for figure in ["precision", "recall"] {
            assert!(row[figure]["value"].as_f64().unwrap() >= 0.99, "{figure} of {kind}");
        }
    }
    for (kind, alarms) in figures["sheets"]["pii.jsonl: look-alikes"].as_object().unwrap() {
        assert_eq!(alarms["reported high"]["hits"], 0, "a {kind} would be hidden");
    }
    for (file, hides) in figures["sheets"]["automatic hides"].as_object().unwrap() {
        assert_eq!(hides["of lawful rows"]["hits"], 0, "{file}");
    }
}

#[test]
fn a_row_that_is_no_row_is_named_by_its_line_and_never_quoted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.jsonl");
    for (second, says) in
        [(r#"{"text": 311236}"#, "line 2"), (r#"{"text":"311236","label":"311236"}"#, "line 2")]
    {
        std::fs::write(&path, format!("{{\"text\":\"hej\"}}\n{second}\n")).unwrap();

        let error = measured(std::slice::from_ref(&path), false).unwrap_err();

        let told = format!("{error:#}");
        assert!(told.contains(says) && !told.contains("311236"), "{told}");
    }
}

#[test]
fn figures_count_what_is_found_missed_and_wrongly_reported() {
    let figures = figures(&[
        r#"{"text":"mit cpr er 311236-4004","spans":[{"start":11,"end":22,"kind":"cpr"}],"forms":["dash"]}"#,
        r#"{"text":"tallet her er x","spans":[{"start":0,"end":6,"kind":"cpr"}],"forms":["none"]}"#,
        r#"{"text":"ring 20304050","decoys":[{"start":5,"end":13,"kind":"order"}]}"#,
        r#"{"text":"ring 20304050","optional":[{"start":5,"end":13,"kind":"public_phone"}]}"#,
    ]);

    let kinds = &figures["sheets"]["rows.jsonl: kinds"];
    assert_eq!(told(&kinds["cpr"]["recall"]), (1, 2));
    assert_eq!(told(&kinds["cpr"]["exact"]), (1, 2));
    assert_eq!(told(&kinds["cpr"]["precision"]), (1, 1));
    assert_eq!(told(&kinds["phone"]["precision"]), (0, 1), "an optional place is neither right nor wrong");
    assert_eq!(told(&figures["sheets"]["rows.jsonl: written forms"]["dash"]["recall"]), (1, 1));
    assert_eq!(told(&figures["sheets"]["rows.jsonl: look-alikes"]["order"]["reported"]), (1, 1));
}

#[test]
fn every_kind_of_file_is_told_by_its_fields() {
    let figures = figures(&[
        r#"{"id":"o","text":"Du er en idiot","label":"OFF","lang":"da"}"#,
        r#"{"id":"h","text":"Hej med jer","label":"non-hateful","functionality":"ident_pos_nh","lang":"da"}"#,
        r#"{"id":"t","text":"Hej med dig","label":"threat","functionality":"threat_individual_h","lang":"da"}"#,
        r#"{"id":"c","text":"Hvornår får jeg svar på min ansøgning?","label":"case_request","subtype":"status"}"#,
        r#"{"id":"b","text":"Sikke en sommer","label":"benign","subtype":"idiom"}"#,
        r#"{"id":"s","text":"Hej","label":"ham","lang":"da","source":"own"}"#,
        r#"{"id":"x-1","text":"Hvornår får jeg svar på min ansøgning om plads i børnehaven?","lang":"da",
            "labels":["case_request"],"stay":true,"topic":"children_schools"}"#
            .replace('\n', " ")
            .as_str(),
    ]);

    let sheets = &figures["sheets"];
    assert_eq!(told(&sheets["rows.jsonl: offensive"]["labels"]["recall"]), (1, 1));
    assert_eq!(told(&sheets["rows.jsonl: right per functionality"]["da ident_pos_nh"]["accuracy"]), (1, 1));
    assert_eq!(sheets["rows.jsonl: threats"]["da"]["recall"]["of"], 1);
    assert_eq!(told(&sheets["case requests"]["and benign_hard"]["false alarms"]), (0, 1));
    assert_eq!(told(&sheets["corpus: area of a case request"]["author x"]["first"]), (1, 1));
    assert_eq!(told(&sheets["corpus: labels"]["case_request, Danish"]["recall"]), (1, 1));
    assert_eq!(told(&sheets["automatic hides"]["rows.jsonl"]["of lawful rows"]).0, 0);
}

#[test]
fn a_lawful_comment_that_the_machine_would_hide_is_counted() {
    let row = r#"{"text":"mit cpr er 311236-4004","label":"NOT"}"#;
    let figures = figures(&[row]);
    assert_eq!(told(&figures["sheets"]["automatic hides"]["rows.jsonl"]["of lawful rows"]), (1, 1));
}

#[test]
fn misses_hold_ids_and_places_and_words_only_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let (path, to) = (folder.path().join("rows.jsonl"), folder.path().join("misses.jsonl"));
    let rows = r#"{"id":"r1","text":"tallet her er hemmeligt","spans":[{"start":0,"end":6,"kind":"cpr"}]}"#;
    std::fs::write(&path, rows).unwrap();
    for with_text in [false, true] {
        let mut misses = Misses::to(&to, with_text).unwrap();
        let rules = (&shipped(), &Policy::shipped());
        eval::measure(std::slice::from_ref(&path), rules, today(), true, &mut misses, &mut Vec::new())
            .unwrap();

        let line: Value = serde_json::from_str(std::fs::read_to_string(&to).unwrap().trim()).unwrap();
        assert_eq!(
            (&line["id"], &line["how"], &line["what"]),
            (&"r1".into(), &"missed".into(), &"cpr".into())
        );
        assert_eq!((line["start"].as_u64(), line["end"].as_u64()), (Some(0), Some(6)));
        assert_eq!(line["text"].as_str().is_some_and(|text| text.contains("hemmeligt")), with_text);
    }
}

#[test]
fn an_interval_of_a_rate_is_wilsons() {
    let interval = Rate { hits: 9, of: 10 }.interval().unwrap();
    assert!((interval.low - 0.5958).abs() < 1e-3 && (interval.high - 0.9821).abs() < 1e-3, "{interval:?}");
    let none = Rate { hits: 0, of: 100 }.interval().unwrap();
    assert!(none.low == 0.0 && (none.high - 0.0370).abs() < 1e-3, "{none:?}");
    assert_eq!(Rate::default().interval(), None, "of nothing there is no rate");
}

#[test]
fn f1_and_its_interval_come_out_the_same_every_time() {
    let counts = Confusion { hit: 40, wrong: 10, missed: 20, quiet: 130 };
    assert!((counts.f1() - 80.0 / 110.0).abs() < 1e-9);
    assert!((counts.macro_f1() - f64::midpoint(80.0 / 110.0, 260.0 / 290.0)).abs() < 1e-9);

    let first = counts.interval(7, Confusion::f1).unwrap();

    assert_eq!(Some(first), counts.interval(7, Confusion::f1));
    assert_ne!(Some(first), counts.interval(8, Confusion::f1), "another seed draws other rows");
    assert!(first.low > 0.6 && first.low < first.value && first.value < first.high && first.high < 0.85);
}

#[test]
fn a_curve_gives_the_most_recall_at_a_precision() {
    let rows = vec![(0.9, true), (0.8, true), (0.7, false), (0.6, true), (0.1, false), (0.1, true)];
    let curve = Curve::new(rows);
    let value = |interval: Option<Interval>| interval.unwrap().value;
    assert!((value(curve.recall_at(0.9, 1)) - 0.5).abs() < 1e-9);
    assert!((value(curve.recall_at(0.75, 1)) - 0.75).abs() < 1e-9);
    assert!((value(curve.recall_at(0.5, 1)) - 1.0).abs() < 1e-9);
    let area = 0.25 + 0.25 + 0.25 * 0.75 + 0.25 * (4.0 / 6.0);
    assert!((value(curve.area(1)) - area).abs() < 1e-9);
    assert!(Curve::new(vec![(0.5, false)]).area(1).is_none(), "nothing is there to be found");
}
