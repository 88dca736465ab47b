//! What Bluesky lists, and what must not be lost in it.

use ordstyrer::platform::Error;
use serde_json::{Value, json};
use wiremock::matchers::query_param;
use wiremock::{Request, ResponseTemplate};

use super::wire::{
    ROOT, Wire, asked, error, get, ok, our_post, serve_empty_stream, serve_gate, serve_posts_now, strong,
    uri, uri_of, view,
};
use crate::platform::network::{Network, Said, ever, open, said, stamp, target, thread_all};

#[tokio::test]
async fn of_a_citizen_only_name_handle_and_words_come_in() {
    let (server, platform) = open(&Wire).await;
    let told: Value =
        serde_json::from_str(include_str!("../../../fixtures/bluesky/notifications.json")).expect("JSON");
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
async fn what_our_own_people_answered_comes_with_the_stream() {
    let (server, platform) = open(&Wire).await;
    let ours = Said { is_ours: true, parent: Some(1), ..said(4, "Hej Sofie") };
    let old = Said { at: "2026-11-20T10:00:00Z", ..Said { is_ours: true, ..said(5, "gammelt svar") } };
    let mut repost = json!({ "post": view(&ours) });
    repost["reason"] = json!({ "$type": "app.bsky.feed.defs#reasonRepost" });
    let feed = json!([
        { "post": view(&ours) },
        repost,
        { "post": view(&said(6, "en borgers")) },
        { "post": our_post("Vejarbejde") },
        { "post": { "uri": 17 } },
        { "post": view(&old) },
    ]);
    get("app.bsky.feed.getAuthorFeed")
        .and(query_param("filter", "posts_with_replies"))
        .respond_with(ok(json!({ "feed": feed, "cursor": "mark1" })))
        .mount(&server)
        .await;
    Wire.serve_stream(&server, &[vec![said(1, "hvornår?")], vec![said(2, "og hvor?")]]).await;

    let first = platform.pull(stamp("2026-11-21T00:00:00Z"), None).await.expect("it reads");
    let second = platform.pull(stamp("2026-11-21T00:00:00Z"), first.next.as_ref()).await.expect("it reads");

    let [_, answer] = first.items.as_slice() else { panic!("{} items", first.items.len()) };
    assert_eq!((answer.is_ours, answer.text.expose()), (true, "Hej Sofie"));
    assert_eq!(answer.parent, Some(Wire.remote(&said(1, ""))));
    assert_eq!(answer.target.post, Some(Wire.post()));
    assert_eq!(first.unreadable, 1);
    assert_eq!(second.items.len(), 1, "once a walk");
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
    crate::platform::network::answer_all(&server, answer).await;

    let outcome = platform.posts(ever()).await;

    let wait = ordstyrer::platform::Wait::For(std::time::Duration::from_mins(4));
    assert_eq!(outcome.err(), Some(Error::Throttled(wait)));
}
