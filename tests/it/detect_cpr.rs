//! The CPR rule: every way of writing a number, and the numbers that only look like one.

use ordstyrer::detect::Comment;
use ordstyrer::model::{Confidence, Kind, Stamp, Text};

use crate::detect::{finds_exactly, finds_nothing, read, shipped};

#[test]
fn a_number_is_found_however_it_is_written() {
    finds_exactly(
        Kind::Cpr,
        Confidence::High,
        &[
            // The forms of the domain notes.
            "mit nummer ⟦311236-4004⟧ tak",
            "mit nummer ⟦311236 4004⟧ tak",
            "mit nummer ⟦3112364004⟧ tak",
            "⟦31.12.36-4004⟧",
            "⟦31/12-36 4004⟧",
            "cpr ⟦31 12 36 40 04⟧",
            "⟦311236/4004⟧",
            "cpr:⟦311236 - 4004⟧",
            "⟦31.12.2036-4004⟧",
            "cpr ⟦31122036-4004⟧",
            "cpr ⟦31 12 2036 4004⟧",
            // En dash, em dash, minus, non-breaking hyphen, underscore, blanks of other widths.
            "⟦311236–4004⟧",
            "⟦311236—4004⟧",
            "⟦311236−4004⟧",
            "⟦311236‑4004⟧",
            "⟦311236_4004⟧",
            "⟦311236\u{a0}4004⟧",
            "⟦311236\u{2009}4004⟧",
            "⟦311236- 4004⟧",
            "⟦311236 -4004⟧",
            "⟦311236 . 4004⟧",
            "⟦311236,4004⟧",
            // Words around it that have the shape of a foreign account, and are none.
            "fi11 cpr ⟦311236-4004⟧ ff",
            // Punctuation and words right beside it.
            "⟦311236-4004⟧!",
            "!⟦311236-4004⟧!!!",
            "(⟦311236-4004⟧)",
            "\"⟦311236-4004⟧\"",
            "nr.⟦311236-4004⟧tak",
            "CPR=⟦3112364004⟧;",
            "cprnr⟦311236-4004⟧",
            "cpr.nr. ⟦311236-4005⟧",
            "person-nr: ⟦3112364005⟧",
            "min kones er ⟦311236-4004⟧ og min er ⟦311236-4012⟧",
            "⟦311236-4004⟧/⟦311236-4012⟧",
            // Groups that hide it, where a word says what it is.
            "cpr ⟦3 1 1 2 3 6 4 0 0 4⟧",
            "cpr ⟦311236 4 0 0 4⟧",
            "cpr ⟦3112 36 . 4 0 0 4⟧",
            "cpr (⟦3112 36) 4 0 0 4⟧",
            "cpr ⟦31123 64004⟧",
            "cpr ⟦31*12*36*4004⟧",
            "cpr ⟦311236 dash 4004⟧",
            "⟦311236:4004⟧",
            "⟦311236\n4004⟧",
            "⟦311236...4004⟧",
            "⟦311236 (4004⟧)",
            "født d. ⟦31/12/36 - 4005⟧",
            "cpr ⟦311236 bindestreg 4004⟧",
        ],
    );
}

#[test]
fn characters_that_beat_a_filter_do_not_beat_this_one() {
    finds_exactly(
        Kind::Cpr,
        Confidence::High,
        &[
            "⟦３１１２３６-４００４⟧",
            "⟦٣١١٢٣٦-٤٠٠٤⟧",
            "⟦③①①②③⑥-④⓪⓪④⟧",
            "⟦3️⃣1️⃣1️⃣2️⃣3️⃣6️⃣4️⃣0️⃣0️⃣4️⃣⟧",
            "⟦❸❶❶❷❸❻-❹⓿⓿❹⟧",
            "⟦𝟑𝟏𝟏𝟐𝟑𝟔-𝟒𝟎𝟎𝟒⟧",
            "⟦311\u{200b}236-40\u{200d}04⟧",
            "⟦31\u{ad}1236\u{2060}-4004⟧",
            "⟦3\u{332}1\u{332}1\u{332}2\u{332}3\u{332}6\u{332}-4\u{332}0\u{332}0\u{332}4\u{332}⟧",
            "⟦311236🙂4004⟧",
            "cpr ⟦31🔥12🔥36🔥4004⟧",
            "cpr ⟦3II236-4OO4⟧",
            "cpr ⟦3l1236 4oo4⟧",
            "👨‍👩‍👧 ⟦311236-4004⟧ 👨‍👩‍👧",
            "a\u{30a}rligt ﬁn ⟦311236-4004⟧",
        ],
    );
}

