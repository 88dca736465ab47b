//! The pages beside the queue: each says what its engine has, and nothing that it should not.

use axum::http::{Method, StatusCode};
use ordstyrer::model::{AccountName, Confidence, Deed, Kind, Label, State, TaskState};
use ordstyrer::store::{self, receipt::Receipt};

use super::desk::{Comment, Desk};
use crate::harness::{days, engines, hours, minutes};

const PAGES: [&str; 16] = [
    "/venter",
    "/afgjort",
    "/sog",
    "/statistik",
    "/sletning",
    "/revision",
    "/afstemning",
    "/drift",
    "/indstillinger",
    "/genveje",
    "/hjaelp",
    "/regler",
    "/tilgaengelighed",
    "/emner",
    "/statistik/maaned/2026-10",
    "/statistik/stikproeve",
];

#[tokio::test]
async fn every_page_opens_in_both_languages_on_both_engines_and_names_itself_once() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        desk.comment(Comment::of("Hvornår er der grønt?")).await;
        let mut mette = desk.signed("Mette").await;
        for language in ["da", "en"] {
            mette.post("/sprog", &[("sprog", language), ("tilbage", "/ko")]).await;
            for path in PAGES {
                let answer = mette.get(path).await;
                assert_eq!(answer.status, StatusCode::OK, "{path} on {engine:?}");
                assert_eq!(answer.body.matches("<h1").count(), 1, "{path}");
                assert!(answer.body.contains(&format!("<html lang=\"{language}\">")), "{path}");
                assert!(!answer.body.contains("grønt"), "a citizen's words at {path}");
            }
        }
    }
}

#[tokio::test]
async fn the_queues_part_what_waits_and_their_counts_add_up_on_both_engines() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut mette = desk.signed("Mette").await;
        let urgent = desk.comment(Comment { is_urgent: true, ..Comment::of("Haster") }).await;
        let hidden = desk.comment(Comment { state: State::Hidden, ..Comment::of("Skjult") }).await;
        let case = desk.comment(Comment { rule: "N1", ..Comment::of("Sag") }).await;
        let review = desk.comment(Comment { account: "prøveby-bsky", ..Comment::of("Andet") }).await;
        for (part, inside) in [
            ("", vec![&urgent, &hidden, &case, &review]),
            ("?koe=haster", vec![&urgent]),
            ("?koe=skjult", vec![&hidden]),
            ("?koe=henvis", vec![&case]),
            ("?koe=vurder", vec![&review]),
            ("?konto=pr%C3%B8veby-bsky", vec![&review]),
            ("?koe=haster&konto=pr%C3%B8veby-bsky", vec![]),
            ("?koe=nonsens", vec![&urgent, &hidden, &case, &review]),
        ] {
            let body = mette.get(&format!("/ko{part}")).await.body;
            assert_eq!(body.matches("<article>").count(), inside.len(), "{part} on {engine:?}");
            assert!(inside.iter().all(|id| body.contains(id.as_str())), "{part} on {engine:?}");
            assert!(body.contains("data-count=\"all\">4<"), "{part}");
            assert!(body.contains("data-count=\"@prøveby-bsky\">1<"), "{part}");
        }
        // A hide whose time to confirm has passed is urgent.
        desk.later(days(1) + minutes(1));
        let mut mette = desk.signed("Mette igen").await;
        assert_eq!(mette.get("/ko?koe=haster").await.body.matches("<article>").count(), 2, "on {engine:?}");
        assert_eq!(mette.get("/ko?koe=skjult").await.body.matches("<article>").count(), 0);
    }
}

#[tokio::test]
async fn who_works_in_one_queue_stays_in_it() {
    let desk = Desk::new().await;
    let mut mette = desk.signed("Mette").await;
    let one = desk.comment(Comment { rule: "N1", age: minutes(1), ..Comment::of("Sag et") }).await;
    desk.comment(Comment { age: minutes(2), ..Comment::of("Ikke en sag") }).await;
    let two = desk.comment(Comment { rule: "N1", age: minutes(3), ..Comment::of("Sag to") }).await;
    let page = mette.get(&format!("/ko/{one}?koe=henvis")).await.body;
    assert!(page.contains(&format!("action=\"/ko/{one}/behold?koe=henvis\"")), "{page}");

    let answer = mette.post(&format!("/ko/{one}/behold?koe=henvis"), &[("version", "1")]).await;

    assert_eq!(answer.location(), format!("/ko/{two}?koe=henvis&besked=beholdt&om={one}"));
    assert!(mette.get(answer.location()).await.body.contains("Henvendelsen er beholdt"));
}

