//! The desk as a moderator meets it: in a real browser, at real sizes, with and without JavaScript.

use std::sync::Arc;
use std::time::Duration;

use ordstyrer::review;
use ordstyrer::store::Engine;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::desk::{Comment, Desk};
use super::look;
use crate::browser;

/// A desk with three moderators that a browser can reach, served until it is dropped.
struct Open {
    desk: Desk,
    given: Value,
    stop: CancellationToken,
}

impl Open {
    async fn new() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let desk = Desk::on(Engine::Sqlite, &origin).await;
        let mut links = serde_json::Map::new();
        for name in ["Mette Prøve", "Torben Prøve", "Eva Prøve"] {
            let id = desk.moderator(name).await;
            let first = name.split(' ').next().unwrap().to_lowercase();
            links.insert(first, desk.link(&id).await.into());
        }
        let stop = CancellationToken::new();
        tokio::spawn(review::serve(listener, Arc::clone(&desk.parts), stop.clone()));
        Self { desk, given: json!({ "origin": origin, "links": links }), stop }
    }

    async fn play(&self, scene: &str, more: Value) {
        let mut given = self.given.clone();
        given.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        browser::play(scene, given).await;
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

async fn an_evening(has_javascript: bool) {
    if !browser::is_there() {
        return;
    }
    let open = Open::new().await;
    look::seed(&open.desk).await;
    open.play("evening", json!({ "javascript": has_javascript })).await;
    let trail = open.desk.trail().await;
    let count = |what: &str| trail.iter().filter(|(_, done)| done == what).count();
    assert_eq!((count("halted"), count("started")), (1, 1));
    assert_eq!((count("sign_in.link"), count("sign_in"), count("sign_out")), (2, 1, 1));
    assert_eq!(count("sign_in.refused"), 1);
}

#[tokio::test]
async fn a_moderator_works_a_whole_evening_in_a_real_browser() {
    an_evening(true).await;
}

#[tokio::test]
async fn without_javascript_the_desk_does_all_the_same() {
    an_evening(false).await;
}

#[tokio::test]
async fn every_page_is_accessible_and_fits_on_a_phone_in_light_and_dark() {
    if !browser::is_there() {
        return;
    }
    let open = Open::new().await;
    look::seed(&open.desk).await;
    open.play("pictures", json!({})).await;
    look::trouble(&open.desk).await;
    open.play("looks", json!({})).await;
}

#[tokio::test]
async fn the_pages_beside_the_queue_are_accessible_full_and_empty() {
    if !browser::is_there() {
        return;
    }
    let open = Open::new().await;
    look::seed(&open.desk).await;
    open.play("books", json!({ "full": true })).await;
    let open = Open::new().await;
    open.play("books", json!({ "full": false })).await;
}

#[tokio::test]
async fn a_round_of_decisions_is_made_by_keyboard_alone() {
    if !browser::is_there() {
        return;
    }
    let open = Open::new().await;
    look::seed(&open.desk).await;
    open.play("keys", json!({})).await;
}

#[tokio::test]
async fn fifty_are_decided_by_keyboard_and_each_once() {
    if !browser::is_there() {
        return;
    }
    let open = Open::new().await;
    for minute in 0..50 {
        let age = Duration::from_mins(minute);
        open.desk.comment(Comment { age, ..Comment::of(&format!("Hvad koster nummer {minute}?")) }).await;
    }
    open.play("fifty", json!({ "rows": 50 })).await;
    let trail = open.desk.trail().await;
    assert_eq!(trail.iter().filter(|(_, what)| what == "decided.kept:N2").count(), 50);
}

#[tokio::test]
async fn what_a_colleague_decides_is_seen_without_a_reload() {
    if !browser::is_there() {
        return;
    }
    let open = Open::new().await;
    look::seed(&open.desk).await;
    open.play("live", json!({})).await;
}

#[tokio::test]
async fn at_night_on_a_small_phone_a_leak_is_decided_in_two_taps_without_a_script() {
    if !browser::is_there() {
        return;
    }
    let open = Open::new().await;
    let leak = look::seed(&open.desk).await;
    open.play("night", json!({ "item": format!("/ko/{leak}") })).await;
}

#[tokio::test]
async fn nothing_is_lost_at_four_hundred_per_cent_or_with_wide_letters() {
    if !browser::is_there() {
        return;
    }
    let open = Open::new().await;
    let leak = look::seed(&open.desk).await;
    open.play("zoom", json!({ "item": format!("/ko/{leak}") })).await;
}

#[tokio::test]
async fn hostile_words_stay_words_in_a_real_browser() {
    if !browser::is_there() {
        return;
    }
    let open = Open::new().await;
    let marks: String = ('\u{0300}'..='\u{036F}').collect();
    let words = [
        "<script>window.ran = 1</script><img src=x onerror=\"window.ran = 1\"><svg onload=\"window.ran = 1\">"
            .to_owned(),
        "</bdi></article></main><form action=https://evil.example><button>Behold</button></form>".to_owned(),
        "\u{202E}\u{2066}\u{202E}bagvendt \u{061C}أهلا بكم في البلدية 311\u{202C}".to_owned(),
        format!("Z{marks}{marks}{marks}a{marks}l{marks}g{marks}o"),
        "Ordlængdeprøve".repeat(50_000 / 14),
        format!("først{}sidst", "\n".repeat(5_000)),
        "javascript:window.ran=1 https://evil.example/?a=1&b=2 <a href=\"//evil.example\">klik</a>".to_owned(),
    ];
    for text in &words {
        open.desk.comment(Comment { author: Some(text.clone()), ..Comment::of(text) }).await;
    }
    open.play("hostile", json!({ "rows": words.len() })).await;
}
