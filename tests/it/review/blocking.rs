//! Blocking somebody is a decision that a person writes here and carries out on the network: reasons, hearing
//! and an end, whom it is about only sealed, and a reminder until it is lifted.

use axum::http::StatusCode;
use ordstyrer::model::{AccountName, By, Days, Hearing, InquiryId, OrganisationId};
use ordstyrer::review::moderators;
use ordstyrer::{retain, settle, store};

use super::desk::{Comment, Desk};
use crate::harness::{days, engines};

const WHY: &str = "Gentagne trusler mod ansatte i flere tråde, også efter at to kommentarer blev fjernet.";

fn form<'a>(reasons: &'a str, last: &'a str) -> [(&'a str, &'a str); 4] {
    [("regel", "R2"), ("hoering", "could_not_wait"), ("slut", last), ("begrundelse", reasons)]
}

async fn blocks(desk: &Desk) -> Vec<store::block::Block> {
    let mut tx = desk.db.read().await.unwrap();
    store::block::standing(&mut tx, &desk.organisation, &store::Reach::ALL, 10).await.unwrap()
}

#[tokio::test]
async fn a_block_is_written_with_reasons_hearing_and_an_end_and_its_record_can_be_printed() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut mette = desk.signed("Mette").await;
        let id = desk.comment(Comment::of("Jeg ved, hvor I bor")).await;
        assert!(mette.get(&format!("/ko/{id}")).await.body.contains("/blokering"));
        assert_eq!(mette.get(&format!("/ko/{id}/blokering")).await.status, StatusCode::OK);

        let answer = mette.post(&format!("/ko/{id}/blokering"), &form(WHY, "2027-02-01")).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{engine:?}: {}", answer.body);
        let record = mette.get(answer.location()).await.body;
        for said in
            ["Karen Prøve", "Gentagne trusler", "R2", "1. feb. 2027", "Klagevejledning", "journalisér"]
        {
            assert!(record.contains(said), "{engine:?}: {said}: {record}");
        }
        let list = mette.get("/venter").await.body;
        assert!(list.contains("1. feb. 2027") && !list.contains("Karen"), "{engine:?}: {list}");
        let trail = desk.trail().await;
        assert!(trail.iter().any(|(_, what)| what == "block.decided:R2"), "{trail:?}");
        assert!(trail.iter().any(|(_, what)| what == "block.opened"), "{trail:?}: who read the name");
        let bytes = desk.bytes();
        if !bytes.is_empty() {
            for sealed in ["Karen Prøve", "Gentagne trusler"] {
                let is_there = bytes.windows(sealed.len()).any(|window| window == sealed.as_bytes());
                assert!(!is_there, "{sealed} stands in the clear");
            }
        }
        // Nothing was done on the network.
        let mut tx = desk.db.read().await.unwrap();
        assert!(store::task::of_inquiry(&mut tx, &desk.organisation, &id).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn without_reasons_an_end_or_with_personal_data_nothing_is_written_and_nothing_typed_is_lost() {
    let desk = Desk::new().await;
    let mut mette = desk.signed("Mette").await;
    let id = desk.comment(Comment::of("Jeg ved, hvor I bor")).await;
    let path = format!("/ko/{id}/blokering");
    let leak = format!("{WHY} Hun har nummer 311236-4004.");
    let named = format!("{WHY} Karen skrev det igen.");
    for (reasons, last) in [
        ("For grov", "2027-02-01"),
        (WHY, "2026-11-20"),
        (WHY, "2028-01-01"),
        (WHY, "snart"),
        (leak.as_str(), "2027-02-01"),
        (named.as_str(), "2027-02-01"),
    ] {
        let answer = mette.post(&path, &form(reasons, last)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{reasons} {last}");
        assert!(answer.body.contains(reasons) && answer.body.contains("role=\"alert\""), "{}", answer.body);
    }
    for (rule, hearing) in [("N2", "heard"), ("R99", "heard"), ("R2", "måske")] {
        let pairs = [("regel", rule), ("hoering", hearing), ("slut", "2027-02-01"), ("begrundelse", WHY)];
        assert_eq!(mette.post(&path, &pairs).await.status, StatusCode::BAD_REQUEST, "{rule} {hearing}");
    }
    assert!(blocks(&desk).await.is_empty());
    let nobody = desk.comment(Comment { author: None, ..Comment::of("Jeg ved, hvor I bor") }).await;
    let answer = mette.post(&format!("/ko/{nobody}/blokering"), &form(WHY, "2027-02-01")).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND, "nobody to block");
}

#[tokio::test]
async fn a_block_of_another_municipality_is_not_there() {
    let desk = Desk::new().await;
    let mut mette = desk.signed("Mette").await;
    let other = OrganisationId::from_text("naboby");
    let id = desk
        .comment(Comment { organisation: Some(other.clone()), ..Comment::of("Jeg ved, hvor I bor") })
        .await;
    let new = settle::NewBlock {
        inquiry: &id,
        rule: "R2",
        reasons: WHY,
        hearing: Hearing::Heard,
        ends_at: desk.now().later(days(9)),
    };
    let block = settle::block(&desk.db, &desk.vault, &other, new, &By::Operator, desk.now()).await.unwrap();
    let path = format!("/blokering/{}", block.unwrap());
    assert_eq!(mette.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(mette.get(&format!("/ko/{id}/blokering")).await.status, StatusCode::NOT_FOUND);
    mette.post(&format!("{path}/ophaevet"), &[]).await;
    let mut tx = desk.db.read().await.unwrap();
    assert_eq!(store::block::standing(&mut tx, &other, &store::Reach::ALL, 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn who_does_not_look_after_its_page_neither_reads_nor_lifts_a_block_on_both_engines() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut mette = desk.signed("Mette").await;
        let id = desk.comment(Comment::of("Jeg ved, hvor I bor")).await;
        let answer = mette.post(&format!("/ko/{id}/blokering"), &form(WHY, "2027-02-01")).await;
        let path = answer.location().to_owned();
        let torben = desk.moderator("Torben").await;
        let mut browser = desk.browser();
        browser.post(&desk.link(&torben).await, &[]).await;
        assert_eq!(browser.get(&path).await.status, StatusCode::OK, "{engine:?}");

        let (db, vault, owner) = (&desk.db, &desk.vault, &desk.organisation);
        let page = [AccountName::from_text("prøveby-bsky")];
        moderators::set_pages(db, vault, owner, &torben, &page, desk.now()).await.unwrap();

        assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND, "{engine:?}");
        assert!(!browser.get("/venter").await.body.contains(&path), "{engine:?}");
        browser.post(&format!("{path}/ophaevet"), &[]).await;
        assert_eq!(blocks(&desk).await.len(), 1, "{engine:?}: it stands");
    }
}

#[tokio::test]
async fn after_its_last_day_it_reminds_and_four_weeks_later_it_is_destroyed_with_its_key() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut mette = desk.signed("Mette").await;
        let id = desk.comment(Comment::of("Jeg ved, hvor I bor")).await;
        let answer = mette.post(&format!("/ko/{id}/blokering"), &form(WHY, "2026-11-30")).await;
        let path = answer.location().to_owned();
        let block = InquiryId::from_text(path.rsplit('/').next().unwrap().to_owned());
        desk.later(days(10));
        let mut torben = desk.signed("Torben").await;
        assert!(torben.get("/venter").await.body.contains("Ophæv den på netværket"), "{engine:?}");
        let settings = retain::Settings { horizon: Days(90), residue: Days(35), warnings: Days(30) };
        let run = async || {
            retain::run(&desk.db, &desk.vault, &desk.organisation, &settings, desk.now()).await.unwrap()
        };
        desk.later(days(27));
        run().await;
        assert_eq!(blocks(&desk).await.len(), 1, "{engine:?}: still remembered");
        desk.later(days(1));
        let receipt = run().await.expect("a receipt is left");
        assert_eq!(receipt.destroyed, 1, "{engine:?}");
        assert!(blocks(&desk).await.is_empty(), "{engine:?}");
        let mut keys = desk.vault.keys.read().await.unwrap();
        let key = store::keys::get(&mut keys, &desk.organisation, &block, 1).await.unwrap();
        assert!(key.is_none(), "{engine:?}: its key went first");
        drop(keys);
        let mut ida = desk.signed("Ida").await;
        assert_eq!(ida.get(&path).await.status, StatusCode::NOT_FOUND, "{engine:?}");
    }
}

