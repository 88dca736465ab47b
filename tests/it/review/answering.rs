//! Answers at the desk: the likeliest mailboxes with reasons, standard answers, what the lint sends back,
//! and who was pointed to a mailbox before.

use axum::http::StatusCode;
use ordstyrer::model::{Area, Deed, InquiryId, Label, Language, Likely, State, TaskState};
use ordstyrer::store::{self, mailbox_day};

use super::browser::Browser;
use super::desk::{Comment, Desk};

const ANSWER: &str = "Svømmehallen åbner kl. 8. Svaret er kun vejledende.";

async fn say(
    browser: &mut Browser<'_>,
    id: &InquiryId,
    words: &str,
    more: &[(&str, &str)],
) -> super::browser::Answer {
    let mut form = vec![("version", "1"), ("words", words)];
    form.extend_from_slice(more);
    browser.post(&format!("/ko/{id}/svar"), &form).await
}

async fn replies(desk: &Desk, id: &InquiryId) -> Vec<Option<String>> {
    let mut tx = desk.db.read().await.unwrap();
    let tasks = store::task::of_inquiry(&mut tx, &desk.organisation, id).await.unwrap();
    tasks.into_iter().filter(|task| task.deed == Deed::Reply).map(|task| task.words).collect()
}

fn request(text: &str) -> Comment {
    Comment {
        area: Some(Area::ChildrenSchools),
        labels: vec![Label::CaseRequest],
        rule: "N1",
        ..Comment::of(text)
    }
}

#[tokio::test]
async fn the_likeliest_mailboxes_stand_there_with_their_reasons() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let likely = |area, score| Likely { area, score };
    let areas = vec![likely(Area::ChildrenSchools, 0.7), likely(Area::SocialDisability, 0.2)];
    let id = desk.comment(Comment { areas, ..request("Hvornår får vi plads i vuggestuen?") }).await;

    let body = browser.get(&format!("/ko/{id}")).await.body;
    for said in [
        "Postkasser, der passer bedst",
        "Ligner børn og skoler (70 %).",
        "Nævner »vuggestue«.",
        "ikke kontrolleret",
    ] {
        assert!(body.contains(said), "{said}: {body}");
    }
    let place = |mailbox: &str| body.find(&format!("?mailbox={mailbox}#svar")).unwrap();
    assert!(place("buf") < place("sof"));

    let unsure = desk.comment(Comment { area: None, ..request("Hvornår får jeg svar?") }).await;
    let body = browser.get(&format!("/ko/{unsure}")).await.body;
    assert!(
        body.contains("Fælles indgang: ingen anden er sikker nok.")
            && body.contains("value=\"borgerservice\" selected")
    );
}

#[tokio::test]
async fn a_moderators_own_words_go_out_when_nothing_speaks_against_them() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let id = desk.comment(Comment::of("Hvornår åbner svømmehallen?")).await;

    let answer = say(&mut browser, &id, ANSWER, &[("seen", "1")]).await;

    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    assert!(answer.location().contains("besked=besvaret"));
    assert_eq!(replies(&desk, &id).await, [Some(ANSWER.to_owned())]);
    assert_eq!(desk.row(&id).await.state, State::Answered);
}

#[tokio::test]
async fn what_the_lint_refuses_comes_back_with_why_how_and_the_words() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let id = desk.comment(Comment::of("Hvad med min ansøgning?")).await;
    for (words, why) in [
        ("Send os dit CPR-nummer her.", "beder om personoplysninger"),
        ("Skriv til os i en privat besked.", "beder om en privat besked"),
        ("Vi har modtaget din ansøgning.", "bekræfter, afviser eller antyder"),
        ("Hun har nummer 311236-4004.", "indeholder personoplysninger"),
    ] {
        let answer = say(&mut browser, &id, words, &[("seen", "1")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(answer.body.contains(why) && answer.body.contains("Ret det her"), "{}", answer.body);
        assert!(answer.body.contains(&format!("required>{words}</textarea>")), "what was typed is lost");
    }
    let long = "Svømmehallen åbner. ".repeat(500);
    let answer = say(&mut browser, &id, &long, &[("seen", "1")]).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("for langt til netværket"));
    assert_eq!(say(&mut browser, &id, "  ", &[]).await.status, StatusCode::BAD_REQUEST);
    assert!(replies(&desk, &id).await.is_empty(), "something went out all the same");
    assert_eq!(desk.row(&id).await.version, 1);
}

