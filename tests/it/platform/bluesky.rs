//! Bluesky: its shapes for the contract, and what is peculiar to it.

use async_trait::async_trait;
use ordstyrer::model::{RemoteId, Target, TaskId};
use ordstyrer::platform::{Error, Sent};
use serde_json::{Value, json};
use wiremock::matchers::{body_partial_json, header, method, path, query_param, query_param_is_missing};
use wiremock::{Mock, MockBuilder, MockServer, Request, ResponseTemplate};

use super::network::{Network, Said, TOKEN, connected, ever, open, reply, said, stamp, target, thread_all};

pub(crate) struct Wire;

const US: &str = "did:plc:lh777ya3jbzpkevqqqehdefn";
const CITIZEN: &str = "did:plc:ytb37yyo5ib44makrcowokux";
const ROOT: &str = "at://did:plc:lh777ya3jbzpkevqqqehdefn/app.bsky.feed.post/3n2ttkc3wtc2i";

fn uri_of(number: u32, is_ours: bool) -> String {
    format!("at://{}/app.bsky.feed.post/3kx{number}", if is_ours { US } else { CITIZEN })
}

fn uri(said: &Said) -> String {
    uri_of(said.number, said.is_ours)
}

fn cid(number: u32) -> String {
    format!("bafyreigh2akiscaildc{number}")
}

fn strong(uri: &str) -> Value {
    json!({ "uri": uri, "cid": "bafyreihzu2xgeit7p4ibpiytwiyv3ywdonk3qunc6ranppxg36ocdexa5m" })
}

/// As a list shows it, with much that we must not keep.
fn view(said: &Said) -> Value {
    let parent = said.parent.map_or(ROOT.to_owned(), |number| uri_of(number, false));
    let author = said.author.map(|name| {
        json!({
            "did": if said.is_ours { US } else { CITIZEN },
            "handle": if said.is_ours { "kommune.test" } else { "borger.test" },
            "displayName": name,
            "avatar": "https://cdn.example/avatar.jpg",
            "viewer": { "muted": false },
            "labels": [],
        })
    });
    json!({
        "uri": uri(said),
        "cid": cid(said.number),
        "author": author,
        "record": {
            "$type": "app.bsky.feed.post",
            "text": said.text,
            "createdAt": said.at,
            "langs": ["da"],
            "reply": { "root": strong(ROOT), "parent": strong(&parent) },
        },
        "replyCount": 0,
        "likeCount": 7,
        "indexedAt": said.at,
    })
}

fn notification(said: &Said) -> Value {
    let mut view = view(said);
    view["reason"] = json!("reply");
    view["isRead"] = json!(false);
    view
}

fn our_post(text: &str) -> Value {
    json!({
        "uri": ROOT,
        "cid": "bafyreihzu2xgeit7p4ibpiytwiyv3ywdonk3qunc6ranppxg36ocdexa5m",
        "author": { "did": US, "handle": "kommune.test" },
        "record": { "$type": "app.bsky.feed.post", "text": text, "createdAt": "2026-11-21T08:00:00Z" },
        "replyCount": 2,
        "indexedAt": "2026-11-21T08:00:00Z",
    })
}

/// The tree of what was said below `parent`.
fn nodes(said: &[Said], parent: Option<u32>) -> Vec<Value> {
    let children = said.iter().filter(|one| one.parent == parent);
    let node = |one: &Said| json!({ "post": view(one), "replies": nodes(said, Some(one.number)) });
    children.map(node).collect()
}

fn gate(hidden: &[String]) -> Value {
    json!({ "$type": "app.bsky.feed.threadgate", "post": ROOT, "createdAt": "2026-11-21T09:00:00Z", "hiddenReplies": hidden })
}

fn ok(body: Value) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(body)
}

fn error(status: u16, name: &str) -> ResponseTemplate {
    let body = json!({ "error": name, "message": "hemmelig besked om 311236-4004" });
    ResponseTemplate::new(status).set_body_json(body)
}

fn get(nsid: &str) -> MockBuilder {
    Mock::given(method("GET")).and(path(format!("/xrpc/{nsid}")))
}

fn post(nsid: &str) -> MockBuilder {
    Mock::given(method("POST")).and(path(format!("/xrpc/{nsid}")))
}

fn session(number: u32) -> Value {
    json!({
        "did": US,
        "handle": "kommune.test",
        "accessJwt": format!("access-{number}"),
        "refreshJwt": format!("refresh-{number}"),
        "email": "kommune@example.test",
    })
}

/// The threadgate of our post: absent, or with these hidden replies.
async fn serve_gate(server: &MockServer, hidden: Option<Vec<String>>) {
    let answer = match hidden {
        Some(hidden) => ok(json!({ "uri": "at://x", "cid": "bafygate1", "value": gate(&hidden) })),
        None => error(400, "RecordNotFound"),
    };
    get("com.atproto.repo.getRecord")
        .and(query_param("collection", "app.bsky.feed.threadgate"))
        .respond_with(answer)
        .mount(server)
        .await;
}

async fn serve_posts_now(server: &MockServer, views: Vec<Value>) {
    get("app.bsky.feed.getPosts").respond_with(ok(json!({ "posts": views }))).mount(server).await;
}

