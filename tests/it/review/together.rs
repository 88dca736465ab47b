//! Comments that say the same, decided at once: who is in the group, who is left out, and what happens.

use axum::http::StatusCode;
use ordstyrer::model::{InquiryId, OrganisationId, State};
use ordstyrer::store;

use super::desk::{Comment, Desk};
use crate::harness::{days, engines, hours, minutes};

const SAME: &str = "Vind et gavekort på 5.000 kr. NU";

async fn group(desk: &Desk, count: u64) -> Vec<InquiryId> {
    let mut ids = Vec::new();
    for at in 0..count {
        let text = if at % 2 == 0 { SAME.to_owned() } else { SAME.to_lowercase().replace(' ', "  ") };
        ids.push(desk.comment(Comment { age: minutes(10 + at), rule: "R10", ..Comment::of(&text) }).await);
    }
    ids
}

fn chosen(ids: &[InquiryId]) -> Vec<(&'static str, String)> {
    ids.iter().map(|id| ("valgt", format!("{id}.1"))).collect()
}

fn form<'a>(pairs: &'a [(&'static str, String)], deed: &'a str) -> Vec<(&'a str, &'a str)> {
    let pairs = pairs.iter().map(|(name, value)| (*name, value.as_str()));
    pairs.chain([("gerning", deed), ("regel", "R10")]).collect()
}

#[tokio::test]
async fn a_group_is_decided_at_once_but_for_those_left_out_on_both_engines() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut mette = desk.signed("Mette").await;
        let ids = group(&desk, 5).await;
        let other = desk.comment(Comment::of("Noget helt andet")).await;

        let item = mette.get(&format!("/ko/{}", ids[0])).await.body;
        assert!(item.contains("5 åbne kommentarer siger det samme"), "on {engine:?}: {item}");
        let page = mette.get(&format!("/ko/{}/ens", ids[0])).await.body;
        assert!(ids.iter().all(|id| page.contains(&format!("value=\"{id}.1\" checked"))), "{page}");
        assert!(!page.contains(other.as_str()));

        let pairs = chosen(&ids[..4]);
        let preview = mette.post(&format!("/ko/{}/ens/se", ids[0]), &form(&pairs, "fjern")).await;
        assert!(preview.body.contains("Fjern 4 kommentarer efter R10?"), "{}", preview.body);
        assert!(preview.body.contains("1 er undtaget"), "{}", preview.body);
        assert_eq!(desk.row(&ids[0]).await.version, 1, "seeing the number does nothing");

        let done = mette.post(&format!("/ko/{}/ens", ids[0]), &form(&pairs, "fjern")).await;
        assert!(done.body.contains("4 fjernelser er besluttet"), "on {engine:?}: {}", done.body);
        for id in &ids[..4] {
            assert_eq!(desk.row(id).await.state, State::Removed, "on {engine:?}");
        }
        assert_eq!(desk.row(&ids[4]).await.state, State::Queued, "who is left out is left alone");
        assert_eq!(desk.row(&other).await.state, State::Queued);
        let again = mette.post(&format!("/ko/{}/ens", ids[4]), &form(&pairs, "fjern")).await;
        assert!(again.body.contains("4 er ikke rørt"), "pressing twice did it twice: {}", again.body);
    }
}

#[tokio::test]
async fn what_changed_meanwhile_is_not_decided_with_the_rest() {
    let desk = Desk::new().await;
    let mut mette = desk.signed("Mette").await;
    let ids = group(&desk, 3).await;
    let row = desk.row(&ids[2]).await;
    let mut tx = desk.db.write().await.unwrap();
    store::inquiry::reseal(&mut tx, &desk.organisation, &ids[2], &row.sealed, 1, desk.now()).await.unwrap();
    tx.commit().await.unwrap();

    let pairs = chosen(&ids);
    let done = mette.post(&format!("/ko/{}/ens", ids[0]), &form(&pairs, "behold")).await;

    assert!(done.body.contains("2 kommentarer er beholdt") && done.body.contains("1 er ikke rørt"));
    assert_eq!(desk.row(&ids[2]).await.state, State::Queued);
}

#[tokio::test]
async fn nothing_else_can_be_smuggled_into_a_group() {
    let desk = Desk::new().await;
    let mut mette = desk.signed("Mette").await;
    let ids = group(&desk, 2).await;
    let stranger = desk.comment(Comment::of("Hvornår får jeg svar?")).await;
    let elsewhere = desk
        .comment(Comment { organisation: Some(OrganisationId::from_text("naboby")), ..Comment::of(SAME) })
        .await;
    let old = desk.comment(Comment { age: days(1) + hours(1), ..Comment::of(SAME) }).await;
    let item = mette.get(&format!("/ko/{}", ids[0])).await.body;
    assert!(item.contains("2 åbne kommentarer siger det samme"), "a day apart is not the same wave");

    let pairs = chosen(&[ids[0].clone(), ids[1].clone(), stranger.clone(), elsewhere, old.clone()]);
    let done = mette.post(&format!("/ko/{}/ens", ids[0]), &form(&pairs, "fjern")).await;

    assert!(done.body.contains("2 fjernelser er besluttet") && done.body.contains("3 er ikke rørt"));
    assert_eq!((desk.row(&stranger).await.state, desk.row(&old).await.state), (State::Queued, State::Queued));
    for (deed, rule) in [("slet", "R10"), ("fjern", "N2"), ("fjern", "")] {
        let mut pairs = form(&pairs, deed);
        pairs.pop();
        pairs.push(("regel", rule));
        let answer = mette.post(&format!("/ko/{stranger}/ens"), &pairs).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{deed} {rule}");
    }
    let nobody = mette.post(&format!("/ko/{stranger}/ens"), &[("gerning", "behold")]).await;
    assert_eq!(nobody.status, StatusCode::BAD_REQUEST, "a group of none");
}
