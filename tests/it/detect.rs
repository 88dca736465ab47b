//! What the detectors make of a comment, and what they leave alone. CPR numbers here are born on
//! 31-12-2036, so they belong to nobody.

use ordstyrer::detect::{Comment, Detectors, Error, Lists, REASONS, sentence};
use ordstyrer::model::{Confidence, Finding, Kind, Place, Reading, Stamp, Text};

/// A day after the birth dates of the invented numbers.
pub(crate) fn today() -> Stamp {
    Stamp::parse("2040-01-01T12:00:00Z").expect("it is RFC 3339")
}

pub(crate) fn shipped() -> Detectors {
    Detectors::new(&Lists::shipped()).expect("the shipped lists compile")
}

pub(crate) fn read(detectors: &Detectors, words: &str) -> Reading {
    let text = Text::new(words);
    detectors.read(&Comment { text: &text, author_name: None, handle: None, post: None }, today())
}

/// The part of a text that a finding points to.
pub(crate) fn cut(words: &str, finding: &Finding) -> String {
    words.chars().skip(finding.span.start).take(finding.span.end - finding.span.start).collect()
}

/// Each row marks with ⟦ ⟧ what must be found; nothing else of that kind may be.
pub(crate) fn finds_exactly(kind: Kind, least: Confidence, rows: &[&str]) {
    let detectors = shipped();
    for row in rows {
        let words = row.replace(['⟦', '⟧'], "");
        let wanted: Vec<&str> = row.split('⟦').skip(1).filter_map(|rest| rest.split('⟧').next()).collect();
        let reading = read(&detectors, &words);
        let found: Vec<&Finding> = reading.findings.iter().filter(|finding| finding.kind == kind).collect();
        let parts: Vec<String> = found.iter().map(|finding| cut(&words, finding)).collect();
        assert_eq!(parts, wanted, "in {row}");
        assert!(found.iter().all(|finding| finding.confidence >= least), "not sure enough: {row}");
    }
}

/// Nothing at all may be found in these.
pub(crate) fn finds_nothing(rows: &[&str]) {
    let detectors = shipped();
    for row in rows {
        let findings = read(&detectors, row).findings;
        let found: Vec<_> = findings.iter().map(|finding| (&finding.rule, cut(row, finding))).collect();
        assert!(found.is_empty(), "in {row}: {found:?}");
    }
}

#[test]
fn a_leak_in_the_name_or_the_handle_counts_too() {
    let detectors = shipped();
    let (text, name, handle) =
        (Text::new("Hvornår åbner I?"), Text::new("Hanne 311236-4004"), Text::new("cpr3112364012"));

    let comment = Comment { text: &text, author_name: Some(&name), handle: Some(&handle), post: None };
    let findings = detectors.read(&comment, today()).findings;

    let places: Vec<_> = findings.iter().map(|finding| (finding.kind, finding.place)).collect();
    assert_eq!(places, [(Kind::Cpr, Place::AuthorName), (Kind::Cpr, Place::Handle)]);
}

#[test]
fn a_handle_full_of_digits_is_no_phone_number_and_no_address() {
    let detectors = shipped();
    let (text, handle) = (Text::new("Hej"), Text::new("@anders20304050@social.example"));

    let comment = Comment { text: &text, author_name: None, handle: Some(&handle), post: None };

    assert!(detectors.read(&comment, today()).findings.is_empty());
}

#[test]
fn every_reason_has_a_danish_and_an_english_sentence() {
    for reason in REASONS {
        let (danish, english) = (sentence(reason, true).unwrap(), sentence(reason, false).unwrap());
        assert!(danish.ends_with('.') && english.ends_with('.') && danish != english, "{reason}");
    }
    assert_eq!(sentence("cpr.unheard-of", true), None);
}

#[test]
fn a_list_that_cannot_be_used_is_named_with_its_line() {
    let wrong = |numbers: &str| {
        let lists = Lists { numbers: numbers.to_owned(), ..Lists::shipped() };
        Detectors::new(&lists).err().unwrap()
    };

    let error = wrong("[label cpr]\ncpr\nCPR\n");
    assert_eq!(error, Error::Line { list: "numbers.txt", line: 3, why: "a term is written in lower case" });
    assert_eq!(error.to_string(), "word list numbers.txt, line 3: a term is written in lower case");
    assert!(matches!(wrong("cpr\n"), Error::Line { line: 1, .. }), "a term before the first section");
    assert!(matches!(wrong("[label unheard-of]\nx\n"), Error::Line { line: 2, .. }), "an unknown section");
    assert!(matches!(wrong("[label cpr]\n\n*a\n"), Error::Line { line: 3, .. }), "a stem of one letter");
    assert!(
        matches!(wrong("[label cpr]\nномер\n"), Error::Line { line: 2, .. }),
        "letters of another script"
    );
    assert!(matches!(wrong("[month 13]\nx\n"), Error::Line { line: 2, .. }), "a thirteenth month");
}

#[test]
fn a_masked_copy_holds_no_digit_of_a_sure_leak() {
    let words = "mit cpr er ３１１２３６–４００４ 👍🏽";
    let text = Text::new(words);
    let findings = read(&shipped(), words).findings;

    let kept = text.mask(&findings, Place::Text, 500);

    assert_eq!(kept.expose(), "mit cpr er ••••••••••• 👍🏽");
}
