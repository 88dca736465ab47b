//! Signed, and in shapes that nobody expects: never stored, never answered so that it comes again.

use std::fmt::Write;

use axum::http::StatusCode;
use ordstyrer::hook::Network;
use ordstyrer::store::Engine;
use serde_json::{Value, json};

use super::ears::{Ears, NOON, PAGE, SECRET, call, comment, signature};

async fn say(ears: &Ears, body: &str) -> StatusCode {
    ears.ask(call(Network::Facebook, body, &signature(SECRET, body))).await.0
}

#[tokio::test]
async fn what_is_no_webhook_is_answered_and_counted() {
    let ears = Ears::new(Engine::Sqlite).await;
    let bodies = [
        "",
        " ",
        "{",
        "null",
        "7",
        "\"page\"",
        "hej",
        "{\"object\":\"page\",\"entry\":",
        "\u{feff}{}",
        r#"{"object":"page","entry":{}}"#,
        r#"{"object":7,"entry":[]}"#,
        r#"{"object":"page","entry":[7]}"#,
        r#"{"object":"page","entry":[{"id":["x"]}]}"#,
        r#"{"object":"page","entry":[]} and more"#,
    ];
    for body in bodies {
        assert_eq!(say(&ears, body).await, StatusCode::OK, "{body}");
    }
    assert_eq!(ears.counts.unreadable.get(), u64::try_from(bodies.len()).unwrap());
    assert_eq!(ears.hints().await, []);
}

#[tokio::test]
async fn no_depth_of_brackets_breaks_the_parser() {
    let ears = Ears::new(Engine::Sqlite).await;
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    let inside = |what: &str| {
        format!(
            r#"{{"object":"page","entry":[{{"id":"{PAGE}","time":{NOON},"changes":[{{"field":"feed","value":{what}}}]}}]}}"#
        )
    };
    let bodies = [
        deep("[", "]"),
        "[".repeat(900_000),
        deep("{\"a\":", "}"),
        inside(&deep("[", "]")),
        inside(&format!("{{\"message\":{}}}", deep("[", "]"))),
        inside(&format!("{{\"media\":{}}}", "{\"media\":".repeat(50_000))),
    ];
    for body in bodies {
        assert_eq!(say(&ears, &body).await, StatusCode::OK);
    }
    // Two that say nothing of what happened are one event.
    let counts = &ears.counts;
    assert_eq!((counts.unreadable.get(), counts.stored.get(), counts.doubled.get()), (4, 1, 1));
    assert_eq!(say(&ears, &comment(1).to_string()).await, StatusCode::OK, "it hears as before");
}

#[tokio::test]
async fn what_is_added_to_a_webhook_changes_nothing() {
    let ears = Ears::new(Engine::Sqlite).await;
    let mut body = comment(1);
    body["entry"][0]["changes"][0]["value"]["post"] = json!({"status_type": "added_photos", "id": "5"});
    body["entry"][0]["changes"][0]["value"]["photos"] = json!(["a", "b"]);
    body["entry"][0]["uid"] = json!(PAGE);
    body["more"] = json!({"x": [1.5e300, -1, null, "\u{0}"]});
    assert_eq!(ears.facebook(&body).await, StatusCode::OK);
    assert_eq!(ears.hints().await.len(), 1);
    assert_eq!(ears.counts.unreadable.get(), 0);
}

/// Each of the recorded webhooks: its page is made ours and its moment now, and it is heard.
#[tokio::test]
async fn every_recorded_webhook_is_heard() {
    let Some(specs) = std::env::var_os("ORDSTYRER_SPECS") else {
        println!("skipped: ORDSTYRER_SPECS names no folder with recorded webhooks");
        return;
    };
    let folder = std::path::Path::new(&specs).join("facebook").join("restfb-webhooks");
    let mut told = String::new();
    for file in std::fs::read_dir(folder).unwrap().flatten() {
        let ears = Ears::new(Engine::Sqlite).await;
        let text = std::fs::read_to_string(file.path()).unwrap();
        let mut body: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(body["entry"][0]["id"], PAGE, "the recordings are of this page");
        body["entry"][0]["time"] = json!(NOON);
        assert_eq!(ears.facebook(&body).await, StatusCode::OK);
        let hint = ears.hints().await.remove(0);
        assert!(hint.post.is_some_and(|post| post.starts_with(PAGE)));
        writeln!(told, "{}: {}", file.file_name().display(), hint.kind).unwrap();
    }
    assert!(told.lines().count() >= 3);
    print!("{told}");
}
