//! The second step: six digits from a phone, worth something once.

use axum::http::StatusCode;
use ordstyrer::model::{Role, Stamp};
use ordstyrer::review::{moderators, totp};
use ordstyrer::store::Engine;

use super::browser::Browser;
use super::desk::{Desk, PASSWORD};
use crate::harness::{engines, minutes};

const HALF_A_MINUTE: std::time::Duration = std::time::Duration::from_secs(30);

async fn asking(engine: Engine) -> Desk {
    Desk::asking(engine, Role::ALL.to_vec(), std::collections::BTreeMap::new()).await
}

/// The bytes of a key as it is typed into an app.
fn bytes(typed: &str) -> Vec<u8> {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for byte in typed.bytes().filter(|byte| *byte != b' ') {
        let five = letters.iter().position(|letter| *letter == byte).unwrap();
        held = (held << 5 | u32::try_from(five).unwrap()) & 0xfff;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).unwrap());
        }
    }
    bytes
}

/// The key that the page shows.
pub(super) async fn key(browser: &mut Browser<'_>) -> Vec<u8> {
    assert_eq!(browser.post("/totrin/ny", &[]).await.location(), "/totrin");
    let page = browser.get("/totrin").await.body;
    let typed = page.split("<code class=\"key\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    assert!(page.contains(&format!("secret={}", typed.replace(' ', ""))), "{page}");
    bytes(&typed)
}

fn code(key: &[u8], now: Stamp) -> String {
    totp::code(key, totp::step(now))
}

/// Somebody with a password and a phone, and their key.
async fn with_phone(desk: &Desk, name: &str) -> Vec<u8> {
    let id = desk.moderator(name).await;
    let mut browser = desk.browser();
    browser.post(&desk.link(&id).await, &[]).await;
    assert_eq!(browser.get("/adgangskode").await.location(), "/totrin");
    let key = key(&mut browser).await;
    let answer = browser.post("/totrin", &[("kode", &code(&key, desk.now()))]).await;
    assert_eq!(answer.location(), "/adgangskode");
    let chosen = browser.post("/adgangskode", &[("ny", PASSWORD), ("igen", PASSWORD)]).await;
    assert_eq!(chosen.location(), "/ko?besked=adgangskode");
    desk.later(minutes(1));
    key
}

#[test]
fn the_codes_are_those_of_rfc_6238() {
    // Appendix B, SHA-1: the RFC shows eight digits, of which these are the last six.
    let secret = b"12345678901234567890";
    for (second, shown) in [
        (59, "94287082"),
        (1_111_111_109, "07081804"),
        (1_111_111_111, "14050471"),
        (1_234_567_890, "89005924"),
        (2_000_000_000, "69279037"),
        (20_000_000_000, "65353130"),
    ] {
        let step = totp::step(Stamp::from_ms(second * 1000));
        assert_eq!(totp::code(secret, step), shown.get(2..).unwrap(), "at {second}");
    }
}

#[tokio::test]
async fn who_must_take_a_second_step_sees_nothing_before_it_on_both_engines() {
    for engine in engines() {
        let desk = asking(engine).await;
        let id = desk.moderator("Mette").await;
        let mut browser = desk.browser();
        browser.post(&desk.link(&id).await, &[]).await;
        for (path, lands) in [
            ("/ko", "/totrin?til=/ko"),
            ("/drift", "/totrin?til=/drift"),
            ("/adgangskode", "/totrin"),
            ("/live", "/totrin"),
        ] {
            assert_eq!(browser.get(path).await.location(), lands, "on {engine:?}");
        }
        assert_eq!(browser.post("/stop", &[("tilbage", "/ko")]).await.location(), "/totrin");
        let key = key(&mut browser).await;
        assert_eq!(key.len(), 20, "the key is shorter than its hash");
        let before = browser.cookie.clone();
        let answer = browser.post("/totrin", &[("kode", &code(&key, desk.now())), ("til", "/drift")]).await;
        assert_eq!(answer.location(), "/drift", "on {engine:?}");
        assert_ne!(browser.cookie, before, "the token was not renewed");
        assert_eq!(browser.get("/ko").await.status, StatusCode::OK, "on {engine:?}");
        let what: Vec<_> = desk.trail().await.into_iter().map(|(_, what)| what).collect();
        assert!(what.iter().any(|what| what == "second_step.set_up"), "on {engine:?}");
        let typed = browser.get("/totrin").await.body;
        assert!(!typed.contains("class=\"key\""), "the key is shown again");
    }
}

#[tokio::test]
async fn a_code_counts_once_and_half_a_minute_to_each_side() {
    let desk = asking(Engine::Sqlite).await;
    let key = with_phone(&desk, "Mette").await;
    let now = desk.now();
    let mut browser = desk.browser();
    assert_eq!(browser.sign_in("Mette", PASSWORD).await.location(), "/ko");
    assert_eq!(browser.get("/ko").await.location(), "/totrin?til=/ko");
    for wrong in [
        code(&key, now.earlier(HALF_A_MINUTE * 2)),
        code(&key, now.later(HALF_A_MINUTE * 2)),
        "000000".to_owned(),
        "12345".to_owned(),
    ] {
        let answer = browser.post("/totrin", &[("kode", &wrong)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(!answer.body.contains(&wrong) && answer.body.contains("Koden er ikke rigtig"));
    }
    desk.later(minutes(1));
    let now = desk.now();
    let late = code(&key, now.earlier(HALF_A_MINUTE));
    let (first, rest) = late.split_at(3);
    let spaced = format!("{first} {rest}");
    assert_eq!(browser.post("/totrin", &[("kode", &spaced)]).await.location(), "/ko");
    // The same code, and one before it, in another browser that knows the password.
    let mut thief = desk.browser();
    thief.sign_in("Mette", PASSWORD).await;
    for used in [late, code(&key, now.earlier(HALF_A_MINUTE * 2))] {
        let answer = thief.post("/totrin", &[("kode", &used)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(thief.get("/ko").await.location(), "/totrin?til=/ko");
    let early = code(&key, now.later(HALF_A_MINUTE));
    assert_eq!(thief.post("/totrin", &[("kode", &early)]).await.location(), "/ko");
}

#[tokio::test]
async fn guessing_codes_gets_slower_and_the_password_does_not_start_it_anew() {
    let desk = asking(Engine::Sqlite).await;
    with_phone(&desk, "Mette").await;
    let mut refused = 0;
    for _ in 0..12 {
        let mut browser = desk.browser();
        let answer = browser.sign_in("Mette", PASSWORD).await;
        if answer.status == StatusCode::TOO_MANY_REQUESTS {
            refused += 1;
            continue;
        }
        let answer = browser.post("/totrin", &[("kode", "000000")]).await;
        refused += usize::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused >= 6, "only {refused} of twelve guesses were slowed down");
}

#[tokio::test]
async fn a_lost_phone_is_forgotten_by_command_and_its_sessions_end() {
    let desk = asking(Engine::Sqlite).await;
    let key = with_phone(&desk, "Mette").await;
    let mut browser = desk.browser();
    browser.sign_in("Mette", PASSWORD).await;
    assert_eq!(browser.post("/totrin", &[("kode", &code(&key, desk.now()))]).await.location(), "/ko");
    let id = moderators::find(&desk.db, &desk.organisation, "Mette").await.unwrap().unwrap().id;
    let (db, vault, owner) = (&desk.db, &desk.vault, &desk.organisation);

    assert!(moderators::forget_factor(db, vault, owner, &id, desk.now()).await.unwrap());

    assert_eq!(browser.get("/ko").await.location(), "/log-ind");
    browser.sign_in("Mette", PASSWORD).await;
    assert!(browser.get("/totrin").await.body.contains("Vis en nøgle"));
    assert!(!moderators::forget_factor(db, vault, owner, &id, desk.now()).await.unwrap());
}

#[tokio::test]
async fn a_key_that_counts_cannot_be_replaced_and_does_not_stand_in_the_database() {
    let desk = asking(Engine::Sqlite).await;
    let key = with_phone(&desk, "Mette").await;
    let mut thief = desk.browser();
    thief.sign_in("Mette", PASSWORD).await;
    thief.post("/totrin/ny", &[]).await;
    assert!(!thief.get("/totrin").await.body.contains("class=\"key\""));
    assert_eq!(thief.post("/totrin", &[("kode", &code(&key, desk.now()))]).await.location(), "/ko");
    let bytes = desk.bytes();
    assert!(!bytes.windows(key.len()).any(|window| window == key), "the key is readable");
}

#[tokio::test]
async fn who_set_it_up_is_asked_also_where_their_role_is_not() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    assert_eq!(browser.get("/ko").await.status, StatusCode::OK);
    let key = key(&mut browser).await;
    assert_eq!(browser.get("/ko").await.status, StatusCode::OK, "a key that was only shown counts");
    browser.post("/totrin", &[("kode", &code(&key, desk.now()))]).await;
    let id = moderators::find(&desk.db, &desk.organisation, "Mette").await.unwrap().unwrap().id;
    let mut other = desk.browser();
    other.post(&desk.link(&id).await, &[]).await;
    assert_eq!(other.get("/ko").await.location(), "/totrin?til=/ko");
}
