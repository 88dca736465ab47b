//! Whatever somebody writes: no panic, no endless work, and spans that point where they say.

use ordstyrer::model::{Kind, Place, Reading};
use proptest::prelude::*;

use crate::detect::{cut, read, shipped};

/// What holds for every reading of every text.
fn holds_together(words: &str, reading: &Reading) {
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
fn shipped_once() -> &'static ordstyrer::detect::Detectors {
    static SHIPPED: std::sync::LazyLock<ordstyrer::detect::Detectors> = std::sync::LazyLock::new(shipped);
    &SHIPPED
}

#[test]
fn a_megabyte_of_accents_and_numbers_is_read() {
    let words = format!("{}{}", "a\u{301}\u{301}\u{301}".repeat(100_000), "311236-4004 ".repeat(25_000));

    let reading = read(shipped_once(), &words);

    holds_together(&words, &reading);
    assert_eq!(reading.findings.len(), 25_000);
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
    ];
    for piece in pieces {
        let words = piece.repeat(60_000 / piece.len());
        holds_together(&words, &read(shipped_once(), &words));
    }
}
