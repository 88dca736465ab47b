//! What is read of Mastodon, and what must not be.

use std::time::Duration;

use ordstyrer::platform::{Cursor, Error, Wait};
use serde_json::{Value, json};
use wiremock::matchers::query_param_is_missing;
use wiremock::{MockServer, ResponseTemplate};

use super::wire::{
    ROOT, Wire, asked, error, get, id, link, notice, ok, our_statuses, serve_context, serve_notices, status,
};
use crate::platform::network::{Network, Said, answer_all, connected, ever, open, said, stamp, target};

/// A notice of a post that is not for everybody.
fn closed(number: u32, visibility: &Value) -> Value {
    let mut notice = notice(&said(number, "KANARIE 311236-4004"));
    notice["status"]["visibility"] = visibility.clone();
    notice
}

#[tokio::test]
async fn what_is_not_for_everybody_is_counted_and_no_word_of_it_is_read() {
    for visibility in ["direct", "private", "limited", "conversation", "local", ""] {
        let (server, platform) = open(&Wire).await;
        let closed = closed(1, &json!(visibility));
        // Not even its shape matters: nothing of it is looked at.
        let mut odd = closed.clone();
        odd["status"]["content"] = json!(["KANARIE"]);
        let unlisted = {
            let mut notice = notice(&said(2, "åben"));
            notice["status"]["visibility"] = json!("unlisted");
            notice
        };
        serve_notices(&server, vec![closed.clone(), odd, unlisted]).await;
        serve_context(&server, ROOT, vec![closed["status"].clone(), status(&said(3, "åben"))]).await;
        get(&format!("/api/v1/statuses/{}", id(1)))
            .respond_with(ok(closed["status"].clone()))
            .mount(&server)
            .await;

        let stream = platform.pull(ever(), None).await.expect("it reads");
        let thread = platform.thread(&Wire.post(), None, None).await.expect("it reads");
        let alone = platform.reread(&target(&Wire, &said(1, ""))).await;

        assert_eq!((stream.private_dropped, stream.unreadable), (2, 0), "{visibility}");
        assert_eq!((thread.private_dropped, thread.unreadable), (1, 0), "{visibility}");
        for item in stream.items.iter().chain(&thread.items) {
            assert_eq!(item.text.expose(), "åben", "{visibility}");
        }
        assert_eq!((stream.items.len(), thread.items.len()), (1, 1));
        assert!(matches!(alone, Err(Error::NotPermitted(_))), "{visibility}: {alone:?}");
    }
}

#[tokio::test]
async fn a_thread_that_may_hold_more_is_used_and_says_so() {
    let whole = |more: usize| {
        let one = status(&said(1, "hej"));
        let body = json!({ "ancestors": [], "descendants": vec![one; more] });
        (format!("/api/v1/statuses/{ROOT}/context"), ok(body))
    };
    for (count, header, is_partial) in [
        (3, None, false),
        (3, Some("id=\"ImNvbnRleHQ6\", retry=3"), true),
        (4095, None, false),
        (4096, None, true),
    ] {
        let (server, platform) = open(&Wire).await;
        let (at, answer) = whole(count);
        let answer = match header {
            Some(header) => answer.insert_header("mastodon-async-refresh", header),
            None => answer,
        };
        get(&at).respond_with(answer).mount(&server).await;

        let page = platform.thread(&Wire.post(), None, None).await.expect("it reads");

        assert_eq!((page.items.len(), page.is_partial), (count, is_partial), "{header:?}");
        assert_eq!(page.next, None, "there is no second page to ask for");
    }
}

