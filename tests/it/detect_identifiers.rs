//! Phone numbers, addresses, accounts, cards and secrets; and what must stay because anybody may
//! know it.

use ordstyrer::detect::{Detectors, Lists};
use ordstyrer::model::{Confidence, Kind};

use crate::detect::{finds_exactly, finds_nothing, read, shipped};

#[test]
fn phone_numbers_are_found_in_the_groups_that_people_use() {
    finds_exactly(
        Kind::Phone,
        Confidence::Medium,
        &[
            "ring ⟦20304050⟧",
            "ring ⟦20 30 40 50⟧ efter kl 16",
            "tlf ⟦2030 4050⟧",
            "⟦203 040 50⟧ spørg efter Ole",
            "⟦20 304 050⟧ spørg efter Ole",
            "⟦20-30-40-50⟧",
            "⟦20.30.40.50⟧",
            "sms ⟦20/30/40/50⟧",
            "ring ⟦2 0 3 0 4 0 5 0⟧",
            "⟦+4520304050⟧",
            "⟦+45 20 30 40 50⟧",
            "⟦(+45) 2030 4050⟧",
            "ring ⟦45 20 30 40 50⟧",
            "⟦4520304050⟧ er mit nummer",
            "skriv på whatsapp, overføres ⟦0045 20 30 40 50⟧",
            "smid en sms ⟦20304050⟧",
            "⟦0045 20304050⟧",
            "⟦+46 70 123 45 67⟧",
            "tlf.nr.:⟦20304050⟧",
            "⟦20-30-40-50⟧/⟦50403020⟧ begge virker",
            "ring ⟦２０３０４０５０⟧",
            "ring ⟦2️⃣0️⃣3️⃣0️⃣4️⃣0️⃣5️⃣0️⃣⟧",
            "ring ⟦2o 3o 4o 5o⟧",
            "mit nummer ⟦tyve tredive fyrre halvtreds⟧",
            "ring ⟦to nul tre nul fire nul fem nul⟧",
            "mit nr er ⟦20304050⟧ og sagen er 24-018834",
        ],
    );
}

#[test]
fn a_phone_number_alone_is_never_hidden_by_the_machine() {
    let findings = read(&shipped(), "ring til mig på +45 20 30 40 50").findings;

    assert!(findings.iter().all(|finding| finding.confidence < Confidence::High && !finding.is_masked()));
    assert_eq!(findings.len(), 1);
}

#[test]
fn eight_digits_of_another_kind_are_no_phone_number() {
    finds_nothing(&[
        "CVR 20 30 40 50",
        "Firmaet har 20304050 som cvr",
        "momsnr. DK20304050",
        "Pakke 20304050 er afleveret",
        "ordre 2030 4050",
        "Ticket #20304050",
        "der kom 20304050 kroner i kassen",
        "20.304.050 kr. til et stadion",
        "varenr. 2030 4050",
        "stk 20 30 40 50",
        "den 20.12.2036",
        "i 2023-2024",
        "åbent 20.30-22.00",
        "fra 20/10-30/10",
        "sag 20/304050",
        "nummer 12345678 i køen",
        "build 20361231",
        "20 30 40 50 60 70",
    ]);
}

#[test]
fn numbers_that_the_public_is_meant_to_call_are_left_alone() {
    finds_nothing(&[
        "ring til Livslinien på 70 20 12 01",
        "kommunens hovednummer 20 30 40 50",
        "jeres infotelefon 2030 4050 har lukket",
        "their hotline (20 30 40 50) is closed",
    ]);
    let mut lists = Lists::shipped();
    lists.own_numbers = vec!["+45 20 30 40 50".to_owned()];
    let detectors = Detectors::new(&lists).unwrap();

    assert!(read(&detectors, "ring til jer på 2030 4050?").findings.is_empty());
    assert_eq!(read(&detectors, "ring til mig på 2030 4051").findings.len(), 1);
}

