//! Facebook: its shapes for the contract, and what is peculiar to it.

use std::time::Duration;

use async_trait::async_trait;
use ordstyrer::model::{RemoteId, Target, TaskId};
use ordstyrer::platform::{Error, Sent, Wait};
use serde_json::{Value, json};
use wiremock::matchers::{any, method, path, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::network::{
    Network, Said, TOKEN, connected, ever, every_read, open, pull_all, reply, said, stamp, target,
};

pub(crate) struct Wire;

const PAGE: &str = "1234567890321";

fn id(number: u32) -> String {
    format!("901097836652708_{number}")
}

fn comment(said: &Said) -> Value {
    let from = if said.is_ours {
        json!({ "id": PAGE, "name": "Testkommune" })
    } else {
        said.author.map_or(Value::Null, |name| json!({ "id": "998877", "name": name }))
    };
    json!({
        "id": id(said.number),
        "message": said.text,
        "created_time": said.at.replace('Z', "+0000"),
        "from": from,
        "parent": said.parent.map(|number| json!({ "id": id(number) })),
        "is_hidden": said.is_hidden,
        "permalink_url": format!("https://www.facebook.com/testkommune/posts/1?comment_id={}", said.number),
    })
}

/// As Meta writes it: `next` is an address that holds the token and leads somewhere else.
fn list(items: &[Value], after: Option<&str>) -> Value {
    match after {
        Some(after) => json!({
            "data": items,
            "paging": {
                "cursors": { "before": "QVFIUb", "after": after },
                "next": format!("https://elsewhere.example/v25.0/x?access_token={TOKEN}&after={after}"),
            },
        }),
        None => json!({ "data": items, "paging": { "cursors": { "before": "b", "after": "end" } } }),
    }
}

fn error(code: i64, subcode: Option<i64>) -> ResponseTemplate {
    ResponseTemplate::new(400).set_body_json(json!({ "error": {
        "message": "hemmelig besked om 311236-4004",
        "type": "OAuthException",
        "code": code,
        "error_subcode": subcode,
        "fbtrace_id": "AbC",
    }}))
}

fn vanished() -> ResponseTemplate {
    error(100, Some(33))
}

async fn serve_pages(server: &MockServer, at: &str, pages: &[Vec<Value>]) {
    for (number, items) in pages.iter().enumerate() {
        let next = (number + 1 < pages.len()).then(|| format!("mark{}", number + 1));
        let mock = Mock::given(method("GET")).and(path(at));
        let mock = if number == 0 {
            mock.and(query_param_is_missing("after"))
        } else {
            mock.and(query_param("after", format!("mark{number}")))
        };
        let body = list(items, next.as_deref());
        mock.respond_with(ResponseTemplate::new(200).set_body_json(body)).mount(server).await;
    }
}

fn of_page(edge: &str) -> String {
    format!("/{PAGE}/{edge}")
}

#[async_trait]
impl Network for Wire {
    fn name(&self) -> &'static str {
        "facebook"
    }

    fn page(&self) -> &'static str {
        PAGE
    }

    fn post(&self) -> RemoteId {
        RemoteId::new(format!("{PAGE}_901097836652708"))
    }

    fn remote(&self, said: &Said) -> RemoteId {
        RemoteId::new(id(said.number))
    }

    async fn greet(&self, server: &MockServer) {
        // The second stream of `pull` is empty unless a test fills it.
        Mock::given(method("GET"))
            .and(path(of_page("tagged")))
            .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "data": [] })))
            .with_priority(9)
            .mount(server)
            .await;
    }

    async fn serve_stream(&self, server: &MockServer, pages: &[Vec<Said>]) {
        let pages: Vec<Vec<Value>> = pages.iter().map(|page| page.iter().map(comment).collect()).collect();
        serve_pages(server, &of_page("visitor_posts"), &pages).await;
    }

    async fn serve_odd_stream(&self, server: &MockServer, items: Vec<Value>) {
        serve_pages(server, &of_page("visitor_posts"), &[items]).await;
    }

    fn item(&self, said: &Said) -> Value {
        comment(said)
    }

    async fn serve_thread(&self, server: &MockServer, said: &[Said]) {
        let mut pages: Vec<Vec<Value>> =
            said.chunks(2).map(|page| page.iter().map(comment).collect()).collect();
        // A page that Meta emptied for reasons of its own, in the middle.
        pages.insert(1.min(pages.len()), Vec::new());
        serve_pages(server, &format!("/{}/comments", self.post().expose()), &pages).await;
    }

    async fn serve_posts(&self, server: &MockServer, posts: &[(u32, &'static str, u64)]) {
        let post = |(number, at, count): &(u32, &'static str, u64)| {
            json!({
                "id": format!("{PAGE}_{number}"),
                "message": "Vejarbejde på Storegade",
                "created_time": at.replace('Z', "+0000"),
                "comments": { "data": [], "summary": { "total_count": count } },
            })
        };
        let mut pages: Vec<Vec<Value>> =
            posts.chunks(2).map(|page| page.iter().map(post).collect()).collect();
        // As Meta ends a list: a last page without anything.
        pages.push(Vec::new());
        serve_pages(server, &of_page("published_posts"), &pages).await;
    }

    async fn serve_one(&self, server: &MockServer, said: &Said) {
        Mock::given(method("GET"))
            .and(path(format!("/{}", id(said.number))))
            .respond_with(ResponseTemplate::new(200).set_body_json(comment(said)))
            .mount(server)
            .await;
    }

    async fn serve_gone(&self, server: &MockServer) {
        Mock::given(method("GET"))
            .and(path(format!("/{}", self.post().expose())))
            .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "id": self.post().expose() })))
            .with_priority(3)
            .mount(server)
            .await;
        Mock::given(any()).respond_with(vanished()).with_priority(4).mount(server).await;
    }

    async fn serve_kept_from_us(&self, server: &MockServer) {
        Mock::given(any()).respond_with(vanished()).with_priority(4).mount(server).await;
    }

    async fn serve_replies(&self, server: &MockServer, under: &Said, replies: &[Said]) {
        let replies: Vec<Value> = replies.iter().map(comment).collect();
        let (first, rest) = replies.split_at(replies.len().min(1));
        let pages = [first.to_vec(), Vec::new(), rest.to_vec()];
        serve_pages(server, &format!("/{}/comments", id(under.number)), &pages).await;
    }

    async fn answer_writes(&self, server: &MockServer, _target: &Said, answer: ResponseTemplate) {
        for verb in ["POST", "DELETE"] {
            Mock::given(method(verb)).respond_with(answer.clone()).with_priority(3).mount(server).await;
        }
    }

    async fn drop_writes(&self, server: &MockServer, _target: &Said) {
        for verb in ["POST", "DELETE"] {
            let cut = |_: &Request| std::io::Error::other("cut");
            Mock::given(method(verb)).respond_with_err(cut).with_priority(3).mount(server).await;
        }
    }

    fn is_write(&self, request: &Request) -> bool {
        request.method.as_str() != "GET"
    }

    fn replied(&self, remote: &RemoteId) -> ResponseTemplate {
        ResponseTemplate::new(200).set_body_json(json!({ "id": remote.expose() }))
    }

    fn done(&self) -> ResponseTemplate {
        ResponseTemplate::new(200).set_body_json(json!({ "success": true }))
    }

    fn expired(&self) -> ResponseTemplate {
        error(190, Some(463))
    }

    fn forbidden(&self) -> ResponseTemplate {
        error(200, None)
    }

    fn throttled(&self) -> ResponseTemplate {
        error(32, None)
    }

    fn login(&self) -> Option<(&'static str, Value)> {
        None
    }
}