#[async_trait]
impl Network for Wire {
    fn name(&self) -> &'static str {
        "bluesky"
    }

    fn page(&self) -> &'static str {
        "kommune.test"
    }

    fn post(&self) -> RemoteId {
        RemoteId::new(ROOT)
    }

    fn remote(&self, said: &Said) -> RemoteId {
        RemoteId::new(uri(said))
    }

    async fn greet(&self, server: &MockServer) {
        post("com.atproto.server.createSession")
            .and(body_partial_json(json!({ "identifier": "kommune.test", "password": TOKEN })))
            .respond_with(ok(session(1)))
            .with_priority(1)
            .mount(server)
            .await;
        post("com.atproto.server.refreshSession")
            .respond_with(ok(session(2)))
            .with_priority(1)
            .mount(server)
            .await;
    }

    async fn serve_stream(&self, server: &MockServer, pages: &[Vec<Said>]) {
        for (number, page) in pages.iter().enumerate() {
            let items: Vec<Value> = page.iter().map(notification).collect();
            let mut body = json!({ "notifications": items, "priority": false });
            if number + 1 < pages.len() {
                body["cursor"] = json!(format!("mark{}", number + 1));
            }
            let mock = get("app.bsky.notification.listNotifications");
            let mock = if number == 0 {
                mock.and(query_param_is_missing("cursor"))
            } else {
                mock.and(query_param("cursor", format!("mark{number}")))
            };
            mock.respond_with(ok(body)).mount(server).await;
        }
    }

    async fn serve_odd_stream(&self, server: &MockServer, items: Vec<Value>) {
        get("app.bsky.notification.listNotifications")
            .respond_with(ok(json!({ "notifications": items })))
            .mount(server)
            .await;
    }

    fn item(&self, said: &Said) -> Value {
        notification(said)
    }

    async fn serve_thread(&self, server: &MockServer, said: &[Said]) {
        let hidden: Vec<String> = said.iter().filter(|one| one.is_hidden).map(uri).collect();
        let body = json!({
            "thread": { "post": our_post("Vejarbejde"), "replies": nodes(said, None) },
            "threadgate": { "uri": "at://x", "record": gate(&hidden) },
        });
        get("app.bsky.feed.getPostThread").respond_with(ok(body)).mount(server).await;
    }

    async fn serve_posts(&self, server: &MockServer, posts: &[(u32, &'static str, u64)]) {
        let line = |(number, at, count): &(u32, &'static str, u64)| {
            json!({ "post": {
                "uri": uri_of(*number, true),
                "cid": cid(*number),
                "author": { "did": US, "handle": "kommune.test" },
                "record": { "text": "Vejarbejde på Storegade", "createdAt": at },
                "replyCount": count,
                "indexedAt": at,
            }})
        };
        let mut pages: Vec<_> = posts.chunks(2).collect();
        if pages.is_empty() {
            pages.push(&[]);
        }
        for (number, page) in pages.iter().enumerate() {
            let mut body = json!({ "feed": page.iter().map(line).collect::<Vec<_>>() });
            if number + 1 < pages.len() {
                body["cursor"] = json!(format!("mark{}", number + 1));
            }
            let mock = get("app.bsky.feed.getAuthorFeed");
            let mock = if number == 0 {
                mock.and(query_param_is_missing("cursor"))
            } else {
                mock.and(query_param("cursor", format!("mark{number}")))
            };
            mock.respond_with(ok(body)).mount(server).await;
        }
    }

    async fn serve_one(&self, server: &MockServer, said: &Said) {
        serve_posts_now(server, vec![view(said)]).await;
        serve_gate(server, said.is_hidden.then(|| vec![uri(said)])).await;
    }

    async fn serve_gone(&self, server: &MockServer) {
        serve_posts_now(server, Vec::new()).await;
        get("com.atproto.repo.getRecord").respond_with(error(400, "RecordNotFound")).mount(server).await;
        get("app.bsky.feed.getPostThread").respond_with(error(400, "NotFound")).mount(server).await;
    }

    async fn serve_kept_from_us(&self, server: &MockServer) {
        serve_posts_now(server, Vec::new()).await;
        get("com.atproto.repo.getRecord")
            .respond_with(ok(json!({ "uri": "at://x", "cid": "bafy", "value": {} })))
            .mount(server)
            .await;
    }

    async fn serve_replies(&self, server: &MockServer, under: &Said, replies: &[Said]) {
        let body = json!({ "thread": {
            "post": view(under),
            "replies": replies.iter().map(|one| json!({ "post": view(one) })).collect::<Vec<_>>(),
        }});
        get("app.bsky.feed.getPostThread")
            .and(query_param("uri", uri(under)))
            .respond_with(ok(body))
            .mount(server)
            .await;
    }

    async fn answer_writes(&self, server: &MockServer, target: &Said, answer: ResponseTemplate) {
        serve_posts_now(server, vec![view(target), our_post("Vejarbejde")]).await;
        serve_gate(server, None).await;
        post("com.atproto.repo.putRecord").respond_with(answer).mount(server).await;
    }

    async fn drop_writes(&self, server: &MockServer, target: &Said) {
        serve_posts_now(server, vec![view(target), our_post("Vejarbejde")]).await;
        serve_gate(server, None).await;
        let cut = |_: &Request| std::io::Error::other("cut");
        post("com.atproto.repo.putRecord").respond_with_err(cut).mount(server).await;
    }

    fn is_write(&self, request: &Request) -> bool {
        request.url.path().starts_with("/xrpc/com.atproto.repo.") && request.method.as_str() == "POST"
    }

    fn replied(&self, remote: &RemoteId) -> ResponseTemplate {
        ok(json!({ "uri": remote.expose(), "cid": "bafynew" }))
    }

    fn done(&self) -> ResponseTemplate {
        ok(json!({ "uri": "at://x", "cid": "bafygate2" }))
    }

    fn expired(&self) -> ResponseTemplate {
        error(400, "ExpiredToken")
    }

    fn forbidden(&self) -> ResponseTemplate {
        error(403, "Forbidden")
    }

    fn throttled(&self) -> ResponseTemplate {
        error(429, "RateLimitExceeded")
    }

    fn login(&self) -> Option<(&'static str, Value)> {
        Some(("com.atproto.server.createSession", session(1)))
    }
}

async fn asked(server: &MockServer, nsid: &str) -> Vec<Request> {
    let asked = server.received_requests().await.expect("recorded");
    asked.into_iter().filter(|request| request.url.path() == format!("/xrpc/{nsid}")).collect()
}

async fn logins(server: &MockServer) -> usize {
    asked(server, "com.atproto.server.createSession").await.len()
}

async fn puts(server: &MockServer) -> Vec<Value> {
    let asked = asked(server, "com.atproto.repo.putRecord").await;
    asked.iter().map(|request| request.body_json().expect("JSON")).collect()
}

async fn serve_empty_stream(server: &MockServer) {
    get("app.bsky.notification.listNotifications")
        .respond_with(ok(json!({ "notifications": [] })))
        .mount(server)
        .await;
}

// ---- the session

#[tokio::test]
async fn many_calls_at_once_log_in_once() {
    let (server, platform) = open(&Wire).await;
    serve_empty_stream(&server).await;

    let calls = (0..20).map(|_| platform.pull(ever(), None));
    let outcomes = futures_util::future::join_all(calls).await;

    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!(logins(&server).await, 1);
    for request in asked(&server, "app.bsky.notification.listNotifications").await {
        assert_eq!(request.headers["authorization"], "Bearer access-1");
    }
}

#[tokio::test]
async fn an_expired_session_is_renewed_once_for_all_and_the_password_is_not_used_again() {
    for name in ["ExpiredToken", "InvalidToken"] {
        let (server, platform) = open(&Wire).await;
        let stream = || get("app.bsky.notification.listNotifications");
        stream()
            .and(header("authorization", "Bearer access-1"))
            .respond_with(error(400, name))
            .mount(&server)
            .await;
        stream()
            .and(header("authorization", "Bearer access-2"))
            .respond_with(ok(json!({ "notifications": [] })))
            .mount(&server)
            .await;

        let outcomes = futures_util::future::join_all((0..10).map(|_| platform.pull(ever(), None))).await;

        assert!(outcomes.iter().all(Result::is_ok), "{name}");
        let renewed = asked(&server, "com.atproto.server.refreshSession").await;
        assert_eq!(renewed.len(), 1, "{name}");
        assert_eq!(renewed[0].headers["authorization"], "Bearer refresh-1");
        assert_eq!(logins(&server).await, 1, "{name}");
    }
}

#[tokio::test]
async fn only_when_renewing_is_refused_the_password_is_used_again() {
    for (refusal, expected_logins) in [
        (error(400, "ExpiredToken"), 2),
        (error(400, "InvalidToken"), 2),
        (error(401, "AuthenticationRequired"), 2),
        (error(502, "UpstreamFailure"), 1),
        (error(429, "RateLimitExceeded"), 1),
    ] {
        let server = MockServer::start().await;
        post("com.atproto.server.createSession").respond_with(ok(session(1))).mount(&server).await;
        post("com.atproto.server.refreshSession").respond_with(refusal).mount(&server).await;
        get("app.bsky.notification.listNotifications")
            .respond_with(error(400, "ExpiredToken"))
            .mount(&server)
            .await;
        let platform = connected(&Wire, &server.uri());

        let outcome = platform.pull(ever(), None).await;

        assert_eq!(logins(&server).await, expected_logins);
        assert_eq!(matches!(outcome, Err(Error::TokenDead(_))), expected_logins == 2, "{outcome:?}");
    }
}

#[tokio::test]
async fn a_password_that_is_not_accepted_is_a_dead_token() {
    for (refusal, is_dead) in [
        (error(401, "AuthenticationRequired"), true),
        (error(401, "AuthFactorTokenRequired"), true),
        (error(401, "AccountTakedown"), true),
        (error(429, "RateLimitExceeded"), false),
        (ResponseTemplate::new(500), false),
    ] {
        let server = MockServer::start().await;
        post("com.atproto.server.createSession").respond_with(refusal).mount(&server).await;
        let platform = connected(&Wire, &server.uri());

        let error = platform.check().await.expect_err("no session");

        assert_eq!(matches!(error, Error::TokenDead(_)), is_dead, "{error:?}");
        assert!(!format!("{error}{error:?}").contains(TOKEN));
        assert_eq!(logins(&server).await, 1, "a refused password is not tried twice");
    }
}

#[tokio::test]
async fn a_password_that_opens_direct_messages_fails_the_check() {
    let jwt = |scope: &str| {
        let claims = json!({ "scope": scope, "sub": US }).to_string();
        let part = base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, claims);
        format!("eyJhbGciOiJIUzI1NiJ9.{part}.c2lnbmF0dXJl")
    };
    for (scope, is_allowed) in [
        ("com.atproto.appPass", true),
        ("com.atproto.appPassPrivileged", false),
        ("com.atproto.access", false),
        ("atproto transition:generic", true),
        ("atproto transition:generic transition:chat.bsky", false),
    ] {
        let server = MockServer::start().await;
        let mut open = session(1);
        open["accessJwt"] = json!(jwt(scope));
        post("com.atproto.server.createSession").respond_with(ok(open)).mount(&server).await;
        get("com.atproto.server.getSession").respond_with(ok(json!({ "did": US }))).mount(&server).await;
        let platform = connected(&Wire, &server.uri());
        assert_eq!(platform.check().await.is_ok(), is_allowed, "{scope}");
    }
    for (answer, is_fine) in [
        (json!({ "did": US, "active": true }), true),
        (json!({ "did": US, "active": false, "status": "deactivated" }), false),
        (json!({ "did": CITIZEN }), false),
    ] {
        let (server, platform) = open(&Wire).await;
        get("com.atproto.server.getSession").respond_with(ok(answer.clone())).mount(&server).await;
        assert_eq!(platform.check().await.is_ok(), is_fine, "{answer}");
    }
}

