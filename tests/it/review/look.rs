//! A queue of invented comments to look at, served until it is stopped. Not a test of anything:
//! `cargo test --test it -- --ignored a_desk_to_look_at --nocapture`.

use std::sync::Arc;
use std::time::Duration;

use ordstyrer::model::{
    AccountName, Area, Confidence, Deed, InquiryId, Kind, Label, Language, State, TaskState, Unlike,
};
use ordstyrer::review;
use ordstyrer::store::post::Standing;
use ordstyrer::store::sample::{self, Candidate};
use ordstyrer::store::{self, post_day, receipt::Receipt, task::Task, warning::Warning};

use super::desk::{Comment, Desk};

const MINUTE: u64 = 60;

#[tokio::test]
#[ignore = "serves a desk for looking at"]
async fn a_desk_to_look_at() {
    let desk = Desk::new().await;
    seed(&desk).await;
    trouble(&desk).await;
    desk.moderator("Mette Prøve").await;
    let id = desk.moderator("Torben Prøve").await;
    let link = desk.link(&id).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await.unwrap();
    println!("http://127.0.0.1:8080{link}");
    let stop = tokio_util::sync::CancellationToken::new();
    review::serve(listener, Arc::clone(&desk.parts), stop).await.unwrap();
}

/// Comments of every kind, and accounts that were just read. The first is a leak that was hidden.
pub(super) async fn seed(desk: &Desk) -> InquiryId {
    let mut leak = None;
    let mut ids = Vec::new();
    for comment in comments() {
        let hidden = comment.state == State::Hidden;
        let post = (comment.account == "prøveby-fb").then_some("post-27");
        let id = desk.comment(Comment { post, ..comment }).await;
        ids.push(id.clone());
        if hidden {
            hide_task(desk, &id).await;
            leak.get_or_insert(id);
        }
    }
    month(desk).await;
    sample(desk, &ids).await;
    let now = desk.now();
    let mut tx = desk.db.write().await.unwrap();
    let (facebook, bluesky) = (AccountName::from_text("prøveby-fb"), AccountName::from_text("prøveby-bsky"));
    let owner = &desk.organisation;
    for (at, there, seen) in [(3, 41, 41), (27, 212, 209), (98, 8, 8)] {
        let written = now.earlier(Duration::from_secs(at * 3600));
        let post = format!("post-{at}");
        store::post::note(&mut tx, owner, &facebook, &post, written, "marker", Some(there)).await.unwrap();
        store::post::count_seen(&mut tx, owner, &facebook, &post, seen, now).await.unwrap();
        let gap = there - seen;
        let since = (gap > 0).then(|| now.earlier(Duration::from_hours(2)));
        let standing = Standing { listed: Some(seen), gap, gap_since: since, ..Standing::default() };
        for (day, seen) in [(now, seen / 4), (now.earlier(Duration::from_hours(24)), seen)] {
            let moved = post_day::Moved {
                there: Some(there),
                grown: seen,
                seen,
                vanished: 1,
                unseen: 0,
                gap: Some((gap, since)),
            };
            post_day::add(&mut tx, owner, &facebook, &day.day(), &post, &moved).await.unwrap();
        }
        store::post::read(&mut tx, owner, &facebook, &post, Some(there), Some(&standing), now).await.unwrap();
    }
    for account in [&facebook, &bluesky] {
        let lease = store::account::lease(&mut tx, owner, account, "w", now, now).await.unwrap().unwrap();
        store::account::pulled(&mut tx, owner, account, lease.0, now, true, now).await.unwrap();
    }
    tx.commit().await.unwrap();
    leak.expect("one of them is a leak")
}

