//! What becomes of decisions and alarms afterwards: shown as taken back, undone together, and never a link
//! that leads nowhere.

use axum::http::StatusCode;
use ordstyrer::decide::Mailboxes;
use ordstyrer::model::{AlarmKind, InquiryId, State};
use ordstyrer::store;

use super::desk::{Comment, Desk};
use crate::harness::{engines, minutes};

async fn alarm(desk: &Desk, inquiry: &InquiryId, kind: AlarmKind) -> String {
    let mut tx = desk.db.write().await.unwrap();
    let new = store::alarm::New {
        cause: "test",
        kind,
        account: None,
        inquiry: Some(inquiry),
        due: desk.now().later(minutes(30)),
        next_at: desk.now(),
        step: 0,
    };
    store::alarm::raise(&mut tx, &desk.organisation, &new, desk.now()).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = desk.db.read().await.unwrap();
    store::alarm::list(&mut tx, &desk.organisation, &store::Reach::ALL, 10).await.unwrap().remove(0).id
}

#[tokio::test]
async fn a_decision_that_was_taken_back_is_listed_as_such() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut mette = desk.signed("Mette").await;
        let id = desk.comment(Comment::of("I er nogle klaphatte")).await;
        mette.post(&format!("/ko/{id}/fjern"), &[("version", "1"), ("regel", "R6")]).await;
        assert!(!mette.get("/afgjort").await.body.contains("Fortrudt"), "{engine:?}");
        mette.post(&format!("/ko/{id}/fortryd"), &[("version", "2")]).await;
        let page = mette.get("/afgjort").await.body;
        assert!(page.contains("<s>") && page.contains("Fortrudt i dag"), "{engine:?}: {page}");
    }
}

#[tokio::test]
async fn a_group_is_taken_back_together_while_it_can_and_what_cannot_is_said() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut mette = desk.signed("Mette").await;
        let mut ids = Vec::new();
        for at in 0..3 {
            let same = Comment::of("Vind et gavekort på 5.000 kr. NU");
            ids.push(desk.comment(Comment { age: minutes(10 + at), rule: "R10", ..same }).await);
        }
        let chosen: Vec<_> = ids.iter().map(|id| format!("{id}.1")).collect();
        let mut pairs: Vec<(&str, &str)> = chosen.iter().map(|value| ("valgt", value.as_str())).collect();
        pairs.extend([("gerning", "fjern"), ("regel", "R10")]);
        let told = mette.post(&format!("/ko/{}/ens", ids[0]), &pairs).await.body;
        assert!(told.contains("/ens/fortryd") && told.contains("Kan fortrydes indtil"), "{engine:?}: {told}");
        // A colleague decided one of them again.
        mette.post(&format!("/ko/{}/behold", ids[2]), &[("version", "2")]).await;
        let made: Vec<_> = ids.iter().map(|id| format!("{id}.2")).collect();
        let back: Vec<(&str, &str)> = made.iter().map(|value| ("valgt", value.as_str())).collect();
        let answer = mette.post(&format!("/ko/{}/ens/fortryd", ids[0]), &back).await;
        assert_eq!(answer.status, StatusCode::CONFLICT, "{engine:?}");
        assert!(answer.body.contains("2 afgørelser er taget tilbage"), "{engine:?}: {}", answer.body);
        assert!(answer.body.contains("1 kunne ikke"), "{engine:?}: {}", answer.body);
        for id in &ids[..2] {
            assert_eq!(desk.row(id).await.state, State::Queued, "{engine:?}");
        }
        assert_eq!(desk.row(&ids[2]).await.state, State::Kept, "{engine:?}");
    }
}

#[tokio::test]
async fn an_alarm_stands_on_its_inquiry_is_counted_and_never_leads_nowhere() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut mette = desk.signed("Mette").await;
        let id = desk.comment(Comment::of("Jeg kommer efter jer")).await;
        assert!(mette.get("/drift").await.body.contains("Ingen alarm venter"), "{engine:?}");
        let alarm = alarm(&desk, &id, AlarmKind::Threat).await;

        let item = mette.get(&format!("/ko/{id}")).await.body;
        assert!(item.contains("Alarm: Trussel. Nogen skal have taget hånd om det"), "{engine:?}: {item}");
        assert!(mette.get("/drift").await.body.contains("1 alarm venter"), "{engine:?}");
        let lead = mette.get(&format!("/alarmer/{alarm}")).await;
        assert_eq!(lead.location(), format!("/ko/{id}"), "{engine:?}");

        mette.post(&format!("/alarmer/{alarm}/kvitter"), &[]).await;
        let item = mette.get(&format!("/ko/{id}")).await.body;
        assert!(item.contains("Alarm: Trussel. Mette har den"), "{engine:?}: {item}");

        let mut tx = desk.db.write().await.unwrap();
        store::inquiry::claim_one(&mut tx, &desk.organisation, &id).await.unwrap();
        store::inquiry::destroy(&mut tx, &desk.organisation, &id).await.unwrap();
        tx.commit().await.unwrap();
        let lead = mette.get(&format!("/alarmer/{alarm}")).await;
        assert_eq!((lead.status, lead.location()), (StatusCode::SEE_OTHER, "/alarmer"), "{engine:?}");
    }
}

#[tokio::test]
async fn the_settings_show_only_the_own_mailboxes_as_they_really_stand_and_nobodys_address() {
    let shipped = include_str!("../../../config/mailboxes.toml");
    let desk = Desk::new().await;
    let mut mette = desk.signed("Mette").await;
    let page = mette.get("/indstillinger").await.body;
    let all = Mailboxes::parse(shipped, "m").unwrap();
    for mailbox in all.all() {
        let is_ours = mailbox.serves(&desk.organisation);
        assert_eq!(
            page.contains(&format!("<th scope=\"row\">{}</th>", mailbox.da)),
            is_ours,
            "{}",
            mailbox.id
        );
    }
    assert!(page.contains("fører ingen steder hen"), "{page}");
    assert!(page.contains("Med mail til 3 personer") && !page.contains('@'), "{page}");
    assert!(page.contains("mandag, tirsdag, onsdag, torsdag, fredag, kl. 08:00–16:00"), "{page}");
    assert!(page.contains("<dt>Højst pr. regel, side og dag</dt><dd>100</dd>"), "{page}");
}
