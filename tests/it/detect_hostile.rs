//! Whatever somebody writes: no panic, no endless work, and spans that point where they say.

use ordstyrer::detect::Comment;
use ordstyrer::model::{Kind, Label, MOST_READ, Place, Reading, Text};
use proptest::prelude::*;

use crate::detect::{cut, read, shipped, today};

/// What holds for every reading of every text.
pub(crate) fn holds_together(words: &str, reading: &Reading) {
    let length = words.chars().count();
    let mut last_end = 0;
    for finding in &reading.findings {
        assert_eq!(finding.place, Place::Text);
        assert!(finding.span.start < finding.span.end && finding.span.end <= length, "{finding:?}");
        assert!(finding.span.start >= last_end, "overlapping or unsorted: {finding:?}");
        last_end = finding.span.end;
    }
    assert!(reading.labels.is_sorted_by(|one, next| one < next));
    let scores = [reading.scores.offensive, reading.scores.case_request];
    assert!(scores.iter().all(|score| (0.0..=1.0).contains(score)));
}

/// Pieces that rules and folding care about, to be strung together at random.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "\\PC{0,3}",
        2 => "[0-9]{1,12}",
        2 => "[ .\\-/:,@()\\[\\]+#]{1,3}",
        1 => prop::sample::select(vec![
            "cpr", "tlf", "konto", "reg", "født", "sidste fire er", "og så", "december", "DK50", "https://", "(at)",
            "punktum", "snabel-a", "tre", "enogtredive", "kl.", "kr.", "idiot", "din", "min sag", "311236-4004",
            "31.12.36", "\u{200d}", "\u{fe0f}", "\u{20e3}", "\u{30a}", "ﬁ", "①", "３", "𝟗", "👨‍👩‍👧", "🇩🇰",
            "ß", "İ", "ŉ", "\u{fdfa}", "l", "O", "|", "\n", "\u{202e}", "\0",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_stay_inside_the_text_sorted_and_apart(words in pieces()) {
        holds_together(&words, &read(shipped_once(), &words));
    }

    #[test]
    fn any_text_at_all_is_read(words in any::<String>()) {
        holds_together(&words, &read(shipped_once(), &words));
    }

    #[test]
    fn a_number_is_cut_out_exactly_whatever_stands_around_it(
        before in "[\u{e6}\u{f8}\u{e5}\u{300}-\u{36f}\u{200b}-\u{200d}\u{1f600}-\u{1f64f}ﬀ-ﬆ①-⑨ ]{0,30}",
        after in "[\u{e6}\u{f8}\u{e5}\u{1f600}-\u{1f64f}ﬀ-ﬆ ]{0,30}",
    ) {
        let words = format!("{before} cpr 311236-4004 {after}");
        let reading = read(shipped_once(), &words);
        let found: Vec<String> = reading
            .findings
            .iter()
            .filter(|finding| finding.kind == Kind::Cpr)
            .map(|finding| cut(&words, finding))
            .collect();
        prop_assert_eq!(found, ["311236-4004"]);
    }
}

/// Compiling the lists takes longer than a case.
pub(crate) fn shipped_once() -> &'static ordstyrer::detect::Detectors {
    static SHIPPED: std::sync::LazyLock<ordstyrer::detect::Detectors> = std::sync::LazyLock::new(shipped);
    &SHIPPED
}

#[test]
fn twenty_thousand_characters_are_read_to_the_end() {
    let words = format!("{} 311236-4004", "ord ".repeat(5_000));

    let reading = read(shipped_once(), &words);

    assert_eq!(reading.findings.len(), 1);
    assert!(!reading.labels.contains(&Label::Unread));
}

#[test]
fn what_is_beyond_the_budget_is_neither_read_nor_kept_and_a_person_is_told() {
    let inside = "311236-4004 ".repeat(MOST_READ / 12 + 1);
    let words = format!("{inside}{}", "311236-4004 \u{301}\u{301}\u{202e}\u{7}".repeat(50_000));
    let read_part: String = words.chars().take(MOST_READ).collect();

    let reading = read(shipped_once(), &words);

    // The work is that of the part that is read, however long the rest.
    assert_eq!(reading.findings, read(shipped_once(), &read_part).findings);
    assert_eq!(reading.labels, [Label::Unread]);
    holds_together(&words, &reading);
    let kept = Text::new(words).mask(&reading.findings, Place::Text, usize::MAX);
    assert!(kept.expose().chars().count() <= MOST_READ + 1, "nothing unread is kept");
    assert!(!kept.expose().contains("3112") && kept.expose().ends_with('…'));
}

#[test]
fn a_megabyte_of_marks_in_the_text_or_the_name_is_cut_too() {
    let marks = Text::new(format!("a{}", "\u{301}".repeat(500_000)));
    let text = Text::new("Hej");
    let detectors = shipped_once();

    for comment in [
        Comment { text: &marks, author_name: None, handle: None, post: None },
        Comment { text: &text, author_name: Some(&marks), handle: None, post: None },
        Comment { text: &text, author_name: None, handle: Some(&marks), post: None },
    ] {
        assert_eq!(detectors.read(&comment, today()).labels, [Label::Unread]);
    }
    assert!(marks.mask(&[], Place::Text, 20_000).expose().len() < 2 * MOST_READ + 10);
}

#[test]
fn twenty_thousand_accents_are_one_letter() {
    let words = format!("a{} 311236-4004", "\u{301}".repeat(20_000));

    let reading = read(shipped_once(), &words);

    assert_eq!(reading.findings.len(), 1);
    assert_eq!(cut(&words, &reading.findings[0]), "311236-4004");
}

#[test]
fn a_long_text_of_anything_is_read_in_linear_time() {
    // A rule that is quadratic anywhere does not come back from these within the life of a test run.
    let pieces = [
        "1",
        "1 ",
        "3112364004",
        "311236-4004 ",
        "31 ",
        "cpr ",
        "cpr31",
        "l1O0",
        "@",
        "a@",
        "(at)",
        "snabel-a ",
        " at dot ",
        "a.",
        "1.",
        "1,",
        "DK50 ",
        "dk50",
        "sidste fire er ",
        "og så ",
        "tre ",
        "idiot ",
        "din ",
        "min ",
        "du er ",
        "konto ",
        "reg 1234 ",
        "password er ",
        "mitid",
        "\u{301}",
        "\u{200d}",
        "👨‍👩‍👧",
        "\u{fdfa}",
        "§",
        "\n",
        "https://",
        "kr ",
        "nummer",
        "+45",
        "0045",
        "(",
        "? ",
        "Prøvegade 12, ",
        "bor på ",
        "vej 12 ",
        "1d1",
        "aaa",
        "a b c ",
        "a*b ",
        "id.",
        "pas ",
        "AB 12 345 ",
        "2026-0048813 ",
        "gmail ",
        "a1 på gmail ",
        "а",
        "аa",
    ];
    for piece in pieces {
        let words = piece.repeat(60_000 / piece.len());
        holds_together(&words, &read(shipped_once(), &words));
    }
}