/// Last week's sample, of which somebody has looked at some.
async fn sample(desk: &Desk, ids: &[InquiryId]) {
    let (now, owner, week) = (desk.now(), &desk.organisation, "2026-11-09");
    let mut tx = desk.db.write().await.unwrap();
    assert!(sample::draw(&mut tx, owner, week, now).await.unwrap());
    let outcomes = ["hide", "leave", "hide", "redirect"];
    for (inquiry, outcome) in ids.iter().rev().zip(outcomes) {
        let (inquiry, outcome) = (inquiry.clone(), outcome.to_owned());
        let one = Candidate { inquiry, rule: "R6".to_owned(), outcome };
        sample::pick(&mut tx, owner, week, &one).await.unwrap();
    }
    for (inquiry, judged) in ids.iter().rev().zip([Ok(()), Err(Unlike::Milder)]) {
        assert!(sample::judge(&mut tx, owner, week, inquiry, judged, now).await.unwrap());
    }
    tx.commit().await.unwrap();
}

/// What came in and what was destroyed in a month.
async fn month(desk: &Desk) {
    let (now, owner) = (desk.now(), &desk.organisation);
    let mut tx = desk.db.write().await.unwrap();
    for day in 2..30_u32 {
        let at = now.earlier(Duration::from_hours(24) * day);
        for (name, share) in [("prøveby-fb", 7), ("prøveby-bsky", 3)] {
            let account = AccountName::from_text(name);
            let seen = i64::from(share * (4 + day * day % 13 + (day % 7) * 2));
            let moved = post_day::Moved { seen, grown: seen, ..post_day::Moved::default() };
            post_day::add(&mut tx, owner, &account, &at.day(), "post", &moved).await.unwrap();
        }
        if day % 6 == 2 {
            let receipt = Receipt {
                id: format!("run-{}", at.day()),
                at,
                destroyed: i64::from(day * 3),
                tombstones: i64::from(day),
                is_clean: true,
                residue_until: None,
            };
            store::receipt::insert(&mut tx, owner, &receipt).await.unwrap();
        }
    }
    tx.commit().await.unwrap();
}

/// A network that does not answer, and something that we should not have written.
pub(super) async fn trouble(desk: &Desk) {
    let (facebook, bluesky) = (AccountName::from_text("prøveby-fb"), AccountName::from_text("prøveby-bsky"));
    let (now, owner) = (desk.now(), &desk.organisation);
    let mut tx = desk.db.write().await.unwrap();
    let retry = now.later(Duration::from_secs(9 * MINUTE));
    store::account::failed(&mut tx, owner, &bluesky, "the network did not answer (timed out)", retry)
        .await
        .unwrap();
    let warning = Warning {
        account: facebook,
        kind: "we_leaked".to_owned(),
        remote: None,
        raised_at: now.earlier(Duration::from_secs(20 * MINUTE)),
    };
    store::warning::raise(&mut tx, owner, "warning-1", &warning).await.unwrap();
    tx.commit().await.unwrap();
}

pub(super) async fn hide_task(desk: &Desk, id: &InquiryId) {
    let now = desk.now();
    let account = AccountName::from_text("prøveby-fb");
    let mut task = Task { is_automatic: true, ..Task::new(id, &account, Deed::Hide, now) };
    let owner = &desk.organisation;
    let mut tx = desk.db.write().await.unwrap();
    store::task::insert(&mut tx, owner, &task).await.unwrap();
    let later = now.later(Duration::from_mins(1));
    let claimed =
        store::task::claim(&mut tx, owner, &task.account, "w", now, later, false, 10).await.unwrap();
    task.fence = claimed.iter().find(|claimed| claimed.id == task.id).unwrap().fence;
    store::task::intend(&mut tx, owner, &task, now).await.unwrap();
    store::task::end(&mut tx, owner, &task, TaskState::Done, None, None, now).await.unwrap();
    tx.commit().await.unwrap();
}

/// What several write at once.
const WAVE: &str = "Gratis telefoner til de første hundrede! Skriv JA nedenfor, og følg vores side.";

