//! Who may do what. The whole matrix of role and address is asked for and held against `rights.txt`.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use ordstyrer::model::{AccountName, AlarmKind, InquiryId, Role};
use ordstyrer::review::rights::{Action, may};
use ordstyrer::review::{self, Door, moderators};
use tower::ServiceExt;

use super::browser::Browser;
use super::desk::{Comment, Desk};
use crate::harness::engines;

const TABLE: &str = include_str!("rights.txt");
const WORDS: &str = "Hvornår bliver vejen ved kanarieøen færdig";
const AUTHOR: &str = "Kanarie Prøve";

fn doors(desk: &Desk) -> Vec<Door> {
    review::map(std::sync::Arc::clone(&desk.parts)).unwrap()
}

async fn question(desk: &Desk) -> InquiryId {
    desk.comment(Comment { author: Some(AUTHOR.to_owned()), ..Comment::of(WORDS) }).await
}

/// The status alone: one of the addresses is a stream that goes on for a minute.
async fn status(desk: &Desk, browser: &Browser<'_>, door: &Door, path: &str) -> StatusCode {
    let request = Request::builder()
        .method(door.method)
        .uri(path)
        .header("host", "127.0.0.1:8080")
        .header("cookie", browser.cookie.as_deref().unwrap_or(""))
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded");
    desk.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap().status()
}

/// Everybody of the table: each role alone, and somebody without any.
fn everybody() -> Vec<(&'static str, Vec<Role>)> {
    let mut all: Vec<_> = Role::ALL.into_iter().map(|role| (role.as_str(), vec![role])).collect();
    all.push(("nobody", Vec::new()));
    all
}

#[tokio::test]
async fn every_role_opens_the_addresses_of_the_table_and_no_others() {
    let desk = Desk::new().await;
    let id = question(&desk).await;
    let mut lines = Vec::new();
    let mut sessions = Vec::new();
    for (name, roles) in everybody() {
        sessions.push((name, desk.signed_as(name, &roles).await));
    }
    for door in doors(&desk) {
        let path = door.path.replace("{id}", id.as_str());
        let mut allowed = Vec::new();
        for (name, browser) in &mut sessions {
            if door.action.is_none() {
                continue;
            }
            let alone;
            let browser = if door.path == "/log-ud" {
                alone = desk.signed_as(&format!("{name} går"), &[]).await;
                &alone
            } else {
                browser
            };
            let status = status(&desk, browser, &door, &path).await;
            assert!(!status.is_server_error(), "{name} {door:?}: {status}");
            if status != StatusCode::FORBIDDEN {
                allowed.push(*name);
            }
        }
        let told = if door.action.is_none() { "open to everybody".to_owned() } else { allowed.join(" ") };
        lines.push(format!("{} {}: {told}", door.method, door.path));
    }

    let table: Vec<String> = TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let mut words = line.split_whitespace();
            let (method, path) = (words.next().unwrap(), words.next().unwrap());
            format!("{method} {path}: {}", words.collect::<Vec<_>>().join(" "))
        })
        .collect();
    assert_eq!(lines, table);
}

#[test]
fn what_is_not_named_is_refused() {
    for action in Action::ALL.into_iter().filter(|action| !matches!(action, Action::Enter | Action::Own)) {
        assert!(!may(&[], action), "somebody without a role may {action:?}");
        assert!(Role::ALL.iter().any(|role| may(&[*role], action)), "nobody may {action:?}");
    }
    let it = [Role::ItAdministrator];
    assert!(!may(&it, Action::ReadInquiries) && !may(&it, Action::Decide) && !may(&it, Action::ReadTrail));
}

#[test]
fn no_address_is_listed_but_through_the_doors() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/review");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("doors.rs") {
            let source = std::fs::read_to_string(&path).unwrap();
            for way in [".route(", ".nest(", ".route_service(", ".nest_service(", "Router::new("] {
                assert!(!source.contains(way), "{} makes an address by itself: {way}", path.display());
            }
        }
    }
}