// ---- reading

#[tokio::test]
async fn of_a_citizen_only_name_handle_and_words_come_in() {
    let (server, platform) = open(&Wire).await;
    let told: Value =
        serde_json::from_str(include_str!("../../fixtures/bluesky/notifications.json")).expect("JSON");
    get("app.bsky.notification.listNotifications").respond_with(ok(told)).mount(&server).await;

    let page = platform.pull(ever(), None).await.expect("it reads");

    assert_eq!(page.unreadable, 0, "a like is none of ours and no riddle");
    let [answer, mention, elsewhere] = page.items.as_slice() else { panic!("{} items", page.items.len()) };
    assert_eq!(answer.target.post, Some(Wire.post()), "it stands under our post");
    assert_eq!(mention.target.post, None);
    assert_eq!(elsewhere.target.post, None, "an answer to us in somebody else's thread");
    assert_eq!(answer.marker.as_deref(), Some("bafyreply"));
    assert_eq!(answer.handle.as_ref().map(ordstyrer::model::Text::expose), Some("borger.test"));
    assert!(mention.author_name.is_none(), "an empty name is none");
    assert_eq!((answer.images, mention.images, elsewhere.images), (2, 1, 0));
    assert_eq!(answer.written_at, stamp("2026-11-21T10:00:00Z"));
    assert_eq!(mention.written_at, stamp("2026-11-21T09:59:00Z"), "nobody writes in the future");
    assert_eq!(elsewhere.written_at, stamp("2026-11-21T09:58:00Z"), "an unreadable time is the network's");
    assert_eq!(
        answer.link.as_ref().map(ordstyrer::model::Link::expose),
        Some("https://bsky.app/profile/did:plc:ytb37yyo5ib44makrcowokux/post/3kreply")
    );
    for item in &page.items {
        let name = item.author_name.as_ref().map_or("", |name| name.expose());
        let handle = item.handle.as_ref().map_or("", |handle| handle.expose());
        let all = format!("{item:?} {name} {handle} {} {:?}", item.text.expose(), item.marker);
        assert!(!all.contains("KANARIE"), "{all}");
    }
    let printed = format!("{page:?}");
    assert!(!printed.contains("311236") && !printed.contains("Sofie"), "{printed}");
}

