//! Who gets in, who does not, and what an outsider can learn from the difference.

use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use axum::http::StatusCode;
use ordstyrer::review::moderators;
use ordstyrer::store;

use super::desk::{Desk, PASSWORD};
use crate::harness::{engines, hours, minutes};

const WRONG: &str = "en helt anden sætning";

#[tokio::test]
async fn the_way_in_is_the_same_on_both_engines() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        desk.moderator_with_password("Mette").await;
        let mut browser = desk.browser();
        assert_eq!(browser.sign_in("Mette", WRONG).await.status, StatusCode::UNAUTHORIZED);

        let answer = browser.sign_in("mette ", PASSWORD).await;

        assert_eq!(answer.location(), "/ko", "on {engine:?}");
        assert!(browser.get("/ko").await.body.contains("Mette"), "on {engine:?}");
        assert_eq!(browser.post("/log-ud", &[]).await.location(), "/log-ind");
        assert_eq!(browser.get("/ko").await.location(), "/log-ind");
        let what: Vec<_> = desk.trail().await.into_iter().map(|(_, what)| what).collect();
        for expected in ["sign_in.link", "password", "sign_in.refused", "sign_in", "sign_out"] {
            assert!(what.iter().any(|line| line == expected), "no line {expected} on {engine:?}");
        }
    }
}

#[tokio::test]
async fn nobody_can_tell_a_wrong_name_from_a_wrong_password() {
    let desk = Desk::new().await;
    desk.moderator_with_password("Mette").await;
    desk.moderator("Nykommet").await;
    let gone = desk.moderator_with_password("Borte").await;
    moderators::disable(&desk.db, &desk.vault, &desk.organisation, &gone, desk.now()).await.unwrap();
    let mut seen = Vec::new();
    for (name, password) in
        [("Mette", WRONG), ("Ingen", WRONG), ("Nykommet", WRONG), ("Borte", PASSWORD), ("Ingen", "")]
    {
        let answer = desk.browser().sign_in(name, password).await;
        let headers: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
        seen.push((answer.status, headers, answer.body.replace(name, "NAME")));
    }

    assert_eq!(seen[0].0, StatusCode::UNAUTHORIZED);
    assert!(seen.iter().all(|one| *one == seen[0]), "an answer differs");
    assert!(!seen[0].2.contains(WRONG), "the password came back");
}

