//! A second opinion and a hand-over: who may answer, who sees it, and that nothing is decided twice.

use axum::http::StatusCode;
use ordstyrer::model::{By, Days, InquiryId, ModeratorId, State};
use ordstyrer::settle::{self, Choice, Decided, Seen};
use ordstyrer::store;

use super::browser::{Answer, Browser};
use super::desk::{Comment, Desk};
use crate::harness::{days, engines, minutes};

async fn ask(browser: &mut Browser<'_>, id: &InquiryId, to: &str, reason: &str) -> Answer {
    browser.post(&format!("/ko/{id}/andet-syn"), &[("version", "1"), ("til", to), ("grund", reason)]).await
}

async fn hand_over(browser: &mut Browser<'_>, id: &InquiryId, to: &str) -> Answer {
    let form = [("version", "1"), ("til", to), ("grund", "field")];
    browser.post(&format!("/ko/{id}/giv-videre"), &form).await
}

async fn keep(browser: &mut Browser<'_>, id: &InquiryId) -> StatusCode {
    browser.post(&format!("/ko/{id}/behold"), &[("version", "1")]).await.status
}

async fn pseudonym(desk: &Desk, name: &str) -> ModeratorId {
    let mut tx = desk.db.read().await.unwrap();
    let people = store::moderator::list(&mut tx, &desk.organisation).await.unwrap();
    people.into_iter().find(|one| one.name == name).unwrap().id
}

#[tokio::test]
async fn who_asks_for_a_second_opinion_cannot_answer_it_on_both_engines() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let (mut mette, mut torben) = (desk.signed("Mette").await, desk.signed("Torben").await);
        let id = desk.comment(Comment::of("I er nogle klaphatte")).await;
        let other = desk.comment(Comment { age: minutes(9), ..Comment::of("Hvad koster det?") }).await;

        let asked = ask(&mut mette, &id, "", "rule").await;
        assert_eq!(asked.location(), format!("/ko/{other}?besked=andetsyn&om={id}"), "on {engine:?}");
        assert_eq!(desk.row(&id).await.state, State::Queued, "asking decides nothing");

        assert_eq!(keep(&mut mette, &id).await, StatusCode::CONFLICT, "on {engine:?}");
        let form = [("version", "1"), ("regel", "R6")];
        let refused = mette.post(&format!("/ko/{id}/fjern"), &form).await;
        assert!(refused.body.contains("Den afgør en kollega"), "{}", refused.body);
        let row = desk.row(&id).await;
        assert_eq!((row.state, row.version), (State::Queued, 1), "on {engine:?}");

        let page = mette.get(&format!("/ko/{id}")).await.body;
        assert!(page.contains("Mette beder om et andet syn fra en kollega.") && page.contains("tvivl om"));
        assert!(!page.contains("/behold\"") && page.contains("/traek-tilbage\""), "{page}");
        assert!(torben.get("/ko").await.body.contains("Mette beder om et andet syn fra en kollega."));
        assert!(torben.get("/ko?koe=dig").await.body.contains(id.as_str()), "on {engine:?}");
        let mine = mette.get("/ko?koe=dig").await.body;
        assert!(!mine.contains(id.as_str()), "it waits for somebody else");

        assert_eq!(keep(&mut torben, &id).await, StatusCode::SEE_OTHER, "on {engine:?}");
        assert_eq!(desk.row(&id).await.state, State::Kept);
        let page = mette.get(&format!("/ko/{id}")).await.body;
        assert!(page.contains("Torben afgjorde den"), "on {engine:?}: {page}");
        let trail: Vec<_> = desk.trail().await.into_iter().map(|(_, what)| what).collect();
        assert!(trail.contains(&"opinion_asked:rule".to_owned()), "on {engine:?}");
    }
}