fn about(remote: &str) -> Target {
    Target { remote: RemoteId::new(remote), post: Some(Wire.post()) }
}

async fn answer_comments(server: &MockServer, body: Value) {
    Mock::given(method("GET"))
        .and(path(format!("/{}/comments", Wire.post().expose())))
        .respond_with(ResponseTemplate::new(200).set_body_json(body))
        .mount(server)
        .await;
}

#[tokio::test]
async fn of_a_citizen_only_name_and_words_come_in() {
    let (server, platform) = open(&Wire).await;
    let page: Value =
        serde_json::from_str(include_str!("../../fixtures/facebook/comments.json")).expect("JSON");
    answer_comments(&server, page).await;

    let page = platform.thread(&Wire.post(), None, None).await.expect("it reads");

    assert_eq!((page.private_dropped, page.unreadable), (1, 0), "the private comment is dropped unread");
    let [asked, picture, ours] = page.items.as_slice() else { panic!("{} items", page.items.len()) };
    assert_eq!(asked.target.remote.expose(), "901097836652999", "ids come as numbers too");
    assert_eq!(asked.written_at, stamp("2026-11-21T10:00:00Z"));
    assert_eq!((asked.images, picture.images, ours.images), (1, 1, 0), "a shared link is no picture");
    assert!(picture.text.is_empty() && picture.author_name.is_none());
    assert!(picture.link.is_none(), "a link to another host is not shown to a moderator");
    assert!(ours.is_ours && !asked.is_ours && !picture.is_ours);
    for item in &page.items {
        let name = item.author_name.as_ref().map_or("", |name| name.expose());
        let link = item.link.as_ref().map_or("", |link| link.expose());
        let all = format!("{item:?} {name} {} {link} {:?}", item.text.expose(), item.marker);
        assert!(!all.contains("KANARIE"), "{all}");
    }
    let printed = format!("{page:?}");
    assert!(!printed.contains("311236") && !printed.contains("Sofie"), "{printed}");
}

