//! Guessing is slowed down where it comes from, and keeps nobody out for long.

use axum::http::{Method, StatusCode};

use super::browser::{Answer, Browser};
use super::desk::{Desk, PASSWORD};
use crate::harness::minutes;

const WRONG: &str = "en helt anden sætning";

/// Signs in from an address, as our proxy writes it after what the caller claims.
async fn from(browser: &mut Browser<'_>, address: &str, name: &str, password: &str) -> Answer {
    let mut body = url::form_urlencoded::Serializer::new(String::new());
    body.extend_pairs([("organisation", "prøveby"), ("navn", name), ("adgangskode", password)]);
    let claimed = format!("10.0.0.1, {address}");
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("sec-fetch-site", "same-origin"),
        ("x-forwarded-for", claimed.as_str()),
    ];
    browser.send(Method::POST, "/log-ind", &headers, body.finish()).await
}

#[tokio::test]
async fn guessing_elsewhere_does_not_keep_the_one_on_call_out() {
    let desk = Desk::new().await;
    desk.moderator_with_password("Mette").await;
    let mut home = desk.browser();
    assert_eq!(from(&mut home, "203.0.113.7", "Mette", PASSWORD).await.location(), "/ko");
    let mut thief = desk.browser();
    let mut refused = 0;
    for guess in 0..60 {
        let answer = from(&mut thief, &format!("198.51.100.{guess}"), "Mette", WRONG).await;
        refused += usize::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused > 30, "guesses from everywhere go on: {refused}");
    // Where she came in before she is not slowed down at all.
    assert_eq!(from(&mut home, "203.0.113.7", "Mette", PASSWORD).await.location(), "/ko");
    // And at a new place she waits a minute at the most.
    let mut new = desk.browser();
    for guess in 0..60 {
        from(&mut thief, &format!("198.51.100.{guess}"), "Mette", WRONG).await;
    }
    desk.later(minutes(1));
    assert_eq!(from(&mut new, "203.0.113.99", "Mette", PASSWORD).await.location(), "/ko");
}

#[tokio::test]
async fn one_place_is_slowed_down_whoever_it_tries() {
    let desk = Desk::new().await;
    desk.moderator_with_password("Mette").await;
    let mut thief = desk.browser();
    let mut statuses = Vec::new();
    for guess in 0..60 {
        statuses.push(from(&mut thief, "198.51.100.1", &format!("navn {guess}"), WRONG).await.status);
    }
    assert_eq!(statuses.first(), Some(&StatusCode::UNAUTHORIZED));
    assert_eq!(statuses.last(), Some(&StatusCode::TOO_MANY_REQUESTS));
    let other = from(&mut desk.browser(), "198.51.100.2", "Mette", WRONG).await;
    assert_eq!(other.status, StatusCode::UNAUTHORIZED, "another place is slowed down too");
}

#[tokio::test]
async fn a_claimed_address_is_not_believed_and_one_line_of_ipv6_is_one_place() {
    let desk = Desk::new().await;
    desk.moderator_with_password("Mette").await;
    let mut thief = desk.browser();
    let mut last = StatusCode::OK;
    for guess in 0..8 {
        // The last entry is the proxy's; a house changes the last 64 bits at will.
        last = from(&mut thief, &format!("2001:db8:1:2::{guess}"), "Mette", WRONG).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);
    let other = from(&mut desk.browser(), "2001:db8:1:3::1", "Mette", WRONG).await;
    assert_eq!(other.status, StatusCode::UNAUTHORIZED);
}