#[test]
fn mail_addresses_are_found_plain_and_written_out() {
    finds_exactly(
        Kind::Email,
        Confidence::Medium,
        &[
            "skriv til ⟦bo.holm@post.example⟧.",
            "mail: ⟦BO_HOLM+fb@POST.EXAMPLE⟧!",
            "⟦bo.holm＠post.example⟧",
            "⟦bo.holm\u{200b}@post.example⟧",
            "⟦bo.holm @ post.example⟧",
            "⟦bo.holm (at) post.example⟧ tak",
            "⟦bo.holm[at]post[dot]example⟧",
            "⟦bo.holm snabel-a post punktum example⟧",
            "⟦bo.holm (snabela) post.example⟧",
            "mail: ⟦bo77@gmail⟧",
            "⟦bo.holm på gmail⟧",
            "⟦bo77 hos hotmail punktum com⟧",
            "⟦bo77 krølle gmail punktum com⟧",
            "⟦bo77 @ gmail . com⟧",
            "⟦bo.holm at post dot example⟧",
            "⟦bo.holm@post punktum example⟧",
        ],
    );
}

#[test]
fn mentions_files_offices_and_own_domains_are_no_mail_address() {
    finds_nothing(&[
        "følg @boholm på insta",
        "hej @bo.holm.example",
        "se @bo@social.example",
        "referat@2x.png er for stor",
        "skriv til info@kommune.example",
        "det er rigtigt at mail.example er nede",
        "tal om at gmail er nede",
    ]);
    let mut lists = Lists::shipped();
    lists.own_email_domains = vec!["kommune.example".to_owned()];
    let detectors = Detectors::new(&lists).unwrap();

    assert!(read(&detectors, "skriv til bo.holm@tmf.kommune.example").findings.is_empty());
    assert_eq!(read(&detectors, "skriv til bo.holm@ikkekommune.example").findings.len(), 1);
}

#[test]
fn accounts_and_cards_are_found_by_their_checks_and_words() {
    finds_exactly(
        Kind::Iban,
        Confidence::High,
        &["indsæt på ⟦DK50 0040 0440 1162 43⟧ bic", "⟦dk5000400440116243⟧", "⟦DE89-3704-0044-0532-0130-00⟧"],
    );
    finds_exactly(
        Kind::Card,
        Confidence::High,
        &["mit kort ⟦4111 1111 1111 1111⟧ udløb 11/28", "⟦5555-5555-5555-4444⟧", "visa ⟦4111111111111111⟧"],
    );
    finds_exactly(
        Kind::BankAccount,
        Confidence::High,
        &[
            "overfør til ⟦reg. 9990 konto 0004471823⟧",
            "⟦9990 0004471823⟧ er den konto I skal bruge",
            "konto ⟦9990-0004471823⟧ tak",
            "kto. ⟦12345678, reg 9990⟧",
            "⟦reg 9990-12 34 56 78 90⟧",
            "den gamle konto er lukket, den nye er ⟦9990 0004471823⟧",
        ],
    );
    finds_nothing(&[
        "DK50 0040 0440 1162 44 er forkert",
        "kort 4111 1111 1111 1112",
        "IMEI 490154203237518",
        "stregkode 4006381333931",
        "9990 4471823",
        "2036 0004471823123",
    ]);
    finds_exactly(
        Kind::BankAccount,
        Confidence::Medium,
        &[
            "⟦9990 0004471823⟧",
            "⟦9990-0004471823⟧ tak",
            "kontonummer ⟦4471823⟧",
            "nemkonto ⟦99900004471823⟧",
            "send pengene til ⟦9990 4471823⟧",
            "depositum retur på ⟦9990 4471823⟧",
        ],
    );
}

#[test]
fn secrets_are_found_and_talk_about_secrets_is_not() {
    finds_exactly(
        Kind::Credential,
        Confidence::High,
        &[
            "min adgangskode er ⟦Kanel2036!⟧ men den virker ikke",
            "password: ⟦Kanel2036⟧",
            "pinkoden er ⟦4711⟧.",
            "engangskode ⟦558 204⟧ siger de",
            "mit mitid brugernavn er ⟦kanelsnegl41⟧ tak",
        ],
    );
    finds_nothing(&[
        "min adgangskode er glemt",
        "password er forkert igen",
        "MitID virker ikke, koden er udløbet",
        "pinkoden kom aldrig",
        "nyt kodeord siden 2036",
        "koden er ikke sendt",
    ]);
}
