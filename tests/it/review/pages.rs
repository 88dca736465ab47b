//! What holds for every page: who may see it, what it tells the browser, what it leaves untouched.

use axum::http::{Method, StatusCode};
use ordstyrer::model::{InquiryId, Label, OrganisationId};
use ordstyrer::store;
use sqlx::Row;

use super::browser::{Answer, Browser};
use super::desk::{Comment, Desk};
use crate::harness::engines;

const POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'; \
                      require-trusted-types-for 'script'; trusted-types 'none'";

/// What can be done with an inquiry.
const DEEDS: [&str; 12] = [
    "behold",
    "fjern",
    "henvis",
    "overtag",
    "ens",
    "ens/se",
    "ens/fortryd",
    "luk",
    "blokering",
    "andet-syn",
    "giv-videre",
    "traek-tilbage",
];

/// Every address of the desk with its method; `true` where it needs a signed-in moderator.
fn routes(id: &InquiryId) -> Vec<(Method, String, bool)> {
    let mut routes: Vec<_> = [
        ("/", false),
        ("/log-ind", false),
        ("/log-ind?til=/ko", false),
        ("/engang/naboby/code", false),
        ("/stil.css", false),
        ("/sider.css", false),
        ("/desk.js", false),
        ("/ikon.svg", false),
        ("/sund", false),
        ("/nowhere", false),
        ("/ko", true),
        ("/ko?side=99", true),
        ("/ko?side=-1&besked=nonsense", true),
        ("/adgangskode", true),
        ("/afstemning", true),
        ("/venter", true),
        ("/afgjort", true),
        ("/afgjort?foer=1", true),
        ("/sog", true),
        ("/statistik", true),
        ("/statistik/maaned/2026-10", true),
        ("/statistik/maaned/2026-11", true),
        ("/statistik/maaned/oktober", true),
        ("/statistik/stikproeve", true),
        ("/sletning", true),
        ("/revision", true),
        ("/revision?foer=2", true),
        ("/drift", true),
        ("/indstillinger", true),
        ("/genveje", true),
        ("/sessioner", true),
        ("/adgang", true),
        ("/oplysning", true),
        ("/totrin", true),
        ("/hjaelp", true),
        ("/regler", true),
        ("/tilgaengelighed", true),
        ("/emner", true),
        ("/ko?koe=dig", true),
        ("/ko/unknown", true),
        ("/blokering/unknown", true),
        ("/alarmer/unknown", true),
    ]
    .into_iter()
    .map(|(path, signed)| (Method::GET, path.to_owned(), signed))
    .collect();
    routes.push((Method::GET, format!("/ko/{id}"), true));
    routes.push((Method::GET, format!("/ko/{id}?mailbox=okf"), true));
    routes.push((Method::GET, format!("/ko/{id}/ens"), true));
    routes.push((Method::GET, format!("/ko/{id}/papir"), true));
    routes.push((Method::GET, format!("/ko/{id}/blokering"), true));
    routes.push((Method::POST, "/blokering/unknown/ophaevet".to_owned(), true));
    routes.push((Method::POST, "/log-ind".to_owned(), false));
    routes.push((Method::POST, "/engang/naboby/code".to_owned(), false));
    for path in [
        "/stop",
        "/start",
        "/sprog",
        "/tema",
        "/sog",
        "/genveje",
        "/emner",
        "/sessioner",
        "/oplysning",
        "/totrin",
        "/adgangskode",
        "/log-ud",
        "/statistik/stikproeve",
        "/statistik/stikproeve/x",
    ] {
        routes.push((Method::POST, path.to_owned(), true));
    }
    for deed in DEEDS {
        routes.push((Method::POST, format!("/ko/{id}/{deed}"), true));
    }
    routes
}

async fn ask(browser: &mut Browser<'_>, method: &Method, path: &str) -> Answer {
    if *method == Method::GET { browser.get(path).await } else { browser.post(path, &[]).await }
}