#[tokio::test]
async fn the_stream_is_read_in_large_pages_of_three_reasons() {
    let (server, platform) = open(&Wire).await;
    serve_empty_stream(&server).await;

    platform.pull(ever(), None).await.expect("it reads");

    let asked = asked(&server, "app.bsky.notification.listNotifications").await.remove(0);
    assert_eq!(asked.url.query(), Some("reasons=reply&reasons=mention&reasons=quote&limit=100"));
}

#[tokio::test]
async fn an_empty_page_whose_mark_is_older_than_asked_for_is_the_end() {
    let since = stamp("2026-11-21T00:00:00Z");
    for (mark, goes_on) in
        [("2026-11-21T00:00:01.000Z", true), ("2026-11-20T23:59:59.000Z", false), ("opaque", true)]
    {
        let (server, platform) = open(&Wire).await;
        get("app.bsky.notification.listNotifications")
            .respond_with(ok(json!({ "notifications": [], "cursor": mark })))
            .mount(&server)
            .await;
        let page = platform.pull(since, None).await.expect("it reads");
        assert_eq!(page.next.is_some(), goes_on, "{mark}");
    }
}

#[tokio::test]
async fn a_thread_gives_same_second_and_backdated_replies_whatever_the_watermark() {
    let (server, platform) = open(&Wire).await;
    let mut thread: Vec<Said> = (1..=7).map(|number| said(number, "samme sekund")).collect();
    thread.push(Said { at: "2020-01-01T00:00:00Z", ..said(8, "tilbagedateret") });
    Wire.serve_thread(&server, &thread).await;

    let items =
        thread_all(&*platform, &Wire.post(), Some(stamp("2026-11-21T09:00:00Z"))).await.expect("it reads");

    assert_eq!(items.len(), 8);
}

