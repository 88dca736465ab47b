//! Keep, remove, redirect: what they do, who is told what, and that nothing happens twice.

use std::time::Duration;

use axum::http::StatusCode;
use ordstyrer::model::{
    AccountName, Area, Confidence, Deed, InquiryId, Kind, Label, Language, Mode, State, TaskState,
};
use ordstyrer::store::{self, task::Task};

use super::browser::Browser;
use super::desk::{Comment, Desk};
use crate::harness::{days, engines, minutes};

async fn tasks(desk: &Desk, id: &InquiryId) -> Vec<Task> {
    let mut tx = desk.db.read().await.unwrap();
    store::task::of_inquiry(&mut tx, &desk.organisation, id).await.unwrap()
}

async fn decide(browser: &mut Browser<'_>, id: &InquiryId, deed: &str, form: &[(&str, &str)]) -> StatusCode {
    browser.post(&format!("/ko/{id}/{deed}"), form).await.status
}

#[tokio::test]
async fn the_three_decisions_go_through_on_both_engines() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut browser = desk.signed("Mette").await;
        let kept = desk.comment(Comment::of("Tak for byvandringen")).await;
        let removed = desk.comment(Comment::of("I er nogle klaphatte")).await;
        let pointed = desk.comment(Comment::of("Hvornår får jeg svar?")).await;

        assert_eq!(decide(&mut browser, &kept, "behold", &[("version", "1")]).await, 303, "on {engine:?}");
        let form = [("version", "1"), ("regel", "R6")];
        assert_eq!(decide(&mut browser, &removed, "fjern", &form).await, 303, "on {engine:?}");
        let form = [("version", "1"), ("mailbox", "okf")];
        assert_eq!(decide(&mut browser, &pointed, "henvis", &form).await, 303, "on {engine:?}");

        for (id, state, deeds) in [
            (&kept, State::Kept, vec![]),
            (&removed, State::Removed, vec![Deed::Hide]),
            (&pointed, State::Redirected, vec![Deed::Reply]),
        ] {
            let row = desk.row(id).await;
            assert_eq!((row.state, row.version), (state, 2), "on {engine:?}");
            let tasks = tasks(&desk, id).await;
            assert_eq!(tasks.iter().map(|task| task.deed).collect::<Vec<_>>(), deeds, "on {engine:?}");
            let undo = desk.now().later(minutes(2));
            // A hide can be taken back on the network, so it does not wait.
            let due = |task: &Task| if task.deed == Deed::Hide { desk.now() } else { undo };
            assert!(
                tasks.iter().all(|task| task.not_before == due(task) && !task.is_automatic),
                "on {engine:?}"
            );
        }
        let trail = desk.trail().await;
        let me = trail.iter().find(|(_, what)| what == "sign_in.link").unwrap().0.clone();
        for what in ["decided.kept:N2", "decided.removed:R6", "decided.redirected:N1"] {
            assert!(trail.contains(&(me.clone(), what.to_owned())), "no line {what} on {engine:?}");
        }
    }
}

#[tokio::test]
async fn where_nobody_can_remove_it_the_page_says_so_and_makes_no_task() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let there = Comment {
        account: "prøveby-mstdn",
        is_urgent: true,
        rule: "R7",
        ..Comment::of("Mit nummer er hemmeligt")
    };
    let id = desk.comment(there).await;

    let page = browser.get(&format!("/ko/{id}")).await.body;
    assert!(page.contains("anmeld den til dem, der driver serveren"), "{page}");
    assert!(!page.contains("/fjern\"") && page.contains("/behold\"") && page.contains("/henvis\""));
    let forced = browser.post(&format!("/ko/{id}/fjern"), &[("version", "1"), ("regel", "R7")]).await;
    assert_eq!(forced.status, StatusCode::CONFLICT);
    assert!(forced.body.contains("Den kan ikke fjernes herfra"), "{}", forced.body);
    let row = desk.row(&id).await;
    assert_eq!((row.state, row.version, row.is_urgent), (State::Queued, 1, true), "nothing was done");
    assert!(tasks(&desk, &id).await.is_empty());

    assert_eq!(decide(&mut browser, &id, "behold", &[("version", "1")]).await, 303);
    assert_eq!(desk.row(&id).await.state, State::Kept);
    assert!(tasks(&desk, &id).await.is_empty());
    let ordinary = desk.comment(Comment::of("I er nogle klaphatte")).await;
    assert!(browser.get(&format!("/ko/{ordinary}")).await.body.contains("/fjern\""));
}