#[tokio::test]
async fn only_allowed_fields_are_asked_for() {
    // Each with its reason; a new one needs one too.
    let allowed = [
        "id",             // to act on it
        "message",        // the words
        "created_time",   // the watermark
        "from",           // to know our own, and the name
        "name",           // policy 001 §3
        "parent",         // what it answers
        "is_hidden",      // to read a hide back
        "is_private",     // to drop it unread
        "permalink_url",  // for the moderator
        "attachment",     // that there is a picture …
        "type",           // … not which
        "attachments",    // the same of a post
        "media_type",     // the same of a post
        "comments",       // the network's own count
        "total_count",    // the network's own count
        "filter(stream)", // replies are counted too
        "limit(0)",       // and none of them is sent
        "summary",        // the network's own count
    ];
    let (server, platform) = open(&Wire).await;
    every_read(&Wire, &*platform).await;
    let visitors = Target { remote: RemoteId::new("1_2"), post: None };
    assert!(platform.reread(&visitors).await.is_err(), "there is nothing to read");
    let tagged = ordstyrer::platform::Cursor("tagged".to_owned());
    assert!(platform.pull(ever(), Some(&tagged)).await.is_ok());

    let asked = server.received_requests().await.expect("recorded");

    let mut seen = 0;
    for request in asked {
        let fields =
            request.url.query_pairs().find(|(key, _)| key == "fields").expect("fields are always named").1;
        for part in fields.split(['{', '}', ',', '.']).filter(|part| !part.is_empty()) {
            let part = part.replace("summary(total_count)", "total_count");
            assert!(allowed.contains(&part.as_str()), "{part} in {fields}");
            seen += 1;
        }
    }
    assert!(seen > 40, "only {seen} fields were looked at");
}

#[tokio::test]
async fn a_thread_is_asked_for_whole_and_newest_first() {
    let (server, platform) = open(&Wire).await;
    answer_comments(&server, json!({ "data": [] })).await;

    platform.thread(&Wire.post(), None, None).await.expect("it reads");

    let asked = server.received_requests().await.expect("recorded").remove(0);
    let query = asked.url.query().expect("a query");
    assert!(query.contains("filter=stream") && query.contains("order=reverse_chronological"), "{query}");
}

#[tokio::test]
async fn a_thread_stops_once_it_is_older_than_asked_for() {
    let (server, platform) = open(&Wire).await;
    let old = |number| Said { at: "2026-11-20T10:00:00Z", ..said(number, "gammel") };
    Wire.serve_thread(&server, &[said(1, "ny"), said(2, "ny"), old(3), old(4), old(5), old(6)]).await;
    let since = Some(stamp("2026-11-21T00:00:00Z"));

    let items = super::network::thread_all(&*platform, &Wire.post(), since).await.expect("it reads");

    assert_eq!(items.len(), 2);
    assert_eq!(server.received_requests().await.expect("recorded").len(), 3, "new, the empty one, old");
}

#[tokio::test]
async fn visitors_posts_come_first_and_then_mentions() {
    let (server, platform) = open(&Wire).await;
    let of = |numbers: &[u32]| numbers.iter().map(|n| comment(&said(*n, &n.to_string()))).collect::<Vec<_>>();
    serve_pages(&server, &of_page("visitor_posts"), &[of(&[1, 2]), of(&[3])]).await;
    serve_pages(&server, &of_page("tagged"), &[of(&[4]), of(&[]), of(&[5])]).await;

    let pages = pull_all(&*platform, ever()).await.expect("it reads");

    let items: Vec<_> = pages.iter().flat_map(|page| &page.items).collect();
    let words: Vec<_> = items.iter().map(|item| item.text.expose()).collect();
    assert_eq!(words, ["1", "2", "3", "4", "5"]);
    assert!(items.iter().all(|item| item.target.post.is_none()));
    let strange = ordstyrer::platform::Cursor("me/accounts x".to_owned());
    assert!(matches!(platform.pull(ever(), Some(&strange)).await, Err(Error::Broken(_))));
}