#[tokio::test]
async fn many_are_asked_for_in_one_call_and_what_is_missing_in_it_alone() {
    let (server, platform) = open(&Wire).await;
    let mut closed = status(&said(3, "KANARIE"));
    closed["visibility"] = json!("direct");
    // In another order, with one that nobody asked for.
    let told = json!([status(&said(2, "to")), closed, 7, status(&said(9, "ni")), status(&said(1, "et"))]);
    get("/api/v1/statuses").respond_with(ok(told)).mount(&server).await;
    get(&format!("/api/v1/statuses/{}", id(3))).respond_with(ok(closed)).mount(&server).await;
    get(&format!("/api/v1/statuses/{}", id(4))).respond_with(error(404)).mount(&server).await;
    let mut targets: Vec<_> = (1..=4).map(|number| target(&Wire, &said(number, ""))).collect();
    targets.push(ordstyrer::model::Target { remote: ordstyrer::model::RemoteId::new("../x"), post: None });

    let found = platform.reread_many(&targets).await;

    let words: Vec<_> = found
        .iter()
        .map(|one| one.as_ref().map(|one| one.as_ref().map(|one| one.text.expose().to_owned())))
        .collect();
    assert_eq!(words[..2], [Ok(Some("et".to_owned())), Ok(Some("to".to_owned()))]);
    assert!(matches!(words[2], Err(Error::NotPermitted(_))), "{:?}", words[2]);
    assert_eq!(words[3], Ok(None), "gone, by the server's word on it alone");
    assert!(matches!(words[4], Err(Error::Refused(_))));
    let asked = asked(&server).await;
    let many: Vec<_> = asked.iter().filter(|one| one.url.path() == "/api/v1/statuses").collect();
    let ids: Vec<_> = many[0].url.query_pairs().map(|(key, value)| format!("{key}={value}")).collect();
    assert_eq!(ids, (1..=4).map(|number| format!("id[]={}", id(number))).collect::<Vec<_>>());
    assert_eq!((many.len(), asked.len()), (1, 1 + 1 + 2), "one call, one look at 3, two at 4");
}

#[tokio::test]
async fn forty_one_are_three_calls_and_a_server_that_cannot_is_asked_one_by_one() {
    let targets: Vec<_> = (1..=41).map(|number| target(&Wire, &said(number, ""))).collect();
    let (server, platform) = open(&Wire).await;
    let all: Vec<_> = (1..=41).map(|number| status(&said(number, "hej"))).collect();
    get("/api/v1/statuses").respond_with(ok(json!(all))).mount(&server).await;
    for number in 1..=41 {
        Wire.serve_one(&server, &said(number, "hej")).await;
    }
    let found = platform.reread_many(&targets).await;
    assert!(found.len() == 41 && found.iter().all(|one| matches!(one, Ok(Some(_)))));
    assert_eq!(asked(&server).await.len(), 3, "20, 20 and one");

    for answer in [error(404), error(405), error(422), ResponseTemplate::new(404), ok(json!({}))] {
        let (server, platform) = open(&Wire).await;
        get("/api/v1/statuses").respond_with(answer).mount(&server).await;
        for number in 1..=3 {
            Wire.serve_one(&server, &said(number, "hej")).await;
        }
        let found = platform.reread_many(&targets[..3]).await;
        assert!(found.iter().all(|one| matches!(one, Ok(Some(_)))), "{found:?}");
        assert_eq!(asked(&server).await.len(), 4);
    }
    for answer in [error(429), error(401), error(500)] {
        let (server, platform) = open(&Wire).await;
        get("/api/v1/statuses").respond_with(answer).mount(&server).await;
        let found = platform.reread_many(&targets).await;
        assert!(found.len() == 41 && found.iter().all(Result::is_err), "{found:?}");
        assert_eq!(asked(&server).await.len(), 1, "the others would be answered alike");
    }
}

#[tokio::test]
async fn a_post_that_does_not_say_for_whom_it_is_is_not_read() {
    let (server, platform) = open(&Wire).await;
    let mut silent = closed(2, &json!(null));
    silent["status"].as_object_mut().expect("an object").remove("visibility");
    serve_notices(&server, vec![closed(1, &json!(null)), silent, closed(3, &json!(["public"]))]).await;

    let page = platform.pull(ever(), None).await.expect("it reads");

    assert!(page.items.is_empty());
    assert_eq!(page.unreadable, 3);
}

