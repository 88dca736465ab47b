//! Every form of every reply fits every network, counted as the network counts.

use std::sync::LazyLock;

use ordstyrer::decide::{Error, Form, Mailbox, Mailboxes, Replies, fits, measure};
use ordstyrer::model::{Language, LengthUnit, ReplyLimit};
use proptest::prelude::*;
use serde_json::Value;

use crate::specs::specs;

const LIMITS: [(&str, ReplyLimit); 8] = [
    ("facebook", ReplyLimit { most: 8000, unit: LengthUnit::Utf16, most_bytes: None }),
    ("instagram", ReplyLimit { most: 300, unit: LengthUnit::Utf16, most_bytes: None }),
    ("youtube", ReplyLimit { most: 10_000, unit: LengthUnit::Utf16, most_bytes: None }),
    ("bluesky", ReplyLimit { most: 300, unit: LengthUnit::Graphemes, most_bytes: Some(3000) }),
    (
        "mastodon",
        ReplyLimit { most: 400, unit: LengthUnit::GraphemesWithLinks { a_link: 23 }, most_bytes: None },
    ),
    ("x", ReplyLimit { most: 280, unit: LengthUnit::Weighted { a_link: 23 }, most_bytes: None }),
    ("google", ReplyLimit { most: 4096, unit: LengthUnit::Bytes, most_bytes: None }),
    ("threads", ReplyLimit { most: 500, unit: LengthUnit::Utf16, most_bytes: None }),
];

/// Letters that are counted in as many ways as there are: plain, Danish, with marks of their own, emoji in
/// sequences, from right to left, and a link.
const PIECES: [&str; 14] = [
    "a",
    "Ø",
    "é",
    "e\u{301}\u{323}",
    "👩‍👩‍👧‍👦",
    "👍🏽",
    "🇩🇰",
    "1️⃣",
    "中",
    "م",
    "https://www.eksempel.dk/sti",
    " ",
    "—",
    "🧑‍🦽",
];

fn mailbox() -> Mailbox {
    let mailboxes = Mailboxes::shipped();
    let longest = mailboxes.all().iter().max_by_key(|mailbox| mailbox.da.len() + mailbox.link.len());
    longest.unwrap().clone()
}

