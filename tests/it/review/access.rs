//! Who has access is looked at every three months, by somebody else and with a fresh code.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use ordstyrer::model::Role;
use ordstyrer::review::{access, moderators, totp};
use ordstyrer::store::Engine;

use super::desk::{Desk, PASSWORD};
use crate::harness::{days, engines, minutes};

#[tokio::test]
async fn a_person_who_is_not_kept_is_out_at_once_on_both_engines() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let person = desk.somebody("Torben", &[Role::Moderator]).await;
        let mut torben = desk.browser();
        torben.post(&desk.link(&person).await, &[]).await;
        let mut mette = desk.signed("Mette").await;
        let page = mette.get("/adgang").await.body;
        assert!(page.contains("Torben") && page.contains("moderator"), "on {engine:?}: {page}");
        let path = format!("/adgang/{person}");
        assert!(page.contains(&path), "on {engine:?}");

        assert_eq!(mette.post(&path, &[("svar", "beholder")]).await.location(), "/adgang");
        assert_eq!(torben.get("/ko").await.status, StatusCode::OK, "on {engine:?}");
        assert!(mette.get("/adgang").await.body.contains("af Mette"), "on {engine:?}");

        assert_eq!(mette.post(&path, &[("svar", "mister")]).await.location(), "/adgang");
        assert_eq!(torben.get("/ko").await.location(), "/log-ind", "on {engine:?}");
        let (roles, _) = moderators::rights_of(&desk.db, &desk.organisation, &person).await.unwrap();
        assert!(roles.is_empty(), "on {engine:?}");
        assert!(!mette.get("/adgang").await.body.contains("Torben"), "on {engine:?}");
        let what: Vec<_> = desk.trail().await.into_iter().map(|(_, what)| what).collect();
        for line in ["access.kept", "access.ended"] {
            assert!(what.contains(&format!("{line}:{person}")), "on {engine:?}");
        }
    }
}

#[tokio::test]
async fn nobody_looks_at_their_own_access_and_nobody_is_not_a_person() {
    let desk = Desk::new().await;
    let id = desk.moderator("Mette").await;
    let mut mette = desk.browser();
    mette.post(&desk.link(&id).await, &[]).await;
    let path = format!("/adgang/{id}");
    assert!(!mette.get("/adgang").await.body.contains(&path));
    assert_eq!(mette.post(&path, &[("svar", "beholder")]).await.status, StatusCode::BAD_REQUEST);
    let nobody = mette.post("/adgang/nobody", &[("svar", "beholder")]).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
    let nonsense = mette.post("/adgang/nobody", &[("svar", "nonsense")]).await;
    assert_eq!(nonsense.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_look_that_is_three_months_old_is_late_and_the_operation_says_so() {
    let desk = Desk::new().await;
    let person = desk.somebody("Torben", &[Role::Moderator]).await;
    desk.later(days(91));
    let mut mette = desk.signed("Mette").await;
    assert!(mette.get("/drift").await.body.contains("Alle adgange er set på"));

    desk.later(days(1));

    let mut mette = desk.signed("Mette to").await;
    assert!(mette.get("/drift").await.body.contains("Én adgang er ikke set på"));
    assert!(mette.get("/adgang").await.body.contains("skal ses på nu"));
    mette.post(&format!("/adgang/{person}"), &[("svar", "beholder")]).await;
    assert!(mette.get("/drift").await.body.contains("Alle adgange er set på"));
    let all = access::holders(&desk.db, &desk.organisation, desk.now()).await.unwrap();
    assert!(all.len() == 3 && all.iter().all(|holder| !holder.is_due));
}

#[tokio::test]
async fn a_code_that_is_older_than_five_minutes_is_asked_for_again() {
    let roles = Role::ALL.to_vec();
    let desk = Desk::asking(Engine::Sqlite, roles, BTreeMap::new()).await;
    let person = desk.somebody("Torben", &[Role::Moderator]).await;
    let id = desk.moderator("Mette").await;
    let mut mette = desk.browser();
    mette.post(&desk.link(&id).await, &[]).await;
    let key = super::second_step::key(&mut mette).await;
    let code = |now| totp::code(&key, totp::step(now));
    mette.post("/totrin", &[("kode", &code(desk.now()))]).await;
    mette.post("/adgangskode", &[("ny", PASSWORD), ("igen", PASSWORD)]).await;
    let path = format!("/adgang/{person}");
    desk.later(minutes(4));
    assert_eq!(mette.post(&path, &[("svar", "beholder")]).await.location(), "/adgang");

    desk.later(minutes(1));

    assert_eq!(mette.get("/adgang").await.status, StatusCode::OK, "reading needs no fresh code");
    let before = mette.cookie.clone();
    assert_eq!(mette.post(&path, &[("svar", "mister")]).await.location(), "/totrin?til=/adgang");
    let (roles, _) = moderators::rights_of(&desk.db, &desk.organisation, &person).await.unwrap();
    assert_eq!(roles, [Role::Moderator], "it was done without a fresh code");
    let shown = mette.post("/totrin", &[("kode", &code(desk.now())), ("til", "/adgang")]).await;
    assert_eq!(shown.location(), "/adgang");
    assert_ne!(mette.cookie, before, "the token was not renewed");
    assert_eq!(mette.post(&path, &[("svar", "mister")]).await.location(), "/adgang");
}

#[tokio::test]
async fn what_is_noted_is_read_before_anything_else_and_once() {
    let desk = Desk::telling().await;
    let id = desk.moderator("Mette").await;
    let mut mette = desk.browser();
    mette.post(&desk.link(&id).await, &[]).await;
    for path in ["/ko", "/drift", "/adgangskode"] {
        assert_eq!(mette.get(path).await.location(), "/oplysning", "{path}");
    }
    assert_eq!(mette.post("/stop", &[("tilbage", "/ko")]).await.location(), "/oplysning");
    let page = mette.get("/oplysning").await.body;
    assert!(
        page.contains("Når du åbner eller udskriver en henvendelse") && page.contains("Jeg har læst det")
    );

    assert_eq!(mette.post("/oplysning", &[]).await.location(), "/adgangskode");

    assert_eq!(mette.get("/ko").await.status, StatusCode::OK);
    mette.post("/oplysning", &[]).await;
    let what: Vec<_> = desk.trail().await.into_iter().map(|(_, what)| what).collect();
    assert_eq!(what.iter().filter(|what| *what == "notice.read:1").count(), 1);
    let mut again = desk.browser();
    again.post(&desk.link(&id).await, &[]).await;
    assert_eq!(again.get("/ko").await.status, StatusCode::OK, "it is asked for again");
}