#[tokio::test]
async fn our_own_private_posts_are_no_posts_and_their_words_are_not_read() {
    let (server, platform) = open(&Wire).await;
    let ours = |number, visibility: &str| {
        let mut status = status(&Said { is_ours: true, ..said(number, "vejarbejde") });
        status["visibility"] = json!(visibility);
        status["in_reply_to_id"] = json!(null);
        status
    };
    let mut goes_on = ours(4, "public");
    goes_on["in_reply_to_id"] = json!(id(3));
    let body = json!([ours(1, "direct"), ours(2, "private"), ours(3, "unlisted"), goes_on]);
    get(&our_statuses()).respond_with(ok(body)).mount(&server).await;

    let posts = platform.posts(ever()).await.expect("it reads");

    let ids: Vec<_> = posts.iter().map(|post| post.remote.expose()).collect();
    assert_eq!(ids, [id(3)], "what continues a post stands in its thread");
}

#[tokio::test]
async fn of_a_citizen_only_name_handle_and_words_come_in() {
    let (server, platform) = open(&Wire).await;
    let mut full = notice(&said(1, "Hvornår?"));
    full["status"]["spoiler_text"] = json!("Om vejen & broen");
    full["status"]["media_attachments"] = json!([{ "id": "1", "url": "KANARIE" }, { "id": "2" }]);
    full["status"]["edited_at"] = json!("2026-11-21T10:05:00.000Z");
    full["status"]["poll"] = json!({ "options": [{ "title": "KANARIE" }] });
    serve_notices(&server, vec![full]).await;

    let page = platform.pull(ever(), None).await.expect("it reads");

    let [item] = page.items.as_slice() else { panic!("{} items", page.items.len()) };
    assert_eq!(item.text.expose(), "Om vejen & broen\nHvornår?", "the warning is the citizen's too");
    assert_eq!(item.handle.as_ref().map(ordstyrer::model::Text::expose), Some("borger@anden.example"));
    assert_eq!((item.images, item.is_hidden), (2, None));
    assert_eq!(item.marker.as_deref(), Some("2026-11-21T10:05:00.000Z"));
    assert_eq!(item.target.post.as_ref(), Some(&Wire.post()), "it answers a post of ours");
    let link = item.link.as_ref().map_or("", |link| link.expose());
    assert_eq!(link, format!("https://127.0.0.1/@borger@anden.example/{}", id(1)), "our own instance");
    let all = format!("{item:?} {} {link} {:?}", item.text.expose(), item.marker);
    assert!(!all.contains("KANARIE"), "{all}");
    assert!(!format!("{page:?}").contains("Sofie"));
}

#[tokio::test]
async fn a_handle_that_is_none_makes_no_address() {
    for acct in ["borger/../../x", "borger?x=1", "borger#x", "børger\" onclick=", "a b"] {
        let (server, platform) = open(&Wire).await;
        let mut strange = notice(&said(1, "hej"));
        strange["status"]["account"]["acct"] = json!(acct);
        serve_notices(&server, vec![strange]).await;
        let page = platform.pull(ever(), None).await.expect("it reads");
        assert!(page.items.first().expect("one").link.is_none(), "{acct}");
    }
}