#[tokio::test]
async fn somebody_who_answers_himself_two_hundred_times_hides_nothing_from_us() {
    let (server, platform) = open(&Wire).await;
    let chain: Vec<Said> = (1..=200)
        .map(|number| Said { parent: (number > 1).then(|| number - 1), ..said(number, &number.to_string()) })
        .collect();
    get("app.bsky.feed.getPostThread")
        .respond_with(move |request: &Request| {
            let query = |key: &str| {
                let found = request.url.query_pairs().find(|(name, _)| name == key);
                found.map(|(_, value)| value.into_owned()).expect("it is asked for")
            };
            let depth: usize = query("depth").parse().expect("a number");
            let from = query("uri");
            let start = chain.iter().position(|one| uri(one) == from).map_or(0, |at| at + 1);
            // As the network does it: below the depth it leaves `replies` out and keeps the count.
            let below: Vec<_> = chain.iter().skip(start).take(depth).collect();
            let mut node: Option<Value> = None;
            for one in below.into_iter().rev() {
                let mut post = view(one);
                post["replyCount"] = json!(u32::from(one.number < 200));
                let mut this = json!({ "post": post });
                if let Some(child) = node {
                    this["replies"] = json!([child]);
                } else if one.number == 200 {
                    this["replies"] = json!([]);
                }
                node = Some(this);
            }
            let replies: Vec<Value> = node.into_iter().collect();
            ok(json!({ "thread": { "post": our_post("Vejarbejde"), "replies": replies } }))
        })
        .mount(&server)
        .await;

    let items = thread_all(&*platform, &Wire.post(), None).await.expect("it reads");

    let words: Vec<_> = items.iter().map(|item| item.text.expose().to_owned()).collect();
    let expected: Vec<_> = (1..=200).map(|number: u32| number.to_string()).collect();
    assert_eq!(words, expected);
}

#[tokio::test]
async fn gaps_in_a_thread_do_not_hide_what_stands_below_or_beside_them() {
    let (server, platform) = open(&Wire).await;
    let body = json!({ "thread": { "post": our_post("Vejarbejde"), "replies": [
        { "$type": "app.bsky.feed.defs#notFoundPost", "uri": uri_of(1, false), "notFound": true },
        { "$type": "app.bsky.feed.defs#blockedPost", "uri": uri_of(2, false), "blocked": true, "author": {} },
        { "post": { "uri": 17 }, "replies": [{ "post": view(&said(3, "under en ulæselig")), "replies": [] }] },
        { "strange": true },
        null,
        { "post": view(&said(4, "ved siden af")) },
    ]}});
    get("app.bsky.feed.getPostThread").respond_with(ok(body)).mount(&server).await;

    let page = platform.thread(&Wire.post(), None, None).await.expect("it reads");

    let words: Vec<_> = page.items.iter().map(|item| item.text.expose()).collect();
    assert_eq!(words, ["under en ulæselig", "ved siden af"]);
    assert_eq!(page.unreadable, 3, "absent posts say nothing, strange ones are counted");
    assert!(page.items.iter().all(|item| item.is_hidden == Some(false)), "no gate hides nothing");
    assert_eq!(page.next, None);
}

#[tokio::test]
async fn nothing_stands_under_a_post_that_is_gone() {
    let (server, platform) = open(&Wire).await;
    get("app.bsky.feed.getPostThread").respond_with(error(400, "NotFound")).mount(&server).await;
    let page = platform.thread(&Wire.post(), None, None).await.expect("it reads");
    assert!(page.items.is_empty() && page.next.is_none());
}

#[tokio::test]
async fn reposts_and_answers_are_not_our_posts() {
    let (server, platform) = open(&Wire).await;
    let mut answer = our_post("et svar");
    answer["record"]["reply"] = json!({ "root": strong(ROOT), "parent": strong(ROOT) });
    let mut theirs = our_post("en borgers");
    theirs["uri"] = json!(uri_of(3, false));
    let body = json!({ "feed": [
        { "post": theirs, "reason": { "$type": "app.bsky.feed.defs#reasonRepost" } },
        { "post": theirs },
        { "post": answer },
        { "post": our_post("Vejarbejde"), "reason": null },
    ]});
    get("app.bsky.feed.getAuthorFeed").respond_with(ok(body)).mount(&server).await;

    let posts = platform.posts(ever()).await.expect("it reads");

    let words: Vec<_> = posts.iter().map(|post| post.text.expose()).collect();
    assert_eq!(words, ["Vejarbejde"]);
}

