//! Words bent to get past a filter, and ordinary words that only look bent.

use ordstyrer::model::{Kind, Label};
use proptest::prelude::*;

use crate::detect::{cut, finds_exactly, read, shipped};
use crate::detect_hostile::shipped_once;

#[test]
fn a_bent_insult_is_the_insult() {
    let detectors = shipped();
    for words in [
        "du er en 1d10t",
        "du er en i d i o t",
        "du er en i.d.i.o.t",
        "du er en idiooooot",
        "din id.iot",
        "din ïdïot",
        "din id*ot",
        "din іdіоt",
        "din kælllling",
        "din i\u{200b}diot",
        "👨‍👩‍👧 du er en 1d10t 👍🏽",
    ] {
        assert!(read(&detectors, words).labels.contains(&Label::Abuse), "{words}");
    }
}

#[test]
fn ordinary_writing_is_not_bent_into_an_insult() {
    let detectors = shipped();
    for words in [
        "Neeeej hvor er det flot!!!",
        "Mødet er kl. 12.30 i lokale 2.04, jf. § 4, stk. 1",
        "Se www.kommune.example/1d10t eller skriv til info@kommune.example",
        "Klasse 3.b og 4.a har fri, f.eks. på fredag",
        "Vi tog A4, B5, C6 og M3 med",
        "Zoë, René og Åse kommer, også Müller",
        "Привет, как дела?",
        "👨‍👩‍👧‍👦 🇩🇰 👍🏽",
    ] {
        assert!(!read(&detectors, words).labels.contains(&Label::Offensive), "{words}");
    }
}

#[test]
fn a_bent_word_names_the_number_beside_it() {
    finds_exactly(
        Kind::Cpr,
        ordstyrer::model::Confidence::High,
        &[
            "mit c p r er ⟦311236 4005⟧",
            "mit сpr er ⟦311236 4005⟧",
            "cprrrr ⟦311236 4005⟧",
            "mit c.p.r er ⟦311236 4005⟧",
        ],
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_point_at_what_was_written_whatever_is_bent_around_them(
        before in "[a-zæøåа-я0-9@$!|*. \u{301}\u{200b}\u{1f600}-\u{1f64f}ﬁ①]{0,40}",
        after in "[a-zæøåа-яé@$!|* \u{301}\u{1f600}-\u{1f64f}]{0,20}",
    ) {
        let words = format!("{before}\n1d10t ring til mig på 20 30 40 50 {after}");
        let found: Vec<String> = read(shipped_once(), &words)
            .findings
            .iter()
            .filter(|finding| finding.kind == Kind::Phone)
            .map(|finding| cut(&words, finding))
            .collect();
        prop_assert!(found.contains(&"20 30 40 50".to_owned()), "{:?}", found);
    }
}
