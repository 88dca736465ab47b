//! One's own sessions: seen, ended, and known by a token that nobody can guess.

use axum::http::{Method, StatusCode};
use ordstyrer::model::Role;

use super::desk::{Desk, PASSWORD};
use crate::harness::{engines, hours};

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_or_all_others_on_both_engines() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        desk.moderator_with_password("Mette").await;
        let (mut here, mut home, mut phone) = (desk.browser(), desk.browser(), desk.browser());
        here.sign_in("Mette", PASSWORD).await;
        home.sign_in("Mette", PASSWORD).await;
        let form = format!("organisation=pr%C3%B8veby&navn=Mette&adgangskode={}", PASSWORD.replace(' ', "+"));
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "same-origin"),
            ("user-agent", "Mozilla/5.0 (Linux; Android 16) AppleWebKit Chrome/140 Mobile Safari/537"),
        ];
        phone.send(Method::POST, "/log-ind", &headers, form).await;
        let mut other = desk.signed_as("Torben", &[Role::Moderator]).await;

        // The one that the password was chosen in stands too.
        let page = here.get("/sessioner").await.body;
        assert_eq!(page.matches("name=\"session\"").count(), 3, "on {engine:?}: {page}");
        assert!(page.contains("Chrome, Android") && page.contains("denne her"), "on {engine:?}: {page}");
        assert!(!page.contains("AppleWebKit"), "a browser's full name is kept");
        let handle = page.split("Chrome, Android").nth(1).unwrap();
        let handle = handle.split("value=\"").nth(1).unwrap().split('"').next().unwrap();

        // A colleague cannot end it.
        other.post("/sessioner", &[("session", handle)]).await;
        assert_eq!(phone.get("/ko").await.status, StatusCode::OK, "on {engine:?}");

        here.post("/sessioner", &[("session", handle)]).await;
        assert_eq!(phone.get("/ko").await.location(), "/log-ind", "on {engine:?}");
        assert_eq!(home.get("/ko").await.status, StatusCode::OK, "on {engine:?}");

        here.post("/sessioner", &[]).await;
        assert_eq!(home.get("/ko").await.location(), "/log-ind", "on {engine:?}");
        assert_eq!(here.get("/ko").await.status, StatusCode::OK, "on {engine:?}");
        assert_eq!(other.get("/ko").await.status, StatusCode::OK, "on {engine:?}");
    }
}

#[tokio::test]
async fn a_token_has_256_random_bits() {
    let desk = Desk::new().await;
    let browser = desk.signed("Mette").await;
    let token = browser.cookie.unwrap();
    assert_eq!(token.split('=').nth(1).unwrap().len(), 43, "256 bits are 43 letters");
}

#[tokio::test]
async fn signing_out_keeps_the_chosen_theme_and_takes_back_the_token() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let answer = browser.post("/log-ud", &[]).await;
    assert!(!answer.header("clear-site-data").contains("cookies"), "the theme would go too");
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("ordstyrer=;") && cookie.contains("Max-Age=0"), "{cookie}");
}

#[tokio::test]
async fn a_session_that_is_over_leaves_the_store() {
    let desk = Desk::new().await;
    desk.signed("Mette").await;
    desk.later(hours(2));
    let settings = crate::harness::settings().retain;
    ordstyrer::retain::run(&desk.db, &desk.vault, &desk.organisation, &settings, desk.now()).await.unwrap();
    let ordstyrer::store::Db::Sqlite { read, .. } = &desk.db else { panic!("this desk is on SQLite") };
    let (left,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM web_session").fetch_one(read).await.unwrap();
    assert_eq!(left, 0);
}
