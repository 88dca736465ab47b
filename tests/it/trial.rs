//! Rules on trial: other rules on what is stored or on a file change nothing and name whose fate would
//! change, and a shadow rule is counted and nothing else.

use std::fs;
use std::path::Path;

use ordstyrer::cli::backtest::{self, Trial};
use ordstyrer::decide::Policy;
use ordstyrer::demo::Network;
use ordstyrer::detect::Lists;
use ordstyrer::model::{OrganisationId, State};
use ordstyrer::store::{Reads, shadow_day};
use ordstyrer::vault::Opener;
use serde_json::{Value, json};

use crate::cli::run;
use crate::detect::today;
use crate::harness::{Town, days, engines};
use crate::overtaken::{edited, lease, settle_page};

const ABUSE: &str = "I er nogle kæmpe idioter.";
const LEAK: &str = "Hej, mit nummer er 311236-4004, kan I se på det?";
const PRAISE: &str = "Hvor er det dejligt!";

/// A folder with a policy that cites another guideline for abuse.
fn stricter(folder: &Path) {
    let policy = include_str!("../../config/policy.toml");
    let abuse = "labels = [\"abuse\"]\noutcome = \"review\"\nrule = \"R4\"";
    assert!(policy.contains(abuse));
    let policy =
        policy.replace(abuse, "labels = [\"abuse\"]\noutcome = \"review\"\nurgent = true\nrule = \"R5\"");
    fs::write(folder.join("policy.toml"), policy).unwrap();
}

fn trial(rules: &Path) -> anyhow::Result<Trial> {
    Trial::new(Lists::shipped(), Policy::shipped(), rules, today())
}

fn lines(out: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(out).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn other_rules_on_a_file_name_every_comment_whose_fate_would_change() {
    let folder = tempfile::tempdir().unwrap();
    stricter(folder.path());
    // More than one chunk for every core.
    let comments = (0..40_000).map(|id| {
        let text = if id % 1000 == 7 { ABUSE } else { PRAISE };
        format!("{}\n", json!({"id": id, "text": text, "author": "Testborger"}))
    });
    let input: String = comments.collect();
    let mut out = Vec::new();

    let unreadable =
        backtest::input(&trial(folder.path()).unwrap(), input.as_bytes(), true, &mut out).unwrap();

    let mut lines = lines(&out);
    let sum = lines.pop().unwrap();
    assert_eq!((unreadable, &sum["comments"], &sum["changed"]), (0, &json!(40_000), &json!(40)));
    let ids: Vec<_> = lines.iter().map(|line| line["id"].as_u64().unwrap()).collect();
    assert_eq!(ids, (0..40).map(|nth| nth * 1000 + 7).collect::<Vec<_>>(), "each once, in the file's order");
    assert_eq!(
        lines[0]["from"],
        json!({"outcome": "review", "automatic": false, "urgent": false, "rule": "R4"})
    );
    assert_eq!(
        lines[0]["to"],
        json!({"outcome": "review", "automatic": false, "urgent": true, "rule": "R5"})
    );
    assert_eq!(sum["moves"][0]["count"], 40);
}

#[test]
fn rules_that_are_the_same_change_nothing_and_a_word_more_is_named_as_the_cause() {
    let folder = tempfile::tempdir().unwrap();
    let shipped = Lists::shipped().abuse;
    fs::write(folder.path().join("abuse.txt"), &shipped).unwrap();
    let input = json!({"id": "a", "text": "Du er en rigtig snurrebasse"}).to_string();
    let changes = || {
        let mut out = Vec::new();
        backtest::input(&trial(folder.path()).unwrap(), input.as_bytes(), true, &mut out).unwrap();
        lines(&out)
    };
    assert_eq!(changes()[0]["changed"], 0);

    fs::write(folder.path().join("abuse.txt"), format!("{shipped}\n[abuse insult]\nsnurrebasse~\n")).unwrap();

    let told = changes();
    assert_eq!(
        (&told[0]["id"], &told[0]["from"]["outcome"], &told[0]["to"]["outcome"]),
        (&json!("a"), &json!("leave"), &json!("review"))
    );
    assert!(told[0]["gained"].as_array().unwrap().contains(&json!("label abuse")), "{told:?}");
    assert_eq!(told[1]["rules"]["label abuse"], json!({"gained": 1, "lost": 0}));
}

#[test]
fn a_rule_file_that_nobody_would_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |folder: &Path| trial(folder).err().unwrap().to_string();
    assert!(refused(folder.path()).contains("holds no rules"));
    fs::write(folder.path().join("abuze.txt"), "[abuse insult]\nx\n").unwrap();
    assert!(refused(folder.path()).contains("abuze.txt is no rule file"));
    fs::remove_file(folder.path().join("abuze.txt")).unwrap();
    fs::write(folder.path().join("abuse.txt"), "[abuse insult]\nx*\nX\n").unwrap();
    assert!(refused(folder.path()).contains("abuse.txt, line"), "what does not compile is named");
}

