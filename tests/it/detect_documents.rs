//! Passports, residence cards, case numbers and plates: each needs words that make it somebody's.

use ordstyrer::model::{Confidence, Kind};

use crate::detect::{finds_exactly, finds_nothing, read, shipped};

#[test]
fn a_number_of_a_passport_or_a_residence_card_is_found_behind_its_word() {
    finds_exactly(
        Kind::Passport,
        Confidence::Medium,
        &[
            "mit pas nr ⟦299914407⟧ er væk",
            "passport ⟦ZK0099128⟧ please",
            "my passport number is ⟦P<XQ 0081277⟧",
            "rødt pas ⟦211067743⟧ fundet",
            "residence card, number ⟦ZR 0048213⟧",
            "kørekortnummer ⟦12345678⟧",
            "travel document ⟦E0417725⟧",
        ],
    );
    let sure = read(&shipped(), "pas nr 299914407").findings;
    assert_eq!(sure[0].confidence, Confidence::High);
}

#[test]
fn a_passport_without_a_number_and_a_number_without_a_passport_are_nothing() {
    finds_nothing(&[
        "Hvor bestiller jeg pas? I har åbent til kl. 15",
        "pas på, der var 211067743 i køen",
        "Pas koster 893 kr. og kørekort 280 kr.",
        "pas bestilles fra den 01.06.2036",
    ]);
    finds_exactly(
        Kind::Passport,
        Confidence::Medium,
        &["mangler pas, ring 20304050", "pas og cpr 311236-4004"],
    );
}

#[test]
fn the_writers_own_case_number_is_found_and_a_plan_that_all_speak_of_is_not() {
    finds_exactly(
        Kind::CaseNumber,
        Confidence::Medium,
        &[
            "min sag nr ⟦36/20417⟧ hvad sker der",
            "jeg venter på svar i sag ⟦2026-0048813⟧",
            "mit sagsnummer ⟦24-018834⟧",
            "my case ⟦27.36.00-P19-114-36⟧ please",
            "vi har skrevet om ⟦S2025-30477⟧ i et år",
            "Høringen om lokalplan 2026-0048813",
            "Sagen 2026-0048813 skal i udvalget",
            "vi mødes 31/12-2036 om min sag",
            "min sag fra 2024-2025",
        ],
    );
}

#[test]
fn a_plate_is_found_beside_a_blame_and_left_alone_otherwise() {
    finds_exactly(
        Kind::Plate,
        Confidence::Medium,
        &[
            "varevogn ⟦BX 44 817⟧ holder på cykelstien hver morgen",
            "Sort bil ⟦XR40771⟧ kører 90 forbi børnene hver dag",
            "⟦QX 41 227⟧ parks on the bike lane",
            "Sælger vinterbil EZ 27 005, synet til 2038",
            "afgang AB 12 345 til Odense",
            "bx 44 817 er ikke skrevet som en plade og kører for stærkt",
        ],
    );
}