#[tokio::test]
async fn of_the_next_address_only_the_mark_is_used() {
    for (header, mark) in [
        (link("42"), Some("42")),
        ("<https://x.example/?max_id=7&limit=1>; rel=next".to_owned(), Some("7")),
        ("<https://x.example/?min_id=7>; rel=\"prev\"".to_owned(), None),
        (
            "<https://x.example/?q=a,b>; rel=\"prev\", <https://x.example/?max_id=01a1-f>; rel=\"next\""
                .to_owned(),
            Some("01a1-f"),
        ),
    ] {
        let (server, platform) = open(&Wire).await;
        get("/api/v1/notifications")
            .respond_with(ok(json!([])).insert_header("link", header.as_str()))
            .mount(&server)
            .await;
        let page = platform.pull(ever(), None).await.expect("it reads");
        assert_eq!(page.next.map(|cursor| cursor.0).as_deref(), mark, "{header}");
    }
    for header in [
        "<https://x.example/?min_id=1>; rel=\"next\"",
        "</x?max_id=1>; rel=\"next\"",
        "<https://x.example/?max_id=../1>; rel=\"next\"",
    ] {
        let (server, platform) = open(&Wire).await;
        answer_all(&server, ok(json!([])).insert_header("link", header)).await;
        let page = platform.pull(ever(), None).await;
        assert!(matches!(page, Err(Error::Broken(_))), "{header}: {page:?}");
    }
    let (_server, platform) = open(&Wire).await;
    let strange = platform.thread(&Wire.post(), None, Some(&Cursor("1".to_owned()))).await;
    assert!(matches!(strange, Err(Error::Broken(_))), "a thread has one page");
}

#[tokio::test]
async fn mentions_are_asked_for_with_those_of_strangers_and_other_notices_are_passed_over() {
    let (server, platform) = open(&Wire).await;
    let mut like = notice(&said(1, "KANARIE"));
    like["type"] = json!("favourite");
    serve_notices(&server, vec![like, notice(&said(2, "hej"))]).await;

    let page = platform.pull(ever(), None).await.expect("it reads");

    assert_eq!((page.items.len(), page.unreadable, page.private_dropped), (1, 0, 0));
    let asked = asked(&server).await;
    let query = asked[0].url.query_pairs().collect::<Vec<_>>();
    assert!(query.iter().any(|(key, value)| key == "types[]" && value == "mention"), "{query:?}");
    assert!(query.iter().any(|(key, value)| key == "include_filtered" && value == "true"), "{query:?}");
}

#[tokio::test]
async fn a_backdated_or_postdated_mention_is_seen_by_the_time_that_we_were_told() {
    let (server, platform) = open(&Wire).await;
    let told = |number, written: &str| {
        let mut notice = notice(&said(number, "hej"));
        notice["status"]["created_at"] = json!(written);
        notice
    };
    serve_notices(&server, vec![told(1, "2019-01-01T00:00:00Z"), told(2, "2031-01-01T00:00:00Z")]).await;

    let page = platform.pull(stamp("2026-11-21T09:00:00Z"), None).await.expect("it reads");

    let written: Vec<_> = page.items.iter().map(|item| item.written_at).collect();
    assert_eq!(written, [stamp("2019-01-01T00:00:00Z"), stamp("2026-11-21T10:00:00Z")]);
}

#[tokio::test]
async fn what_our_people_answered_in_the_app_comes_with_the_first_page() {
    let (server, platform) = open(&Wire).await;
    let answer = |number, at| status(&Said { is_ours: true, parent: Some(1), at, ..said(number, "svar") });
    let mut post = answer(7, "2026-11-21T10:00:00Z");
    post["in_reply_to_id"] = json!(null);
    let mut direct = answer(8, "2026-11-21T10:00:00Z");
    direct["visibility"] = json!("direct");
    let body = json!([answer(5, "2026-11-21T10:00:00Z"), post, direct, answer(6, "2026-11-01T10:00:00Z"), 7]);
    get(&our_statuses())
        .and(query_param_is_missing("exclude_replies"))
        .respond_with(ok(body))
        .with_priority(2)
        .mount(&server)
        .await;
    serve_notices(&server, vec![]).await;

    let page = platform.pull(stamp("2026-11-21T00:00:00Z"), None).await.expect("it reads");
    let later = platform.pull(stamp("2026-11-21T00:00:00Z"), Some(&Cursor("3".to_owned()))).await;

    let ids: Vec<_> = page.items.iter().map(|item| item.target.remote.expose()).collect();
    assert_eq!(ids, [id(5)]);
    assert!(page.items.iter().all(|item| item.is_ours));
    assert_eq!((page.unreadable, page.private_dropped), (1, 0));
    assert!(later.expect("it reads").items.is_empty());
    assert_eq!(asked(&server).await.len(), 3);
}