#[test]
fn a_number_is_found_in_words() {
    finds_exactly(
        Kind::Cpr,
        Confidence::Medium,
        &[
            "⟦tre en en to tre seks fire nul nul fire⟧",
            "cpr ⟦enogtredive tolv seksogtredive fire nul nul fire⟧",
            "mit cpr er ⟦enogtredive tolv seksogtredive og så 4-0-0-4⟧",
            "my number: ⟦three one one two three six four zero zero four⟧",
            "cpr ⟦thirty-one twelve thirty-six forty oh four⟧",
        ],
    );
}

#[test]
fn the_checksum_never_rejects_a_number() {
    finds_exactly(
        Kind::Cpr,
        Confidence::Medium,
        &["⟦311236-4005⟧", "⟦3112364005⟧", "⟦31.12.36 4005⟧", "⟦911236-4000⟧"],
    );
    finds_exactly(
        Kind::Cpr,
        Confidence::High,
        &["mit cpr er ⟦3112364005⟧", "erstatningsnummer ⟦911236-4000⟧"],
    );
}

#[test]
fn replacement_numbers_and_electronic_ones_are_found() {
    finds_exactly(
        Kind::Cpr,
        Confidence::High,
        &[
            "⟦911236-4002⟧",
            "⟦9112364002⟧",
            "⟦91.12.36-4002⟧",
            "erstatnings-cpr ⟦311236-7AB4⟧",
            "cpr ⟦311236-5AB4⟧",
        ],
    );
    finds_exactly(
        Kind::Cpr,
        Confidence::Medium,
        &["de gav mig ⟦311236-5AB4⟧", "⟦3112361XY2⟧", "cpr ⟦911236-4A87⟧"],
    );
}

#[test]
fn a_number_is_found_inside_eleven_digits() {
    finds_exactly(
        Kind::Cpr,
        Confidence::Medium,
        &["se 7⟦3112364004⟧ i bilaget", "se ⟦3112364004⟧9 i bilaget", "cpr 12⟦3112364004⟧"],
    );
}

#[test]
fn a_number_in_two_parts_is_found() {
    finds_exactly(
        Kind::Cpr,
        Confidence::High,
        &[
            "født ⟦31.12.36 og de sidste fire er 4004⟧",
            "født ⟦31. december 2036, de sidste fire er 4004⟧",
            "født ⟦31/12-36, resten er 4 0 0 4⟧",
            "born ⟦31 december 36, last four 4004⟧",
            "born ⟦december 31, 2036, last four digits 4004⟧",
            "mit cpr er ⟦31 december 2036 og så 4004⟧",
            "cpr ⟦31. december 2036-4004⟧",
            "cpr ⟦311236 og 4004⟧",
            "⟦311236⟧ er jeg født, og sidste fire cifre i mit cpr er ⟦4004⟧",
            "cpr slutter på -⟦4004⟧ og jeg er født den ⟦31. december 36⟧",
            "jeg er født ⟦31.12.36⟧ og har skrevet til jer tre gange uden svar. De sidste fire er ⟦4004⟧",
        ],
    );
    finds_exactly(
        Kind::Cpr,
        Confidence::Medium,
        &["mine sidste 4 er ⟦4004⟧", "cpr slutter på ⟦4004⟧, det er Karen", "last four digits: ⟦4004⟧"],
    );
}

#[test]
fn a_word_for_another_number_elsewhere_does_not_hide_a_cpr_number() {
    finds_exactly(
        Kind::Cpr,
        Confidence::High,
        &[
            "fakturanummer mangler, men mit cpr er ⟦311236-4004⟧!",
            "cprnr ⟦3112364005⟧ og sagsnr 2036-118842",
            "cpr=⟦3112364004⟧; tlf=20304050",
            "sagsnr. 24-018834, cpr ⟦311236-4005⟧",
            "Ring til mig om ⟦311236-4004⟧, jeg har ikke fået mit pas",
            "faktura 123456 og min søns nummer ⟦311236-4004⟧",
            "https://kommune.example/sag?cpr=⟦3112364004⟧",
            "⟦311236-4004⟧ år 2036",
            "cpr ⟦3112364004⟧ kr",
            "⟦311236-4004⟧@kommune.example",
            "min alder, ⟦31 12 36 4004⟧ gange",
        ],
    );
}

