//! Who looks at it, and that two who decide never decide twice.

use std::sync::Arc;

use axum::http::StatusCode;
use ordstyrer::model::{By, InquiryId, ModeratorId};
use ordstyrer::settle::{self, Choice, Decided, Seen};
use ordstyrer::store::{self, Engine};

use super::desk::{Comment, Desk};
use crate::harness::{engines, minutes};

#[tokio::test]
async fn who_opens_one_is_seen_at_it_for_a_quarter_of_an_hour_on_both_engines() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let (mut mette, mut torben) = (desk.signed("Mette").await, desk.signed("Torben").await);
        let id = desk.comment(Comment::of("Hvornår er der grønt?")).await;
        assert!(!torben.get("/ko").await.body.contains("ser på den"), "nobody opened it, on {engine:?}");

        let own = mette.get(&format!("/ko/{id}")).await.body;
        assert!(own.contains("Du ser på den til kl. 21.56"), "on {engine:?}: {own}");
        assert!(!own.contains("/overtag"), "nobody takes over from themselves");
        assert!(torben.get("/ko").await.body.contains("Mette ser på den"), "on {engine:?}");
        let theirs = torben.get(&format!("/ko/{id}")).await.body;
        assert!(theirs.contains("Mette ser på den til kl. 21.56.") && theirs.contains("/overtag\""));
        assert!(
            mette.get(&format!("/ko/{id}")).await.body.contains("Du ser på den"),
            "looking takes nothing"
        );

        desk.later(minutes(15));
        assert!(!torben.get("/ko").await.body.contains("ser på den"), "it does not end, on {engine:?}");
        assert!(torben.get(&format!("/ko/{id}")).await.body.contains("Du ser på den til kl. 22.11"));
    }
}

#[tokio::test]
async fn a_colleague_can_take_over_and_that_is_noted() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let (mut mette, mut torben) = (desk.signed("Mette").await, desk.signed("Torben").await);
        let id = desk.comment(Comment::of("Hvornår er der grønt?")).await;
        mette.get(&format!("/ko/{id}")).await;

        let answer = torben.post(&format!("/ko/{id}/overtag"), &[]).await;

        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert!(torben.get(answer.location()).await.body.contains("Du har overtaget henvendelsen"));
        assert!(mette.get(&format!("/ko/{id}")).await.body.contains("Torben ser på den"));
        let trail = desk.trail().await;
        assert_eq!(trail.iter().filter(|(_, what)| what == "taken_over").count(), 1, "on {engine:?}");
        assert_eq!(desk.row(&id).await.version, 1, "taking over changes nothing of the inquiry");

        // Whoever decides first decides, also without the claim; the claim is gone then.
        let decided = mette.post(&format!("/ko/{id}/behold"), &[("version", "1")]).await;
        assert_eq!(decided.status, StatusCode::SEE_OTHER);
        let late = torben.post(&format!("/ko/{id}/behold"), &[("version", "1")]).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.body.contains("Mette kom først"), "on {engine:?}");
        let over = torben.post(&format!("/ko/{id}/overtag"), &[]).await;
        assert_eq!(over.status, StatusCode::NOT_FOUND, "what is decided cannot be taken over");
        let mut tx = desk.db.read().await.unwrap();
        assert!(store::claim::list(&mut tx, &desk.organisation, desk.now()).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn the_next_one_is_never_one_that_a_colleague_looks_at() {
    let desk = Desk::new().await;
    let (mut mette, mut torben) = (desk.signed("Mette").await, desk.signed("Torben").await);
    let first = desk.comment(Comment { age: minutes(1), ..Comment::of("Først") }).await;
    let second = desk.comment(Comment { age: minutes(2), ..Comment::of("Så") }).await;
    let third = desk.comment(Comment { age: minutes(3), ..Comment::of("Sidst") }).await;
    torben.get(&format!("/ko/{second}")).await;

    let answer = mette.post(&format!("/ko/{first}/behold"), &[("version", "1")]).await;

    assert!(answer.location().starts_with(&format!("/ko/{third}?")), "{}", answer.location());
    let answer = torben.post(&format!("/ko/{second}/behold"), &[("version", "1")]).await;
    assert!(answer.location().starts_with(&format!("/ko/{third}?")), "Mette has not opened it yet");
}

async fn race(desk: &Desk, id: &InquiryId, version: i64) -> [Decided; 2] {
    let desk = Arc::clone(&desk.parts);
    let organisation = desk.settings.organisations.first().unwrap().id.clone();
    let decide = |who: &'static str, choice: Choice| {
        let (desk, organisation, id) = (Arc::clone(&desk), organisation.clone(), id.clone());
        tokio::spawn(async move {
            let seen = Seen { inquiry: &id, version, can_hide: true };
            let by = By::Moderator(ModeratorId::from_text(who));
            let (undo, now) = (minutes(2), desk.clock.now());
            settle::decision(
                &desk.db,
                &desk.vault,
                &desk.policy,
                &organisation,
                seen,
                &choice,
                &by,
                undo,
                now,
            )
            .await
            .unwrap()
        })
    };
    let (one, other) =
        (decide("mette", Choice::Keep), decide("torben", Choice::Remove { rule: "R6".to_owned() }));
    [one.await.unwrap(), other.await.unwrap()]
}

async fn races(engine: Engine, inquiries: usize, each: i64) {
    let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
    let mut won = [0, 0];
    for _ in 0..inquiries {
        let id = desk.comment(Comment::of("I er nogle klaphatte")).await;
        for version in 1..=each {
            let ended = race(&desk, &id, version).await;
            let done = ended.iter().filter(|ended| **ended == Decided::Done).count();
            assert_eq!(done, 1, "{ended:?} at version {version} on {engine:?}");
            assert!(
                ended.iter().any(|ended| matches!(ended, Decided::Stale { by: Some(_), .. })),
                "{ended:?}"
            );
            won[usize::from(ended[1] == Decided::Done)] += 1;
            assert_eq!(desk.row(&id).await.version, version + 1, "decided twice on {engine:?}");
        }
        let mut tx = desk.db.read().await.unwrap();
        let verdicts = store::verdict::of_inquiry(&mut tx, &desk.organisation, &id).await.unwrap();
        assert_eq!(
            i64::try_from(verdicts.len()).unwrap(),
            each + 1,
            "a verdict for each race, on {engine:?}"
        );
    }
    assert!(won.iter().all(|won| *won > 0), "it was no race: {won:?} on {engine:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_races_of_two_moderators_end_with_one_decision_each() {
    races(Engine::Sqlite, 500, 20).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn races_on_postgresql_end_with_one_decision_each() {
    if engines().contains(&Engine::Postgres) {
        races(Engine::Postgres, 20, 20).await;
    }
}