#[tokio::test]
async fn an_edit_changes_the_marker() {
    let (server, platform) = open(&Wire).await;
    let mut edited = view(&said(1, "efter"));
    edited["cid"] = json!("bafyedited");
    serve_posts_now(&server, vec![edited]).await;
    serve_gate(&server, None).await;

    let now = platform.reread(&target(&Wire, &said(1, ""))).await.expect("it reads").expect("it is there");

    assert_eq!(now.marker.as_deref(), Some("bafyedited"));
}

#[tokio::test]
async fn a_repository_that_closed_took_the_reply_with_it_and_a_failing_confirmation_did_not() {
    for (answer, is_gone) in [
        (error(400, "RecordNotFound"), true),
        (error(400, "RepoDeactivated"), true),
        (error(400, "InvalidRequest"), true),
        (error(502, "UpstreamFailure"), false),
        (ResponseTemplate::new(404), false),
        (ResponseTemplate::new(501), false),
    ] {
        let (server, platform) = open(&Wire).await;
        serve_posts_now(&server, Vec::new()).await;
        get("com.atproto.repo.getRecord").respond_with(answer).mount(&server).await;
        let read = platform.reread(&target(&Wire, &said(1, ""))).await;
        assert_eq!(matches!(read, Ok(None)), is_gone, "{read:?}");
        assert_eq!(read.is_err(), !is_gone);
    }
}

#[tokio::test]
async fn the_end_of_the_window_is_read_from_the_rate_limit_header() {
    let (server, platform) = open(&Wire).await;
    let reset = stamp("2026-11-21T10:04:00Z").ms() / 1000;
    let answer = error(429, "RateLimitExceeded")
        .insert_header("date", "Sat, 21 Nov 2026 10:00:00 GMT")
        .insert_header("ratelimit-reset", reset.to_string());
    super::network::answer_all(&server, answer).await;

    let outcome = platform.posts(ever()).await;

    let wait = ordstyrer::platform::Wait::For(std::time::Duration::from_mins(4));
    assert_eq!(outcome.err(), Some(Error::Throttled(wait)));
}

// ---- acting

#[tokio::test]
async fn the_first_hide_under_a_post_makes_its_gate() {
    let (server, platform) = open(&Wire).await;
    Wire.answer_writes(&server, &said(1, "grim"), Wire.done()).await;

    let sent = platform.hide(&target(&Wire, &said(1, "")), stamp("2026-11-21T12:00:00Z")).await;

    assert_eq!(sent, Ok(Sent::Done(None)));
    let expected = json!({
        "repo": US,
        "collection": "app.bsky.feed.threadgate",
        "rkey": "3n2ttkc3wtc2i",
        "swapRecord": null,
        "record": {
            "$type": "app.bsky.feed.threadgate",
            "post": ROOT,
            "createdAt": "2026-11-21T12:00:00.000Z",
            "hiddenReplies": [uri_of(1, false)],
        },
    });
    assert_eq!(puts(&server).await, [expected], "and nobody is kept from answering: no `allow`");
}

/// A gate that somebody made in the app: only followers may answer, one reply is hidden.
async fn serve_used_gate(server: &MockServer, cid: &str, hidden: &[String], times: u64) {
    let mut value = gate(hidden);
    value["allow"] = json!([{ "$type": "app.bsky.feed.threadgate#followerRule" }]);
    value["a_field_of_tomorrow"] = json!({ "kept": true });
    get("com.atproto.repo.getRecord")
        .respond_with(ok(json!({ "uri": "at://x", "cid": cid, "value": value })))
        .up_to_n_times(times)
        .mount(server)
        .await;
}

#[tokio::test]
async fn hiding_and_showing_keep_what_else_stands_in_the_gate() {
    for hidden in [true, false] {
        let (server, platform) = open(&Wire).await;
        let (this, other) = (uri_of(1, false), uri_of(2, false));
        let before = if hidden { vec![other.clone()] } else { vec![other.clone(), this.clone()] };
        serve_used_gate(&server, "bafygate7", &before, 9).await;
        post("com.atproto.repo.putRecord").respond_with(Wire.done()).mount(&server).await;
        let target = target(&Wire, &said(1, ""));
        let now = stamp("2026-11-21T12:00:00Z");

        let sent =
            if hidden { platform.hide(&target, now).await } else { platform.unhide(&target, now).await };

        assert_eq!(sent, Ok(Sent::Done(None)));
        let put = puts(&server).await.remove(0);
        assert_eq!(put["swapRecord"], "bafygate7");
        assert_eq!(put["record"]["allow"], json!([{ "$type": "app.bsky.feed.threadgate#followerRule" }]));
        assert_eq!(put["record"]["a_field_of_tomorrow"], json!({ "kept": true }));
        assert_eq!(put["record"]["createdAt"], "2026-11-21T09:00:00Z");
        let after = if hidden { vec![other, this] } else { vec![other] };
        assert_eq!(put["record"]["hiddenReplies"], json!(after));
    }
}

