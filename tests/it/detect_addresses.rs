//! Private addresses: where somebody is said to live. A place where something happens is none.

use ordstyrer::detect::{Detectors, Lists};
use ordstyrer::model::{Confidence, Kind};

use crate::detect::{cut, finds_exactly, finds_nothing, read, shipped};

#[test]
fn an_address_where_somebody_lives_is_found_with_floor_door_and_town() {
    finds_exactly(
        Kind::Address,
        Confidence::Medium,
        &[
            "Jeg bor på ⟦Prøvegade 12⟧ og der er mørkt",
            "jeg bor ⟦prøvevænget 8b, st. tv⟧ og fryser",
            "JEG BOR PÅ ⟦PRØVEVEJ 7⟧",
            "Vi er flyttet til ⟦Gl. Prøvevej 118B, 3. mf⟧ i maj",
            "min adresse er ⟦Prøve Allé 4, 2. sal, 8000 Aarhus C⟧",
            "bor på ⟦H.C. Prøvesens Boulevard 27, 1553 København V⟧",
            "hun boede i ⟦Prøveparken 3, kld⟧ dengang",
            "I live at ⟦Prøvegade 31, 3rd floor⟧ since May",
            "she lives at ⟦Prøvegade 31⟧!",
            "Vi ses hos os, ⟦Prøvebakken 3B⟧",
            "hullet er ud for ⟦Prøvevej 8⟧, det er os",
            "bor på ⟦Strøget 12⟧, der er larm",
            "ich wohne in der ⟦Prøvegade 9⟧",
        ],
    );
}

#[test]
fn an_address_that_tells_who_is_meant_is_found() {
    finds_exactly(
        Kind::Address,
        Confidence::Medium,
        &[
            "det var ham fra ⟦Prøvevej 9⟧, det ved alle",
            "familien på ⟦Prøvegade 31, stuen⟧ får alt betalt",
            "Pigen i ⟦Prøvebuen 12⟧ græder hver nat",
            "min far Poul Prøve på ⟦Prøvevej 10A⟧ er faldet",
            "the guy at ⟦12B Prøvegade⟧ never pays",
            "ham der i ⟦nr 14 på Prøvevænget⟧",
            "Anne Prøve, ⟦Prøvegade 12, 8000 Aarhus⟧",
            "⟦Prøvegade 12, 3. tv⟧",
        ],
    );
}

#[test]
fn a_place_where_something_happens_is_no_private_address() {
    finds_nothing(&[
        "Hullet ud for Prøvegade 12 er stort nu",
        "Borgerservice, Rådhuspladsen 1, 2. sal",
        "Rådhuspladsen 1, 1550 København V har åbent til kl. 15",
        "Vejarbejdet på Prøvevej 14 varer til maj",
        "Biblioteket er flyttet til Prøvegade 8",
        "Loppemarked på Prøvegade 12 lørdag kl. 10",
        "Foredrag i kulturhuset, Prøvevej 4, 2500 Valby",
        "Jeg bor i byen og hullet ved Prøvegade 12 er stort",
        "Vi bor tæt på Prøvegade 12",
        "Stilladset ved Prøvegade 12 står der endnu",
        "Hvornår asfalteres Prøvevej?",
        "Jeg bor på Prøvevej",
        "Jeg har boet i Danmark 12 år",
        "bor i en lejlighed på 48 m2",
        "Vi bor 4 personer i to rum",
        "mødes ved Prøvetorv 3 kl 19",
        "linje 5 kører ad Prøvegade 12 gange i timen",
        "gaden den 12. maj",
        "vi bor her og har betalt 12 kr",
        "Butikken på Prøvegade 12, st. tv er lukket",
    ]);
}

#[test]
fn the_municipalitys_own_addresses_are_left_alone() {
    let mut lists = Lists::shipped();
    lists.own_addresses = vec!["Rådhusgade 1".to_owned()];
    let detectors = Detectors::new(&lists).unwrap();

    assert!(read(&detectors, "Min adresse hos jer er Rådhusgade 1, 8000 Aarhus").findings.is_empty());
    assert_eq!(read(&detectors, "Min adresse er Rådhusgade 11").findings.len(), 1);
    assert_eq!(read(&shipped(), "Min adresse er Rådhusgade 1").findings.len(), 1);
}

#[test]
fn the_address_of_somebody_who_is_protected_is_sure_enough_to_hide() {
    let words = "Hun har adressebeskyttelse, så sig ikke at hun bor på Prøvegade 12, 2. tv";

    let findings = read(&shipped(), words).findings;

    let mut sure = findings.iter().filter(|finding| finding.confidence == Confidence::High);
    let finding = sure.next().unwrap();
    assert_eq!(finding.kind, Kind::ProtectedAddress);
    assert_eq!(cut(words, finding), "Prøvegade 12, 2. tv");
    assert!(sure.next().is_none(), "that she has protection is a fact, and no leak to hide");
}

#[test]
fn an_address_alone_is_never_hidden_by_the_machine() {
    let findings = read(&shipped(), "ham Poul bor på Prøvegade 12, 2. tv, 8000 Aarhus C").findings;

    assert!(findings.len() == 1 && !findings[0].is_masked());
}