#[tokio::test]
async fn hard_words_are_shown_when_somebody_asks_and_counted_for_the_reader_alone() {
    let desk = Desk::new().await;
    let (mut mette, mut torben) = (desk.signed("Mette").await, desk.signed("Torben").await);
    let hard = Comment { labels: vec![Label::Threat], ..Comment::of("Vi ses en mørk aften") };
    let id = desk.comment(hard).await;
    let queue = mette.get("/ko").await.body;
    assert!(!queue.contains("mørk aften") && queue.contains("Mulig trussel"), "the reason first");
    for _ in 0..2 {
        let page = mette.get(&format!("/ko/{id}")).await.body;
        let (before, after) = page.split_once("<details class=\"veil\">").expect("the words are veiled");
        assert!(!before.contains("mørk aften") && after.contains("mørk aften"));
        assert!(page.contains("1 hård henvendelse siden kl. 21.41"), "once each: {page}");
    }
    assert!(torben.get("/ko").await.body.contains("0 hårde henvendelser"), "a colleague's are nobody's");
    mette.post("/log-ud", &[]).await;
    let person = ordstyrer::review::moderators::find(&desk.db, &desk.organisation, "Mette").await.unwrap();
    let mut again = desk.browser();
    again.post(&desk.link(&person.unwrap().id).await, &[]).await;
    assert!(again.get("/ko").await.body.contains("0 hårde henvendelser"), "it dies with the shift");
}

#[tokio::test]
async fn what_needs_a_person_stands_apart_from_what_waits_for_a_network() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut mette = desk.signed("Mette").await;
        let id = desk.comment(Comment::of("I er nogle klaphatte")).await;
        assert!(mette.get("/venter").await.body.contains("Alt, der er besluttet, er udført"));
        mette.post(&format!("/ko/{id}/fjern"), &[("version", "1"), ("regel", "R6")]).await;
        let body = mette.get("/venter").await.body;
        assert!(body.contains("Skjul på Facebook: venter på sin tur"), "on {engine:?}: {body}");
        assert!(body.contains("ingenting, du skal gøre") && !body.contains("klaphatte"));

        desk.later(minutes(3));
        let (now, owner) = (desk.now(), &desk.organisation);
        let account = AccountName::from_text("prøveby-fb");
        let mut tx = desk.db.write().await.unwrap();
        let later = now.later(minutes(1));
        let claimed = store::task::claim(&mut tx, owner, &account, "w", now, later, false, 9).await.unwrap();
        let task = claimed.iter().find(|task| task.deed == Deed::Hide).unwrap();
        store::task::intend(&mut tx, owner, task, now).await.unwrap();
        let note = Some("this network cannot do it");
        store::task::end(&mut tx, owner, task, TaskState::Parked, note, None, now).await.unwrap();
        tx.commit().await.unwrap();
        let body = mette.get("/venter").await.body;
        assert!(
            body.contains("Netværket kan ikke gøre det") && body.contains("class=\"pad needs\""),
            "{body}"
        );
        assert!(mette.get("/drift").await.body.contains("1 kræver en person"), "on {engine:?}");
    }
}

#[tokio::test]
async fn decisions_are_listed_without_words_until_their_own_time_is_over() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut mette = desk.signed("Mette").await;
        let id = desk.comment(Comment::of("I er nogle klaphatte")).await;
        mette.post(&format!("/ko/{id}/fjern"), &[("version", "1"), ("regel", "R6")]).await;
        let body = mette.get("/afgjort").await.body;
        assert!(body.contains("Mette") && body.contains("R6") && body.contains("stødende"), "{body}");
        assert!(body.contains(&format!("href=\"/ko/{id}\"")) && !body.contains("klaphatte"));
        let mut tx = desk.db.write().await.unwrap();
        store::inquiry::claim_one(&mut tx, &desk.organisation, &id).await.unwrap();
        store::inquiry::destroy(&mut tx, &desk.organisation, &id).await.unwrap();
        tx.commit().await.unwrap();
        let body = mette.get("/afgjort").await.body;
        assert!(
            body.contains("Slettet hos os efter reglerne") && !body.contains(id.as_str()),
            "on {engine:?}"
        );
    }
}