#[tokio::test]
async fn a_hint_is_shown_once_and_can_be_passed_over() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let id = desk.comment(Comment::of("Hvornår åbner I?")).await;
    let words = "Svømmehallen åbner kl. 8.";

    let hinted = say(&mut browser, &id, words, &[]).await;

    assert_eq!(hinted.status, StatusCode::OK);
    assert!(
        hinted.body.contains("kun er vejledende") && hinted.body.contains("du kan sende alligevel"),
        "{}",
        hinted.body
    );
    assert!(replies(&desk, &id).await.is_empty());
    assert_eq!(say(&mut browser, &id, words, &[("seen", "1")]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(replies(&desk, &id).await.len(), 1);
}

#[tokio::test]
async fn a_standard_answer_is_suggested_in_the_language_of_the_comment() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let danish = desk.comment(Comment::of("Jeg vil klage over betjeningen")).await;
    let english = desk
        .comment(Comment { language: Language::English, ..Comment::of("What are your opening hours?") })
        .await;
    let body = browser.get(&format!("/ko/{danish}")).await.body;
    assert!(body.contains("Svar: Klagevejledning") && body.contains("Du kan altid klage."));
    assert!(body.contains("Svar: med dine egne ord"));
    let body = browser.get(&format!("/ko/{english}")).await.body;
    assert!(body.contains("You find the opening hours of Citizen Service"));
}

#[tokio::test]
async fn an_answer_to_what_the_machine_hid_shows_the_comment_again() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let id =
        desk.comment(Comment { state: State::Hidden, rule: "R6", ..Comment::of("Hvornår åbner I?") }).await;
    super::look::hide_task(&desk, &id).await;

    assert_eq!(say(&mut browser, &id, ANSWER, &[("seen", "1")]).await.status, StatusCode::SEE_OTHER);

    let mut tx = desk.db.read().await.unwrap();
    let tasks = store::task::of_inquiry(&mut tx, &desk.organisation, &id).await.unwrap();
    assert!(tasks.iter().any(|task| task.deed == Deed::Unhide && task.state == TaskState::Open));
}

#[tokio::test]
async fn a_second_request_in_a_thread_is_told_to_the_moderator_and_a_correction_is_counted() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let first = desk.comment(request("Hvornår får vi plads?")).await;
    let second = desk.comment(request("Hallo, hvornår får vi plads?")).await;
    let other =
        desk.comment(Comment { author: Some("Bo Prøve".into()), ..request("Hvornår får vi plads?") }).await;
    assert!(!browser.get(&format!("/ko/{first}")).await.body.contains("allerede henvist"));

    let form = [("version", "1"), ("mailbox", "sof")];
    let answer = browser.post(&format!("/ko/{first}/henvis"), &form).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);

    assert!(browser.get(&format!("/ko/{second}")).await.body.contains("allerede henvist i denne tråd"));
    assert!(!browser.get(&format!("/ko/{other}")).await.body.contains("allerede henvist"));
    let mut tx = desk.db.read().await.unwrap();
    let today = desk.now().day();
    let days = mailbox_day::list(&mut tx, &desk.organisation, &today, &today).await.unwrap();
    drop(tx);
    let [day] = days.as_slice() else { panic!("{days:?}") };
    assert_eq!((day.proposed.as_str(), day.chosen.as_str(), day.count), ("buf", "sof", 1));
    // A decision that comes second counts nothing.
    assert_eq!(browser.post(&format!("/ko/{first}/henvis"), &form).await.status, StatusCode::CONFLICT);
    let mut tx = desk.db.read().await.unwrap();
    let days = mailbox_day::list(&mut tx, &desk.organisation, &today, &today).await.unwrap();
    assert_eq!(days[0].count, 1);
    drop(tx);
    desk.later(crate::harness::days(15));
    let mut tx = desk.db.read().await.unwrap();
    let since = desk.now().earlier(desk.parts.policy.again_after());
    let account = desk.row(&second).await.account;
    let mark = desk.vault.in_thread(&account, None, "Karen Prøve");
    assert!(
        store::pointed::last(&mut tx, &desk.organisation, &account, &mark, since).await.unwrap().is_none()
    );
}
