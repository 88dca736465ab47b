//! The page of the alarms, the undo button, and an inquiry shown as it really stands.

use axum::http::StatusCode;
use ordstyrer::model::{AccountName, AlarmKind, Deed, HIDDEN_FOR_AUTHOR, InquiryId, State, TaskState};
use ordstyrer::store::{self, alarm::Alarm, task::Task};

use super::desk::{Comment, Desk};
use crate::harness::{hours, minutes};

pub(super) async fn raise(desk: &Desk, kind: AlarmKind, inquiry: Option<&InquiryId>) -> Alarm {
    let (now, account) = (desk.now(), AccountName::from_text("prøveby-fb"));
    let cause = format!("{}:{}", kind.as_str(), now.ms());
    let mut tx = desk.db.write().await.unwrap();
    let new = store::alarm::New {
        cause: &cause,
        kind,
        account: Some(&account),
        inquiry,
        due: now.later(hours(4)),
        next_at: now,
        step: 0,
    };
    assert!(store::alarm::raise(&mut tx, &desk.organisation, &new, now).await.unwrap());
    let all = store::alarm::list(&mut tx, &desk.organisation, &store::Reach::ALL, 100).await.unwrap();
    tx.commit().await.unwrap();
    all.into_iter().find(|alarm| alarm.kind == kind).unwrap()
}

#[tokio::test]
async fn the_undo_button_is_there_until_its_moment_and_then_gone_and_refused() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let (first, second) =
        (desk.comment(Comment::of("I er nogle klaphatte")).await, desk.comment(Comment::of("Klovne")).await);
    for id in [&first, &second] {
        let form = [("version", "1"), ("regel", "R6")];
        assert_eq!(browser.post(&format!("/ko/{id}/fjern"), &form).await.status, 303);
        let page = browser.get(&format!("/ko/{id}")).await.body;
        assert!(page.contains("/fortryd\"") && page.contains("Kan fortrydes indtil kl. 21.43.00"), "{page}");
    }
    desk.later(std::time::Duration::from_millis(119_999));
    let undone = browser.post(&format!("/ko/{first}/fortryd"), &[("version", "2")]).await;
    assert_eq!(undone.status, 303);
    assert_eq!(desk.row(&first).await.state, State::Queued);
    let page = browser.get(&format!("/ko/{first}")).await.body;
    assert!(page.contains("Fortrudt") && !page.contains("/fortryd\""), "{page}");

    desk.later(std::time::Duration::from_millis(1));
    let page = browser.get(&format!("/ko/{second}")).await.body;
    assert!(!page.contains("/fortryd\""), "the button is gone");
    let late = browser.post(&format!("/ko/{second}/fortryd"), &[("version", "2")]).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("for sent at fortryde"), "{}", late.body);
    assert_eq!(desk.row(&second).await.state, State::Removed);
}

#[tokio::test]
async fn an_alarm_is_acknowledged_by_somebody_and_stays_on_the_page_with_their_name() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let id = desk.comment(Comment::of("Pas på")).await;
    let alarm = raise(&desk, AlarmKind::Threat, Some(&id)).await;
    let page = browser.get("/alarmer").await.body;
    assert!(page.contains("Trussel") && page.contains(&format!("/ko/{id}")), "{page}");
    assert!(!page.contains("Pas på"), "what was written stands on its own page only");
    assert_eq!(browser.post(&format!("/alarmer/{}/kvitter", alarm.id), &[]).await.status, 303);
    let page = browser.get("/alarmer").await.body;
    assert!(page.contains("Mette har den") && !page.contains("/kvitter"), "{page}");
    assert!(desk.trail().await.iter().any(|(_, what)| what == "alarm.acknowledged"));
}

#[tokio::test]
async fn a_notification_is_closed_on_the_page_with_a_reference_only() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let alarm = raise(&desk, AlarmKind::ChildConcern, None).await;
    let close = format!("/alarmer/{}/luk", alarm.id);
    assert_eq!(browser.post(&format!("/alarmer/{}/kvitter", alarm.id), &[]).await.status, 303);
    assert!(browser.get("/alarmer").await.body.contains(&close), "seen is not notified");
    for wrong in ["", "311236-4004"] {
        let answer = browser.post(&close, &[("reference", wrong)]).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wrong}");
    }
    assert_eq!(browser.post(&close, &[("reference", "2026-114502")]).await.status, 303);
    let page = browser.get("/alarmer").await.body;
    assert!(page.contains("2026-114502") && !page.contains(&close), "{page}");
}

