//! What a citizen writes stays text, whatever it is: nothing runs, nothing hides, nothing spills.

use axum::http::StatusCode;
use ordstyrer::model::{Confidence, Kind};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use super::desk::{Comment, Desk};

const POLYGLOTS: [&str; 8] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'-alert(1)-'",
    "jaVasCript:/*-/*`/*\\`/*'/*\"/**/(/* */oNcliCk=alert() )//%0D%0A//</stYle/</titLe/</teXtarEa/</scRipt/--!>\\x3csVg/<sVg/oNloAd=alert()//>",
    "</bdi></article><h1>Kommunen lukker</h1>",
    "{{ 7*71913 }} {% include \"/etc/passwd\" %}",
    "&lt;b&gt; &#60;script&#62;",
    "<a href=\"https://evil.example\">klik</a> https://evil.example/?a=1&b=2",
];

/// What is between the tags of the comment.
fn comment(body: &str) -> &str {
    let start = body.find("<bdi class=\"quote").expect("the page shows the comment");
    let rest = body.get(start..).unwrap();
    let inner = rest.get(rest.find('>').unwrap() + 1..).unwrap();
    inner.get(..inner.find("</bdi>").unwrap()).unwrap()
}

/// Takes our own marks out: what is left may hold no tag at all.
fn without_ours(html: &str) -> String {
    html.replace("<span class=\"chip\">", "").replace("</span>", "")
}

#[tokio::test]
async fn markup_in_words_and_name_stays_text() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    for words in POLYGLOTS {
        let id = desk.comment(Comment { author: Some(words.to_owned()), ..Comment::of(words) }).await;
        for path in ["/ko".to_owned(), format!("/ko/{id}")] {
            let answer = browser.get(&path).await;
            assert_eq!(answer.status, StatusCode::OK);
            let ours = "<script src=\"/desk.js\" defer></script>";
            let body = answer.body.replacen(ours, "", 1).to_lowercase();
            for never in [
                "<script",
                "<img",
                "<svg/",
                "<svg onload",
                "<a href=\"https://evil",
                "</bdi></article><h1>kommunen",
            ] {
                assert!(!body.contains(never), "{never} came through from {words}");
            }
            assert!(!answer.body.contains("503391"), "a template ran what a citizen wrote");
        }
        let page = browser.get(&format!("/ko/{id}")).await.body;
        assert!(!without_ours(comment(&page)).contains('<'), "{words}");
        assert!(!page.split("<title>").nth(1).unwrap().split("</title>").next().unwrap().contains("alert"));
    }
}

#[tokio::test]
async fn what_cannot_be_seen_is_named() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    for (letter, name) in [
        ('\u{202E}', "U+202E"),
        ('\u{2066}', "U+2066"),
        ('\u{200E}', "U+200E"),
        ('\u{061C}', "U+061C"),
        ('\u{200B}', "U+200B"),
        ('\u{200D}', "U+200D"),
        ('\u{FEFF}', "U+FEFF"),
        ('\u{00AD}', "U+00AD"),
        ('\u{2028}', "U+2028"),
        ('\u{3164}', "U+3164"),
        ('\u{E0041}', "U+E0041"),
        ('\u{0000}', "U+0000"),
        ('\u{0007}', "U+0007"),
        ('\u{001B}', "U+001B"),
        ('\u{0085}', "U+0085"),
    ] {
        let words = format!("før{letter}{letter}efter");
        let id = desk.comment(Comment { author: Some(words.clone()), ..Comment::of(&words) }).await;
        for path in ["/ko".to_owned(), format!("/ko/{id}")] {
            let body = browser.get(&path).await.body;
            assert!(!body.contains(letter), "{name} reached {path}");
            assert!(
                body.contains(&format!("før<span class=\"chip\">⟦{name} ×2⟧</span>efter")),
                "{name} at {path}"
            );
        }
    }
}

#[tokio::test]
async fn ordinary_writing_is_shown_as_it_is() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    for words in [
        "Æblegrød på øen, åh!",
        "linje et\nlinje to",
        "👩‍👩‍👧‍👦 ❤️ 👍🏽",
        "مرحبا بكم في المدينة",
        "e\u{301}t café",
        "Tiếng Việt",
    ] {
        let id = desk.comment(Comment::of(words)).await;
        let body = browser.get(&format!("/ko/{id}")).await.body;
        assert_eq!(comment(&body), words);
    }
}