#[test]
fn numbers_of_other_kinds_are_left_alone() {
    finds_nothing(&[
        "ordrenr 311236-4004 er ikke kommet",
        "fakturanr. 3112364004 er betalt",
        "fakturanr. 3112364004 og 3112364012 er betalt",
        "sagsnummer 311236-4004 står øverst på brevet",
        "medlemsnummer 3112364004 i foreningen",
        "Policenr. 3112364004",
        "311236-4004 er mit ordrenummer",
        "P-nummer 3112364004 er lukket",
        "p-nr 3112364004",
        "xyz-nr. 3112364004 og xyz.nr. 3112364012",
        "mit kundenr hos elselskabet er 3112364004",
        "journalnr. 311236-4004",
        "AB-3112364004 er skabelonen",
        "vare #3112364005",
        "EAN 5798009811578",
        "EAN 57 98009 811578",
        "aftagernummer 571313174112364004",
        "IBAN DK50 0040 0440 1162 44 er forkert, siger banken",
        "Telefon 3112364004",
        "hoering.kommune.example/31123640-0412",
        "https://kommune.example/3112364004",
        "CVR 55133018",
        "den 2036-12-31 23:59",
        "åbent 10.30-16.00 og 08.00-22.00",
        "uge 28/12-31/12",
        "3.112.364 kr. og 31 123 640 kr",
        "55.676098, 12.568337",
        "jf. § 31 stk. 12 og U.2019.1412 V",
        "ISBN 978-87-000-3611-4",
        "måleraflæsning 00311236",
        "jeg er født 311236-xxxx",
        "Jeg er født 31.12.36",
        "lokalplan 31.12.36 og U.2019.1412 V",
        "kl 11.36 og så 4004 ud til havnen",
        "kortet slutter på 4004",
        "den 31.12.36 2015 spiller de igen",
        "den 31. december 2036 - 2015 spiller de igen",
        "kl. 12:36:40 og 31:12:36:40:04",
        "stillingen er 31:12 36:40",
    ]);
}

#[test]
fn days_that_are_no_days_and_births_to_come_are_no_cpr_numbers() {
    finds_nothing(&["cpr 311336-4004", "cpr 321236-4004", "cpr 310236-4004", "cpr 511236-4004", "cpr 4004"]);
    let text = Text::new("mit cpr er 311236-4004");
    let comment = Comment { text: &text, author_name: None, handle: None, post: None };

    let before_birth = Stamp::parse("2036-12-30T12:00:00Z").unwrap();

    assert!(shipped().read(&comment, before_birth).findings.is_empty());
}

#[test]
fn only_what_is_safe_to_hide_is_sure() {
    let detectors = shipped();
    for unsure in ["3112364005", "31 12 36 40 04", "den 311236 4005", "3 1 1 2 3 6 4 0 0 4", "73112364004"] {
        for finding in read(&detectors, unsure).findings {
            assert_eq!(finding.confidence, Confidence::Medium, "{unsure}");
        }
    }
}

#[test]
fn groups_that_nobody_else_writes_are_read_where_the_check_digit_is_right() {
    finds_exactly(
        Kind::Cpr,
        Confidence::Medium,
        &[
            "⟦3112 3640 04⟧",
            "det er ⟦311 236 400 4⟧ hos jer",
            "⟦31 dec 36 4004⟧",
            "⟦31. december 2036-4004⟧ tak",
            "født ⟦31/12 2036, de sidste er 4004⟧",
            "født ⟦31. december 2036 med endelsen 4004⟧",
            "cpr ⟦20361231-4004⟧",
            "pers.nr. ⟦311236-4005⟧",
        ],
    );
    finds_nothing(&["3112 3640 05", "den 31. dec 2036 kl. 1930", "31. december 2036-2037", "20361231-4004"]);
}

#[test]
fn a_long_or_spelled_number_that_one_calls_is_a_phones() {
    finds_exactly(
        Kind::Cpr,
        Confidence::Medium,
        &["call 08712400200", "ring på fire to fem seks et syv nul otte"],
    );
}