#[tokio::test]
async fn words_are_found_in_what_waits_and_the_search_leaves_no_word_behind() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut mette = desk.signed("Mette").await;
        let cpr = Comment::of("Lygten på Nørregade blinker, mit nummer er 311236-4004").finding(
            Kind::Cpr,
            "311236-4004",
            Confidence::High,
            "cpr.word-near",
        );
        let id = desk.comment(Comment { author: Some("Lygte Hansen".to_owned()), ..cpr }).await;
        let other = desk.comment(Comment::of("Noget andet")).await;
        let decided = desk.comment(Comment { state: State::Kept, ..Comment::of("En lygte til") }).await;

        let found = mette.post("/sog", &[("ord", "LYGTE nørregade")]).await.body;
        assert!(found.contains(id.as_str()) && !found.contains(other.as_str()), "on {engine:?}: {found}");
        assert!(found.contains("1 fundet") && found.contains("Læst 2 af 2"), "{found}");
        assert!(!found.contains("311236") && !found.contains(decided.as_str()));
        for nothing in ["hansen", "311236", "4004"] {
            let none = mette.post("/sog", &[("ord", nothing)]).await.body;
            assert!(none.contains("0 fundet"), "{nothing}: names and covered numbers are not searched");
        }
        for refused in ["", "  ", "a", &"x".repeat(101)] {
            let answer = mette.post("/sog", &[("ord", refused)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{refused:?}");
        }
        assert!(
            !mette.get("/sog?ord=lygte").await.body.contains("fundet"),
            "words in an address find nothing"
        );
        let trail = desk.trail().await;
        assert_eq!(trail.iter().filter(|(_, what)| what == "searched").count(), 4, "on {engine:?}");
    }
}

#[tokio::test]
async fn a_long_search_says_how_far_it_came_and_goes_on_from_there() {
    let desk = Desk::new().await;
    let mut mette = desk.signed("Mette").await;
    for _ in 0..60 {
        desk.comment(Comment::of("Lygten blinker")).await;
    }
    let first = mette.post("/sog", &[("ord", "lygten")]).await.body;
    assert!(first.contains("50 fundet") && first.contains("Læst 50 af 60") && first.contains("Søg videre"));
    let hidden = |name: &str| {
        let rest = first.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let (after, read) = (hidden("efter"), hidden("laest"));
    let form = [("ord", "lygten"), ("efter", after.as_str()), ("laest", read.as_str())];
    let rest = mette.post("/sog", &form).await.body;
    assert!(rest.contains("10 fundet") && rest.contains("Læst 60 af 60") && !rest.contains("Søg videre"));
}

#[tokio::test]
async fn a_hide_counts_as_a_removal_and_only_crossed_cells_are_held_back() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut mette = desk.signed("Mette").await;
        for at in 0..9 {
            let id = desk.comment(Comment { rule: "R4", ..Comment::of("Prøve") }).await;
            let (deed, rule) = if at < 7 { ("fjern", "R6") } else { ("behold", "") };
            mette.post(&format!("/ko/{id}/{deed}"), &[("version", "1"), ("regel", rule)]).await;
        }
        let body = mette.get("/statistik").await.body;
        assert!(
            body.contains("<b>7</b>fjernet") && body.contains("<b>2</b>beholdt"),
            "on {engine:?}: {body}"
        );
        // Two of nine stayed: under five is not said, and neither is what would give it away.
        let row = body.split("R4 ").nth(1).unwrap().split("</tr>").next().unwrap();
        assert!(row.matches(">–<").count() == 2 && row.contains(">9<"), "{row}");
        assert!(!row.contains(">2<") && !row.contains(">7<"), "{row}");
        assert!(!body.contains("Mette:") && !body.contains("pr. person"), "never a ranking of people");
    }
}

#[tokio::test]
async fn retention_says_what_is_due_today_what_is_late_and_what_a_run_did() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        desk.comment(Comment::of("Slettes senere")).await;
        let kept = desk.comment(Comment { state: State::Kept, ..Comment::of("Slettes") }).await;
        let mut mette = desk.signed("Mette").await;
        let body = mette.get("/sletning").await.body;
        assert!(body.contains("<b>0</b>slettes i dag") && body.contains("<b>0</b>frist overskredet"));
        assert!(body.contains("<b>2</b>henvendelser hos os nu"), "on {engine:?}: {body}");

        desk.later(days(30));
        let body = desk.signed("dagen").await.get("/sletning").await.body;
        assert!(body.contains("<b>2</b>slettes i dag"), "on {engine:?}: {body}");
        desk.later(days(2));
        let mut mette = desk.signed("sent").await;
        let body = mette.get("/sletning").await.body;
        let mut tx = desk.db.read().await.unwrap();
        let late = desk.now().earlier(days(1));
        let count = store::inquiry::count_due(&mut tx, &desk.organisation, late).await.unwrap();
        drop(tx);
        assert_eq!(count, 2);
        assert!(body.contains("<b>2</b>frist overskredet") && body.contains("figure bad"), "on {engine:?}");
        assert!(mette.get("/drift").await.body.contains("2 henvendelser skulle have været slettet"));

        let receipt = Receipt {
            id: "run-1".to_owned(),
            at: desk.now(),
            destroyed: 2,
            tombstones: 1,
            is_clean: true,
            residue_until: None,
        };
        let mut tx = desk.db.write().await.unwrap();
        store::receipt::insert(&mut tx, &desk.organisation, &receipt).await.unwrap();
        tx.commit().await.unwrap();
        let body = mette.get("/sletning").await.body;
        assert!(body.contains("run-1") && body.contains("Intet tilbage i databaserne"), "on {engine:?}");
        assert!(body.contains("<b>2</b>slettet i år") && !body.contains(kept.as_str()));
    }
}