#[tokio::test]
async fn a_reader_changes_nothing_but_their_own_things() {
    let desk = Desk::new().await;
    let id = question(&desk).await;
    let mut reader = desk.signed_as("Læser", &[Role::Reader]).await;
    assert!(reader.get(&format!("/ko/{id}")).await.body.contains(WORDS));
    let lines = desk.trail().await.len();
    for door in doors(&desk) {
        let is_own = matches!(door.action, None | Some(Action::Enter | Action::Own));
        if door.method == "POST" && !is_own && door.path != "/sog" {
            let form = [("version", "1"), ("regel", "R7"), ("mailbox", "okf"), ("tilbage", "/ko")];
            let answer = reader.post(&door.path.replace("{id}", id.as_str()), &form).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{door:?}");
        }
    }
    assert_eq!(desk.row(&id).await.version, 1);
    assert_eq!(desk.trail().await.len(), lines);
}

#[tokio::test]
async fn an_it_administrator_never_receives_a_citizens_word() {
    let desk = Desk::new().await;
    let id = question(&desk).await;
    super::look::trouble(&desk).await;
    let mut mette = desk.signed("Mette").await;
    mette.post(&format!("/ko/{id}/behold"), &[("version", "1")]).await;
    let open = question(&desk).await;
    let mut browser = desk.signed_as("Rasmus", &[Role::ItAdministrator]).await;
    let mut seen = 0;
    for door in doors(&desk).into_iter().filter(|door| door.path != "/live" && door.path != "/log-ud") {
        for id in [&id, &open] {
            let path = door.path.replace("{id}", id.as_str());
            let answer = match door.method {
                "GET" => browser.get(&path).await,
                _ => browser.post(&path, &[("ord", "kanarieøen"), ("version", "1"), ("tilbage", "/")]).await,
            };
            assert!(!answer.body.to_lowercase().contains("kanarie"), "{door:?}");
            seen += usize::from(answer.status == StatusCode::OK);
        }
    }
    assert!(seen > 10, "he saw no page at all");
}

/// Every address that a page points to, by form or link, without its query.
fn ways(body: &str, attribute: &str) -> BTreeSet<String> {
    body.split(attribute)
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|address| address.starts_with('/'))
        .map(|address| address.split(['?', '#']).next().unwrap().to_owned())
        .collect()
}

fn leads_to(door: &Door, method: &str, path: &str) -> bool {
    let (pattern, path): (Vec<_>, Vec<_>) = (door.path.split('/').collect(), path.split('/').collect());
    door.method == method
        && pattern.len() == path.len()
        && pattern.iter().zip(&path).all(|(part, given)| part.starts_with('{') || part == given)
}

#[tokio::test]
async fn no_page_offers_what_its_reader_may_not_do() {
    let desk = Desk::new().await;
    super::look::seed(&desk).await;
    super::look::trouble(&desk).await;
    let id = question(&desk).await;
    let decided = question(&desk).await;
    super::alarms::raise(&desk, AlarmKind::Threat, Some(&id)).await;
    super::alarms::raise(&desk, AlarmKind::ChildConcern, Some(&id)).await;
    let mut mette = desk.signed("Mette").await;
    mette.post(&format!("/ko/{decided}/fjern"), &[("version", "1"), ("regel", "R6")]).await;
    let doors = doors(&desk);
    for (name, roles) in everybody() {
        let mut browser = desk.signed_as(&format!("{name} igen"), &roles).await;
        for is_halted in [false, true] {
            if is_halted {
                mette.post("/stop", &[("tilbage", "/ko")]).await;
            }
            for door in doors.iter().filter(|door| door.method == "GET" && door.path != "/live") {
                for id in [&id, &decided] {
                    let place = format!("{name} at {}", door.path);
                    let body = browser.get(&door.path.replace("{id}", id.as_str())).await.body;
                    let forms = ways(&body, "action=\"").into_iter().map(|path| ("POST", path));
                    let links = ways(&body, "href=\"").into_iter().map(|path| ("GET", path));
                    for (method, path) in forms.chain(links) {
                        let is_get_form = method == "POST" && body.contains("<form method=\"get\"");
                        let ends = doors.iter().find(|door| leads_to(door, method, &path));
                        let Some(end) = ends else {
                            assert!(is_get_form, "{place}: {method} {path} leads nowhere");
                            continue;
                        };
                        let fits = end.action.is_none_or(|action| may(&roles, action));
                        assert!(fits, "{place}: {method} {path} is a dead end");
                    }
                }
            }
        }
        mette.post("/start", &[("tilbage", "/ko")]).await;
    }
}