#[tokio::test]
async fn a_second_opinion_stands_again_when_its_answer_is_taken_back() {
    let desk = Desk::new().await;
    let (mut mette, mut torben) = (desk.signed("Mette").await, desk.signed("Torben").await);
    let id = desk.comment(Comment::of("I er nogle klaphatte")).await;
    ask(&mut mette, &id, "", "law").await;
    keep(&mut torben, &id).await;

    let back = torben.post(&format!("/ko/{id}/fortryd"), &[("version", "2")]).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);

    let page = mette.get(&format!("/ko/{id}")).await.body;
    assert!(page.contains("Mette beder om et andet syn") && !page.contains("/behold\""), "{page}");
    let form = [("version", "3")];
    let refused = mette.post(&format!("/ko/{id}/behold"), &form).await;
    assert_eq!(refused.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn the_one_who_asked_can_withdraw_and_then_decide_and_nobody_else_can_withdraw_it() {
    let desk = Desk::new().await;
    let (mut mette, mut torben) = (desk.signed("Mette").await, desk.signed("Torben").await);
    let id = desk.comment(Comment::of("I er nogle klaphatte")).await;
    ask(&mut mette, &id, "", "hard").await;

    let path = format!("/ko/{id}/traek-tilbage");
    assert_eq!(torben.post(&path, &[]).await.status, StatusCode::NOT_FOUND);
    let again = ask(&mut torben, &id, "", "rule").await;
    assert!(
        again.status == StatusCode::CONFLICT && again.body.contains("allerede bedt om"),
        "{}",
        again.body
    );
    let on = hand_over(&mut torben, &id, "lead").await;
    assert_eq!(on.status, StatusCode::CONFLICT, "an opinion is answered, not passed round");

    assert_eq!(mette.post(&path, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(mette.post(&path, &[]).await.status, StatusCode::NOT_FOUND, "once");
    assert_eq!(keep(&mut mette, &id).await, StatusCode::SEE_OTHER);
    let trail: Vec<_> = desk.trail().await.into_iter().map(|(_, what)| what).collect();
    assert!(trail.contains(&"opinion_withdrawn".to_owned()));
}

#[tokio::test]
async fn what_is_handed_over_is_shown_to_its_receiver_and_left_out_of_the_next_of_others() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut mette = desk.signed("Mette").await;
        let (mut torben, mut eva) = (desk.signed("Torben").await, desk.signed("Eva").await);
        let first = desk.comment(Comment { age: minutes(3), ..Comment::of("Den første") }).await;
        let given = desk.comment(Comment { age: minutes(5), ..Comment::of("Den, der gives videre") }).await;
        let last = desk.comment(Comment { age: minutes(9), ..Comment::of("Den sidste") }).await;
        let torben_id = pseudonym(&desk, "Torben").await;

        assert_eq!(hand_over(&mut mette, &given, torben_id.as_str()).await.status, StatusCode::SEE_OTHER);

        let shown = torben.get("/ko?koe=dig").await.body;
        assert!(shown.contains(given.as_str()) && !shown.contains(last.as_str()), "on {engine:?}: {shown}");
        assert!(shown.contains("Mette har givet den videre til Torben."));
        assert!(!eva.get("/ko?koe=dig").await.body.contains(given.as_str()), "on {engine:?}");
        assert!(eva.get("/ko").await.body.contains(given.as_str()), "nothing is hidden from anybody");

        let next = eva.post(&format!("/ko/{first}/behold"), &[("version", "1")]).await;
        assert!(next.location().starts_with(&format!("/ko/{last}")), "on {engine:?}: {}", next.location());
        assert_eq!(keep(&mut torben, &given).await, StatusCode::SEE_OTHER);
        assert!(!torben.get("/ko?koe=dig").await.body.contains(given.as_str()), "on {engine:?}");
    }
}

#[tokio::test]
async fn nobody_is_asked_who_is_not_there_and_a_form_without_a_reason_does_nothing() {
    let desk = Desk::new().await;
    let mut mette = desk.signed("Mette").await;
    let id = desk.comment(Comment::of("I er nogle klaphatte")).await;
    let alone = ask(&mut mette, &id, "", "rule").await;
    assert!(alone.status == StatusCode::CONFLICT && alone.body.contains("Der er ingen at give den til"));
    assert!(!mette.get(&format!("/ko/{id}")).await.body.contains("/andet-syn"), "no dead button");

    desk.signed("Torben").await;
    let me = pseudonym(&desk, "Mette").await;
    for to in [me.as_str(), "nobody", ""] {
        assert_eq!(hand_over(&mut mette, &id, to).await.status, StatusCode::CONFLICT, "{to}");
    }
    for reason in ["", "fordi Karen Prøve er syg"] {
        assert_eq!(ask(&mut mette, &id, "", reason).await.status, StatusCode::BAD_REQUEST, "{reason}");
    }
    let mut tx = desk.db.read().await.unwrap();
    assert!(store::referral::standing(&mut tx, &desk.organisation).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_was_decided_meanwhile_is_not_referred() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let (mut mette, mut torben) = (desk.signed("Mette").await, desk.signed("Torben").await);
        let id = desk.comment(Comment::of("I er nogle klaphatte")).await;
        keep(&mut torben, &id).await;

        let late = ask(&mut mette, &id, "", "rule").await;

        assert_eq!(late.status, StatusCode::CONFLICT, "on {engine:?}");
        assert!(late.body.contains("Torben kom først"), "on {engine:?}: {}", late.body);
        let mut tx = desk.db.read().await.unwrap();
        let all = store::referral::of_inquiry(&mut tx, &desk.organisation, &id).await.unwrap();
        assert!(all.is_empty(), "on {engine:?}");
    }
}

#[tokio::test]
async fn asking_and_deciding_at_once_never_lets_the_asker_answer() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        desk.signed("Mette").await;
        desk.signed("Torben").await;
        let me = pseudonym(&desk, "Mette").await;
        for _ in 0..20 {
            let id = desk.comment(Comment::of("I er nogle klaphatte")).await;
            let seen = Seen { inquiry: &id, version: 1, can_hide: true };
            let wish = settle::Wish {
                is_opinion: true,
                to: ordstyrer::model::Recipient::Anybody,
                reason: ordstyrer::model::Reason::Rule,
            };
            let by = By::Moderator(me.clone());
            let (now, owner, choice) = (desk.now(), &desk.organisation, Choice::Keep);
            let (asked, decided) = tokio::join!(
                settle::refer(&desk.db, &desk.vault, owner, seen, wish, &me, now),
                settle::decision(
                    &desk.db,
                    &desk.vault,
                    &desk.parts.policy,
                    owner,
                    seen,
                    &choice,
                    &by,
                    minutes(2),
                    now
                ),
            );
            let (asked, decided) = (asked.unwrap(), decided.unwrap());
            let is_asked = asked == settle::Referred::Done;
            assert_ne!(is_asked, decided == Decided::Done, "on {engine:?}: {asked:?} and {decided:?}");
        }
    }
}

#[tokio::test]
async fn a_referral_goes_with_its_inquiry() {
    let desk = Desk::new().await;
    let mut mette = desk.signed("Mette").await;
    desk.signed("Torben").await;
    let id = desk.comment(Comment::of("I er nogle klaphatte")).await;
    ask(&mut mette, &id, "", "rule").await;
    desk.later(days(400));

    let settings = ordstyrer::retain::Settings { horizon: Days(14), residue: Days(30), warnings: Days(90) };
    ordstyrer::retain::run(&desk.db, &desk.vault, &desk.organisation, &settings, desk.now()).await.unwrap();

    let mut tx = desk.db.read().await.unwrap();
    let all = store::referral::of_inquiry(&mut tx, &desk.organisation, &id).await.unwrap();
    assert!(all.is_empty());
}