#[tokio::test]
async fn who_comes_second_sees_what_the_first_decided() {
    let desk = Desk::new().await;
    let (mut mette, mut torben) = (desk.signed("Mette").await, desk.signed("Torben").await);
    let id = desk.comment(Comment::of("I er nogle klaphatte")).await;
    for browser in [&mut mette, &mut torben] {
        assert!(browser.get(&format!("/ko/{id}")).await.body.contains("name=\"version\" value=\"1\""));
    }
    decide(&mut mette, &id, "fjern", &[("version", "1"), ("regel", "R6")]).await;

    let answer = torben.post(&format!("/ko/{id}/behold"), &[("version", "1")]).await;

    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("Mette kom først"), "{}", answer.body);
    assert!(answer.body.contains("Besluttet fjernet") && answer.body.contains("ikke gennemført"));
    assert!(answer.body.contains(&format!("href=\"/ko/{id}\"")));
    assert_eq!(desk.row(&id).await.state, State::Removed);
    assert_eq!(tasks(&desk, &id).await.len(), 1);

    let twice = mette.post(&format!("/ko/{id}/fjern"), &[("version", "1"), ("regel", "R6")]).await;
    assert_eq!(twice.status, StatusCode::CONFLICT);
    assert_eq!(tasks(&desk, &id).await.len(), 1, "pressing twice did it twice");

    let page = torben.get(&format!("/ko/{id}")).await.body;
    assert!(page.contains("Mette: skjul") && page.contains("Lav afgørelsen om"));
    assert_eq!(decide(&mut torben, &id, "behold", &[("version", "2")]).await, 303);
    assert_eq!(
        tasks(&desk, &id).await[0].state,
        TaskState::Cancelled,
        "it can be taken back before it goes out"
    );
}

#[tokio::test]
async fn words_that_changed_meanwhile_are_read_again() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let id = desk.comment(Comment::of("I er nogle klaphatte")).await;
    let row = desk.row(&id).await;
    let mut tx = desk.db.write().await.unwrap();
    store::inquiry::reseal(&mut tx, &desk.organisation, &id, &row.sealed, 1, desk.now()).await.unwrap();
    tx.commit().await.unwrap();

    let answer = browser.post(&format!("/ko/{id}/fjern"), &[("version", "1"), ("regel", "R6")]).await;

    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("ændret imens") && !answer.body.contains("kom først"), "{}", answer.body);
    assert!(tasks(&desk, &id).await.is_empty());
}

#[tokio::test]
async fn the_reply_that_is_seen_is_the_reply_that_is_sent() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let danish = desk
        .comment(Comment {
            area: Some(Area::ChildrenSchools),
            labels: vec![Label::CaseRequest],
            rule: "N1",
            ..Comment::of("Hvornår får min søn svar?")
        })
        .await;
    let english = desk
        .comment(Comment {
            language: Language::English,
            account: "prøveby-bsky",
            ..Comment::of("When do I get an answer?")
        })
        .await;
    for (id, mailbox, says, language) in [
        (&danish, "buf", "vejledende", "da"),
        (&danish, "tmf", "Teknik", "da"),
        (&english, "okf", "guidance", "en"),
    ] {
        let preview = browser.get(&format!("/ko/{id}?mailbox={mailbox}")).await.body;
        let quote = preview.split("<blockquote class=\"reply\" lang=\"").nth(1).unwrap();
        let (shown_language, rest) = quote.split_once("\">").unwrap();
        let shown = rest.split("</blockquote>").next().unwrap().replace("&#39;", "'");
        assert_eq!(shown_language, language);
        assert!(shown.contains(says) && shown.contains("Borgerservice i Prøveby Kommune"), "{shown}");
        assert!(preview.contains(&format!("name=\"mailbox\" value=\"{mailbox}\"")));

        let version = desk.row(id).await.version.to_string();
        let form = [("version", version.as_str()), ("mailbox", mailbox), ("words", "Noget helt andet")];
        assert_eq!(decide(&mut browser, id, "henvis", &form).await, 303);

        let tasks = tasks(&desk, id).await;
        let task = tasks.iter().rev().find(|task| task.state == TaskState::Open).unwrap();
        assert_eq!((task.words.as_deref(), task.language.as_deref()), (Some(shown.as_str()), Some(language)));
    }
    // Without a choice the mailbox of the area is the suggestion, and stands first.
    let fresh = desk
        .comment(Comment {
            area: Some(Area::ChildrenSchools),
            rule: "N1",
            ..Comment::of("Hvornår får vi plads?")
        })
        .await;
    let body = browser.get(&format!("/ko/{fresh}")).await.body;
    assert!(body.contains("value=\"buf\" selected"));
    assert!(body.find("/henvis").unwrap() < body.find("/behold").unwrap());
}