#[tokio::test]
async fn a_refusal_says_what_it_was_who_may_and_what_to_do() {
    let desk = Desk::new().await;
    let mut browser = desk.signed_as("Rasmus", &[Role::ItAdministrator]).await;
    let answer = browser.get("/ko").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    for said in [
        "Det har du ikke adgang til",
        "læse, hvad borgere har skrevet",
        "it-administrator",
        "moderator, teamleder",
        "spørg din teamleder",
        "href=\"/drift\"",
    ] {
        assert!(answer.body.contains(said), "{said}: {}", answer.body);
    }
    browser.post("/sprog", &[("sprog", "en"), ("tilbage", "/drift")]).await;
    assert!(browser.get("/ko").await.body.contains("You have no access to this"));
    assert_eq!(browser.get("/").await.location(), "/drift");
}

#[tokio::test]
async fn a_role_that_is_taken_is_gone_at_the_next_click_on_both_engines() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let id = question(&desk).await;
        let person = desk.somebody("Mette", &[Role::Moderator]).await;
        let mut browser = desk.browser();
        browser.post(&desk.link(&person).await, &[]).await;
        assert_eq!(browser.get(&format!("/ko/{id}")).await.status, StatusCode::OK, "on {engine:?}");
        let (db, vault, owner) = (&desk.db, &desk.vault, &desk.organisation);

        moderators::set_roles(db, vault, owner, &person, &[Role::Reader], desk.now()).await.unwrap();
        let kept = browser.post(&format!("/ko/{id}/behold"), &[("version", "1")]).await;
        assert_eq!(kept.status, StatusCode::FORBIDDEN, "on {engine:?}");

        moderators::set_roles(db, vault, owner, &person, &[], desk.now()).await.unwrap();
        assert_eq!(browser.get("/ko").await.status, StatusCode::FORBIDDEN, "on {engine:?}");
        assert_eq!(browser.get("/sessioner").await.status, StatusCode::OK, "on {engine:?}");
    }
}

#[tokio::test]
async fn who_looks_after_one_page_sees_and_decides_nothing_of_another_on_both_engines() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let ours = desk.comment(Comment::of("Hvornår er der grønt hos os?")).await;
        let theirs = desk
            .comment(Comment { account: "prøveby-bsky", ..Comment::of("Hvornår er der grønt hos dem?") })
            .await;
        let person = desk.moderator("Mette").await;
        let mut browser = desk.browser();
        browser.post(&desk.link(&person).await, &[]).await;
        assert!(browser.get("/ko").await.body.contains("hos dem"), "on {engine:?}");

        let page = [AccountName::from_text("prøveby-fb")];
        let (db, vault, owner) = (&desk.db, &desk.vault, &desk.organisation);
        moderators::set_pages(db, vault, owner, &person, &page, desk.now()).await.unwrap();

        for path in ["/ko", "/venter", "/afgjort", "/alarmer"] {
            let body = browser.get(path).await.body;
            assert!(!body.contains("hos dem") && !body.contains(theirs.as_str()), "{path} on {engine:?}");
        }
        let found = browser.post("/sog", &[("ord", "grønt")]).await.body;
        assert!(found.contains("hos os") && !found.contains("hos dem"), "on {engine:?}");
        assert_eq!(browser.get(&format!("/ko/{theirs}")).await.status, StatusCode::NOT_FOUND);
        for deed in ["behold", "overtag", "ens/se", "fortryd"] {
            let path = format!("/ko/{theirs}/{deed}");
            let form = [("version", "1")];
            assert_eq!(browser.post(&path, &form).await.status, StatusCode::NOT_FOUND, "{path} {engine:?}");
        }
        assert_eq!(desk.row(&theirs).await.version, 1);
        let kept = browser.post(&format!("/ko/{ours}/behold"), &[("version", "1")]).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "on {engine:?}");

        let unknown = [AccountName::from_text("findes-ikke")];
        assert!(moderators::set_pages(db, vault, owner, &person, &unknown, desk.now()).await.is_err());
        moderators::set_pages(db, vault, owner, &person, &[], desk.now()).await.unwrap();
        assert!(browser.get("/ko").await.body.contains("hos dem"), "on {engine:?}");
    }
}