fn comments() -> Vec<Comment> {
    let aged =
        |minutes: u64, comment: Comment| Comment { age: Duration::from_secs(minutes * MINUTE), ..comment };
    let by = |author: &str, comment: Comment| Comment { author: Some(author.to_owned()), ..comment };
    vec![
        aged(4, by("Karen Lund", Comment {
            state: State::Hidden,
            rule: "R7",
            area: Some(Area::OtherAuthority),
            labels: vec![Label::CaseRequest],
            ..Comment::of("Hej, jeg har stadig ikke hørt om min boligstøtte. Mit cpr er 311236-4004, kan I ikke bare slå det op? Hvornår får jeg svar på min ansøgning?")
                .finding(Kind::Cpr, "311236-4004", Confidence::High, "cpr.word-near")
        })),
        aged(11, by("nordhavn_91", Comment {
            is_urgent: true,
            rule: "R2",
            labels: vec![Label::Threat],
            ..Comment::of("Jeg ved godt hvor I holder til. Vi ses en dag, når I mindst venter det.")
        })),
        aged(26, by("Bent Sørensen", Comment {
            rule: "R4",
            labels: vec![Label::Abuse],
            ..Comment::of("I er jo nogle klaphatte inde på rådhuset, den vej har været gravet op i to år nu!")
        })),
        aged(31, by("Aisha Mølgaard", Comment {
            rule: "N1",
            area: Some(Area::ChildrenSchools),
            labels: vec![Label::CaseRequest],
            account: "prøveby-bsky",
            ..Comment::of("Hvornår får min søn svar på sin ansøgning om støtteperson? Vi søgte i august, og skolen siger, det er jer, der mangler.")
        })),
        aged(48, by("Lokalnyt Vest", Comment {
            rule: "R10",
            labels: vec![Label::Spam],
            images: 2,
            ..Comment::of("Vind et gavekort på 5.000 kr. – skynd dig ind på https://gavekort.example/vind før det er væk!!!")
        })),
        aged(52, by("Per og Inge", Comment::of("Tak for en flot byvandring i søndags! Kommer der en igen til foråret?"))),
        aged(70, by("Emma Carlsen", Comment {
            language: Language::English,
            rule: "N1",
            area: Some(Area::Newcomers),
            labels: vec![Label::CaseRequest],
            account: "prøveby-bsky",
            ..Comment::of("Hi, we moved here in October and still have no CPR number. Could you check my application? My phone is +45 20 00 00 00.")
                .finding(Kind::Phone, "+45 20 00 00 00", Confidence::Medium, "phone.prefix")
        })),
        aged(95, by("G\u{202E}nøk\u{202C}", Comment::of("Helt almindelig tekst \u{200B}\u{200B}\u{200B}med \u{202E}bagvendte ord\u{202C} og z\u{0301}\u{0302}\u{0303}\u{0304}\u{0305}\u{0306}\u{0307}\u{0308}\u{0309}algo <script>alert(1)</script> 👩‍👩‍👧 javascript:alert(1)"))),
        aged(101, by("Vinderklubben", Comment { rule: "R10", labels: vec![Label::Spam], ..Comment::of(WAVE) })),
        aged(103, by("Gevinst nu", Comment { rule: "R10", labels: vec![Label::Spam], ..Comment::of(WAVE) })),
        aged(109, by("Tilbudsjægeren", Comment { rule: "R10", labels: vec![Label::Spam], ..Comment::of(WAVE) })),
        aged(140, by("Viggo Dam", Comment {
            rule: "R7",
            ..Comment::of("Min nabo har haft det rigtig skidt, siden hun fik konstateret sukkersyge, og jeg synes, kommunen svigter.")
                .finding(Kind::Health, "konstateret sukkersyge", Confidence::Medium, "health.word")
        })),
        aged(60 * 26, by("Ole Krarup", Comment::of("Skandale! I burde skamme jer over den måde, I bruger vores penge på. Borgmesteren må gå."))),
        aged(60 * 30, Comment { author: None, ..Comment::of("ok") }),
        aged(60 * 50, by("Susanne Eg", Comment::of(&"En meget lang fortælling om vejen, lygterne og hunden. ".repeat(60)))),
    ]
}