#[tokio::test]
async fn every_answer_forbids_the_browser_everything_it_does_not_need() {
    let desk = Desk::new().await;
    let id = desk.comment(Comment::of("Hvornår er der grønt?")).await;
    for is_signed in [false, true] {
        for (method, path, _) in routes(&id) {
            let mut browser =
                if is_signed { desk.signed(&format!("{method}{path}")).await } else { desk.browser() };
            let answer = ask(&mut browser, &method, &path).await;
            let place = format!("{method} {path}, signed in: {is_signed}");

            assert_eq!(answer.header("content-security-policy"), POLICY, "{place}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{place}");
            assert_eq!(answer.header("referrer-policy"), "no-referrer", "{place}");
            assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{place}");
            assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{place}");
            assert!(answer.header("permissions-policy").contains("camera=()"), "{place}");
            let is_asset = ["/stil.css", "/sider.css", "/desk.js", "/ikon.svg"].contains(&path.as_str());
            let cache = if is_asset { "public, no-cache" } else { "no-store" };
            assert_eq!(answer.header("cache-control"), cache, "{place}");
            assert!(answer.header("server").is_empty(), "{place}");
            let body = answer.body.replace("<script src=\"/desk.js\" defer></script>", "");
            for never in ["<script", "<style", " style=", " onclick", "javascript:", "http-equiv"] {
                assert!(path == "/desk.js" || !body.contains(never), "{never} at {place}");
            }
        }
    }
}