#[tokio::test]
async fn other_rules_on_what_is_stored_print_ids_and_no_words_and_change_nothing() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let post = town.networks.post(Network::Facebook, "Nye åbningstider.");
        let [abuse, leak, praise] =
            [ABUSE, LEAK, PRAISE].map(|words| town.networks.comment(&post, "Grethe Fiktum", words));
        town.turn().await;
        let mut before = Vec::new();
        for comment in [&abuse, &leak, &praise] {
            before.push(town.held(Network::Facebook, comment).await.unwrap().0);
        }
        let folder = tempfile::tempdir().unwrap();
        stricter(folder.path());
        let reading = (&Reads::of(&town.db), &Opener::of(&town.vault));
        let organisations = [town.organisation.clone(), OrganisationId::from_text("anden-by")];
        let (rules, asked) = (trial(folder.path()).unwrap(), town.networks.requests().len());
        for (since, expected) in [(town.now().earlier(days(1)), 3), (town.now().later(days(1)), 0)] {
            let mut out = Vec::new();

            let unreadable =
                backtest::stored(&rules, reading, &organisations, since, true, &mut out).await.unwrap();

            let mut told = lines(&out);
            let sum = told.pop().unwrap();
            assert_eq!((unreadable, &sum["comments"]), (0, &json!(expected)), "{engine:?}");
            let ids: Vec<_> = told.iter().map(|line| line["id"].as_str().unwrap()).collect();
            // The leak's digits are masked, and it fares as before all the same.
            let changes = if expected == 0 { vec![] } else { vec![before[0].id.as_str()] };
            assert_eq!(ids, changes, "{engine:?}");
            let text = String::from_utf8(out).unwrap();
            assert!(!text.contains("idioter") && !text.contains("Fiktum"), "{text}");
        }
        assert_eq!(town.networks.requests().len(), asked, "no network was asked");
        for (comment, row) in [&abuse, &leak, &praise].into_iter().zip(before) {
            let now = town.held(Network::Facebook, comment).await.unwrap().0;
            assert_eq!(
                (now.version, now.state, &now.rule),
                (row.version, row.state, &row.rule),
                "{engine:?}"
            );
        }
    }
}

#[tokio::test]
async fn the_reading_half_of_a_database_cannot_write() {
    for engine in engines() {
        let town = Town::new(engine).await;
        let mut tx = Reads::of(&town.db).begin().await.unwrap();
        let day = town.now().day();
        let written =
            shadow_day::add(&mut tx, &town.organisation, &day, "rule", ordstyrer::model::Outcome::Leave, 1);
        assert!(written.await.is_err(), "{engine:?}");
    }
}

#[tokio::test]
async fn a_shadow_rule_is_counted_by_day_beside_the_outcome_and_has_no_effect() {
    for engine in engines() {
        let town = Town::new(engine).await;
        town.turn().await;
        let fence = lease(&town).await;
        for (nth, words) in [PRAISE, PRAISE, ABUSE].into_iter().enumerate() {
            let mut screened = edited(&town, &format!("c{nth}"), words).await;
            screened.reading.shadows = vec!["shadow.new".into()];
            settle_page(&town, fence, screened).await.unwrap();
        }

        let mut tx = town.db.read().await.unwrap();
        let today = town.now().day();
        let told = shadow_day::list(&mut tx, &town.organisation, &today, &today).await.unwrap();
        let told: Vec<_> =
            told.iter().map(|day| (day.rule.as_str(), day.outcome.as_str(), day.matched)).collect();
        assert_eq!(told, [("shadow.new", "leave", 2), ("shadow.new", "review", 1)], "{engine:?}");
        let elsewhere = OrganisationId::from_text("anden-by");
        assert!(shadow_day::list(&mut tx, &elsewhere, &today, &today).await.unwrap().is_empty());
        drop(tx);
        let (praise, _) = town.held(Network::Facebook, "c0").await.unwrap();
        assert_eq!((praise.state, town.tasks(&praise).await.len()), (State::Left, 0), "{engine:?}");

        town.later(days(500));
        ordstyrer::retain::run(
            &town.db,
            &town.vault,
            &town.organisation,
            &crate::harness::settings().retain,
            town.now(),
        )
        .await
        .unwrap();
        let mut tx = town.db.read().await.unwrap();
        assert!(shadow_day::list(&mut tx, &town.organisation, &today, &today).await.unwrap().is_empty());
    }
}

#[test]
fn the_command_reads_a_file_and_names_a_broken_line_by_its_number() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("rules")).unwrap();
    stricter(&folder.path().join("rules"));
    let rows = format!(
        "{}\nikke json 311236\n{}\n",
        json!({"id": "a", "text": ABUSE}),
        json!({"id": "b", "text": PRAISE})
    );
    fs::write(folder.path().join("comments.jsonl"), rows).unwrap();

    let ended = run(folder.path(), &["backtest", "--rules", "rules", "--file", "comments.jsonl"]);

    ended.complains("line 2 is not a JSON object");
    assert!(!ended.err.contains("311236"));
    for says in [
        "2 comments, 1 of them",
        "review under R4 -> review under R5, urgent",
        "  a\n",
        "nothing was changed",
    ] {
        assert!(ended.out.contains(says), "{says} is not in {}", ended.out);
    }
    assert!(!ended.out.contains("idioter"));
}

#[test]
fn a_measurement_without_presidio_says_so_and_how_to_get_it() {
    let folder = tempfile::tempdir().unwrap();
    let args = ["bench", "scan", "--comments", "300", "--python", "no-such-python", "--json"];
    let ended = run(folder.path(), &args);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    let told: Value = serde_json::from_str(&ended.out).unwrap();
    assert!(told["presidio"]["skipped"].as_str().unwrap().contains("pip install presidio-analyzer"));
    assert_eq!((&told["comments"], &told["ratio"]), (&json!(300), &Value::Null));
    assert!(told["scan"]["peak_kb"].as_u64().unwrap() > 1000, "{told}");
}