#[tokio::test]
async fn a_chain_that_was_touched_is_called_broken_on_trail_and_operation() {
    let desk = Desk::new().await;
    let mut mette = desk.signed("Mette").await;
    assert!(mette.get("/revision").await.body.contains("Kæden er ubrudt"));
    assert!(mette.get("/drift").await.body.contains("Kæden er ubrudt"));
    let store::Db::Sqlite { write, .. } = &desk.db else { panic!("this is SQLite") };
    sqlx::query("UPDATE audit SET what = 'started' WHERE seq = 1").execute(write).await.unwrap();
    let body = mette.get("/revision").await.body;
    assert!(body.contains("Kæden er brudt ved linje 1") && body.contains("dot bad"), "{body}");
    assert!(mette.get("/drift").await.body.contains("Rør ikke noget"));
    sqlx::query("DELETE FROM audit WHERE seq = (SELECT MAX(seq) FROM audit)").execute(write).await.unwrap();
    assert!(mette.get("/revision").await.body.contains("Kæden er brudt"));
}

#[tokio::test]
async fn a_decision_on_paper_names_rule_and_outcome_and_no_person() {
    let desk = Desk::new().await;
    let mut mette = desk.signed("Mette Hansen").await;
    let id =
        desk.comment(Comment { author: Some("Karen Lund".to_owned()), ..Comment::of("Klaphatte") }).await;
    mette.post(&format!("/ko/{id}/fjern"), &[("version", "1"), ("regel", "R6")]).await;
    let paper = mette.get(&format!("/ko/{id}/papir")).await.body;
    let main = paper.split("<main").nth(1).unwrap();
    assert!(
        main.contains("R6 – ") && main.contains("En moderator: ") && main.contains("Klaphatte"),
        "{main}"
    );
    assert!(!main.contains("Hansen") && !main.contains("Karen"), "{main}");
    assert!(desk.trail().await.iter().any(|(_, what)| what == "printed"), "nobody sees that it was read");
}

#[tokio::test]
async fn shortcuts_are_everybodys_own_and_can_be_off() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let (mut mette, mut torben) = (desk.signed("Mette").await, desk.signed("Torben").await);
        assert!(mette.get("/ko").await.body.contains("data-keys=\"next:j previous:k "), "on {engine:?}");
        let mut form: Vec<(&str, &str)> = [
            "next", "previous", "open", "remove", "redirect", "keep", "alike", "veil", "undo", "queue",
            "search", "answer", "refer",
        ]
        .into_iter()
        .zip(["n", "p", "o", "f", "d", "b", "x", "v", "z", "q", "å", "s", "g"])
        .collect();
        form.extend([("help", "?"), ("brug", "1")]);
        let saved = mette.post("/genveje", &form).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER);
        assert!(mette.get("/ko").await.body.contains("data-keys=\"next:n previous:p "), "on {engine:?}");
        assert!(mette.get("/hjaelp").await.body.contains("<kbd>å</kbd>"));
        assert!(torben.get("/ko").await.body.contains("data-keys=\"next:j "), "they are Mette's alone");
        for wrong in ["p", "", "ab", " ", ":", "\""] {
            form[0].1 = wrong;
            let answer = mette.post("/genveje", &form).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
        }
        assert_eq!(mette.post("/genveje", &form[..14]).await.status, StatusCode::SEE_OTHER);
        let off = mette.get("/ko").await.body;
        assert!(off.contains("data-keys=\"\""), "on {engine:?}");
        assert!(mette.get("/hjaelp").await.body.contains("Genvejene er slået fra"));
    }
}