#[tokio::test]
async fn an_account_that_only_observes_is_explained_and_left_alone() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let id = desk.comment(Comment::of("I er nogle klaphatte")).await;
    let mut tx = desk.db.write().await.unwrap();
    let account = AccountName::from_text("prøveby-fb");
    store::account::set_mode(&mut tx, &desk.organisation, &account, Mode::Observing).await.unwrap();
    tx.commit().await.unwrap();

    let page = browser.get(&format!("/ko/{id}")).await.body;
    assert!(
        page.contains("Kontoen iagttager kun") && !page.contains("/fjern\"") && !page.contains("/henvis\"")
    );
    let answer = browser.post(&format!("/ko/{id}/fjern"), &[("version", "1"), ("regel", "R6")]).await;

    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert!(answer.body.contains("Der er ikke sket noget"));
    assert_eq!(desk.row(&id).await.version, 1);
    assert_eq!(decide(&mut browser, &id, "behold", &[("version", "1")]).await, 303);
}

#[tokio::test]
async fn the_next_one_follows_in_the_order_of_the_queue() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let aged =
        |minutes: u64| Comment { age: Duration::from_secs(minutes * 60), ..Comment::of("Hvad koster det?") };
    let old = desk.comment(aged(30)).await;
    let new = desk.comment(aged(10)).await;
    let urgent = desk.comment(Comment { is_urgent: true, ..aged(90) }).await;
    let body = browser.get("/ko").await.body;
    let place = |id: &InquiryId| body.find(id.as_str()).unwrap();
    assert!(place(&urgent) < place(&new) && place(&new) < place(&old));

    for (id, next) in [(&new, Some(&old)), (&old, Some(&urgent)), (&urgent, None)] {
        let answer = browser.post(&format!("/ko/{id}/behold"), &[("version", "1")]).await;
        let path = next.map_or("/ko".to_owned(), |next| format!("/ko/{next}"));
        assert_eq!(answer.location(), format!("{path}?besked=beholdt&om={id}"));
        let page = browser.get(answer.location()).await.body;
        assert!(page.contains("Henvendelsen er beholdt") && page.contains(&format!("href=\"/ko/{id}\"")));
    }
    let crafted = browser.get("/ko?besked=alt-er-slettet&om=%22%3E%3Cscript%3E").await.body;
    assert!(!crafted.contains("class=\"notice\""));
}

#[tokio::test]
async fn an_automatic_hide_waits_for_a_person_and_is_not_called_done_before_it_is() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let id = desk
        .comment(Comment {
            state: State::Hidden,
            rule: "R7",
            ..Comment::of("Mit cpr er 311236-4004").finding(
                Kind::Cpr,
                "311236-4004",
                Confidence::High,
                "cpr.word-near",
            )
        })
        .await;
    let deadline = "inden 22. nov. 2026 kl. 21.41";
    for path in ["/ko".to_owned(), format!("/ko/{id}")] {
        let body = browser.get(&path).await.body;
        assert!(body.contains("Ikke skjult endnu") && body.contains(deadline), "{path}");
    }
    super::look::hide_task(&desk, &id).await;
    let body = browser.get(&format!("/ko/{id}")).await.body;
    assert!(body.contains(&format!("Skjult automatisk – bekræft eller ophæv {deadline}")), "{body}");
    assert!(body.contains("Bekræft fjernelsen") && body.contains("Ophæv – vis kommentaren igen"));
    assert!(body.contains("<option value=\"R7\" selected>"), "the standing rule is the suggestion");
    assert!(body.find("/fjern").unwrap() < body.find("/behold").unwrap(), "the suggestion stands first");
    desk.later(days(1) + minutes(1));
    let mut browser = desk.browser();
    let link = {
        let person =
            ordstyrer::review::moderators::find(&desk.db, &desk.organisation, "Mette").await.unwrap();
        desk.link(&person.unwrap().id).await
    };
    browser.post(&link, &[]).await;
    assert!(browser.get("/ko").await.body.contains("fristen for at bekræfte eller ophæve var"));

    assert_eq!(decide(&mut browser, &id, "behold", &[("version", "1")]).await, 303);
    assert!(tasks(&desk, &id).await.iter().any(|task| task.deed == Deed::Unhide));
}