#[test]
fn every_form_fits_every_network_in_both_languages_for_every_mailbox() {
    let (replies, mailboxes) = (Replies::shipped(), Mailboxes::shipped());
    for mailbox in mailboxes.all() {
        for form in Form::ALL {
            for language in [Language::Danish, Language::English] {
                for (network, limit) in LIMITS {
                    let words =
                        replies.compose(form, language, mailbox, "Københavns Kommune", limit).unwrap();
                    assert!(fits(&words, limit), "{network} {form:?} {}", mailbox.id);
                    for must in [&mailbox.link, &mailbox.phone] {
                        assert!(words.contains(must), "{network} {form:?}: {must} is not in {words}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_gap_that_nothing_fills_keeps_its_form_back_and_all_of_them_keep_the_reply_back() {
    let only =
        "redirect = [\"Digital Post {link} til {mailbox}, brev til {letter}, ring {phone}. Vejledende.\"]";
    let replies = Replies::shipped().in_danish(only, "da.toml").unwrap();
    let (_, room) = LIMITS[0];
    let filled = Mailbox { letter: "Rådhuspladsen 1".to_owned(), ..mailbox() };
    assert!(replies.redirect(Language::Danish, &filled, "Kommunen", room).is_ok());
    let empty = Mailbox { letter: " ".to_owned(), ..filled };
    let error = replies.redirect(Language::Danish, &empty, "Kommunen", room).unwrap_err();
    assert!(matches!(error, Error::Unfilled { gap: "letter", .. }), "{error}");
    assert!(error.to_string().contains("has nothing for {letter}"), "{error}");
    // The shipped words have a form without a letter.
    let words = Replies::shipped().redirect(Language::Danish, &empty, "Kommunen", room).unwrap();
    assert!(!words.contains("brev til"), "{words}");
}

#[test]
fn what_is_short_keeps_link_and_telephone_before_anything_else() {
    let (replies, mailbox) = (Replies::shipped(), mailbox());
    let (mut most, mut last) = (4000, usize::MAX);
    while let Ok(words) = replies.redirect(
        Language::Danish,
        &mailbox,
        "Københavns Kommune",
        ReplyLimit { most, unit: LengthUnit::Graphemes, most_bytes: None },
    ) {
        assert!(words.contains(&mailbox.link) && words.contains(&mailbox.phone), "{words}");
        assert!(words.contains("private oplysninger") || words.contains("personlige oplysninger"), "{words}");
        let length = measure(&words, LengthUnit::Graphemes);
        assert!(length < last, "no shorter form was found");
        (last, most) = (length, length - 1);
    }
    assert!(last < 200, "the shortest form has {last} graphemes");
}

#[test]
fn weights_are_counted_as_x_counts_them() {
    let weigh = |words: &str| measure(words, LengthUnit::Weighted { a_link: 23 });
    for (words, weight) in [
        ("Ændring", 7),
        ("e\u{301}", 1),
        ("中文", 4),
        ("👩‍👩‍👧‍👦", 2),
        ("👍🏽", 2),
        ("🇩🇰", 2),
        ("se https://post.borger.dk/send/0000/ nu", 29),
        ("“citat” – ja", 12),
    ] {
        assert_eq!(weigh(words), weight, "{words}");
    }
}

#[test]
fn bytes_are_bytes() {
    assert_eq!(measure("æ👍", LengthUnit::Bytes), 6);
}

#[test]
fn a_length_is_what_the_real_networks_took_and_refused() {
    let Some(recorded) = specs("bluesky/recorded") else { return };
    let said = |file: &str| -> (String, u64) {
        let text = std::fs::read_to_string(recorded.join(file).with_extension("json")).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        let words = value.pointer("/request/body/record/text").and_then(Value::as_str);
        let status = value.pointer("/response/status").and_then(Value::as_u64);
        (words.expect("the recording holds words").to_owned(), status.expect("and an answer"))
    };
    let (_, bluesky) = LIMITS[3];
    for (file, is_taken) in [
        ("27-too-long-301-graphemes", false),
        ("28-exactly-300-graphemes", true),
        ("29-300-family-emoji-over-3000-bytes", false),
        ("30-120-family-emoji-3000-bytes", true),
    ] {
        let (words, status) = said(file);
        assert_eq!(status == 200, is_taken, "{file}: what the server said");
        assert_eq!(fits(&words, bluesky), is_taken, "{file}");
    }
}

/// Reading them judges every form: once is enough.
static REPLIES: LazyLock<Replies> = LazyLock::new(Replies::shipped);

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// Whatever an entry is called: what is composed fits, and nothing of the name is cut.
    #[test]
    fn what_is_composed_fits_or_is_an_error(
        name in prop::collection::vec(prop::sample::select(&PIECES[..]), 1..60),
        unit in prop::collection::vec(prop::sample::select(&PIECES[..]), 1..20),
        network in 0..LIMITS.len(),
        english in any::<bool>(),
        form in 0..Form::ALL.len(),
    ) {
        let (_, limit) = LIMITS[network];
        let (name, unit) = (format!("A{}", name.concat()), format!("B{}", unit.concat()));
        let mailbox = Mailbox { da: name.clone(), en: name, ..mailbox() };
        let language = if english { Language::English } else { Language::Danish };
        let words = REPLIES.compose(Form::ALL[form], language, &mailbox, &unit, limit);
        // The shortest form names neither: link, telephone and advice always fit.
        let words = words.unwrap();
        prop_assert!(fits(&words, limit));
        prop_assert!(words.contains(&mailbox.link) && words.contains(&mailbox.phone));
    }

    /// Two texts side by side are never shorter than one, and never longer than both with a grapheme each.
    #[test]
    fn a_measure_grows_with_the_text(
        one in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..30),
        two in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..30),
    ) {
        let (one, two) = (one.concat(), two.concat());
        for (_, limit) in LIMITS {
            let apart = measure(&one, limit.unit) + measure(&two, limit.unit) + 1;
            let together = measure(&format!("{one} {two}"), limit.unit);
            prop_assert_eq!(together, apart, "{:?}", limit.unit);
        }
    }
}