#[tokio::test]
async fn of_the_next_address_only_the_mark_is_used() {
    let (server, platform) = open(&Wire).await;
    let next = format!("https://elsewhere.example/?access_token={TOKEN}&limit=100&after=M%3D%3D");
    answer_comments(&server, json!({ "data": [], "paging": { "next": next } })).await;
    let page = platform.thread(&Wire.post(), None, None).await.expect("it reads");
    assert_eq!(page.next.map(|cursor| cursor.0).as_deref(), Some("M=="));

    let (server, platform) = open(&Wire).await;
    let next = format!("https://elsewhere.example/?access_token={TOKEN}");
    answer_comments(&server, json!({ "data": [], "paging": { "next": next } })).await;
    let page = platform.thread(&Wire.post(), None, None).await;
    assert!(matches!(page, Err(Error::Broken(_))), "{page:?}");
}

#[tokio::test]
async fn metas_codes_decide_whatever_the_status() {
    type Is = fn(&Error) -> bool;
    let dead: Is = |error| matches!(error, Error::TokenDead(_));
    let forbidden: Is = |error| matches!(error, Error::NotPermitted(_));
    let throttled: Is = |error| matches!(error, Error::Throttled(_));
    let passing: Is = |error| matches!(error, Error::Unreachable(_));
    let refused: Is = |error| matches!(error, Error::Refused(_));
    let cases: Vec<(Vec<i64>, Is)> = vec![
        (vec![190, 102], dead),
        (vec![3, 10, 200, 230, 299], forbidden),
        (vec![4, 17, 32, 341, 368, 613, 80001], throttled),
        (vec![1, 2], passing),
        (vec![100, 506, 12, 1705], refused),
    ];
    for (codes, is_right) in cases {
        for code in codes {
            for status in [200, 400, 401, 403] {
                let (server, platform) = open(&Wire).await;
                let body = json!({ "error": { "message": "311236-4004", "code": code } });
                super::network::answer_all(&server, ResponseTemplate::new(status).set_body_json(body)).await;
                let error = platform.posts(ever()).await.expect_err("an error");
                assert!(is_right(&error), "{code} under {status}: {error:?}");
                assert!(!format!("{error}{error:?}").contains("311236"));
            }
        }
    }
    for (subcode, word) in [(458, "removed"), (460, "password"), (463, "expired"), (492, "role")] {
        let (server, platform) = open(&Wire).await;
        super::network::answer_all(&server, error(190, Some(subcode))).await;
        let error = platform.check().await.expect_err("an error").to_string();
        assert!(error.contains(word), "{error}");
    }
}

#[tokio::test]
async fn a_write_that_meta_calls_a_passing_error_or_a_duplicate_is_unknown() {
    let transient = ResponseTemplate::new(400)
        .set_body_json(json!({ "error": { "message": "", "code": 99, "is_transient": true } }));
    for answer in [error(1, None), error(2, None), error(506, None), transient] {
        let (server, platform) = open(&Wire).await;
        Wire.answer_writes(&server, &said(1, ""), answer).await;
        let task = TaskId::from_text("t");
        let sent = platform.reply(&target(&Wire, &said(1, "")), &reply(&task, "Hej")).await;
        assert_eq!(sent, Ok(Sent::Unknown));
    }
}

#[tokio::test]
async fn a_block_for_breaking_rules_is_waited_out_for_the_longest_time() {
    let (server, platform) = open(&Wire).await;
    super::network::answer_all(&server, error(368, None)).await;
    let outcome = platform.posts(ever()).await;
    assert_eq!(outcome.err(), Some(Error::Throttled(Wait::For(Duration::from_hours(1)))));
}