#[tokio::test]
async fn a_pile_of_marks_and_a_wall_of_text_stay_in_their_box() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let pile = format!("z{}algo", "\u{0301}\u{0316}\u{0330}".repeat(5_000));
    let id = desk.comment(Comment { author: Some(pile.clone()), ..Comment::of(&pile) }).await;
    let body = browser.get(&format!("/ko/{id}")).await.body;
    assert!(body.matches('\u{0301}').count() <= 8, "the pile stands");
    assert!(comment(&body).contains("⟦+14996⟧"), "nobody is told how many were folded");

    for wall in ["a".repeat(50_000), "\n".repeat(50_000), "\u{202E}a".repeat(25_000), "<&\"'".repeat(12_500)]
    {
        let id = desk.comment(Comment { author: Some(wall.clone()), ..Comment::of(&wall) }).await;
        let answer = browser.get(&format!("/ko/{id}")).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.body.len() < 300_000, "{} bytes", answer.body.len());
        assert!(!comment(&answer.body).contains("\n\n\n"));
    }
    let queue = browser.get("/ko").await.body;
    assert!(queue.len() < 60_000, "{} bytes for a page of the queue", queue.len());
}

#[tokio::test]
async fn any_string_of_letters_stays_text() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let mut random = StdRng::seed_from_u64(2026);
    let spice = [
        '<', '>', '&', '"', '\'', '\u{202E}', '\u{200D}', '\u{0301}', '\u{FE0F}', '👩', '\n', '\r', '`', '{',
    ];
    for _ in 0..150 {
        let words: String = (0..random.random_range(0..200))
            .map(|_| {
                if random.random_bool(0.5) {
                    spice[random.random_range(0..spice.len())]
                } else {
                    random.random::<char>()
                }
            })
            .collect();
        let id = desk.comment(Comment { author: Some(words.clone()), ..Comment::of(&words) }).await;
        let answer = browser.get(&format!("/ko/{id}")).await;
        assert_eq!(answer.status, StatusCode::OK);
        let inner = without_ours(comment(&answer.body));
        assert!(!inner.contains('<') && !inner.contains('>') && !inner.contains('"'), "seed 2026: {words:?}");
        for hidden in ['\u{202E}', '\u{2066}', '\u{200B}', '\u{FEFF}', '\u{0}'] {
            assert!(!answer.body.contains(hidden), "seed 2026: {words:?}");
        }
    }
}

#[tokio::test]
async fn a_masked_number_is_dots_to_the_eye_and_named_to_the_ear() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let id = desk
        .comment(
            Comment::of("Mit cpr er 311236-4004, slå det op, ring 20 00 00 00 i <morgen>")
                .finding(Kind::Cpr, "311236-4004", Confidence::High, "cpr.word-near")
                .finding(Kind::Phone, "20 00 00 00", Confidence::Medium, "phone.shape"),
        )
        .await;
    for path in ["/ko".to_owned(), format!("/ko/{id}")] {
        let body = browser.get(&path).await.body;
        assert!(!body.contains("311236") && !body.contains("4004"), "{path}");
        assert!(body.contains("••••••-••••"), "{path}");
    }
    let body = browser.get(&format!("/ko/{id}")).await.body;
    assert!(body.contains("CPR-nummer skjult</span><sup>1</sup></mark>, slå det op, ring <mark class=\"warn\">20 00 00 00<sup>2</sup></mark> i &#60;morgen&#62;"), "{}", comment(&body));
    assert!(body.contains("siger, at det er et"), "the reason's sentence is missing");
    assert!(body.contains("sikkerhed høj") && body.contains("sikkerhed middel"));
}

#[tokio::test]
async fn a_finding_that_points_outside_or_across_marks_nothing_wrong() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let mut comment_of = Comment::of("abc def ghi")
        .finding(Kind::Health, "abc def", Confidence::Medium, "x")
        .finding(Kind::Crime, "def ghi", Confidence::Medium, "y")
        .finding(Kind::Plate, "ghi", Confidence::Medium, "z");
    comment_of.findings[2].span.end = 9_000;
    let id = desk.comment(comment_of).await;
    let body = browser.get(&format!("/ko/{id}")).await.body;
    let plain = comment(&body).replace("<mark class=\"warn\">", "").replace("</mark>", "");
    assert_eq!(plain, "abc def<sup>1</sup> ghi<sup>3</sup>");
}