#[tokio::test]
async fn asking_twice_writes_once() {
    let (server, platform) = open(&Wire).await;
    serve_used_gate(&server, "bafygate7", &[uri_of(1, false)], 9).await;
    let now = stamp("2026-11-21T12:00:00Z");

    assert_eq!(platform.hide(&target(&Wire, &said(1, "")), now).await, Ok(Sent::AlreadyDone));
    assert_eq!(platform.unhide(&target(&Wire, &said(2, "")), now).await, Ok(Sent::AlreadyDone));

    assert!(puts(&server).await.is_empty());
}

#[tokio::test]
async fn a_list_that_somebody_else_changed_is_read_again() {
    let (server, platform) = open(&Wire).await;
    serve_used_gate(&server, "bafygate7", &[], 1).await;
    serve_used_gate(&server, "bafygate8", &[uri_of(2, false)], 9).await;
    post("com.atproto.repo.putRecord")
        .and(body_partial_json(json!({ "swapRecord": "bafygate7" })))
        .respond_with(error(400, "InvalidSwap"))
        .mount(&server)
        .await;
    post("com.atproto.repo.putRecord")
        .and(body_partial_json(json!({ "swapRecord": "bafygate8" })))
        .respond_with(Wire.done())
        .mount(&server)
        .await;

    let sent = platform.hide(&target(&Wire, &said(1, "")), ever()).await;

    assert_eq!(sent, Ok(Sent::Done(None)));
    let put = puts(&server).await.remove(1);
    assert_eq!(put["record"]["hiddenReplies"], json!([uri_of(2, false), uri_of(1, false)]));
}

#[tokio::test]
async fn a_list_that_never_rests_is_left_for_later() {
    let (server, platform) = open(&Wire).await;
    serve_used_gate(&server, "bafygate7", &[], 99).await;
    post("com.atproto.repo.putRecord").respond_with(error(400, "InvalidSwap")).mount(&server).await;

    let sent = platform.hide(&target(&Wire, &said(1, "")), ever()).await;

    assert!(matches!(sent, Err(Error::Unreachable(_))), "{sent:?}");
    assert_eq!(puts(&server).await.len(), 4);
}

#[tokio::test]
async fn the_three_hundred_and_first_hide_is_refused_and_writes_nothing() {
    for (count, is_refused) in [(299, false), (300, true)] {
        let (server, platform) = open(&Wire).await;
        let full: Vec<String> = (1000..1000 + count).map(|number| uri_of(number, false)).collect();
        serve_used_gate(&server, "bafygate7", &full, 9).await;
        post("com.atproto.repo.putRecord").respond_with(Wire.done()).mount(&server).await;

        let sent = platform.hide(&target(&Wire, &said(1, "")), ever()).await;

        assert_eq!(
            matches!(sent, Err(Error::Refused(cause)) if cause.contains("300")),
            is_refused,
            "{sent:?}"
        );
        assert_eq!(puts(&server).await.is_empty(), is_refused);
    }
}

#[tokio::test]
async fn a_gate_that_we_do_not_understand_is_never_overwritten() {
    for value in [
        json!({ "hiddenReplies": "alle" }),
        json!({ "hiddenReplies": [17] }),
        json!({ "hiddenReplies": null }),
        json!([]),
        json!(null),
    ] {
        let (server, platform) = open(&Wire).await;
        get("com.atproto.repo.getRecord")
            .respond_with(ok(json!({ "uri": "at://x", "cid": "bafy", "value": value })))
            .mount(&server)
            .await;
        let sent = platform.hide(&target(&Wire, &said(1, "")), ever()).await;
        assert!(matches!(sent, Err(Error::Broken(_))), "{value}: {sent:?}");
        assert!(puts(&server).await.is_empty(), "{value}");
    }
}

#[tokio::test]
async fn only_under_our_own_posts_can_we_hide() {
    let (server, platform) = open(&Wire).await;
    let remote = Wire.remote(&said(1, ""));
    for post in [None, Some(RemoteId::new(uri_of(9, false)))] {
        let target = Target { remote: remote.clone(), post };
        assert_eq!(platform.hide(&target, ever()).await, Ok(Sent::Unsupported));
        assert_eq!(platform.unhide(&target, ever()).await, Ok(Sent::Unsupported));
    }
    assert!(puts(&server).await.is_empty());
}

#[tokio::test]
async fn a_401_on_a_write_does_not_stop_the_account() {
    let (server, platform) = open(&Wire).await;
    Wire.answer_writes(&server, &said(1, ""), error(401, "AuthenticationRequired")).await;

    let sent = platform.hide(&target(&Wire, &said(1, "")), ever()).await;

    assert!(matches!(sent, Err(Error::NotPermitted(_))), "{sent:?}");
    assert_eq!(logins(&server).await, 1);
}