#[tokio::test]
async fn the_history_says_honestly_where_a_deed_stands() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let id = desk.comment(Comment::of("I er nogle klaphatte")).await;
    decide(&mut browser, &id, "fjern", &[("version", "1"), ("regel", "R7")]).await;
    let page = format!("/ko/{id}");
    // Hidden at once, because that can be taken back; deleted when it no longer can.
    let body = browser.get(&page).await.body;
    assert!(body.contains("Skjul på Facebook: venter på sin tur"), "{body}");
    assert!(body.contains("Slet på Facebook: venter til kl. 21.43.00"), "{body}");
    desk.later(minutes(3));
    let body = browser.get(&page).await.body;
    assert!(body.contains("Skjul på Facebook: venter på sin tur"));
    assert!(body.contains("Slet på Facebook: venter på det foregående"));

    let now = desk.now();
    for (state, note, says) in [
        (TaskState::Intent, None, "Skjul på Facebook: i gang, forsøg nr. 1"),
        (
            TaskState::Unknown,
            Some("the network did not answer (timed out)"),
            "lang=\"en\">the network did not answer",
        ),
        (TaskState::Open, Some("x"), "forsøg nr. 3 lykkedes ikke, prøves igen kl. 21.44"),
        (TaskState::Parked, Some("this network cannot do it"), "Netværket kan ikke gøre det."),
    ] {
        let mut tx = desk.db.write().await.unwrap();
        let (owner, later) = (&desk.organisation, now.later(Duration::from_secs(1)));
        let account = AccountName::from_text("prøveby-fb");
        let claimed = store::task::claim(&mut tx, owner, &account, "w", now, later, false, 10).await.unwrap();
        let task = claimed.iter().find(|task| task.deed == Deed::Hide).unwrap();
        store::task::intend(&mut tx, owner, task, now).await.unwrap();
        match state {
            TaskState::Parked => {
                store::task::end(&mut tx, owner, task, state, note, None, now).await.unwrap();
            }
            _ => {
                store::task::put_back(&mut tx, owner, task, state, now, note, false).await.unwrap();
            }
        }
        tx.commit().await.unwrap();
        let body = browser.get(&page).await.body;
        assert!(body.contains(says), "{state:?}: {body}");
    }
    assert!(
        browser.get(&page).await.body.contains("<li class=\"needs\">"),
        "nobody sees that a person is needed"
    );
}

#[tokio::test]
async fn a_row_that_cannot_be_opened_does_not_take_the_queue_with_it() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let lost = desk.comment(Comment::of("Denne nøgle forsvinder")).await;
    desk.comment(Comment::of("Denne står stadig")).await;
    let mut keys = desk.vault.keys.write().await.unwrap();
    store::keys::destroy(&mut keys, &desk.organisation, &lost, None).await.unwrap();
    keys.commit().await.unwrap();

    let queue = browser.get("/ko").await;
    assert_eq!(queue.status, StatusCode::OK);
    assert!(queue.body.contains("Denne står stadig") && queue.body.contains("Kan ikke læses"));
    let page = browser.get(&format!("/ko/{lost}")).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("nøglen er væk") && !page.body.contains("/behold\""));
}

#[tokio::test]
async fn what_is_being_destroyed_is_not_opened_any_more() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let id = desk.comment(Comment::of("Slet mig")).await;
    let mut tx = desk.db.write().await.unwrap();
    store::inquiry::claim_one(&mut tx, &desk.organisation, &id).await.unwrap();
    tx.commit().await.unwrap();
    let lines = desk.trail().await.len();

    assert_eq!(browser.get(&format!("/ko/{id}")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(decide(&mut browser, &id, "behold", &[("version", "2")]).await, StatusCode::NOT_FOUND);
    assert_eq!(desk.trail().await.len(), lines);
}

#[tokio::test]
async fn a_long_queue_comes_in_pages_of_fifty() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    for minute in 0..101 {
        desk.comment(Comment { age: Duration::from_secs(minute * 60), ..Comment::of("Hvad koster det?") })
            .await;
    }
    let rows = |body: &str| body.matches("<article>").count();
    let first = browser.get("/ko").await.body;
    assert!(first.contains("101 venter") && first.contains("Side 1 af 3") && !first.contains("rel=\"prev\""));
    assert_eq!(rows(&first), 50);
    let last = browser.get("/ko?side=3").await.body;
    assert_eq!(rows(&last), 1);
    assert!(last.contains("href=\"/ko?side=2\"") && !last.contains("rel=\"next\""));
    assert_eq!(rows(&browser.get("/ko?side=400").await.body), 1);
    assert!(first.len() <= 60_000, "{} bytes for 50 rows", first.len());
}