#[tokio::test]
async fn light_or_dark_is_a_choice_that_an_error_and_the_sign_in_obey() {
    let desk = Desk::new().await;
    let mut mette = desk.signed("Mette").await;
    let answer = mette.post("/tema", &[("tema", "dark"), ("tilbage", "/drift")]).await;
    assert_eq!((answer.location(), answer.status), ("/drift", StatusCode::SEE_OTHER));
    let set: Vec<_> =
        answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap()).collect();
    let theme = set.iter().find(|cookie| cookie.starts_with("tema=dark")).expect("a cookie");
    assert!(theme.contains("HttpOnly") && theme.contains("SameSite=Lax") && theme.contains("Path=/"));
    for (name, says) in [("dark", true), ("light", true), ("system", false), ("\"><script>", false)] {
        let mut browser = desk.browser();
        browser.cookie = Some(format!("other=1; tema={name}"));
        for path in ["/log-ind", "/findes-ikke"] {
            let body = browser.get(path).await.body;
            assert_eq!(body.contains(&format!("data-theme=\"{name}\"")), says, "{name} at {path}");
            assert!(!body.contains("<script>"), "{path}");
        }
    }
    assert_eq!(
        mette.post("/tema", &[("tema", "pink"), ("tilbage", "/ko")]).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn live_counts_are_told_to_whoever_is_signed_in_and_hold_numbers_only() {
    use axum::body::Body;
    use axum::http::Request;
    use futures_util::StreamExt;
    use tower::ServiceExt;

    let desk = Desk::new().await;
    desk.comment(Comment { is_urgent: true, ..Comment::of("Hvornår er der grønt?") }).await;
    let mette = desk.signed("Mette").await;
    let ask = |cookie: &str| {
        let request = Request::builder().uri("/live").header("cookie", cookie).body(Body::empty()).unwrap();
        desk.router.clone().oneshot(request)
    };
    let stranger = ask("").await.unwrap();
    assert_eq!(stranger.status(), StatusCode::SEE_OTHER);
    let answer = ask(mette.cookie.as_deref().unwrap()).await.unwrap();
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let first = answer.into_body().into_data_stream().next().await.unwrap().unwrap();
    let counts = String::from_utf8(first.to_vec()).unwrap();
    assert!(counts.contains("\"all\":1") && counts.contains("\"urgent\":1"), "{counts}");
    assert!(counts.contains("\"@prøveby-fb\":1") && !counts.contains("grønt"), "{counts}");
}

#[tokio::test]
async fn the_script_is_small_asked_once_and_makes_no_html_of_text() {
    let desk = Desk::new().await;
    let mut browser = desk.browser();
    let script = browser.get("/desk.js").await;
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    assert!(script.body.len() <= 8_000, "{} bytes", script.body.len());
    for never in
        ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function(", "http:"]
    {
        assert!(!script.body.contains(never), "{never}");
    }
    let tag = script.header("etag").to_owned();
    let again = browser.send(Method::GET, "/desk.js", &[("if-none-match", &tag)], String::new()).await;
    assert_eq!(again.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn another_house_sees_nothing_of_ours_on_any_page() {
    let desk = Desk::new().await;
    let mut mette = desk.signed("Mette").await;
    let id = desk.comment(Comment::of("Hvornår er der grønt?")).await;
    mette.post(&format!("/ko/{id}/fjern"), &[("version", "1"), ("regel", "R6")]).await;
    let theirs = ordstyrer::model::OrganisationId::from_text("naboby");
    let stranger = ordstyrer::review::moderators::add(
        &desk.db,
        &desk.vault,
        &theirs,
        "Nabo",
        &[ordstyrer::model::Role::TeamLead],
        desk.now(),
    )
    .await
    .unwrap();
    let code = ordstyrer::review::moderators::one_time(
        &desk.db,
        &desk.vault,
        &theirs,
        &stranger,
        hours(1),
        desk.now(),
    );
    let mut nabo = desk.browser();
    nabo.post(&format!("/engang/naboby/{}", code.await.unwrap()), &[]).await;
    for path in PAGES {
        let body = nabo.get(path).await.body;
        assert!(!body.contains(id.as_str()) && !body.contains("Mette"), "{path}: {body}");
    }
    for path in [format!("/ko/{id}/ens"), format!("/ko/{id}/papir")] {
        assert_eq!(nabo.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(nabo.post(&format!("/ko/{id}/overtag"), &[]).await.status, StatusCode::NOT_FOUND);
}
