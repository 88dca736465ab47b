//! `ordstyrer eval lint`: both rates with their intervals, and the rows that it gets wrong.

use std::sync::Arc;

use ordstyrer::app::App;
use ordstyrer::cli::eval;
use ordstyrer::config::Config;
use ordstyrer::decide::lint::Lint;
use ordstyrer::detect::{Detectors, Lists};
use ordstyrer::model::Stamp;
use ordstyrer::screen::Outgoing;

const ROWS: &str = r#"{"text":"Send os en privat besked.","kind":"answer","bad":true,"why":"private"}
{"text":"Svømmehallen åbner kl. 8.","kind":"answer","bad":false}

{"text":"Havnebadet er åbent.","kind":"answer","bad":true,"why":"nothing at all"}
{"text":"Hvad er dit cpr?","kind":"redirect","bad":false,"lang":"da"}
"#;

#[test]
fn it_counts_both_sides_and_writes_what_it_gets_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let (file, misses) = (folder.path().join("rows.jsonl"), folder.path().join("misses.jsonl"));
    std::fs::write(&file, ROWS).unwrap();
    let detectors = Arc::new(Detectors::new(&Lists::shipped()).unwrap());
    let outgoing = Outgoing::new(detectors, Arc::new(Lint::shipped()), None);
    let (now, mut out) = (Stamp::from_ms(1_800_000_000_000), Vec::new());
    eval::lint::measure(&file, &outgoing, now, true, Some(&misses), &mut out).unwrap();
    let told: serde_json::Value = serde_json::from_slice(&out).unwrap();
    let all = &told["replies: refused by the lint"]["all"];
    assert_eq!((all["bad"]["hits"].as_u64(), all["bad"]["of"].as_u64()), (Some(1), Some(2)));
    assert_eq!((all["proper"]["hits"].as_u64(), all["proper"]["of"].as_u64()), (Some(1), Some(2)));
    assert!(all["bad"]["low"].as_f64().unwrap() < 0.5 && all["bad"]["high"].as_f64().unwrap() > 0.5);
    let written: Vec<serde_json::Value> = std::fs::read_to_string(&misses)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!((written[0]["how"].as_str(), written[0]["line"].as_u64()), (Some("missed"), Some(4)));
    assert_eq!(
        (written[1]["how"].as_str(), written[1]["text"].as_str()),
        (Some("wrong"), Some("Hvad er dit cpr?"))
    );
    assert!(written[1]["refused_by"].as_array().unwrap().iter().any(|by| by["rule"] == "asks.yours"));
}

#[test]
fn a_line_that_is_no_reply_is_named_by_its_number_and_not_quoted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rows.jsonl");
    std::fs::write(&file, "{\"text\":\"hemmeligt\",\"kind\":\"letter\",\"bad\":true}\n").unwrap();
    let detectors = Arc::new(Detectors::new(&Lists::shipped()).unwrap());
    let outgoing = Outgoing::new(detectors, Arc::new(Lint::shipped()), None);
    let error = eval::lint::measure(&file, &outgoing, Stamp::from_ms(0), false, None, &mut Vec::new());
    let error = error.unwrap_err().to_string();
    assert!(error.starts_with("line 1 of") && !error.contains("hemmeligt"), "{error}");
}

#[test]
#[ignore = "reads labelled files that are not part of the project; --nocapture shows the figures"]
fn the_reply_that_would_be_sent_to_each_labelled_request_holds_nothing_of_it() {
    let folder = std::env::var_os("ORDSTYRER_EVAL").map(std::path::PathBuf::from);
    let folder = folder.expect("ORDSTYRER_EVAL names the folder of labelled files");
    let files = [folder.join("case_requests.jsonl")];
    let config = Config::load(None, std::iter::empty()).unwrap();
    let detectors = Arc::new(App::detectors(&config).unwrap());
    let outgoing = Outgoing::new(Arc::clone(&detectors), Arc::new(config.lint.clone()), None);
    let now = Stamp::parse("2040-01-01T12:00:00Z").unwrap();
    let tools = eval::replies::Tools { config: &config, detectors: &detectors, outgoing: &outgoing, now };
    let mut out = Vec::new();

    eval::replies::measure(&files, &tools, true, &mut out).unwrap();

    let told = String::from_utf8(out).unwrap();
    println!("{told}");
    for network in ["facebook", "instagram", "youtube", "mastodon", "bluesky"] {
        let row = told.lines().find(|line| line.starts_with(network)).expect("each network is measured");
        let leaks = row.split_whitespace().find(|word| word.contains('/')).expect("a count");
        assert!(leaks.starts_with("0/") && leaks != "0/0", "{row}");
    }
}