#[tokio::test]
async fn nothing_of_the_desk_is_shown_to_somebody_who_is_not_signed_in() {
    let desk = Desk::new().await;
    let id = desk.comment(Comment::of("Hvornår er der grønt?")).await;
    for (method, path, needs_sign_in) in routes(&id) {
        let answer = ask(&mut desk.browser(), &method, &path).await;
        assert!(!answer.body.contains("grønt") && !answer.body.contains("Karen"), "{method} {path}");
        if needs_sign_in {
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{method} {path}");
            assert!(answer.location().starts_with("/log-ind"), "{method} {path}");
        }
    }
    assert_eq!(desk.row(&id).await.version, 1);
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let desk = Desk::new().await;
    let id = desk.comment(Comment::of("Hvornår er der grønt?")).await;
    let mut browser = desk.signed("Mette").await;
    let before = dump(&desk).await;
    for (method, path, _) in routes(&id) {
        if method == Method::GET {
            continue;
        }
        for headers in [
            vec![("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
            vec![("sec-fetch-site", "same-site"), ("origin", "http://127.0.0.1:9999")],
            vec![("origin", "https://evil.example")],
            vec![("origin", "null")],
        ] {
            let mut headers = headers;
            headers.push(("content-type", "application/x-www-form-urlencoded"));
            let body = "version=1&regel=R7&mailbox=okf&tilbage=/ko&sprog=en".to_owned();
            let answer = browser.send(method.clone(), &path, &headers, body).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {headers:?}");
        }
    }
    assert_eq!(dump(&desk).await, before);
    assert_eq!(browser.get("/ko").await.status, StatusCode::OK, "the session was ended from elsewhere");
}

#[tokio::test]
async fn a_form_that_does_not_say_where_it_comes_from_is_refused() {
    let desk = Desk::new().await;
    let id = desk.comment(Comment::of("Hvornår er der grønt?")).await;
    let mut browser = desk.signed("Mette").await;
    let before = dump(&desk).await;
    for (method, path, _) in routes(&id).into_iter().filter(|(method, ..)| *method == Method::POST) {
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let body = "version=1&regel=R7&mailbox=okf&tilbage=/ko&sprog=en".to_owned();
        let answer = browser.send(method, &path, &headers, body.clone()).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(dump(&desk).await, before);
    // A browser too old for Sec-Fetch-Site says at least its origin.
    let headers =
        [("content-type", "application/x-www-form-urlencoded"), ("origin", "http://127.0.0.1:8080")];
    let kept =
        browser.send(Method::POST, &format!("/ko/{id}/behold"), &headers, "version=1".to_owned()).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_link_from_elsewhere_cannot_say_that_something_was_decided() {
    let desk = Desk::new().await;
    let id = desk.comment(Comment::of("Hvornår er der grønt?")).await;
    let mut browser = desk.signed("Mette").await;
    for page in ["/ko".to_owned(), format!("/ko/{id}")] {
        let path = format!("{page}?besked=fjernet&om={id}");
        assert!(browser.get(&path).await.body.contains("Fjernelsen er besluttet"), "{page}");
        for headers in [&[("sec-fetch-site", "cross-site")][..], &[("sec-fetch-site", "none")], &[]] {
            let answer = browser.send(Method::GET, &path, headers, String::new()).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert!(!answer.body.contains("Fjernelsen er besluttet"), "{page} {headers:?}");
        }
    }
}

#[tokio::test]
async fn reading_changes_nothing_but_the_trail_of_reading() {
    let desk = Desk::new().await;
    let id = desk.comment(Comment::of("Hvornår er der grønt?")).await;
    let mut browser = desk.signed("Mette").await;
    let (before, lines) = (dump(&desk).await, desk.trail().await.len());
    for (method, path, _) in routes(&id) {
        if method == Method::GET {
            browser.get(&path).await;
            browser.send(Method::HEAD, &path, &[], String::new()).await;
        }
    }
    assert_eq!(dump(&desk).await, before);
    let trail = desk.trail().await;
    let new = trail.get(lines..).unwrap();
    assert_eq!(new.len(), 6, "two addresses of one inquiry and its paper, read twice");
    assert!(new.iter().all(|(who, _)| who.len() == 36), "{new:?}");
    assert_eq!(new.iter().filter(|(_, what)| what == "opened").count(), 4, "{new:?}");
    assert_eq!(new.iter().filter(|(_, what)| what == "printed").count(), 2, "{new:?}");
}

#[tokio::test]
async fn another_houses_inquiry_does_not_exist_here() {
    let desk = Desk::new().await;
    let elsewhere = desk
        .comment(Comment {
            organisation: Some(OrganisationId::from_text("naboby")),
            ..Comment::of("Det her angår kun nabobyen")
        })
        .await;
    let mut browser = desk.signed("Mette").await;

    assert!(!browser.get("/ko").await.body.contains("nabobyen"));
    let theirs = browser.get(&format!("/ko/{elsewhere}")).await;
    let nobodys = browser.get(&format!("/ko/{}", InquiryId::new(desk.now()))).await;

    assert_eq!(theirs.status, StatusCode::NOT_FOUND);
    assert_eq!((theirs.status, theirs.body), (nobodys.status, nobodys.body));
    let before = dump(&desk).await;
    for (deed, form) in [
        ("behold", vec![("version", "1")]),
        ("fjern", vec![("version", "1"), ("regel", "R7")]),
        ("henvis", vec![("version", "1"), ("mailbox", "okf")]),
    ] {
        let answer = browser.post(&format!("/ko/{elsewhere}/{deed}"), &form).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{deed}");
    }
    assert_eq!(dump(&desk).await, before);
}

#[tokio::test]
async fn a_form_that_is_not_ours_is_refused_without_quoting_it() {
    let desk = Desk::new().await;
    let id = desk.comment(Comment::of("Hvornår er der grønt?")).await;
    let mut browser = desk.signed("Mette").await;
    for (path, form) in [
        (format!("/ko/{id}/behold"), vec![("version", "HEMMELIGT")]),
        (format!("/ko/{id}/behold"), vec![]),
        (format!("/ko/{id}/fjern"), vec![("version", "1"), ("regel", "HEMMELIGT")]),
        (format!("/ko/{id}/fjern"), vec![("version", "1"), ("regel", "N2")]),
        (format!("/ko/{id}/fjern"), vec![("version", "1"), ("regel", "")]),
        (format!("/ko/{id}/henvis"), vec![("version", "1"), ("mailbox", "HEMMELIGT")]),
        ("/sprog".to_owned(), vec![("sprog", "HEMMELIGT"), ("tilbage", "/ko")]),
    ] {
        let answer = browser.post(&path, &form).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path} {form:?}");
        assert!(!answer.body.contains("HEMMELIGT"), "{path} {form:?}");
        assert!(answer.body.contains("<h1>"), "a bare error at {path}");
    }
    let answer = browser.post("/stop", &[("tilbage", &"x".repeat(70_000))]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(desk.row(&id).await.version, 1);
}

#[tokio::test]
async fn the_stop_button_stands_on_every_page_and_halts_and_starts_with_a_line_each() {
    let desk = Desk::new().await;
    let id = desk.comment(Comment::of("Hvornår er der grønt?")).await;
    let mut browser = desk.signed("Mette").await;
    let pages = ["/ko".to_owned(), format!("/ko/{id}"), "/adgangskode".to_owned()];
    for page in &pages {
        assert!(browser.get(page).await.body.contains("action=\"/stop\""), "{page}");
    }

    let answer = browser.post("/stop", &[("tilbage", &pages[1])]).await;

    assert_eq!(answer.location(), pages[1]);
    let mut tx = desk.db.read().await.unwrap();
    assert!(store::organisation::halted(&mut tx, &desk.organisation).await.unwrap().is_some());
    drop(tx);
    for page in &pages {
        let body = browser.get(page).await.body;
        assert!(body.contains("Alt automatisk er stoppet") && body.contains("Stoppet af Mette"), "{page}");
        assert!(body.contains("action=\"/start\"") && !body.contains("action=\"/stop\""), "{page}");
    }
    assert_eq!(browser.post("/stop", &[("tilbage", "//evil.example")]).await.location(), "/ko");
    browser.post("/start", &[("tilbage", "/ko")]).await;
    assert!(!browser.get("/ko").await.body.contains("Alt automatisk er stoppet"));
    let what: Vec<_> = desk.trail().await.into_iter().map(|(_, what)| what).collect();
    assert_eq!(what.iter().filter(|what| *what == "halted").count(), 1, "stopping twice is one line");
    assert_eq!(what.iter().filter(|what| *what == "started").count(), 1);
}

#[tokio::test]
async fn the_language_follows_the_browser_before_sign_in_and_the_switch_after_it() {
    let desk = Desk::new().await;
    let mut browser = desk.browser();
    assert!(browser.get("/log-ind").await.body.contains("<html lang=\"da\">"));
    browser.language = "en-GB,en;q=0.9,da;q=0.5";
    assert!(browser.get("/log-ind").await.body.contains("Sign in"));
    browser.language = "da,en;q=0.9";
    assert!(browser.get("/log-ind").await.body.contains("Log ind"));

    let mut browser = desk.signed("Mette").await;
    assert!(browser.get("/ko").await.body.contains("Køen er tom"));
    assert_eq!(browser.post("/sprog", &[("sprog", "en"), ("tilbage", "/ko")]).await.location(), "/ko");
    let body = browser.get("/ko").await.body;
    assert!(body.contains("The queue is empty") && body.contains("<html lang=\"en\">"));
    assert!(browser.get("/ko/unknown").await.body.contains("There is no such page"));
}

#[tokio::test]
async fn the_stylesheet_is_small_and_fetched_once() {
    let desk = Desk::new().await;
    let mut browser = desk.browser();
    let sheet = browser.get("/stil.css").await;
    assert_eq!(sheet.header("content-type"), "text/css; charset=utf-8");
    assert!(sheet.body.len() <= 20_000, "{} bytes", sheet.body.len());
    assert!(
        !sheet.body.contains("@import") && !sheet.body.contains("url("),
        "it loads something from elsewhere"
    );

    let tag = sheet.header("etag").to_owned();
    let again = browser.send(Method::GET, "/stil.css", &[("if-none-match", &tag)], String::new()).await;
    assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let other = browser.send(Method::GET, "/stil.css", &[("if-none-match", "\"x\"")], String::new()).await;
    assert_eq!(other.status, StatusCode::OK);
}

#[tokio::test]
async fn health_is_told_to_anybody_and_nothing_else_is() {
    let desk = Desk::new().await;
    let well = desk.browser().get("/sund").await;
    assert_eq!((well.status, well.body.as_str()), (StatusCode::OK, "ok"));
    desk.vault.keys.close().await;
    let ill = desk.browser().get("/sund").await;
    assert_eq!((ill.status, ill.body.as_str()), (StatusCode::SERVICE_UNAVAILABLE, ""));
}

#[tokio::test]
async fn a_database_that_is_gone_gives_a_page_without_details() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    desk.db.close().await;
    let answer = browser.get("/ko").await;
    assert!(answer.status.is_server_error());
    assert!(answer.body.contains("Fejlnummer") && !answer.body.contains("sqlx"), "{}", answer.body);
}

/// Every row of the main database but sessions, the audit trail, and who looks at what just now.
async fn dump(desk: &Desk) -> Vec<String> {
    let store::Db::Sqlite { read, .. } = &desk.db else { panic!("only SQLite is looked at like this") };
    let tables: Vec<(String,)> =
        sqlx::query_as("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
            .fetch_all(read)
            .await
            .unwrap();
    let mut rows = Vec::new();
    for (table,) in tables
        .iter()
        .filter(|(name,)| !matches!(name.as_str(), "web_session" | "audit" | "audit_head" | "claim"))
    {
        let statement = sqlx::AssertSqlSafe(format!("SELECT name FROM pragma_table_info('{table}')"));
        let columns: Vec<(String,)> = sqlx::query_as(statement).fetch_all(read).await.unwrap();
        let list: Vec<_> = columns.iter().map(|(column,)| format!("quote({column})")).collect();
        let statement =
            sqlx::AssertSqlSafe(format!("SELECT {} AS row FROM {table}", list.join(" || ',' || ")));
        for row in sqlx::query(statement).fetch_all(read).await.unwrap() {
            rows.push(format!("{table}: {}", row.get::<String, _>(0)));
        }
    }
    rows.sort();
    assert!(rows.len() > 5, "the dump is empty");
    rows
}

#[tokio::test]
async fn a_picture_that_no_rule_can_see_is_told_in_queue_and_inquiry_on_both_engines() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut browser = desk.signed("Mette").await;
        let alone = Comment { images: 1, labels: vec![Label::PictureOnly], ..Comment::of("") };
        let alone = desk.comment(alone).await;
        let with_words = desk.comment(Comment { images: 2, ..Comment::of("Se her") }).await;
        let plain = desk.comment(Comment::of("Tak")).await;
        let told = "de ser ikke et fotograferet sundhedskort";

        let queue = browser.get("/ko").await.body;
        assert!(queue.contains("Kun billede: reglerne kan ikke se, hvad der står på det"), "on {engine:?}");
        assert!(queue.contains("2 billeder eller film"), "on {engine:?}");

        for (id, count) in [(&alone, "1 billede eller film"), (&with_words, "2 billeder eller film")] {
            let page = browser.get(&format!("/ko/{id}")).await.body;
            assert!(page.contains(told) && page.contains(count), "on {engine:?}: {page}");
        }
        let page = browser.get(&format!("/ko/{plain}")).await.body;
        assert!(!page.contains(told), "a comment without a picture says nothing of one");
    }
}

#[tokio::test]
async fn what_no_rule_could_read_is_named_in_both_languages() {
    let desk = Desk::new().await;
    let mut browser = desk.signed("Mette").await;
    let labels = vec![Label::Unread, Label::OtherLanguage];
    let id = desk.comment(Comment { labels, ..Comment::of("Привет") }).await;

    let page = browser.get(&format!("/ko/{id}")).await.body;

    assert!(page.contains("For lang: resten er hverken læst eller gemt"), "{page}");
    assert!(page.contains("Sprog, som reglerne ikke kender"), "{page}");
}