#[tokio::test]
async fn a_used_up_share_uses_the_answer_holds_back_one_read_and_no_write() {
    for (name, value, wait) in [
        ("x-app-usage", r#"{"call_count":95,"total_cputime":2,"total_time":2}"#, Wait::Unsaid),
        (
            "x-business-use-case-usage",
            r#"{"1":[{"type":"pages","call_count":1,"total_cputime":1,"total_time":99.5,"estimated_time_to_regain_access":7}]}"#,
            Wait::For(Duration::from_mins(7)),
        ),
    ] {
        let (server, platform) = open(&Wire).await;
        Wire.answer_writes(&server, &said(1, ""), Wire.done()).await;
        let body = list(&[comment(&said(1, "hej"))], None);
        Mock::given(path(of_page("visitor_posts")))
            .respond_with(ResponseTemplate::new(200).set_body_json(body).insert_header(name, value))
            .mount(&server)
            .await;

        assert_eq!(platform.pull(ever(), None).await.expect("the answer is used").items.len(), 1);
        let hidden = platform.hide(&target(&Wire, &said(1, "")), ever()).await;
        assert_eq!(hidden, Ok(Sent::Done(None)), "a leak is hidden even then");
        let before = server.received_requests().await.expect("recorded").len();
        assert_eq!(platform.pull(ever(), None).await.err(), Some(Error::Throttled(wait)), "{name}");
        assert_eq!(server.received_requests().await.expect("recorded").len(), before, "it was not sent");
        assert!(platform.pull(ever(), None).await.is_ok(), "after the wait it goes on");
    }
    for value in ["", "{}", "94", r#"{"call_count":94.9}"#, r#"{"call_count":"95"}"#, "[]"] {
        let (server, platform) = open(&Wire).await;
        Mock::given(any())
            .respond_with(
                ResponseTemplate::new(200).set_body_json(list(&[], None)).insert_header("x-app-usage", value),
            )
            .mount(&server)
            .await;
        assert!(platform.pull(ever(), None).await.is_ok());
        assert!(platform.pull(ever(), None).await.is_ok(), "{value} stopped us");
    }
}

#[tokio::test]
async fn hide_and_show_are_one_form_field() {
    for hidden in [true, false] {
        let (server, platform) = open(&Wire).await;
        Wire.answer_writes(&server, &said(1, ""), Wire.done()).await;
        let target = target(&Wire, &said(1, ""));

        let sent = if hidden {
            platform.hide(&target, ever()).await
        } else {
            platform.unhide(&target, ever()).await
        };

        assert_eq!(sent, Ok(Sent::Done(None)));
        let asked = server.received_requests().await.expect("recorded").remove(0);
        assert_eq!(asked.url.path(), format!("/{}", id(1)));
        assert_eq!(asked.body, format!("is_hidden={hidden}").as_bytes());
    }
    let (server, platform) = open(&Wire).await;
    let no = ResponseTemplate::new(200).set_body_json(json!({ "success": false }));
    Wire.answer_writes(&server, &said(1, ""), no).await;
    let sent = platform.hide(&target(&Wire, &said(1, "")), ever()).await;
    assert!(matches!(sent, Err(Error::Refused(_))), "{sent:?}");
}

#[tokio::test]
async fn a_visitors_post_is_gone_when_our_page_can_still_be_read() {
    let visitors = Target { remote: RemoteId::new("55_66"), post: None };
    let (server, platform) = open(&Wire).await;
    Mock::given(path(format!("/{PAGE}")))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "id": PAGE })))
        .with_priority(3)
        .mount(&server)
        .await;
    Mock::given(any()).respond_with(vanished()).with_priority(4).mount(&server).await;
    assert!(matches!(platform.reread(&visitors).await, Ok(None)));
    assert_eq!(platform.delete(&visitors).await, Ok(Sent::Gone));

    let (server, platform) = open(&Wire).await;
    Mock::given(any()).respond_with(vanished()).with_priority(4).mount(&server).await;
    assert!(matches!(platform.reread(&visitors).await, Err(Error::NotPermitted(_))));
}

#[tokio::test]
async fn a_gone_comment_is_not_gone_while_the_confirmation_fails() {
    let (server, platform) = open(&Wire).await;
    Mock::given(path(format!("/{}", id(1)))).respond_with(vanished()).mount(&server).await;
    Mock::given(path(format!("/{}", Wire.post().expose())))
        .respond_with(ResponseTemplate::new(502))
        .mount(&server)
        .await;

    assert!(matches!(platform.reread(&about(&id(1))).await, Err(Error::Unreachable(_))));
    let deleted = platform.delete(&about(&id(1))).await;
    assert!(deleted.is_err(), "{deleted:?}");
}

#[tokio::test]
async fn the_token_of_another_page_is_noticed() {
    for (id, is_ours) in [(json!(PAGE), true), (json!(1_234_567_890_321_u64), true), (json!("42"), false)] {
        let (server, platform) = open(&Wire).await;
        Mock::given(path("/me"))
            .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "id": id })))
            .mount(&server)
            .await;
        assert_eq!(platform.check().await.is_ok(), is_ours, "{id}");
    }
}

#[tokio::test]
async fn the_version_in_the_address_is_kept() {
    let server = MockServer::start().await;
    Mock::given(path("/v25.0/me"))
        .respond_with(ResponseTemplate::new(200).set_body_json(json!({ "id": PAGE })))
        .expect(2)
        .mount(&server)
        .await;
    for base in ["/v25.0", "/v25.0/"] {
        let platform = connected(&Wire, &format!("{}{base}", server.uri()));
        assert_eq!(platform.check().await, Ok(()));
    }
}
