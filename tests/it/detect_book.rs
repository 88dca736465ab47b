//! The rule book as a file: what is refused, with what words; a municipality's own rules; rules in
//! shadow; the budget.

use ordstyrer::detect::{Detectors, Error, Lists};
use ordstyrer::model::Label;

use crate::detect::{read, shipped};

/// The shipped lists with one more rule file.
fn with(file: &str) -> Result<Detectors, Error> {
    let mut lists = Lists::shipped();
    lists.rules.push(("own.toml".to_owned(), file.to_owned()));
    Detectors::new(&lists)
}

fn refused(file: &str) -> String {
    with(file).err().expect("it is refused").to_string()
}

/// A rule on an invented word, with the lines that a test changes.
fn rule(lines: &str) -> String {
    format!(
        "[words]\nblip = \"blippe~\"\n[[rule]]\nid = \"own.blip\"\nmust = [\"vi blipper\"]\nmust_not = [\"vi går\"]\n{lines}"
    )
}

const LABEL: &str = "label = \"spam\"\nscore = 0.6\n";

#[test]
fn the_shipped_rules_get_every_sentence_beside_them_right() {
    let mistakes: Vec<_> =
        shipped().mistakes().into_iter().map(|wrong| Error::from(wrong).to_string()).collect();

    assert!(mistakes.is_empty(), "{mistakes:#?}");
}

#[test]
fn a_municipality_adds_rules_of_its_own() {
    let detectors = with(&rule(&format!("{LABEL}match = [\"blip\"]"))).unwrap();

    assert_eq!(read(&detectors, "Nu blipper de igen").labels, [Label::Spam]);
    assert!(detectors.mistakes().is_empty());
}

#[test]
fn a_file_with_the_name_of_a_shipped_one_takes_its_place() {
    let mut lists = Lists::shipped();
    lists.rules.push(("spam.toml".to_owned(), rule(&format!("{LABEL}match = [\"blip\"]"))));
    let detectors = Detectors::new(&lists).unwrap();

    let added = with(&rule(&format!("{LABEL}match = [\"blip\"]"))).unwrap();
    assert!(detectors.rules().0 < added.rules().0, "the shipped rules on spam are gone");
    assert_eq!(read(&detectors, "blippe").labels, [Label::Spam]);
}

#[test]
fn a_rule_in_shadow_is_named_and_changes_nothing() {
    let words = "Nu blipper de igen, min søn har autisme";
    let plain = read(&shipped(), words);
    let detectors = with(&rule(&format!("{LABEL}match = [\"blip\"]\nmode = \"shadow\""))).unwrap();

    let shadowed = read(&detectors, words);

    assert_eq!(shadowed.shadows, ["own.blip"]);
    assert_eq!((shadowed.labels, shadowed.findings), (plain.labels, plain.findings));
    assert!((shadowed.scores.spam - plain.scores.spam).abs() < f32::EPSILON);
    assert!(read(&detectors, "Nu går de igen").shadows.is_empty());
}

#[test]
fn a_shadow_fact_is_no_finding() {
    let detectors = with(&rule(
        "finds = \"health\"\nreason = \"fact.own\"\nmatch = [\"'jeg' 0-2 blip\"]\nmode = \"shadow\"",
    ))
    .unwrap();

    let reading = read(&detectors, "jeg blipper hver dag");

    assert_eq!(reading.shadows, ["own.blip"]);
    assert!(reading.findings.is_empty());
}

#[test]
fn a_guard_lowers_or_cancels_a_rule() {
    let guard = "[[guard]]\nid = \"never\"\nmatch = [\"'aldrig'\"]\nreach = \"sentence\"\nfactor = 0.0\n";
    let file = format!("{}{guard}", rule(&format!("{LABEL}match = [\"blip\"]\nguards = [\"never\"]\n")));
    let detectors = with(&file).unwrap();

    assert_eq!(read(&detectors, "vi blipper").labels, [Label::Spam]);
    assert!(read(&detectors, "vi blipper aldrig").labels.is_empty());
    assert_eq!(read(&detectors, "Aldrig! Men vi blipper").labels, [Label::Spam], "another sentence");
}