#[tokio::test]
async fn who_lifted_it_stands_on_record_and_it_is_lifted_once() {
    let desk = Desk::new().await;
    let mut mette = desk.signed("Mette").await;
    let id = desk.comment(Comment::of("Jeg ved, hvor I bor")).await;
    let answer = mette.post(&format!("/ko/{id}/blokering"), &form(WHY, "2026-11-30")).await;
    let path = answer.location().to_owned();
    for _ in 0..2 {
        mette.post(&format!("{path}/ophaevet"), &[]).await;
    }
    assert!(mette.get(&path).await.body.contains("Ophævet på netværket af Mette"));
    assert!(mette.get("/venter").await.body.contains("Ingen er blokeret"));
    let lifted = desk.trail().await.into_iter().filter(|(_, what)| what == "block.lifted").count();
    assert_eq!(lifted, 1);
}

#[tokio::test]
async fn a_key_without_a_row_is_swept_and_that_of_a_block_is_not() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut mette = desk.signed("Mette").await;
        let id = desk.comment(Comment::of("Jeg ved, hvor I bor")).await;
        let answer = mette.post(&format!("/ko/{id}/blokering"), &form(WHY, "2027-02-01")).await;
        let account = ordstyrer::model::AccountName::from_text("prøveby-fb");
        retain::sweep(&desk.db, &desk.vault, &desk.organisation, &account, 1_000).await.unwrap();
        let record = mette.get(answer.location()).await.body;
        assert!(record.contains("Karen Prøve"), "{engine:?}: its key was swept");
    }
}