#[tokio::test]
async fn gone_needs_the_servers_own_words() {
    for (code, answer, is_gone) in [
        ("404", error(404), true),
        ("410", error(410), true),
        ("a proxy's", ResponseTemplate::new(404), false),
        ("another shape", ResponseTemplate::new(404).set_body_json(json!({ "message": "no route" })), false),
        ("a page", ResponseTemplate::new(410).set_body_raw("<html>", "text/html"), false),
    ] {
        let (server, platform) = open(&Wire).await;
        answer_all(&server, answer).await;
        let reread = platform.reread(&target(&Wire, &said(1, ""))).await;
        assert_eq!(matches!(reread, Ok(None)), is_gone, "{code}: {reread:?}");
        assert_eq!(reread.is_err(), !is_gone, "{code}");
    }
}

#[tokio::test]
async fn where_strangers_see_nothing_the_answer_to_us_decides_and_where_nobody_answers_nothing_does() {
    for (status, is_gone) in [(401, true), (403, true), (404, true), (500, false), (429, false)] {
        let server = MockServer::start().await;
        let platform = connected(&Wire, &server.uri());
        let at = format!("/api/v1/statuses/{}", id(1));
        get(&at)
            .and(wiremock::matchers::header_exists("authorization"))
            .respond_with(error(404))
            .with_priority(1)
            .mount(&server)
            .await;
        get(&at).respond_with(error(status)).with_priority(2).mount(&server).await;

        let reread = platform.reread(&target(&Wire, &said(1, ""))).await;

        assert_eq!(matches!(reread, Ok(None)), is_gone, "{status}: {reread:?}");
    }
}

#[tokio::test]
async fn the_wait_is_read_from_the_reset_of_the_rate_limit() {
    for (reset, expected) in [
        ("2026-11-21T10:05:00.066944Z", Wait::For(Duration::from_millis(300_066))),
        ("2026-11-22T10:05:00Z", Wait::For(Duration::from_hours(1))),
        ("2026-11-21T09:00:00Z", Wait::Unsaid),
        ("1795255500", Wait::Unsaid),
        ("snart", Wait::Unsaid),
    ] {
        let (server, platform) = open(&Wire).await;
        let answer = error(429)
            .insert_header("date", "Sat, 21 Nov 2026 10:00:00 GMT")
            .insert_header("x-ratelimit-limit", "300")
            .insert_header("x-ratelimit-remaining", "0")
            .insert_header("x-ratelimit-reset", reset);
        answer_all(&server, answer).await;
        assert_eq!(platform.posts(ever()).await.err(), Some(Error::Throttled(expected)), "{reset}");
    }
}

#[tokio::test]
async fn calls_that_are_nearly_used_up_hold_back_the_next_list_and_no_look() {
    for (left, holds) in [("20", true), ("0", true), ("21", false), ("-1", false), ("mange", false)] {
        let (server, platform) = open(&Wire).await;
        Wire.serve_one(&server, &said(1, "hej")).await;
        let answer = ok(json!([]))
            .insert_header("date", "Sat, 21 Nov 2026 10:00:00 GMT")
            .insert_header("x-ratelimit-remaining", left)
            .insert_header("x-ratelimit-reset", "2026-11-21T10:04:00.000Z");
        get(&our_statuses()).respond_with(answer).mount(&server).await;
        assert!(platform.posts(ever()).await.is_ok(), "the answer is used");

        let before = asked(&server).await.len();
        assert!(platform.reread(&target(&Wire, &said(1, ""))).await.is_ok(), "a look is not held back");
        let next = platform.posts(ever()).await;

        let held = Error::Held(Wait::For(Duration::from_mins(4)));
        assert_eq!(next.err(), holds.then_some(held), "{left}");
        assert_eq!(asked(&server).await.len() - before, if holds { 1 } else { 2 }, "{left}");
        assert!(platform.posts(ever()).await.is_ok(), "after the wait it goes on");
    }
}