#[test]
fn a_broken_book_is_refused_with_file_rule_and_what_to_mend() {
    let rows = [
        (rule(&format!("{LABEL}match = [\"blop\"]")), "`blop` is no class"),
        (rule(&format!("{LABEL}match = [\"blip 0-40 blip\"]")), "at most 12 words"),
        (rule(&format!("{LABEL}match = [\"blip 0-3\"]")), "begins or ends with a gap"),
        (rule(&format!("{LABEL}match = [\"'blip\"]")), "a quotation mark is not closed"),
        (rule(&format!("{LABEL}match = [\"blip #colour\"]")), "`#colour` is none of"),
        (rule(&format!("{LABEL}match = [\"they 0-2 be\"]")), "every slot is common"),
        (rule(&format!("{LABEL}match = []")), "1 to 80 patterns"),
        (rule(&format!("{LABEL}match = [\"blip\"]\nguards = [\"nobody\"]")), "the guard `nobody` stands in no file"),
        (rule("label = \"spam\"\nscore = 1.5\nmatch = [\"blip\"]"), "a score is above 0 and at most 1"),
        (rule("label = \"spam\"\nmatch = [\"blip\"]"), "`label` and `score`, or `finds` and `reason`"),
        (rule("finds = \"health\"\nreason = \"own.word\"\nmatch = [\"blip\"]"), "has no sentences in reasons.toml"),
        (
            "[[rule]]\nid = \"own.blip\"\nlabel = \"spam\"\nscore = 0.6\nmatch = [\"'blip'\"]\nmust = [\"blip\"]\nmust_not = []".to_owned(),
            "sentences that it must match",
        ),
        (rule(&format!("{LABEL}match = [\"'Blip'\"]")), "a term is written in lower case"),
    ];
    for (file, why) in rows {
        let told = refused(&file);
        assert!(told.starts_with("rule file own.toml, rule `own.blip`: ") && told.contains(why), "{told}");
    }
    assert!(refused("[words]\nblip = \"BLIP\"\n").starts_with("rule file own.toml: the term `BLIP`"));
    assert!(refused("[words\n").starts_with("rule file own.toml: TOML parse error"));
    assert!(refused("[groups]\nblips = [\"blop\"]\n").contains("`blop` is no class"));
    assert!(refused("colour = 1\n").contains("unknown field `colour`"));
    let guard = "[[guard]]\nid = \"g\"\nquotes = true\nreach = \"inside\"\nfactor = 2.0\n";
    assert_eq!(refused(guard), "rule file own.toml, rule `g`: the factor of a guard is from 0 to below 1");
    let twice = format!(
        "{0}[[rule]]{1}",
        rule(&format!("{LABEL}match = [\"blip\"]\n")),
        "\nid = \"own.blip\"\nlabel = \"spam\"\nscore = 0.6\nmatch = [\"blip\"]\nmust = [\"blippe\"]\nmust_not = [\"gå\"]"
    );
    assert!(refused(&twice).contains("the id stands twice"));
}

#[test]
fn a_rule_that_gets_its_own_sentence_wrong_does_not_run() {
    let file = rule(&format!("{LABEL}match = [\"blip 'her'\"]"));

    let error = with(&file).unwrap().tried().err().unwrap();

    assert_eq!(
        error.to_string(),
        "rule file own.toml, rule `own.blip`: it does not match, and must: \"vi blipper\""
    );
}

#[test]
fn hostile_texts_are_read_within_the_budget() {
    // A rule that is quadratic anywhere does not come back from these within the life of a test run.
    let detectors = shipped();
    for piece in [
        "jeg slår dig ihjel ",
        "muslimer er ",
        "min søn har ",
        "du ikke dræb ",
        "hvis ",
        "\" ",
        "h 4 t e ",
        "a1",
    ] {
        let words = piece.repeat(200_000 / piece.len());

        let reading = read(&detectors, &words);

        assert!((0.0..=1.0).contains(&reading.scores.threat), "{piece}");
        assert!(reading.findings.is_sorted_by_key(|found| found.span.start), "{piece}");
    }
}
