//! The programs' door: `/api/v1/`.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use ordstyrer::model::{OrganisationId, Role, Stamp};
use ordstyrer::review::tokens;
use ordstyrer::store;
use serde_json::Value;

use super::browser::Answer;
use super::desk::{Comment, Desk};
use crate::harness::{days, engines};

const ADDRESSES: [&str; 4] = [
    "/api/v1/queue",
    "/api/v1/decisions?from=2026-11-20&to=2026-11-21",
    "/api/v1/export?from=2026-11-20&to=2026-11-21",
    "/api/v1/health",
];

async fn token(desk: &Desk, roles: &[Role], lives: Duration) -> (String, String) {
    tokens::add(&desk.db, &desk.vault, &desk.organisation, ("Ledelsestavle", roles), lives, desk.now())
        .await
        .unwrap()
}

async fn ask(desk: &Desk, path: &str, token: &str) -> Answer {
    let bearer = format!("Bearer {token}");
    desk.browser().send(Method::GET, path, &[("authorization", &bearer)], String::new()).await
}

fn read(answer: &Answer) -> Value {
    assert_eq!(answer.header("content-type"), "application/json", "{}", answer.body);
    serde_json::from_str(&answer.body).unwrap()
}

/// Everything in an answer that the description does not allow.
fn faults(document: &Value, schema: &Value, value: &Value, at: &str) -> Vec<String> {
    if let Some(reference) = schema["$ref"].as_str() {
        let target = document.pointer(reference.trim_start_matches('#')).expect("it is described");
        return faults(document, target, value, at);
    }
    let names: Vec<&str> = match &schema["type"] {
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        name => name.as_str().into_iter().collect(),
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() || number.is_u64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let mut found = Vec::new();
    if !names.contains(&kind) {
        found.push(format!("{at} is {kind}, not {names:?}"));
    }
    if let Some(allowed) = schema["enum"].as_array().filter(|allowed| !allowed.contains(value)) {
        found.push(format!("{at} is none of {allowed:?}"));
    }
    if schema["format"] == "date-time" && value.as_str().is_some_and(|text| Stamp::parse(text).is_none()) {
        found.push(format!("{at} is no moment"));
    }
    if let Some(object) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            found.extend((!object.contains_key(name)).then(|| format!("{at}.{name} is missing")));
        }
        for (name, value) in object {
            match schema["properties"].get(name) {
                Some(schema) => found.extend(faults(document, schema, value, &format!("{at}.{name}"))),
                None => found.push(format!("{at}.{name} is not described")),
            }
        }
    }
    for (nth, value) in value.as_array().into_iter().flatten().enumerate() {
        found.extend(faults(document, &schema["items"], value, &format!("{at}[{nth}]")));
    }
    found
}

#[tokio::test]
async fn every_answer_is_what_the_description_says_on_both_engines() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let id = desk.comment(Comment::of("Hvornår kommer skraldebilen?")).await;
        let mut browser = desk.signed("Mette").await;
        browser.post(&format!("/ko/{id}/behold"), &[("version", "1"), ("rule", "R6")]).await;
        desk.comment(Comment::of("Jeg venter endnu")).await;
        let (_, secret) = token(&desk, &[Role::Dpo], days(30)).await;

        let document = read(&ask(&desk, "/api/v1/openapi.json", "").await);
        let paths = document["paths"].as_object().unwrap();
        let described: Vec<String> = paths.keys().map(|path| format!("/api/v1{path}")).collect();
        let mut known: Vec<&str> = ADDRESSES.iter().filter_map(|path| path.split('?').next()).collect();
        known.sort_unstable();
        assert_eq!(described, known);
        for path in ADDRESSES {
            let answer = ask(&desk, path, &secret).await;
            assert_eq!(answer.status, StatusCode::OK, "{engine:?} {path}: {}", answer.body);
            let bare = path.trim_start_matches("/api/v1").split('?').next().unwrap();
            let schema = &paths[bare]["get"]["responses"]["200"]["content"]["application/json"]["schema"];
            assert_eq!(faults(&document, schema, &read(&answer), bare), Vec::<String>::new(), "{engine:?}");
            assert!(!answer.body.contains("skraldebilen") && !answer.body.contains("Karen"), "{path}");
        }
        let queue = read(&ask(&desk, "/api/v1/queue", &secret).await);
        assert_eq!(queue["waiting"], 1, "{engine:?}");
        let decided = read(&ask(&desk, ADDRESSES[1], &secret).await);
        assert_eq!(decided["decisions"][0]["outcome"], "leave", "{engine:?}: {decided}");
        assert_ne!(decided["decisions"][0]["by"], "Mette", "{engine:?}");
    }
}