#[tokio::test]
async fn nobody_acknowledges_or_sees_the_alarms_of_another_municipality_or_without_signing_in() {
    let desk = Desk::new().await;
    let alarm = raise(&desk, AlarmKind::Threat, None).await;
    let mut stranger = desk.browser();
    assert_eq!(stranger.get("/alarmer").await.status, StatusCode::SEE_OTHER);
    let answer = stranger.post(&format!("/alarmer/{}/kvitter", alarm.id), &[]).await;
    assert!(answer.status.is_redirection() || answer.status.is_client_error());
    let mut tx = desk.db.read().await.unwrap();
    let all = store::alarm::list(&mut tx, &desk.organisation, &store::Reach::ALL, 10).await.unwrap();
    assert_eq!(all[0].acknowledged_at, None);
    let other = ordstyrer::model::OrganisationId::from_text("naboby");
    assert!(store::alarm::list(&mut tx, &other, &store::Reach::ALL, 10).await.unwrap().is_empty());
    drop(tx);
    let mut tx = desk.db.write().await.unwrap();
    assert!(!store::alarm::acknowledge(&mut tx, &other, &alarm.id, "x", desk.now()).await.unwrap());
}

#[tokio::test]
async fn a_parked_task_is_shown_with_its_owner_and_its_deadline_and_what_only_the_author_can_delete_is_said()
{
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let (parked, hidden) =
        (desk.comment(Comment::of("I er nogle klaphatte")).await, desk.comment(Comment::of("Klovne")).await);
    let (now, account) = (desk.now(), AccountName::from_text("prøveby-fb"));
    let mut tx = desk.db.write().await.unwrap();
    let org = &desk.organisation;
    let task = Task::new(&parked, &account, Deed::Hide, now);
    store::task::insert(&mut tx, org, &task).await.unwrap();
    let parked_state = TaskState::Parked;
    assert!(store::task::end(&mut tx, org, &task, parked_state, None, None, now).await.unwrap());
    store::task::hand_over(&mut tx, org, &task.id, None, now.later(minutes(10))).await.unwrap();
    tx.commit().await.unwrap();
    let page = browser.get(&format!("/ko/{parked}")).await.body;
    assert!(page.contains("Kræver en person: vagten, senest i dag kl. 21.51"), "{page}");
    desk.later(minutes(11));
    let page = browser.get(&format!("/ko/{parked}")).await.body;
    assert!(page.contains("fristen er overskredet"), "{page}");

    browser.post(&format!("/ko/{hidden}/fjern"), &[("version", "1"), ("regel", "R7")]).await;
    let mut tx = desk.db.write().await.unwrap();
    for task in store::task::of_inquiry(&mut tx, org, &hidden).await.unwrap() {
        let (state, note) = match task.deed {
            Deed::Delete => (TaskState::Parked, Some(HIDDEN_FOR_AUTHOR)),
            _ => (TaskState::Done, None),
        };
        assert!(store::task::end(&mut tx, org, &task, state, note, None, now).await.unwrap());
    }
    tx.commit().await.unwrap();
    let page = browser.get(&format!("/ko/{hidden}")).await.body;
    assert!(page.contains("Her kan kun afsenderen slette"), "{page}");
    let path = format!("/ko/{hidden}/luk");
    assert_eq!(browser.post(&path, &[("grund", "fordi")]).await.status, StatusCode::BAD_REQUEST);
    assert_eq!(browser.post(&path, &[("grund", "reported")]).await.status, StatusCode::SEE_OTHER);
    assert!(!browser.get(&format!("/ko/{hidden}")).await.body.contains("Her kan kun afsenderen slette"));
    assert_eq!(browser.post(&path, &[("grund", "reported")]).await.status, StatusCode::NOT_FOUND, "once");
}
