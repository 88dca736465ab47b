//! A fuzz target for each parser, driven from here by a seeded generator: pieces of what the parser reads,
//! strung together at random. `cargo fuzz` can drive the same door, `Detectors::read`.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::detect::read;
use crate::detect_hostile::{holds_together, shipped_once};

/// What every parser may meet beside its own pieces.
const NOISE: [&str; 20] = [
    " ", "  ", "\n", ".", ",", "-", "/", ":", "(", ")", "\u{301}", "\u{200d}", "\u{202e}", "\u{0}", "é", "Å",
    "1", "0", "12", "31",
];

fn survives(parser: &str, pieces: &'static [&'static str]) {
    let mut seed = [7; 32];
    for (at, byte) in parser.bytes().enumerate().take(32) {
        seed[at] = byte;
    }
    let config = Config { cases: 400, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &seed));
    let piece = prop_oneof![
        5 => prop::sample::select(pieces),
        3 => prop::sample::select(NOISE.as_slice()),
    ];
    let texts = prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat());
    let outcome = runner.run(&texts, |words| {
        holds_together(&words, &read(shipped_once(), &words));
        Ok(())
    });
    assert!(outcome.is_ok(), "{parser}: {outcome:?}");
}

macro_rules! targets {
    ($($name:ident: [$($piece:literal),* $(,)?]),* $(,)?) => {
        $(#[test]
        fn $name() {
            survives(stringify!($name), &[$($piece),*]);
        })*
    };
}

targets! {
    the_parser_of_cpr_numbers_survives_anything:
        ["cpr", "311236", "4004", "311236-4004", "31.12.36", "31122036", "december", "36", "sidste fire", "og så", "3",
         "11", "to", "seksogtredive", "5AB4", "91", "bindestreg", "o", "l", "3️⃣", "født"],
    the_parser_of_phone_numbers_survives_anything:
        ["+", "+45", "45", "0045", "20", "2030", "304", "tlf", "ring", "tyve", "nul", "hovednummer", "#", "+46"],
    the_parser_of_mail_addresses_survives_anything:
        ["@", "a", "navn", "(at)", "[at]", "snabel-a", "krølle", "gmail", "com", "punktum", " dot ", " at ", " på ", "_",
         ".dk", "hos", " . "],
    the_parser_of_accounts_survives_anything:
        ["reg", "reg.nr.", "konto", "9990", "0004471823", "4471823", "overfør", "nemkonto", "indsæt på", "kr"],
    the_parser_of_ibans_survives_anything:
        ["DK50", "dk", "0040", "0440", "1162", "43", "GB82", "WEST", "iban", "DE", "89", "Z"],
    the_parser_of_cards_survives_anything:
        ["4242", "424242", "kort", "5019", "cvc", "3782", "822463", "10005", "udløb"],
    the_parser_of_secrets_survives_anything:
        ["kode", "koden er", "password", ":", "=", "mitid", "brugernavn", "hemmelig1", "->", "558", "204", "\"", "pin"],
    the_parser_of_addresses_survives_anything:
        ["bor", "på", "Prøvegade", "vej", "Allé", "Gl.", "12", "12B", "st.", "tv", "3.", "sal", "dør", "8000", "Aarhus",
         "kl", "nr", "-", "familien", "Anne", "hemmelig adresse", "1553", "DK-", "t.h.", "floor", "st.th", "bor "],
    the_parser_of_documents_survives_anything:
        ["pas", "passport", "nr", "ZK", "P<", "<", "0099128", "299914407", "kørekort", "XQ", "opholdskort"],
    the_parser_of_case_numbers_survives_anything:
        ["min", "sag", "sagsnr", "2026", "0048813", "-", "27.36.00", "P19", "S2025", "36/20417", "jeg", "lokalplan "],
    the_parser_of_plates_survives_anything:
        ["AB", "12", "345", "12345", "kører", "hver dag", "nummerplade", "I", "Ø", "ab"],
    the_look_alikes_survive_anything:
        ["2036-12-31", "31.12.2036", "20.30", "22.00", "kr", "https://", "www.", "978", "55.676098", "12.568337", "§",
         "EAN", "5798009811578", "t", "'"],
    the_straightener_survives_anything:
        ["1d10t", "i d i o t", "aaa", "*", "$", "@", "!", "|", "ï", "ö", "а", "і", "id.", "_", "~", "kæl", "lll", "x"],
    the_reader_of_languages_survives_anything:
        ["og", "the", "och", "und", "ikke", "dere", "ñ", "¿", "ł", "я", "中", "ب", "ə", "hei", "de"],
}