#[tokio::test]
async fn nothing_is_answered_without_a_token_that_is_in_force() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let (id, secret) = token(&desk, &[Role::Dpo], days(30)).await;
        let (_, short) = token(&desk, &[Role::Dpo], days(1)).await;
        assert_eq!(ask(&desk, ADDRESSES[0], &short).await.status, StatusCode::OK, "{engine:?}");
        desk.later(days(1));
        let gone = short.as_str();
        let almost = format!("{}x", &secret);
        for wrong in ["", "ordstyrer_", "ordstyrer_AAAA", gone, almost.as_str(), "x"] {
            for path in ADDRESSES {
                let answer = ask(&desk, path, wrong).await;
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{engine:?} {path}");
                assert_eq!(answer.header("www-authenticate"), "Bearer");
                assert!(read(&answer)["error"].is_string());
            }
        }
        // Neither a session nor a token in the address opens it.
        let mut browser = desk.signed("Mette").await;
        assert_eq!(browser.get(ADDRESSES[0]).await.status, StatusCode::UNAUTHORIZED);
        let address = format!("/api/v1/queue?token={secret}");
        assert_eq!(desk.browser().get(&address).await.status, StatusCode::UNAUTHORIZED);
        // Nor does the token open the desk.
        assert_eq!(ask(&desk, "/ko", &secret).await.status, StatusCode::SEE_OTHER);

        assert!(tokens::revoke(&desk.db, &desk.vault, &desk.organisation, &id, desk.now()).await.unwrap());
        assert!(!tokens::revoke(&desk.db, &desk.vault, &desk.organisation, &id, desk.now()).await.unwrap());
        assert_eq!(ask(&desk, ADDRESSES[0], &secret).await.status, StatusCode::UNAUTHORIZED, "{engine:?}");
        let bytes = desk.bytes();
        let is_there = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!is_there, "the token itself is stored");
        let trail = desk.trail().await;
        assert!(trail.iter().any(|(_, what)| *what == format!("api_token.revoked:{id}")), "{trail:?}");
    }
}

#[tokio::test]
async fn a_token_reads_what_its_roles_may_read_and_no_more() {
    let desk = Desk::new().await;
    for role in Role::ALL {
        let (_, secret) = token(&desk, &[role], days(30)).await;
        let reads_trail = matches!(role, Role::TeamLead | Role::Dpo | Role::Legal | Role::SecurityLead);
        for (path, may) in ADDRESSES.into_iter().zip([true, reads_trail, true, true]) {
            let answer = ask(&desk, path, &secret).await;
            let expected = if may { StatusCode::OK } else { StatusCode::FORBIDDEN };
            assert_eq!(answer.status, expected, "{role:?} {path}: {}", answer.body);
        }
    }
}

#[tokio::test]
async fn a_token_of_one_municipality_says_nothing_of_another() {
    let desk = Desk::new().await;
    let neighbour = OrganisationId::from_text("naboby");
    let mut comment = Comment::of("Hos naboen");
    comment.organisation = Some(neighbour.clone());
    desk.comment(comment).await;
    let (_, ours) = token(&desk, &[Role::Dpo], days(30)).await;
    let told = read(&ask(&desk, ADDRESSES[0], &ours).await);
    assert_eq!((told["organisation"].as_str(), told["waiting"].as_i64()), (Some("prøveby"), Some(0)));
    let (_, theirs) =
        tokens::add(&desk.db, &desk.vault, &neighbour, ("Tavle", &[Role::Dpo]), days(1), desk.now())
            .await
            .unwrap();
    assert_eq!(read(&ask(&desk, ADDRESSES[0], &theirs).await)["waiting"], 1);
}

#[tokio::test]
async fn decisions_come_in_pages_that_miss_none_and_repeat_none() {
    for engine in engines() {
        let desk = Desk::on(engine, "http://127.0.0.1:8080").await;
        let mut browser = desk.signed("Mette").await;
        for nth in 0..7 {
            let id = desk.comment(Comment::of(&format!("Nummer {nth}"))).await;
            browser.post(&format!("/ko/{id}/behold"), &[("version", "1"), ("rule", "R6")]).await;
        }
        let mut tx = desk.db.read().await.unwrap();
        let (from, until) = (Stamp::from_ms(0), desk.now().later(days(1)));
        let all = store::verdict::export(&mut tx, &desk.organisation, (from, until), (from, ""), 100)
            .await
            .unwrap();
        assert_eq!(all.len(), 7, "{engine:?}");
        let (mut paged, mut after) = (Vec::new(), (from, String::new()));
        loop {
            let next =
                store::verdict::export(&mut tx, &desk.organisation, (from, until), (after.0, &after.1), 2)
                    .await
                    .unwrap();
            let Some(last) = next.last() else { break };
            after = (last.recorded.decided_at, last.id.clone());
            paged.extend(next.into_iter().map(|one| one.id));
        }
        let all: Vec<String> = all.into_iter().map(|one| one.id).collect();
        assert_eq!(paged, all, "{engine:?}");
    }
}

#[tokio::test]
async fn a_period_that_cannot_be_read_is_refused_in_a_sentence() {
    let desk = Desk::new().await;
    let (_, secret) = token(&desk, &[Role::Dpo], days(30)).await;
    for (query, says) in [
        ("", "`from` is needed"),
        ("?from=21.11.2026", "days as"),
        ("?from=2026-02-30", "days as"),
        ("?from=2026-11-21&to=2026-11-20", "before"),
        ("?from=2020-01-01&to=2026-11-20", "400 days"),
    ] {
        for path in ["/api/v1/export", "/api/v1/decisions"] {
            let answer = ask(&desk, &format!("{path}{query}"), &secret).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}{query}");
            let error = read(&answer)["error"].as_str().unwrap().to_owned();
            assert!(error.contains(says), "{path}{query}: {error}");
        }
    }
    let broken = ask(&desk, "/api/v1/decisions?from=2026-11-21&after=x", &secret).await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
    let nowhere = ask(&desk, "/api/v1/inquiries", &secret).await;
    assert_eq!((nowhere.status, read(&nowhere)["error"].is_string()), (StatusCode::NOT_FOUND, true));
    let bearer = format!("Bearer {secret}");
    let headers = [("authorization", bearer.as_str()), ("sec-fetch-site", "same-origin")];
    let written = desk.browser().send(Method::POST, "/api/v1/queue", &headers, String::new()).await;
    assert_eq!((written.status, read(&written)["error"].is_string()), (StatusCode::METHOD_NOT_ALLOWED, true));
}