#[tokio::test]
async fn guessing_gets_slower_for_every_name_alike_and_never_locks_for_the_night() {
    let desk = Desk::new().await;
    desk.moderator_with_password("Mette").await;
    let mut waits = Vec::new();
    for name in ["Mette", "Ingen"] {
        let mut browser = desk.browser();
        let mut waited = Vec::new();
        for _ in 0..14 {
            let answer = browser.sign_in(name, WRONG).await;
            if answer.status == StatusCode::TOO_MANY_REQUESTS {
                let seconds: u64 = answer
                    .body
                    .split("Prøv igen om ")
                    .nth(1)
                    .and_then(|rest| rest.split(' ').next())
                    .and_then(|number| number.parse().ok())
                    .unwrap();
                waited.push(seconds);
                desk.later(Duration::from_secs(seconds));
                assert_eq!(browser.sign_in(name, WRONG).await.status, StatusCode::UNAUTHORIZED);
            }
        }
        waits.push(waited);
    }

    assert_eq!(waits[0], waits[1], "a name that nobody has is told by its wait");
    assert!(waits[0].is_sorted() && waits[0].len() >= 8, "the waits do not grow: {:?}", waits[0]);
    assert!(waits[0].iter().all(|wait| *wait <= 15 * 60 + 1));

    let mut browser = desk.browser();
    assert_eq!(browser.sign_in("Mette", WRONG).await.status, StatusCode::UNAUTHORIZED);
    desk.later(minutes(14));
    assert_eq!(browser.sign_in("Mette", PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    desk.later(minutes(1));
    assert_eq!(browser.sign_in("Mette", PASSWORD).await.location(), "/ko");
    assert_eq!(
        desk.browser().sign_in("Mette", WRONG).await.status,
        StatusCode::UNAUTHORIZED,
        "it is forgotten"
    );
}

#[tokio::test]
async fn a_token_that_was_planted_before_sign_in_is_worth_nothing_after_it() {
    let desk = Desk::new().await;
    desk.moderator_with_password("Mette").await;
    let mut browser = desk.browser();
    let planted = "ordstyrer=AAAAAAAAAAAAAAAAAAAAAA".to_owned();
    browser.cookie = Some(planted.clone());

    browser.sign_in("Mette", PASSWORD).await;
    let first = browser.cookie.clone().unwrap();
    browser.sign_in("Mette", PASSWORD).await;
    let second = browser.cookie.clone().unwrap();

    assert!(first != planted && second != first, "the token was not renewed");
    for dead in [planted, first] {
        browser.cookie = Some(dead);
        assert_eq!(browser.get("/ko").await.location(), "/log-ind");
    }
    browser.cookie = Some(second);
    assert_eq!(browser.get("/ko").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_cookie_is_for_this_site_and_no_script_alone() {
    for (address, name, is_secure) in
        [("http://127.0.0.1:8080", "ordstyrer=", false), ("https://ord.example", "__Host-ordstyrer=", true)]
    {
        let desk = Desk::on(store::Engine::Sqlite, address).await;
        let id = desk.moderator("Mette").await;
        let answer = desk.browser().post(&desk.link(&id).await, &[]).await;
        let cookie = answer.header("set-cookie");

        assert!(cookie.starts_with(name), "{cookie}");
        for part in ["HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
        assert_eq!(cookie.contains("Secure"), is_secure, "{cookie}");
        assert_eq!(answer.header("strict-transport-security").is_empty(), !is_secure);
    }
}

#[tokio::test]
async fn neither_token_nor_code_nor_password_stands_in_the_database() {
    let desk = Desk::new().await;
    let id = desk.moderator_with_password("Mette").await;
    let link = desk.link(&id).await;
    let mut browser = desk.browser();
    browser.sign_in("Mette", PASSWORD).await;

    let bytes = desk.bytes();
    let token = browser.cookie.clone().unwrap();
    for secret in [token.split('=').nth(1).unwrap(), link.rsplit('/').next().unwrap(), PASSWORD] {
        assert!(
            !bytes.windows(secret.len()).any(|window| window == secret.as_bytes()),
            "a secret is readable"
        );
    }
    assert!(bytes.windows(10).any(|window| window == b"$argon2id$"));
}

#[tokio::test]
async fn a_session_ends_after_an_idle_hour_and_after_twelve_busy_ones() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    desk.later(minutes(59));
    assert_eq!(browser.get("/ko").await.status, StatusCode::OK);
    desk.later(minutes(59));
    assert_eq!(browser.get("/ko").await.status, StatusCode::OK, "a request did not extend it");
    desk.later(minutes(61));
    assert_eq!(browser.get("/ko").await.location(), "/log-ind");

    let mut busy = desk.signed("Torben").await;
    for _ in 0..23 {
        desk.later(minutes(31));
        assert_eq!(busy.get("/ko").await.status, StatusCode::OK);
    }
    desk.later(minutes(31));
    assert_eq!(busy.get("/ko").await.location(), "/log-ind");
}

#[tokio::test]
async fn signing_out_ends_the_session_and_empties_the_browser() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let token = browser.cookie.clone();

    let answer = browser.post("/log-ud", &[]).await;

    assert_eq!(answer.header("clear-site-data"), r#""cache", "storage""#);
    browser.cookie = token;
    assert_eq!(browser.get("/ko").await.location(), "/log-ind");
}

#[tokio::test]
async fn who_is_shut_out_is_out_at_once_and_the_old_link_is_dead() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let id = moderators::find(&desk.db, &desk.organisation, "METTE").await.unwrap().unwrap().id;
    let link = desk.link(&id).await;

    assert!(moderators::disable(&desk.db, &desk.vault, &desk.organisation, &id, desk.now()).await.unwrap());

    assert_eq!(browser.get("/ko").await.location(), "/log-ind");
    assert_eq!(desk.browser().post(&link, &[]).await.status, StatusCode::GONE);
    let ttl = hours(1);
    let now = desk.now();
    assert!(moderators::one_time(&desk.db, &desk.vault, &desk.organisation, &id, ttl, now).await.is_err());
    assert!(!moderators::disable(&desk.db, &desk.vault, &desk.organisation, &id, now).await.unwrap());
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions_and_needs_the_old_one() {
    let desk = Desk::new().await;
    desk.moderator_with_password("Mette").await;
    let (mut here, mut elsewhere) = (desk.browser(), desk.browser());
    here.sign_in("Mette", PASSWORD).await;
    elsewhere.sign_in("Mette", PASSWORD).await;
    let new = "fire røde cykler i regn";

    let refused = here.post("/adgangskode", &[("nuvaerende", WRONG), ("ny", new), ("igen", new)]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let without = here.post("/adgangskode", &[("ny", new), ("igen", new)]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(elsewhere.get("/ko").await.status, StatusCode::OK);

    let done = here.post("/adgangskode", &[("nuvaerende", PASSWORD), ("ny", new), ("igen", new)]).await;

    assert_eq!(done.location(), "/ko?besked=adgangskode");
    assert_eq!(here.get("/ko").await.status, StatusCode::OK);
    assert_eq!(elsewhere.get("/ko").await.location(), "/log-ind");
    assert_eq!(desk.browser().sign_in("Mette", PASSWORD).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(desk.browser().sign_in("Mette", new).await.location(), "/ko");
}

#[tokio::test]
async fn choosing_a_password_renews_the_token_and_is_not_called_a_sign_in() {
    let desk = Desk::new().await;
    desk.moderator_with_password("Mette").await;
    let mut browser = desk.browser();
    browser.sign_in("Mette", PASSWORD).await;
    let (before, lines) = (browser.cookie.clone(), desk.trail().await.len());
    let new = "fire røde cykler i regn";

    browser.post("/adgangskode", &[("nuvaerende", WRONG), ("ny", new), ("igen", new)]).await;
    browser.post("/adgangskode", &[("nuvaerende", PASSWORD), ("ny", new), ("igen", new)]).await;

    let after = browser.cookie.clone();
    assert_ne!(before, after);
    assert_eq!(browser.get("/ko").await.status, StatusCode::OK);
    browser.cookie = before;
    assert_eq!(browser.get("/ko").await.location(), "/log-ind");
    let trail = desk.trail().await;
    let since: Vec<_> = trail.get(lines..).unwrap().iter().map(|(_, what)| what.as_str()).collect();
    assert_eq!(since, ["password.refused", "password"]);
}

#[tokio::test]
async fn a_password_is_long_own_and_typed_twice() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let long = "x y ".repeat(70);
    for (new, again, said) in [
        ("kun fjorten tg", "kun fjorten tg", "for kort"),
        (long.as_str(), long.as_str(), "for lang"),
        ("Prøveby Kommune Mette 1", "Prøveby Kommune Mette 1", "for let at gætte"),
        ("aaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaa", "for let at gætte"),
        (PASSWORD, WRONG, "ikke ens"),
    ] {
        let answer = browser.post("/adgangskode", &[("ny", new), ("igen", again)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.body.contains(said), "{new} was not refused as {said}");
        assert!(!answer.body.contains(new), "the password came back");
    }
    // A passphrase with blanks and æøå, pasted or typed.
    assert_eq!(browser.post("/adgangskode", &[("ny", PASSWORD), ("igen", PASSWORD)]).await.status, 303);
}

#[tokio::test]
async fn a_hash_made_with_less_is_renewed_when_its_owner_comes_in() {
    let desk = Desk::new().await;
    let id = desk.moderator("Mette").await;
    let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8192, 1, 1, None).unwrap());
    let hash: PasswordHash = weak.hash_password(PASSWORD.as_bytes()).unwrap();
    let mut tx = desk.db.write().await.unwrap();
    store::moderator::set_password(&mut tx, &desk.organisation, &id, &hash.to_string()).await.unwrap();
    tx.commit().await.unwrap();

    let mut browser = desk.browser();
    assert_eq!(browser.sign_in("Mette", PASSWORD).await.location(), "/ko");

    let person = moderators::find(&desk.db, &desk.organisation, "Mette").await.unwrap().unwrap();
    assert!(person.password_hash.unwrap().starts_with("$argon2id$v=19$m=47104,t=1,p=1$"));
    assert_eq!(browser.get("/ko").await.status, StatusCode::OK, "the renewal ended the session it came with");
    assert_eq!(desk.browser().sign_in("Mette", PASSWORD).await.location(), "/ko");
}

#[tokio::test]
async fn a_link_works_once_and_only_by_its_button() {
    let desk = Desk::new().await;
    let id = desk.moderator("Mette").await;
    let link = desk.link(&id).await;

    for _ in 0..2 {
        assert_eq!(desk.browser().get(&link).await.status, StatusCode::OK, "opening it used it up");
    }
    let mut browser = desk.browser();
    assert_eq!(browser.post(&link, &[]).await.location(), "/adgangskode");
    assert_eq!(browser.get("/ko").await.status, StatusCode::OK);
    let again = desk.browser().post(&link, &[]).await;

    assert_eq!(again.status, StatusCode::GONE);
    assert!(again.cookie().is_none());
}

#[tokio::test]
async fn a_link_expires_gives_way_to_a_newer_one_and_opens_no_other_house() {
    let desk = Desk::new().await;
    let id = desk.moderator("Mette").await;
    let (older, newer) = (desk.link(&id).await, desk.link(&id).await);
    assert_eq!(desk.browser().post(&older, &[]).await.status, StatusCode::GONE);
    let elsewhere = newer.replace("pr%C3%B8veby", "naboby");
    assert_eq!(desk.browser().post(&elsewhere, &[]).await.status, StatusCode::GONE);
    let unknown = newer.replace("pr%C3%B8veby", "ingen");
    assert_eq!(desk.browser().post(&unknown, &[]).await.status, StatusCode::GONE);

    desk.later(hours(1));

    assert_eq!(desk.browser().post(&newer, &[]).await.status, StatusCode::GONE);
    let good = desk.browser().get(&desk.link(&id).await).await;
    let bad = desk.browser().get("/engang/naboby/nothing").await;
    assert_eq!((good.status, good.body), (bad.status, bad.body), "a page tells a good code from a bad one");
}

#[tokio::test]
async fn a_name_is_taken_whatever_the_size_of_its_letters() {
    let desk = Desk::new().await;
    desk.moderator("Mette Prøve").await;
    for name in ["mette prøve", " METTE PRØVE ", "", "   ", "to\nlinjer"] {
        let added = moderators::add(&desk.db, &desk.vault, &desk.organisation, name, &[], desk.now()).await;
        assert!(added.is_err(), "{name:?} was taken in");
    }
    let people = moderators::list(&desk.db, &desk.organisation).await.unwrap();
    assert_eq!(people.len(), 1);
    assert!(!format!("{people:?}").contains("Mette"), "a name can be printed by mistake");
}

#[tokio::test]
async fn the_way_back_leads_to_our_own_pages_only() {
    let desk = Desk::new().await;
    desk.moderator_with_password("Mette").await;
    let answer = desk.browser().get("/ko/01a1ffd7-4360").await;
    assert_eq!(answer.location(), "/log-ind?til=/ko/01a1ffd7-4360");

    for (wanted, lands) in [
        ("/ko/01a1ffd7-4360", "/ko/01a1ffd7-4360"),
        ("https://evil.example/", "/ko"),
        ("//evil.example", "/ko"),
        ("/ko/../log-ud", "/ko"),
        ("/ko/a\r\nset-cookie: x", "/ko"),
    ] {
        let form =
            [("organisation", "prøveby"), ("navn", "Mette"), ("adgangskode", PASSWORD), ("til", wanted)];
        assert_eq!(desk.browser().post("/log-ind", &form).await.location(), lands);
    }
}

/// `cargo test --release --test it -- --ignored a_name_nobody_has_takes_as_long --nocapture`
#[tokio::test]
#[ignore = "measures time: run it alone"]
async fn a_name_nobody_has_takes_as_long_as_one_that_somebody_has() {
    const ROUNDS: usize = 100;
    let desk = Desk::new().await;
    for number in 0..ROUNDS {
        desk.moderator_with_password(&format!("Kendt {number}")).await;
    }
    let mut times = [Vec::new(), Vec::new()];
    for number in 0..ROUNDS {
        for (who, kind) in ["Kendt", "Ukendt"].into_iter().enumerate() {
            #[expect(clippy::disallowed_methods, reason = "speed is what is measured")]
            let start = std::time::Instant::now();
            desk.browser().sign_in(&format!("{kind} {number}"), WRONG).await;
            times[who].push(start.elapsed());
        }
    }
    let [known, unknown] = times.map(|mut times| {
        times.sort();
        times[ROUNDS / 2]
    });
    println!("median of {ROUNDS}: known {known:?}, unknown {unknown:?}");
    assert!(known.abs_diff(unknown) < Duration::from_millis(5));
}
