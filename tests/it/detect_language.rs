//! Which language a comment is in; short texts lean to Danish, and one that nobody here reads goes to a
//! person.

use ordstyrer::model::{Label, Language};

use crate::detect::{read, shipped};

#[test]
fn each_language_is_told_by_its_own_words() {
    let detectors = shipped();
    for (language, words) in [
        (Language::Danish, "Tak"),
        (Language::Danish, "Super fedt projekt"),
        (Language::Danish, "Hvornår åbner svømmehallen igen efter ferien?"),
        (Language::Danish, "Hun må ikke vide hvor deres hus er, fordi det er hemmeligt"),
        (Language::English, "When does the pool open again after the holidays?"),
        (Language::Norwegian, "Hei, hvorfor har dere ikke svart meg ennå? Veien er fortsatt stengt"),
        (Language::Swedish, "När öppnar simhallen igen efter sommaren?"),
        (Language::German, "Wann öffnet das Schwimmbad wieder nach den Ferien?"),
        (Language::Other, "Когда откроется бассейн?"),
        (Language::Other, "متى يفتح المسبح؟"),
        (Language::Other, "¿Cuándo abre la piscina de la ciudad después de las vacaciones?"),
        (Language::Other, "Kiedy otwierają pływalnię po wakacjach, czy ktoś wie?"),
    ] {
        assert_eq!(read(&detectors, words).language, language, "{words}");
    }
}

#[test]
fn a_language_that_no_rule_reads_is_marked_for_a_person() {
    let detectors = shipped();

    assert_eq!(read(&detectors, "Когда откроется бассейн?").labels, [Label::OtherLanguage]);
    assert!(read(&detectors, "Hvornår åbner svømmehallen?").labels.is_empty());
    assert!(read(&detectors, "👍👍👍 🇩🇰").labels.is_empty());
}