#[tokio::test]
async fn a_reply_sent_twice_is_one_record_written_twice() {
    let (server, platform) = open(&Wire).await;
    Wire.answer_writes(&server, &said(1, "Hvornår?"), Wire.done()).await;
    let words = "Svar på spørgsmål om børn: https://www.borger.dk/skat. Se også (http://kørsel.dk/å?a=https://b) – ikke xhttps://nej eller https://";
    let task = TaskId::from_text("0193a0c2-0000-7000-8000-000000000001");
    for _ in 0..2 {
        assert!(platform.reply(&target(&Wire, &said(1, "")), &reply(&task, words)).await.is_ok());
    }
    let other = TaskId::from_text("0193a0c2-0000-7000-8000-000000000002");
    assert!(platform.reply(&target(&Wire, &said(1, "")), &reply(&other, words)).await.is_ok());

    let puts = puts(&server).await;

    assert_eq!(puts[0], puts[1]);
    assert_ne!(puts[0]["rkey"], puts[2]["rkey"], "another task is another record");
    let put = &puts[0];
    assert_eq!(put["collection"], "app.bsky.feed.post");
    assert_eq!(put["record"]["text"], words);
    assert_eq!(put["record"]["langs"], json!(["da"]));
    assert_eq!(put["record"]["createdAt"], "2026-11-21T12:00:00.000Z");
    assert_eq!(put["record"]["reply"]["root"], strong(ROOT));
    assert_eq!(put["record"]["reply"]["parent"], json!({ "uri": uri_of(1, false), "cid": cid(1) }));
    let links: Vec<_> = put["record"]["facets"]
        .as_array()
        .expect("links")
        .iter()
        .map(|facet| {
            let at =
                |end: &str| usize::try_from(facet["index"][end].as_u64().expect("a place")).expect("small");
            let marked = &words.as_bytes()[at("byteStart")..at("byteEnd")];
            let uri = facet["features"][0]["uri"].as_str().expect("an address");
            (String::from_utf8(marked.to_vec()).expect("whole signs"), uri.to_owned())
        })
        .collect();
    assert_eq!(
        links,
        [
            ("https://www.borger.dk/skat".to_owned(), "https://www.borger.dk/skat".to_owned()),
            (
                "http://kørsel.dk/å?a=https://b".to_owned(),
                "http://xn--krsel-vua.dk/%C3%A5?a=https://b".to_owned()
            ),
        ]
    );
}

#[tokio::test]
async fn a_replys_key_is_a_valid_tid_of_the_moment_it_was_made() {
    let (server, platform) = open(&Wire).await;
    Wire.answer_writes(&server, &said(1, ""), Wire.done()).await;
    let mut keys = Vec::new();
    for (number, at) in
        [(1, 0), (2, 1_763_000_000_000), (3, 1_763_000_000_001), (4, 4_102_444_800_000), (5, -1)]
    {
        let task = TaskId::from_text(format!("opgave-{number}"));
        let answer =
            ordstyrer::platform::Reply { at: ordstyrer::model::Stamp::from_ms(at), ..reply(&task, "Hej") };
        assert!(platform.reply(&target(&Wire, &said(1, "")), &answer).await.is_ok());
    }
    for put in puts(&server).await {
        let key = put["rkey"].as_str().expect("a key").to_owned();
        assert_eq!(key.len(), 13, "{key}");
        assert!(key.bytes().all(|sign| b"234567abcdefghijklmnopqrstuvwxyz".contains(&sign)), "{key}");
        assert!(key.bytes().next().is_some_and(|first| b"234567abcdefghij".contains(&first)), "{key}");
        keys.push(key);
    }
    assert!(keys[0] < keys[1] && keys[1] < keys[2] && keys[2] < keys[3], "they sort by time: {keys:?}");
    // Microseconds of 1 763 000 000 000 ms, read back from the key.
    let value = keys[1].bytes().fold(0_u64, |value, sign| {
        let five = b"234567abcdefghijklmnopqrstuvwxyz".iter().position(|one| *one == sign).expect("a sign");
        value << 5 | u64::try_from(five).expect("small")
    });
    assert_eq!((value >> 10) / 1000, 1_763_000_000_000);
}

#[tokio::test]
async fn a_mention_is_answered_at_its_own_root() {
    let theirs = json!({ "uri": uri_of(77, false), "cid": "bafyroot77" });
    let mut inside = view(&said(1, "hvad siger @kommune.test?"));
    inside["record"]["reply"]["root"] = theirs.clone();
    let mut alone = view(&said(1, "@kommune.test hej"));
    alone["record"].as_object_mut().expect("an object").remove("reply");
    let itself = json!({ "uri": uri_of(1, false), "cid": cid(1) });
    for (mention, root) in [(inside, theirs), (alone, itself.clone())] {
        let (server, platform) = open(&Wire).await;
        serve_posts_now(&server, vec![mention]).await;
        post("com.atproto.repo.putRecord").respond_with(Wire.done()).mount(&server).await;
        let target = Target { remote: Wire.remote(&said(1, "")), post: None };
        let task = TaskId::from_text("t");

        assert!(platform.reply(&target, &reply(&task, "Hej")).await.is_ok());

        let put = puts(&server).await.remove(0);
        assert_eq!(put["record"]["reply"], json!({ "root": root, "parent": itself }));
        assert_eq!(put["record"].get("facets"), None);
    }
}

#[tokio::test]
async fn a_reply_that_is_too_long_is_refused_for_good() {
    let (server, platform) = open(&Wire).await;
    Wire.answer_writes(&server, &said(1, ""), error(400, "InvalidRequest")).await;
    let task = TaskId::from_text("t");

    let sent = platform.reply(&target(&Wire, &said(1, "")), &reply(&task, &"æ".repeat(301))).await;

    assert!(matches!(sent, Err(Error::Refused(_))), "{sent:?}");
}
